import NewsreelModel
import NewsreelStore

/// A step of a story between desk and reader, as somebody asks for it.
struct StoryMove: Sendable {
    let step: StoryStep
    /// When it is to be published, for the steps that publish or schedule.
    var at: Timestamp?
    /// What readers are told of a story that is withdrawn.
    var notice = ""
    /// Why the errors that the checks found do not hold; empty where nobody says.
    var despite = ""

    enum Outcome: Sendable {
        case moved(Story)
        /// The errors that keep the story from readers.
        case blocked([Finding])
    }
}

extension Newsroom {
    /// Takes a step. One that brings the story to readers is refused while the checks find errors, unless somebody says
    /// why they do not hold; the log keeps the reason.
    func take(_ move: StoryMove, _ story: Story, by actor: Actor) async throws(StoreError) -> StoryMove.Outcome {
        if move.step == .publish || move.step == .schedule {
            let blockers = try await blockers(
                of: story, at: move.step == .schedule ? move.at : nil, despite: move.despite)
            guard blockers.isEmpty else { return .blocked(blockers) }
        }
        let why = move.despite.isEmpty ? "" : " although the checks found errors: \(move.despite)"
        let note = ActNote(
            .storyMoved, of: "\(move.step.rawValue): \(story.content.headline)\(why)", by: actor)
        let moved: Story
        // Whoever gives a reason overrules the embargo too, which is over then.
        let lifts = !move.despite.isEmpty
        switch move.step {
        case .publish: moved = try await publish(story.id, at: move.at, liftingEmbargo: lifts, noting: note)
        case .schedule:
            guard let moment = move.at else { throw Self.noMoment }
            moved = try await schedule(story.id, at: moment, liftingEmbargo: lifts, noting: note)
        case .kill: moved = try await kill(story.id, notice: move.notice, noting: note)
        default: moved = try await take(move.step, story.id, noting: note)
        }
        return .moved(moved)
    }

    private static let noMoment = StoreError(.invalid, "Say when the story is to be published.")

    /// Puts a public note on a published story.
    func correct(_ story: Story, note: String, author: String, by actor: Actor) async throws(StoreError) -> Story {
        try await correct(
            story.id, note: note, author: author,
            noting: ActNote(.storyMoved, of: "correct: \(story.content.headline)", by: actor))
    }
}
