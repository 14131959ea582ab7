import ArgumentParser
import Foundation
import NewsreelModel
import NewsreelStore

/// `newsreel media captions`: what is said in a clip or recording, to be read and to be found.
struct MediaCaptionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "captions",
        abstract: "Give a clip or recording captions, subtitles or chapters, or take them away.",
        discussion: """
            WebVTT and SubRip files are told apart by their contents. What was doubted or left out is printed by line. \
            Captions in the language of a story's edition become the transcript beneath the clip, and search finds them.
            """)

    @OptionGroup var place: DataOptions
    @Option(help: "The language of the captions (BCP 47): en, ru, pt-BR.") var language: String
    @Option(help: "captions, subtitles or chapters.") var kind: CaptionTrack.Kind = .captions
    @Option(help: "What readers choose them by; the language's own name where it is left out.") var label: String?
    @Flag(help: "Take the captions of this kind and language away.") var remove = false
    @Argument(help: "The clip's or recording's identity.") var id: String
    @Argument(help: "The file of captions.") var file: String?

    func validate() throws {
        guard (file == nil) == remove else {
            throw ValidationError("Name the file of captions, or say --remove.")
        }
        guard LanguageTag(language) != nil else {
            throw ValidationError("“\(language)” is no language: write a tag such as en, ru or pt-BR.")
        }
    }

    func run() async throws {
        guard let tag = LanguageTag(language) else { return }
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
            .newsroom
        let asset = try await newsroom.existingMedia(id)
        do {
            if let file {
                let track = try CaptionSource(file: file, language: tag).track(kind, label: label)
                try await newsroom.putCaptions(asset.id, track)
                Terminal.say("\(track.cues.count) cues are the \(kind.rawValue) of \(asset.id) in \(tag.ownName).")
            } else {
                try await newsroom.removeCaptions(asset.id, kind, language: tag)
                Terminal.say("\(asset.id) has no \(kind.rawValue) in \(tag.ownName) any more.")
            }
        } catch let error as StoreError {
            throw CommandFailure(error.message)
        }
        try newsroom.close()
    }
}

extension CaptionTrack.Kind: ExpressibleByArgument {}

/// A file of captions on this machine.
struct CaptionSource {
    let file: String
    let language: LanguageTag

    init(file: String, language: LanguageTag) {
        self.file = file
        self.language = language
    }

    /// Reads `FILE:LANGUAGE`, as `newsreel media add --captions` takes it.
    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let language = LanguageTag(text[text.index(after: colon)...]) else {
            throw CommandFailure(
                "--captions \(Terminal.plain(text)): write the file and its language, such as words.vtt:en.",
                exitCode: 2)
        }
        self.init(file: String(text[..<colon]), language: language)
    }

    /// The captions of the file; what is doubtful about them is said on standard error.
    func track(_ kind: CaptionTrack.Kind = .captions, label: String? = nil) throws -> CaptionTrack {
        let name = Terminal.plain(URL(fileURLWithPath: file).lastPathComponent)
        let read = try read()
        for note in read.diagnostics where note.severity > .note {
            Terminal.complain("\(name): \(note.line.map { "line \($0): " } ?? "")\(Terminal.plain(note.message))")
        }
        return read.track(kind, language: language, label: label ?? language.ownName)
    }

    /// Reads the file; throws in words where it holds no captions.
    func read() throws -> CaptionFile {
        let name = Terminal.plain(URL(fileURLWithPath: file).lastPathComponent)
        let limits = CaptionLimits()
        guard let handle = FileHandle(forReadingAtPath: file), let data = try? handle.read(upToCount: limits.bytes + 1)
        else {
            throw CommandFailure("\(name) cannot be read. Check that it is there and that it is a file of captions.")
        }
        do {
            return try CaptionReader.read([UInt8](data), language: language, limits: limits)
        } catch {
            throw CommandFailure("\(name): \(Terminal.plain(error.description))")
        }
    }
}
