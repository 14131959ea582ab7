import FoundationEssentials
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct PublishArchiveTests {
    /// Small ones, so that some hundred stories make a huge segment.
    private static let sizes = SegmentSizes(small: 16, fan: 4)
    /// Segments of every size and one story more, with an address that is wanted twice.
    private static let material: [ArchiveStory] = (0..<sizes.huge * 2 + sizes.large * 2 + sizes.small * 3 + 1).map {
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

    private static func newsroom() async throws -> Newsroom {
        let newsroom = try Newsroom.create(
            at: TemporaryFolder.make("archive"), clock: StandingClock(.fixtureNow).clock, ids: .counting(),
            segments: sizes)
        try await newsroom.putEditions([.fixtureEnglish], default: Edition.fixtureEnglish.code)
        return newsroom
    }

    private func leave(_ newsroom: Newsroom) {
        try? newsroom.close()
        try? FileManager.default.removeItem(atPath: newsroom.folder)
    }

    private func publish(_ material: some Sequence<ArchiveStory>, _ newsroom: Newsroom) async throws {
        let edition = try #require(try await newsroom.editions().first)
        try await newsroom.publish(
            ArchiveBatch(Array(material), edition: edition, author: "bench", sizes: Self.sizes))
    }

    @Test func `another process learns of an archive that is published beside it`() async throws {
        let newsroom = try await Self.newsroom()
        defer { leave(newsroom) }
        let beside = try await Newsroom.open(at: newsroom.folder)
        let last = try await beside.lastChange()
        try await publish(Self.material, newsroom)
        #expect(try await beside.foreignChanges(after: last).change.touchesEverything)
        try await beside.close()
    }

    @Test func `an archive published at once has the rows of the same stories published one by one`() async throws {
        let slow = try await Self.newsroom()
        let quick = try await Self.newsroom()
        defer { [slow, quick].forEach(leave) }
        for one in Self.material {
            let draft = try await slow.createStory(edition: "en", content: one.content, author: "bench")
            _ = try await slow.publish(draft.id, at: one.published)
        }
        try await publish(Self.material, quick)

        for table in Self.tables {
            let one = try await rows(slow, table)
            let other = try await rows(quick, table)
            #expect(!one.isEmpty && one.count == other.count, "\(table.name): \(one.count) and \(other.count)")
            let different = zip(one, other).first { $0 != $1 }
            #expect(different == nil, "\(table.name): \(String(describing: different))")
        }
        let levels = try await quick.read("levels") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT level FROM search_segment ORDER BY first_document") {
                (row: borrowing RowView) in row.int(0)
            }
        }
        #expect(levels == [2, 2, 1, 1, 0, 0, 0])
        for words in ["ferry", "boat 17", "\"pier 3\"", "harbour", "nothing"] {
            let request = SearchRequest(SearchQuery(words), edition: "en")
            let answer = try await quick.search(request)
            #expect(try await slow.search(request).stories.map(\.id) == answer.stories.map(\.id), "\(words)")
            #expect(answer.stories.isEmpty == (words == "nothing"), "\(words)")
        }
    }

    @Test func `a second batch goes on where the first ended`() async throws {
        let newsroom = try await Self.newsroom()
        defer { leave(newsroom) }
        try await publish(Self.material[..<10], newsroom)
        try await publish(Self.material[10...], newsroom)
        #expect(try await newsroom.storyCount(edition: "en") == Self.material.count)
        #expect(try await newsroom.archiveMonths("en").map(\.stories).reduce(0, +) == Self.material.count)
        #expect(try await newsroom.tag("en", "ferries", limit: 5).cards.count == 5)
        let newest = try #require(try await newsroom.latest("en", limit: 1).cards.first)
        let ferries = SearchRequest(SearchQuery("ferry"), edition: "en")
        #expect(try await newsroom.search(ferries).total == Self.material.count)
        let oldest = try #require(
            try await newsroom.latest(
                "en", .after(ListPosition(published: .init(milliseconds: 0), id: newest.id)), limit: 1
            )
            .cards.first)
        for id in [newest.id, oldest.id] { _ = try await newsroom.kill(id, notice: nil) }
        #expect(try await newsroom.storyCount(edition: "en") == Self.material.count - 2)
        #expect(try await newsroom.search(ferries).total == Self.material.count - 2)
    }

    @Test func `the same archive has the same rows`() async throws {
        let one = try await Self.newsroom()
        let other = try await Self.newsroom()
        defer { [one, other].forEach(leave) }
        for newsroom in [one, other] { try await publish(Self.material, newsroom) }
        for table in Self.tables { #expect(try await rows(one, table) == rows(other, table), "\(table.name)") }
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
