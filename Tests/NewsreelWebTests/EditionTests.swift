import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// A server that runs while editions and settings are changed.
@Suite(.timeLimit(.minutes(2))) struct EditionTests {
    let temporary: TemporaryNewsroom
    private let ada = Actor(name: "Ada", address: "test")

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        _ = try await temporary.newsroom.publishFixture(translationKey: "ferry")
        _ = try await temporary.newsroom.publishFixture(
            .fixture("Паром вернулся", slug: "parom"), edition: "ru", translationKey: "ferry")
    }

    private static var korean: Edition {
        Edition(
            code: "ko", language: "ko", zone: .utc, name: "한국어", masthead: "항구 등불", isOpen: false,
            sections: [Section(slug: "town", name: "마을")])
    }

    struct Site {
        let client: SiteClient

        func get(_ path: String) async throws -> (status: Int, text: String, location: String?) {
            let answer = try await client.execute(uri: path, method: .get)
            return (answer.status.code, String(buffer: answer.body), answer.headers[.location])
        }

        func status(_ path: String) async throws -> Int { try await get(path).status }
    }

    private func withSite(_ body: @escaping @Sendable (Site) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock, options: ApplicationOptions(),
            logger: logger)
        try await application.test(.live) { client in try await body(Site(client: client)) }
    }

    private func change(_ code: String, in newsroom: Newsroom, _ body: (inout Edition) -> Void) async throws {
        let old = try #require(try await newsroom.edition(code))
        var new = old
        body(&new)
        try await newsroom.changeEdition(from: old, to: new, by: ada)
    }

    @Test func `a new edition is there as soon as it is opened, in menus and sitemaps too, and gone when it is closed`()
        async throws
    {
        let newsroom = temporary.newsroom
        try await withSite { site in
            #expect(try await site.status("/ko") == 404)
            #expect(try await site.get("/ko/none").text.contains("lang=\"en\""))
            try await newsroom.addEdition(Self.korean, by: ada)
            #expect(try await site.status("/ko") == 404)
            #expect(try await !site.get("/").text.contains("hreflang=\"ko\""))
            _ = try await newsroom.publishFixture(
                .fixture("돌아온 배", slug: "bae"), edition: "ko", translationKey: "ferry")
            let story = "/2026/03/02/ferry-returns-to-osterholm"
            #expect(try await !site.get(story).text.contains("/ko/"))
            #expect(try await !site.get("/sitemap.xml").text.contains("/ko/"))
            #expect(try await site.status("/ko/2026/03/02/bae") == 404)

            try await change("ko", in: newsroom) { $0.isOpen = true }
            let front = try await site.get("/ko")
            #expect(front.status == 200 && front.text.contains("항구 등불") && front.text.contains("마을"))
            #expect(try await site.get("/").text.contains("hreflang=\"ko\""))
            let alternate = "<link rel=\"alternate\" hreflang=\"ko\" href=\"https://lamp.example/ko/2026/03/02/bae\">"
            #expect(try await site.get(story).text.contains(alternate))
            #expect(try await site.get("/sitemap.xml").text.contains("https://lamp.example/ko/sitemap-news.xml"))
            #expect(try await site.status("/ko/rss.xml") == 200)
            #expect(try await site.get("/ko/none").text.contains("lang=\"ko\""))

            try await change("ko", in: newsroom) { $0.isOpen = false }
            for path in ["/ko", "/ko/rss.xml", "/ko/2026/03/02/bae", "/ko/section/town"] {
                #expect(try await site.status(path) == 404, "\(path)")
            }
            #expect(try await !site.get(story).text.contains("/ko/"))
            #expect(try await !site.get("/").text.contains("hreflang=\"ko\""))
        }
    }

    @Test func `what another process changes is there without a new start`() async throws {
        let other = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
        defer { try? other.close() }
        try await withSite { site in
            _ = try await site.get("/")
            #expect(try await site.status("/ko") == 404)
            var open = Self.korean
            open.isOpen = true
            // What the server began with is behind it.
            try await Task.sleep(for: .milliseconds(300))
            try await other.addEdition(open, by: ada)
            while try await site.status("/ko") != 200 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await site.get("/").text.contains("hreflang=\"ko\""))
        }
    }

    @Test func `names, sections and settings are on every page at once`() async throws {
        let newsroom = temporary.newsroom
        try await withSite { site in
            let story = "/2026/03/02/ferry-returns-to-osterholm"
            for path in ["/", story, "/rss.xml", "/none"] { _ = try await site.get(path) }
            try await change("en", in: newsroom) { $0.masthead = "The Evening Lamp" }
            for path in ["/", story, "/rss.xml", "/none"] {
                let text = try await site.get(path).text
                #expect(text.contains("The Evening Lamp") && !text.contains("The Harbour Lamp"), "\(path)")
            }
            try await newsroom.addSection(Section(slug: "hills", name: "Hills"), to: "en", by: ada)
            #expect(try await site.get("/").text.contains("href=\"/section/hills\""))
            #expect(try await site.status("/section/hills") == 200)

            let said = Publisher(
                owner: "Lamp Press", contact: "desk@lamp.example", licence: "CC BY 4.0",
                accounts: [.init(name: "The Lamp on Telegram", url: try #require(LinkTarget("https://t.me/lamp")))],
                colophon: ["en": "Made at the harbour."], fullFeeds: false)
            try await newsroom.changePublisher(from: Publisher(), to: said, by: ada)
            let page = try await site.get(story).text
            for words in [
                "© Lamp Press", "href=\"mailto:desk@lamp.example\"", "Made at the harbour.",
                "href=\"https://t.me/lamp\"", "\"sameAs\":[\"https://t.me/lamp\"]",
                "\"license\":\"https://creativecommons.org/licenses/by/4.0/\"",
                "href=\"https://creativecommons.org/licenses/by/4.0/\"",
            ] { #expect(page.contains(words), "\(words)") }
            #expect(try await site.get("/ru").text.contains("© Lamp Press"))
            let feed = try await site.get("/rss.xml").text
            #expect(feed.contains("<copyright>© Lamp Press · CC BY 4.0</copyright>"))
            #expect(!feed.contains("almost forgotten the sound"))
        }
    }

    @Test func `addresses that were given out lead on after another edition became the default`() async throws {
        let newsroom = temporary.newsroom
        try await withSite { site in
            let ferry = "/2026/03/02/ferry-returns-to-osterholm"
            for path in ["/", "/ru", ferry, "/ru/2026/03/02/parom"] { #expect(try await site.status(path) == 200) }
            try await newsroom.makeDefault("ru", by: ada)
            #expect(try await site.get("/").text.contains("lang=\"ru\""))
            #expect(try await site.get("/en").text.contains("lang=\"en\""))
            #expect(try await site.status("/2026/03/02/parom") == 200)
            for (old, new) in [
                (ferry, "/en" + ferry), ("/ru/2026/03/02/parom", "/2026/03/02/parom"), ("/ru", "/"),
                ("/section/sea", "/en/section/sea"), ("/section/sea/rss.xml", "/en/section/sea/rss.xml"),
            ] {
                let answer = try await site.get(old)
                #expect((301...308).contains(answer.status) && answer.location == new, "\(old) \(answer.status)")
            }
            #expect(try await site.status("/2026/03/02/nothing") == 404)
        }
    }

    @Test func `the address and the feeds of a section that is gone lead to the one that took its stories`()
        async throws
    {
        let newsroom = temporary.newsroom
        try await withSite { site in
            #expect(try await site.status("/section/town") == 200)
            try await newsroom.removeSection("town", of: "en", into: "sea", by: ada)
            #expect(try await site.get("/section/town").location == "/section/sea")
            #expect(try await site.get("/section/town/rss.xml").location == "/section/sea/rss.xml")
            #expect(try await site.get("/section/sea").text.contains("Ferry returns"))
            #expect(try await !site.get("/").text.contains("\"/section/town\""))
        }
    }

    @Test func `a server whose theme lacks the words of a new edition goes on as it was`() async throws {
        let newsroom = temporary.newsroom
        try await withSite { site in
            #expect(try await site.status("/") == 200)
            try await newsroom.addEdition(
                Edition(code: "fr", language: "fr", zone: .utc, name: "Français", masthead: "La Lampe"), by: ada)
            #expect(try await site.status("/") == 200)
            #expect(try await site.status("/fr") == 404)
            try await newsroom.removeEdition("fr", by: ada)
            try await change("en", in: newsroom) { $0.masthead = "The Evening Lamp" }
            #expect(try await site.get("/").text.contains("The Evening Lamp"))
        }
    }
}

extension DeskTests {
    @Test func `an administrator keeps the editions, and what is typed wrong is answered beside its field`()
        async throws
    {
        let newsroom = temporary.newsroom
        try await withDesk { client in
            let ada = try await joined("ada", .administrator, client)
            let wrong = try await ada.post("/desk/editions", ["language": "fr", "zone": "Mars"])
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("id=\"language-fault\">The theme has no words for fr"))
            #expect(wrong.text.contains("aria-describedby=\"zone-fault zone-help\""))
            let added = try await ada.post(
                "/desk/editions", ["language": "ar", "masthead": "<b>مصباح", "open": "yes"])
            #expect(added.location == "/desk/editions/edition/ar?done=added")
            #expect(try await newsroom.edition("ar")?.direction == .rtl)
            let page = "/desk/editions/edition/ar"
            let text = try await ada.get(page).text
            #expect(text.contains("&lt;b>مصباح") || text.contains("&lt;b&gt;مصباح"))
            let version = try #require(text.firstMatch(of: #/name="version" value="([^"]+)"/#)).1
            var facts = [
                "version": String(version), "language": "ar", "masthead": "مصباح", "name": "العربية",
                "zone": "Asia/Dubai",
            ]
            #expect(try await ada.post(page, facts).location == page + "?done=saved")
            // The same form once more is from before the change.
            facts["masthead"] = "فانوس"
            let stale = try await ada.post(page, facts)
            #expect(stale.status == 409 && stale.text.contains("فانوس"))
            #expect(try await newsroom.edition("ar")?.masthead == "مصباح")

            for name in ["البحر", "الجبل"] {
                #expect(try await ada.post(page + "/sections", ["name": name], from: page).status == 303)
            }
            let slugs = try #require(try await newsroom.edition("ar")).sections.map(\.slug)
            let moved = try await ada.post(page + "/order", ["section": slugs[1], "do": "up"], from: page)
            #expect(try await ada.get(moved.location).text.contains("autofocus"))
            #expect(try await newsroom.edition("ar")?.sections.map(\.slug) == [slugs[1], slugs[0]])
            #expect(try await ada.post(page + "/sections/\(slugs[0])/name", ["name": ""], from: page).status == 422)
            _ = try await newsroom.createStory(
                edition: "ar", content: .fixture("Draft", section: slugs[0]), author: "test")
            let used = try await ada.post(page + "/sections/\(slugs[0])/remove", [:], from: page)
            #expect(used.status == 422 && used.text.contains("has 1 story"))
            _ = try await ada.post(page + "/sections/\(slugs[0])/remove", ["into": slugs[1]], from: page)
            #expect(try await newsroom.sectionCounts(try #require(try await newsroom.edition("ar"))) == [slugs[1]: 1])
            let removal = try await ada.post(page + "/remove", [:], from: page)
            #expect(removal.status == 422 && removal.text.contains("1 story"))
            #expect(try await ada.post(page + "/close", [:], from: page).location == page + "?done=closed")
            #expect(try await ada.get("/ar").status == 404)
            #expect(try await ada.get("/desk/log").text.contains("closed to readers"))
        }
    }

    @Test func `an administrator says what the newsroom says of itself and sees what its server was started with`()
        async throws
    {
        let newsroom = temporary.newsroom
        try await withDesk { client in
            let ada = try await joined("ada", .administrator, client)
            let page = try await ada.get("/desk/settings").text
            let version = String(try #require(page.firstMatch(of: #/name="version" value="([^"]+)"/#)).1)
            let wrong = try await ada.post(
                "/desk/settings", ["version": version, "contact": "x", "accounts.1.address": "javascript:alert(1)"])
            #expect(wrong.status == 422)
            #expect(
                wrong.text.contains("id=\"contact-fault\"") && wrong.text.contains("id=\"accounts.1.address-fault\""))
            let right = [
                "version": version, "owner": "Lamp Press", "feeds": "standfirsts", "colophon.en": "Made here.",
                "accounts.1.name": "Video", "accounts.1.address": "https://youtube.com/@lamp",
            ]
            #expect(try await ada.post("/desk/settings", right).location == "/desk/settings?done=saved")
            let said = try await newsroom.publisher()
            #expect(said.owner == "Lamp Press" && !said.fullFeeds && said.accounts.map(\.network) == ["youtube"])
            #expect(try await ada.get("/").text.contains("© Lamp Press"))
            #expect(try await ada.post("/desk/settings", right).status == 409)
        }
    }
}

extension APITests {
    @Test func `programs keep editions, sections and settings, each change from what they read`() async throws {
        try await withAPI { api in
            let invalid = try await api.ask(.post, "editions", #"{"language":"fr","zone":"Mars/Base"}"#)
            #expect(invalid.status == 422 && invalid.text.contains("/language") && invalid.text.contains("/zone"))
            let added = try await api.ask(.post, "editions", #"{"language":"ko","masthead":"등불"}"#)
            #expect(added.status == 201 && added.headers[.location] == "/api/v1/editions/ko")
            let etag = try #require(added.headers[.eTag])
            #expect(try await api.get("editions/ko").headers[.eTag] == etag)
            #expect(try await api.ask(.patch, "editions/ko", #"{"isOpen":true}"#).status == 428)
            #expect(try await api.ask(.patch, "editions/ko", #"{"isOpen":true}"#, [.ifMatch: "\"x\""]).status == 412)
            let opened = try await api.ask(.patch, "editions/ko", #"{"isOpen":true}"#, [.ifMatch: etag])
            #expect(opened.status == 200)
            #expect(try opened.object()["isOpen"] as? Bool == true)
            #expect(try await api.client.execute(uri: "/ko", method: .get).status == .ok)

            let list = try await api.get("editions")
            let ordered = try await api.ask(
                .put, "editions", #"{"editions":["en","ko","ar"]}"#, [.ifMatch: try #require(list.headers[.eTag])])
            #expect(ordered.status == 200 && ordered.text.contains("등불"))
            #expect(try await temporary.newsroom.editions().map(\.code) == ["en", "ko", "ar"])

            let section = try await api.ask(.post, "editions/ko/sections", #"{"name":"바다","slug":"sea"}"#)
            #expect(section.status == 201)
            #expect(try await api.ask(.post, "editions/ko/sections", #"{"name":"바다","slug":"sea"}"#).status == 422)
            #expect(try await api.ask(.patch, "editions/ko/sections/sea", #"{"name":"큰 바다"}"#).status == 200)
            #expect(try await api.ask(.delete, "editions/ko/sections/sea?into=none").status == 404)
            #expect(try await api.ask(.delete, "editions/ko/sections/sea").status == 204)
            #expect(try await api.ask(.delete, "editions/en").status == 409)
            #expect(try await api.ask(.delete, "editions/ko").status == 204)
            #expect(try await api.get("editions/ko").status == 404)

            let settings = try await api.get("settings")
            let known = try #require(settings.headers[.eTag])
            let wrong = try await api.ask(
                .put, "settings", #"{"colophon":[{"edition":"fr","text":"Bonjour"}]}"#, [.ifMatch: known])
            #expect(wrong.status == 422 && wrong.text.contains("/colophon/0/text"))
            for url in ["", " "] {
                let empty = #"{"accounts":[{"name":"","url":"\#(url)"}]}"#
                let refused = try await api.ask(.put, "settings", empty, [.ifMatch: known])
                #expect(refused.status == 422 && refused.text.contains("/accounts/0/url"))
            }
            let said = #"{"owner":"Lamp Press","accounts":[{"name":"Video","url":"https://youtube.com/@lamp"}]}"#
            let changed = try await api.ask(.put, "settings", said, [.ifMatch: known])
            #expect(changed.status == 200 && changed.headers[.eTag] != known)
            #expect(try await api.ask(.put, "settings", said, [.ifMatch: known]).status == 412)
            #expect(try await api.get("settings").headers[.eTag] == changed.headers[.eTag])
            #expect(try await api.get("settings/server").status == 200)
        }
    }
}
