import ArgumentParser
import Foundation
import NewsreelImport
import NewsreelModel
import NewsreelStore

/// `newsreel check`: what an editor should look at before readers do.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check stories of the newsroom, or files that import would read, before they are published.",
        discussion: """
            Prints a line per finding, or a JSON object per story with --json. Nothing is stored. Exit code 0 when no \
            story has an error, 1 when one has, or could not be read (the others are checked all the same), 2 on wrong \
            usage. Warnings and notes do not change the exit code.
            """)

    @OptionGroup var place: DataOptions

    @Option(help: "The edition that files are for; the default edition where it is left out.") var edition: String?
    @Option(help: "How files are written: auto, capture, html or markdown.") var format: ImportFormat = .auto
    @Flag(help: "Print a JSON object per story.") var json = false
    @Argument(
        help: ArgumentHelp("Identities of stories, files, folders, or - for standard input.", valueName: "id|file"))
    var names: [String]

    func run() async throws {
        let settings = try await place.settings()
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: settings)
        let editions = try await opened.newsroom.editions()
        guard let chosen = edition.map({ code in editions.first { $0.code == code } }) ?? editions.first else {
            throw CommandFailure(
                "There is no edition “\(Terminal.plain(edition ?? ""))”. This newsroom has: \(editions.map(\.code).joined(separator: ", ")).",
                exitCode: 2)
        }
        var desk = CheckDesk(newsroom: opened.newsroom, editions: editions, edition: chosen, format: format)
        var isClean = true
        for name in names {
            for report in try await desk.reports(on: name, mostBytes: settings.int("import.most-bytes")) {
                Terminal.say(json ? try Terminal.json(report) : report.text)
                if report.blocksPublishing { isClean = false }
            }
        }
        try opened.newsroom.close()
        if !isClean { throw ExitCode(1) }
    }
}

/// Looks stories up, or reads them from files, and has them checked.
private struct CheckDesk {
    let newsroom: Newsroom
    let editions: [Edition]
    let edition: Edition
    let format: ImportFormat
    /// By edition, read once.
    private var headlines: [String: [StoryID: String]] = [:]

    init(newsroom: Newsroom, editions: [Edition], edition: Edition, format: ImportFormat) {
        self.newsroom = newsroom
        self.editions = editions
        self.edition = edition
        self.format = format
    }

    /// What is found in the story, the file or the files of the folder that `name` names.
    mutating func reports(on name: String, mostBytes: Int) async throws -> [CheckReport] {
        do {
            let isFile = name == "-" || FileManager.default.fileExists(atPath: name)
            if !isFile, Self.isIdentity(name) { return [try await report(onStory: StoryID(rawValue: name))] }
            guard isFile else {
                throw CommandFailure(
                    "There is neither a file nor a story “\(Terminal.plain(name))”. An identity has 26 letters and digits; newsreel import --json prints it."
                )
            }
            let sources = try SourceFile.all([name], mostBytes: mostBytes)
            guard !sources.isEmpty else {
                throw CommandFailure("There is no text to check in \(Terminal.plain(name)).")
            }
            var reports: [CheckReport] = []
            for source in sources { reports.append(try await report(onFile: source, mostBytes: mostBytes)) }
            return reports
        } catch let failure as CommandFailure {
            return [CheckReport(failed: name, [Diagnostic(.error, "unreadable", failure.description)])]
        } catch let error as StoreError {
            return [CheckReport(failed: name, [Diagnostic(.error, error.code.rawValue, error.message)])]
        }
    }

