import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// What people at the desk have in hand: unsaved text, who else is there, what they say to each other.
    static let writing: [APIRoute] = [
        APIRoute(
            .get, "stories/:story/working-copy", .reporter, .write, "Read what you wrote and did not save yet.",
            gives: .object([.optional("copy", .named("WorkingCopy"))])
        ) { try await $0.workingCopy($1) },
        APIRoute(
            .put, "stories/:story/working-copy", .reporter, .write, "Keep what you are writing.",
            takes: .object([
                APIField("version", .integer, "The version that it was made from."),
                APIField("content", .named("StoryContent")),
            ]), gives: nil, status: 204
        ) { try await $0.keepWorkingCopy($1) },
        APIRoute(
            .delete, "stories/:story/working-copy", .reporter, .write, "Give up what you did not save.", gives: nil,
            status: 204
        ) { try await $0.dropWorkingCopy($1) },
        APIRoute(
            .post, "stories/:story/presence", .reporter, .read, "Say that you have a story open, and see who else has.",
            gives: .object([
                APIField("people", .list(.object([APIField("user", .text), APIField("name", .text)]))),
                APIField("version", .integer, "The last saved version."),
            ])
        ) { try await $0.notePresence($1) },
        APIRoute(
            .delete, "stories/:story/presence", .reporter, .read, "Say that you have closed a story.", gives: nil,
            status: 204
        ) { try await $0.endPresence($1) },
        APIRoute(
            .get, "stories/:story/comments", .reporter, .read, "List the comments on a story, oldest first.",
            gives: .object([APIField("comments", .list(.named("Comment")))])
        ) { try await $0.comments($1) },
        APIRoute(
            .post, "stories/:story/comments", .reporter, .write, "Comment on a story, or answer a comment.",
            takes: .object([
                APIField("text", .text(least: 1, most: 5000)),
                .optional("parent", .text, "The comment that begins the thread."),
                .optional("anchor", anchor, "The words that it is about."),
            ]), gives: .named("Comment"), status: 201
        ) { try await $0.addComment($1) },
        APIRoute(
            .put, "stories/:story/comments/:comment/resolution", .reporter, .write, "Close a thread, or open it again.",
            takes: .object([APIField("resolved", .flag)]), gives: .named("Comment")
        ) { try await $0.resolveComment($1) },
        APIRoute(
            .get, "stories/:story/translations", .reporter, .read,
            "List the same story in other editions, at whatever status.",
            gives: .object([APIField("translations", .list(.named("Counterpart")))])
        ) { try await $0.counterparts($1) },
        APIRoute(
            .post, "stories/:story/translations", .reporter, .write,
            "Start a translation for an edition, from the text as it is.",
            takes: .object([APIField("edition", .text, "The code of the edition.")]), gives: .named("Story"),
            status: 201
        ) { try await $0.addTranslation($1) },
    ]

    fileprivate static let anchor = APISchema.object([
        APIField("block", .integer(0...10_000), "The index of the block in the body."),
        APIField("quote", .text(least: 1, most: 2000)), APIField("prefix", .text(most: 200), "What stood before it."),
    ])
}

extension APISchemas {
    static let writing: [(name: String, schema: APISchema)] = [
        (
            "WorkingCopy",
            .object([
                APIField("version", .integer, "The version that it was made from."), APIField("saved", .moment),
                APIField("content", .named("StoryContent")),
            ])
        ),
        (
            "Comment",
            .object([
                APIField("id", .text), .optional("parent", .text), APIField("user", .text), APIField("name", .text),
                APIField("text", .text), .optional("anchor", APIRoutes.anchor), APIField("created", .moment),
                .optional("resolved", .object([APIField("at", .moment), APIField("name", .text)])),
            ])
        ),
        (
            "Counterpart",
            .object([
                APIField("story", .named("Story")),
                .optional("known", .integer, "The version of this story that it was last saved after."),
                .optional("seen", .integer, "Its own version that this story was last saved after."),
            ])
        ),
    ]
}

/// What people at the desk have in hand.
extension API {
    private func person(_ asked: APIRequest) throws(Problem) -> User {
        guard let user = asked.caller.user else {
            throw Problem(.forbidden, "This belongs to somebody who is signed in at the desk; a key has none.")
        }
        return user
    }

    private struct CopyAnswer: Encodable {
        struct Copy: Encodable {
            let version: Int
            let saved: Timestamp
            let content: StoryContent
        }
        let copy: Copy?
    }

