import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel editions sections`: the sections of an edition.
struct SectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sections", abstract: "List the sections of an edition, add one, rename, order or remove them.",
        subcommands: [List.self, Add.self, Rename.self, Order.self, Remove.self], defaultSubcommand: List.self)

    private struct Report: Encodable {
        let slug: String
        let name: String
        let stories: Int
    }

    private static func say(_ edition: Edition, _ newsroom: Newsroom, json: Bool) async throws {
        let counts = try await newsroom.sectionCounts(edition)
        for section in edition.sections {
            let count = counts[section.slug] ?? 0
            let words = "\(section.slug)  \(Terminal.plain(section.name))  \(count) \(count == 1 ? "story" : "stories")"
            Terminal.say(
                json
                    ? try Terminal.json(Report(slug: section.slug, name: section.name, stories: count)) : words)
        }
    }

    /// Changes the sections of an edition and prints them as they are then.
    private static func change(
        _ place: DataOptions, _ code: String, _ body: (Newsroom, Edition) async throws -> Void
    ) async throws {
        try await EditionsCommand.with(place) { opened in
            try await body(opened.newsroom, try await EditionsCommand.edition(code, in: opened.newsroom))
            let after = try await EditionsCommand.edition(code, in: opened.newsroom)
            try await say(after, opened.newsroom, json: false)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the sections in the order of the menu: slug, name, stories.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of the edition.") var edition: String
        @Flag(help: "Print a JSON object for each.") var json = false

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                let edition = try await EditionsCommand.edition(edition, in: opened.newsroom)
                try await SectionsCommand.say(edition, opened.newsroom, json: json)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a section behind the others.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of the edition.") var edition: String
        @Argument(help: "What readers call it.") var name: String
        @Option(help: "Its address, for good; made from the name where it is left out.") var slug = ""

        func run() async throws {
            try await SectionsCommand.change(place, edition) { newsroom, edition in
                let section = try Section(name: name, slug: slug, besides: edition.sections)
                try await newsroom.addSection(section, to: edition.code, by: .operatorOfMachine)
            }
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rename", abstract: "Give a section another name; its address stays.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of the edition.") var edition: String
        @Argument(help: "The slug of the section.") var slug: String
        @Argument(help: "The new name.") var name: String

        func run() async throws {
            try await SectionsCommand.change(place, edition) { newsroom, edition in
                let others = edition.sections.filter { $0.slug != slug }
                let section = try Section(name: name, slug: slug, besides: others)
                try await newsroom.renameSection(slug, of: edition.code, to: section.name, by: .operatorOfMachine)
            }
        }
    }

    struct Order: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "order", abstract: "Put the sections in the order of the menu.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of the edition.") var edition: String
        @Argument(help: "The slug of each section, once.") var slugs: [String]

        func run() async throws {
            try await SectionsCommand.change(place, edition) { newsroom, edition in
                try await newsroom.orderSections(slugs, of: edition.code, by: .operatorOfMachine)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove a section, for good; its stories and whoever has its address go to another.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of the edition.") var edition: String
        @Argument(help: "The slug of the section.") var slug: String
        @Option(help: "The slug of the section that takes its stories.") var into: String?

        func run() async throws {
            try await SectionsCommand.change(place, edition) { newsroom, edition in
                try await newsroom.removeSection(slug, of: edition.code, into: into, by: .operatorOfMachine)
            }
        }
    }
}
