import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StoryImportTests {
    @Test func `the same material again changes nothing`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let material = StoryImport.fixture(media: [
            .fixture("m1"), .fixture("m2", kind: .video, caption: "The crossing"),
        ])
        let first = try await newsroom.importStory(material)
        #expect(first.change == .created)
        #expect(first.story.content.media.map(\.media.rawValue).contains("m1") == false)
        #expect(first.story.content.lead == first.story.content.media.first?.media)
        temporary.clock.advance(seconds: 60)
        let second = try await newsroom.importStory(material)
        #expect(second.change == .unchanged)
        #expect(second.story == first.story)
        #expect(try await newsroom.revisions(first.story.id).count == 1)
        #expect(try await newsroom.deskStories(edition: "en").count == 1)
    }

    @Test func `changed material updates the same story and keeps a filled placeholder filled`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let first = try await newsroom.importStory(.fixture(media: [.fixture()]), publish: true)
        let lead = try #require(first.story.content.lead)
        #expect(try await newsroom.media(lead)?.state == .awaited)
        _ = try await newsroom.fill(lead, original: .fixture(7))
        _ = try await newsroom.markReady(lead, renditions: [.fixture()])

        temporary.clock.advance(seconds: 3600)
        var material = StoryImport.fixture(media: [.fixture()])
        material.content.body.append(.paragraph([Inline("A second boat follows in April.")]))
        let second = try await newsroom.importStory(material)
        #expect(second.change == .updated)
        #expect(second.story.id == first.story.id)
        #expect(second.story.content.lead == lead)
        #expect(second.story.publication?.published == first.story.publication?.published)
        #expect(second.story.publication?.updated == temporary.clock.now)
        #expect(second.story.url == first.story.url)
        let asset = try #require(try await newsroom.media(lead))
        #expect(asset.state == .ready && asset.original == .fixture(7) && asset.renditions.count == 1)
        #expect(try await newsroom.revisions(first.story.id).map(\.author) == ["import", "import"])
    }

    @Test func `a file is the same picture under new words, other words and no file are another picture`() async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let first = try await newsroom.importStory(
            .fixture(media: [.fixture("m1", original: .fixture(1)), .fixture("m2", caption: "The horn")]))
        let ids = first.story.content.media.map(\.media)
        let second = try await newsroom.importStory(
            .fixture(media: [
                .fixture("m9", caption: "The ferry, seen from the mole", original: .fixture(1)),
                .fixture("m2", caption: "The captain"),
            ]))
        let now = second.story.content.media.map(\.media)
        #expect(now[0] == ids[0])
        #expect(now[1] != ids[1])
        #expect(try await newsroom.media(ids[0])?.caption == "The ferry, seen from the mole")
        #expect(try await newsroom.jobs().count == 1)
    }

    @Test func `a file that comes later fills the placeholder of the same words`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let first = try await newsroom.importStory(.fixture(media: [.fixture()]))
        let second = try await newsroom.importStory(.fixture(media: [.fixture(original: .fixture(3))]))
        let lead = try #require(second.story.content.lead)
        #expect(first.story.content.lead == lead)
        #expect(try await newsroom.media(lead)?.state == .processing)
        #expect(try await newsroom.jobs().map(\.media) == [lead])
        #expect(second.change == .updated)
        #expect(try await newsroom.revisions(first.story.id).count == 1)
    }

    @Test func `the material's own times are the story's times once it is published`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureRussian])
        let newsroom = temporary.newsroom
        let published = try #require(Timestamp(iso8601: "2020-06-17T07:55:00+03:00"))
        var material = StoryImport.fixture(edition: "ru", published: published)
        material.updated = published.adding(seconds: 1800)
        let draft = try await newsroom.importStory(material)
        #expect(draft.story.publication == nil)
        let again = try await newsroom.importStory(material, publish: true)
        #expect(again.change == .unchanged && again.refusal == nil)
        #expect(again.story.publication?.published == published)
        #expect(again.story.publication?.day == LocalDay("2020-06-17"))
        #expect(again.story.publication?.updated == published.adding(seconds: 1800))
    }

    @Test func `what may not be published is kept as a draft with the reason`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let outcome = try await newsroom.importStory(
            .fixture(media: [.fixture(credit: CreditChain())]), publish: true)
        #expect(outcome.story.status == .draft)
        #expect(outcome.refusal?.code == .mediaWithoutCredit)
        #expect(try await newsroom.story(outcome.story.id)?.status == .draft)
        #expect(try await newsroom.latest("en", limit: 5).cards.isEmpty)
    }

    @Test func `a published story is not overwritten by material that may not be published`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.importStory(.fixture(), publish: true).story
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.importStory(.fixture(media: [.fixture(credit: CreditChain())]))
        }
        #expect(error?.code == .mediaWithoutCredit)
        #expect(try await newsroom.story(story.id) == story)
        #expect(try await newsroom.jobs().isEmpty)
    }

    @Test func `a numbered slug stays when the material comes again`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        _ = try await newsroom.importStory(.fixture("a.md"), publish: true)
        let second = try await newsroom.importStory(.fixture("b.md"), publish: true).story
        #expect(second.content.slug == "ferry-returns-to-osterholm-2")
        var material = StoryImport.fixture("b.md")
        material.content.standfirst = "Ninety-two passengers crossed."
        let again = try await newsroom.importStory(material).story
        #expect(again.content.slug == second.content.slug)
        #expect(again.url == second.url)
    }

    @Test func `stories name each other in whichever order they come`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        var first = StoryImport.fixture("a.md", headline: "First")
        first.relatedKeys = ["b.md"]
        var second = StoryImport.fixture("b.md", headline: "Second")
        second.relatedKeys = ["a.md"]
        let one = try await newsroom.importStory(first, publish: true).story
        let two = try await newsroom.importStory(second, publish: true).story
        #expect(two.content.related == [one.id])
        let linked = try #require(try await newsroom.story(one.id))
        #expect(linked.content.related == [two.id])
        #expect(try await newsroom.related(linked, limit: 3).map(\.id) == [two.id])
        #expect(try await newsroom.importStory(first).change == .unchanged)
    }

    @Test func `the same material in two editions is two stories`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        let english = try await newsroom.importStory(.fixture()).story
        let russian = try await newsroom.importStory(.fixture(edition: "ru")).story
        #expect(english.id != russian.id)
        #expect(try await newsroom.story(sourceKey: "ferry.md", edition: "ru")?.id == russian.id)
    }

    @Test func `corrections of the material are kept beside the desk's own`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.importStory(.fixture(), publish: true).story
        _ = try await newsroom.correct(story.id, note: "The desk's own.")
        var material = StoryImport.fixture()
        material.corrections = [Correction(at: Timestamp.fixtureNow.adding(seconds: -60), note: "The material's.")]
        let again = try await newsroom.importStory(material).story
        #expect(again.corrections.map(\.note) == ["The material's.", "The desk's own."])
    }

    @Test func `a placeholder of which nothing is said stays filled too, and files without words stay apart`()
        async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let bare = MediaImport.fixture("m1", caption: nil, credit: CreditChain())
        let first = try await newsroom.importStory(.fixture(media: [bare]))
        let lead = try #require(first.story.content.lead)
        _ = try await newsroom.fill(lead, original: .fixture(4))
        var material = StoryImport.fixture(media: [bare])
        material.content.standfirst = "Changed."
        #expect(try await newsroom.importStory(material).story.content.lead == lead)
        #expect(try await newsroom.media(lead)?.original == .fixture(4))

        material.media[0].original = .fixture(5)
        let other = try await newsroom.importStory(material).story.content.lead
        #expect(other != lead)
    }

    @Test func `material is checked before anything of it is kept`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        var material = StoryImport.fixture(media: [.fixture(original: .fixture())])
        material.content.body.append(.image(MediaID(rawValue: "m7")))
        let error = await #expect(throws: StoreError.self) { try await newsroom.importStory(material) }
        #expect(error?.code == .mediaMissing)
        #expect(try await newsroom.jobs().isEmpty)
        #expect(try await newsroom.media(checksum: Original.fixture().checksum).isEmpty)
        let nameless = await #expect(throws: StoreError.self) { try await newsroom.importStory(.fixture("")) }
        #expect(nameless?.code == .invalid)
    }
}
