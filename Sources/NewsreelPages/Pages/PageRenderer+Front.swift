internal import NewsreelModel

extension PageRenderer {
    /// An edition's front page.
    package func front(_ layout: FrontPageLayout) -> RenderedPage {
        let voice = voice(layout.edition)
        let edition = voice.edition
        let today = voice.local.localDay(layout.now)
        var main = Fields()
        main.text("title", voice.strings(.frontTitle, ["name": edition.masthead]))
        let lead = CardFields(
            voice: voice,
            style: .init(place: .frontLead, classes: "card card-lead", headingLevel: 2, clock: .since(today)))
        main.text("lead", layout.lead.map { lead.markup($0, isEager: true).renderText })
        let second = CardFields(voice: voice, style: .init(place: .frontSecond, headingLevel: 2, clock: .since(today)))
        main.list("seconds", layout.seconds.map { second.markup($0) })
        for (group, cards) in layout.groups { main.list(group, cards.map { second.markup($0) }) }
        main.group(
            "latest",
            layout.latest.isEmpty
                ? nil
                : Fields([
                    "href": Shown(voice.path(.latest())),
                    "items": layout.latest.prefix(12).map { latest($0, voice, today) },
                ]))
        var shapes = RowShapes()
        main.list(
            "rows",
            layout.rows.prefix(Self.mostRows).enumerated().map { index, row in
                self.row(row, number: index + 1, shape: shapes.next(for: row.cards), voice, today)
            })
        // Sections beyond those stand together in words, so that the page ends.
        let rest = layout.rows.dropFirst(Self.mostRows)
        main.group(
            "bySection",
            rest.isEmpty
                ? nil
                : Fields([
                    "sections": rest.map { row in
                        Fields([
                            "name": Shown(row.section.name), "href": Shown(voice.path(.section(row.section.slug))),
                            "items": row.cards.prefix(3).map { latest($0, voice, today) },
                        ])
                    }
                ]))
        main.flag("empty", layout.lead == nil && layout.latest.isEmpty)
        let url = SiteURL(edition: edition.code, .front)
        var head = PageHead(
            title: [edition.masthead, edition.tagline].compactMap { $0 }.joined(separator: " · "),
            description: edition.tagline ?? edition.masthead, canonical: url,
            alternates: order.filter { $0.code != edition.code }.map { SiteURL(edition: $0.code, .front) })
        if let asset = layout.lead?.lead, let set = PictureSet(asset) { head.image = (asset, set) }
        let live = layout.live ?? running(layout, voice)
        let header = frame(edition.code).frontHeader(today: today, live: live)
        let body = html("front", voice, head: head, header: header, main: main)
        let shown =
            [layout.lead, live].compactMap { $0 } + layout.seconds + layout.groups.values.joined() + layout.latest
            + layout.rows.flatMap { $0.cards.prefix(5) }
        return RenderedPage(
            contentType: Self.htmlType, body: body,
            lastModified: shown.map { $0.publication.updated ?? $0.publication.published }.max(),
            dependsOn: [
                Dependency.front(edition.code), Dependency.stories(edition.code),
            ] + Set(shown.map(\.id)).sorted().map(Dependency.story),
            expires: edition.zone.moment(of: LocalTime(day: today.adding(days: 1), secondOfDay: 0)))
    }

    private static let mostRows = 6

    private func latest(_ card: StoryCard, _ voice: EditionVoice, _ today: LocalDay) -> Fields {
        let clock = CardFields(voice: voice, style: .init(place: .related, clock: .narrow(today)))
        var fields = Fields()
        fields.text("href", voice.site.path(card.url))
        fields.text("headline", card.headline)
        fields.text("datetime", voice.local.machine(card.publication.published))
        fields.text("time", clock.time(card.publication.published))
        switch StoryLabel(card, voice)?.kind {
        case .live: fields.text("class", "is-live")
        case .watch: fields.text("class", "is-watch")
        default: fields.text("class", nil)
        }
        return fields
    }

    /// The newest story of the last day whose label says that it runs now.
    private func running(_ layout: FrontPageLayout, _ voice: EditionVoice) -> StoryCard? {
        layout.latest.first { card in
            StoryLabel(card, voice)?.kind == .live && layout.now.seconds(since: card.publication.published) < 86_400
        }
    }

    private func row(
        _ row: FrontRow, number: Int, shape: RowShapes.Shape, _ voice: EditionVoice, _ today: LocalDay
    ) -> Fields {
        // These shapes give their first story the most room, which is wasted on one without a picture.
        var stories = Array(row.cards.prefix(shape.most))
        if shape != .text, let first = stories.firstIndex(where: \.hasPicture), first > 0 {
            stories.insert(stories.remove(at: first), at: 0)
        }
        let cards = CardFields(
            voice: voice,
            style: .init(
                place: .frontRow, ratio: shape == .band ? "ratio-16x9" : "ratio-3x2", clock: .since(today),
                showsPicture: shape != .text))
        return Fields([
            "shape": Shown("row-" + shape.rawValue), "number": Shown(String(number)), "name": Shown(row.section.name),
            "href": Shown(voice.path(.section(row.section.slug))),
            "cards": stories.map { cards.markup($0) },
        ])
    }
}

/// Chooses how the rows of a front page look, no two alike one after the other.
struct RowShapes {
    enum Shape: String {
        case band, split, text, feature, cards

        /// How many stories look well in it.
        var most: Int {
            switch self {
            case .band, .cards: 4
            case .split, .feature: 4
            case .text: 3
            }
        }
    }

    private var last: Shape?
    private var hasBand = false
    private var turn = 0

    mutating func next(for cards: [StoryCard]) -> Shape {
        let shape = choose(cards.prefix(4))
        last = shape
        if shape == .band { hasBand = true }
        return shape
    }

    private mutating func choose(_ cards: ArraySlice<StoryCard>) -> Shape {
        let pictures = cards.count(where: \.hasPicture)
        if pictures < 2, cards.count > 1 || pictures == 0 {
            return last == .text ? (pictures > 0 ? .split : .text) : .text
        }
        let clips = cards.count { $0.kind == .video }
        // One dark band is an accent; a second would be a habit.
        if !hasBand, clips * 2 >= cards.count, pictures == cards.count, last != .band { return .band }
        for _ in 0..<3 {
            let shape: Shape = [.split, .feature, .cards][turn % 3]
            turn += 1
            if shape == last { continue }
            if shape == .cards, pictures < min(4, cards.count) || cards.count < 3 { continue }
            return shape
        }
        return last == .split ? .text : .split
    }
}
