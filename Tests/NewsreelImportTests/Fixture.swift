import Glibc
import NewsreelImport
import NewsreelModel
import Testing

/// Files beside the tests, and what the tests import them with.
enum Fixture {
    /// The bytes of a file in `Fixtures/`.
    static func bytes(_ name: String, file: String = #filePath) throws -> [UInt8] {
        try contents(String(file.prefix(upTo: file.lastIndex(of: "/")!)) + "/Fixtures/" + name)
    }

    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

    static func contents(_ path: String) throws -> [UInt8] {
        let handle = try #require(fopen(path, "rb"), "\(path) is missing")
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, handle)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func edition(_ code: String = "en", zone: String = "Europe/Moscow") -> Edition {
        Edition(
            code: code, isDefault: code == "en", language: code, zone: Zone(zone)!, name: code, masthead: "The Fixture",
            sections: [Section(slug: "town", name: "Town"), Section(slug: "sea", name: "Sea")])
    }

    static let now = Timestamp(iso8601: "2026-11-22T12:00:00Z")!

    static func importer(zone: String = "Europe/Moscow") -> Importer {
        Importer(edition: edition(zone: zone), editions: [edition(zone: zone), edition("ru")], now: now)
    }

    static func story(
        _ name: String, format: ImportFormat = .auto, zone: String = "Europe/Moscow"
    ) throws -> ImportedStory {
        try importer(zone: zone).importStory(bytes(name), name: name, format: format)
    }

    static func story(
        text: String, name: String = "story.txt", format: ImportFormat = .auto
    ) throws(ImportError) -> ImportedStory {
        try importer().importStory(Array(text.utf8), name: name, format: format)
    }

    /// The diagnostics of a failure; empty, with an issue, where the import succeeded.
    static func failure(_ bytes: [UInt8], name: String = "story.txt", format: ImportFormat = .auto) -> [Diagnostic] {
        do {
            let story = try importer().importStory(bytes, name: name, format: format)
            Issue.record("It was imported as “\(story.story.headline)”.")
            return []
        } catch {
            return error.diagnostics
        }
    }
}

extension ImportedStory {
    /// The paragraphs and headings of the body as text.
    var paragraphs: [String] {
        story.body.compactMap { block in
            if case .paragraph(let text) = block { text.plainText } else { nil }
        }
    }

    /// The credits printed from their parts, whatever the material's own wording.
    var creditParts: [String] {
        media.map { one in
            var credit = one.credit
            credit.wording = nil
            return credit.text
        }
    }

    var codes: [String] { diagnostics.map(\.code) }

    func line(of code: String) -> Int? { diagnostics.first { $0.code == code }?.line }
}
