import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StoryDeletionTests {
    private func count(_ table: String, _ story: StoryID, in newsroom: Newsroom) async throws -> Int {
        try await newsroom.read("count") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM \(table) WHERE story = $1", [.id(story)])
        }
    }

    @Test func `a draft goes with all that belongs to it, and its media stay`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let ada = User(
            id: UserID(rawValue: "u-ada"), name: "Ada", email: "ada@lamp.example", role: .editor, created: .fixtureNow)
        try await newsroom.putUser(ada)
        let picture = try await newsroom.addMedia(.fixture(original: .fixture()))
        let content = StoryContent(
            headline: "A draft", slug: "a-draft", body: [.paragraph([Inline("Words.")])], lead: picture.id,
            media: [MediaUse(picture.id)])
        let draft = try await newsroom.createStory(edition: "en", content: content, author: ada.id.rawValue)
        let other = try await newsroom.createStory(edition: "en", content: content, author: ada.id.rawValue)
        try await newsroom.keepWorkingCopy(of: draft.id, content, basedOn: 1, by: ada.id)
        _ = try await newsroom.notePresence(in: draft.id, of: ada.id)
        let comment = try await newsroom.comment(on: draft.id, "Says who?", by: ada, address: "::1")
        _ = try await newsroom.comment(
            on: draft.id, "The keeper.", answering: comment.id, by: ada, address: "::1")
        #expect(try await newsroom.libraryItem(picture.id)?.uses == 2)

        let late = await #expect(throws: StoreError.self) {
            try await newsroom.deleteStory(draft.id, version: 7, by: .operatorOfMachine)
        }
        #expect(late?.code == .conflict)
        try await newsroom.deleteStory(draft.id, version: 1, by: Actor(ada, address: "::1"))
        #expect(try await newsroom.story(draft.id) == nil)
        for table in StoryDeletion.tables + ["comments"] {
            #expect(try await count(table, draft.id, in: newsroom) == 0, "\(table)")
        }
        #expect(try await newsroom.libraryItem(picture.id)?.uses == 1)
        #expect(try await newsroom.story(other.id) == other)
        let act = try #require(try await newsroom.acts(limit: 1).first)
        #expect(act.act == .storyDeleted && act.subject.contains("A draft") && act.actor == "Ada")
        let again = await #expect(throws: StoreError.self) {
            try await newsroom.deleteStory(draft.id, by: .operatorOfMachine)
        }
        #expect(again?.code == .notFound)
    }

    @Test func `what readers had is not deleted, withdrawn or not`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        for step in [StoryStep.kill, .reinstate, .submit] {
            let error = await #expect(throws: StoreError.self) {
                try await newsroom.deleteStory(story.id, by: .operatorOfMachine)
            }
            #expect(error?.code == .stepRefused, "before \(step)")
            _ = try await newsroom.take(step, story.id)
        }
        #expect(try await newsroom.story(story.id) != nil)
    }

    /// A table that comes to point to stories has to be emptied too.
    @Test func `every table that points to stories is known to the deletion`() async throws {
        let temporary = try await TemporaryNewsroom()
        let tables = try await temporary.newsroom.read("look") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%REFERENCES stories%'"
            ) { (row: borrowing RowView) in row.text(0) }
        }
        // A story's banner is taken away by its release.
        #expect(Set(tables).subtracting(StoryDeletion.tables) == ["comments", "banners"])
    }
}
