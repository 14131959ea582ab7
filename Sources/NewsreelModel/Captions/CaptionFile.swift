/// What could be read from a file of captions, and what there is to say about the rest.
package struct CaptionFile: Hashable, Sendable {
    package enum Format: String, Sendable, Codable {
        case webVTT = "WebVTT"
        case subRip = "SubRip"
    }

    package var format: Format
    /// In the order of the file.
    package var cues: [Cue] = []
    package var regions: [CaptionRegion] = []
    package var styles: [String] = []
    /// What the file's head says that it is; nil where it does not say.
    package var language: LanguageTag?
    package var kind: CaptionTrack.Kind?
    /// In the order of the file.
    package var diagnostics: [Diagnostic] = []

    package init(format: Format) { self.format = format }

    /// The captions as a track of a clip.
    package func track(_ kind: CaptionTrack.Kind, language: LanguageTag, label: String) -> CaptionTrack {
        CaptionTrack(kind: kind, language: language, label: label, cues: cues, regions: regions, styles: styles)
    }
}

/// How large a file of captions may be. Ten hours of talk are some 1 MB in 15,000 cues, and 5 MB with a time for each
/// word.
package struct CaptionLimits: Hashable, Sendable {
    package var bytes: Int
    package var cues: Int

    package init(bytes: Int = 5_000_000, cues: Int = 50_000) {
        self.bytes = bytes
        self.cues = cues
    }

    func check(bytes count: Int) throws(CaptionError) {
        guard count > bytes else { return }
        throw CaptionError(
            "captions-too-large",
            "The file has \(count) bytes; captions may have \(bytes). Is it captions, and of one clip?")
    }

    func check(cues count: Int, line: Int) throws(CaptionError) {
        guard count > cues else { return }
        throw CaptionError(
            "captions-too-many",
            "The file has more than \(cues) cues. Split the captions as the clip is split, or join short cues.",
            line: line)
    }
}

/// A file from which no captions can be read: what is wrong with it, where, and what to do.
package struct CaptionError: Error, Hashable, Sendable, CustomStringConvertible {
    package let diagnostic: Diagnostic

    package init(_ code: String, _ message: String, line: Int? = nil) {
        diagnostic = Diagnostic(.error, code, message, line: line)
    }

    package var code: String { diagnostic.code }

    package var description: String {
        if let line = diagnostic.line { "Line \(line): \(diagnostic.message)" } else { diagnostic.message }
    }
}

/// Diagnostics of one file, as many as a person reads.
struct CaptionNotes {
    private static let most = 100

    private var notes: [Diagnostic] = []
    private var unsaid = 0

    mutating func add(_ severity: Diagnostic.Severity, _ code: String, _ message: @autoclosure () -> String, line: Int)
    {
        if notes.count < Self.most {
            notes.append(Diagnostic(severity, code, message(), line: line))
        } else {
            unsaid += 1
        }
    }

    /// About the file as a whole, before all others.
    mutating func addFirst(_ severity: Diagnostic.Severity, _ code: String, _ message: String) {
        notes.insert(Diagnostic(severity, code, message), at: 0)
    }

    var all: [Diagnostic] {
        guard unsaid > 0 else { return notes }
        return notes + [
            Diagnostic(.warning, "captions-more", "There are \(unsaid) more such notes. Mend these first.")
        ]
    }

    /// A line of the file as a note quotes it.
    static func quote(_ line: ArraySlice<UInt8>) -> String {
        let text = String(line.prefix(240)).trimmingWhitespace()
        let start = text.prefix(60)
        return start.endIndex < text.endIndex || line.count > 240 ? "“\(start)…”" : "“\(start)”"
    }
}

/// The lines of a file: `\n`, `\r` and `\r\n` end them, NUL is U+FFFD, and there is no line after the last end.
struct CaptionLines {
    let bytes: [UInt8]
    private let ranges: [Range<Int>]

    init(_ source: ArraySlice<UInt8>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var ranges: [Range<Int>] = []
        var start = 0
        var previous: UInt8 = 0
        for byte in source {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D:
                ranges.append(start..<bytes.count)
                start = bytes.count
            case 0: bytes += [0xEF, 0xBF, 0xBD]
            default: bytes.append(byte)
            }
            previous = byte
        }
        if start < bytes.count { ranges.append(start..<bytes.count) }
        self.bytes = bytes
        self.ranges = ranges
    }

    var count: Int { ranges.count }

    subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    func isEmpty(_ index: Int) -> Bool { ranges[index].isEmpty }

    /// Where `-->` stands first in a line.
    func arrow(_ index: Int) -> Int? {
        let range = ranges[index]
        guard range.count >= 3 else { return nil }
        var place = range.lowerBound
        while place + 2 < range.upperBound {
            if bytes[place + 2] == UInt8(ascii: ">") {
                if bytes[place] == UInt8(ascii: "-"), bytes[place + 1] == UInt8(ascii: "-") { return place }
                place += 3
            } else {
                place += bytes[place + 2] == UInt8(ascii: "-") ? 1 : 3
            }
        }
        return nil
    }
}
