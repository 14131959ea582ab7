import NewsreelImport
import NewsreelModel
import Testing

struct CaptureImportTests {
    struct Page: Sendable, CustomTestStringConvertible {
        let name: String
        var zone = "Europe/Moscow"
        var label: String?
        let headline: String
        var standfirst: String?
        var bylines: [String] = []
        /// ISO 8601 with a zone.
        let published: String
        var updated: String?
        /// How each paragraph begins, in order.
        let paragraphs: [String]
        var pictures: [(caption: String, credit: String)] = []
        var tags: [String] = []
        var codes: [String] = []
        var testDescription: String { name }
    }

    static let pages: [Page] = [
        Page(
            name: "us-wire", headline: "River port of Calder Mills reopens after record flood",
            bylines: ["Jane Doe", "Mark Ellery"],
            published: "2020-06-17T11:55:00Z",
            paragraphs: [
                "CALDER MILLS (Reuters) - The river port", "Water had stood two meters deep",
                "“It will take the summer,” she added.", "The board expects forty barges",
            ],
            pictures: [("Workers clear mud from the quay in Calder Mills on Tuesday.", "Paul Arden / REUTERS")],
            codes: [
                "dropped-controls", "dropped-reading-time", "dropped-related", "dropped-offer", "repeated-caption",
                "dropped-legal",
            ]),
        Page(
            name: "russian", label: "ВИДЕО",
            headline: "В Лесногорске после ремонта открыли старый железнодорожный мост", bylines: ["Ирина Ковалёва"],
            published: "2020-06-17T04:55:00Z",
            paragraphs: ["ЛЕСНОГОРСК, 17 июня.", "По словам главы города", "Поезда пойдут"],
            pictures: [("Первый поезд на мосту через Тихую.", "Олег Панин / РИА Новости")],
            tags: ["мосты", "железная дорога"],
            codes: ["dropped-comments", "dropped-related", "dropped-offer", "repeated-caption"]),
        Page(
            name: "korean", zone: "Asia/Seoul", label: "영상", headline: "한들시 새 등대, 40년 만에 불 밝혀", bylines: ["홍길동"],
            published: "2020-06-16T22:55:00Z", updated: "2020-06-17T00:12:00Z",
            paragraphs: ["(한들=한들뉴스) 홍길동 기자 = 한들시의", "시는 \"어민들이", "등대는 높이 23미터로"],
            pictures: [("16일 밤 불을 밝힌 한들시 등대.", "연합뉴스")], codes: ["dropped-related", "dropped-legal"]),
        Page(
            name: "arabic", zone: "Asia/Riyadh", label: "شاهد",
            headline: "عودة العبّارة القديمة إلى ميناء السلام بعد ثلاثين عاما", bylines: ["ليلى منصور"],
            published: "2020-06-17T04:55:00Z",
            paragraphs: ["عادت العبّارة القديمة", "وقال مدير الميناء", "ومن المقرر أن يفتتح"],
            pictures: [("العبّارة تدخل ميناء السلام فجر الأربعاء.", "أحمد علي / رويترز")],
            codes: ["dropped-related", "dropped-legal"]),
        Page(
            name: "comments", zone: "Europe/London", headline: "Council votes to keep the night bus",
            published: "2019-09-30T20:10:00Z",
            paragraphs: ["The night bus to Orrin Hill", "\"It is the only way home", "The bus costs the town"],
            codes: ["repeated-headline", "dropped-comments"]),
        Page(
            name: "ticker", zone: "Europe/London", label: "LIVE", headline: "Storm Maren reaches the coast",
            published: "2022-01-15T06:05:00Z",
            updated: "2022-01-15T18:40:00Z",
            paragraphs: ["The last ferry of the day", "Gusts of 120", "Schools stay closed", "The storm warning"]),
        Page(
            name: "consent-first", zone: "Europe/London", headline: "A glass roof for the market hall of Tarnbrook",
            standfirst:
                "Traders move back in after three winters under canvas, and find the old fish counter where it was.",
            bylines: ["Tom Hale"],
            published: "2023-11-08T06:30:00Z",
            paragraphs: ["The market hall", "Three hundred panes", "The fish counter", "The town paid a third"],
            tags: ["Markets", "Architecture"], codes: ["dropped-consent", "heading-guessed"]),
        Page(
            name: "german-date", zone: "Europe/Berlin", label: "VIDEO", headline: "Segelschiff „Möwe“ läuft wieder aus",
            bylines: ["Katrin Albers"],
            published: "2018-05-03T05:55:00Z", paragraphs: ["Das Segelschiff „Möwe“", "Der Kapitän sprach"]),
        Page(
            name: "mismatch", headline: "Dam at Fennick Lake holds after night of rain",
            published: "2020-07-06T19:10:00Z",
            paragraphs: ["The dam at Fennick Lake held", "Villages below the dam"], codes: ["date-mismatch"]),
        Page(
            name: "image-source", zone: "Europe/London", headline: "Swans return to the Orrin canal",
            published: "2021-10-11T23:00:00Z",
            paragraphs: ["A pair of swans", "Volunteers had planted"],
            pictures: [
                ("The first pair was seen near the lock on Sunday", "Getty Images"),
                ("Volunteers cleaned the banks for four years", "Hannah Voss"),
            ], codes: ["no-time"]),
        Page(
            name: "relative", headline: "Clock tower of Haldern stops at noon", published: "2020-02-29T21:00:00Z",
            paragraphs: ["The clock tower of Haldern", "A spring had broken"],
            codes: ["relative-date", "date-from-metadata"]),
        Page(
            name: "icons", zone: "Europe/London", label: "EXCLUSIVE",
            headline: "Lost organ pipes found in a barn near Wexley", published: "2021-04-14T15:05:00Z",
            paragraphs: [
                "Ninety pipes of the organ", "“I thought they were drainpipes,” she said.", "Restorers will begin",
            ],
            pictures: [
                ("The farmer, Joan Pell, had used the smallest as seed funnels.", "A. Ruiz / AFP via Getty Images")
            ],
            codes: ["dropped-icons", "dropped-address", "dropped-symbols"]),
        Page(
            name: "seoul-afternoon", zone: "Asia/Seoul", headline: "한들시 지하철 2호선 오늘 저녁 운행 재개", bylines: ["김영희"],
            published: "2021-03-04T10:05:00Z",
            paragraphs: ["한들시 지하철 2호선이", "공사는 \"선로 점검을"], codes: ["dropped-related"]),
        Page(
            name: "word-traps", headline: "Tanker towed into the bay of Ellery", published: "2024-02-10T09:30:00Z",
            paragraphs: [
                "The tanker Brisa, registered in Panama", "The harbour office agreed", "Recommended speeds",
                "The tanker had left", "Her company published a newsletter", "Cookies and tea",
            ]),
    ]

