import Foundation
import NewsreelModel
import NewsreelPages
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// What somebody who wants to break out of a page would write.
enum Hostile {
    static let text =
        "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>]]>&lt;\u{0}\u{1}\u{8}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{2028}{{headline}}{names}"

    static func chain() -> CreditChain {
        CreditChain(
            parties: CreditParty.Role.allCases.map { CreditParty($0, text, abbreviation: text) }, copyright: text,
            licence: text, usage: text)
    }

    static func media(_ number: Int, kind: MediaKind) -> MediaAsset {
        var asset =
            kind == .image
            ? Samples.picture(number)
            : kind == .video ? Samples.video(number) : kind == .audio ? Samples.audio(number) : Samples.document(number)
        asset.caption = text
        asset.alt = text
        asset.credit = chain()
        asset.original?.filename = "a\"><b>.pdf"
        asset.preview = "data:image/png;base64,\"><script>"
        return asset
    }

    static var story: StoryPage {
        let ids = (1...5).map(Samples.mediaID)
        let run = [
            Inline(text, marks: [.strong, .link(LinkTarget("https://a.example/?q='&x=<".replacing("<", with: ""))!)]),
            Inline(text, marks: [.code, .emphasis, .strong]),
        ]
        let body: [Block] = [
            .paragraph(run), .heading(level: 4, run), .quote([run], speaker: text),
            .list(ordered: true, items: [[.paragraph(run)]]),
            .aside(title: text, [.paragraph(run)]),
            .embed(Embed(url: LinkTarget("https://b.example/")!, title: text, provider: text)),
            .image(ids[1]), .audio(ids[2]), .document(ids[3]), .video(ids[4]), .gallery([ids[1]]),
        ]
        let content = StoryContent(
            label: text, headline: text, standfirst: text, bylines: [Byline(text), Byline(text)], dateline: text,
            section: "harbour",
            slug: "hostile", body: body, lead: ids[0], media: [MediaUse(ids[1], caption: text, alt: text)], tags: [text]
        )
        let now = Samples.made
        let story = Story(
            id: Samples.storyID(7), edition: "en", content: content, status: .published,
            publication: Publication(published: now, day: LocalDay("2026-06-17")!),
            corrections: [Correction(at: now, note: text)],
            created: now, updated: now)
        let media = [
            media(1, kind: .image), media(2, kind: .image), media(3, kind: .audio), media(4, kind: .document),
            media(5, kind: .video),
        ]
        return StoryPage(
            story: story, media: Dictionary(uniqueKeysWithValues: media.map { ($0.id, $0) }), related: [card],
            previous: card, next: card)
    }

    static var card: StoryCard {
        var card = Samples.card(9, lead: media(9, kind: .video))
        card.headline = text
        card.standfirst = text
        card.label = text
        card.bylines = [Byline(text)]
        return card
    }
}

@Suite struct `Hostile text` {
    @Test func `stays text on every page`() throws {
        let pages = try Samples.renderer()
        var search = Samples.search()
        search.terms.words = Hostile.text
        search.terms.tag = Hostile.text
        search.tags = [Tag(edition: "en", name: Hostile.text)]
        search.hits = [
            SearchHit(
                card: Hostile.card, headline: MarkedText([.init(Hostile.text, isMarked: true)]),
                snippet: MarkedText([.init(Hostile.text)]))
        ]
        let all = [
            pages.story(Hostile.story),
            pages.embed(EmbedPage(story: Hostile.story.story, asset: Hostile.media(5, kind: .video))),
            pages.front(
                FrontPageLayout(
                    edition: "en", now: Samples.made, lead: Hostile.card, seconds: [Hostile.card],
                    latest: [Hostile.card], live: Hostile.card,
                    rows: [FrontRow(section: Section(slug: "x", name: Hostile.text), cards: [Hostile.card])])),
            pages.listing(ListingPage(edition: "en", subject: .author(Byline(Hostile.text)), cards: [Hostile.card])),
            pages.listing(ListingPage(edition: "en", subject: .tag(Tag(edition: "en", name: Hostile.text)), cards: [])),
            pages.search(search),
            pages.error(.withdrawn(notes: [Correction(at: Samples.made, note: Hostile.text)]), edition: "en"),
            pages.error(.failure(id: Hostile.text), edition: "en"),
        ]
        for page in all {
            let html = String(decoding: page.body, as: UTF8.self)
            let markup = Markup(html)
            #expect(markup.problems == [])
            #expect(!markup.elements.contains { $0.attributes["onerror"] != nil || $0.attributes["src"] == "x" })
            #expect(
                markup.scripts.allSatisfy {
                    $0.attributes["type"] == "application/ld+json" || $0.attributes["src"] != nil
                })
            #expect(!html.contains("alert(1)</script>"))
            for scalar in html.unicodeScalars {
                #expect(
                    !(scalar.value < 0x20 && scalar != "\n" && scalar != "\t") && !(0x7F...0x9F).contains(scalar.value)
                        && scalar.value != 0xFFFE)
            }
        }
    }

    @Test func `stays text in the frames of other sites`() throws {
        let page = OEmbedPage(story: Hostile.story.story, asset: Hostile.media(5, kind: .video))
        let made = try Samples.renderer().oembed(page)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(made.body)) as? [String: Any])
        let frame = Markup(root["html"] as? String ?? "")
        #expect(frame.problems == [])
        #expect(frame.elements.map(\.name) == ["iframe"])
    }

    @Test func `stays text in structured data`() throws {
        let markup = Markup(try Samples.renderer().story(Hostile.story))
        let script = try #require(markup.scripts.first { $0.attributes["type"] == "application/ld+json" })
        let root = try #require(try JSONSerialization.jsonObject(with: Data(script.text.utf8)) as? [String: Any])
        let graph = try #require(root["@graph"] as? [[String: Any]])
        #expect((graph[0]["headline"] as? String)?.hasPrefix("</script><script>alert(1)") ?? false)
    }

    @Test(arguments: FeedFormat.allCases) func `stays text in feeds`(format: FeedFormat) throws {
        let page = Hostile.story
        let feed = Feed(
            edition: "en", scope: .tag("x"), name: Hostile.text, format: format,
            items: [FeedItem(story: page.story, media: page.media)])
        let body = try Samples.renderer().feed(feed).body
        if format == .json {
            let root = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
            let items = try #require(root["items"] as? [[String: Any]])
            #expect((items[0]["content_html"] as? String)?.contains("<script") == false)
        } else {
            #expect(throws: Never.self) { try XMLTree.parse(body) }
        }
    }
}
