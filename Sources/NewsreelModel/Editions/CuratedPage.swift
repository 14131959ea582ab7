/// A page that the desk curates: an edition's front page, or the page of one of its sections.
package struct CuratedPage: Hashable, Sendable, Codable {
    package var edition: String
    /// The slug of the section; nil for the front page.
    package var section: String?

    package init(_ edition: String, section: String? = nil) {
        self.edition = edition
        self.section = section
    }
}

/// A place on a curated page, as the theme names it.
package struct PageSlot: Hashable, Sendable {
    /// `lead`, `seconds-2`.
    package let id: String
    /// `lead`, `seconds`: the slots that look alike.
    package let group: String
    /// What the desk calls it.
    package let label: String

    package init(id: String, group: String, label: String) {
        self.id = id
        self.group = group
        self.label = label
    }

    /// The slots of a group of `count`; a group of one has its slot named after itself.
    package static func slots(_ group: String, label: String, count: Int) -> [PageSlot] {
        guard count > 1 else { return [PageSlot(id: group, group: group, label: label)] }
        return (1...count).map { PageSlot(id: "\(group)-\($0)", group: group, label: "\(label) \($0)") }
    }

    /// What a theme has that says nothing of its slots.
    package static let standardFront =
        slots("lead", label: "Lead", count: 1) + slots("seconds", label: "Second", count: 3)
    package static let standardSection = slots("top", label: "Top", count: 3)
}

/// The stories that the desk pinned, by the slot they stand in; every other slot fills itself.
package typealias PagePins = [String: StoryID]

extension PagePins {
    /// The pins with `story` in `slot`. What stood there goes where the story came from; a story that comes from outside
    /// pushes those pinned below it down, as far as the next slot that fills itself.
    package func placing(_ story: StoryID, in slot: String, of slots: [PageSlot], from old: String? = nil) -> PagePins {
        var pins = self
        let from = old ?? pins.first { $0.value == story }?.key
        for (place, pinned) in pins where pinned == story { pins[place] = nil }
        let before = pins[slot]
        pins[slot] = story
        guard let before else { return pins }
        if let from, from != slot {
            pins[from] = before
            return pins
        }
        guard let target = slots.first(where: { $0.id == slot }) else { return pins }
        var pushed: StoryID? = before
        let group = slots.filter { $0.group == target.group }
        for place in group.drop(while: { $0.id != slot }).dropFirst() {
            guard let story = pushed else { break }
            pushed = pins[place.id]
            pins[place.id] = story
        }
        return pins
    }
}
