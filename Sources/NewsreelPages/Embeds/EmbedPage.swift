package import NewsreelModel

/// What other sites frame: one clip or recording of a story, and the way to that story.
package struct EmbedPage: Sendable {
    package var story: Story
    package var asset: MediaAsset
    package var captions: [CaptionTrack]

    package init(story: Story, asset: MediaAsset, captions: [CaptionTrack] = []) {
        self.story = story
        self.asset = asset
        self.captions = captions
    }
}