    @Test(arguments: pages) func `a captured page gives its story`(_ page: Page) throws {
        let imported = try Fixture.story("capture/\(page.name).txt", zone: page.zone)
        #expect(imported.story.label == page.label)
        #expect(imported.story.headline == page.headline)
        #expect(imported.story.standfirst == page.standfirst)
        #expect(imported.story.bylines.map(\.name) == page.bylines)
        #expect(imported.published == Timestamp(iso8601: page.published))
        #expect(imported.updated == page.updated.flatMap { Timestamp(iso8601: $0) })
        #expect(imported.paragraphs.count == page.paragraphs.count, "\(imported.paragraphs)")
        for (paragraph, start) in zip(imported.paragraphs, page.paragraphs) { #expect(paragraph.hasPrefix(start)) }
        #expect(imported.media.map { $0.caption ?? "" } == page.pictures.map(\.caption))
        #expect(imported.creditParts == page.pictures.map(\.credit))
        #expect(imported.story.lead == imported.media.first?.id)
        #expect(imported.story.tags == page.tags)
        for code in page.codes { #expect(imported.codes.contains(code), "no \(code) in \(imported.codes)") }
        #expect(!imported.codes.contains("doubtful-line"))
    }

    @Test(arguments: pages) func `a paragraph stays word for word`(_ page: Page) throws {
        let imported = try Fixture.story("capture/\(page.name).txt", zone: page.zone)
        let lines = Set(
            String(decoding: try Fixture.bytes("capture/\(page.name).txt"), as: UTF8.self).split(separator: "\n").map {
                $0.trimmingWhitespace()
            })
        for paragraph in imported.paragraphs { #expect(lines.contains(paragraph)) }
    }

    @Test func `a page of nothing but boilerplate is a clear failure`() throws {
        let diagnostics = Fixture.failure(try Fixture.bytes("capture/boilerplate.txt"))
        #expect(diagnostics.contains { $0.severity == .error && $0.code == "no-article" })
        #expect(diagnostics.contains { $0.code == "dropped-consent" && $0.line == 6 })
    }

    @Test func `the real page of the seeds gives its story`() throws {
        let root = String(#filePath.prefix(upTo: try #require(#filePath.firstRange(of: "/Tests/")).lowerBound))
        let places = [
            root + "/../shared/seeds/000_78ee173ab75c4c28.txt", root + "/../../shared/seeds/000_78ee173ab75c4c28.txt",
        ]
        guard let path = places.first(where: { Fixture.exists($0) }) else {
            print("skipped: ../shared/seeds is not here")
            return
        }
        let bytes = try Fixture.contents(path)
        let imported = try Fixture.importer().importStory(bytes, name: "seed.txt")
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map
        { $0.trimmingWhitespace() }
        #expect(imported.story.label == "WATCH")
        #expect("WATCH: " + imported.story.headline == lines[1])
        #expect(imported.published == Timestamp(iso8601: "2020-06-17T07:55:00+03:00"))
        #expect(imported.media.count == 1)
        #expect(
            imported.media[0].credit.parties == [
                CreditParty(.supplier, "Korean Central News Agency", abbreviation: "KCNA"),
                CreditParty(.agency, "REUTERS"),
            ])
        #expect(imported.media[0].credit.copyright == "© KCNA via REUTERS")
        #expect(lines[5] == (imported.media[0].caption ?? "") + ", " + imported.media[0].credit.text)
        #expect(imported.story.body.first == .image(imported.media[0].id))
        let article = lines[6...].filter { !$0.isEmpty && !$0.contains("©") }
        #expect(imported.paragraphs == Array(article))
        #expect(imported.line(of: "dropped-icons") == 1)
        #expect(imported.line(of: "repeated-headline") == 5)
        #expect(imported.line(of: "repeated-caption") == 11)
        #expect(!imported.diagnostics.contains { $0.severity > .note })
    }

    @Test(arguments: [
        ("WATCH: Boat sinks", "WATCH", "Boat sinks"), ("Watch: Boat sinks", "WATCH", "Boat sinks"),
        ("[영상] 배가 떠났다", "영상", "배가 떠났다"),
        ("LIVE | Storm", "LIVE", "Storm"), ("Смотреть: мост", "СМОТРЕТЬ", "мост"), ("شاهد: الميناء", "شاهد", "الميناء"),
        ("Boat sinks (VIDEO)", "VIDEO", "Boat sinks"),
    ]) func `a label comes off its headline`(_ given: String, _ label: String, _ headline: String) throws {
        let text =
            given + "\n17 June 2020 10:00\n"
            + String(repeating: "A sentence of the story, long enough to be one. ", count: 3) + "\n"
        let story = try Fixture.story(text: text).story
        #expect(story.label == label)
        #expect(story.headline == headline)
    }

    @Test func `a headline with a colon keeps it`() throws {
        let text =
            "Lindhaven: a town waits\n17 June 2020 10:00\n"
            + String(repeating: "A sentence of the story, long enough to be one. ", count: 3)
        let story = try Fixture.story(text: text).story
        #expect(story.label == nil)
        #expect(story.headline == "Lindhaven: a town waits")
    }

    @Test(arguments: [
        ("17 Jun, 2020 07:55", "2020-06-17T07:55:00+03:00"),
        ("June 17, 2020 at 7:55 a.m. EDT", "2020-06-17T07:55:00-04:00"),
        ("2020-06-17 07:55", "2020-06-17T07:55:00+03:00"), ("2020-06-17T07:55:00Z", "2020-06-17T07:55:00Z"),
        ("17 июня 2020, 07:55", "2020-06-17T07:55:00+03:00"),
        ("17 июня 2020 г. 07:55 МСК", "2020-06-17T07:55:00+03:00"),
        ("2020년 6월 17일 오전 7시 55분", "2020-06-17T07:55:00+03:00"),
        ("2020년 6월 17일 오후 7시", "2020-06-17T19:00:00+03:00"), ("2020.06.17. 오후 7:55", "2020-06-17T19:55:00+03:00"),
        ("17 يونيو 2020", "2020-06-17T00:00:00+03:00"),
        ("١٧ يونيو ٢٠٢٠ ٠٧:٥٥", "2020-06-17T07:55:00+03:00"), ("17.06.2020", "2020-06-17T00:00:00+03:00"),
        ("06/17/2020 7:55 PM", "2020-06-17T19:55:00+03:00"),
        ("Wednesday 17 June 2020 19:55 BST", "2020-06-17T19:55:00+01:00"),
        ("Published: 17th June 2020, 7.55", "2020-06-17T00:00:00+03:00"),
        ("17 de junio de 2020 07:55", "2020-06-17T07:55:00+03:00"),
        ("Jun. 17, 2020 7:55 am ET", "2020-06-17T07:55:00-04:00"),
        ("17/06/2020 07:55 (GMT+3)", "2020-06-17T07:55:00+03:00"),
        ("17 كانون الثاني 2020 07:55", "2020-01-17T07:55:00+03:00"),
        ("07:55, 17 июня 2020", "2020-06-17T07:55:00+03:00"), ("17. Juni 2020, 7:55 Uhr", "2020-06-17T07:55:00+03:00"),
    ]) func `a date line is read in its form`(_ line: String, _ iso: String) throws {
        let text =
            "A headline over the story\n" + line + "\n"
            + String(repeating: "A sentence of the story, long enough to be one. ", count: 3)
        let imported = try Fixture.story(text: text, format: .capture)
        #expect(
            imported.published == Timestamp(iso8601: iso),
            "\(line) → \(imported.published?.iso8601(in: .utc) ?? "nothing")")
    }
}
