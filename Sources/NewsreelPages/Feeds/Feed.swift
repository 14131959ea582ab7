package import NewsreelModel

/// What a feed holds, newest first.
package struct Feed: Sendable {
    package var edition: String
    package var scope: FeedScope
    /// The section's or tag's name; nil for the edition's own feed.
    package var name: String?
    package var format: FeedFormat
    package var items: [FeedItem]

    package init(edition: String, scope: FeedScope, name: String? = nil, format: FeedFormat, items: [FeedItem]) {
        self.edition = edition
        self.scope = scope
        self.name = name
        self.format = format
        self.items = items
    }
}

/// A story in a feed with the media it names.
package struct FeedItem: Sendable {
    package var story: Story
    package var media: [MediaID: MediaAsset]
    /// The newest updates of a live story.
    package var updates: [LiveUpdate]

    package init(story: Story, media: [MediaID: MediaAsset], updates: [LiveUpdate] = []) {
        self.story = story
        self.updates = updates
        self.media = media
    }
}
