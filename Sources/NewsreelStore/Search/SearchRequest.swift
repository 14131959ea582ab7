package import NewsreelModel

/// What a reader looks for, and where.
package struct SearchRequest: Hashable, Sendable {
    /// Whether stories that have only some of the words are answers.
    package enum Matching: Hashable, Sendable {
        /// All words; when that fills no page, some of them after those.
        case allThenAny
        /// Any word, all kinds of answers in one order.
        case any
    }

    package var query: SearchQuery
    /// An edition's code; nil searches all editions, each by the rules of its language.
    package var edition: String?
    /// A section's slug.
    package var section: String?
    /// A tag's slug.
    package var tag: String?
    package var media: MediaKind?
    /// Published at or after; whole minutes count.
    package var from: Timestamp?
    /// Published before.
    package var to: Timestamp?
    package var order: SearchOrder
    package var matching: Matching
    package var offset: Int
    package var limit: Int

    /// How far into its results a search can be paged, and the longest page.
    package static let deepest = 1_000
    package static let longestPage = 100

    package init(
        _ query: SearchQuery, edition: String? = nil, section: String? = nil, tag: String? = nil,
        media: MediaKind? = nil,
        from: Timestamp? = nil, to: Timestamp? = nil, order: SearchOrder = .relevance, matching: Matching = .allThenAny,
        offset: Int = 0, limit: Int = 20
    ) {
        self.query = query
        self.edition = edition
        self.section = section
        self.tag = tag
        self.media = media
        self.from = from
        self.to = to
        self.order = order
        self.matching = matching
        self.offset = min(Self.deepest, max(0, offset))
        self.limit = min(Self.longestPage, max(1, limit))
    }
}

/// A page of answers.
package struct SearchResults: Hashable, Sendable {
    package var stories: [FoundStory]
    /// How many stories answer the query.
    package var total: Int
    /// True when no page could be filled with stories that have all the words, and others follow them.
    package var isRelaxed: Bool

    package init(stories: [FoundStory], total: Int, isRelaxed: Bool) {
        self.stories = stories
        self.total = total
        self.isRelaxed = isRelaxed
    }
}

/// A story that answers a query.
package struct FoundStory: Hashable, Sendable {
    package var id: StoryID
    package var edition: String
    /// Comparable within one search only; 0 without words.
    package var score: Double
    /// A piece of standfirst, body or captions around what was found.
    package var snippet: [SearchRun]

    package init(id: StoryID, edition: String, score: Double, snippet: [SearchRun]) {
        self.id = id
        self.edition = edition
        self.score = score
        self.snippet = snippet
    }
}
