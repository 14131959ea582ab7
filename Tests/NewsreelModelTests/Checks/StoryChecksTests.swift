import NewsreelModel
import Testing

@Suite struct StoryChecksTests {
    /// Wednesday 17 June 2020, 07:55 in Moscow.
    static let now = Timestamp(iso8601: "2020-06-17T07:55:00+03:00") ?? Timestamp(milliseconds: 0)

    static func edition(_ language: String = "en", zone: String = "Europe/Moscow") -> Edition {
        Edition(code: language, language: language, zone: Zone(zone) ?? .utc, name: language, masthead: "The Record")
    }

    static func story(
        _ paragraphs: [String], headline: String = "News", published: Timestamp? = now, updated: Timestamp? = nil
    ) -> Story {
        let publication = published.map {
            Publication(published: $0, day: (Zone("Europe/Moscow") ?? .utc).local($0).day, updated: updated)
        }
        return Story(
            id: StoryID(rawValue: "s"), edition: "en",
            content: StoryContent(
                headline: headline, slug: "news", body: paragraphs.map { .paragraph([Inline($0)]) }),
            publication: publication, created: now, updated: updated ?? now)
    }

    static func findings(_ paragraphs: String..., now: Timestamp = now) -> [Finding] {
        StoryChecks(edition: edition(), now: now).findings(in: story(paragraphs))
    }

    @Test func `a weekday and its date that do not fit are an error with the right weekday as its fix`() throws {
        let found = Self.findings("The office was opened on Monday, 17 June 2020, in a tent.")
        let finding = try #require(found.first)
        #expect(found.count == 1)
        #expect(finding.code == .weekdayAndDate)
        #expect(finding.blocksPublishing)
        #expect(finding.words == "Monday, 17 June 2020")
        #expect(finding.fix == .text("Wednesday, 17 June 2020"))
        #expect(finding.reason.contains("Wednesday"))
        #expect(finding.place == FindingPlace(.body, block: 0, range: .init(start: 25, end: 45)))
        #expect(finding.place.description == "block 1 at 26")
    }

    @Test func `without a year it is a warning, because the year is a guess`() throws {
        let finding = try #require(Self.findings("The fair opens on Sunday, 27 June, at nine.").first)
        #expect(finding.code == .weekdayAndDate)
        #expect(finding.severity == .warning)
    }

