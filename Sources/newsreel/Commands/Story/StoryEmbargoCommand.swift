import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel story embargo`.
struct StoryEmbargoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embargo", abstract: "Hold a story back from readers until a time, or end that with a reason.",
        discussion: "Nothing publishes it before then: no command, no editor, no program, unless a reason is given.")

    @OptionGroup var place: DataOptions
    @Option(help: "Until when, in the edition's zone or with a zone: 2026-11-26T07:30.") var until: String?
    @Option(help: "Why the embargo is lifted; the desk's log keeps it.") var lift: String?
    @Argument(help: "Its identity or address.") var id: String

    func validate() throws {
        guard (until == nil) != (lift == nil) else {
            throw ValidationError("Say --until TIME, or --lift REASON to end an embargo.")
        }
        guard lift?.trimmingWhitespace().isEmpty != true else {
            throw ValidationError("Say why the embargo is lifted.")
        }
    }

    func run() async throws {
        let named = try await NamedStory(id, place)
        let moment = try until.map { try named.moment($0) }
        let zone = named.zone
        try await named.take { (newsroom, story) throws(StoreError) in
            let held = try await newsroom.embargo(story.id, until: moment)
            let words =
                moment.map { "embargo until \($0.iso8601(in: zone))" } ?? "embargo lifted because: \(lift ?? "")"
            try await newsroom.note(.storyMoved, of: "\(words): \(story.content.headline)", by: .operatorOfMachine)
            return held
        }
    }
}
