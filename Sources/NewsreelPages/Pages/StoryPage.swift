package import NewsreelModel

/// What a story's page shows.
package struct StoryPage: Sendable {
    package var story: Story
    /// The media that the story names; one that is missing here is left out of the page.
    package var media: [MediaID: MediaAsset]
    /// What is said in its clips and recordings.
    package var captions: [MediaID: [CaptionTrack]]
    package var related: [StoryCard]
    /// The story published just before this one in its edition.
    package var previous: StoryCard?
    /// The story published just after this one in its edition.
    package var next: StoryCard?
    /// The addresses of this story in other editions.
    package var translations: [SiteURL]
    /// Its updates, for a story that is or was live.
    package var live: LiveCoverage?

    package init(
        story: Story, media: [MediaID: MediaAsset], captions: [MediaID: [CaptionTrack]] = [:],
        related: [StoryCard] = [], previous: StoryCard? = nil,
        next: StoryCard? = nil, translations: [SiteURL] = []
    ) {
        self.story = story
        self.media = media
        self.captions = captions
        self.related = related
        self.previous = previous
        self.next = next
        self.translations = translations
    }
}
