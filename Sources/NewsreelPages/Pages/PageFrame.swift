internal import Mustache
internal import NewsreelModel

/// What surrounds every page of an edition, rendered once: the header with holes where the other editions' addresses go, and the footer.
struct PageFrame: Sendable {
    /// Where in the navigation a page stands.
    enum Place: Hashable, Sendable {
        case nowhere, latest, bookmarks, search
        case section(String)
    }

    private enum Piece: Sendable {
        case markup(String)
        /// The address of the page in this edition, by its place in the list of editions.
        case address(Int)
    }

    private let voice: EditionVoice
    private let editions: [Edition]
    private let headers: [Place: [Piece]]
    let footer: String

    init(voice: EditionVoice, editions: [Edition], icons: Set<String>) {
        self.voice = voice
        self.editions = editions
        var headers: [Place: [Piece]] = [:]
        let places: [Place] =
            [.nowhere, .latest, .bookmarks, .search] + voice.edition.sections.map { .section($0.slug) }
        for place in places {
            let addresses = editions.indices.map { Self.hole($0) }
            let markup = Self.header(voice, editions, place: place, addresses: addresses, front: nil)
            headers[place] = Self.pieces(markup, count: editions.count)
        }
        self.headers = headers
        footer = Self.footer(voice, icons)
    }

    /// The header with the addresses of this page in other editions; their front pages where there are none.
    func header(_ place: Place, translations: [SiteURL]) -> String {
        let pieces = headers[place] ?? headers[.nowhere] ?? []
        let addresses = self.addresses(translations)
        var markup = ""
        for piece in pieces {
            switch piece {
            case .markup(let text): markup += text
            case .address(let index): markup += addresses[index]
            }
        }
        return markup
    }

    /// A front page's header, with the day and what runs now.
    func frontHeader(today: LocalDay, live: StoryCard?) -> String {
        var front = Fields()
        front.text("today", voice.local.weekday(today))
        front.text("date", today.description)
        if let live {
            front.group(
                "live", Fields(["href": Shown(voice.site.path(live.url)), "headline": Shown(live.headline)]))
        }
        let addresses = editions.map { voice.site.path(SiteURL(edition: $0.code, .front)) }
        return Self.header(voice, editions, place: .nowhere, addresses: addresses, front: front)
    }

    private func addresses(_ translations: [SiteURL]) -> [String] {
        editions.map { edition in
            let url = translations.first { $0.edition == edition.code } ?? SiteURL(edition: edition.code, .front)
            return HTMLWriter.escaped(voice.site.path(url))
        }
    }

    private static func header(
        _ voice: EditionVoice, _ editions: [Edition], place: Place, addresses: [String], front: Fields?
    ) -> String {
        var fields = Fields()
        fields.text("masthead", voice.edition.masthead)
        fields.text("home", voice.path(.front))
        fields.text("search", voice.path(.search()))
        fields.text("bookmarks", voice.path(.bookmarks))
        fields.flag("atBookmarks", place == .bookmarks)
        fields.flag("atSearch", place == .search)
        fields.text("language", voice.edition.name)
        fields.list("sections", navigation(voice, place))
        fields.flag("hasEditions", editions.count > 1)
        fields.list(
            "editions",
            zip(editions, addresses).map { edition, address in
                Fields([
                    "name": Shown(edition.name), "lang": Shown(edition.language),
                    "dir": Shown(edition.direction.rawValue), "href": Shown(address),
                    "current": edition.code == voice.edition.code,
                ])
            })
        fields.group("front", front)
        return voice.library.render(fields, withTemplate: "header") ?? ""
    }

    private static func navigation(_ voice: EditionVoice, _ place: Place) -> [Fields] {
        let latest = Fields([
            "name": Shown(voice.strings(.listingLatest)), "href": Shown(voice.path(.latest())),
            "current": place == .latest,
        ])
        return [latest]
            + voice.edition.sections.map { section in
                Fields([
                    "name": Shown(section.name), "href": Shown(voice.path(.section(section.slug))),
                    "current": place == .section(section.slug),
                ])
            }
    }

    private static func footer(_ voice: EditionVoice, _ icons: Set<String>) -> String {
        let publisher = voice.publisher
        var fields = Fields()
        fields.text("masthead", voice.edition.masthead)
        fields.text("home", voice.path(.front))
        fields.text("tagline", voice.edition.tagline)
        fields.list("sections", navigation(voice, .nowhere))
        fields.text("latest", voice.path(.latest()))
        fields.text("search", voice.path(.search()))
        fields.text("bookmarks", voice.path(.bookmarks))
        fields.text("rss", voice.path(.feed(.rss)))
        fields.text("atom", voice.path(.feed(.atom)))
        fields.text("json", voice.path(.feed(.json)))
        fields.text("colophon", publisher.colophon[voice.edition.code])
        fields.text("rights", voice.strings(.footerRights, ["name": voice.owner]))
        fields.text("contact", publisher.contactLink?.description)
        fields.text("licence", publisher.licence)
        fields.text("licenceAddress", publisher.licence.flatMap(LicenceAddress.of))
        fields.list(
            "accounts",
            publisher.accounts.compactMap { account in
                // A theme that has no drawing for a place leaves it out.
                guard icons.contains(account.network) else { return nil }
                return Fields([
                    "href": Shown(account.url.description), "name": Shown(account.name),
                    "icon": Shown(Icon.markup(account.network, root: voice.assetRoot)),
                ])
            })
        return voice.library.render(fields, withTemplate: "footer") ?? ""
    }

    // Private-use characters (Unicode plane 15) that no name or address of ours holds.
    private static let open: Character = "\u{FFF80}"
    private static let close: Character = "\u{FFF81}"

    private static func hole(_ index: Int) -> String { "\(open)\(index)\(close)" }

    private static func pieces(_ markup: String, count: Int) -> [Piece] {
        var pieces: [Piece] = []
        var rest = markup[...]
        while let start = rest.firstIndex(of: open), let end = rest[start...].firstIndex(of: close),
            let index = Int(rest[rest.index(after: start)..<end]), (0..<count).contains(index)
        {
            pieces.append(.markup(String(rest[..<start])))
            pieces.append(.address(index))
            rest = rest[rest.index(after: end)...]
        }
        pieces.append(.markup(String(rest)))
        return pieces
    }
}
