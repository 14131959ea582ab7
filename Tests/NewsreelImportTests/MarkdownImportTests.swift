import NewsreelImport
import NewsreelModel
import Testing

struct MarkdownImportTests {
    @Test func `front matter and body give a whole story`() throws {
        let imported = try Fixture.story("markdown/full.md")
        let story = imported.story
        #expect(story.label == "WATCH")
        #expect(story.headline == "The ferry to Lindhaven sails again: after forty years")
        #expect(story.standfirst == "A boat that nobody expected to see again tied up on Friday.")
        #expect(story.bylines.map(\.name) == ["Mara Ellison", "Tomas Vey"])
        #expect(story.dateline == "LINDHAVEN")
        #expect(story.section == "town")
        #expect(story.slug == "ferry-sails-again")
        #expect(story.tags == ["Harbour", "Ferries"])
        #expect(imported.published == Timestamp(iso8601: "2026-11-20T07:30:00+03:00"))
        #expect(imported.updated == Timestamp(iso8601: "2026-11-20T12:00:00+03:00"))
        #expect(
            imported.corrections == [
                Correction(
                    at: Timestamp(iso8601: "2026-11-21T09:00:00+03:00")!,
                    note: "An earlier version misnamed the captain.")
            ])
        #expect(imported.relatedKeys == ["fog-on-the-jetty", "lamp"])
        #expect(imported.translationOf == "ferry-ru")
        #expect(imported.storyLinks == ["fog-on-the-jetty"])
        #expect(imported.media.map(\.file) == ["media/jetty.jpg", "media/horn.mp3", "plan.pdf", "a.jpg", "b.jpg"])
        #expect(imported.media.map(\.kind) == [.image, .audio, .document, .image, .image])
        #expect(imported.media[0].focus == FocalPoint(x: 0.4, y: 0.6))
        #expect(imported.media[0].download)
        #expect(
            imported.media[0].credit.parties == [
                CreditParty(.creator, "Jane Doe"), CreditParty(.agency, "Haldern Gazette"),
            ])
        #expect(
            imported.media[1].credit == CreditChain(parties: [CreditParty(.creator, "Tomas Vey")], licence: "CC BY 4.0")
        )
        #expect(imported.media[2].caption == "The plan")
        #expect(story.lead == MediaID(rawValue: "m1"))
        #expect(imported.line(of: "unknown-key") == 31)
        let credits = imported.diagnostics.filter { $0.code == "missing-credit" }
        #expect(credits.map(\.line) == [48, 48])
    }

    @Test func `the body becomes blocks`() throws {
        let body = try Fixture.story("markdown/full.md").story.body
        let link = try #require(StoryLink.path("fog-on-the-jetty"))
        #expect(
            body[0]
                == .paragraph([
                    Inline("The ferry "), Inline("Aurelia", marks: [.emphasis]), Inline(" left at "),
                    Inline("seven", marks: [.strong]), Inline(", as the "),
                    Inline("harbour office", marks: [.link(LinkTarget("https://harbour.example/timetable")!)]),
                    Inline(" had said. Read "),
                    Inline("the first report", marks: [.link(link)]), Inline(" for more."),
                ]))
        #expect(
            body[1] == .quote([[Inline("We waited forty years for this morning.")]], speaker: "Ilse Brandt, captain"))
        #expect(body[2] == .heading(level: 2, [Inline("What the boat carries")]))
        #expect(
            body[3]
                == .list(
                    ordered: false,
                    items: [
                        [.paragraph([Inline("Mail")])],
                        [
                            .paragraph([Inline("Apples")]),
                            .list(
                                ordered: true, items: [[.paragraph([Inline("red")])], [.paragraph([Inline("green")])]]),
                        ],
                    ]))
        #expect(body[4] == .image(MediaID(rawValue: "m1")))
        #expect(body[5] == .gallery([MediaID(rawValue: "m4"), MediaID(rawValue: "m5")]))
        #expect(body[6] == .audio(MediaID(rawValue: "m2")))
        #expect(body[7] == .document(MediaID(rawValue: "m3")))
        #expect(body[8] == .rule)
        #expect(body[9] == .paragraph([Inline("A bold word and a bad link.")]))
        #expect(body[10] == .paragraph([Inline("Text in a box")]))
        #expect(body.count == 11)
    }

    @Test func `a link to a story finds its address or loses its link`() throws {
        let paragraph = try Fixture.story("markdown/full.md").story.body[0]
        let address = try #require(LinkTarget("/2026/11/19/fog"))
        let found = paragraph.mappingLinks { StoryLink.key($0) == "fog-on-the-jetty" ? address : $0 }
        let lost = paragraph.mappingLinks { StoryLink.key($0) == nil ? $0 : nil }
        guard case .paragraph(let foundText)? = found, case .paragraph(let lostText)? = lost else {
            return #expect(Bool(false))
        }
        #expect(foundText[7].marks == [.link(address)])
        #expect(lostText[7] == Inline("the first report"))
    }

    @Test func `without front matter the first heading is the headline`() throws {
        let imported = try Fixture.story(text: "# VIDEO: The lamp is *lit*\n\nIt burns again.\n")
        #expect(imported.story.label == "VIDEO")
        #expect(imported.story.headline == "The lamp is lit")
        #expect(imported.story.body == [.paragraph([Inline("It burns again.")])])
        #expect(imported.codes.contains("no-date"))
    }

    @Test func `an edition of the front matter sets the zone and is checked`() throws {
        let text = "---\nedition: ru\nheadline: Мост\npublished: 17 июня 2020 07:55\n---\nТекст.\n"
        #expect(try Fixture.story(text: text).edition == "ru")
        let diagnostics = Fixture.failure(Array("---\nheadline: A\nedition: fr\n---\nText.\n".utf8))
        #expect(diagnostics.contains { $0.code == "unknown-edition" && $0.line == 3 })
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let code: String
        let line: Int
        var testDescription: String { code }
    }

    static let bad: [Bad] = [
        Bad(text: "---\nheadline: A\npublished: soon\n---\nText.\n", code: "bad-time", line: 3),
        Bad(text: "---\nheadline: a: b\n---\nText.\n", code: "front-matter", line: 2),
        Bad(text: "---\nheadline: A\nText without an end.\n", code: "front-matter-open", line: 1),
        Bad(text: "---\nheadline: A\nslug: No Slug\n---\nText.\n", code: "bad-slug", line: 3),
        Bad(text: "---\na: &x [1]\nb: [*x, *x]\n---\nText.\n", code: "front-matter-alias", line: 2),
        Bad(text: "---\nheadline: A\nmedia:\n  - file: /etc/passwd\n---\nText.\n", code: "bad-media", line: 4),
        Bad(text: "---\nheadline: A\nheadline: B\n---\nText.\n", code: "front-matter", line: 2),
        Bad(text: "---\n- a\n---\nText.\n", code: "front-matter", line: 2),
        Bad(text: "---\nlabel: A\n---\nText.\n", code: "no-headline", line: 1),
        Bad(text: "---\nheadline: A\n---\n", code: "no-article", line: 4),
        Bad(
            text: "---\nheadline: " + String(repeating: "[", count: 30_000) + "\n---\nText.\n",
            code: "front-matter-deep", line: 2),
        Bad(
            text: "---\nheadline:\n  " + String(repeating: "- ", count: 30_000) + "\n---\nText.\n",
            code: "front-matter-deep", line: 3),
    ]

    @Test(arguments: bad) func `bad front matter fails with its line`(_ example: Bad) {
        let diagnostics = Fixture.failure(Array(example.text.utf8), name: "story.md")
        #expect(
            diagnostics.contains { $0.code == example.code && $0.severity == .error && $0.line == example.line },
            "\(diagnostics)")
    }
}
