import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let settings = DeskURL(["settings"])
}

/// What the newsroom says of itself, and what its server was started with.
extension Desk {
    /// Lines for accounts beyond those that there are.
    private static let emptyLines = 2

    func settingsPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        let publisher = try await newsroom.publisher()
        return .page(try await settingsView(asked, PublisherDraft(publisher), publisher))
    }

    func changeSettings(_ asked: DeskRequest) async throws -> DeskAnswer {
        let old = try await newsroom.publisher()
        let editions = try await newsroom.editions().map(\.code)
        let draft = Self.draft(asked, editions: editions)
        do {
            let new = try draft.publisher(editions: editions)
            guard asked.field("version") == (try Self.version(of: old)) else {
                let error =
                    "Somebody else changed the settings meanwhile. Here is what you typed; save again to put it in place of theirs."
                return .page(try await settingsView(asked, draft, old, error: error), status: 409)
            }
            try await newsroom.changePublisher(from: old, to: new, by: asked.actor)
        } catch let faults as InvalidFields {
            return .page(try await settingsView(asked, draft, old, faults), status: 422)
        }
        return .see(.settings, query: ["done": "saved"])
    }

    private static func draft(_ asked: DeskRequest, editions: [String]) -> PublisherDraft {
        var draft = PublisherDraft(
            owner: asked.field("owner"), contact: asked.field("contact"), licence: asked.field("licence"),
            fullFeeds: asked.field("feeds") != "standfirsts")
        for code in editions { draft.colophon[code] = asked.field("colophon.\(code)") }
        for index in 0..<(PublisherDraft.mostAccounts + emptyLines) {
            draft.accounts.append(
                .init(
                    name: asked.field("accounts.\(index).name"), address: asked.field("accounts.\(index).address")))
        }
        return draft
    }

    private static func version(of publisher: Publisher) throws -> String {
        Fingerprint(try APIAnswer.bytes(publisher)).description
    }

    private func settingsView(
        _ asked: DeskRequest, _ draft: PublisherDraft, _ current: Publisher, _ faults: InvalidFields? = nil,
        error: String = ""
    ) async throws -> DeskView {
        let editions = try await newsroom.editions()
        let fields = [
            DeskField(
                "owner", "Who holds the rights", draft.owner, faults,
                help: "Beside the © at the foot of every page and in feeds. Left empty: the name of the newspaper."),
            DeskField(
                "licence", "Licence of the newsroom’s own stories", draft.licence, faults,
                help: "A short name such as CC BY 4.0, or the address of its text. Left empty: none is named."),
            DeskField(
                "contact", "Where readers write", draft.contact, faults,
                help: "A mail address, or the address of a page. It stands on every page; left empty, none does."),
        ]
        let colophon = editions.map { edition in
            var values = DeskField(
                "colophon.\(edition.code)", edition.name, draft.colophon[edition.code] ?? "", faults, isForeign: true
            ).values
            values["lang"] = .text(edition.language)
            return values
        }
        var accounts = draft.accounts
        while let last = accounts.last, last.name.isEmpty, last.address.isEmpty { accounts.removeLast() }
        for _ in 0..<Self.emptyLines { accounts.append(.init(name: "", address: "")) }
        let lines: [[String: DeskValue]] = accounts.enumerated().map { index, account in
            let name = DeskField("accounts.\(index).name", "Name", account.name, faults)
            let address = DeskField("accounts.\(index).address", "Address", account.address, faults)
            return [
                "number": .text("\(index + 1)"), "fields": .list([name.values, address.values]),
            ]
        }
        return DeskView(
            template: "settings", title: "Settings",
            values: [
                "error": .text(error), "done": .text(Self.done[asked.query["done"] ?? ""] ?? ""),
                "change": .text(path(.settings)), "version": .text(try Self.version(of: current)),
                "fields": .list(fields.map(\.values)), "colophon": .list(colophon), "accounts": .list(lines),
                "isFull": .flag(draft.fullFeeds), "hasFaults": .flag(faults != nil),
                "editions": .text(path(.editions)), "folder": .text(newsroom.folder),
                "server": .list(
                    settings.map { setting in
                        [
                            "name": .text(setting.name), "value": .text(setting.value), "origin": .text(setting.origin),
                            "meaning": .text(setting.meaning),
                        ]
                    }),
            ])
    }
}
