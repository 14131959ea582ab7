import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import NewsreelWeb
import Testing

/// A site over a temporary newsroom, asked through a real socket.
@Suite struct SiteTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let theme = Result { try Theme.load(folder: root.appending(path: "Themes/default").path) }

    let temporary: TemporaryNewsroom
    let story: Story

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian, .fixtureArabic])
        story = try await temporary.newsroom.publishFixture(translationKey: "ferry")
        _ = try await temporary.newsroom.publishFixture(
            .fixture("Паром вернулся", slug: "parom"), edition: "ru", translationKey: "ferry")
    }

    private func withSite(
        _ body: @escaping @Sendable (SiteClient) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try Self.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock, options: ApplicationOptions(),
            logger: logger)
        try await application.test(.live, body)
    }

    /// The body that a GET of `path` answers with.
    private func text(_ client: SiteClient, _ path: String) async throws -> String {
        String(buffer: try await client.execute(uri: path, method: .get).body)
    }

    static let places: [(String, HTTPResponse.Status, String)] = [
        ("/", .ok, "text/html; charset=utf-8"), ("/ru", .ok, "text/html; charset=utf-8"),
        ("/ar", .ok, "text/html; charset=utf-8"),
        ("/latest", .ok, "text/html; charset=utf-8"), ("/section/town", .ok, "text/html; charset=utf-8"),
        ("/section/sea", .ok, "text/html; charset=utf-8"), ("/tag/ferries", .ok, "text/html; charset=utf-8"),
        ("/author/mara-lind", .ok, "text/html; charset=utf-8"), ("/2026/03/02", .ok, "text/html; charset=utf-8"),
        ("/2026/03/02/ferry-returns-to-osterholm", .ok, "text/html; charset=utf-8"),
        ("/search", .ok, "text/html; charset=utf-8"),
        ("/search?q=horn", .ok, "text/html; charset=utf-8"), ("/bookmarks", .ok, "text/html; charset=utf-8"),
        ("/offline", .ok, "text/html; charset=utf-8"), ("/rss.xml", .ok, "application/rss+xml; charset=utf-8"),
        ("/atom.xml", .ok, "application/atom+xml; charset=utf-8"),
        ("/feed.json", .ok, "application/feed+json; charset=utf-8"),
        ("/section/town/rss.xml", .ok, "application/rss+xml; charset=utf-8"),
        ("/tag/ferries/atom.xml", .ok, "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", .ok, "application/xml; charset=utf-8"),
        ("/sitemap-2026-03.xml", .ok, "application/xml; charset=utf-8"),
        ("/sitemap-news.xml", .ok, "application/xml; charset=utf-8"), ("/robots.txt", .ok, "text/plain; charset=utf-8"),
        ("/manifest.webmanifest", .ok, "application/manifest+json"),
        ("/api/tags?q=fer", .ok, "application/json; charset=utf-8"),
        ("/favicon.ico", .ok, "image/x-icon"), ("/healthz", .ok, "text/plain; charset=utf-8"),
        ("/readyz", .ok, "text/plain; charset=utf-8"),
        ("/nowhere", .notFound, "text/html; charset=utf-8"), ("/section/none", .notFound, "text/html; charset=utf-8"),
        ("/tag/none", .notFound, "text/html; charset=utf-8"), ("/author/nobody", .notFound, "text/html; charset=utf-8"),
        ("/2026/03/03", .notFound, "text/html; charset=utf-8"),
        ("/2026/03/02/none", .notFound, "text/html; charset=utf-8"),
        ("/media/none/00000000/w640.jpg", .notFound, "text/html; charset=utf-8"),
        ("/assets/old/newsreel.css", .notFound, "text/html; charset=utf-8"),
        ("/latest?before=zz-01", .notFound, "text/html; charset=utf-8"),
        ("/sitemap-2020-01.xml", .notFound, "text/html; charset=utf-8"),
        ("/%2e%2e/etc/passwd", .notFound, "text/html; charset=utf-8"),
    ]

    @Test func `every kind of page answers with its status, its type and its guards`() async throws {
        try await withSite { client in
            for (path, status, type) in Self.places {
                let answer = try await client.execute(uri: path, method: .get)
                #expect(answer.status == status, "\(path)")
                #expect(answer.headers[.contentType] == type, "\(path)")
                #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true, "\(path)")
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(answer.body.readableBytes == Int(answer.headers[.contentLength] ?? ""), "\(path)")
            }
        }
    }

    @Test func `HEAD answers as GET does, without the body`() async throws {
        try await withSite { client in
            for (path, _, _) in Self.places where !path.hasPrefix("/readyz") {
                let get = try await client.execute(uri: path, method: .get)
                let head = try await client.execute(uri: path, method: .head)
                #expect(head.status == get.status, "\(path)")
                #expect(head.body.readableBytes == 0, "\(path)")
                #expect(head.headers[.contentLength] == get.headers[.contentLength], "\(path)")
                #expect(head.headers[.eTag] == get.headers[.eTag], "\(path)")
            }
        }
    }

    @Test func `a page that the reader has is answered with 304, in each coding`() async throws {
        try await withSite { client in
            for coding in ["identity", "gzip", "br"] {
                let path = "/2026/03/02/ferry-returns-to-osterholm"
                let first = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: coding])
                let etag = try #require(first.headers[.eTag])
                #expect(first.headers[.vary] == "Accept-Encoding")
                #expect(first.headers[.contentEncoding] == (coding == "identity" ? nil : coding))
                let again = try await client.execute(
                    uri: path, method: .get, headers: [.acceptEncoding: coding, .ifNoneMatch: etag])
                #expect(again.status == .notModified)
                #expect(again.body.readableBytes == 0)
                #expect(again.headers[.eTag] == etag)
                let other = try await client.execute(
                    uri: path, method: .get, headers: [.acceptEncoding: coding, .ifNoneMatch: "\"x\""])
                #expect(other.status == .ok)
            }
        }
    }

    @Test func `other methods are refused by name`() async throws {
        try await withSite { client in
            for method in [HTTPRequest.Method.post, .put, .delete, .patch, .options] {
                let answer = try await client.execute(uri: "/", method: method)
                #expect(answer.status == .methodNotAllowed)
                #expect(answer.headers[.allow] == "GET, HEAD")
            }
        }
    }

    @Test func `what is published, corrected and withdrawn shows on the next request`() async throws {
        let path = "/2026/03/02/ferry-returns-to-osterholm"
        let newsroom = temporary.newsroom
        let story = story
        try await withSite { client in
            #expect(try await text(client, "/").contains("Ferry returns to Osterholm"))
            _ = try await newsroom.correct(story.id, note: "The boat left at seven, not at eight.", author: "test")
            #expect(try await text(client, path).contains("The boat left at seven, not at eight."))
            _ = try await newsroom.kill(story.id)
            #expect(try await client.execute(uri: path, method: .get).status == .gone)
            for list in ["/", "/latest", "/rss.xml", "/search?q=ferry", "/sitemap-news.xml"] {
                #expect(try await !text(client, list).contains("Ferry returns to Osterholm"), "\(list)")
            }
        }
    }

    @Test(arguments: [("en", ""), ("ru", "/ru"), ("ar", "/ar")])
    func `a day of many stories is walked to its end by its links`(edition: String, prefix: String) async throws {
        for number in 0..<65 {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Pier \(number)", slug: "pier-\(number)"), edition: edition,
                at: Timestamp.fixtureNow.adding(seconds: Double(number) - 3 * 86_400))
        }
        _ = try await temporary.newsroom.publishFixture(
            .fixture("Before", slug: "before"), edition: edition, at: Timestamp.fixtureNow.adding(seconds: -9 * 86_400))
        try await withSite { client in
            let first = prefix + "/2026/02/27"
            var (next, seen) = (String?.some(first), [Int]())
            var pages: [(path: String, text: String)] = []
            while let path = next, path.hasPrefix(first), pages.count < 10 {
                let text = try await text(client, path)
                pages.append((path, text))
                seen += text.matches(of: #/<h2[^>]*><a[^>]*>Pier (\d+)</#).compactMap { Int($0.1) }
                next = text.firstMatch(of: #/<link rel="next" href="([^"]+)"/#).map { String($0.1) }
            }
            #expect(seen == (0..<65).reversed())
            #expect(pages.count == 4 && next == prefix + "/2026/02/21")
            for (number, page) in pages.enumerated() {
                #expect(page.text.contains("<link rel=\"canonical\" href=\"https://lamp.example\(page.path)\">"))
                #expect(page.text.contains("content=\"noindex\"") == (number > 0))
                #expect(!page.path.contains("?"))
                let newer = number == 0 ? prefix + "/2026/03/02" : pages[number - 1].path
                // In the edition's own list of days the story of today is the fixture's, which Arabic does not have.
                if number > 0 || edition != "ar" {
                    #expect(page.text.contains("<link rel=\"prev\" href=\"\(newer)\">"), "\(page.path)")
                }
                // The day before can be reached from every page.
                #expect(page.text.contains("rel=\"next\" href=\"\(prefix)/2026/02/21\""))
            }
            for wrong in ["/before/x", "/before/1-", "/beside/1-01h", "/before", "/before/1-01h/x"] {
                #expect(try await client.execute(uri: first + wrong, method: .get).status == .notFound, "\(wrong)")
            }
        }
    }

    @Test func `every story is in one sitemap of the index, and every piece of news in one of news, however many`()
        async throws
    {
        let edition = Edition.fixtureEnglish
        func archive(_ name: String, _ count: Int, from day: Double) -> [ArchiveStory] {
            (0..<count).map { number in
                ArchiveStory(
                    StoryContent(headline: "\(name) \(number)", slug: "\(name)-\(number)", body: []),
                    published: Timestamp.fixtureNow.adding(seconds: -day * 86_400 + Double(number)))
            }
        }
        let month = archive("busy", 5_010, from: 20) + archive("calm", 30, from: 19) + archive("news", 1_020, from: 1.5)
        try await temporary.newsroom.publish(ArchiveBatch(month, edition: edition, author: "archive"))
        try await withSite { client in
            func addresses(_ path: String) async throws -> [String] {
                try await text(client, path).matches(of: #/<loc>https://lamp.example([^<]+)<\/loc>/#).map {
                    String($0.1)
                }
            }
            let index = try await addresses("/sitemap.xml").filter { !$0.hasPrefix("/ru") && !$0.hasPrefix("/ar") }
            var (all, news) = ([String](), [String]())
            for path in index {
                let found = try await addresses(path)
                #expect(!found.isEmpty && found.count <= (path.contains("news") ? 1_000 : 5_000), "\(path)")
                if path == "/sitemap-news.xml" {
                    #expect(found.count == 1_000)
                } else if path.contains("news") {
                    news += found
                } else {
                    all += found
                }
            }
            #expect(all.count == 6_061 && Set(all).count == 6_061)
            #expect(news.count == 1_021 && Set(news).count == 1_021)
            #expect(index.contains("/sitemap-2026-02-10.xml") && index.contains("/sitemap-2026-02-11-28.xml"))
            #expect(index.contains { $0.hasPrefix("/sitemap-2026-02-10-") } && !index.contains("/sitemap-2026-02.xml"))
        }
    }

    @Test func `a changed slug redirects for good`() async throws {
        let newsroom = temporary.newsroom
        var content = story.content
        content.slug = "ferry-is-back"
        _ = try await newsroom.save(story.id, content, basedOn: story.version, author: "test")
        try await withSite { client in
            let old = try await client.execute(uri: "/2026/03/02/ferry-returns-to-osterholm", method: .get)
            #expect(old.status == .movedPermanently)
            #expect(old.headers[.location] == "/2026/03/02/ferry-is-back")
            #expect(try await client.execute(uri: "/2026/03/02/ferry-is-back", method: .get).status == .ok)
            let slash = try await client.execute(uri: "/2026/03/02/ferry-is-back/", method: .get)
            #expect(slash.headers[.location] == "/2026/03/02/ferry-is-back")
        }
    }

    @Test func `translations name each other and no page shows another language's story`() async throws {
        try await withSite { client in
            let english = try await text(client, "/2026/03/02/ferry-returns-to-osterholm")
            #expect(english.contains("hreflang=\"ru\"") && english.contains("https://lamp.example/ru/2026/03/02/parom"))
            let russian = try await text(client, "/ru/2026/03/02/parom")
            #expect(russian.contains("hreflang=\"en\"") && russian.contains("lang=\"ru\""))
            #expect(try await !text(client, "/ru/latest").contains("Ferry returns"))
            #expect(
                try await client.execute(uri: "/ru/2026/03/02/ferry-returns-to-osterholm", method: .get).status
                    == .notFound)
            #expect(try await text(client, "/ar").contains("dir=\"rtl\""))
        }
    }

    @Test func `the files of the theme are there for ever under their fingerprint`() async throws {
        let fingerprint = try Self.theme.get().fingerprint
        try await withSite { client in
            let answer = try await client.execute(
                uri: "/assets/\(fingerprint)/newsreel.css", method: .get, headers: [.acceptEncoding: "br"])
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(answer.headers[.contentEncoding] == "br")
        }
    }
}
