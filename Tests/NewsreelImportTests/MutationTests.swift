import NewsreelImport
import NewsreelModel
import Testing

/// Thousands of damaged versions of the fixtures: each gives a story or a clear failure, and no story breaks what pages rely on.
struct MutationTests {
    /// xorshift64*, so that every run damages alike.
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    static let inputs: [(format: ImportFormat, names: [String])] = [
        (
            .capture,
            ["us-wire", "russian", "korean", "arabic", "ticker", "consent-first", "image-source", "icons"].map {
                "capture/\($0).txt"
            }
        ),
        (
            .html,
            ["clean", "div-soup", "graph", "russian", "arabic", "malicious", "cp1251", "euckr"].map {
                "html/\($0).html"
            }
        ),
        (.markdown, ["markdown/full.md"]),
    ]

    @Test(arguments: inputs) func `damaged material gives a story or a failure`(
        _ input: (format: ImportFormat, names: [String])
    ) throws {
        var generator = Generator(state: 0x5EED_0001)
        let originals = try input.names.map { try Fixture.bytes($0) }
        let pieces = [
            "<", ">", "</div>", "<b>", "&#0;", "\u{1}", "©", "\n\n", "---\n", "\"", "](", "](story:x)", "![](", "> ",
            "\t", "\u{202E}", "\u{FEFF}", "<script>", "17 Jun 2020", "{", "*", "[영상]", "\0",
        ]
        let importer = Fixture.importer()
        let clock = ContinuousClock()
        let start = clock.now
        var stories = 0
        var failures = 0
        var round = 0
        while round < 2000, clock.now - start < .seconds(4) {
            round += 1
            var bytes = originals.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0:
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...200, using: &generator)))
                case 1: bytes.insert(contentsOf: Array(pieces.randomElement(using: &generator)!.utf8), at: place)
                case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
                case 3:
                    let end = min(bytes.count, place + Int.random(in: 0...300, using: &generator))
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
                case 4: if round.isMultiple(of: 7) { bytes = Array(bytes[..<place]) }
                default: if place < bytes.count { bytes[place] = pieces.randomElement(using: &generator)!.utf8.first! }
                }
            }
            let lines =
                bytes.count { $0 == 10 || $0 == 13 } + 1 + bytes.count { $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 }
            do {
                let imported = try importer.importStory(bytes, name: input.names[0], format: input.format)
                stories += 1
                check(imported, lines: lines)
            } catch {
                failures += 1
                #expect(error.diagnostics.contains { $0.severity == .error })
                for diagnostic in error.diagnostics {
                    #expect((diagnostic.line ?? 1) >= 1 && (diagnostic.line ?? 1) <= lines, "\(diagnostic)")
                }
            }
        }
        print("\(input.format.rawValue): \(round) damaged inputs, \(stories) stories, \(failures) failures")
        #expect(round >= 100, "only \(round) rounds in the time")
        #expect(stories > 20 && failures > 5, "\(stories) stories, \(failures) failures")
    }

    private func check(_ imported: ImportedStory, lines: Int) {
        let story = imported.story
        #expect(!story.headline.isEmpty)
        #expect(Slug.isValid(story.slug), "\(story.slug)")
        let texts =
            [story.headline, story.standfirst ?? "", story.label ?? ""] + story.bylines.map(\.name) + story.tags
            + imported.media.flatMap { [$0.caption ?? "", $0.alt ?? "", $0.credit.text] }
        for text in texts { #expect(Self.isClean(text, breaks: false), "\(text)") }
        for block in story.body { check(block) }
        let known = Set(imported.media.map(\.id))
        #expect(known.count == imported.media.count)
        #expect(story.body.flatMap(\.media).allSatisfy { known.contains($0) })
        #expect(story.lead.map { known.contains($0) } ?? true)
        #expect(story.media.map(\.media) == imported.media.map(\.id))
        for diagnostic in imported.diagnostics {
            #expect(diagnostic.severity < .error)
            #expect((diagnostic.line ?? 1) >= 1 && (diagnostic.line ?? 1) <= lines, "\(diagnostic) of \(lines)")
        }
    }

    private func check(_ block: Block) {
        switch block {
        case .paragraph(let text), .heading(_, let text): check(text)
        case .quote(let paragraphs, let speaker):
            for text in paragraphs { check(text) }
            #expect(Self.isClean(speaker ?? "", breaks: false))
        case .list(_, let items):
            #expect(!items.isEmpty)
            for item in items { for inner in item { check(inner) } }
        case .gallery(let ids): #expect(ids.count > 1)
        case .embed(let embed):
            #expect(LinkTarget(embed.url.description) != nil && Self.isClean(embed.title, breaks: false))
        case .aside, .image, .video, .audio, .document, .rule: break
        }
    }

    private func check(_ text: [Inline]) {
        #expect(!text.isEmpty)
        for inline in text {
            #expect(!inline.text.isEmpty)
            #expect(Self.isClean(inline.text, breaks: true), "\(inline.text.unicodeScalars.map(\.value))")
            #expect(Set(inline.marks).count == inline.marks.count)
            for case .link(let target) in inline.marks { #expect(LinkTarget(target.description) == target) }
        }
    }

    private static func isClean(_ text: String, breaks: Bool) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || (breaks && $0 == "\n") }
    }
}
