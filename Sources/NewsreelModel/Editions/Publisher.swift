/// What a newsroom says of itself: to readers on every page, to other programs in feeds and structured data.
package struct Publisher: Hashable, Sendable, Codable {
    /// An account elsewhere that is the newsroom's own.
    package struct Account: Hashable, Sendable, Codable {
        package var name: String
        package var url: LinkTarget

        package init(name: String, url: LinkTarget) {
            self.name = name
            self.url = url
        }

        private static let networks: [(hosts: [String], name: String)] = [
            (["facebook.com", "fb.com", "fb.me"], "facebook"), (["ok.ru"], "ok"), (["vk.com", "vk.ru"], "vk"),
            (["t.me", "telegram.me"], "telegram"), (["x.com", "twitter.com"], "x"),
            (["whatsapp.com", "wa.me"], "whatsapp"), (["m.me", "messenger.com"], "messenger"),
            (["instagram.com"], "instagram"), (["youtube.com", "youtu.be"], "youtube"),
        ]

        /// The icon that stands for where it is: `telegram`, or `globe` for a place that none is drawn for.
        package var network: String {
            guard let start = url.description.firstRange(of: "://")?.upperBound else { return "globe" }
            let host = url.description[start...].prefix { !"/:?#".contains($0) }.lowercased()
            return Self.networks.first { $0.hosts.contains { host == $0 || host.hasSuffix("." + $0) } }?.name
                ?? "globe"
        }
    }

    /// Who holds the rights; nil: the newspaper of each edition.
    package var owner: String?
    /// Where readers write: a mail address, or the address of a page.
    package var contact: String?
    /// The licence of the newsroom's own stories, by a short name such as `CC BY 4.0`, or its address.
    package var licence: String?
    /// In the order of the footer.
    package var accounts: [Account]
    /// A sentence about the newsroom, by the code of the edition.
    package var colophon: [String: String]
    /// Whole stories in feeds instead of standfirsts.
    package var fullFeeds: Bool

    package init(
        owner: String? = nil, contact: String? = nil, licence: String? = nil, accounts: [Account] = [],
        colophon: [String: String] = [:], fullFeeds: Bool = true
    ) {
        self.owner = owner
        self.contact = contact
        self.licence = licence
        self.accounts = accounts
        self.colophon = colophon
        self.fullFeeds = fullFeeds
    }

    /// What a link to the contact leads to.
    package var contactLink: LinkTarget? {
        contact.flatMap { LinkTarget($0.contains("@") && !$0.contains("/") ? "mailto:" + $0 : $0) }
    }
}

/// What somebody wants a newsroom to say of itself, as it was typed.
package struct PublisherDraft: Hashable, Sendable {
    package struct Account: Hashable, Sendable {
        package var name: String
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }

        fileprivate var isEmpty: Bool { name.oneLine.isEmpty && address.oneLine.isEmpty }
    }

    package var owner: String
    package var contact: String
    package var licence: String
    /// Those without name and address are passed over.
    package var accounts: [Account]
    package var colophon: [String: String]
    package var fullFeeds: Bool

    package init(
        owner: String = "", contact: String = "", licence: String = "", accounts: [Account] = [],
        colophon: [String: String] = [:], fullFeeds: Bool = true
    ) {
        self.owner = owner
        self.contact = contact
        self.licence = licence
        self.accounts = accounts
        self.colophon = colophon
        self.fullFeeds = fullFeeds
    }

    package init(_ publisher: Publisher) {
        self.init(
            owner: publisher.owner ?? "", contact: publisher.contact ?? "", licence: publisher.licence ?? "",
            accounts: publisher.accounts.map { Account(name: $0.name, address: $0.url.description) },
            colophon: publisher.colophon, fullFeeds: publisher.fullFeeds)
    }

    /// The most accounts that a footer has room for.
    package static let mostAccounts = 20

    /// What this describes, for a newsroom of these editions. Faults are named `owner`, `colophon.en`,
    /// `accounts.0.address`.
    package func publisher(editions: [String]) throws(InvalidFields) -> Publisher {
        var faults: [FieldFault] = []
        func line(_ field: String, _ text: String, most: Int) -> String? {
            let line = text.oneLine
            if line.count > most { faults.append(FieldFault(field, "Use at most \(most) characters.")) }
            return line.isEmpty ? nil : line
        }
        var publisher = Publisher(
            owner: line("owner", owner, most: 120), contact: line("contact", contact, most: 254),
            licence: line("licence", licence, most: 200), fullFeeds: fullFeeds)
        if let contact = publisher.contact, !Self.isContact(contact) {
            faults.append(
                FieldFault("contact", "Give a mail address, or the address of a page that begins with https://."))
        }
        for (code, text) in colophon.sorted(by: { $0.key < $1.key }) {
            guard let text = line("colophon.\(code)", text, most: 500) else { continue }
            if !editions.contains(code) {
                faults.append(FieldFault("colophon.\(code)", "There is no edition \(code)."))
            }
            publisher.colophon[code] = text
        }
        for (index, account) in accounts.enumerated() where !account.isEmpty {
            let name = line("accounts.\(index).name", account.name, most: 60)
            if name == nil { faults.append(FieldFault("accounts.\(index).name", "Say whose account it is, or where.")) }
            guard let url = LinkTarget(account.address), url.description.hasPrefix("http") else {
                faults.append(
                    FieldFault("accounts.\(index).address", "Give the address of the account, with https:// before it.")
                )
                continue
            }
            publisher.accounts.append(.init(name: name ?? "", url: url))
        }
        if publisher.accounts.count > Self.mostAccounts {
            faults.append(
                FieldFault("accounts.0.name", "The footer has room for \(Self.mostAccounts) accounts. Take some away."))
        }
        guard faults.isEmpty else { throw InvalidFields(faults) }
        return publisher
    }

    private static func isContact(_ text: String) -> Bool {
        if text.hasPrefix("https://") || text.hasPrefix("http://") { return LinkTarget(text) != nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
            && !parts[1].hasSuffix(".")
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && !"<>\"\\,;:/?#%&".unicodeScalars.contains($0) }
    }
}
