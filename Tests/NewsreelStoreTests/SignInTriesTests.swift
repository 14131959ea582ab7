import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct SignInTriesTests {
    private func rows(_ newsroom: Newsroom) async throws -> Int {
        try await newsroom.read("count") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM sign_in_tries")
        }
    }

    @Test func `a limit holds until its window is over, and what is right forgets what was wrong`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let (ada, everybody) = (TryLimit("ada", most: 2), TryLimit("everybody", most: 4))
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == nil)
        temporary.clock.advance(seconds: 100)
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == nil)
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == 800)
        #expect(try await newsroom.beginTry([TryLimit("bob", most: 2), everybody], window: 900) == nil)
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == 800, "whoever waits is not counted")
        try await newsroom.endTry(forgotten: [ada], lessened: everybody)
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == nil)
        #expect(try await newsroom.beginTry([TryLimit("eve", most: 2), everybody], window: 900) == nil)
        #expect(try await newsroom.beginTry([TryLimit("eve", most: 2), everybody], window: 900) == 800)
        temporary.clock.advance(seconds: 801)
        #expect(try await newsroom.beginTry([ada, everybody], window: 900) == nil)
        // What faded is gone from the table, and nothing in it can be read.
        temporary.clock.advance(seconds: 1000)
        #expect(try await newsroom.beginTry([TryLimit("hunter2", most: 2)], window: 900) == nil)
        #expect(try await rows(newsroom) == 1)
        let names = try await newsroom.read("look") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT name FROM sign_in_tries") { (row: borrowing RowView) in row.text(0) }
        }
        #expect(names.allSatisfy { !$0.contains("hunter") && $0.utf8.count == 32 })
    }

    @Test func `many at once are no way round`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { try await newsroom.beginTry([TryLimit("ada", most: 8)], window: 900) == nil }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 8)
    }

    @Test func `a flood takes bounded room and does not wash away what is being tried`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        // A flood that is nearly as long as the table remembers.
        _ = try await newsroom.beginTry([TryLimit("idle", most: 1)], window: 900)
        try await newsroom.write("flood") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "INSERT INTO sign_in_tries (number, name, count, since_ms) VALUES ($1, 'flood', 1, $2)",
                [.integer(Newsroom.mostTries - 1), .time(transaction.now)])
        }
        let ada = TryLimit("ada", most: 3)
        for number in 0..<2 {
            #expect(try await newsroom.beginTry([ada, TryLimit("from \(number)", most: 9)], window: 900) == nil)
        }
        #expect(try await rows(newsroom) == 4, "the one that was tried longest ago is gone")
        #expect(try await newsroom.beginTry([TryLimit("idle", most: 1)], window: 900) == nil)
        #expect(try await newsroom.beginTry([ada], window: 900) == nil)
        #expect(try await newsroom.beginTry([ada], window: 900) == 900)
    }
}
