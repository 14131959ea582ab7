import Foundation
import NewsreelModel
import Testing

/// Files of the Web Platform Tests; what each must give follows from the parser algorithm of WebVTT §6.1.
@Suite struct WebVTTFileTests {
    static let kind = "wpt-file-parsing"

    /// A cue in one line: its name, its times where they are not the first second, its settings and its text.
    static func row(_ cue: Cue) -> String {
        var row = cue.id.map { "#\($0)# " } ?? ""
        if (cue.start, cue.end) != (0, 1000) { row += "\(cue.start)-\(cue.end) " }
        let settings = cue.settings.description
        if !settings.isEmpty { row += "[\(settings)] " }
        return row + cue.text.replacing("\n", with: "⏎")
    }

    static let longest = "1.7976931348623157"
    static let tiny = String(repeating: "0", count: 323)

    /// What each file must give, cue by cue.
    static let expected: [String: [String]] = [
        "arrows": (0...5).map { "text\($0)" },
        "header-garbage": ["text"], "header-space": ["text"], "header-tab": ["text"], "header-timings": ["text"],
        "ids": [
            "# leading space# text0", "#trailing space # text1", "#-- ># text2", "#-># text3", "# # text4",
        ],
        "newlines": ["#cr# text0", "#lf# text1", "#crlf# text2", "#lfcr# text3"],
        "nulls": [
            "text0", "#\u{FFFD} (null in id)# text1", "#\u{FFFD} (null in cue data)# \u{FFFD}text\u{FFFD}2", "text3",
            "text4", "text5", "[align:end] text6",
        ],
        "regions-id": ["foo", "bar", "id", "\u{B}"].map { "[region:\($0)] valid" },
        "regions-lines": (1...13).map { "[region:\($0)] text" },
        "regions-old": ["text0", "text1"],
        "regions-regionanchor": (0...19).map { "[region:\($0)] text" },
        "regions-scroll": (0...5).map { "[region:\($0)] text" },
        "regions-viewportanchor": (0...19).map { "[region:\($0)] text" },
        "settings-align": [
            "text0", "[align:start] text1", "text2", "[align:end] text3", "[align:left] text4", "[align:right] text5",
            "[align:end] text6", "[align:end] text7", "[align:end] text8", "[align:end] text9", "[align:end] text10",
            "[align:end] text11", "text12",
        ],
        "settings-line":
            zip(
                [
                    "-1", "0", "0", "1", "100", "101", "65536", "4294967296", "18446744073709552000",
                    "1" + String(repeating: "0", count: 34), "1.5",
                ], 0...
            ).map { "[line:\($0)] valid\($1)" } + [
                "#Number.MAX_VALUE# [line:17976931348623157\(String(repeating: "0", count: 292))] valid11",
                "#-1 * Number.MAX_VALUE# [line:-17976931348623157\(String(repeating: "0", count: 292))] valid12",
                "#Number.MIN_VALUE# [line:0.\(tiny)5] valid13", "#Less than Number.MIN_VALUE# [line:0] valid14",
            ] + (15...32).map { "invalid\($0)" } + [
                "#Greater than Number.MAX_VALUE# invalid33", "#Less than -1 * Number.MAX_VALUE# invalid34",
                "#exponential notation# invalid35", "invalid36", "invalid37", "[line:0%] text38", "[line:0%] text39",
                "[line:100%] text40", "[line:100%] text41", "[line:100%,center] text42", "[line:100%,end] text43",
                "#Number.MIN_VALUE %# [line:0.\(tiny)5%] text44",
                "#Less than Number.MIN_VALUE %# [line:0%] text45",
            ],
        "settings-multiple": [
            "#id0# [vertical:lr line:1% position:25% size:50% align:start] text0",
            "#id1# [vertical:rl line:1 position:100% size:0%] text1",
        ],
        "settings-position": [
            "[position:1%] text0", "[position:100%] text1", "[position:1%] text2", "[position:1.5%] text3",
            "[position:1%,line-left] text4", "[position:1%,center] text5", "[position:1%,line-right] text6",
            "[position:1%] text7",
        ] + (8...21).map { "invalid\($0)" },
        "settings-region": [
            "[region:foo] text0", "[region:bar] text1", "[region:bar] text2", "text3", "[region:foo] text4",
        ] + (5...8).map { "invalid\($0)" },
        "settings-size": [
            "text0", "[size:2%] text1", "[size:0%] text2", "[size:0%] text3", "text4", "[size:50%] text5",
            "[size:1.5%] text6",
        ] + (7...15).map { "invalid\($0)" },
        "settings-vertical": ["text0", "[vertical:lr] text1", "[vertical:rl] text2", "[vertical:lr] text3"]
            + (4...7).map { "invalid\($0)" },
        "signature-bom": [], "signature-no-newline": [], "signature-space": [], "signature-space-no-newline": [],
        "signature-tab": [], "signature-tab-no-newline": [], "signature-timings": [],
        "stylesheets": ["#foo# text", "#bar# text"],
        "timings-60": ["0-216001000 text1", "216000000-216001000 text2"],
        "timings-eof": [], "timings-garbage": [],
        "timings-negative": ["0-0 text0", "1000-999 text1", "60000-59999 text2", "3600000-3599999 text3"],
        "timings-omitted-hours": ["text0", "text1", "text2"],
        "timings-too-long": ["text0", "text1"], "timings-too-short": ["text0", "text1"],
        "whitespace-chars": ["#spaces#    text0", "#tabs# text1", "#form feed# text2"],
    ]