    func workingCopy(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        let copy = try await newsroom.workingCopy(of: try await story(asked).id, by: user.id)
        return try .json(
            CopyAnswer(copy: copy.map { .init(version: $0.version, saved: $0.saved, content: $0.content) }))
    }

    private struct KeptCopy: Decodable {
        let version: Int
        let content: StoryContent
    }

    func keepWorkingCopy(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        let story = try await story(asked)
        let sent = try asked.content.value(KeptCopy.self)
        try await newsroom.keepWorkingCopy(of: story.id, sent.content, basedOn: sent.version, by: user.id)
        return .nothing
    }

    func dropWorkingCopy(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        try await newsroom.dropWorkingCopy(of: try await story(asked).id, by: user.id)
        return .nothing
    }

    private struct PresenceAnswer: Encodable {
        struct Person: Encodable {
            let user: UserID
            let name: String
        }
        let people: [Person]
        let version: Int
    }

    func notePresence(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        let story = try await story(asked)
        let others = try await newsroom.notePresence(in: story.id, of: user.id)
        return try .json(
            PresenceAnswer(people: others.map { .init(user: $0.user, name: $0.name) }, version: story.version))
    }

    func endPresence(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        try await newsroom.endPresence(in: try await story(asked).id, of: user.id)
        return .nothing
    }

    private struct CommentsAnswer: Encodable {
        let comments: [CommentAnswer]
    }

    func comments(_ asked: APIRequest) async throws -> APIAnswer {
        let comments = try await newsroom.comments(on: try await story(asked).id)
        return try .json(CommentsAnswer(comments: comments.map(CommentAnswer.init)))
    }

    private struct NewComment: Decodable {
        struct Anchor: Decodable {
            let block: Int
            let quote: String
            let prefix: String
        }
        let text: String
        let parent: CommentID?
        let anchor: Anchor?
    }

    func addComment(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        let story = try await story(asked)
        let sent = try asked.content.value(NewComment.self)
        let anchor = sent.anchor.map { CommentAnchor(block: $0.block, quote: $0.quote, prefix: $0.prefix) }
        let comment = try await newsroom.comment(
            on: story.id, sent.text, at: anchor, answering: sent.parent, by: user, address: asked.caller.address)
        return try .json(CommentAnswer(comment), status: 201)
    }

    private struct SentResolution: Decodable {
        let resolved: Bool
    }

    func resolveComment(_ asked: APIRequest) async throws -> APIAnswer {
        let user = try person(asked)
        let story = try await story(asked)
        let comment = try await newsroom.resolve(
            CommentID(rawValue: asked.parameter("comment")), on: story.id,
            isResolved: try asked.content.value(SentResolution.self).resolved, by: user, address: asked.caller.address)
        return try .json(CommentAnswer(comment))
    }

    private struct CounterpartsAnswer: Encodable {
        struct Counterpart: Encodable {
            let story: StoryAnswer
            let known: Int?
            let seen: Int?
        }
        let translations: [Counterpart]
    }

    func counterparts(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        var found: [CounterpartsAnswer.Counterpart] = []
        for other in try await newsroom.counterparts(of: story) {
            let known = try await newsroom.versionKnown(to: other.id, of: story.id)
            let seen = try await newsroom.versionKnown(to: story.id, of: other.id)
            found.append(.init(story: StoryAnswer(other, site: site), known: known, seen: seen))
        }
        return try .json(CounterpartsAnswer(translations: found))
    }

    private struct NewTranslation: Decodable {
        let edition: String
    }

    func addTranslation(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        let sent = try asked.content.value(NewTranslation.self)
        let made = try await newsroom.translate(story.id, into: sent.edition, author: asked.caller.author)
        var answer = try answer(made, status: 201)
        answer.location = path("stories", made.id.rawValue)
        return answer
    }
}

/// A comment as the API tells it.
private struct CommentAnswer: Encodable {
    struct Anchor: Encodable {
        let block: Int
        let quote: String
        let prefix: String
    }
    struct Resolution: Encodable {
        let at: Timestamp
        let name: String
    }
    let id: CommentID
    let parent: CommentID?
    let user: UserID
    let name: String
    let text: String
    let anchor: Anchor?
    let created: Timestamp
    let resolved: Resolution?

    init(_ comment: StoryComment) {
        id = comment.id
        parent = comment.parent
        user = comment.user
        name = comment.name
        text = comment.text
        anchor = comment.anchor.map { Anchor(block: $0.block, quote: $0.quote, prefix: $0.prefix) }
        created = comment.created
        resolved = comment.resolution.map { Resolution(at: $0.at, name: $0.name) }
    }
}
