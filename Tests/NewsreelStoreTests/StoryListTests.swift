import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StoryListTests {
    private func publish(_ count: Int, in newsroom: Newsroom, from first: Int = 0) async throws -> [Story] {
        var stories: [Story] = []
        for number in first..<first + count {
            // Some share a moment, so that identity has to decide.
            let moment = Timestamp.fixtureNow.adding(seconds: Double(number / 3 * 60 - 86_400))
            stories.append(
                try await newsroom.publishFixture(
                    .fixture("Story \(number)", section: number.isMultiple(of: 2) ? "town" : "sea", tags: ["Ferries"]),
                    at: moment))
        }
        return stories
    }

    @Test func `pages forward and back are the same pages`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let all = Array(try await publish(23, in: newsroom).map(\.id).reversed())
        var pages: [StoryList] = [try await newsroom.latest("en", limit: 5)]
        while let older = pages.last?.older { pages.append(try await newsroom.latest("en", older, limit: 5)) }
        #expect(pages.map(\.cards.count) == [5, 5, 5, 5, 3])
        #expect(pages.flatMap { $0.cards.map(\.id) } == all)
        #expect(pages.first?.newer == nil && pages.last?.older == nil)

        var back: [StoryList] = [try #require(pages.last)]
        while let newer = back.last?.newer { back.append(try await newsroom.latest("en", newer, limit: 5)) }
        #expect(back.map { $0.cards.map(\.id) } == pages.reversed().map { $0.cards.map(\.id) })
    }

    @Test func `a day is walked to its end and back, over the same pages`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let all = Array(try await publish(23, in: newsroom).map(\.id).reversed())
        _ = try await newsroom.publishFixture(.fixture("The day after"))
        let day = try #require(try await newsroom.story(all[0])?.publication?.day)
        var pages: [StoryList] = [try await newsroom.day("en", day, limit: 5)]
        while let older = pages.last?.older { pages.append(try await newsroom.day("en", day, older, limit: 5)) }
        #expect(pages.flatMap { $0.cards.map(\.id) } == all)
        #expect(pages.first?.newer == nil && pages.count == 5)
        for (page, newer) in zip(pages.dropFirst(), [ListPage.newest] + pages.dropLast(2).compactMap(\.older)) {
            #expect(page.newer == newer)
        }

        _ = try await newsroom.kill(all[7])
        let second = try await newsroom.day("en", day, try #require(pages[0].older), limit: 5)
        #expect(second.cards.map(\.id) == [all[5], all[6], all[8], all[9], all[10]])
    }

    @Test func `a page that an old address ends at leads on as the others do`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        _ = try await publish(23, in: newsroom)
        let cards = try await newsroom.latest("en", limit: 23).cards
        let page = try await newsroom.latest("en", .after(cards[15].position), limit: 5)
        #expect(page.cards == Array(cards[10..<15]))
        #expect(page.newer == .before(cards[4].position) && page.older == .before(cards[14].position))
    }

    @Test func `a page stays what it is when newer stories come`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        _ = try await publish(12, in: newsroom)
        let first = try await newsroom.latest("en", limit: 5)
        let older = try #require(first.older)
        let before = try await newsroom.latest("en", older, limit: 5)
        _ = try await publish(8, in: newsroom, from: 30)
        let after = try await newsroom.latest("en", older, limit: 5)
        #expect(after.cards == before.cards)
        #expect(after.older == before.older)
        let newer = try #require(after.newer)
        #expect(try await newsroom.latest("en", newer, limit: 5).cards == first.cards)
    }

    @Test func `a page past the end leads back to the newest`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        _ = try await publish(3, in: newsroom)
        let start = ListPosition(published: Timestamp(milliseconds: 0), id: StoryID(rawValue: "a"))
        let page = try await newsroom.latest("en", .before(start), limit: 5)
        #expect(page == StoryList(newer: .newest))
        #expect(try await newsroom.latest("en", limit: 5).newer == nil)
    }

    @Test func `sections, tags and authors list their own, each edition its own`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        let stories = try await publish(6, in: newsroom)
        _ = try await newsroom.publishFixture(.fixture("Паром"), edition: "ru")
        #expect(
            try await newsroom.section("en", "sea", limit: 10).cards.map(\.headline) == [
                "Story 5", "Story 3", "Story 1",
            ])
        #expect(try await newsroom.tag("en", "ferries", limit: 10).cards.count == 6)
        #expect(try await newsroom.tag("ru", "ferries", limit: 10).cards.map(\.headline) == ["Паром"])
        #expect(try await newsroom.author("en", "mara-lind", limit: 2).older != nil)
        #expect(try await newsroom.authorName("en", "mara-lind") == "Mara Lind")
        #expect(try await newsroom.authorName("en", "nobody") == nil)
        #expect(try await newsroom.latest("ru", limit: 10).cards.count == 1)

        var content = stories[0].content
        content.tags = ["Storms"]
        content.section = "sea"
        content.bylines = [Byline("Jon Aas")]
        _ = try await newsroom.save(stories[0].id, content, basedOn: 1, author: "jon")
        #expect(try await newsroom.tag("en", "ferries", limit: 10).cards.count == 5)
        #expect(try await newsroom.tags("en").map(\.tag.name) == ["Ferries", "Storms"])
        #expect(try await newsroom.tags("en").map(\.stories) == [5, 1])
        #expect(try await newsroom.section("en", "sea", limit: 10).cards.count == 4)
        #expect(try await newsroom.author("en", "jon-aas", limit: 10).cards.map(\.id) == [stories[0].id])
        #expect(try await newsroom.author("en", "mara-lind", limit: 10).cards.count == 5)
    }

    @Test func `a card shows the lead with the story's own words for it`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(kind: .video, original: .fixture()))
        try await newsroom.markReady(asset.id, renditions: [.fixture("w320.jpg", width: 320), .fixture()])
        var content = StoryContent.fixture(lead: asset.id)
        content.media = [MediaUse(asset.id, caption: "Homecoming", alt: "A white ferry")]
        _ = try await newsroom.publishFixture(content)
        let card = try #require(try await newsroom.latest("en", limit: 1).cards.first)
        #expect(card.lead?.caption == "Homecoming" && card.lead?.alt == "A white ferry")
        #expect(card.lead?.renditions.map(\.name) == ["w320.jpg", "w640.jpg"])
        #expect(card.lead?.credit == .fixture)
        #expect(card.kind == .video)
        #expect(card.bylines == [Byline("Mara Lind")])
    }

    @Test func `neighbours, days and months follow the order of publication`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        var stories: [Story] = []
        for day in ["2026-01-30", "2026-01-30", "2026-02-01", "2026-02-20"] {
            let moment = try #require(Timestamp(iso8601: "\(day)T10:00:00Z"))
            stories.append(try await newsroom.publishFixture(.fixture("On \(day)"), at: moment))
        }
        let middle = try await newsroom.neighbours(stories[2])
        #expect(middle.newer?.id == stories[3].id && middle.older?.id == stories[1].id)
        #expect(try await newsroom.neighbours(stories[0]).older == nil)
        #expect(try await newsroom.neighbours(stories[3]).newer == nil)

        #expect(try await newsroom.archiveMonths("en").map(\.month) == ["2026-02", "2026-01"])
        #expect(try await newsroom.archiveMonths("en").map(\.stories) == [2, 2])
        let january = try await newsroom.archiveDays("en", month: "2026-01")
        #expect(january.map(\.day.description) == ["2026-01-30"] && january.map(\.stories) == [2])
        let first = try #require(LocalDay("2026-02-01"))
        let beside = try await newsroom.adjacentDays("en", first)
        #expect(beside.newer == LocalDay("2026-02-20") && beside.older == LocalDay("2026-01-30"))
        #expect(try await newsroom.day("en", first, limit: 5).cards.map(\.id) == [stories[2].id])
    }

    @Test func `what is related is chosen by the desk, then by shared tags, then by section`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        let one = try await newsroom.publishFixture(.fixture("One tag", section: "sea", tags: ["Ferries"]))
        let two = try await newsroom.publishFixture(.fixture("Two tags", section: "sea", tags: ["Ferries", "Storms"]))
        let section = try await newsroom.publishFixture(.fixture("Same section", tags: ["Cheese"]))
        let chosen = try await newsroom.publishFixture(.fixture("Chosen", section: "sea", tags: ["Mills"]))
        let foreign = try await newsroom.publishFixture(.fixture("Foreign", tags: ["Ferries"]), edition: "ru")
        var content = StoryContent.fixture("The story", tags: ["Ferries", "Storms"])
        content.related = [chosen.id, foreign.id]
        let story = try await newsroom.publishFixture(content)
        #expect(try await newsroom.related(story, limit: 4).map(\.id) == [chosen.id, two.id, one.id, section.id])
        #expect(try await newsroom.related(story, limit: 2).map(\.id) == [chosen.id, two.id])
    }

    @Test func `translations link both ways and only where they are published`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian, .fixtureArabic])
        let newsroom = temporary.newsroom
        let english = try await newsroom.publishFixture(translationKey: "ferry")
        let russian = try await newsroom.publishFixture(
            .fixture("Паром вернулся"), edition: "ru", translationKey: "ferry")
        _ = try await newsroom.createStory(
            edition: "ar", content: .fixture("عادت العبارة"), author: "mara", translationKey: "ferry")
        #expect(try await newsroom.translations(english).map(\.url) == [russian.url].compactMap { $0 })
        #expect(try await newsroom.translations(russian).map(\.language) == ["en"])
        _ = try await newsroom.kill(english.id)
        #expect(try await newsroom.translations(russian).isEmpty)
    }

    @Test func `cards come in the order asked for, without what is not published`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let stories = try await publish(4, in: newsroom)
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let asked = [stories[2].id, draft.id, stories[0].id, StoryID(rawValue: "nowhere"), stories[2].id]
        #expect(try await newsroom.cards(asked).map(\.id) == [stories[2].id, stories[0].id])
        #expect(try await newsroom.cards([]).isEmpty)
    }
}