    @Test func `every file of the standard's tests has an expectation`() {
        for name in SharedCaptions.names(Self.kind) {
            #expect(Self.expected[name] != nil, "\(name).vtt")
        }
    }

    @Test(arguments: SharedCaptions.names(kind))
    func `a file of the standard's tests gives the cues that browsers show`(name: String) throws {
        let file = try WebVTT.parse(SharedCaptions.bytes(Self.kind, name))
        #expect(file.cues.map(Self.row) == Self.expected[name])
    }

    @Test(arguments: SharedCaptions.names(kind))
    func `a file of the standard's tests reads the same once it is written anew`(name: String) throws {
        let file = try WebVTT.parse(SharedCaptions.bytes(Self.kind, name))
        let language = try #require(LanguageTag("en"))
        let written = WebVTT.write(file.track(.captions, language: language, label: "English"))
        let again = try WebVTT.parse(Array(written.utf8))
        #expect(again.cues == file.cues && again.regions == file.regions && again.styles == file.styles)
        #expect(again.diagnostics.filter { !["cue-never-shown", "captions-no-cue"].contains($0.code) } == [])
    }

    /// The regions of a file by name.
    private func regions(_ name: String) throws -> [String: CaptionRegion]? {
        guard SharedCaptions.folder != nil else { return nil }
        let file = try WebVTT.parse(SharedCaptions.bytes(Self.kind, name))
        return Dictionary(file.regions.map { ($0.id, $0) }) { $1 }
    }

    @Test func `of two names of a region the last counts`() throws {
        guard let regions = try regions("regions-id") else { return }
        #expect(regions.mapValues(\.lines) == ["bar": 1, "foo": 2, "id": 3, "\u{B}": 4])
    }

    @Test func `a region has as many lines as its file says in digits`() throws {
        guard let regions = try regions("regions-lines") else { return }
        let lines = (1...13).map { regions["\($0)"]?.lines }
        #expect(lines == [0, 1, 100, 101, 65536, 4_294_967_296, .max, .max, 2, 3, 3, 3, 3])
    }

    @Test func `a region scrolls up or not at all`() throws {
        guard let regions = try regions("regions-scroll") else { return }
        #expect((0...5).map { regions["\($0)"]?.scrollsUp } == [false, true, true, false, false, true])
    }

    @Test(arguments: ["regions-regionanchor", "regions-viewportanchor"])
    func `a region's anchors are two percentages of the picture`(name: String) throws {
        guard let regions = try regions(name) else { return }
        let valid: [Int: [Double]] = [1: [0, 0], 2: [1, 1], 3: [100, 0], 4: [0, 100], 5: [100, 100]]
        for number in 0...19 {
            let region = try #require(regions["\(number)"])
            let (moved, kept) =
                name == "regions-regionanchor"
                ? (region.anchor, region.viewportAnchor) : (region.viewportAnchor, region.anchor)
            #expect([moved.x, moved.y] == valid[number] ?? [0, 100], "region \(number)")
            #expect(kept == CaptionRegion.Point(x: 0, y: 100))
        }
    }

    @Test func `a style sheet before the first cue is kept, a later one is not`() throws {
        guard SharedCaptions.folder != nil else { return }
        let file = try WebVTT.parse(SharedCaptions.bytes(Self.kind, "stylesheets"))
        #expect(file.styles.count == 1)
        #expect(file.styles.first?.hasPrefix("::cue(#foo) {\n    width: 20px;\n} /*\nNOTE hello\n") == true)
        #expect(file.styles.first?.hasSuffix("*/\n.foo {\n    width: 19px;\n}") == true)
        #expect(file.diagnostics.map(\.code) == ["webvtt-unknown-block", "webvtt-late-block"])
        #expect(file.diagnostics.map(\.line) == [14, 22])
    }
}
