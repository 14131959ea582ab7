import NewsreelImport
import NewsreelModel
import Testing

struct HTMLImportTests {
    @Test func `a clean page gives marks, links, lists, quotes, pictures and embeds`() throws {
        let imported = try Fixture.story("html/clean.html")
        let story = imported.story
        #expect(story.headline == "Old lock gates lifted out of the Ardle canal")
        #expect(story.standfirst == "Four tonnes of oak that held the water for ninety years now lie on the towpath.")
        #expect(story.bylines == [Byline("Petra Holm")])
        #expect(imported.published == Timestamp(iso8601: "2021-03-04T09:15:00Z"))
        #expect(imported.updated == Timestamp(iso8601: "2021-03-04T16:40:00Z"))
        #expect(story.tags == ["Canals", "Engineering"])
        #expect(imported.canonical == LinkTarget("https://courier.example/town/2021/03/lock-gates"))
        #expect(imported.media[0].url == LinkTarget("https://courier.example/img/gates.jpg?w=1600"))
        #expect(imported.media[0].caption == "The lower gate leaves the water.")
        #expect(imported.creditParts[0] == "Petra Holm / Wexley Courier")
        #expect(imported.media[0].alt == "A crane holds a gate")
        #expect(story.lead == imported.media[0].id)
        let plans = try #require(LinkTarget("https://courier.example/town/2021/plans?page=2"))
        #expect(
            story.body == [
                .image(MediaID(rawValue: "m1")),
                .paragraph([
                    Inline("The gates came out "), Inline("shortly before nine", marks: [.emphasis]),
                    Inline(", dripping, with a colony of mussels on the inner side. "),
                    Inline("Nobody was hurt.", marks: [.strong]),
                ]),
                .paragraph([
                    Inline("The canal office, which "), Inline("published its plans", marks: [.link(plans)]),
                    Inline(" last year, says that the new pair will be hung in April."),
                ]),
                .heading(level: 2, [Inline("What comes next")]),
                .list(
                    ordered: false,
                    items: [
                        [.paragraph([Inline("The chamber is pumped dry.")])],
                        [
                            .paragraph([Inline("Masons repair the sill.")]),
                            .list(
                                ordered: true,
                                items: [
                                    [.paragraph([Inline("First the north side")])],
                                    [.paragraph([Inline("Then the south side")])],
                                ]),
                        ],
                    ]),
                .quote(
                    [[Inline("I have walked over these gates every day since school.")]],
                    speaker: "Ada Finch, lock keeper"),
                .paragraph([
                    Inline(
                        "Visitors can watch from the bridge on weekdays, the office says, while the crane is at work.")
                ]),
                .embed(
                    Embed(
                        url: LinkTarget("https://www.youtube.com/watch?v=abcDEF12345")!, title: "The gates, lifted",
                        provider: "YouTube")),
                .video(MediaID(rawValue: "m2")), .paragraph([Inline("Gate · Year · Tonnes")]),
                .paragraph([Inline("Upper · 1931 · 3.8")]), .paragraph([Inline("Lower · 1932 · 4.1")]),
            ])
        #expect(imported.line(of: "flattened-table") == 34)
    }

    @Test func `a soup of div elements gives its text`() throws {
        let imported = try Fixture.story("html/div-soup.html")
        #expect(imported.story.label == "VIDEO")
        #expect(imported.story.headline == "Bell of Sorrow Hill rings again")
        #expect(imported.story.bylines == [Byline("Elsa Moor")])
        #expect(imported.published == Timestamp(iso8601: "2019-03-09T16:05:00-05:00"))
        #expect(imported.paragraphs.count == 4)
        #expect(
            imported.paragraphs[1]
                == "It weighs two tons, and a crack as long as a hand had silenced it. A foundry in Tarn closed the crack with bronze."
        )
        #expect(imported.media.map(\.url) == [LinkTarget("http://times.example/p/bell.jpg")])
        #expect(imported.codes.contains("missing-credit"))
        #expect(!imported.story.bodyText.contains("teaser"))
    }

    @Test func `structured data in a graph are read`() throws {
        let imported = try Fixture.story("html/graph.html")
        #expect(imported.story.label == "ANALYSIS")
        #expect(imported.story.headline == "Why the Ellery reservoir is half empty & what it means")
        #expect(imported.story.standfirst == "Three dry winters, one leak and a disputed pipe.")
        #expect(imported.story.bylines.map(\.name) == ["Ines Calder", "Joan Pell"])
        #expect(imported.published == Timestamp(iso8601: "2022-08-01T05:30:00+02:00"))
        #expect(imported.story.section == "town")
        #expect(imported.story.tags == ["water", "drought", "Ellery"])
        let picture = try #require(imported.media.first)
        #expect(picture.caption == "The shore in July")
        #expect(picture.credit.parties == [CreditParty(.creator, "Jo Kim"), CreditParty(.agency, "Ellery Post")])
        #expect(picture.credit.copyright == "© Ellery Post")
        #expect(imported.story.lead == picture.id)
        #expect(imported.paragraphs.count == 3)
    }

    @Test func `a Russian page gives its story`() throws {
        let imported = try Fixture.story("html/russian.html")
        #expect(imported.story.headline == "В Лесногорске открыли библиотеку на колёсах")
        #expect(imported.story.bylines == [Byline("Ирина Ковалёва")])
        #expect(
            imported.story.body[2]
                == .quote([[Inline("«Дети ждут его с утра», — говорит водитель.")]], speaker: "Семён Лукин, водитель"))
        #expect(imported.creditParts[0] == "Олег Панин / ТАСС")
        #expect(imported.paragraphs.count == 2)
        #expect(imported.codes.contains("dropped-related"))
    }

    @Test func `an Arabic page gives its story`() throws {
        let imported = try Fixture.story("html/arabic.html", zone: "Asia/Riyadh")
        #expect(imported.story.label == "بالصور")
        #expect(imported.story.headline == "سوق السمك القديم يعود إلى الميناء")
        #expect(imported.published == Timestamp(iso8601: "2020-06-17T00:00:00+03:00"))
        #expect(
            imported.media[0].credit.parties == [CreditParty(.creator, "أحمد علي"), CreditParty(.agency, "رويترز")])
        #expect(imported.paragraphs.count == 3)
    }

    @Test func `scripts, handlers and foreign markup never survive`() throws {
        let imported = try Fixture.story("html/malicious.html")
        #expect(imported.story.headline == "Fog stops the ferries")
        #expect(imported.story.bylines == [Byline("Eve")])
        let words = imported.story.bodyText
        for evil in ["onload", "onclick", "onerror", "javascript:", "svg text", "object text", "Send", "background"] {
            #expect(!words.contains(evil), "\(evil)")
        }
        #expect(words.contains("Controlcharacters <script>evil()</script> stay text"))
        #expect(words.contains("The port opened again at noon"))
        let links = imported.story.body.flatMap { block -> [String] in
            guard case .paragraph(let text) = block else { return [] }
            return text.flatMap(\.marks).compactMap {
                if case .link(let target) = $0 { target.description } else { nil }
            }
        }
        #expect(links == ["https://evil.example/x", "https://port.example/?a=1&b=%222"])
        #expect(imported.media.map(\.url) == [LinkTarget("https://port.example/fog.jpg")])
        #expect(
            imported.codes.contains("dropped-script") && imported.codes.contains("dropped-frame")
                && imported.codes.contains("bad-link"))
    }

    @Test func `pages in the encodings they declare are read`() throws {
        let russian = try Fixture.story("html/cp1251.html")
        #expect(russian.story.headline == "Пожар на складе в Лесногорске потушили за час")
        #expect(russian.published == Timestamp(iso8601: "2020-06-17T07:55:00+03:00"))
        #expect(russian.paragraphs.count == 2)
        let korean = try Fixture.story("html/euckr.html", zone: "Asia/Seoul")
        #expect(korean.story.headline == "한들시 새 다리 개통")
        #expect(korean.published == Timestamp(iso8601: "2009-03-04T15:20:00+09:00"))
        #expect(korean.paragraphs.count == 2)
    }

    @Test func `a page without an article is a clear failure`() {
        let page =
            "<html><body><nav><a href='/'>Home</a><a href='/x'>News</a></nav><div id=app></div><script>render()</script></body></html>"
        #expect(
            Fixture.failure(Array(page.utf8), name: "x.html").contains {
                $0.code == "no-article" && $0.severity == .error
            })
    }
}
