/// A story that is told while it happens.
package struct LiveCoverage: Hashable, Sendable {
    package var started: Timestamp
    /// Nil while it goes on.
    package var ended: Timestamp?
    /// The newest first.
    package var updates: [LiveUpdate]

    package init(started: Timestamp, ended: Timestamp? = nil, updates: [LiveUpdate] = []) {
        self.started = started
        self.ended = ended
        self.updates = updates
    }

    /// When something last came or changed.
    package var changed: Timestamp { ([started, ended].compactMap { $0 } + updates.map(\.changed)).max() ?? started }
}

/// One report within a live story, with a time of its own.
package struct LiveUpdate: Hashable, Sendable, Codable {
    package let id: LiveUpdateID
    package let story: StoryID
    package let at: Timestamp
    package var headline: String
    package var body: [Block]
    /// The name of who wrote it.
    package var author: String
    /// Stands above the others for readers who come late.
    package var isKey: Bool
    /// What was wrong with it, and since when it is right.
    package var corrections: [Correction]

    package init(
        id: LiveUpdateID, story: StoryID, at: Timestamp, headline: String, body: [Block], author: String,
        isKey: Bool = false, corrections: [Correction] = []
    ) {
        self.id = id
        self.story = story
        self.at = at
        self.headline = headline
        self.body = body
        self.author = author
        self.isKey = isKey
        self.corrections = corrections
    }

    package var changed: Timestamp { corrections.last?.at ?? at }

    /// Its place within the story's page: `update-01h…`.
    package var anchor: String { "update-" + id.rawValue }
}

/// A line over all pages of an edition, for what cannot wait.
package struct Banner: Hashable, Sendable {
    /// Changes with every banner that is set, so that one that a reader put away stays away and the next does not.
    package let id: BannerID
    package var edition: String
    package var text: String
    /// The story that it leads to.
    package var story: StoryID?
    package var until: Timestamp
    package var author: String

    package init(
        id: BannerID, edition: String, text: String, story: StoryID? = nil, until: Timestamp, author: String
    ) {
        self.id = id
        self.edition = edition
        self.text = text
        self.story = story
        self.until = until
        self.author = author
    }
}

/// What a reader's open page wants to hear of.
package struct LiveTopic: Hashable, Sendable {
    package var edition: String
    package var story: StoryID?

    package init(edition: String, story: StoryID? = nil) {
        self.edition = edition
        self.story = story
    }
}
