package import NewsreelModel

extension FrontPageLayout {
    /// A front page from what the desk chose and what is newest, no story twice among lead, seconds and rows.
    ///
    /// `chosen` are the cards of the desk's picks in any order, those missing having been withdrawn; `latest` are the newest
    /// of the edition, `bySection` those of each section, newest first.
    package static func filled(
        edition: Edition, now: Timestamp, front: FrontPage?, chosen: [StoryCard], latest: [StoryCard],
        bySection: [String: [StoryCard]]
    ) -> FrontPageLayout {
        let picks = Dictionary(chosen.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var used: Set<StoryID> = []
        func take(_ card: StoryCard) -> StoryCard? { used.insert(card.id).inserted ? card : nil }

        // Without a choice the newest story with a picture leads; any story is better than none.
        let lead = front?.lead.flatMap { picks[$0] } ?? latest.first { $0.hasPicture } ?? latest.first
        var layout = FrontPageLayout(edition: edition.code, now: now, lead: lead.flatMap(take))
        layout.seconds = (front?.seconds ?? []).compactMap { picks[$0] }.compactMap(take)
        for card in latest where layout.seconds.count < 3 {
            if let card = take(card) { layout.seconds.append(card) }
        }
        layout.seconds = Array(layout.seconds.prefix(3))
        if let index = layout.seconds.firstIndex(where: \.hasPicture), index > 0 {
            layout.seconds.swapAt(0, index)
        }
        layout.latest = Array(latest.prefix(10))
        for section in edition.sections {
            let cards = (bySection[section.slug] ?? []).compactMap(take).prefix(5)
            if !cards.isEmpty { layout.rows.append(FrontRow(section: section, cards: Array(cards))) }
        }
        return layout
    }
}

extension StoryCard {
    var hasPicture: Bool { lead.map { PictureSet($0) != nil } ?? false }
}
