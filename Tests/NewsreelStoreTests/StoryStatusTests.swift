import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StoryStatusTests {
    @Test func `a draft is nowhere for readers until it is published`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        #expect(draft.status == .draft && draft.version == 1 && draft.publication == nil)
        #expect(try await newsroom.latest("en", limit: 10).cards.isEmpty)
        #expect(try await newsroom.tags("en").isEmpty)
        #expect(try await newsroom.search(SearchRequest(SearchQuery("ferry"), edition: "en")).total == 0)

        let story = try await newsroom.publish(draft.id)
        #expect(story.status == .published)
        #expect(story.publication?.published == .fixtureNow)
        let day = try #require(LocalDay("2026-03-02"))
        #expect(story.url == SiteURL(edition: "en", .story(day: day, slug: "ferry-returns-to-osterholm")))
        #expect(try await newsroom.story(edition: "en", day: day, slug: story.content.slug) == .found(story))
        #expect(try await newsroom.latest("en", limit: 10).cards.map(\.id) == [story.id])
        #expect(try await newsroom.tags("en").map(\.stories) == [1])
        #expect(try await newsroom.search(SearchRequest(SearchQuery("ferry"), edition: "en")).total == 1)
        #expect(try await newsroom.storyCount() == 1)
    }

    @Test func `a killed story leaves a notice and stands in no list`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        let killed = try await newsroom.kill(story.id)
        let day = try #require(story.publication?.day)
        #expect(killed.status == .killed)
        #expect(try await newsroom.story(edition: "en", day: day, slug: story.content.slug) == .killed(killed))
        #expect(try await newsroom.latest("en", limit: 10).cards.isEmpty)
        #expect(try await newsroom.section("en", "town", limit: 10).cards.isEmpty)
        #expect(try await newsroom.tag("en", "ferries", limit: 10).cards.isEmpty)
        #expect(try await newsroom.tag("en", "ferries") == nil)
        #expect(try await newsroom.author("en", "mara-lind", limit: 10).cards.isEmpty)
        #expect(try await newsroom.day("en", day, limit: 5).cards.isEmpty)
        #expect(try await newsroom.archiveMonths("en").isEmpty)
        #expect(try await newsroom.search(SearchRequest(SearchQuery("ferry"), edition: "en")).total == 0)
        #expect(try await newsroom.storyCount() == 0)
    }

    @Test func `every address that a killed story had says that it is gone`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        var content = story.content
        content.slug = "ferry-is-back"
        let moved = try await newsroom.save(story.id, content, basedOn: story.version, author: "test")
        let day = try #require(story.publication?.day)
        #expect(
            try await newsroom.story(edition: "en", day: day, slug: story.content.slug)
                == .moved(try #require(moved.url)))
        let killed = try await newsroom.kill(story.id)
        for slug in [story.content.slug, "ferry-is-back"] {
            #expect(try await newsroom.story(edition: "en", day: day, slug: slug) == .killed(killed), "\(slug)")
        }
    }

    @Test func `a reinstated story is a draft that keeps its address`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        _ = try await newsroom.kill(story.id)
        let draft = try await newsroom.reinstate(story.id)
        let day = try #require(story.publication?.day)
        #expect(draft.status == .draft)
        #expect(try await newsroom.story(edition: "en", day: day, slug: story.content.slug) == .none)

        temporary.clock.advance(seconds: 86_400)
        let again = try await newsroom.publish(story.id)
        #expect(again.url == story.url)
        #expect(again.publication?.published == story.publication?.published)
        #expect(again.publication?.updated == temporary.clock.now)
    }

    @Test(arguments: [StoryStep.submit, .approve, .schedule, .reinstate, .sendBack])
    func `a published story does not take the steps of a draft`(step: StoryStep) async throws {
        let temporary = try await TemporaryNewsroom()
        let story = try await temporary.newsroom.publishFixture()
        let error = await #expect(throws: StoreError.self) { try await temporary.newsroom.take(step, story.id) }
        #expect(error?.code == .stepRefused)
        #expect(try await temporary.newsroom.story(story.id) == story)
    }

    @Test func `the day in the address is the day of the edition's own clock`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let moment = try #require(Timestamp(iso8601: "2026-03-01T22:30:00Z"))
        let english = try await temporary.newsroom.publishFixture(at: moment)
        let russian = try await temporary.newsroom.publishFixture(edition: "ru", at: moment)
        #expect(english.publication?.day == LocalDay("2026-03-01"))
        #expect(russian.publication?.day == LocalDay("2026-03-02"))
    }

    @Test func `a story without a headline is refused`() async throws {
        let temporary = try await TemporaryNewsroom()
        let draft = try await temporary.newsroom.createStory(edition: "en", content: .fixture("  "), author: "mara")
        let error = await #expect(throws: StoreError.self) { try await temporary.newsroom.publish(draft.id) }
        #expect(error?.code == .noHeadline)
        #expect(error?.place == "publish story \(draft.id)")
    }

    @Test(arguments: MediaKind.allCases)
    func `a story that shows media with no credit is refused`(kind: MediaKind) async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(kind: kind, credit: CreditChain()))
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(media: [asset.id]), author: "mara")
        let error = await #expect(throws: StoreError.self) { try await newsroom.publish(draft.id) }
        #expect(error?.code == .mediaWithoutCredit)
        #expect(error?.message.contains("A picture or clip with no credit cannot be published.") == true)
        #expect(error?.message.contains("The ferry at the quay") == true)
        #expect(try await newsroom.story(draft.id)?.status == .draft)

        try await newsroom.describe(asset.id, credit: .fixture)
        #expect(try await newsroom.publish(draft.id).status == .published)
        let second = await #expect(throws: StoreError.self) {
            try await newsroom.describe(asset.id, credit: CreditChain())
        }
        #expect(second?.code == .mediaWithoutCredit)
    }

    @Test func `a story is not published in the future`() async throws {
        let temporary = try await TemporaryNewsroom()
        let draft = try await temporary.newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let error = await #expect(throws: StoreError.self) {
            try await temporary.newsroom.publish(draft.id, at: Timestamp.fixtureNow.adding(seconds: 3600))
        }
        #expect(error?.code == .invalid)
    }

    @Test func `a correction is public, dated and counts as an update`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture()
        temporary.clock.advance(seconds: 600)
        var content = story.content
        content.standfirst = "The first crossing carried ninety-one passengers."
        let corrected = try await newsroom.correct(
            story.id, note: "An earlier version gave ninety passengers.", content: content, basedOn: 1, author: "mara")
        #expect(
            corrected.corrections == [
                Correction(at: temporary.clock.now, note: "An earlier version gave ninety passengers.")
            ])
        #expect(corrected.publication?.updated == temporary.clock.now)
        #expect(corrected.version == 2)
        #expect(try await newsroom.story(story.id) == corrected)

        let empty = await #expect(throws: StoreError.self) { try await newsroom.correct(story.id, note: " ") }
        #expect(empty?.code == .invalid)
    }
}
