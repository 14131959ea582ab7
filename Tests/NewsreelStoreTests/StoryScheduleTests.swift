import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StoryScheduleTests {
    @Test func `a scheduled story is published at its time, once, and bears that time`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let moment = temporary.clock.clock.now.adding(seconds: 600)
        let scheduled = try await newsroom.schedule(draft.id, at: moment)
        #expect(scheduled.status == .scheduled && scheduled.scheduled == moment)
        #expect(try await newsroom.publishDue().published.isEmpty)
        #expect(try await newsroom.latest("en", limit: 10).cards.isEmpty)
        #expect(try await newsroom.deskStories(edition: "en", status: .scheduled).map(\.id) == [draft.id])

        temporary.clock.advance(seconds: 600.4)
        // Two servers look at the same time.
        async let one = newsroom.publishDue()
        async let other = newsroom.publishDue()
        let published = try await one.published + other.published
        #expect(published.map(\.id) == [draft.id])
        let story = try #require(try await newsroom.story(draft.id))
        #expect(story.status == .published && story.publication?.published == moment && story.scheduled == nil)
        #expect(try await newsroom.publishDue().published.isEmpty)
        #expect(try await newsroom.latest("en", limit: 10).cards.map(\.id) == [draft.id])
    }

    @Test func `a story that comes late, because no server ran, says when it came`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        _ = try await newsroom.schedule(draft.id, at: temporary.clock.clock.now.adding(seconds: 60))
        temporary.clock.advance(seconds: 7200)
        let published = try await newsroom.publishDue().published
        #expect(published.first?.publication?.published == temporary.clock.clock.now)
    }

    @Test func `a new time takes the place of the old, and a story taken out stays approved`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let now = temporary.clock.clock.now
        _ = try await newsroom.schedule(draft.id, at: now.adding(seconds: 60))
        _ = try await newsroom.schedule(draft.id, at: now.adding(seconds: 600))
        temporary.clock.advance(seconds: 90)
        #expect(try await newsroom.publishDue().published.isEmpty)
        let approved = try await newsroom.take(.unschedule, draft.id)
        #expect(approved.status == .approved && approved.scheduled == nil)
        temporary.clock.advance(seconds: 900)
        #expect(try await newsroom.publishDue().published.isEmpty)
    }

    @Test func `a time that has passed or lies far off is refused in words, and a story without a headline too`()
        async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let now = temporary.clock.clock.now
        for (seconds, word) in [(0.0, "has passed"), (-60, "has passed"), (86_400 * 2000, "Check the year")] {
            do {
                _ = try await newsroom.schedule(draft.id, at: now.adding(seconds: seconds))
                Issue.record("\(seconds) was taken")
            } catch {
                #expect(error.message.contains(word))
            }
        }
        var empty = StoryContent.fixture()
        empty.headline = " "
        let bare = try await newsroom.createStory(edition: "en", content: empty, author: "mara")
        await #expect(throws: StoreError.self) {
            try await newsroom.schedule(bare.id, at: now.adding(seconds: 60))
        }
        #expect(try await newsroom.story(bare.id)?.status == .draft)
    }

    @Test func `a published story is not scheduled, and a killed one can be once it is a draft again`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        let moment = temporary.clock.clock.now.adding(seconds: 60)
        await #expect(throws: StoreError.self) { try await newsroom.schedule(story.id, at: moment) }
        _ = try await newsroom.kill(story.id, notice: "The ferry never ran.")
        #expect(try await newsroom.story(story.id)?.corrections.map(\.note) == ["The ferry never ran."])
        _ = try await newsroom.reinstate(story.id)
        _ = try await newsroom.schedule(story.id, at: moment)
        temporary.clock.advance(seconds: 60)
        let again = try #require(try await newsroom.publishDue().published.first)
        #expect(again.url == story.url && again.publication?.updated == moment)
    }

    @Test func `a scheduled story that lost its credit goes back to the desk with the reason`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture())
        var content = StoryContent.fixture()
        content.media.append(MediaUse(asset.id))
        let draft = try await newsroom.createStory(edition: "en", content: content, author: "mara")
        _ = try await newsroom.schedule(draft.id, at: temporary.clock.clock.now.adding(seconds: 60))
        await #expect(throws: StoreError.self) { try await newsroom.describe(asset.id, credit: CreditChain()) }
        // Nothing of ours takes the credit away; somebody with a database tool might.
        try await newsroom.write("test") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "UPDATE media SET credit = $2 WHERE id = $1",
                [.id(asset.id), .text(try StoredJSON.text(CreditChain()))])
        }
        temporary.clock.advance(seconds: 61)
        let outcome = try await newsroom.publishDue()
        #expect(outcome.published.isEmpty && outcome.refused.map(\.id) == [draft.id])
        let story = try #require(try await newsroom.story(draft.id))
        #expect(story.status == .approved && story.scheduled == nil)
        #expect(story.scheduleRefusal?.contains("no credit") == true)
    }

    @Test func `what only a killed story shows is withdrawn, what another shows is not`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let alone = try await newsroom.addMedia(.fixture())
        let shared = try await newsroom.addMedia(.fixture())
        var content = StoryContent.fixture()
        content.media += [MediaUse(alone.id), MediaUse(shared.id)]
        let first = try await newsroom.publish(
            try await newsroom.createStory(edition: "en", content: content, author: "mara").id)
        var other = StoryContent.fixture()
        other.slug = "other"
        other.media.append(MediaUse(shared.id))
        _ = try await newsroom.publish(
            try await newsroom.createStory(edition: "en", content: other, author: "mara").id)
        #expect(try await !newsroom.isWithdrawn(alone.id))
        _ = try await newsroom.kill(first.id)
        #expect(try await newsroom.isWithdrawn(alone.id))
        #expect(try await !newsroom.isWithdrawn(shared.id))
        _ = try await newsroom.reinstate(first.id)
        #expect(try await !newsroom.isWithdrawn(alone.id))
    }
}
