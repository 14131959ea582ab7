import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct PublishArchiveTests {
    /// One more than a large segment of the index and a small one, with an address that is wanted twice.
    private static let material: [ArchiveStory] = (0..<ArchiveBatch.size + SearchIndex.storiesOfSegment + 1).map {
        (number: Int) -> ArchiveStory in
        let content = StoryContent(
            headline: "Ferry \(number % 7)", standfirst: number % 3 == 0 ? "Harbour news" : nil,
            bylines: [Byline("Mara Lind"), Byline("Writer \(number % 5)")], section: number % 2 == 0 ? "town" : nil,
            slug: number < 3 ? "ferry" : "ferry-story-\(number)",
            body: [.paragraph([Inline("Boat \(number % 31) left pier \(number % 11).")])],
            tags: ["Ferries", "Pier \(number % 11)"])
        let start = Timestamp.fixtureNow.adding(seconds: -4_000_000)
        return ArchiveStory(content, published: start.adding(seconds: Double(number) * 1_200))
    }

    /// Tables and their order; segments have other numbers when fewer small ones came before them.
    private static let tables: [(name: String, order: String, without: String)] = [
        ("stories", "id", ""), ("revisions", "story", ""), ("tags", "edition, slug", ""),
        ("story_tags", "edition, tag, published_ms, story", ""),
        ("story_authors", "edition, author, published_ms, story", ""), ("story_days", "edition, day", ""),
        ("search_document", "id", ""), ("search_pending", "document", ""), ("search_edition", "edition", ""),
        ("search_term", "id", ""), ("search_tag", "edition, slug", ""),
        ("search_tag_start", "edition, start, slug", ""),
        ("search_segment", "first_document", "id"), ("search_posting", "key", "key"),
    ]

    @Test func `an archive published at once has the rows of the same stories published one by one`() async throws {
        let slow = try await TemporaryNewsroom()
        for one in Self.material {
            let draft = try await slow.newsroom.createStory(edition: "en", content: one.content, author: "bench")
            _ = try await slow.newsroom.publish(draft.id, at: one.published)
        }
        let quick = try await TemporaryNewsroom()
        let edition = try #require(try await quick.newsroom.editions().first)
        try await quick.newsroom.publish(ArchiveBatch(Self.material, edition: edition, author: "bench"))

        for table in Self.tables {
            let one = try await rows(slow.newsroom, table)
            let other = try await rows(quick.newsroom, table)
            #expect(!one.isEmpty && one.count == other.count, "\(table.name): \(one.count) and \(other.count)")
            let different = zip(one, other).first { $0 != $1 }
            #expect(different == nil, "\(table.name): \(String(describing: different))")
        }
        for words in ["ferry", "boat 17", "\"pier 3\"", "harbour", "nothing"] {
            let request = SearchRequest(SearchQuery(words), edition: "en")
            let answer = try await quick.newsroom.search(request)
            #expect(try await slow.newsroom.search(request).stories.map(\.id) == answer.stories.map(\.id), "\(words)")
            #expect(answer.stories.isEmpty == (words == "nothing"), "\(words)")
        }
    }

    @Test func `a second batch goes on where the first ended`() async throws {
        let temporary = try await TemporaryNewsroom()
        let edition = try #require(try await temporary.newsroom.editions().first)
        let (first, second) = (Array(Self.material[..<10]), Array(Self.material[10...]))
        try await temporary.newsroom.publish(ArchiveBatch(first, edition: edition, author: "bench"))
        try await temporary.newsroom.publish(ArchiveBatch(second, edition: edition, author: "bench"))
        #expect(try await temporary.newsroom.storyCount(edition: "en") == Self.material.count)
        #expect(try await temporary.newsroom.tag("en", "ferries", limit: 5).cards.count == 5)
        let newest = try #require(try await temporary.newsroom.latest("en", limit: 1).cards.first)
        let found = try await temporary.newsroom.search(SearchRequest(SearchQuery("ferry"), edition: "en"))
        #expect(found.total > 0)
        _ = try await temporary.newsroom.kill(newest.id, notice: nil)
        #expect(try await temporary.newsroom.storyCount(edition: "en") == Self.material.count - 1)
    }

    @Test func `an archive refuses what cannot be published`() async throws {
        let temporary = try await TemporaryNewsroom()
        let edition = try #require(try await temporary.newsroom.editions().first)
        var nameless = Self.material[0]
        nameless.content.headline = " "
        #expect(throws: StoreError.self) { try ArchiveBatch([nameless], edition: edition, author: "bench") }
        var early = Self.material[0]
        early.published = Timestamp.fixtureNow.adding(seconds: 3_600)
        let batch = try ArchiveBatch([Self.material[1], early], edition: edition, author: "bench")
        await #expect(throws: StoreError.self) { try await temporary.newsroom.publish(batch) }
        #expect(try await temporary.newsroom.storyCount(edition: "en") == 0)
    }

    private func rows(
        _ newsroom: Newsroom, _ table: (name: String, order: String, without: String)
    ) async throws -> [String] {
        try await newsroom.read("compare") { (transaction: ReadTransaction) throws(StoreError) in
            let columns = try transaction.rows("SELECT name FROM pragma_table_info('\(table.name)')") {
                (row: borrowing RowView) in row.text(0)
            }
            let values = columns.filter { $0 != table.without }.map { "quote(\($0))" }.joined(separator: " || '|' || ")
            return try transaction.rows("SELECT \(values) FROM \(table.name) ORDER BY \(table.order)") {
                (row: borrowing RowView) in row.text(0)
            }
        }
    }
}
