import Foundation
import NewsreelModel
import Testing

@Suite struct SubRipTests {
    private func parse(_ text: String) throws(CaptionError) -> CaptionFile { try SubRip.parse(Array(text.utf8)) }

    /// The text of one cue with these lines.
    private func text(_ lines: String) throws -> String? {
        try parse("1\n00:00:01,000 --> 00:00:02,000\n\(lines)\n").cues.first?.text
    }

    @Test func `a usual file is read as it stands`() throws {
        let file = try parse(
            "\u{FEFF}1\r\n00:00:01,600 --> 00:00:04,200\r\nEnglish (US)\r\n\r\n"
                + "2\r\n00:00:05,900 --> 00:01:07,999\r\nThis is a subtitle\r\nin two lines\r\n\r\n")
        #expect(
            file.cues == [
                Cue(id: "1", start: 1600, end: 4200, text: "English (US)"),
                Cue(id: "2", start: 5900, end: 67999, text: "This is a subtitle\nin two lines"),
            ])
        #expect(file.diagnostics == [] && file.format == .subRip)
    }

    @Test(arguments: [
        ("00:00:01.500 --> 00:00:02.500", 1500, 2500), ("0:0:1,5 --> 0:0:2,50", 1500, 2500),
        ("00:01,500-->00:02,500", 1500, 2500), ("00:00:01 --> 00:00:02", 1000, 2000),
        ("00:00:01,500 --> 00:00:02,500  X1:100 X2:200 Y1:1 Y2:2", 1500, 2500),
        ("  00:00:01,500\t->\t00:00:02,500", 1500, 2500), ("00:00:01,500 –> 00:00:02,5009", 1500, 2500),
        ("-00:00:01,500 --> 00:00:02,500", 0, 2500), ("100:00:00,000 --> 100:00:00,001", 360_000_000, 360_000_001),
        ("00:00:01:500 --> 00:00:02:500", 1500, 2500),
    ])
    func `times are read in every way that programs write them`(line: String, start: Int, end: Int) throws {
        let cue = try #require(try parse("1\n\(line)\nx").cues.first)
        #expect((cue.start, cue.end) == (start, end))
    }

    @Test func `missing numbers and missing empty lines lose no words`() throws {
        let file = try parse(
            "00:00:01,000 --> 00:00:02,000\nno number\n\n00:00:03,000 --> 00:00:04,000\nno empty line\n3\n"
                + "00:00:05,000 --> 00:00:06,000\nborn in\n1984\n00:00:07,000 --> 00:00:08,000\n1985\n"
                + "00:00:09,000 --> 00:00:10,000\nend")
        #expect(file.cues.map(\.text) == ["no number", "no empty line", "born in\n1984", "1985", "end"])
        #expect(file.cues.map(\.id) == [nil, nil, "3", nil, nil])
    }

    @Test func `an empty line inside a cue keeps the words behind it`() throws {
        let file = try parse(
            "1\n00:00:01,000 --> 00:00:02,000\none\n\n \ntwo\n\n\n2\n\n00:00:03,000 --> 00:00:04,000\nthree")
        #expect(file.cues.map(\.text) == ["one\ntwo", "three"])
        #expect(file.cues.map(\.id) == ["1", "2"])
        #expect(file.diagnostics.map(\.code) == ["cue-empty-line"] && file.diagnostics.first?.line == 2)
    }

    @Test func `what cannot be read is said and takes nothing else with it`() throws {
        let file = try parse(
            "Subtitles by nobody\n\n1\n00:00:01,000 --> 00:00:xx,000\nlost\n\n2\n00:00:03,000 --> 00:00:02,000\nx\n\n"
                + "3\n00:00:01,000 --> 00:00:02,000\n\n4\n00:00:01,000 --> 00:00:02,000\ny --> z")
        #expect(file.cues.map(\.text) == ["x", "y --&gt; z"])
        #expect(
            file.diagnostics.map { "\($0.line ?? 0) \($0.code)" } == [
                "1 subrip-unknown-line", "4 cue-timing", "8 cue-never-shown", "12 cue-empty", "15 cue-order",
            ])
    }

    @Test(arguments: [
        ("<b>bold</b> <I>it</I> <u>u</u>", "<b>bold</b> <i>it</i> <u>u</u>"),
        ("<b><i>both</b></i> none", "<b><i>both</i></b> none"), ("<i>open", "<i>open</i>"), ("shut</i>", "shut"),
        ("<i>one</i>\n<i>two</i>", "<i>one</i>\n<i>two</i>"), ("<i><i>x</i></i>y", "<i>x</i>y"),
        ("<font color=\"#FFFF00\">y</font>", "<c.yellow>y</c>"), ("<font color=red face='a'>r</font>", "<c.red>r</c>"),
        ("<font color=\"#123456\">n</font>", "n"), ("<font face=\"Arial\"><b>n</b></font>", "<b>n</b>"),
        ("{\\an8}<i>top</i>", "<i>top</i>"), ("{\\i1}x{\\i0} {b}y{/b}", "<i>x</i> <b>y</b>"),
        ("{not} {\\pos(1,2)}it", "{not} it"), ("I <3 you & <me>", "I &lt;3 you &amp; &lt;me&gt;"),
        ("a < b > c", "a &lt; b &gt; c"), ("AT&T &amp; &lt;i&gt; &copy", "AT&amp;T &amp; &lt;i&gt; &amp;copy"),
        ("one<br/>two<br>", "one\ntwo"), ("  <span class=\"x\">s</span>  ", "s"), ("<b></b>x", "x"),
        ("-->", "--&gt;"), ("<", "&lt;"), ("{\\", "{\\"), ("x\u{0}y", "x\u{FFFD}y"),
    ])
    func `markup of subtitle programs becomes WebVTT's`(lines: String, expected: String) throws {
        #expect(try text(lines) == expected)
    }

    @Test(arguments: [
        ("{\\an8}x", "line:0"), ("{\\an2}x", ""), ("{\\an1}x", "position:0%,line-left align:left"),
        ("{\\an6}x", "line:50%,center position:100%,line-right align:right"), ("{\\a6}x", "line:0"),
        ("{\\a10}x", "line:50%,center"), ("{\\fad(1,2)\\an8}{\\an2}x", "line:0"), ("{\\an0}{\\an12}x", ""),
    ])
    func `a position becomes a line of the picture`(lines: String, settings: String) throws {
        let file = try parse("1\n00:00:01,000 --> 00:00:02,000\n\(lines)\n")
        #expect(file.cues.first?.settings.description == settings && file.cues.first?.text == "x")
    }

    private let words = "1\n00:00:01,000 --> 00:00:02,000\n"

    @Test func `a file in UTF-16 is converted, with or without its mark`() throws {
        let text = words + "Ça va, мир 😀?"
        for isBigEndian in [true, false] {
            let mark: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
            let bytes = text.utf16.flatMap { unit in
                let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                return isBigEndian ? pair : pair.reversed()
            }
            for bytes in [bytes, mark + bytes] {
                let file = try SubRip.parse(bytes)
                #expect(file.cues.first?.text == "Ça va, мир 😀?")
                #expect(file.diagnostics.map(\.severity) == [.note])
            }
        }
    }

    @Test func `a file of an old encoding is read as its language has it, with a warning`() throws {
        let french = try SubRip.parse(Array(words.utf8) + [0x80, 0x20, 0x63, 0x61, 0x66, 0xE9, 0x92])
        #expect(french.cues.first?.text == "€ café’")
        #expect(french.diagnostics.first?.message.contains("Windows-1252") == true)
        let russian = try SubRip.parse(
            Array(words.utf8) + [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0xB8], language: LanguageTag("ru-RU"))
        #expect(russian.cues.first?.text == "Приветё")
        #expect(russian.diagnostics.first?.message.contains("Windows-1251") == true)
    }

    @Test(arguments: ["", " \n\n", "\u{FEFF}", "hello\nworld", "1\n2\n3", "00:00:01,000", "[Script Info]\nTitle: x"])
    func `a file without a cue is refused`(text: String) {
        #expect(throws: CaptionError.self) { try parse(text) }
    }

    @Test func `what was converted is written as WebVTT and reads back to the same`() throws {
        let file = try parse(
            "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<b>A --> b</b> & <c>\n\n2\n00:00:03,000 --> 00:00:04,000\n- x\n- y"
        )
        let track = file.track(.subtitles, language: try #require(LanguageTag("en")), label: "English")
        let again = try WebVTT.parse(Array(WebVTT.write(track).utf8))
        #expect(again.cues == file.cues && again.diagnostics == [])
    }
}

