import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// What is written, and what the checks say of it.
    static let stories: [APIRoute] = [
        APIRoute(
            .post, "stories", .reporter, .write, "Start a draft.",
            takes: .object([
                APIField("edition", .text, "The code of the edition."), .optional("content", .named("StoryContent")),
            ]), gives: .named("Story"), status: 201
        ) { try await $0.addStory($1) },
        APIRoute(.get, "stories/:story", .reporter, .read, "Read a story.", gives: .named("Story")) {
            try await $0.readStory($1)
        },
        APIRoute(
            .put, "stories/:story", .reporter, .write, "Save a new version of a story.",
            takes: .object([APIField("content", .named("StoryContent"))]), gives: .named("Story"), needsVersion: true
        ) { try await $0.saveStory($1) },
        APIRoute(
            .delete, "stories/:story", .reporter, .write,
            "Delete a story that readers never had; with If-Match only as it was read. Others are withdrawn: the step kill.",
            gives: nil, status: 204
        ) { try await $0.deleteStory($1) },
        APIRoute(
            .get, "stories/:story/findings", .reporter, .read, "Check a story as it was last saved.",
            gives: .named("Findings")
        ) { try await $0.storyFindings($1) },
        APIRoute(
            .post, "findings", .reporter, .read, "Check a story that is not saved yet.",
            takes: .object([
                APIField("edition", .text, "The code of the edition."), APIField("content", .named("StoryContent")),
                .optional("story", .text, "The story that this is to be a version of."),
            ]), gives: .named("Findings")
        ) { try await $0.findings($1) },
        APIRoute(
            .get, "stories/:story/revisions", .reporter, .read, "List the saved versions of a story, newest first.",
            gives: .object([APIField("revisions", .list(.named("Revision")))])
        ) { try await $0.revisions($1) },
        APIRoute(
            .get, "stories/:story/revisions/:version", .reporter, .read, "Read a saved version of a story.",
            gives: .named("Revision")
        ) { try await $0.revision($1) },
    ]
}

/// Stories as they are written.
extension API {
    /// The story that is asked for; reporters have what they wrote.
    func story(_ asked: APIRequest) async throws -> Story {
        let id = StoryID(rawValue: asked.parameter("story"))
        guard let story = try await newsroom.story(id) else { throw Self.noStory(id) }
        if let user = asked.caller.user, try await !newsroom.mayOpen(story, user) {
            throw Self.notTheirs
        }
        return story
    }

    private static let notTheirs = Problem(
        .forbidden, "Reporters have the stories that they wrote; this one is somebody else's.")

    private static func noStory(_ id: StoryID) -> Problem {
        Problem(.notFound, "There is no story \(id) in this newsroom.")
    }

    func answer(_ story: Story, status: Int = 200) throws -> APIAnswer {
        var answer = try APIAnswer.json(StoryAnswer(story, site: site), status: status)
        answer.etag = Self.etag(story)
        return answer
    }

    private static func etag(_ story: Story) -> String { "\"\(story.version)\"" }

    func readStory(_ asked: APIRequest) async throws -> APIAnswer { try answer(try await story(asked)) }

    private struct NewStory: Decodable {
        let edition: String
        let content: StoryContent?
    }

    func addStory(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(NewStory.self)
        let story = try await newsroom.createStory(
            edition: sent.edition, content: sent.content ?? StoryContent(headline: "", slug: ""),
            author: asked.caller.author)
        var answer = try answer(story, status: 201)
        answer.location = path("stories", story.id.rawValue)
        return answer
    }

    private struct SavedStory: Decodable {
        let content: StoryContent
    }

    func saveStory(_ asked: APIRequest) async throws -> APIAnswer {
        let known = try asked.knownVersions()
        let sent = try asked.content.value(SavedStory.self)
        let story = try await story(asked)
        guard known.contains("*") || known.contains(Self.etag(story)) else { throw stale(story) }
        let saved: Story
        do throws(StoreError) {
            saved = try await newsroom.save(
                story.id, sent.content, basedOn: story.version, author: asked.caller.author)
        } catch {
            guard error.code == .conflict, let story = try await newsroom.story(story.id) else { throw error }
            throw stale(story)
        }
        return try answer(saved)
    }

    func deleteStory(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        if let user = asked.caller.user, story.publication == nil, try await !newsroom.mayDelete(story, user) {
            throw Self.notTheirsToDelete
        }
        var version: Int?
        if asked.headers[.ifMatch] != nil {
            let known = try asked.knownVersions()
            guard known.contains("*") || known.contains(Self.etag(story)) else { throw stale(story) }
            version = known.contains("*") ? nil : story.version
        }
        try await newsroom.deleteStory(story.id, version: version, by: asked.caller.actor)
        return .nothing
    }

    private static let notTheirsToDelete = Problem(
        .forbidden, "Reporters delete the drafts that they began, until they hand them in; others take an editor.")

    /// Tells whoever would have overwritten something what it is, so that the two can be put together.
    private func stale(_ story: Story) -> Problem {
        Problem(
            .stale,
            "Somebody saved version \(story.version) of this story since. Put the two together and save on top of it.",
            headers: [.eTag: Self.etag(story)],
            members: ["version": story.version, "story": StoryAnswer(story, site: site)])
    }

    func storyFindings(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        return try .json(FindingsAnswer(findings: try await newsroom.findings(in: story)))
    }

    private struct UnsavedStory: Decodable {
        let edition: String
        let content: StoryContent
        let story: StoryID?
    }

    func findings(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(UnsavedStory.self)
        let now = clock.now
        var story = Story(
            id: sent.story ?? StoryID(rawValue: ""), edition: sent.edition, content: sent.content, created: now,
            updated: now)
        if let id = sent.story, let saved = try await newsroom.story(id), saved.edition == sent.edition {
            story.publication = saved.publication
            story.scheduled = saved.scheduled
            story.status = saved.status
        }
        return try .json(FindingsAnswer(findings: try await newsroom.findings(in: story)))
    }

    func revisions(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        let names = try await newsroom.authorNames()
        let revisions = try await newsroom.revisions(story.id).map { Self.answer($0, names) }
        return try .json(RevisionsAnswer(revisions: revisions))
    }

    func revision(_ asked: APIRequest) async throws -> APIAnswer {
        let story = try await story(asked)
        let version = Int(asked.parameter("version"))
        guard let found = try await newsroom.revisions(story.id).first(where: { $0.version == version }) else {
            throw Problem(.notFound, "This story has no version \(asked.parameter("version")).")
        }
        var answer = Self.answer(found, try await newsroom.authorNames())
        answer.content = found.content
        return try .json(answer)
    }

    private static func answer(_ revision: Revision, _ names: [String: String]) -> RevisionAnswer {
        RevisionAnswer(
            version: revision.version, saved: revision.saved, author: names[revision.author] ?? revision.author,
            headline: revision.content.headline)
    }
}
