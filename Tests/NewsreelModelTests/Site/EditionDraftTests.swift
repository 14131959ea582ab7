import NewsreelModel
import Testing

@Suite struct EditionDraftTests {
    private let languages = ["ar", "en", "ko", "ru"]
    private let english = Edition(
        code: "en", isDefault: true, language: "en", zone: Zone("Europe/Amsterdam") ?? .utc, name: "English",
        masthead: "The Lamp")

    private func made(_ draft: EditionDraft) throws(InvalidFields) -> Edition {
        try draft.edition(
            languages: languages, besides: [english], .init(edition: english) { "name of \($0)" })
    }

    @Test func `a language is enough for a new edition`() throws {
        let edition = try made(EditionDraft(language: "KO-kr"))
        #expect(edition.code == "ko-kr" && edition.language == "ko-KR" && edition.direction == .ltr)
        #expect(edition.name == "name of ko-KR" && edition.masthead == "The Lamp")
        #expect(edition.zone.identifier == "Europe/Amsterdam" && !edition.isOpen && !edition.isDefault)
        #expect(try made(EditionDraft(language: "ar", masthead: " The\nLamp ")).direction == .rtl)
        // Characters of private use mark places in pages that are half made.
        let masthead = " The\nLamp \u{FFF80}7\u{FFF81}"
        #expect(try made(EditionDraft(language: "ar", masthead: masthead)).masthead == "The Lamp 7")
    }

    @Test func `every field that cannot be is named, with what to do`() throws {
        let draft = EditionDraft(
            code: "Api!", language: "not a language", zone: "Mars/Base", name: String(repeating: "n", count: 61),
            masthead: "M", tagline: String(repeating: "t", count: 201))
        let error = #expect(throws: InvalidFields.self) { try made(draft) }
        #expect(error?.faults.map(\.field) == ["code", "language", "zone", "name", "tagline"])
        for (code, word) in [("search", "address of the site"), ("2026", "a letter first"), ("en", "already")] {
            let error = #expect(throws: InvalidFields.self) { try made(EditionDraft(code: code, language: "ru")) }
            #expect(error?.text(of: "code")?.contains(word) == true, "\(code)")
        }
        let nothing = #expect(throws: InvalidFields.self) { try made(EditionDraft(code: "xx", language: "")) }
        #expect(nothing?.faults.map(\.field) == ["language"])
        let foreign = #expect(throws: InvalidFields.self) { try made(EditionDraft(language: "fr")) }
        #expect(foreign?.text(of: "language")?.contains("it has ar, en, ko, ru") == true)
        var closed = EditionDraft(english)
        closed.isOpen = false
        let refused = #expect(throws: InvalidFields.self) { try closed.change(of: english, languages: languages) }
        #expect(refused?.faults.map(\.field) == ["isOpen"])
    }

    @Test(arguments: [
        ("ar", Edition.Direction.rtl), ("en", .ltr), ("az-Arab", .rtl), ("ar-Latn", .ltr), ("he-IL", .rtl),
        ("ku-Arab-IQ", .rtl), ("ru", .ltr),
    ])
    func `the direction is that of the script`(tag: String, direction: Edition.Direction) throws {
        #expect(Edition.Direction(try #require(LanguageTag(tag))) == direction)
    }

    @Test func `no edition can hide an address of the site`() throws {
        let site = Site(origin: "https://lamp.example", defaultEdition: "en", editions: ["en"])
        let id = MediaID(rawValue: "m1")
        let places: [SiteURL.Place] = [
            .latest(), .section("a"), .tag("a"), .author("a"), .search(), .bookmarks, .offline, .embed(id), .live,
            .ready,
            .views, .events(LiveTopic(edition: "en", story: nil)), .asset(fingerprint: "f", path: "p"), .stream(id),
            .oembed(OEmbedRequest(url: nil)), .uploads, .api(["x"]), .desk(.home), .tagSuggestions(""),
            .day(try #require(LocalDay("2026-03-02"))),
        ]
        for place in places {
            let first = site.path(SiteURL(edition: nil, place)).split(whereSeparator: { "/?".contains($0) })[0]
            #expect(Site.isTaken(String(first)), "\(first)")
        }
        #expect(!Site.isTaken("ko"))
    }

    @Test func `an old address beneath the code of the default edition leads to its root`() {
        let site = Site(origin: "https://lamp.example", defaultEdition: "ru", editions: ["ru", "en"])
        #expect(site.moved(path: "/ru") == SiteURL(edition: "ru", .front))
        #expect(site.moved(path: "/ru/latest/") == SiteURL(edition: "ru", .latest()))
        #expect(site.moved(path: "/latest/") == SiteURL(edition: "ru", .latest()))
        #expect(site.moved(path: "/ru/en") == nil)
        #expect(site.moved(path: "/rus") == nil)
        #expect(site.moved(path: "/ru/robots.txt") == nil)
    }

    @Test func `what a newsroom says of itself is read line by line`() throws {
        let draft = PublisherDraft(
            owner: " Lamp\n Press ", contact: "desk@lamp.example", licence: "CC BY 4.0",
            accounts: [
                .init(name: "Telegram", address: "https://t.me/lamp"), .init(name: "", address: " "),
                .init(name: "Elsewhere", address: "https://social.example/@lamp"),
            ], colophon: ["en": "Made at the harbour.", "ru": ""], fullFeeds: false)
        let publisher = try draft.publisher(editions: ["en", "ru"])
        #expect(publisher.owner == "Lamp Press" && publisher.contactLink?.description == "mailto:desk@lamp.example")
        #expect(publisher.accounts.map(\.network) == ["telegram", "globe"])
        #expect(publisher.colophon == ["en": "Made at the harbour."] && !publisher.fullFeeds)
        #expect(try PublisherDraft(publisher).publisher(editions: ["en"]) == publisher)
        let wrong = PublisherDraft(
            contact: "nowhere", accounts: [.init(name: "", address: "javascript:alert(1)")], colophon: ["fr": "Bonjour"]
        )
        let error = #expect(throws: InvalidFields.self) { try wrong.publisher(editions: ["en"]) }
        #expect(
            error?.faults.map(\.field) == ["contact", "colophon.fr", "accounts.0.name", "accounts.0.address"])
    }
}
