import Foundation
import NewsreelModel
import Testing

@Suite struct WebVTTTests {
    private func parse(_ text: String) throws(CaptionError) -> CaptionFile { try WebVTT.parse(Array(text.utf8)) }

    private func track(_ cues: [Cue], regions: [CaptionRegion] = [], styles: [String] = []) throws -> CaptionTrack {
        CaptionTrack(
            kind: .subtitles, language: try #require(LanguageTag("ru")), label: "Русский", cues: cues,
            regions: regions, styles: styles)
    }

    @Test(arguments: [
        ("", "captions-empty", nil), ("\u{FEFF}", "webvtt-signature", 1), ("WEBVT", "webvtt-signature", 1),
        ("WEBVTTX\n\n", "webvtt-signature", 1), ("webvtt\n", "webvtt-signature", 1),
        ("\nWEBVTT\n", "webvtt-signature", 1), ("\u{FEFF}\u{FEFF}WEBVTT\n", "webvtt-signature", 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n", "webvtt-signature", 1),
    ])
    func `a file that is no WebVTT is refused with a reason`(text: String, code: String, line: Int?) {
        let error = #expect(throws: CaptionError.self) { try parse(text) }
        #expect(error?.code == code && error?.diagnostic.line == line)
    }

    @Test func `a file in another encoding is refused, and where that shows is said`() {
        let bytes = Array("WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\ncaf".utf8) + [0xE9]
        let error = #expect(throws: CaptionError.self) { try WebVTT.parse(bytes) }
        #expect(error?.description.hasPrefix("Line 4: The file is not in UTF-8") == true)
    }

    @Test func `a file beyond the bounds is refused`() {
        let cues = "WEBVTT\n\n" + String(repeating: "00:00.000 --> 00:01.000\nx\n\n", count: 11)
        let large = #expect(throws: CaptionError.self) {
            try WebVTT.parse(Array(cues.utf8), limits: CaptionLimits(bytes: 100))
        }
        #expect(large?.code == "captions-too-large")
        let many = #expect(throws: CaptionError.self) {
            try WebVTT.parse(Array(cues.utf8), limits: CaptionLimits(cues: 10))
        }
        #expect(many?.code == "captions-too-many" && many?.diagnostic.line == 33)
        #expect(throws: Never.self) { try WebVTT.parse(Array(cues.utf8), limits: CaptionLimits(cues: 11)) }
    }

    @Test func `what would not be shown is said line by line`() throws {
        let file = try parse(
            """
            WEBVTT - a film
            Kind: captions
            Language: pt-br

            NOTE remember this
            over two lines

            00:00:01,000 --> 00:00:02,000
            comma

            00:00:01.000 --> 00:00:02.000 line:0 align:middle region:top
            first
            2
            00:00:05.000 --> 00:00:04.000
            backwards

            lost words

            00:00:03.000 --> 00:00:04.000

            REGION
            id:late
            """)
        #expect(file.language?.rawValue == "pt-BR" && file.kind == .captions)
        #expect(file.cues.map(\.text) == ["first\n2", "backwards", ""])
        let notes = file.diagnostics.map { "\($0.line ?? 0) \($0.severity) \($0.code)" }
        #expect(
            notes == [
                "8 warning cue-timing", "11 warning cue-setting", "11 warning cue-setting", "14 note cue-empty-line",
                "14 warning cue-never-shown", "17 warning webvtt-unknown-block", "19 note cue-order",
                "19 note cue-empty", "21 warning webvtt-late-block",
            ])
        #expect(
            file.diagnostics.first?.message
                == "The times “00:00:01,000 --> 00:00:02,000” cannot be read, so the cue is left out. "
                + "Thousandths of a second stand after a point, not a comma.")
    }

    @Test func `a file with more faults than anyone reads has the first hundred`() throws {
        let file = try parse("WEBVTT\n\n" + String(repeating: "lost\n\n", count: 5000))
        #expect(file.diagnostics.count == 102)
        #expect(file.diagnostics.first?.code == "captions-no-cue")
        #expect(file.diagnostics.last?.message == "There are 4900 more such notes. Mend these first.")
    }

    @Test func `a track is written as every player reads it`() throws {
        let cue = Cue(
            id: "1", start: 3_723_004, end: 3_725_500,
            settings: CueSettings(
                line: .percentage(12.5), lineAlign: .end, position: 10, positionAlign: .lineLeft, size: 80,
                align: .left),
            text: "<v Ana>Привет &amp; <i>мир</i>\n– да")
        let region = CaptionRegion(id: "top", width: 40, scrollsUp: true)
        let written = WebVTT.write(
            try track([cue, Cue(start: 0, end: 1, text: "x")], regions: [region], styles: ["::cue { color: lime }"]))
        #expect(
            written == """
                WEBVTT

                STYLE
                ::cue { color: lime }

                REGION
                id:top
                width:40%
                lines:3
                regionanchor:0%,100%
                viewportanchor:0%,100%
                scroll:up

                1
                01:02:03.004 --> 01:02:05.500 line:12.5%,end position:10%,line-left size:80% align:left
                <v Ana>Привет &amp; <i>мир</i>
                – да

                00:00:00.000 --> 00:00:00.001
                x

                """)
    }

    @Test func `settings read back to the same in any order`() throws {
        let text = """
            WEBVTT

            REGION
            id:r

            00:00.000 --> 00:01.000 line:1 region:r
            set after its line

            00:00.000 --> 00:01.000 region:r line:1
            set before its line

            00:00.000 --> 00:01.000 size:50% region:r vertical:rl vertical:x
            vertical

            00:00.000 --> 00:01.000 line:5%,end line:7%
            edge of a line before
            """
        let file = try parse(text)
        #expect(
            file.cues.map(\.settings.description) == [
                "line:1 region:r", "line:1", "vertical:rl size:50%", "line:7%,end",
            ])
        let again = try parse(WebVTT.write(try track(file.cues, regions: file.regions)))
        #expect(again.cues == file.cues)
    }

    @Test func `a text that no file can hold does not break the file`() throws {
        let cues = [
            Cue(id: "a --> b\nc", start: -5, end: 10, text: "one\n\n\r\ntwo --> three\n00:00.000 --> 00:01.000\n\0"),
            Cue(start: 20, end: 30, settings: CueSettings(region: "a b"), text: "\n"),
            Cue(id: "", start: 40, end: .max, text: "<c.a-->end"),
        ]
        let regions = [CaptionRegion(id: "x y", width: 400, lines: -1), CaptionRegion(id: "-->")]
        let written = WebVTT.write(try track(cues, regions: regions, styles: ["a --> b {}\n\nc {}", ""]))
        let file = try parse(written)
        #expect(file.cues.count == 3)
        #expect(
            file.cues.map(\.text) == [
                "one\ntwo --&gt; three\n00:00.000 --&gt; 00:01.000\n\u{FFFD}", "", "<c.a--&gt;end",
            ])
        #expect(file.cues.map(\.id) == ["a -- > b c", nil, nil])
        #expect(file.regions.map(\.id) == ["", ""] && file.regions[0].width == 100 && file.regions[0].lines == 0)
        #expect(file.styles == ["a -- > b {}\nc {}"])
    }

    @Test func `a track survives its JSON`() throws {
        let cues = [
            Cue(id: "1", start: 1, end: 2, settings: CueSettings(line: .number(-1), region: "r"), text: "<b>x</b>"),
            Cue(start: 3, end: 4, text: "y"),
        ]
        let track = try track(cues, regions: [CaptionRegion(id: "r")], styles: ["b {}"])
        let data = try JSONEncoder().encode(track)
        #expect(try JSONDecoder().decode(CaptionTrack.self, from: data) == track)
        let json = try #require(String(data: try JSONEncoder().encode(cues[1]), encoding: .utf8))
        #expect(!json.contains("settings") && !json.contains("id"))
    }

    @Test(arguments: [
        ("en", "en"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("sr-latn", "sr-Latn"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("de-1996", "de-1996"), ("zh-yue-hk", "zh-yue-HK"),
        ("en-u-CA-gregory-x-foo", "en-u-ca-gregory-x-foo"), ("x-klingon", "x-klingon"),
    ])
    func `a language tag gets the case of its standard`(text: String, tag: String) {
        #expect(LanguageTag(text)?.rawValue == tag)
    }

    @Test(arguments: [
        "", "e", "english-language", "en_US", "en-", "-en", "en--US", "en-US-US", "x", "en-x", "en-u", "1a", "рус",
        "en/../..", "en-u-ca-u-nu", "de-1996-1996", "a-bc", String(repeating: "en-", count: 40) + "x",
    ])
    func `what is no language tag is refused`(text: String) {
        #expect(LanguageTag(text) == nil)
    }
}