    /// 26 characters of Crockford's base 32.
    private static func isIdentity(_ name: String) -> Bool {
        name.utf8.count == 26 && name.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) }
    }

    private func report(onStory id: StoryID) async throws -> CheckReport {
        guard let story = try await newsroom.story(id) else {
            throw CommandFailure("This newsroom has no story \(id).")
        }
        return CheckReport(id.rawValue, story, try await newsroom.findings(in: story))
    }

    private mutating func report(onFile source: SourceFile, mostBytes: Int) async throws -> CheckReport {
        let now = newsroom.clock.now
        do {
            let importer = Importer(edition: edition, editions: editions, now: now)
            let read = try importer.importStory(
                try source.read(atMost: mostBytes), name: source.name, format: format)
            // A file that was imported before is that story, which has its own headline already.
            let known = try await newsroom.story(sourceKey: source.key, edition: read.edition)
            let story = Self.story(read, id: known?.id, in: editions, now: now)
            let media = Self.media(read, now: now)
            let checks = try await checks(of: read.edition, media: media)
            return CheckReport(source.name, story, checks.findings(in: story), diagnostics: read.diagnostics)
        } catch let error as ImportError {
            return CheckReport(failed: source.name, error.diagnostics)
        } catch let failure as CommandFailure {
            return CheckReport(failed: source.name, [Diagnostic(.error, "unreadable", failure.description)])
        }
    }

    private mutating func checks(of code: String, media: [MediaID: MediaAsset]) async throws -> StoryChecks {
        if headlines[code] == nil { headlines[code] = try await newsroom.headlines(edition: code) }
        return StoryChecks(
            edition: editions.first { $0.code == code }, now: newsroom.clock.now, media: media,
            otherHeadlines: headlines[code] ?? [:])
    }

    /// The story that importing the material would make.
    private static func story(_ read: ImportedStory, id: StoryID?, in editions: [Edition], now: Timestamp) -> Story {
        let zone = editions.first { $0.code == read.edition }?.zone ?? .utc
        let publication = read.published.map {
            Publication(published: $0, day: zone.local($0).day, updated: read.updated)
        }
        return Story(
            id: id ?? StoryID(rawValue: "-"), edition: read.edition, content: read.story, publication: publication,
            corrections: read.corrections, created: now, updated: now)
    }

    /// The material's media as far as they are known before their files are read.
    private static func media(_ read: ImportedStory, now: Timestamp) -> [MediaID: MediaAsset] {
        var media: [MediaID: MediaAsset] = [:]
        for one in read.media {
            media[one.id] = MediaAsset(
                id: one.id, kind: one.kind, state: one.file == nil ? .awaited : .processing, caption: one.caption,
                credit: one.credit, alt: one.alt, created: now, updated: now)
        }
        return media
    }
}

/// What was found in one story.
struct CheckReport: Encodable {
    /// The identity or the file, as it was named.
    let name: String
    let headline: String?
    let edition: String?
    let findings: [CheckedFinding]
    /// What was doubted in reading a file; with an error there is no story.
    let diagnostics: [Diagnostic]

    init(_ name: String, _ story: Story, _ findings: [Finding], diagnostics: [Diagnostic] = []) {
        self.name = name
        headline = story.content.headline
        edition = story.edition
        self.findings = findings.map(CheckedFinding.init)
        self.diagnostics = diagnostics
    }

    init(failed name: String, _ diagnostics: [Diagnostic]) {
        self.name = name
        headline = nil
        edition = nil
        findings = []
        self.diagnostics = diagnostics
    }

    var blocksPublishing: Bool {
        headline == nil || findings.contains { $0.finding.blocksPublishing }
    }

    /// For people: the story, then a line for each finding.
    var text: String {
        guard let headline else {
            let reasons = diagnostics.filter { $0.severity == .error }.map {
                "\n  error    \(Terminal.plain($0.message))"
            }
            return Terminal.plain(name) + ": not read" + reasons.joined()
        }
        let title = headline.isEmpty ? "" : "  \(Terminal.plain(headline))"
        guard !findings.isEmpty else { return Terminal.plain(name) + title + "\n  nothing found" }
        return Terminal.plain(name) + title + findings.map { "\n  " + $0.line }.joined()
    }
}

/// A finding as the command line tells it.
struct CheckedFinding: Encodable {
    let finding: Finding

    init(_ finding: Finding) { self.finding = finding }

    /// `error    block 3 at 12  “Monday, 17 June 2020”  … [weekday-and-date]`.
    var line: String {
        let severity = finding.severity.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        let words = finding.words.map { "  “\(Self.short($0))”" } ?? ""
        let fix = finding.fix.map { " Fix: “\(Self.short($0.replacement))”." } ?? ""
        return Terminal.plain(
            "\(severity) \(finding.place)\(words)  \(finding.reason)\(fix) [\(finding.code.rawValue)]")
    }

    /// On one line, without the middle of a long text.
    private static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count <= 100 ? line : "\(line.prefix(70)) … \(line.suffix(20))"
    }

    func encode(to encoder: any Encoder) throws { try finding.encode(to: encoder) }
}
