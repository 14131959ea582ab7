import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct LiveTests {
    let temporary: TemporaryNewsroom
    let ada = Actor(name: "Ada", address: "test")
    var newsroom: Newsroom { temporary.newsroom }

    init() async throws { temporary = try await TemporaryNewsroom() }

    private func live() async throws -> Story {
        let story = try await newsroom.publishFixture()
        try await newsroom.beginLive(story.id, label: "Live", author: "ada", by: ada)
        return story
    }

    private let text: [Block] = [.paragraph([Inline("The ferry is in sight.")])]

    @Test func `a live story has its label, its updates newest first, and ends with the label it had`() async throws {
        let story = try await live()
        #expect(try await newsroom.story(story.id)?.content.label == "Live")
        let first = try await newsroom.addUpdate(to: story.id, headline: "In sight", body: text, isKey: true, by: ada)
        temporary.clock.advance(seconds: 60)
        _ = try await newsroom.addUpdate(to: story.id, headline: " Moored ", body: [], isKey: false, by: ada)
        let coverage = try #require(try await newsroom.coverage(of: story.id))
        #expect(coverage.updates.map(\.headline) == ["Moored", "In sight"] && coverage.updates[1] == first)
        #expect(try await newsroom.story(story.id)?.publication?.updated == temporary.clock.clock.now)
        try await newsroom.endLive(story.id, author: "ada", by: ada)
        #expect(try await newsroom.coverage(of: story.id)?.ended == temporary.clock.clock.now)
        #expect(try await newsroom.story(story.id)?.content.label == story.content.label)
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.addUpdate(to: story.id, headline: "Late", body: [], isKey: false, by: ada)
        }
        #expect(error?.code == .stepRefused)
        let kinds = try await newsroom.liveChanges(after: 0, limit: 9).map(\.kind)
        #expect(kinds == [.coverage, .update, .update, .coverage])
    }

    @Test func `an update that was wrong says so`() async throws {
        let story = try await live()
        let update = try await newsroom.addUpdate(to: story.id, headline: "At nine", body: text, isKey: false, by: ada)
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.correctUpdate(
                update.id, headline: "At ten", body: text, isKey: false, note: " ", by: ada)
        }
        #expect(error?.code == .invalid)
        temporary.clock.advance(seconds: 60)
        let corrected = try await newsroom.correctUpdate(
            update.id, headline: "At ten", body: text, isKey: true, note: "The hour was wrong.", by: ada)
        #expect(corrected.corrections == [Correction(at: temporary.clock.clock.now, note: "The hour was wrong.")])
        #expect(corrected.at == update.at && corrected.headline == "At ten")
        let key = try await newsroom.correctUpdate(
            update.id, headline: "At ten", body: text, isKey: false, note: "", by: ada)
        #expect(key.corrections.count == 1 && !key.isKey)
    }

    @Test func `a killed live story takes its banner with it, and readers who look at it are told`() async throws {
        let story = try await live()
        let banner = try await newsroom.setBanner(
            edition: "en", text: "Ferry\nlost", story: story.id, until: temporary.clock.clock.now.adding(seconds: 600),
            by: ada)
        #expect(banner.text == "Ferry lost")
        #expect(try await newsroom.banner(of: "en") == banner)
        let last = try await newsroom.lastLiveChange()
        _ = try await newsroom.kill(story.id)
        #expect(try await newsroom.banner(of: "en") == nil)
        #expect(try await newsroom.liveChanges(after: last, limit: 9).map(\.kind) == [.gone, .banner])
    }

    @Test func `a banner ends by itself, and one that cannot be is refused`() async throws {
        let now = temporary.clock.clock.now
        _ = try await newsroom.setBanner(
            edition: "en", text: "Storm", story: nil, until: now.adding(seconds: 60), by: ada)
        temporary.clock.advance(seconds: 61)
        #expect(try await newsroom.banner(of: "en") == nil)
        let draft = try await newsroom.createStory(edition: "en", content: .fixture("Draft"), author: "ada")
        let cases: [(String, StoryID?, Double)] = [("", nil, 600), ("Storm", draft.id, 600), ("Storm", nil, 60)]
        for (text, story, seconds) in cases {
            await #expect(throws: StoreError.self) {
                try await newsroom.setBanner(
                    edition: "en", text: text, story: story, until: now.adding(seconds: seconds), by: ada)
            }
        }
        try await newsroom.clearBanner(edition: "en", by: ada)
        let before = try await newsroom.lastLiveChange()
        try await newsroom.clearBanner(edition: "en", by: ada)
        #expect(try await newsroom.lastLiveChange() == before)
    }

    @Test func `what readers were told is forgotten after a day, and its numbers only rise`() async throws {
        let story = try await live()
        temporary.clock.advance(seconds: 2 * 86_400)
        _ = try await newsroom.addUpdate(to: story.id, headline: "One", body: [], isKey: false, by: ada)
        let changes = try await newsroom.liveChanges(after: 0, limit: 9)
        #expect(changes.map(\.number) == [2])
    }

    @Test func `other processes hear of whatever readers are to be told, by the write that changed it`() async throws {
        let other = try Newsroom.open(at: temporary.folder)
        defer { try? other.close() }
        let until = temporary.clock.clock.now.adding(seconds: 600)
        var told: Set<LiveChange.Kind> = []
        func hears<T>(_ kinds: [LiveChange.Kind], _ write: () async throws -> T) async throws -> T {
            let (number, event) = (try await other.lastChange(), try await other.lastLiveChange())
            let value = try await write()
            let (change, last) = try await other.foreignChanges(after: number)
            #expect(change.keys.contains("live") && last == number + 1)
            #expect(try await other.liveChanges(after: event, limit: 9).map(\.kind) == kinds)
            told.formUnion(kinds)
            return value
        }
        let story = try await newsroom.publishFixture()
        try await hears([.coverage]) {
            try await newsroom.beginLive(story.id, label: "Live", author: "ada", by: ada)
        }
        let update = try await hears([.update]) {
            try await newsroom.addUpdate(to: story.id, headline: "In sight", body: [], isKey: false, by: ada)
        }
        _ = try await hears([.update]) {
            try await newsroom.correctUpdate(
                update.id, headline: "Moored", body: [], isKey: false, note: "It has moored.", by: ada)
        }
        _ = try await hears([.banner]) {
            try await newsroom.setBanner(edition: "en", text: "Storm", story: nil, until: until, by: ada)
        }
        try await hears([.banner]) { try await newsroom.clearBanner(edition: "en", by: ada) }
        try await hears([.coverage]) { try await newsroom.endLive(story.id, author: "ada", by: ada) }
        _ = try await hears([.banner]) {
            try await newsroom.setBanner(edition: "en", text: "Home", story: story.id, until: until, by: ada)
        }
        _ = try await hears([.gone, .banner]) { try await newsroom.kill(story.id) }
        #expect(told == Set(LiveChange.Kind.allCases))
    }

    @Test func `nothing publishes a story before its embargo unless it is lifted`() async throws {
        let now = temporary.clock.clock.now
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let embargo = now.adding(seconds: 3600)
        _ = try await newsroom.embargo(draft.id, until: embargo)
        let held = try #require(try await newsroom.story(draft.id))
        #expect(held.embargo == embargo)
        #expect(try await newsroom.findings(in: held).contains { $0.code == .embargoAhead && $0.blocksPublishing })
        #expect(try await !newsroom.findings(in: held, at: embargo).contains { $0.code == .embargoAhead })
        for refused in [
            await #expect(throws: StoreError.self) { try await newsroom.publish(draft.id) },
            await #expect(throws: StoreError.self) { try await newsroom.take(.publish, draft.id) },
            await #expect(throws: StoreError.self) {
                try await newsroom.schedule(draft.id, at: now.adding(seconds: 60))
            },
        ] {
            #expect(refused?.code == .stepRefused && refused?.message.contains("under embargo until") == true)
        }
        _ = try await newsroom.schedule(draft.id, at: embargo)
        let later = await #expect(throws: StoreError.self) {
            try await newsroom.embargo(draft.id, until: embargo.adding(seconds: 60))
        }
        #expect(later?.code == .stepRefused)
        let lifted = try await newsroom.publish(draft.id, liftingEmbargo: true)
        #expect(lifted.status == .published && lifted.embargo == nil)
    }
}
