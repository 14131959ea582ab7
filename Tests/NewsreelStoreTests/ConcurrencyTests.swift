import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct ConcurrencyTests {
    @Test func `readers see whole publications while writers work`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<15 {
                        let story = try await newsroom.publishFixture(.fixture("Story \(writer) \(number)"))
                        if number.isMultiple(of: 3) { _ = try await newsroom.kill(story.id) }
                    }
                }
            }
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<40 {
                        // Row, tag row and counter are written in one transaction and must be seen together.
                        let (rows, tags, counted, days) = try await newsroom.read("compare") {
                            (transaction: ReadTransaction) throws(StoreError) in
                            (
                                try transaction.count("SELECT count(*) FROM stories WHERE status = 'published'"),
                                try transaction.count("SELECT count(*) FROM story_tags"),
                                try transaction.count("SELECT stories FROM tags WHERE slug = 'ferries'"),
                                try transaction.count("SELECT sum(stories) FROM story_days")
                            )
                        }
                        #expect(rows == tags && rows == counted && rows == days)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await newsroom.latest("en", limit: 100).cards.count == 40)
        #expect(try await newsroom.search(SearchRequest(SearchQuery("ferry"), edition: "en", limit: 100)).total == 40)
    }

    @Test func `two processes' connections write to one newsroom in turn`() async throws {
        let temporary = try await TemporaryNewsroom()
        let second = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
        let newsroom = temporary.newsroom
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<10 {
                group.addTask { _ = try await newsroom.publishFixture(.fixture("First \(number)")) }
                group.addTask { _ = try await second.publishFixture(.fixture("Second \(number)")) }
            }
            try await group.waitForAll()
        }
        #expect(try await second.latest("en", limit: 50).cards.count == 20)
        #expect(try await second.generation("en") == newsroom.generation("en"))
        try second.close()
    }

    @Test func `a closed newsroom says so`() async throws {
        let temporary = try await TemporaryNewsroom()
        try temporary.newsroom.close()
        let error = await #expect(throws: StoreError.self) { try await temporary.newsroom.editions() }
        #expect(error?.code == .closed)
        var jobs = temporary.newsroom.jobsWaiting().makeAsyncIterator()
        #expect(await jobs.next() == nil)
    }

    @Test func `a newsroom that can be read and written says so`() async throws {
        let temporary = try await TemporaryNewsroom()
        try await temporary.newsroom.check()
        try await temporary.newsroom.check()
    }
}
