import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

/// What is being written, who is there, and what they say to each other.
@Suite struct WritingTests {
    let temporary: TemporaryNewsroom
    let newsroom: Newsroom

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureArabic])
        newsroom = temporary.newsroom
    }

    private func user(_ name: String, _ role: Role = .editor) async throws -> User {
        let user = User(
            id: UserID(rawValue: "u-" + name), name: name, email: name + "@lamp.example", role: role,
            created: .fixtureNow)
        try await newsroom.putUser(user)
        return user
    }

    private func draft(_ headline: String = "Ferry returns") async throws -> Story {
        try await newsroom.createStory(edition: "en", content: .fixture(headline), author: "u-mara")
    }

    @Test func `everybody has a working copy of their own, the last one that was kept`() async throws {
        let (mara, jon) = (try await user("mara"), try await user("jon"))
        let story = try await draft()
        var content = story.content
        content.headline = "Ferry returns at"
        try await newsroom.keepWorkingCopy(of: story.id, content, basedOn: 1, by: mara.id)
        temporary.clock.advance(seconds: 3)
        content.headline = "Ferry returns at noon"
        try await newsroom.keepWorkingCopy(of: story.id, content, basedOn: 1, by: mara.id)

        let copy = try #require(try await newsroom.workingCopy(of: story.id, by: mara.id))
        #expect(copy.content == content && copy.version == 1)
        #expect(copy.saved.seconds(since: .fixtureNow) == 3)
        #expect(try await newsroom.workingCopy(of: story.id, by: jon.id) == nil)
        #expect(try await newsroom.story(story.id) == story, "a working copy is no version")

        try await newsroom.dropWorkingCopy(of: story.id, by: mara.id)
        #expect(try await newsroom.workingCopy(of: story.id, by: mara.id) == nil)
        let missing = await #expect(throws: StoreError.self) {
            try await newsroom.keepWorkingCopy(of: StoryID(rawValue: "none"), content, basedOn: 1, by: mara.id)
        }
        #expect(missing?.code == .notFound)
    }

    @Test func `who has a story open is seen by the others until they leave or fall silent`() async throws {
        let (mara, jon) = (try await user("mara"), try await user("jon"))
        let story = try await draft()
        #expect(try await newsroom.notePresence(in: story.id, of: mara.id).isEmpty)
        #expect(try await newsroom.notePresence(in: story.id, of: jon.id).map(\.name) == ["mara"])
        #expect(try await newsroom.notePresence(in: story.id, of: mara.id).map(\.name) == ["jon"])
        try await newsroom.endPresence(in: story.id, of: jon.id)
        #expect(try await newsroom.notePresence(in: story.id, of: mara.id).isEmpty)
        temporary.clock.advance(seconds: Newsroom.presenceSeconds + 1)
        #expect(try await newsroom.notePresence(in: story.id, of: jon.id).isEmpty)
    }

    @Test func `comments keep their words, their answers and who closed them, and are logged`() async throws {
        let (mara, jon) = (try await user("mara"), try await user("jon", .reporter))
        let story = try await draft()
        let anchor = CommentAnchor(block: 2, quote: "at noon", prefix: "The ferry came ")
        let first = try await newsroom.comment(
            on: story.id, " Is it noon there? ", at: anchor, by: mara, address: "::1")
        let answer = try await newsroom.comment(
            on: story.id, "Yes.", answering: first.id, by: jon, address: "::1")
        #expect(first.text == "Is it noon there?" && first.anchor == anchor)
        #expect(try await newsroom.comments(on: story.id) == [first, answer])

        let nested = await #expect(throws: StoreError.self) {
            try await newsroom.comment(on: story.id, "No.", answering: answer.id, by: mara, address: "::1")
        }
        #expect(nested?.code == .invalid)
        let empty = await #expect(throws: StoreError.self) {
            try await newsroom.comment(on: story.id, " \n", by: mara, address: "::1")
        }
        #expect(empty?.message.contains("Write its text") == true)

        temporary.clock.advance(seconds: 60)
        let closed = try await newsroom.resolve(first.id, on: story.id, isResolved: true, by: jon, address: "::1")
        #expect(closed.resolution?.name == "jon")
        #expect(closed.resolution?.at.seconds(since: .fixtureNow) == 60)
        let open = try await newsroom.resolve(first.id, on: story.id, isResolved: false, by: mara, address: "::1")
        #expect(open == first)
        let elsewhere = try await draft("Another")
        let wrong = await #expect(throws: StoreError.self) {
            try await newsroom.resolve(first.id, on: elsewhere.id, isResolved: true, by: jon, address: "::1")
        }
        #expect(wrong?.code == .notFound)
        let acts = try await newsroom.acts(limit: 4).map(\.act)
        #expect(acts == [.commentReopened, .commentResolved, .commented, .commented])
    }

    @Test func `a translation starts from the text, is linked both ways, and knows what it has not seen`() async throws
    {
        let story = try await draft()
        temporary.clock.advance(seconds: 10)
        let arabic = try await newsroom.translate(story.id, into: "ar", author: "u-mara")
        #expect(arabic.content.body == story.content.body && arabic.content.tags.isEmpty)
        let english = try #require(try await newsroom.story(story.id))
        #expect(try await newsroom.counterparts(of: english).map(\.id) == [arabic.id])
        #expect(try await newsroom.counterparts(of: arabic).map(\.id) == [story.id])
        #expect(try await newsroom.versionKnown(to: arabic.id, of: story.id) == 1)
        #expect(try await newsroom.versionKnown(to: story.id, of: arabic.id) == nil)

        temporary.clock.advance(seconds: 10)
        var content = english.content
        content.headline = "Ferry returns at last"
        let changed = try await newsroom.save(story.id, content, basedOn: english.version, author: "u-mara")
        #expect(try await newsroom.versionKnown(to: arabic.id, of: story.id) == changed.version - 1)

        let twice = await #expect(throws: StoreError.self) {
            try await newsroom.translate(story.id, into: "ar", author: "u-mara")
        }
        #expect(twice?.code == .alreadyExists)
        let same = await #expect(throws: StoreError.self) {
            try await newsroom.translate(story.id, into: "en", author: "u-mara")
        }
        #expect(same?.code == .invalid)
        let unknown = await #expect(throws: StoreError.self) {
            try await newsroom.translate(story.id, into: "xx", author: "u-mara")
        }
        #expect(unknown?.code == .unknownEdition)
    }
}
