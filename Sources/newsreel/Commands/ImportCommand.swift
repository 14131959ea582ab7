import ArgumentParser
import Foundation
import NewsreelImport
import NewsreelModel
import NewsreelStore

/// `newsreel import`: raw material in, drafts or published stories out.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import captured pages, HTML pages and Markdown texts as stories.",
        discussion: """
            Prints a line per file, or a JSON object per file with --json. Exit code 0 when all were imported, 1 when some \
            failed (the others are kept), 2 on wrong usage. Importing the same file again updates the same story.
            """)

    @OptionGroup var place: DataOptions

    @Option(help: "The edition that the stories are for; the default edition where it is left out.") var edition:
        String?
    @Option(help: "auto, capture, html or markdown.") var format: ImportFormat = .auto
    @Option(
        help: ArgumentHelp(
            "A picture, clip, recording or document for the story: a file, or the identity that newsreel media add printed; the options after it describe it.",
            valueName: "file"))
    var media: [String] = []
    @Option(help: "The caption of the --media before it.") var caption: [String] = []
    @Option(help: "Who made and supplied the --media before it.") var credit: [String] = []
    @Option(help: "What the --media before it shows, for readers who cannot see it.") var alt: [String] = []
    @Flag(help: "The clip of the --media before it starts by itself, without its sound, when a reader comes to it.")
    var autoplay: Int
    @Flag(help: "Publish what was imported.") var publish = false
    @Flag(help: "Print a JSON object per file.") var json = false
    @Argument(help: "Files, folders, or - for standard input.") var files: [String]

    func run() async throws {
        let handed = try HandedMedia.groups(in: Array(CommandLine.arguments.dropFirst()))
        let settings = try await place.settings()
        let mostBytes = settings.int("import.most-bytes")
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: settings)
        let editions = try await opened.newsroom.editions()
        guard let chosen = edition.map({ code in editions.first { $0.code == code } }) ?? editions.first else {
            throw CommandFailure(
                "There is no edition “\(Terminal.plain(edition ?? ""))”. This newsroom has: \(editions.map(\.code).joined(separator: ", ")).",
                exitCode: 2)
        }
        let sources = try SourceFile.all(files, mostBytes: mostBytes)
        guard !sources.isEmpty else {
            throw CommandFailure("There is no text to import in \(files.map(Terminal.plain).joined(separator: ", ")).")
        }
        if !handed.isEmpty, sources.count > 1 {
            throw CommandFailure(
                "--media describes one story, and there are \(sources.count) files. Import that one alone.", exitCode: 2
            )
        }
        let intake = StoryIntake(
            newsroom: opened.newsroom, site: try await opened.site(), editions: editions, edition: chosen,
            format: format,
            publishes: publish, mostBytes: mostBytes)
        var bar = ProgressBar("Importing", total: sources.count)
        var done = 0
        var failures = 0
        try await intake.take(sources, handed: handed) { result in
            if sources.count > 1 { bar.clear() }
            Terminal.say(json ? try Terminal.json(result) : result.line)
            done += 1
            if result.status == .failed { failures += 1 }
            if sources.count > 1, done < sources.count { bar.show(done) }
        }
        try opened.newsroom.close()
        if failures > 0 { throw ExitCode(1) }
    }
}

extension ImportFormat: ExpressibleByArgument {}
