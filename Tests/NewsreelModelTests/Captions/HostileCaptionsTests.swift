import Foundation
import NewsreelModel
import Testing

@Suite struct HostileCaptionsTests {
    /// Everything that is done with a file, so that nothing of it can bring a server down.
    private func use(_ bytes: [UInt8], _ language: LanguageTag) {
        for file in [
            try? WebVTT.parse(bytes), try? SubRip.parse(bytes, language: language),
            try? CaptionReader.read(bytes, language: language),
        ] {
            guard let file else { continue }
            for cue in file.cues {
                let nodes = cue.nodes
                let text = CueText.write(nodes)
                #expect(CueText.parse(text) == CueTextTests.merged(nodes))
                #expect(!cue.plainText.contains("\n"))
            }
            _ = Transcript(file.cues)
            let written = WebVTT.write(file.track(.captions, language: language, label: "x"))
            let again = try? WebVTT.parse(Array(written.utf8))
            #expect(again?.cues == file.cues && again?.regions == file.regions && again?.styles == file.styles)
        }
    }

    private static let pieces: [[UInt8]] =
        [
            "-->", "\n\n", "\r", "\0", "<", ">", "&", "&#", ";", "</", "<v ", "<c.", "<00:00:", "WEBVTT", "STYLE\n",
            "REGION\nid:", "NOTE ", "00:00:01.000 --> 00:00:02.000 ", "00:00:01,000 --> 00:00:02,000", "line:", "%",
            ",",
            "region:x", "\u{FEFF}", "{\\an8}", "<font color=", "<ruby><rt>", "</ruby>", "99999999999999999999:", "😀",
            " ",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0x80]]

    private static let seeds: [[UInt8]] = {
        let own = [
            "WEBVTT\n\nSTYLE\n::cue {}\n\nREGION\nid:x lines:2\n\n1\n00:01.000 --> 00:02.000 region:x\n<v A>x</v> &amp; y\n\n"
                + "00:02.000 --> 00:03.000 line:1,end position:5%\n<ruby>a<rt>b</rt></ruby>\n<00:02.500>z\n",
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<b>x</b>\r\n<font color=\"red\">y\r\n\r\n2\r\n"
                + "00:00:03,000 --> 00:00:04,000\r\n- a & b\r\n",
        ]
        let shared = ["wpt-file-parsing", "wpt-cue-parsing"].flatMap { kind in
            SharedCaptions.names(kind).compactMap { try? SharedCaptions.bytes(kind, $0) }
        }
        return own.map { Array($0.utf8) } + shared.filter { $0.count < 4000 }
    }()

    @Test(arguments: 0..<24)
    func `a file that was damaged anyhow is read or refused, and what is read survives writing`(round: Int) throws {
        let language = try #require(LanguageTag("ru"))
        var random = Seeded(state: UInt64(round))
        for _ in 0..<60 {
            guard var bytes = Self.seeds.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &random)))
                case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 3: bytes.removeSubrange(place...)
                default:
                    guard let other = Self.seeds.randomElement(using: &random) else { break }
                    bytes.insert(contentsOf: other.suffix(Int.random(in: 1...60, using: &random)), at: place)
                }
            }
            use(bytes, language)
        }
    }

    /// A text again and again up to some size.
    private static func fill(_ head: String, _ part: String, _ bytes: Int) -> [UInt8] {
        Array((head + String(repeating: part, count: bytes / part.utf8.count)).utf8)
    }

    @Test(arguments: [
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "<b>"), ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "<"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "&a"), ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "x\n"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<v ", "a"), ("WEBVTT\n\n00:00.000 --> 00:01.000\n<c", ".a"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000 ", "line:1 "), ("WEBVTT\n\n00:00.000 --> 00:01.000 line:", "9"),
        ("WEBVTT\n\n", "-->\n"), ("WEBVTT\n\n", "--"), ("WEBVTT\n\n", "a-->\n"), ("WEBVTT\n", "\n"),
        ("WEBVTT\n\n", "REGION\nid:a\n\n"), ("WEBVTT\n\nSTYLE\n", "a {}\n"), ("WEBVTT\n\n", "9"),
        ("WEBVTT\n\n", "00:00.000 --> 00:01.000\nx\n\n"), ("1\n00:00:01,000 --> 00:00:02,000\n", "<b>"),
        ("1\n00:00:01,000 --> 00:00:02,000\n", "{\\"), ("1\n00:00:01,000 --> 00:00:02,000\n", "<b><i></b>"),
        ("1\n00:00:01,000 --> 00:00:02,000\n", "<font color=red>x"), ("1\n00:00:01,000 --> 00:00:02,000\n", "1\n"),
        ("1\n00:00:01,000 --> 00:00:02,000\n", "\n"), ("1\n00:00:01,000 --> 00:00:02,000\n", "&"),
        ("", "1\n00:00:01,000 --> 00:00:02,000\nx\n\n"), ("", "00:00:01,000 --> \n"), ("", "1\n\n"),
    ])
    func `a file that was made to be slow takes as long as its size`(head: String, part: String) throws {
        let language = try #require(LanguageTag("en"))
        let bytes = Self.fill(head, part, 40_000)
        // A fraction of a second where the work grows with the size, minutes where it grows with its square.
        #expect(ContinuousClock().measure { use(bytes, language) } < .seconds(10))
    }
}
