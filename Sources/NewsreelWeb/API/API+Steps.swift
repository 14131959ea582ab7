import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// A story's way to its readers.
    static let steps: [APIRoute] = [
        APIRoute(
            .post, "stories/:story/steps", .reporter, .publish,
            "Take a story a step between desk and reader. Reporters submit; the other steps take an editor.",
            takes: .object([
                APIField("step", .text(choices: StoryStep.allCases.map(\.rawValue))),
                .optional("at", .moment, "When it is to be published; takes a step that publishes or schedules."),
                .optional("notice", .text(most: 2000), "What readers are told of a story that is withdrawn."),
                .optional("despite", .text(most: 2000), "Why the errors that the checks found do not hold."),
            ]), gives: .named("Story")
        ) { try await $0.takeStep($1) },
        APIRoute(
            .post, "stories/:story/corrections", .editor, .publish, "Put a public note on a published story.",
            takes: .object([APIField("note", .text(least: 1, most: 2000), "What was wrong.")]), gives: .named("Story"),
            status: 201
        ) { try await $0.correct($1) },
    ]
}

/// Steps and corrections.
extension API {
    private struct Step: Decodable {
        let step: String
        let at: Timestamp?
        let notice: String?
        let despite: String?
    }

    func takeStep(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(Step.self)
        guard let step = StoryStep(rawValue: sent.step) else { throw Problem(.invalid, "There is no such step.") }
        if step != .submit { try asked.caller.need(.publish, .editor) }
        let move = StoryMove(
            step: step, at: sent.at, notice: sent.notice ?? "", despite: (sent.despite ?? "").trimmingWhitespace())
        let story = try await story(asked)
        switch try await newsroom.take(move, story, by: asked.caller.actor) {
        case .moved(let story): return try answer(story)
        case .blocked(let findings): throw Self.blocked(findings)
        }
    }

    private static func blocked(_ findings: [Finding]) -> Problem {
        let reason = findings.first?.reason ?? ""
        return Problem(
            .checks, "The checks found an error: \(reason) Put it right, or say in “despite” why it does not hold.",
            members: ["findings": findings])
    }

    private struct Note: Decodable {
        let note: String
    }

    func correct(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(Note.self)
        let story = try await story(asked)
        let corrected = try await newsroom.correct(
            story, note: sent.note, author: asked.caller.author, by: asked.caller.actor)
        return try answer(corrected, status: 201)
    }
}
