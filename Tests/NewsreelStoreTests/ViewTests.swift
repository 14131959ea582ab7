import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct ViewTests {
    @Test func `what is read and watched is counted by the hour, and only what readers can see`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let clip = try await newsroom.addMedia(.fixture(kind: .video)).id
        let picture = try await newsroom.addMedia(.fixture(kind: .image)).id
        var stories: [Story] = []
        for headline in ["One", "Two", "Three"] {
            let draft = try await newsroom.createStory(edition: "en", content: .fixture(headline), author: "rob")
            stories.append(headline == "Three" ? draft : try await newsroom.publish(draft.id))
        }
        let day = try #require(stories[0].publication).day
        func view(_ slug: String) throws -> ReaderAct {
            try #require(ReaderAct(.view, .story(edition: "en", day, slug: slug)))
        }
        func played(_ kind: ReaderAct.Kind, _ id: MediaID) throws -> ReaderAct {
            try #require(ReaderAct(kind, .media(id)))
        }
        try await newsroom.count([
            try view("one"): 2, try view("two"): 5, try view("three"): 9, try view("nothing"): 9,
            try played(.play, clip): 4, try played(.quarter, clip): 3, try played(.whole, clip): 1,
            try played(.play, picture): 9,
        ])
        temporary.clock.advance(seconds: 3600)
        try await newsroom.count([try view("one"): 4])
        let read = try await newsroom.mostRead(hours: 24, limit: 5)
        #expect(read.map(\.headline) == ["One", "Two"] && read.map(\.views) == [6, 5])
        let watched = try await newsroom.mostWatched(hours: 24, limit: 5)
        #expect(watched.map(\.id) == [clip] && watched.first?.plays == 4 && watched.first?.reached == [3, 0, 0, 1])
        #expect(try await newsroom.viewsByHour(hours: 3) == [0, 7, 4])
        #expect(try await newsroom.mostRead(hours: 1, limit: 5).map(\.views) == [4])
        #expect(ReaderAct(.play, .story(edition: "en", day, slug: "one")) == nil)
        #expect(ReaderAct(.view, .media(clip)) == nil)
        temporary.clock.advance(seconds: 401 * 86_400)
        try await newsroom.forgetOldViews()
        let left = try await newsroom.read("count") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM views")
        }
        #expect(left == 0)
    }
}
