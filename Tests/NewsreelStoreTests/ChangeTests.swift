import NewsreelModel
import NewsreelTesting
import Synchronization
import Testing

@testable import NewsreelStore

@Suite struct ChangeTests {
    /// What `body` announces, joined.
    private func changes(
        of newsroom: Newsroom, _ body: () async throws -> Void
    ) async throws -> ChangeSet {
        let all = Mutex(ChangeSet())
        newsroom.observe { change in
            all.withLock { all in
                all.keys.formUnion(change.keys)
                all.editions.formUnion(change.editions)
                all.isEverything = all.isEverything || change.isEverything
            }
        }
        try await body()
        return all.withLock { $0 }
    }

    @Test func `publishing names what readers find the story on, and its neighbours`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let older = try await newsroom.publishFixture(.fixture("Older"))
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let before = try await newsroom.generation("en")
        let change = try await changes(of: newsroom) { _ = try await newsroom.publish(draft.id) }
        #expect(
            change.keys == [
                "story:\(draft.id)", "beside:\(older.id)", "stories:en", "front:en", "section:en/town",
                "tag:en/ferries",
                "author:en/mara-lind", "day:en/2026-03-02",
            ])
        #expect(change.editions == ["en"])
        #expect(!change.isEverything)
        #expect(try await newsroom.generation("en") > before)
    }

    @Test func `saving a draft announces nothing that readers see`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let before = try await newsroom.generation("en")
        let change = try await changes(of: newsroom) {
            _ = try await newsroom.save(draft.id, .fixture("Another"), basedOn: 1, author: "mara")
        }
        #expect(change.keys == ["story:\(draft.id)"] && change.editions.isEmpty)
        #expect(try await newsroom.generation("en") == before)
    }

    @Test func `a change of section and tags names the old and the new`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        var content = story.content
        content.section = "sea"
        content.tags = ["Storms"]
        let change = try await changes(of: newsroom) {
            _ = try await newsroom.save(story.id, content, basedOn: 1, author: "mara")
        }
        #expect(change.keys.isSuperset(of: ["section:en/town", "section:en/sea", "tag:en/ferries", "tag:en/storms"]))
    }

    @Test func `new renditions of a lead change its story and the lists that show it`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(original: .fixture()))
        let story = try await newsroom.publishFixture(.fixture(media: [asset.id], lead: asset.id))
        let inside = try await newsroom.addMedia(.fixture(caption: "Inside", original: .fixture(2)))
        let other = try await newsroom.publishFixture(.fixture("Other", media: [inside.id]))
        let lead = try await changes(of: newsroom) {
            try await newsroom.markReady(asset.id, renditions: [.fixture()])
        }
        #expect(lead.keys.isSuperset(of: ["media:\(asset.id)", "story:\(story.id)", "stories:en", "section:en/town"]))
        let body = try await changes(of: newsroom) {
            try await newsroom.addRenditions(inside.id, [.fixture()])
        }
        #expect(body.keys == ["media:\(inside.id)", "story:\(other.id)"])
        #expect(body.editions == ["en"])
    }

    @Test func `a write that fails announces nothing and changes nothing`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let before = try await newsroom.generations()
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.write("fail") { (transaction: WriteTransaction) throws(StoreError) in
                try transaction.execute("DELETE FROM sections")
                transaction.changes.editions.insert("en")
                throw StoreError(.invalid, "On purpose.")
            }
        }
        #expect(error?.place == "fail")
        #expect(try await newsroom.generations() == before)
        #expect(try await newsroom.edition("en")?.sections.count == 2)
    }
}
