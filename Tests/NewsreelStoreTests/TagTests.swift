import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct TagTests {
    let temporary: TemporaryNewsroom
    var newsroom: Newsroom { temporary.newsroom }
    private static let eva = Actor(name: "Eva", address: "192.0.2.1")

    init() async throws { temporary = try await TemporaryNewsroom() }

    private func published(_ headline: String, _ tags: [String]) async throws -> StoryID {
        temporary.clock.advance(seconds: 60)
        let story = try await newsroom.createStory(
            edition: "en", content: .fixture(headline, tags: tags), author: "rob")
        return try await newsroom.publish(story.id).id
    }

    private func tags(_ id: StoryID) async throws -> [String] {
        try #require(try await newsroom.story(id)).content.tags
    }

    private func counts() async throws -> [String: Int] {
        let page = try await newsroom.tagPage("en")
        return Dictionary(uniqueKeysWithValues: page.tags.map { ($0.tag.name, $0.stories) })
    }

    @Test func `a merged tag's stories keep one tag, drafts too, and its address leads to the other`() async throws {
        let first = try await published("One", ["Ferry", "Sea"])
        let second = try await published("Two", ["Ferry", "Ferries"])
        let third = try await published("Three", ["Ferries"])
        let draft = try await newsroom.createStory(
            edition: "en", content: .fixture("Four", tags: ["ferry"]), author: "rob"
        ).id
        let before = try await newsroom.generation("en")
        try await newsroom.mergeTag("en", "ferry", into: "ferries", by: Self.eva)
        #expect(try await tags(first) == ["Ferries", "Sea"])
        #expect(try await tags(second) == ["Ferries"])
        #expect(try await tags(draft) == ["Ferries"])
        #expect(try await counts() == ["Ferries": 3, "Sea": 1])
        #expect(try await newsroom.tag("en", "ferry") == nil)
        #expect(try await newsroom.movedTag("en", "ferry")?.slug == "ferries")
        #expect(try await newsroom.tag("en", "ferries", .newest, limit: 9).cards.map(\.id) == [third, second, first])
        #expect(try await newsroom.generation("en") > before, "readers see it")
        // Search knows the tag by its new name alone.
        #expect(try await newsroom.suggestTags("ferr", edition: "en", limit: 9).map(\.tag.name) == ["Ferries"])
        let found = try await newsroom.search(SearchRequest(SearchQuery(""), edition: "en", tag: "ferries"))
        #expect(found.total == 3)
        // Readers are told of no new text, and whoever writes the old name means the new one.
        #expect(try await newsroom.story(first)?.publication?.updated == nil)
        let later = try await published("Five", ["Ferry"])
        #expect(try await tags(later) == ["Ferries"])
        #expect(
            try await newsroom.acts(limit: 20).contains {
                $0.act == .tagChanged && $0.subject == "en: Ferry became Ferries"
            })
    }

    @Test func `a tag takes another spelling or another name`() async throws {
        let story = try await published("One", ["kim jong un"])
        try await newsroom.renameTag("en", "kim-jong-un", to: "Kim Jong Un", by: Self.eva)
        #expect(try await tags(story) == ["Kim Jong Un"])
        #expect(try await newsroom.movedTag("en", "kim-jong-un") == nil)
        #expect(try await newsroom.suggestTags("jong", edition: "en", limit: 9).map(\.tag.name) == ["Kim Jong Un"])
        try await newsroom.renameTag("en", "kim-jong-un", to: "Leader", by: Self.eva)
        #expect(try await tags(story) == ["Leader"])
        #expect(try await newsroom.movedTag("en", "kim-jong-un")?.name == "Leader")
        // What led to a name that moved on leads to the last one, and a name that comes back is itself again.
        try await newsroom.renameTag("en", "leader", to: "Kim Jong Un", by: Self.eva)
        #expect(try await newsroom.movedTag("en", "kim-jong-un") == nil)
        #expect(try await newsroom.movedTag("en", "leader")?.slug == "kim-jong-un")
        #expect(try await newsroom.tagMoves("en").map(\.left) == [0])
        _ = try await published("Two", ["Sea"])
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.renameTag("en", "sea", to: "Kim Jong Un", by: Self.eva)
        }
        #expect(error?.code == .alreadyExists)
        await #expect(throws: StoreError.self) { try await newsroom.renameTag("en", "sea", to: " ", by: Self.eva) }
        await #expect(throws: StoreError.self) { try await newsroom.mergeTag("en", "sea", into: "sea", by: Self.eva) }
        await #expect(throws: StoreError.self) { try await newsroom.mergeTag("en", "sea", into: "x", by: Self.eva) }
    }

    @Test func `only a tag that no story has is deleted`() async throws {
        let story = try await published("One", ["Ferry"])
        await #expect(throws: StoreError.self) { try await newsroom.deleteTag("en", "ferry", by: Self.eva) }
        _ = try await newsroom.kill(story, notice: "Wrong.")
        let error = await #expect(throws: StoreError.self) { try await newsroom.deleteTag("en", "ferry", by: Self.eva) }
        #expect(error?.message.contains("not published (1)") == true, "the killed story may come back")
        #expect(try await counts() == ["Ferry": 0])
        let version = try #require(try await newsroom.story(story)).version
        _ = try await newsroom.save(story, .fixture("One", tags: []), basedOn: version, author: "rob")
        try await newsroom.deleteTag("en", "ferry", by: Self.eva)
        #expect(try await counts().isEmpty)
    }

    @Test func `many stories are rewritten, some at a time`() async throws {
        var stories: [StoryID] = []
        for number in 0..<130 { stories.append(try await published("Wave \(number)", ["Seas"])) }
        try await newsroom.renameTag("en", "seas", to: "SEAS", by: Self.eva)
        #expect(try await tags(stories[0]) == ["SEAS"])
        #expect(try await tags(stories[129]) == ["SEAS"])
        try await newsroom.renameTag("en", "seas", to: "Ocean", by: Self.eva)
        #expect(try await counts() == ["Ocean": 130])
    }

    @Test func `tags are listed by use, a page at a time`() async throws {
        _ = try await published("One", ["Ferry", "Sea", "Harbour"])
        _ = try await published("Two", ["Sea"])
        let first = try await newsroom.tagPage("en", limit: 2)
        #expect(first.tags.map(\.tag.name) == ["Sea", "Ferry"])
        let second = try await newsroom.tagPage("en", after: first.next, limit: 2)
        #expect(second.tags.map(\.tag.name) == ["Harbour"] && second.next == nil)
        #expect(try await newsroom.tagPage("en", typed: "har").tags.map(\.tag.name) == ["Harbour"])
    }
}
