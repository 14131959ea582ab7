package import NewsreelModel

/// What stands at the address of a story.
package enum StoryLookup: Hashable, Sendable {
    case found(Story)
    /// The story has a new address for good (301).
    case moved(SiteURL)
    /// The story was withdrawn (410).
    case killed(Story)
    case none
}

/// The published stories beside a story in its edition; nil at the ends.
package struct Neighbours: Hashable, Sendable {
    package var newer: StoryCard?
    package var older: StoryCard?
}

/// The same story in another edition.
package struct Translation: Hashable, Sendable {
    package var id: StoryID
    package var edition: String
    /// BCP 47.
    package var language: String
    package var headline: String
    package var url: SiteURL
}
