package import NewsreelModel

/// What an edition's front page shows, already chosen and without repeats.
package struct FrontPageLayout: Sendable {
    package var edition: String
    /// The time that the page is made for: it says which day is today.
    package var now: Timestamp
    package var lead: StoryCard?
    package var seconds: [StoryCard]
    /// What stands in the slots that a theme has beside these, by their group.
    package var groups: [String: [StoryCard]] = [:]
    /// The newest stories, newest first; twelve at most are shown.
    package var latest: [StoryCard]
    /// A story that runs now, for the strip over the masthead.
    package var live: StoryCard?
    /// The rows by section, in their order.
    package var rows: [FrontRow]

    package init(
        edition: String, now: Timestamp, lead: StoryCard? = nil, seconds: [StoryCard] = [],
        latest: [StoryCard] = [], live: StoryCard? = nil, rows: [FrontRow] = []
    ) {
        self.edition = edition
        self.now = now
        self.lead = lead
        self.seconds = seconds
        self.latest = latest
        self.live = live
        self.rows = rows
    }
}

/// A section's row of a front page, newest first; five stories at most are shown.
package struct FrontRow: Sendable {
    package var section: Section
    package var cards: [StoryCard]

    package init(section: Section, cards: [StoryCard]) {
        self.section = section
        self.cards = cards
    }
}
