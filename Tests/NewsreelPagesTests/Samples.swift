import Foundation
import NewsreelModel
import NewsreelPages

/// Made-up material for pages: an English and an Arabic edition, with Russian and Korean beside them.
enum Samples {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let themeFolder = root.appendingPathComponent("Themes/default").path

    static let site = Site(origin: "https://record.example", defaultEdition: "en", editions: ["en", "ar", "ru", "ko"])
    static let zone = Zone("Europe/Oslo")!

    static let english = Edition(
        code: "en", isDefault: true, language: "en", zone: zone, name: "English", masthead: "The Harbour Record",
        tagline: "News of the coast",
        sections: [
            Section(slug: "harbour", name: "Harbour"), Section(slug: "city", name: "City"),
            Section(slug: "watch", name: "Watch"),
        ])
    static let arabic = Edition(
        code: "ar", language: "ar", direction: .rtl, zone: zone, name: "العربية", masthead: "سجل الميناء",
        tagline: "أخبار الساحل",
        sections: [Section(slug: "harbour", name: "الميناء"), Section(slug: "city", name: "المدينة")])
    static let russian = Edition(
        code: "ru", language: "ru", zone: zone, name: "Русский", masthead: "Портовая летопись",
        sections: [Section(slug: "harbour", name: "Порт")])
    static let korean = Edition(
        code: "ko", language: "ko", zone: zone, name: "한국어", masthead: "항구일보",
        sections: [Section(slug: "harbour", name: "항구")])
    static let editions = [english, arabic, russian, korean]

    /// Loaded once: it compresses all of the assets.
    static let theme: Result<Theme, ThemeError> = Result { () throws(ThemeError) in try Theme.load(folder: themeFolder)
    }

    static func renderer(publisher: Publisher = Publisher()) throws -> PageRenderer {
        try PageRenderer(theme: theme.get(), site: site, editions: editions, publisher: publisher)
    }

    static func time(_ text: String) -> Timestamp { Timestamp(iso8601: text)! }

    static func storyID(_ number: Int) -> StoryID { StoryID(rawValue: padded("01jx0story", number)) }
    static func mediaID(_ number: Int) -> MediaID { MediaID(rawValue: padded("01jx0media", number)) }

