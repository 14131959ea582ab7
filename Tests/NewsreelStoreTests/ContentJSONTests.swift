import NewsreelModel
import Testing

@testable import NewsreelStore

@Suite struct ContentJSONTests {
    private static let link = LinkTarget("https://example.org/a/b?c=d&e")!

    private static let blocks: [Block] = [
        .paragraph([]), .paragraph([Inline("Plain / text")]),
        .paragraph([Inline("Marked", marks: [.strong, .link(link)]), Inline(" and \"quoted\" \\ back\nline\ttab")]),
        .heading(level: 3, [Inline("Över — 한국어")]), .quote([[Inline("Said")], [Inline("it")]], speaker: "Mara"),
        .list(ordered: true, items: [[.paragraph([Inline("one")])], []]), .image(MediaID(rawValue: "m1")),
        .gallery([MediaID(rawValue: "m1"), MediaID(rawValue: "m2")]), .video(MediaID(rawValue: "m3")),
        .audio(MediaID(rawValue: "m4")), .document(MediaID(rawValue: "m5")),
        .embed(Embed(url: link, title: "T", provider: "P")), .aside(title: nil, [.rule]), .rule,
    ]

    @Test func `a story is written as an encoder writes it`() throws {
        let full = StoryContent(
            label: "LIVE", headline: "Head \u{1}\u{7F}\u{2028} \u{1F600} </script>", standfirst: "",
            bylines: [Byline("A"), Byline("B \"C\"")],
            dateline: "Oslo", section: "town", slug: "head", body: Self.blocks, lead: MediaID(rawValue: "m1"),
            media: [
                MediaUse(MediaID(rawValue: "m1"), caption: "C", alt: "A", autoplay: true),
                MediaUse(MediaID(rawValue: "m2"), autoplay: false), MediaUse(MediaID(rawValue: "m3")),
            ], tags: ["x/y", "z"], related: [StoryID(rawValue: "s1"), StoryID(rawValue: "s2")])
        for content in [full, StoryContent(headline: "", slug: "")]
            + Self.blocks.map({
                StoryContent(headline: "One", slug: "one", body: [$0])
            })
        {
            let encoded = String(decoding: try StoredJSON.bytes(content), as: UTF8.self)
            #expect(try StoredJSON.text(content) == encoded)
            #expect(try StoredJSON.value(StoryContent.self, encoded, of: "test") == content)
        }
    }
}
