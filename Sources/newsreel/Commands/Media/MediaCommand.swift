import ArgumentParser
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// `newsreel media`: pictures, clips, recordings and documents, apart from the stories that show them.
struct MediaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "Add pictures, clips, recordings and documents, and see what became of them.",
        subcommands: [
            MediaAddCommand.self, MediaListCommand.self, MediaShowCommand.self, MediaCaptionsCommand.self,
            MediaPosterCommand.self, MediaPlaceCommand.self,
        ])
}

/// `newsreel media list`: what there is, the newest first.
struct MediaListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List media, the newest first.")

    @OptionGroup var place: DataOptions
    @Option(help: "Only image, video, audio or document.") var kind: MediaKind?
    @Option(help: "How many at the most.") var limit = 50
    @Flag(help: "Print a JSON object for each.") var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 10000.") }
    }

    func run() async throws {
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
            .newsroom
        for asset in try await newsroom.recentMedia(kind: kind, limit: limit) {
            Terminal.say(json ? try Terminal.json(MediaReport(asset)) : MediaReport.text(asset))
        }
        try newsroom.close()
    }
}

extension MediaKind: ExpressibleByArgument {}

/// `newsreel media show`: all that is known of one.
struct MediaShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what is known of a picture, clip, recording or document.")

    @OptionGroup var place: DataOptions
    @Flag(help: "Print a JSON object.") var json = false
    @Argument(help: "Its identity, as newsreel media list names it.") var id: String

    func run() async throws {
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
            .newsroom
        let asset = try await newsroom.existingMedia(id)
        if json {
            let captions = try await newsroom.captions([asset.id])[asset.id] ?? []
            Terminal.say(try Terminal.json(MediaReport(asset, captions: captions)))
        } else {
            for line in MediaReport.details(asset) { Terminal.say(line) }
            for track in try await newsroom.captions([asset.id])[asset.id] ?? [] {
                Terminal.say(
                    "\(track.kind.rawValue)    \(track.language)  \(Terminal.plain(track.label)), \(track.cues.count) cues"
                )
            }
            for job in try await newsroom.jobs(JobFilter(media: asset.id)) {
                Terminal.say("job         \(JobsCommand.line(job, at: newsroom.clock.now))")
            }
        }
        try newsroom.close()
    }
}

/// `newsreel media poster`: which still stands for a clip.
struct MediaPosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poster", abstract: "Choose the still that stands for a clip until it plays.")

    @OptionGroup var place: DataOptions
    @Option(help: "The frame at this time: seconds, 1:05 or 1:02:05.") var at: String?
    @Option(help: "A picture's file in place of a frame.") var picture: String?
    @Flag(help: "Leave the choice to Newsreel again.") var best = false
    @Argument(help: "The clip's identity.") var id: String

    func validate() throws {
        guard [at != nil, picture != nil, best].count(where: { $0 }) == 1 else {
            throw ValidationError("Say one of --at TIME, --picture FILE and --best.")
        }
        if let at, ClipTime.milliseconds(at) == nil {
            throw ValidationError("“\(at)” is no time: write seconds (73.5) or minutes and seconds (1:13).")
        }
    }

    func run() async throws {
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
            .newsroom
        let asset = try await newsroom.existingMedia(id)
        var choice: PosterChoice?
        if let at, let milliseconds = ClipTime.milliseconds(at) { choice = .moment(milliseconds) }
        if let picture {
            let file = try MediaFile.keep(picture, in: newsroom)
            guard file.format.kind == .image else {
                throw CommandFailure("\(file.original.filename) is no picture. Hand in a JPEG, PNG or WebP.")
            }
            choice = .picture(file.original.checksum)
        }
        do {
            try await newsroom.choosePoster(asset.id, choice)
        } catch {
            throw CommandFailure(error.message)
        }
        Terminal.say("The still of \(asset.id) is made by the next worker: newsreel serve, or newsreel worker --once.")
        try newsroom.close()
    }
}

/// `newsreel media place`: whether readers learn where it was taken.
struct MediaPlaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: "Say whether readers may know where a picture or clip was taken.",
        discussion: "Until it is shown, no page and no file that readers get says where it was.")

    @OptionGroup var place: DataOptions
    @Flag(inversion: .prefixedNo, help: "Whether readers may know it.") var show: Bool
    @Argument(help: "Its identity.") var id: String

    func run() async throws {
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
            .newsroom
        let asset = try await newsroom.existingMedia(id)
        do {
            try await newsroom.showPlace(asset.id, show)
        } catch {
            throw CommandFailure(error.message)
        }
        Terminal.say("Readers \(show ? "may" : "do not") learn where \(asset.id) was taken.")
        try newsroom.close()
    }
}

extension Newsroom {
    /// The asset that somebody named on the command line, or a failure that says what to do.
    func existingMedia(_ id: String) async throws -> MediaAsset {
        guard let asset = try await media(MediaID(rawValue: id)) else {
            throw CommandFailure(
                "There is no picture, clip, recording or document \(Terminal.plain(id)). newsreel media list names them."
            )
        }
        return asset
    }
}

/// A time in a clip as people write it.
enum ClipTime {
    /// Milliseconds of `73`, `73.5`, `1:13` or `1:02:05`; nil for anything else.
    static func milliseconds(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for (number, part) in parts.enumerated() {
            guard let value = Double(part), value >= 0, value.isFinite, part.allSatisfy({ $0.isNumber || $0 == "." }),
                number == 0 || value < 60, number == parts.count - 1 || value == value.rounded()
            else { return nil }
            seconds = seconds * 60 + value
        }
        return seconds < 1_000_000 ? Int((seconds * 1000).rounded()) : nil
    }
}
