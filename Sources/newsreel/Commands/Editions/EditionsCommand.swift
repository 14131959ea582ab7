import ArgumentParser
import Foundation
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// `newsreel editions`: the languages of the newsroom and their sections. A server that runs follows at once.
struct EditionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "editions",
        abstract: "List the editions, add one, change, order or remove them, and keep their sections.",
        subcommands: [
            List.self, Add.self, Change.self, Order.self, Remove.self, SectionsCommand.self,
        ], defaultSubcommand: List.self)

    /// Does `body` with the newsroom, and tells what is wrong with an option in a line that names it.
    static func with(_ place: DataOptions, _ body: (OpenedNewsroom) async throws -> Void) async throws {
        do {
            try await OpenedNewsroom.with(place, body)
        } catch let faults as InvalidFields {
            let lines = faults.faults.map { "--\(option($0.field)): \(Terminal.plain($0.text))" }
            throw CommandFailure(lines.joined(separator: "\n"), exitCode: 2)
        }
    }

    private static func option(_ field: String) -> String { field == "isOpen" ? "close" : field }

    static func edition(_ code: String, in newsroom: Newsroom) async throws -> Edition {
        let editions = try await newsroom.editions()
        if let edition = editions.first(where: { $0.code == code }) { return edition }
        throw CommandFailure(
            "There is no edition “\(Terminal.plain(code))”. This newsroom has: \(editions.map(\.code).joined(separator: ", "))."
        )
    }

    /// An edition as `--json` prints it, with the number of its stories.
    private struct Report: Encodable {
        let edition: Edition
        let stories: Int

        private enum CodingKeys: CodingKey { case stories }

        func encode(to encoder: any Encoder) throws {
            try edition.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(stories, forKey: .stories)
        }
    }

    private static func say(_ editions: [Edition], _ newsroom: Newsroom, json: Bool) async throws {
        let stories = try await newsroom.storyCounts()
        for edition in editions {
            let count = stories[edition.code] ?? 0
            if json {
                Terminal.say(try Terminal.json(Report(edition: edition, stories: count)))
                continue
            }
            var words = "\(edition.code)  \(edition.language)  \(edition.zone.identifier)  "
            words += "\(Terminal.plain(edition.masthead))  \(count) \(count == 1 ? "story" : "stories")"
            if edition.isDefault { words += "  default" }
            if !edition.isOpen { words += "  not open to readers" }
            Terminal.say(words)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the editions, the default one first: code, language, time zone, masthead, stories.")

        @OptionGroup var place: DataOptions
        @Flag(help: "Print a JSON object for each, with its sections.") var json = false

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                try await EditionsCommand.say(try await opened.newsroom.editions(), opened.newsroom, json: json)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add an edition. What is left out is taken from its language and the default edition.")

        @OptionGroup var place: DataOptions
        @Argument(help: "Its language, BCP 47; the theme needs words for it.") var language: String
        @Option(help: "Its name in addresses, for good; the language's tag where it is left out.") var code = ""
        @Option(help: "The newspaper's name at the head of the page.") var masthead = ""
        @Option(help: "What readers call the language.") var name = ""
        @Option(help: "The strapline.") var tagline = ""
        @Option(help: "The time zone, by its IANA name.") var zone = ""
        @Flag(help: "Readers see it at once.") var open = false
        @Flag(help: "Print a JSON object.") var json = false

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                let draft = EditionDraft(
                    code: code, language: language, zone: zone, name: name, masthead: masthead, tagline: tagline,
                    isOpen: open)
                let editions = try await opened.newsroom.editions()
                let edition = try draft.edition(
                    languages: try opened.theme().languages, besides: editions, EditionDraft.standards(of: editions))
                try await opened.newsroom.addEdition(edition, by: .operatorOfMachine)
                try await EditionsCommand.say([edition], opened.newsroom, json: json)
                if !edition.isOpen {
                    Terminal.complain("Readers see it after newsreel editions change \(edition.code) --open.")
                }
            }
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change", abstract: "Change an edition; what is left out stays.")

        @OptionGroup var place: DataOptions
        @Argument(help: "Its code.") var code: String
        @Option(help: "Another region of its language; another language while it has no stories.")
        var language: String?
        @Option(help: "The newspaper's name at the head of the page.") var masthead: String?
        @Option(help: "What readers call the language.") var name: String?
        @Option(help: "The strapline; an empty one takes it away.") var tagline: String?
        @Option(help: "The time zone, by its IANA name.") var zone: String?
        @Flag(help: "Readers see it.") var open = false
        @Flag(help: "Readers do not see it any more; the desk keeps everything.") var close = false
        @Flag(help: "Put it at the root of the site in place of the one there.") var `default` = false
        @Flag(help: "Print a JSON object.") var json = false

        func validate() throws {
            if open && close { throw ValidationError("--open and --close are opposites: give one of them.") }
        }

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                let old = try await EditionsCommand.edition(code, in: opened.newsroom)
                var draft = EditionDraft(old)
                draft.language = language ?? draft.language
                draft.masthead = masthead ?? draft.masthead
                draft.name = name ?? draft.name
                draft.tagline = tagline ?? draft.tagline
                draft.zone = zone ?? draft.zone
                if open || close { draft.isOpen = open }
                let new = try draft.change(of: old, languages: try opened.theme().languages)
                try await opened.newsroom.changeEdition(
                    from: old, to: new, isDefault: `default`, by: .operatorOfMachine)
                let after = try await EditionsCommand.edition(code, in: opened.newsroom)
                try await EditionsCommand.say([after], opened.newsroom, json: json)
            }
        }
    }

    struct Order: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "order", abstract: "Put the editions in the order of readers' language menu.")

        @OptionGroup var place: DataOptions
        @Argument(help: "The code of each edition, once.") var codes: [String]

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                try await opened.newsroom.orderEditions(codes, by: .operatorOfMachine)
                try await EditionsCommand.say(try await opened.newsroom.editions(), opened.newsroom, json: false)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove an edition that has no stories, for good.")

        @OptionGroup var place: DataOptions
        @Argument(help: "Its code.") var code: String

        func run() async throws {
            try await EditionsCommand.with(place) { opened in
                let edition = try await EditionsCommand.edition(code, in: opened.newsroom)
                try await opened.newsroom.removeEdition(code, by: .operatorOfMachine)
                Terminal.say("The edition \(edition.code) is gone.")
            }
        }
    }
}
