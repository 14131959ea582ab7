import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

/// Every hot query is a walk along an index: no table is scanned and nothing is sorted, however many stories there are.
@Suite struct QueryPlanTests {
    private static let queries: [(name: String, sql: String)] = {
        var queries: [(String, String)] = []
        let scopes: [(String, ListScope)] = [
            ("latest", .latest(edition: "en")), ("section", .section(edition: "en", "town")),
            ("tag", .tag(edition: "en", "ferries")), ("author", .author(edition: "en", "mara-lind")),
            ("day", .day(edition: "en", LocalDay(daysSince1970: 20_000))),
        ]
        for (name, scope) in scopes {
            queries.append((name + ", newest", scope.query(StoryCards.columns, .older, isFromPosition: false)))
            queries.append((name + ", before", scope.query(StoryCards.columns, .older, isFromPosition: true)))
            queries.append((name + ", after", scope.query(StoryCards.columns, .newer, isFromPosition: true)))
        }
        let cards = "SELECT \(StoryCards.columns) "
        queries += [
            ("stories of days", cards + ListQueries.ofDays), ("news", cards + ListQueries.since),
            ("tagged", ListQueries.taggedIDs), ("months", ListQueries.months), ("days", ListQueries.days),
            ("newer day", ListQueries.newerDay),
            ("older day", ListQueries.olderDay), ("tags by use", ListQueries.tagsByUse),
            ("next delivery", WebhookRecords.next), ("deliveries of a webhook", WebhookRecords.recent),
            ("tags by name", ListQueries.tagsByName),
            (
                "stories by change",
                StoryQuery(
                    StoryFilter(), after: ListPosition(published: .fixtureNow, id: StoryID(rawValue: "a")), limit: 1
                ).sql
            ),
            (
                "stories changed since",
                StoryQuery(
                    StoryFilter(edition: "en", updatedSince: .fixtureNow),
                    after: ListPosition(published: .fixtureNow, id: StoryID(rawValue: "a")), limit: 1
                ).sql
            ),
            ("drafts by change", StoryQuery(StoryFilter(status: .draft), after: nil, limit: 1).sql),
            ("unfinished uploads of a key", UploadRecords.unfinishedOfOwner),
            ("next job", JobRecords.next()), ("expired jobs", JobRecords.expired),
            (
                "address",
                "SELECT \(StoryRecords.columns) FROM stories s WHERE s.edition = $1 AND s.day = $2 AND s.slug = $3"
            ),
            ("source", "SELECT \(StoryRecords.columns) FROM stories s WHERE s.edition = $1 AND s.source_key = $2"),
            ("cards", cards + StoryCards.among(ValueList((0..<8).map { SQLValue.integer($0) }))),
            ("newest story of media", ListQueries.showing),
            ("stories of media", "SELECT story FROM story_media WHERE media = $1"),
            ("translations", ListQueries.translated),
            ("desk", "SELECT \(StoryRecords.columns) " + ListQueries.desk),
            ("desk at a status", "SELECT \(StoryRecords.columns) " + ListQueries.deskAtStatus),
            ("stories at a status", ListQueries.standing), ("segments of a search", SearchQueries.segments),
            ("columns of a segment", SearchQueries.columns),
            ("stories that wait for a segment", SearchQueries.pending),
        ]
        return queries
    }()

    @Test(arguments: queries.map(\.name))
    func `a hot query walks along an index`(name: String) async throws {
        let sql = try #require(Self.queries.first { $0.name == name }?.sql)
        let plan = try await plan(sql)
        #expect(!plan.isEmpty)
        for step in plan {
            #expect(!step.hasPrefix("SCAN"), "\(name): \(step)")
            #expect(!step.contains("TEMP B-TREE"), "\(name): \(step)")
            #expect(!step.contains("AUTOMATIC"), "\(name): \(step)")
        }
    }

    @Test func `a page of a list starts at its position in the index`() async throws {
        let latest = try await plan(ListScope.latest(edition: "en").query("s.id", .older, isFromPosition: true))
        #expect(latest.count == 1)
        #expect(latest.first?.contains("stories_latest (edition=? AND (published_ms,id)<(?,?))") == true, "\(latest)")
        let section = try await plan(
            ListScope.section(edition: "en", "town").query("s.id", .newer, isFromPosition: true))
        #expect(
            section.first?.contains("stories_section (edition=? AND section=? AND (published_ms,id)>(?,?))") == true,
            "\(section)")
        let tag = try await plan(ListScope.tag(edition: "en", "x").query("s.id", .older, isFromPosition: true))
        #expect(tag.first?.contains("(edition=? AND tag=? AND (published_ms,story)<(?,?))") == true, "\(tag)")
    }

    @Test func `the stories of a clip are found by the clip, however many stories an edition has`() async throws {
        let plan = try await plan(ListQueries.showing)
        #expect(plan.first?.contains("story_media_media (media=?)") == true, "\(plan)")
        #expect(plan.last?.contains("(id=?)") == true, "\(plan)")
    }

    @Test func `cards are looked up by their identities, however long the list is`() async throws {
        for count in [1, 4, 9, 64] {
            let ids = ValueList((0..<count).map { SQLValue.integer($0) })
            let plan = try await plan("SELECT s.id " + StoryCards.among(ids))
            #expect(plan.count == 1 && plan[0].hasSuffix("(id=?)"), "\(count): \(plan)")
        }
    }

    @Test func `translations are found by their key and not among all that is published`() async throws {
        let plan = try await plan(ListQueries.translated)
        #expect(plan.first?.contains("stories_translation (translation_key=?)") == true, "\(plan)")
    }

    @Test func `a list of one tag or author begins at its stories, not at those of the edition`() async throws {
        for filter in [StoryFilter(edition: "en", tag: "x"), StoryFilter(edition: "en", author: "x")] {
            let plan = try await plan(StoryQuery(filter, after: nil, limit: 1).sql)
            #expect(plan.contains { $0.contains("PRIMARY KEY (edition=? AND") }, "\(plan)")
            #expect(plan.contains { $0.hasSuffix("(id=?)") }, "\(plan)")
        }
    }

    @Test func `the desk finds drafts by their status and not among all stories of the edition`() async throws {
        let list = try await plan("SELECT s.id " + ListQueries.deskAtStatus)
        #expect(list.first?.contains("stories_standing (edition=? AND status=?)") == true, "\(list)")
        let count = try await plan(ListQueries.standing)
        #expect(count.first?.contains("COVERING INDEX stories_status (status=?)") == true, "\(count)")
    }

    private func plan(_ sql: String) async throws -> [String] {
        let temporary = try await TemporaryNewsroom()
        let highest = (1...64).last { sql.contains("$\($0)") } ?? 0
        return try await temporary.newsroom.read("explain") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("EXPLAIN QUERY PLAN " + sql, Array(repeating: .null, count: highest)) {
                (row: borrowing RowView) in row.text(3)
            }
        }
    }
}