@Suite struct CaptionReaderTests {
    private func read(_ text: String) throws(CaptionError) -> CaptionFile { try CaptionReader.read(Array(text.utf8)) }

    @Test func `the format is told by content`() throws {
        #expect(try read("\u{FEFF}WEBVTT\n\n00:00.000 --> 00:01.000\nx").format == .webVTT)
        #expect(try read("1\n00:00:00,000 --> 00:00:01,000\nx").format == .subRip)
        #expect(try read("00:00:00.000 --> 00:00:01.000\nWEBVTT").format == .subRip)
    }

    @Test(arguments: [
        ("", "captions-empty"), ("\n\n", "captions-empty"),
        ("\nWEBVTT\n\n00:00.000 --> 00:01.000\nx", "webvtt-signature"),
        ("WebVTT\n\n00:00.000 --> 00:01.000\nx", "webvtt-signature"), ("<tt xmlns=\"x\"/>", "captions-unknown-format"),
        ("WEBVTT\n\nwords\n", "captions-no-cue"), ("WEBVTT", "captions-no-cue"),
    ])
    func `a file that has nothing to show is refused with what to do`(text: String, code: String) {
        let error = #expect(throws: CaptionError.self) { try read(text) }
        #expect(error?.code == code)
    }

    @Test func `a refusal says the first thing that is wrong`() {
        let error = #expect(throws: CaptionError.self) { try read("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx") }
        #expect(error?.description.contains("Line 3: ") == true && error?.description.contains("not a comma") == true)
        let bytes: [UInt8] = [0xFF, 0xFE] + Array("WEBVTT\n".utf8).flatMap { [$0, 0] }
        #expect(throws: CaptionError.self) { try CaptionReader.read(bytes) }
    }
}
