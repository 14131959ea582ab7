import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel story schedule`.
struct StoryScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Have a story published by itself at a time to come.",
        discussion:
            "The server publishes it within a second of that time, or when it next starts. Scheduling again changes the time."
    )

    @OptionGroup var place: DataOptions
    @OptionGroup var overruling: Overruling
    @Option(help: "When, in the edition's zone or with a zone: 2026-11-26T07:30, 2026-11-26T07:30:00+03:00.") var at:
        String
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        let named = try await NamedStory(id, place)
        let moment = try named.moment(at)
        try await overruling.look(at: named, for: moment)
        try await named.take { (newsroom, story) throws(StoreError) in
            let scheduled = try await newsroom.schedule(
                story.id, at: moment, liftingEmbargo: overruling.despite?.trimmingWhitespace().isEmpty == false)
            try await newsroom.note(
                .storyMoved, of: overruling.subject("schedule", story), by: .operatorOfMachine)
            return scheduled
        }
    }
}
