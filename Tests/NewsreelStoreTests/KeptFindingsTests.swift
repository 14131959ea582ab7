import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct KeptFindingsTests {
    private func codes(_ story: StoryID, in newsroom: Newsroom) async throws -> Set<CheckCode> {
        let story = try #require(try await newsroom.story(story))
        return Set(try await newsroom.findings(in: story).map(\.code))
    }

    @Test func `a story is looked through again only once something that the checks look at has changed`() async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let clip = try await newsroom.addMedia(.fixture(kind: .video, original: .fixture()))
        let content = StoryContent(
            headline: "Ferry returns to Osterholm", slug: "", body: [.paragraph([Inline("It came in at noon.")])],
            lead: clip.id, media: [MediaUse(clip.id)])
        let story = try await newsroom.createStory(edition: "en", content: content, author: "ada").id
        func made(_ body: () async throws -> Void = {}) async throws -> Int {
            let before = newsroom.keptFindings.made
            try await body()
            _ = try await codes(story, in: newsroom)
            _ = try await codes(story, in: newsroom)
            return newsroom.keptFindings.made - before
        }
        #expect(try await made() == 1)
        #expect(try await made() == 0)
        let without = try await codes(story, in: newsroom)
        #expect(without.contains(.captionsMissing))
        #expect(
            try await made {
                let track = CaptionTrack(
                    kind: .captions, language: try #require(LanguageTag("en")), label: "English",
                    cues: [Cue(start: 0, end: 1000, text: "Words")])
                try await newsroom.putCaptions(clip.id, track)
            } == 1)
        #expect(try await !codes(story, in: newsroom).contains(.captionsMissing))
        #expect(
            try await made {
                _ = try await newsroom.createStory(edition: "en", content: content, author: "ada")
            } == 1, "another story has the same headline")
        #expect(
            try await made {
                try await newsroom.describe(clip.id, alt: "A ferry at the quay")
            } == 1)
        #expect(try await made { _ = try await newsroom.embargo(story, until: .fixtureNow.adding(seconds: 100)) } == 1)
        #expect(try await made { temporary.clock.advance(seconds: 101) } == 1, "the embargo is over")
        #expect(try await made { temporary.clock.advance(seconds: 86_400) } == 1, "another day")
        #expect(try await made { try await newsroom.putEditions([.fixtureEnglish], default: "en") } == 1)
        // What is not saved is looked through for itself.
        var unsaved = try #require(try await newsroom.story(story))
        unsaved.content.headline = "Ferry"
        let before = newsroom.keptFindings.made
        _ = try await newsroom.findings(in: unsaved)
        #expect(newsroom.keptFindings.made == before + 1)
        #expect(try await made() == 0)
    }

    @Test func `another process's change counts too`() async throws {
        let temporary = try await TemporaryNewsroom()
        let other = try Newsroom.open(at: temporary.folder)
        let story = try await temporary.newsroom.createStory(edition: "en", content: .fixture(), author: "ada")
        _ = try await temporary.newsroom.findings(in: story)
        _ = try await other.createStory(edition: "en", content: .fixture(), author: "bob")
        let before = temporary.newsroom.keptFindings.made
        _ = try await temporary.newsroom.findings(in: story)
        #expect(temporary.newsroom.keptFindings.made == before + 1)
        try other.close()
    }

    @Test func `what stands in the way of publishing is found without the other headlines`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let content = StoryContent(
            headline: "Ferry runs again", slug: "ferry",
            body: [.paragraph([Inline("It came in at noon.")])])
        var stories: [Story] = []
        for _ in 0..<2 {
            stories.append(try await newsroom.createStory(edition: "en", content: content, author: "Mara Lind"))
        }
        let story = try await newsroom.embargo(stories[1].id, until: .fixtureNow.adding(seconds: 100))
        let blockers = try await newsroom.blockers(of: story, despite: nil)
        let found = try await newsroom.findings(in: story)
        #expect(blockers.map(\.code) == [.embargoAhead])
        #expect(found.contains { $0.code == .headlineTaken && !$0.blocksPublishing })
        #expect(blockers == found.filter(\.blocksPublishing))
        #expect(try await newsroom.blockers(of: story, despite: nil) == blockers)
        #expect(CheckCode.headlineTaken.severity != .error)
    }
}
