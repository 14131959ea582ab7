import ArgumentParser
import Foundation
import NewsreelModel
import NewsreelStore

/// `newsreel story`: a story's way from the desk to its readers, and back.
struct StoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story", abstract: "List stories, and publish, schedule, correct, withdraw or delete one.",
        discussion: "A story is named by its identity or by its address on the site.",
        subcommands: [
            StoryListCommand.self, StoryShowCommand.self, StorySubmitCommand.self, StoryReturnCommand.self,
            StoryApproveCommand.self, StoryPublishCommand.self, StoryScheduleCommand.self, StoryUnscheduleCommand.self,
            StoryEmbargoCommand.self, StoryCorrectCommand.self, StoryKillCommand.self, StoryReinstateCommand.self,
            StoryDeleteCommand.self,
        ])
}

/// A story of an opened newsroom, as it was named on the command line.
struct NamedStory {
    let opened: OpenedNewsroom
    let site: Site
    let story: Story
    let zone: Zone

    /// Finds the story by its identity or by its address, whole or from the path on.
    init(_ name: String, _ place: DataOptions) async throws {
        opened = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
        site = try await opened.site()
        guard let found = try await Self.find(name, opened.newsroom, site) else {
            throw CommandFailure(
                "There is no story \(Terminal.plain(name)). newsreel story list names them; an address of the site does too."
            )
        }
        story = found
        let edition = try await opened.newsroom.editions().first { $0.code == found.edition }
        zone = edition?.zone ?? .utc
    }

    private static func find(_ name: String, _ newsroom: Newsroom, _ site: Site) async throws -> Story? {
        guard name.contains("/") else { return try await newsroom.story(StoryID(rawValue: name)) }
        let address = name.hasPrefix("/") ? site.origin + name : name
        guard var url = site.copied(address)?.url else { return nil }
        // An old address leads to the new one, and that one to the story.
        for _ in 0..<2 {
            guard let edition = url.edition, case .story(let day, let slug) = url.place else { return nil }
            switch try await newsroom.story(edition: edition, day: day, slug: slug) {
            case .found(let story), .killed(let story): return story
            case .moved(let target): url = target
            case .none: return nil
            }
        }
        return nil
    }

    /// A time that was written for the story's edition; throws in words for one that is none, or comes twice.
    func moment(_ text: String) throws -> Timestamp {
        let chosen = ChosenTime(text, in: zone)
        if let moment = chosen.moment { return moment }
        if case .unreadable = chosen {
            throw CommandFailure(
                "“\(Terminal.plain(text))” is no time. Write 2026-11-26T07:30, or with a zone 2026-11-26T07:30:00+03:00.",
                exitCode: 2)
        }
        throw CommandFailure(chosen.complaint(in: zone) ?? "", exitCode: 2)
    }

    /// Does one step and says in a line where the story stands after it.
    func take(_ step: (Newsroom, Story) async throws(StoreError) -> Story) async throws {
        do {
            let after = try await step(opened.newsroom, story)
            Terminal.say(Self.line(after, site: site, zone: zone))
            try opened.newsroom.close()
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// A story for people: identity, status with its time, headline, address.
    static func line(_ story: Story, site: Site, zone: Zone) -> String {
        let moment: Timestamp? = story.scheduled ?? story.publication?.published
        var words = "\(story.id)  \(story.status.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0))"
        if let moment, story.status == .scheduled || story.status == .published || story.status == .killed {
            words += "  \(moment.iso8601(in: zone))"
        }
        words += "  \(Terminal.plain(story.content.headline))"
        if story.status == .published || story.status == .killed, let url = story.url {
            words += "  \(site.absolute(url))"
        }
        if let embargo = story.embargo { words += "  under embargo until \(embargo.iso8601(in: zone))" }
        if let reason = story.scheduleRefusal {
            words += "\n  not published when its time came: \(Terminal.plain(reason))"
        }
        return words
    }
}

/// `newsreel story list`.
struct StoryListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the stories of an edition, the last changed first.")

    @OptionGroup var place: DataOptions
    @Option(help: "The edition; the default one where it is left out.") var edition: String?
    @Option(help: "Only stories in this status: draft, in-review, approved, scheduled, published or killed.")
    var status: StoryStatus?
    @Option(help: "How many at the most.") var limit = 50

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit says how many stories to list, 1 or more.") }
    }

    func run() async throws {
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
        let editions = try await opened.newsroom.editions()
        let code = edition ?? editions.first(where: \.isDefault)?.code ?? ""
        guard let chosen = editions.first(where: { $0.code == code }) else {
            throw CommandFailure(
                "There is no edition “\(Terminal.plain(code))”. This newsroom has: \(editions.map(\.code).joined(separator: ", ")).",
                exitCode: 2)
        }
        let site = try await opened.site()
        let stories = try await opened.newsroom.deskStories(edition: code, status: status, limit: limit)
        for story in stories { Terminal.say(NamedStory.line(story, site: site, zone: chosen.zone)) }
        try opened.newsroom.close()
    }
}

extension StoryStatus: ExpressibleByArgument {}

/// `newsreel story show`.
struct StoryShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a story as JSON, the form that newsreel import --json has.")

    @OptionGroup var place: DataOptions
    @Argument(help: "Its identity or address.") var id: String

    func run() async throws {
        let named = try await NamedStory(id, place)
        let media = try await named.opened.newsroom.media(for: named.story)
        let report = StoryReport(
            named.story, media: media, url: named.story.url.map(named.site.absolute), zone: named.zone)
        Terminal.say(try Terminal.json(report))
        try named.opened.newsroom.close()
    }
}
