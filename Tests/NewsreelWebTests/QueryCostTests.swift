import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelTesting
import Testing

@testable import NewsreelStore
@testable import NewsreelWeb

/// Every statement behind the pages of readers, the desk and the API costs the same however large the archive is.
///
/// SQLite itself says which statements are run and what each costs, so no query can be forgotten.
@Suite(.serialized, .timeLimit(.minutes(10))) struct QueryCostTests {
    /// Stories an hour apart, so that a day and a month have the same number of them in both archives.
    private static let sizes = [1_000, 20_000]

    private static func story(_ number: Int) -> ArchiveStory {
        let content = StoryContent(
            headline: "Ferry \(number % 97) meets lamp \(number % 13)",
            standfirst: "Harbour news of pier \(number % 11)",
            bylines: [Byline(number % 50 == 0 ? "Rare Writer" : "Mara Lind")],
            section: number == 5 ? "quiet" : number % 2 == 0 ? "town" : "sea",
            slug: "story-\(number)", body: [.paragraph([Inline("Boat \(number % 31) left pier \(number % 11).")])],
            tags: number == 5 ? ["Rare"] : ["Ferries", "Pier \(number % 11)"])
        return ArchiveStory(content, published: Timestamp.fixtureNow.adding(seconds: Double(number - 20_001) * 3_600))
    }

    private struct Archive {
        let newsroom: Newsroom
        let meter: StatementMeter
    }

    private static func archive(_ count: Int) async throws -> Archive {
        let meter = StatementMeter()
        var edition = Edition.fixtureEnglish
        edition.sections = ["town", "sea", "quiet", "empty"].map { Section(slug: $0, name: $0) }
        let newsroom = try Newsroom.create(
            at: TemporaryFolder.make("cost"), clock: StandingClock(.fixtureNow).clock, ids: .counting(),
            segments: .standard, meter: meter)
        try await newsroom.putEditions([edition], default: edition.code)
        let stories = (20_000 - count..<20_000).map(story)
        try newsroom.beginBulk()
        try await newsroom.publish(ArchiveBatch(stories, edition: edition, author: "archive"))
        try newsroom.endBulk()
        for headline in ["First draft", "Second draft"] {
            _ = try await newsroom.createStory(
                edition: edition.code, content: StoryContent(headline: headline, slug: ""), author: "archive")
        }
        return Archive(newsroom: newsroom, meter: meter)
    }

    /// Addresses that readers ask for, for the newest story, one in the middle and lists of every kind.
    private static func readersPaths(_ newsroom: Newsroom) async throws -> [String] {
        let site = try await newsroom.site(origin: "https://lamp.example")
        let cards = try await newsroom.latest("en", limit: 200).cards
        let middle = try #require(cards.dropFirst(100).first)
        let day = middle.publication.day
        let page = ListPage.before(middle.position)
        let part = SitemapRange(day: day, after: middle.position)
        var places: [SiteURL.Place] = [
            .front, .story(day: day, slug: middle.slug), .story(day: day, slug: "none"), .latest(), .latest(page),
            .latest(.after(middle.position)), .day(day), .day(day, page), .section("town"), .section("town", page),
            .section("sea", .after(middle.position)), .section("empty"), .tag("ferries"), .tag("ferries", page),
            .tag("ferries", .after(middle.position)), .tag("none"), .author("mara-lind"), .author("mara-lind", page),
            .author("rare-writer"), .search(), .bookmarks, .sitemap(SitemapRange(monthOf: day)), .sitemap(part),
            .newsSitemap(), .newsSitemap(part), .manifest, .offline,
            .tagSuggestions("f"), .tagSuggestions("pier"), .sitemapIndex, .robots, .favicon, .live,
        ]
        places += FeedFormat.allCases.flatMap { format in
            [.feed(format), .feed(format, .section("town")), .feed(format, .tag("ferries"))]
        }
        for words in ["ferry", "ferry lamp", "boat 17 harbour", "\"pier 3\"", "ferry -boat", "none", "rar"] {
            places.append(.search(SearchTerms(words: words)))
        }
        places += [
            .search(SearchTerms(words: "ferry", section: "town", tag: "ferries", from: day, to: day)),
            .search(SearchTerms(words: "ferry", page: 3)), .search(SearchTerms(section: "quiet")),
            .oembed(OEmbedRequest(url: site.absolute(SiteURL(edition: "en", .story(day: day, slug: middle.slug))))),
        ]
        return places.map { site.path(SiteURL(edition: isShared($0) ? nil : "en", $0)) }
    }

    /// Names every kind of place, so that a new one is asked for here or is said to have no list behind it.
    private static func isShared(_ place: SiteURL.Place) -> Bool {
        switch place {
        case .front, .latest, .story, .day, .section, .tag, .author, .search, .bookmarks, .feed, .sitemap, .newsSitemap,
            .manifest, .offline, .tagSuggestions, .embed:
            false
        case .sitemapIndex, .robots, .favicon, .live, .ready, .events, .asset, .rendition, .original, .stream,
            .captions,
            .oembed, .uploads, .upload, .views, .api, .desk:
            true
        }
    }

    /// What the tables of desk and API hold, with the names in their patterns filled in, and filters of their lists.
    private static func newsroomPaths(_ newsroom: Newsroom) async throws -> [String] {
        let story = try #require(try await newsroom.latest("en", limit: 200).cards.dropFirst(100).first)
        let names = [
            ":id": story.id.rawValue, ":story": story.id.rawValue, ":edition": "en", ":section": "town",
            ":version": "1",
        ]
        func path(_ start: String, _ pattern: [String]) -> String {
            ([start] + pattern.map { $0.hasPrefix(":") ? names[$0] ?? "x" : $0 }).joined(separator: "/")
        }
        let desk = DeskRoutes.all.filter { $0.method == .get }.map { path("/desk", $0.pattern) }
        let api = APIRoutes.all.filter { $0.method == .get }.map { path("/api/v1", $0.pattern) }
        let lists = [
            "", "status=published", "status=draft", "edition=en", "edition=en&status=killed",
            "edition=en&status=published",
            "edition=en&section=town", "edition=en&section=quiet", "edition=en&section=empty",
            "edition=en&section=town&status=draft",
            "edition=en&tag=rare", "edition=en&tag=ferries", "edition=en&author=rare-writer",
            "updated-since=2020-01-01T00:00:00Z",
            "edition=en&updated-since=2020-01-01T00:00:00Z",
            "edition=en&section=quiet&updated-since=2020-01-01T00:00:00Z",
        ]
        let words = ["q=ferry", "q=ferry+lamp&order=newest", "q=boat+17&edition=en&section=town", "q=ferr*"]
        return desk + api + lists.map { "/api/v1/stories?" + $0 } + words.map { "/api/v1/search?" + $0 }
            + [
                "/desk/stories?q=ferry", "/desk/stories?status=killed&edition=en", "/desk/stories?mine=yes",
                "/desk/stories?edition=en&section=empty", "/desk/tags?edition=en&q=pier", "/desk/media?q=boat",
                "/api/v1/editions/en/tags?q=pie", "/api/v1/media?q=boat", "/api/v1/media?kind=video",
            ]
    }

    /// Asks for everything once; answers what each statement cost, and where it was first asked.
    private func costs(_ archive: Archive) async throws -> [String: (cost: StatementMeter.Cost, path: String)] {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = archive.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: StandingClock(.fixtureNow).clock,
            options: ApplicationOptions(
                pageMemory: 0, hasFrontDoor: false, desk: try DeskTests.look.get(),
                passwords: PasswordWork(cost: .light)),
            logger: logger)
        let paths = try await Self.readersPaths(newsroom) + Self.newsroomPaths(newsroom)
        var sessions: [String] = []
        for role in [Role.administrator, .reporter] {
            let user = User(
                id: UserID(rawValue: "u-\(role.rawValue)"), name: role.rawValue, email: "\(role.rawValue)@lamp.example",
                role: role, created: .fixtureNow)
            try await newsroom.putUser(user)
            sessions.append(
                try await newsroom.beginSession(user, isPending: false, device: "test", address: "127.0.0.1"))
        }
        let (people, found) = (sessions, Found())
        try await application.test(.live) { client in
            for path in paths {
                let isPublic = !path.hasPrefix("/desk") && !path.hasPrefix("/api")
                for session in isPublic ? people.prefix(1) : people[...] {
                    _ = archive.meter.taken()
                    let answer = try await client.execute(
                        uri: path, method: .get,
                        headers: isPublic ? [:] : [.cookie: "__Host-newsreel=\(session)", .secFetchSite: "same-origin"])
                    #expect(answer.status.code < 500, "\(path)")
                    await found.take(archive.meter.taken(), path)
                }
            }
        }
        // Files of news, with a bound that a day passes.
        _ = archive.meter.taken()
        let news = try await newsroom.newsSitemaps(
            "en", since: Edition.fixtureEnglish.zone.local(.fixtureNow.adding(seconds: -2 * 86_400)).day, most: 10)
        #expect(news.count > 4)
        await found.take(archive.meter.taken(), "sitemaps of news")
        return await found.costs
    }

    private actor Found {
        var costs: [String: (cost: StatementMeter.Cost, path: String)] = [:]

        func take(_ more: [String: StatementMeter.Cost], _ path: String) {
            for (sql, cost) in more where cost.steps > costs[sql]?.cost.steps ?? -1 { costs[sql] = (cost, path) }
        }
    }

    @Test func `no query of a page or list costs more in an archive twenty times as large`() async throws {
        var found: [[String: (cost: StatementMeter.Cost, path: String)]] = []
        for size in Self.sizes {
            let archive = try await Self.archive(size)
            found.append(try await costs(archive))
            try await pin(found[found.count - 1].keys.sorted(), archive, isLast: size == Self.sizes.last)
            try archive.newsroom.close()
            try FileManager.default.removeItem(atPath: archive.newsroom.folder)
        }
        #expect(found[1].count > 100)
        for (sql, large) in found[1] {
            // Lists of numbers have other lengths in another archive.
            let small = found[0][sql]?.cost ?? StatementMeter.Cost()
            guard found[0][sql] != nil || large.cost.steps > 20_000 else { continue }
            #expect(
                large.cost.steps <= small.steps * 3 / 2 + 3_000 || Self.grows(sql),
                "\(large.path): \(small.steps) steps, then \(large.cost.steps): \(sql)")
            #expect(large.cost.scanned <= 200 || Self.grows(sql), "\(large.path) scans \(large.cost.scanned): \(sql)")
        }
    }

    /// What has a bound of its own that the smaller archive does not reach: the stories of a tag or an author that has at
    /// most a thousand, and the headlines that a new one is compared with.
    private static func grows(_ sql: String) -> Bool {
        sql.contains(") few CROSS JOIN stories s") || sql.hasPrefix("SELECT s.id, s.headline FROM stories s")
    }

    /// Tables that grow with the archive.
    private static let large = [
        "stories", "revisions", "story_tags", "story_authors", "story_days", "story_media", "search_document",
        "search_posting", "search_term", "media", "redirects",
    ]

    /// Each statement's plan walks along indexes; the plans are kept beside this file.
    private func pin(_ statements: [String], _ archive: Archive, isLast: Bool) async throws {
        var plans: [String: String] = [:]
        for sql in statements where sql.hasPrefix("SELECT") && !Self.isOfRounds(sql) {
            let plan = try await Self.plan(of: sql, in: archive.newsroom)
            // Walking an index from its end as far as the limit goes is what a list does.
            let isList = sql.contains(" LIMIT ") && !plan.contains { $0.contains("TEMP B-TREE") }
            for step in plan where step.hasPrefix("SCAN") && !(isList && step.contains("INDEX")) {
                let words = step.split(separator: " ").map(String.init)
                #expect(
                    !Self.large.contains { words.contains($0) || isAlias(words[1], of: $0, in: sql) }, "\(step): \(sql)"
                )
            }
            plans[Self.shortened(sql)] = plan.joined(separator: "\n  ")
        }
        guard isLast else { return }
        let text = plans.sorted { $0.key < $1.key }.map { "\($0.key)\n  \($0.value)\n" }.joined(separator: "\n")
        expectGolden(text, named: Self.plans)
        #expect(try await Self.statistics(archive.newsroom) == 0)
    }

    private static let plans = "query-plans.txt"

    private static func plan(of sql: String, in newsroom: Newsroom) async throws -> [String] {
        try await newsroom.read("explain") { (transaction: ReadTransaction) throws(StoreError) in
            let highest = sql.split(separator: "?").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }.max() ?? 0
            return try transaction.rows(
                "EXPLAIN QUERY PLAN " + sql, Array(repeating: .null, count: highest)
            ) { (row: borrowing RowView) in row.text(3) }
        }
    }

    /// Tables from which SQLite would choose plans by the number of rows.
    private static func statistics(_ newsroom: Newsroom) async throws -> Int {
        try await newsroom.read("look for statistics") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'")
        }
    }

    /// An archive of a million stories, made by `newsreel bench seed`.
    private static let largeArchive = ProcessInfo.processInfo.environment["NEWSREEL_LARGE_ARCHIVE"]

    @Test(.enabled(if: largeArchive != nil, "NEWSREEL_LARGE_ARCHIVE names no newsroom of a million stories"))
    func `every plan is the pinned one in an archive of a million stories`() async throws {
        let newsroom = try Newsroom.open(at: try #require(Self.largeArchive))
        #expect(try await newsroom.storyCount() >= 1_000_000)
        #expect(try await Self.statistics(newsroom) == 0)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/" + Self.plans)
        let pinned = String(decoding: try Data(contentsOf: file), as: UTF8.self).components(separatedBy: "\n\n")
        #expect(pinned.count > 100)
        for pin in pinned {
            let lines = pin.split(separator: "\n").map(String.init)
            let sql = try #require(lines.first).replacing("(?…)", with: "(?1, ?2)")
            let steps = lines.dropFirst().map { String($0.dropFirst(2)) }
            #expect(try await Self.plan(of: sql, in: newsroom) == steps, "\(sql)")
        }
        try newsroom.close()
    }

    /// What a server asks every so often, whoever reads, and what a new connection asks first: it falls among the answers
    /// or not.
    private static func isOfRounds(_ sql: String) -> Bool {
        ["FROM live_changes", "FROM changes", "FROM uploads", "FROM sqlite_master"].contains { sql.contains($0) }
    }

    private func isAlias(_ name: String, of table: String, in sql: String) -> Bool {
        sql.contains(" \(table) \(name) ") || sql.contains(" \(table) \(name)\n")
    }

    /// Lists of values of any length as one.
    private static func shortened(_ sql: String) -> String {
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.replacing(#/\((?:\?\d+, )+\?\d+\)/#, with: "(?…)")
    }
}
