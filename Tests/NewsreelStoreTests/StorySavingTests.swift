import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct StorySavingTests {
    @Test func `two editors never overwrite each other`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let first = try await newsroom.save(draft.id, .fixture("Ferry is back"), basedOn: 1, author: "mara")
        #expect(first.version == 2)
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.save(draft.id, .fixture("Ferry returns at last"), basedOn: 1, author: "jon")
        }
        #expect(error?.code == .conflict)
        #expect(try await newsroom.story(draft.id)?.content.headline == "Ferry is back")
    }

    @Test func `of many saves at once on one version exactly one wins`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<12 {
                group.addTask {
                    (try? await newsroom.save(
                        draft.id, .fixture("Version of \(number)"), basedOn: 1, author: "\(number)"))
                        != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
        #expect(try await newsroom.revisions(draft.id).map(\.version) == [2, 1])
    }

    @Test func `every saved version is kept with its author and time`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let draft = try await newsroom.createStory(edition: "en", content: .fixture("One"), author: "mara")
        temporary.clock.advance(seconds: 60)
        _ = try await newsroom.save(draft.id, .fixture("Two"), basedOn: 1, author: "jon")
        temporary.clock.advance(seconds: 60)
        let third = try await newsroom.save(draft.id, .fixture("Three"), basedOn: 2, author: "mara")
        let revisions = try await newsroom.revisions(draft.id)
        #expect(revisions.map(\.version) == [3, 2, 1])
        #expect(revisions.map(\.author) == ["mara", "jon", "mara"])
        #expect(revisions.map(\.content.headline) == ["Three", "Two", "One"])
        #expect(revisions.map { $0.saved.seconds(since: .fixtureNow) } == [120, 60, 0])

        let same = try await newsroom.save(draft.id, third.content, basedOn: 3, author: "jon")
        #expect(same == third)
        #expect(try await newsroom.revisions(draft.id).count == 3)
    }

    @Test func `a changed slug of a published story leaves a redirect for good`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture(.fixture(slug: "ferry"))
        let day = try #require(story.publication?.day)
        var content = story.content
        content.slug = "ferry-returns"
        let second = try await newsroom.save(story.id, content, basedOn: 1, author: "mara")
        content.slug = "ferry-is-back"
        let third = try await newsroom.save(story.id, content, basedOn: 2, author: "mara")
        let address = try #require(third.url)
        #expect(second.url != third.url)
        #expect(try await newsroom.story(edition: "en", day: day, slug: "ferry") == .moved(address))
        #expect(try await newsroom.story(edition: "en", day: day, slug: "ferry-returns") == .moved(address))
        #expect(try await newsroom.story(edition: "en", day: day, slug: "ferry-is-back") == .found(third))

        // Another story does not take an address that leads elsewhere.
        let other = try await newsroom.publishFixture(.fixture("Other", slug: "ferry"))
        #expect(other.content.slug == "ferry-2")

        // Its own old address it may take back.
        content.slug = "ferry"
        let fourth = try await newsroom.save(story.id, content, basedOn: 3, author: "mara")
        #expect(try await newsroom.story(edition: "en", day: day, slug: "ferry") == .found(fourth))
        let back = try #require(fourth.url)
        #expect(try await newsroom.story(edition: "en", day: day, slug: "ferry-is-back") == .moved(back))
    }

    @Test func `stories of one day and slug are numbered, those of other days and editions are not`() async throws {
        let temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        var slugs: [String] = []
        for _ in 0..<7 { slugs.append(try await newsroom.publishFixture(.fixture(slug: "watch")).content.slug) }
        #expect(slugs.first == "watch")
        #expect(slugs[1] == "watch-2")
        #expect(Set(slugs).count == 7)
        #expect(slugs.allSatisfy(Slug.isValid))
        let yesterday = Timestamp.fixtureNow.adding(seconds: -86_400)
        #expect(try await newsroom.publishFixture(.fixture(slug: "watch"), at: yesterday).content.slug == "watch")
        #expect(try await newsroom.publishFixture(.fixture(slug: "watch"), edition: "ru").content.slug == "watch")
        let long = String(repeating: "a", count: 80)
        _ = try await newsroom.publishFixture(.fixture(slug: long))
        let second = try await newsroom.publishFixture(.fixture(slug: long)).content.slug
        #expect(second.count == 80 && second.hasSuffix("-2"))
    }

    @Test func `a story that shows media the newsroom does not have is not saved`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.createStory(
                edition: "en", content: .fixture(media: [MediaID(rawValue: "nowhere")]), author: "mara")
        }
        #expect(error?.code == .mediaMissing)
        #expect(try await newsroom.deskStories(edition: "en").isEmpty)
    }

    @Test func `an unknown edition is named in the error`() async throws {
        let temporary = try await TemporaryNewsroom()
        let error = await #expect(throws: StoreError.self) {
            try await temporary.newsroom.createStory(edition: "fr", content: .fixture(), author: "mara")
        }
        #expect(error?.code == .unknownEdition)
        #expect(error?.message == "This newsroom has no edition fr. It has: en.")
    }

    @Test func `everything used in the body is listed, each once`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let first = try await newsroom.addMedia(.fixture("m1"))
        let second = try await newsroom.addMedia(.fixture("m2", caption: "Another"))
        var content = StoryContent.fixture(tags: ["Ferries", " ferries ", "", "Storms"], media: [first.id, first.id])
        content.body.append(.gallery([first.id, second.id]))
        let story = try await newsroom.createStory(edition: "en", content: content, author: "mara")
        #expect(story.content.media.map(\.media) == [first.id, second.id])
        #expect(story.content.tags == ["Ferries", "Storms"])
        #expect(try await newsroom.story(story.id) == story)
    }
}
