package import NewsreelModel

/// What the search page shows.
package struct SearchPage: Sendable {
    package var edition: String
    package var terms: SearchTerms
    package var hits: [SearchHit]
    /// How many stories match, over all pages.
    package var total: Int
    /// How many pages of results there are.
    package var pages: Int
    /// Tags to offer to readers without scripts, the most used first.
    package var tags: [Tag]

    package init(
        edition: String, terms: SearchTerms, hits: [SearchHit] = [], total: Int = 0, pages: Int = 0, tags: [Tag] = []
    ) {
        self.edition = edition
        self.terms = terms
        self.hits = hits
        self.total = total
        self.pages = pages
        self.tags = tags
    }
}

/// A found story with the place of the words in it.
package struct SearchHit: Sendable {
    package var card: StoryCard
    /// The headline with the found words marked; nil shows the card's own.
    package var headline: MarkedText?
    package var snippet: MarkedText?
    /// Where the words are said in its clip or recording.
    package var moment: SpokenMoment?

    package init(
        card: StoryCard, headline: MarkedText? = nil, snippet: MarkedText? = nil, moment: SpokenMoment? = nil
    ) {
        self.card = card
        self.headline = headline
        self.snippet = snippet
        self.moment = moment
    }
}

/// A place in a clip or recording where something is said.
package struct SpokenMoment: Hashable, Sendable {
    /// From the beginning.
    package var second: Int
    package var words: MarkedText

    package init(second: Int, words: MarkedText) {
        self.second = second
        self.words = words
    }
}

/// Plain text of which some runs are marked as found.
package struct MarkedText: Hashable, Sendable {
    package struct Run: Hashable, Sendable {
        package var text: String
        package var isMarked: Bool

        package init(_ text: String, isMarked: Bool = false) {
            self.text = text
            self.isMarked = isMarked
        }
    }

    package var runs: [Run]

    package init(_ runs: [Run]) { self.runs = runs }

    /// Text in which found words stand between `start` and `end`, as FTS5's `highlight` and `snippet` write them.
    package init(_ text: String, start: Character, end: Character) {
        runs = []
        var run = ""
        var marked = false
        for character in text {
            if character == start || character == end {
                if !run.isEmpty { runs.append(Run(run, isMarked: marked)) }
                run = ""
                marked = character == start
            } else {
                run.append(character)
            }
        }
        if !run.isEmpty { runs.append(Run(run, isMarked: marked)) }
    }
}
