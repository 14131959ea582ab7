import NewsreelModel

/// Material as text: decoded, without byte order mark and control characters, lines ending in `\n`.
package struct SourceText: Sendable {
    /// Larger material is refused before it is looked at.
    package static let mostBytes = 10_000_000

    let text: String
    /// What was odd about the bytes.
    let diagnostics: [Diagnostic]
    let lineCount: Int

    init(_ bytes: [UInt8]) throws(ImportError) {
        guard bytes.count <= Self.mostBytes else {
            throw ImportError(
                "too-large",
                "The material holds \(Self.megabytes(bytes.count)) MB; at most \(Self.megabytes(Self.mostBytes)) MB can be imported. Cut it down to the story."
            )
        }
        if let kind = FileMagic.name(of: bytes) {
            throw ImportError(
                "binary",
                "This is \(kind), not text. Pictures, clips, recordings and documents go with a story through --media.",
                line: 1)
        }
        let (decoded, notes) = try TextDecoding.decode(bytes)
        let cleaned = Self.clean(decoded)
        guard cleaned.contains(where: { !$0.isWhitespace }) else {
            throw ImportError("empty", "The material is empty: there is no text in it.", line: 1)
        }
        text = cleaned
        diagnostics = notes
        lineCount = cleaned.utf8.reduce(into: 1) { count, byte in if byte == 10 { count += 1 } }
    }

    /// The lines from 1, without their line ends.
    var lines: [String] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// The line from 1 that the byte at `offset` of the text stands in.
    func line(at offset: Int) -> Int {
        text.utf8.prefix(max(0, offset)).reduce(into: 1) { count, byte in if byte == 10 { count += 1 } }
    }

    /// Whole and tenth megabytes.
    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// Line ends as `\n`; control characters and byte order marks dropped.
    private static func clean(_ text: String) -> String {
        var text = text
        let dirty = text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x20 && byte != 10 && byte != 9 || byte == 0x7F { return true }
                if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return true }
                if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 {
                    return true
                }
                if byte == 0xEF, index + 1 < bytes.count, bytes[index + 1] == 0xBB || bytes[index + 1] == 0xBF {
                    return true
                }
                index += 1
            }
            return false
        }
        guard dirty else { return text }
        var result = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar.value {
            case 10: if !wasReturn { result.append("\n") }
            case 13, 0x2028, 0x2029, 0x85: result.append("\n")
            case 9: result.append(scalar)
            case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// Files that are no text, by their first bytes.
enum FileMagic {
    /// What `bytes` are, with an article; nil for what may be text.
    static func name(of bytes: [UInt8]) -> String? {
        func begins(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + magic.count && bytes[offset..<offset + magic.count].elementsEqual(magic)
        }
        func begins(_ magic: String, at offset: Int = 0) -> Bool { begins(Array(magic.utf8), at: offset) }
        if begins([0xFF, 0xD8, 0xFF]) { return "a JPEG picture" }
        if begins([0x89, 0x50, 0x4E, 0x47]) { return "a PNG picture" }
        if begins("GIF8") { return "a GIF picture" }
        if begins("RIFF") && bytes.count > 12 {
            return begins("WEBP", at: 8) ? "a WebP picture" : "a sound or video file"
        }
        if begins("%PDF-") { return "a PDF document" }
        if begins([0x50, 0x4B, 3, 4]) { return "a ZIP archive or an office document" }
        if begins([0x1F, 0x8B]) { return "a gzip archive" }
        if begins([0xFD, 0x37, 0x7A, 0x58, 0x5A]) || begins("BZh") || begins([0x28, 0xB5, 0x2F, 0xFD]) {
            return "a compressed file"
        }
        if begins([0x7F, 0x45, 0x4C, 0x46]) || begins("MZ\u{90}") { return "a program" }
        if begins("ftyp", at: 4) { return "a video, sound or AVIF/HEIC picture file" }
        if begins("OggS") || begins("ID3") || begins("fLaC") { return "a sound file" }
        if begins([0x1A, 0x45, 0xDF, 0xA3]) { return "a Matroska or WebM video" }
        if begins("SQLite format 3") { return "a database" }
        if begins([0xD0, 0xCF, 0x11, 0xE0]) { return "an office document" }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return nil }
        if bytes.prefix(1 << 20).contains(0) { return "binary data (it holds zero bytes)" }
        return nil
    }
}
