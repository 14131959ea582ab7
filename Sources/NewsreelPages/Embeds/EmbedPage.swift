package import NewsreelModel

/// What other sites frame: one clip or recording of a story, and the way to that story.
package struct EmbedPage: Sendable {
    package var story: Story
    package var asset: MediaAsset

    package init(story: Story, asset: MediaAsset) {
        self.story = story
        self.asset = asset
    }
}