    private static func padded(_ prefix: String, _ number: Int) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: 26 - prefix.count - digits.count) + digits
    }

    static func checksum(_ seed: String) -> Checksum {
        var generator = seed.utf8.reduce(UInt64(1469598103934665603)) { ($0 ^ UInt64($1)) &* 1099511628211 }
        var text = ""
        while text.count < 64 {
            generator = generator &* 6364136223846793005 &+ 1442695040888963407
            text += String(generator >> 32 | 0x1_0000_0000, radix: 16).suffix(8)
        }
        return Checksum(rawValue: String(text.prefix(64)))!
    }

    static let made = time("2026-06-17T04:00:00Z")

    static func picture(
        _ number: Int, width: Int = 3000, height: Int = 2000, caption: String? = "Boats on the shingle at dusk.",
        credit: CreditChain = CreditChain(
            parties: [CreditParty(.creator, "Anneli Roos")], copyright: "© The Harbour Record"),
        alt: String? = "A row of boats on a beach", focus: FocalPoint? = nil, state: MediaState = .ready
    ) -> MediaAsset {
        var renditions: [Rendition] = []
        if state == .ready {
            for wide in [320, 640, 960, 1280, 1920] where wide <= width {
                for (ending, type) in [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")] {
                    renditions.append(
                        Rendition(
                            name: "w\(wide).\(ending)", purpose: .picture, mimeType: type, width: wide,
                            height: wide * height / width, bytes: wide * 90,
                            checksum: checksum("\(number)-\(wide)-\(ending)")))
                }
            }
        }
        return MediaAsset(
            id: mediaID(number), kind: .image, state: state,
            original: state == .awaited
                ? nil
                : Original(
                    checksum: checksum("\(number)"), bytes: 4_000_000, mimeType: "image/jpeg",
                    filename: "boats \(number).jpg"),
            width: state == .ready ? width : nil, height: state == .ready ? height : nil, caption: caption,
            credit: credit,
            alt: alt, focus: focus, preview: state == .awaited ? nil : "data:image/webp;base64,UklGRhwBAABXRUJQ",
            renditions: renditions, created: made, updated: made)
    }

    /// A clip of so many upright pixels whose stream is finished.
    static func video(_ number: Int, width: Int = 1280, height: Int = 720) -> MediaAsset {
        func file(
            _ name: String, _ purpose: Rendition.Purpose, _ type: String, _ width: Int = 0, _ height: Int = 0,
            _ bytes: Int = 4000
        ) -> Rendition {
            Rendition(
                name: name, purpose: purpose, mimeType: type, width: width, height: height, bytes: bytes,
                checksum: checksum("\(name)\(number)"))
        }
        var renditions = [
            file("poster-w1280.jpg", .poster, "image/jpeg", width, height, 90_000),
            file("poster-w640.webp", .poster, "image/webp", width / 2, height / 2, 30_000),
            file("first.mp4", .progressive, "video/mp4", width, height, 18_000_000),
            file("play.mp4", .progressive, "video/mp4", width, height, 9_400_000),
            file("storyboard.jpg", .storyboard, "image/jpeg", 800, 900, 80_000),
            file("storyboard.vtt", .storyboardIndex, "text/vtt"),
        ]
        for short in [720, 540, 360] where short <= min(width, height) {
            let scale = Double(short) / Double(min(width, height))
            var rung = file(
                "v\(short).mp4", .variant, "video/mp4", Int(Double(width) * scale), Int(Double(height) * scale),
                short * 10_000)
            rung.stream = StreamFacts(
                codecs: "avc1.64001f,mp4a.40.2", frameRate: 25, peakBandwidth: short * 5000,
                averageBandwidth: short * 3000)
            renditions += [rung, file("v\(short).m3u8", .playlist, "application/vnd.apple.mpegurl")]
        }
        return MediaAsset(
            id: mediaID(number), kind: .video, state: .ready,
            original: Original(
                checksum: checksum("v\(number)"), bytes: 18_200_000, mimeType: "video/mp4", filename: "gate.mp4"),
            width: width, height: height, duration: 700_000, caption: "The east gate lifts at 01:52.",
            credit: CreditChain(
                parties: [
                    CreditParty(.creator, "Haldern Counting Society"), CreditParty(.supplier, "Harbour Office"),
                    CreditParty(.distributor, "Northwire"),
                ], copyright: "© Haldern Counting Society via Northwire", licence: "CC BY-SA 4.0",
                usage: "Credit the society."),
            rights: MediaRights(download: true), renditions: renditions, captured: time("2026-06-15T23:52:00Z"),
            created: made, updated: made)
    }

    static func audio(_ number: Int) -> MediaAsset {
        MediaAsset(
            id: mediaID(number), kind: .audio, state: .ready,
            original: Original(
                checksum: checksum("a\(number)"), bytes: 9_000_000, mimeType: "audio/mpeg", filename: "log.mp3"),
            duration: 1_450_000, caption: "Olav Trengrove reads from the log.",
            credit: CreditChain(parties: [CreditParty(.creator, "Petra Lund")]), alt: "The keeper of the tide tables",
            renditions: [
                Rendition(
                    name: "play.m4a", purpose: .progressive, mimeType: "audio/mp4", width: 0, height: 0,
                    bytes: 8_100_000, checksum: checksum("pa\(number)")),
                Rendition(
                    name: "waveform.svg", purpose: .waveform, mimeType: "image/svg+xml", width: 1000, height: 100,
                    bytes: 9000, checksum: checksum("w\(number)")),
            ], created: made, updated: made)
    }

    static func document(_ number: Int) -> MediaAsset {
        MediaAsset(
            id: mediaID(number), kind: .document, state: .ready,
            original: Original(
                checksum: checksum("d\(number)"), bytes: 214_000, mimeType: "application/pdf",
                filename: "tables 2026.pdf"),
            caption: "Corrections to the Haldern tide tables",
            credit: CreditChain(parties: [CreditParty(.supplier, "Harbour Office")]),
            created: made, updated: made)
    }

    static func card(
        _ number: Int, edition: String = "en", headline: String? = nil, label: String? = nil, lead: MediaAsset? = nil,
        section: String = "harbour", published: String = "2026-06-17T05:55:00Z"
    ) -> StoryCard {
        let moment = time(published)
        return StoryCard(
            id: storyID(number), edition: edition, label: label,
            headline: headline ?? "Pilot station \(number) to be rebuilt",
            standfirst: number.isMultiple(of: 2) ? "Work starts when the terns have left." : nil,
            bylines: number.isMultiple(of: 3) ? [Byline("Tomas Eyre")] : [], section: section,
            slug: "pilot-station-\(number)",
            publication: Publication(published: moment, day: zone.local(moment).day), lead: lead, kind: lead?.kind)
    }

    static func paragraph(_ text: String) -> Block { .paragraph([Inline(text)]) }

    /// A clip with everything a story can have but a gallery.
    static var clipStory: StoryPage {
        let published = time("2026-06-17T05:55:00Z")
        let content = StoryContent(
            label: "WATCH", headline: "Night camera shows the hour the lagoon emptied",
            standfirst: "The harbour office released eleven hours of recording.",
            bylines: [Byline("Marit Oshane"), Byline("Ilse Varga")],
            dateline: "Haldern", section: "harbour", slug: "night-camera-lagoon",
            body: [
                paragraph("The lagoon behind the old sluice at Haldern emptied in fifty-three minutes."),
                .paragraph([
                    Inline("The east gate was passed fit by "), Inline("inspection ", marks: [.emphasis]),
                    Inline("of papers", marks: [.emphasis, .strong]), Inline("; see "),
                    Inline("the letters", marks: [.link(LinkTarget("https://office.example/letters?a=1&b=2")!)]),
                    Inline(" and "), Inline("our report", marks: [.link(LinkTarget("/2026/06/16/report")!)]),
                    Inline("."),
                ]),
                .heading(level: 3, [Inline("What the pictures settle")]),
                .quote([[Inline("We had a number for the gate.")]], speaker: "Runa Aldous, harbour assessor"),
                .image(mediaID(2)), .image(mediaID(3)), .image(mediaID(4)),
                .list(
                    ordered: false,
                    items: [
                        [paragraph("One gate"), .list(ordered: true, items: [[paragraph("East")]])],
                        [paragraph("Two gauges")],
                    ]),
                .audio(mediaID(5)), .document(mediaID(6)),
                .embed(
                    Embed(
                        url: LinkTarget("https://gauge.example/live")!, title: "Live gauge at the mole",
                        provider: "gauge.example")),
                .aside(title: "How to read a tide table", [paragraph("Add eleven minutes.")]), .rule,
                paragraph("Nobody was hurt.\nSixty-four boats settled on the mud."),
            ],
            lead: mediaID(1),
            media: [MediaUse(mediaID(1)), MediaUse(mediaID(2), caption: "The mud at first light.")],
            tags: ["Haldern lagoon", "Sluices"])
        let story = Story(
            id: storyID(100), edition: "en", content: content, status: .published,
            publication: Publication(
                published: published, day: LocalDay("2026-06-17")!, updated: time("2026-06-17T07:12:00Z")),
            corrections: [
                Correction(at: time("2026-06-17T07:12:00Z"), note: "An earlier version gave nine hours. It is eleven.")
            ],
            created: published, updated: published)
        let supplied = CreditChain(
            parties: [CreditParty(.supplier, "Skarn Point Society", abbreviation: "SPS")],
            copyright: "SPS via NORTHWIRE")
        let media = [
            video(1), picture(2, focus: FocalPoint(x: 0.1, y: 0.9)),
            picture(3, caption: "The gauge at Skarn Point, 1968.", credit: supplied, alt: nil, state: .awaited),
            picture(4, caption: "Surveyors mark the spit.", state: .processing), audio(5), document(6),
        ]
        return StoryPage(
            story: story, media: Dictionary(uniqueKeysWithValues: media.map { ($0.id, $0) }),
            related: [card(1, lead: video(7)), card(2), card(3, lead: picture(8))],
            previous: card(4, headline: "Dockers take the four-day week"),
            next: card(5, headline: "Fog holds the outer pier shut"),
            translations: [SiteURL(edition: "ar", .story(day: LocalDay("2026-06-17")!, slug: "kamira"))])
    }

    /// Fifteen paragraphs, a picture that leads, a gallery of eight at the end, related stories: what a normal story weighs.
    static func galleryStory(edition: String = "en") -> StoryPage {
        let isArabic = edition == "ar"
        let published = time("2026-06-14T07:00:00Z")
        let sentences =
            isArabic
            ? [
                "لم يضع أحد البحر في غير مكانه.", "جاء الماء قبل موعده بيوم وساعتين.",
                "يقول حارس الجداول إن الكتاب وعد.", "طُبعت ورقة لتُلصق في الجداول.",
                "خمسة مقاييس، منها اثنان لا يرسلان شيئًا.", "لم يعمل الكراك منذ تعطل البوابة.",
                "ثلاثة أشياء تحرك المد: القمر والريح والطين.",
            ]
            : [
                "Nobody had put the sea in the wrong place.",
                "It had come when it liked, and the tables had been wrong by a day and two hours.",
                "The keeper of the tables says that a book is a promise which the water never signed.",
                "The office has printed a slip to be pasted into every copy before the regatta.",
                "Two of the five gauges send nothing at all, and a third sends the same number every morning.",
                "The dredger has not worked since the sluice failed in the spring storms.",
                "Three things can move a tide: the moon, the wind and the mud.",
            ]
        var body: [Block] = []
        for index in 0..<15 {
            let text = (0..<6).map {
                sentences[(index * 3 + $0 * 2 + index / 4) % sentences.count] + " (\(index * 7 + $0))"
            }
            body.append(paragraph(text.joined(separator: " ")))
        }
        body.append(.gallery((11...18).map(mediaID)))
        let content = StoryContent(
            label: isArabic ? "صور" : "Gallery",
            headline: isArabic ? "المد الذي جاء قبل موعده بيوم" : "The tide that came a day early",
            standfirst: isArabic
                ? "صور من الشاطئ الشمالي عند الفجر."
                : "Photographs from the north shore, made between four and six on Sunday morning.",
            bylines: [Byline(isArabic ? "أنيلي روس" : "Anneli Roos")],
            dateline: isArabic ? "الشاطئ الشمالي" : "North Shore",
            section: "harbour", slug: isArabic ? "almad" : "tide-a-day-early", body: body, lead: mediaID(10), media: [],
            tags: isArabic ? ["المد", "الشاطئ"] : ["North Shore", "Tides", "Sandhallow", "Photography"])
        let story = Story(
            id: storyID(101), edition: edition, content: content, status: .published,
            publication: Publication(published: published, day: LocalDay("2026-06-14")!), created: published,
            updated: published)
        var media: [MediaID: MediaAsset] = [:]
        for number in 10...18 {
            media[mediaID(number)] = picture(
                number, width: number == 12 ? 1600 : 3000, height: 2000,
                caption: isArabic
                    ? "الصورة رقم \(number) من الفجر على الشاطئ."
                    : "Frame \(number): slack water at the swimmers’ jetty, before the wind turned.",
                alt: isArabic ? "ماء ساكن" : "Still water by a jetty, frame \(number)")
        }
        return StoryPage(
            story: story, media: media,
            related: (1...4).map {
                card($0, edition: edition, headline: isArabic ? "محطة المرشدين \($0)" : nil, lead: picture(20 + $0))
            },
            previous: card(4, edition: edition), next: nil,
            translations: isArabic
                ? [SiteURL(edition: "en", .story(day: LocalDay("2026-06-14")!, slug: "tide-a-day-early"))] : [])
    }

    static func front(edition: String = "en") -> FrontPageLayout {
        let isArabic = edition == "ar"
        func cards(_ numbers: ClosedRange<Int>, video isVideo: Bool = false) -> [StoryCard] {
            numbers.map { number in
                card(
                    number, edition: edition, headline: isArabic ? "خبر من الميناء رقم \(number)" : nil,
                    label: number == 31 ? (isArabic ? "مباشر" : "Live") : nil,
                    lead: isVideo ? video(number) : number.isMultiple(of: 4) ? nil : picture(number),
                    published: number.isMultiple(of: 5)
                        ? "2026-06-16T15:20:00Z" : "2026-06-17T05:\(10 + number % 50):00Z")
            }
        }
        var rows = [
            FrontRow(section: english.sections[2], cards: cards(50...53, video: true)),
            FrontRow(section: (isArabic ? arabic : english).sections[0], cards: cards(60...64)),
            FrontRow(section: (isArabic ? arabic : english).sections[1], cards: cards(70...73)),
        ]
        if isArabic { rows.removeFirst() }
        return FrontPageLayout(
            edition: edition, now: time("2026-06-17T08:00:00Z"), lead: cards(31...31)[0], seconds: cards(33...35),
            latest: cards(31...38), live: cards(31...31)[0], rows: rows)
    }

    static func listing(edition: String = "en", subject: ListingPage.Subject? = nil) -> ListingPage {
        let isArabic = edition == "ar"
        let cards = (80...85).map { number in
            card(
                number, edition: edition, headline: isArabic ? "خبر من الميناء رقم \(number)" : nil,
                lead: number.isMultiple(of: 2) ? picture(number) : nil,
                published: number < 83 ? "2026-06-17T05:20:00Z" : "2026-06-16T15:20:00Z")
        }
        let section = (isArabic ? arabic : english).sections[0]
        return ListingPage(
            edition: edition, subject: subject ?? .section(section), cards: cards,
            older: .before(ListPosition(published: time("2026-06-16T15:20:00Z"), id: storyID(85))), total: 1248)
    }

    static func search(edition: String = "en") -> SearchPage {
        let isArabic = edition == "ar"
        return SearchPage(
            edition: edition,
            terms: SearchTerms(
                words: isArabic ? "البحيرة" : "lagoon sluice", section: "harbour", kind: .video,
                from: LocalDay("2026-01-01")),
            hits: [
                SearchHit(
                    card: card(90, edition: edition, lead: video(90)),
                    headline: MarkedText("Night camera shows the \u{2}lagoon\u{3}", start: "\u{2}", end: "\u{3}"),
                    snippet: MarkedText(
                        "The \u{2}lagoon\u{3} behind the <old> \u{2}sluice\u{3} …", start: "\u{2}", end: "\u{3}")),
                SearchHit(card: card(92, edition: edition)),
            ], total: 37, pages: 9,
            tags: [
                Tag(edition: edition, name: isArabic ? "البحيرة" : "Haldern lagoon"),
                Tag(edition: edition, name: "Terns"),
            ])
    }
}
