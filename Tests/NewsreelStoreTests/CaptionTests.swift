import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct CaptionTests {
    private func track(
        _ words: String..., kind: CaptionTrack.Kind = .captions, language: String = "en"
    ) throws -> CaptionTrack {
        let tag = try #require(LanguageTag(language))
        let cues = words.enumerated().map { Cue(start: $0 * 4000, end: $0 * 4000 + 3900, text: $1) }
        return CaptionTrack(kind: kind, language: tag, label: tag.ownName, cues: cues)
    }

    private func found(_ words: String, in newsroom: Newsroom) async throws -> Int {
        try await newsroom.search(SearchRequest(SearchQuery(words), edition: "en")).total
    }

    @Test func `a published story is found by what is said in its clip, until the captions are taken away`()
        async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let clip = try await newsroom.addMedia(.fixture(kind: .video, original: .fixture()))
        let content = StoryContent(
            headline: "A gate", slug: "a-gate", body: [.paragraph([Inline("It fell.")])], lead: clip.id,
            media: [MediaUse(clip.id)])
        let outcome = try await newsroom.importStory(
            StoryImport(edition: "en", sourceKey: "gate", content: content), publish: true)
        #expect(outcome.story.status == .published)
        #expect(try await found("squirrels", in: newsroom) == 0)
        let before = try await newsroom.generation("en")

        try await newsroom.putCaptions(clip.id, try track("A rabbit wakes.", "Two <b>squirrels</b> throw acorns."))
        #expect(try await found("squirrels", in: newsroom) == 1)
        #expect(try await newsroom.generation("en") > before, "its page shows them")
        let spoken = try await newsroom.spoken(in: [outcome.story.id], language: "en")
        #expect(spoken[outcome.story.id]?.cues.map(\.start) == [0, 4000])
        try await newsroom.rebuildSearch()
        #expect(try await found("squirrel", in: newsroom) == 1, "a new index knows them too")

        // Another language is kept beside it, and is not what this edition is searched in.
        try await newsroom.putCaptions(clip.id, try track("Белки бросают жёлуди.", kind: .subtitles, language: "ru"))
        #expect(try await newsroom.captions([clip.id])[clip.id]?.map(\.language.rawValue) == ["en", "ru"])
        #expect(try await found("белки", in: newsroom) == 0)

        try await newsroom.putCaptions(clip.id, try track("Only a rabbit."))
        #expect(try await found("squirrels", in: newsroom) == 0)
        let english = try #require(LanguageTag("en"))
        try await newsroom.removeCaptions(clip.id, .captions, language: english)
        #expect(try await found("rabbit", in: newsroom) == 0)
        let again = await #expect(throws: StoreError.self) {
            try await newsroom.removeCaptions(clip.id, .captions, language: english)
        }
        #expect(again?.code == .notFound)
    }

    @Test func `captions come back as they were kept, and pictures have none`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let clip = try await newsroom.addMedia(.fixture(kind: .audio, original: .fixture()))
        let kept = try track("<v Ana>One &amp; two</v>", "Three\nfour", kind: .chapters, language: "pt-br")
        try await newsroom.putCaptions(clip.id, kept)
        #expect(try await newsroom.captions([clip.id])[clip.id] == [kept])
        #expect(try await newsroom.spoken(in: [StoryID(rawValue: "none")], language: "en").isEmpty)
        let picture = try await newsroom.addMedia(.fixture())
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.putCaptions(picture.id, try track("Words"))
        }
        #expect(error?.code == .invalid)
    }
}
