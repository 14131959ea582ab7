import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel story submit`.
struct StorySubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "submit", abstract: "Hand a draft in for review.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.take(.submit, story.id)
        }
    }
}

/// `newsreel story send-back`.
struct StoryReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-back", abstract: "Give a story back to its writer as a draft.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.take(.sendBack, story.id)
        }
    }
}

/// `newsreel story approve`.
struct StoryApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a story for publication.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.take(.approve, story.id)
        }
    }
}

/// `newsreel story publish`.
struct StoryPublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publish", abstract: "Publish a story now.")

    @OptionGroup var place: DataOptions
    @OptionGroup var overruling: Overruling
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        let named = try await NamedStory(id, place)
        try await overruling.look(at: named)
        try await named.take { (newsroom, story) throws(StoreError) in
            let published = try await newsroom.publish(
                story.id, liftingEmbargo: overruling.despite?.trimmingWhitespace().isEmpty == false)
            try await newsroom.note(
                .storyMoved, of: overruling.subject("publish", story), by: .operatorOfMachine)
            return published
        }
    }
}

/// What the checks found stands in the way of publishing unless somebody says why it does not hold.
struct Overruling: ParsableArguments {
    @Option(help: "Why the errors that the checks find do not hold; the desk's log keeps it.") var despite: String?

    func subject(_ step: String, _ story: Story) -> String {
        "\(step): \(story.content.headline)" + (despite.map { " although the checks found errors: \($0)" } ?? "")
    }

    /// Throws in words where the checks find errors and no reason was given.
    func look(at named: NamedStory, for moment: Timestamp? = nil) async throws {
        let blockers = try await named.opened.newsroom.blockers(of: named.story, at: moment, despite: despite)
        guard !blockers.isEmpty else { return }
        let lines = blockers.map { "  \($0.place): \(Terminal.plain($0.reason)) [\($0.code.rawValue)]" }
        throw CommandFailure(
            "The checks found what cannot be so:\n\(lines.joined(separator: "\n"))\nPut it right, or say with --despite why it does not hold."
        )
    }
}

/// `newsreel story unschedule`.
struct StoryUnscheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unschedule", abstract: "Take a story out of the schedule; it stays approved.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.take(.unschedule, story.id)
        }
    }
}

/// `newsreel story correct`.
struct StoryCorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Put a public note on a published story that says what was wrong.")

    @OptionGroup var place: DataOptions
    @Option(help: "What was wrong, for readers.") var note: String
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.correct(story.id, note: note)
        }
    }
}

/// `newsreel story kill`.
struct StoryKillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "Withdraw a published story at once, everywhere; its address answers 410.")

    @OptionGroup var place: DataOptions
    @Option(help: "Why, for readers who come to its address.") var notice: String?
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.kill(story.id, notice: notice)
        }
    }
}

/// `newsreel story reinstate`.
struct StoryReinstateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate", abstract: "Make a withdrawn story a draft again; its address stays its own.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        try await NamedStory(id, place).take { (newsroom, story) throws(StoreError) in
            try await newsroom.reinstate(story.id)
        }
    }
}
