import Foundation
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// Real pages of a real newsroom on a shelf that hears of its writes.
@Suite(.timeLimit(.minutes(2))) struct DependencyTests {
    let temporary: TemporaryNewsroom
    let pages: ReaderPages
    let shelf: PageShelf
    let first: Story

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        first = try await temporary.newsroom.publishFixture()
        for number in 1...8 {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Filler \(number)", section: "town", tags: ["Ferries"]),
                at: Timestamp.fixtureNow.adding(seconds: Double(-86_400 - number)))
        }
        _ = try await temporary.newsroom.publishFixture(
            .fixture("Паром вернулся", slug: "parom"), edition: "ru")
        pages = try await Self.pages(of: temporary.newsroom, clock: temporary.clock.clock)
        shelf = Self.shelf()
        let shelf = shelf
        temporary.newsroom.observe { change in await shelf.take(change) }
    }

    private static func pages(of newsroom: Newsroom, clock: NewsClock) async throws -> ReaderPages {
        let renderer = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        return ReaderPages(newsroom: newsroom, pages: renderer, clock: clock)
    }

    private static func shelf() -> PageShelf {
        PageShelf(mostBytes: 64 << 20) { edition in
            FinishedPage(RenderedPage(status: 404, contentType: "text/html", body: Array(edition.utf8)))
        }
    }

    static let paths = [
        "/", "/latest", "/section/town", "/section/sea", "/tag/ferries", "/author/mara-lind", "/2026/03/02",
        "/2026/03/01", "/2026/03/02/ferry-returns-to-osterholm", "/2026/03/01/filler-1", "/2026/03/01/filler-5",
        "/rss.xml", "/section/town/atom.xml", "/section/sea/rss.xml", "/tag/ferries/feed.json", "/sitemap.xml",
        "/sitemap-2026-03.xml", "/sitemap-news.xml", "/robots.txt", "/bookmarks", "/offline", "/ru", "/ru/latest",
        "/ru/2026/03/02/parom", "/search",
    ]

    private func fill() async throws -> [String: ObjectIdentifier] {
        var found: [String: ObjectIdentifier] = [:]
        for path in Self.paths { found[path] = try await ObjectIdentifier(read(path)) }
        return found
    }

    private func read(_ path: String) async throws -> FinishedPage {
        let url = try #require(pages.site.url(path: path))
        let outcome = try await shelf.page(path, now: temporary.clock.now) { [pages] in
            try await pages.outcome(of: url)
        }
        guard case .finished(let page) = outcome else { throw Missing(path: path) }
        return page
    }

    private struct Missing: Error { let path: String }

    private func text(_ path: String) async throws -> String {
        String(buffer: try await read(path).form([.identity]).whole.body)
    }

    private func renewed(_ body: () async throws -> Void) async throws -> Set<String> {
        let before = try await fill()
        // Objects that are let go of may come back at the same place in memory.
        var kept: [FinishedPage] = []
        for path in Self.paths { kept.append(try await read(path)) }
        try await body()
        let after = try await fill()
        withExtendedLifetime(kept) {}
        return Set(Self.paths.filter { before[$0] != after[$0] })
    }

    @Test func `a publication renews the pages that show it and no other`() async throws {
        let renewed = try await renewed {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Storm at sea", section: "sea", tags: ["Storms"], bylines: ["Ada Frey"]))
        }
        #expect(
            renewed == [
                "/", "/latest", "/section/sea", "/2026/03/02", "/2026/03/02/ferry-returns-to-osterholm", "/rss.xml",
                "/section/sea/rss.xml", "/sitemap.xml", "/sitemap-2026-03.xml", "/sitemap-news.xml", "/search",
            ])
        for path in ["/", "/latest", "/section/sea", "/rss.xml", "/sitemap-news.xml"] {
            #expect(try await text(path).contains("Storm at sea"), "\(path)")
        }
    }

    @Test func `a draft renews nothing, a correction what shows the story`() async throws {
        let none = try await renewed {
            _ = try await temporary.newsroom.createStory(edition: "en", content: .fixture("Draft"), author: "test")
        }
        #expect(none.isEmpty)
        let corrected = try await renewed {
            _ = try await temporary.newsroom.correct(first.id, note: "It was seven.", author: "test")
        }
        #expect(corrected.contains("/2026/03/02/ferry-returns-to-osterholm") && corrected.contains("/latest"))
        #expect(corrected.isDisjoint(with: ["/section/sea", "/robots.txt", "/ru", "/ru/latest", "/bookmarks"]))
        #expect(try await text("/2026/03/02/ferry-returns-to-osterholm").contains("It was seven."))
    }

    @Test func `the first story of a day renews the days beside it`() async throws {
        let renewed = try await renewed {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Between"), at: Timestamp.fixtureNow.adding(seconds: -3 * 86_400))
        }
        #expect(renewed.contains("/2026/03/01") && !renewed.contains("/2026/03/02"))
        #expect(try await text("/2026/03/01").contains("/2026/02/27"))
        #expect(!renewed.contains("/sitemap-2026-03.xml"))
    }

    @Test func `what is published renews the sitemap that names it and no other`() async throws {
        let newsroom = temporary.newsroom
        let old = try await newsroom.publishFixture(
            .fixture("Old"), at: Timestamp.fixtureNow.adding(seconds: -40 * 86_400))
        let day = try #require(old.publication?.day)
        let paths = [
            "/sitemap-2026-03.xml", "/sitemap-2026-03-01-02.xml", "/sitemap-2026-03-02.xml", "/sitemap-2026-03-01.xml",
            "/sitemap-2026-01.xml", "/sitemap-\(day).xml", "/sitemap-news-2026-03-01.xml",
        ]
        func pages() async throws -> [FinishedPage] {
            var pages: [FinishedPage] = []
            for path in paths { pages.append(try await read(path)) }
            return pages
        }
        let before = try await pages()
        _ = try await newsroom.publishFixture(.fixture("Storm at sea"))
        let after = try await pages()
        #expect(zip(before, after).map { $0 !== $1 } == [true, true, true, false, false, false, false])
        for path in paths.prefix(3) { #expect(try await text(path).contains("/storm-at-sea<")) }

        _ = try await newsroom.correct(old.id, note: "It was older.", author: "test")
        let corrected = try await pages()
        #expect(zip(after, corrected).map { $0 !== $1 } == [false, false, false, false, true, true, false])
        _ = try await newsroom.kill(old.id)
        await #expect(throws: Missing.self) { try await read("/sitemap-2026-01.xml") }
    }

    @Test func `a story that comes to a day or leaves it renews each page of the day`() async throws {
        let newsroom = temporary.newsroom
        let start = Timestamp.fixtureNow.adding(seconds: -2 * 86_400)
        var stories: [Story] = []
        for number in 0..<45 {
            stories.append(
                try await newsroom.publishFixture(.fixture("Pier \(number)"), at: start.adding(seconds: Double(number)))
            )
        }
        let paths = try await Self.dayPaths(of: newsroom, "/2026/02/28", pages)
        #expect(paths.count == 3)
        func shown(_ path: String) async throws -> Set<Int> {
            let text = try await text(path)
            return Set((0..<46).filter { text.contains(">Pier \($0)<") })
        }
        #expect(try await shown(paths[0]) == Set(25..<45))
        #expect(try await shown(paths[1]) == Set(5..<25))
        #expect(try await shown(paths[2]) == Set(0..<5))

        _ = try await newsroom.publishFixture(.fixture("Pier 45"), at: start.adding(seconds: 45))
        #expect(try await shown(paths[0]) == Set(26..<46))
        // What is newer than the second page fills a page and one story more.
        #expect(try await text(paths[1]).contains("rel=\"prev\" href=\"/2026/02/28/before/"))
        _ = try await newsroom.kill(stories[10].id)
        #expect(try await shown(paths[1]) == Set(4..<25).subtracting([10]))
        #expect(try await shown(paths[2]) == Set(0..<5))
        for number in 0..<4 { _ = try await newsroom.kill(stories[number].id) }
        _ = try await newsroom.kill(stories[4].id)
        await #expect(throws: Missing.self) { try await read(paths[2]) }
    }

    /// The pages of a day from its first on.
    private static func dayPaths(
        of newsroom: Newsroom, _ path: String, _ pages: ReaderPages
    ) async throws -> [String] {
        guard case .day(let day, _) = try #require(pages.site.url(path: path)).place else { return [] }
        var (paths, next) = ([String](), ListPage?.some(.newest))
        while let page = next {
            paths.append(pages.site.path(SiteURL(edition: "en", .day(day, page))))
            next = try await newsroom.day("en", day, page, limit: ReaderPages.listLength).older
        }
        return paths
    }

    @Test func `nothing shows a killed story once the kill has returned`() async throws {
        _ = try await fill()
        _ = try await temporary.newsroom.kill(first.id)
        for path in Self.paths where path != "/2026/03/02/ferry-returns-to-osterholm" {
            guard let page = try? await text(path) else { continue }
            #expect(!page.contains("Ferry returns to Osterholm"), "\(path)")
        }
        #expect(try await read("/2026/03/02/ferry-returns-to-osterholm").status == 410)
    }

    @Test func `the files of a story that was killed are withdrawn with it`() async throws {
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(kind: .video, original: .fixture()))
        let change = Changes()
        newsroom.observe { await change.take($0) }
        let story = try await newsroom.publishFixture(.fixture("With a clip", media: [asset.id]))
        #expect(await change.all.keys.contains("media:\(asset.id)"))
        await change.clear()
        _ = try await newsroom.kill(story.id)
        #expect(await change.all.keys.contains("media:\(asset.id)"))
        #expect(await change.all.isWithdrawal)
    }

    private actor Changes {
        var all = ChangeSet()

        func take(_ change: ChangeSet) {
            all.keys.formUnion(change.keys)
            all.isWithdrawal = all.isWithdrawal || change.isWithdrawal
        }

        func clear() { all = ChangeSet() }
    }

    @Test func `two newsrooms on one folder hear of each other's kill`() async throws {
        let other = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
        defer { try? other.close() }
        let shelf = Self.shelf()
        let pages = try await Self.pages(of: other, clock: temporary.clock.clock)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let pressroom = Pressroom(pages, logger: logger)
        let watch = ChangeWatch(
            newsroom: other, source: PageSource(pressroom: pressroom, shelf: shelf),
            feed: LiveFeed(
                hub: LiveHub(mostConnections: 0, clock: temporary.clock.clock), pressroom: pressroom, logger: logger),
            logger: logger)
        let watching = Task { try await watch.run() }
        let path = "/2026/03/02/ferry-returns-to-osterholm"
        let url = try #require(pages.site.url(path: path))
        func status() async throws -> Int? {
            let outcome = try await shelf.page(path, now: temporary.clock.now) { try await pages.outcome(of: url) }
            guard case .finished(let page) = outcome else { return nil }
            return page.status
        }
        while shelf.makings == 0 || shelf.weight == 0 { #expect(try await status() == 200) }
        _ = try await temporary.newsroom.kill(first.id)
        let start = ContinuousClock.now
        while try await status() != 410, ContinuousClock.now - start < .seconds(20) {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await status() == 410)
        watching.cancel()
        _ = try? await watching.value
    }

    @Test func `a server that starts makes the pages that were read last before anybody asks`() async throws {
        _ = try await fill()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let pressroom = Pressroom(pages, logger: logger)
        let keeper = ShelfKeeper(
            newsroom: temporary.newsroom, source: PageSource(pressroom: pressroom, shelf: shelf), logger: logger)
        let keeping = Task { try await keeper.run() }
        keeping.cancel()
        _ = try? await keeping.value
        let fresh = Self.shelf()
        let again = ShelfKeeper(
            newsroom: temporary.newsroom, source: PageSource(pressroom: pressroom, shelf: fresh), logger: logger)
        let second = Task { try await again.run() }
        while fresh.mostRead(Self.paths.count).count < Self.paths.count { await Task.yield() }
        second.cancel()
        _ = try? await second.value
        #expect(fresh.mostRead(3) == ["/search", "/ru/2026/03/02/parom", "/ru/latest"])
    }
}