    @Test func `the fix in Russian keeps the case, and is left out where the preposition would change`() throws {
        let checks = StoryChecks(edition: Self.edition("ru"), now: Self.now)
        let one = try #require(
            checks.findings(in: Self.story(["Пункт открыли в понедельник, 17 июня 2020 года."])).first)
        #expect(one.fix == .text("среду, 17 июня 2020 года"))
        let two = try #require(checks.findings(in: Self.story(["Пункт открыли в среду, 16 июня 2020 года."])).first)
        #expect(two.code == .weekdayAndDate)
        #expect(two.fix == nil)
    }

    @Test func `days are those of the edition's zone`() {
        // 23:30 on Tuesday in London is Wednesday in Moscow.
        let late = Timestamp(iso8601: "2020-06-16T22:30:00Z") ?? Self.now
        let text = "The talks begin today, Wednesday, at noon."
        for zone in ["Europe/Moscow", "UTC"] {
            let story = Self.story([text], published: late)
            let found = StoryChecks(edition: Self.edition(zone: zone), now: late).findings(in: story)
            #expect(found.isEmpty, "\(zone)")
        }
        let noon = Timestamp(iso8601: "2020-06-16T12:00:00Z") ?? Self.now
        let found = StoryChecks(edition: Self.edition(), now: noon).findings(in: Self.story([text], published: noon))
        #expect(found.map(\.code) == [.weekdayAndToday])
        #expect(found.first?.fix == .text("today, Tuesday"))
    }

    @Test func `a draft is of the day it is checked`() {
        let text = "The talks begin today, Wednesday, at noon."
        let draft = Self.story([text], published: nil)
        #expect(StoryChecks(edition: Self.edition(), now: Self.now).findings(in: draft).isEmpty)
        let later = Self.now.adding(seconds: 2 * 86_400)
        #expect(
            StoryChecks(edition: Self.edition(), now: later).findings(in: draft).map(\.code) == [.weekdayAndToday])
    }

    @Test func `places count in the plain text of a block, also inside lists and asides`() throws {
        var story = Self.story(["Nothing."])
        let line = [Inline("On 31 June the lease "), Inline("ends", marks: [.strong]), Inline(".")]
        story.content.body += [
            .list(ordered: false, items: [[.paragraph([Inline("🛶 First.")])], [.paragraph(line)]]),
            .aside(title: "Why", [.paragraph([Inline("It rains.")]), .paragraph(line)]),
        ]
        let found = StoryChecks(edition: Self.edition(), now: Self.now).findings(in: story)
        #expect(found.map(\.code) == [.dateImpossible, .dateImpossible])
        for finding in found {
            let block = try #require(finding.place.block)
            let range = try #require(finding.place.range)
            let units = Array(story.content.body[block].plainText.utf16)
            #expect(String(decoding: units[range.start..<range.end], as: UTF16.self) == "31 June")
        }
    }

    @Test func `a language that is not known gets the checks that need no words`() {
        var story = Self.story(["Le bureau a été ouvert le 31.06.2020.", "Le bureau de Kaesong.", "Ici Kaesŏng."])
        story.content.headline = ""
        let found = StoryChecks(edition: Self.edition("fr"), now: Self.now).findings(in: story)
        #expect(found.map(\.code) == [.headlineMissing, .nameTwoWays])
    }

    @Test func `a headline in capitals is calmed with the names as the text writes them`() throws {
        let story = Self.story(
            ["The bridge at Haldern fell, NATO said. Osk Berry saw it."],
            headline: "BRIDGE AT HALDERN FALLS, SAYS NATO AND OSK BERRY")
        let finding = try #require(StoryChecks(edition: Self.edition(), now: Self.now).findings(in: story).first)
        #expect(finding.code == .headlineCapitals)
        #expect(finding.fix == .text("Bridge at Haldern falls, says NATO and Osk Berry"))
    }

    @Test(arguments: [
        ("The Weir was “opened” at noon", "the weir was opened, at noon!", true),
        ("Плотину открыли: Ёж рад", "«ПЛОТИНУ ОТКРЫЛИ» еж рад", true), ("Écluse fermée", "ÉCLUSE fermée.", true),
        ("Storm at 9", "Storm at 8", false), ("Weir opened at noon", "Weir closed at noon", false),
        ("News", "Old news", false),
    ])
    func `a headline is taken whatever its capitals, marks and accents are written with`(
        own: String, other: String, isTaken: Bool
    ) {
        let others = [StoryID(rawValue: "a"): "Far away", StoryID(rawValue: "b"): other]
        let found = StoryChecks(edition: Self.edition(), now: Self.now, otherHeadlines: others).findings(
            in: Self.story(["It was a calm day."], headline: own))
        #expect(found.contains { $0.code == .headlineTaken } == isTaken)
    }

    @Test func `an insecure link is fixed by its secure address, also over bold words`() throws {
        var story = Self.story([])
        let target = try #require(LinkTarget("http://gauge.example.org/a"))
        story.content.body = [
            .paragraph([
                Inline("See "), Inline("the ", marks: [.link(target)]),
                Inline("gauge", marks: [.strong, .link(target)]),
                Inline("."),
            ])
        ]
        let found = StoryChecks(edition: Self.edition(), now: Self.now).findings(in: story)
        #expect(found.map(\.code) == [.linkInsecure])
        #expect(found.first?.fix == LinkTarget("https://gauge.example.org/a").map(Fix.link))
    }

    @Test func `no credit, no edition and an embargo block publishing`() {
        let id = MediaID(rawValue: "m1")
        var story = Self.story(["Nothing happened."], published: nil)
        story.content.media = [MediaUse(id, caption: "A quiet day.", alt: "A street")]
        story.content.lead = id
        let asset = MediaAsset(id: id, kind: .image, state: .ready, created: Self.now, updated: Self.now)
        let found = StoryChecks.findings(
            in: story, edition: nil, media: [id: asset], embargo: Self.now.adding(seconds: 60), now: Self.now)
        #expect(Set(found.filter(\.blocksPublishing).map(\.code)) == [.editionMissing, .embargoAhead, .creditMissing])
    }

    @Test func `findings survive their JSON`() throws {
        let found = Self.findings("It was Monday, 17 June 2020, they said.", "On 31 June it ends.")
        #expect(found.count == 2)
        #expect(try roundTrip(found) == found)
    }

    @Test func `the same story gives the same findings in the same order`() {
        let paragraphs =
            (0..<30).map { "In Kaesong and Pyongsong \($0) rose on 31 June, Monday, 17 June 2020. Lindstrom left." } + [
                "The Kaesung mill. The Lindström mill. The Pyongsung mill."
            ]
        let first = StoryChecks(edition: Self.edition(), now: Self.now).findings(in: Self.story(paragraphs))
        for _ in 0..<5 {
            #expect(StoryChecks(edition: Self.edition(), now: Self.now).findings(in: Self.story(paragraphs)) == first)
        }
        #expect(first.count > 60)
    }
}
