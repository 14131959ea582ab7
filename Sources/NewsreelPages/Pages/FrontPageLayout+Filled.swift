package import NewsreelModel

extension FrontPageLayout {
    /// A front page from what the desk pinned and what is newest, no story twice among slots and rows.
    ///
    /// `pinned` are the cards of the desk's pins in any order, those missing having been withdrawn; `latest` are the newest
    /// of the edition, `bySection` those of each section, newest first.
    package static func filled(
        edition: Edition, now: Timestamp, slots: [PageSlot], pins: PagePins, pinned: [StoryCard], latest: [StoryCard],
        bySection: [String: [StoryCard]]
    ) -> FrontPageLayout {
        let filled = FilledSlots(slots, pins: pins, pinned: pinned, latest: latest)
        var used = filled.used
        var layout = FrontPageLayout(edition: edition.code, now: now, lead: filled.cards(of: "lead").first)
        layout.seconds = filled.cards(of: "seconds")
        for group in Set(slots.map(\.group)) where group != "lead" && group != "seconds" {
            layout.groups[group] = filled.cards(of: group)
        }
        layout.latest = Array(latest.prefix(10))
        for section in edition.sections {
            let cards = (bySection[section.slug] ?? []).filter { used.insert($0.id).inserted }.prefix(5)
            if !cards.isEmpty { layout.rows.append(FrontRow(section: section, cards: Array(cards))) }
        }
        return layout
    }
}

/// Which story stands in each slot of a page: the desk's pins first, then the newest that stand nowhere yet.
package struct FilledSlots: Sendable {
    package struct Place: Sendable {
        package let slot: PageSlot
        package let card: StoryCard?
        package let isPinned: Bool
    }

    package private(set) var places: [Place] = []
    /// Everything that stands in a slot.
    package private(set) var used: Set<StoryID> = []

    package init(_ slots: [PageSlot], pins: PagePins, pinned: [StoryCard], latest: [StoryCard]) {
        let cards = Dictionary(pinned.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let taken = Set(slots.compactMap { slot in pins[slot.id].flatMap { cards[$0]?.id } })
        var free = latest.filter { !taken.contains($0.id) }
        // A slot that weighs most in its page needs a picture; any story is better than none.
        func next(withPicture: Bool) -> StoryCard? {
            let index =
                (withPicture ? free.firstIndex(where: \.hasPicture) : nil) ?? (free.isEmpty ? nil : free.startIndex)
            return index.map { free.remove(at: $0) }
        }
        for (index, slot) in slots.enumerated() {
            let pinned = pins[slot.id].flatMap { cards[$0] }
            let card = pinned ?? next(withPicture: index == 0)
            if let card { used.insert(card.id) }
            places.append(Place(slot: slot, card: card, isPinned: pinned != nil))
        }
        lookBetter()
    }

    /// The first slot of a group has most room for a picture, where the desk leaves the choice.
    private mutating func lookBetter() {
        for group in Set(places.map(\.slot.group)) {
            let own = places.indices.filter { places[$0].slot.group == group }
            guard let first = own.first, !places[first].isPinned, places[first].card?.hasPicture == false,
                let other = own.first(where: { !places[$0].isPinned && places[$0].card?.hasPicture == true })
            else { continue }
            let card = places[first].card
            places[first] = Place(slot: places[first].slot, card: places[other].card, isPinned: false)
            places[other] = Place(slot: places[other].slot, card: card, isPinned: false)
        }
    }

    func cards(of group: String) -> [StoryCard] { places.filter { $0.slot.group == group }.compactMap(\.card) }
}

extension ListingPage {
    /// The first page of a section with the desk's pins on top, each in its slot; `cards` are the newest.
    package mutating func place(_ pins: PagePins, of slots: [PageSlot], pinned: [StoryCard]) {
        let known = slots.filter { slot in pins[slot.id].map { id in pinned.contains { $0.id == id } } ?? false }
        guard page == .newest, let last = known.last, let end = slots.firstIndex(of: last) else { return }
        let top = FilledSlots(Array(slots[...end]), pins: pins, pinned: pinned, latest: cards)
        cards = top.places.compactMap(\.card) + cards.filter { !top.used.contains($0.id) }
        self.top = top.places.compactMap(\.card).count
    }
}

extension StoryCard {
    var hasPicture: Bool { lead.map { PictureSet($0) != nil } ?? false }
}
