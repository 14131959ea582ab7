package import NewsreelModel

/// One page of a list of stories, newest first.
package struct ListingPage: Sendable {
    package enum Subject: Sendable {
        case latest
        case section(Section)
        case tag(Tag)
        case author(Byline)
        /// A day with the nearest days before and after it that hold stories.
        case day(LocalDay, earlier: LocalDay?, later: LocalDay?)

        package var isDay: Bool {
            if case .day = self { true } else { false }
        }
    }

    package var edition: String
    package var subject: Subject
    package var cards: [StoryCard]
    /// How many of `cards` the desk put on top, whatever their day.
    package var top = 0
    /// Which page this is, and the ones beside it.
    package var page: ListPage
    package var newer: ListPage?
    package var older: ListPage?
    /// How many stories the whole list holds, where that is known.
    package var total: Int?
    /// The day at which a reader goes on where the pages of the list end: a mirror has no more than the newest.
    package var goesOnAt: LocalDay?

    package init(
        edition: String, subject: Subject, cards: [StoryCard], page: ListPage = .newest, newer: ListPage? = nil,
        older: ListPage? = nil, total: Int? = nil, goesOnAt: LocalDay? = nil
    ) {
        self.edition = edition
        self.subject = subject
        self.cards = cards
        self.page = page
        self.newer = newer
        self.older = older
        self.total = total
        self.goesOnAt = goesOnAt
    }
}
