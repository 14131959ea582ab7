import Foundation
import NewsreelModel
import Testing

@Suite struct BlockTests {
    @Test func `every kind of block survives its JSON`() throws {
        let link = try #require(LinkTarget("https://a.example/x?y=1"))
        let text = [
            Inline("One "), Inline("two", marks: [.strong, .link(link)]), Inline("\nthree", marks: [.emphasis, .code]),
        ]
        let blocks: [Block] = [
            .paragraph(text), .heading(level: 3, text), .quote([text, text], speaker: "A. Speaker"),
            .quote([text], speaker: nil),
            .list(ordered: true, items: [[.paragraph(text), .list(ordered: false, items: [[.paragraph(text)]])]]),
            .image(MediaID(rawValue: "m1")), .gallery([MediaID(rawValue: "m1"), MediaID(rawValue: "m2")]),
            .video(MediaID(rawValue: "m3")), .audio(MediaID(rawValue: "m4")), .document(MediaID(rawValue: "m5")),
            .embed(Embed(url: link, title: "T", provider: "P")), .aside(title: "Why", [.paragraph(text)]), .rule,
        ]
        let data = try JSONEncoder().encode(blocks)
        #expect(try JSONDecoder().decode([Block].self, from: data) == blocks)
    }

    @Test(arguments: [
        #"[{"type":"html","text":"<b>"}]"#, #"[{"type":"paragraph"}]"#,
        #"[{"type":"paragraph","text":[{"text":"x","marks":[{"type":"script"}]}]}]"#,
        #"[{"type":"paragraph","text":[{"text":"x","marks":[{"type":"link","href":"javascript:alert(1)"}]}]}]"#,
    ])
    func `JSON that is no body is refused`(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Block].self, from: Data(json.utf8)) }
    }

    @Test func `blocks inside blocks without end are refused`() {
        let deep =
            String(repeating: #"[{"type":"aside","blocks":"#, count: 200) + "[]" + String(repeating: "}]", count: 200)
        #expect(throws: (any Error).self) { try JSONDecoder().decode([Block].self, from: Data(deep.utf8)) }
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " data:text/html,x", "//evil.example", "vbscript:x",
        "file:///etc/passwd", "http:", "https:/x",
        "java\nscript:x", "", "relative/path", "http://a.example/\"onclick=", "/\\evil.example",
    ])
    func `a link that readers must not follow cannot be made`(text: String) {
        #expect(LinkTarget(text) == nil)
    }

    @Test func `media that are gone leave no holes`() {
        let a = MediaID(rawValue: "a")
        let b = MediaID(rawValue: "b")
        let body: [Block] = [.image(a), .gallery([a, b]), .aside(title: nil, [.video(b), .rule])]
        #expect(body.flatMap(\.media) == [a, a, b, b])
        let kept = body.compactMap { $0.mappingMedia { $0 == b ? nil : $0 } }
        #expect(kept == [.image(a), .gallery([a]), .aside(title: nil, [.rule])])
    }
}
