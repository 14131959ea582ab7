/// What somebody has written and not saved as a version yet; everybody has one of their own for each story.
package struct WorkingCopy: Hashable, Sendable {
    package let story: StoryID
    package let user: UserID
    /// The version of the story that it was made from.
    package let version: Int
    package let content: StoryContent
    package let saved: Timestamp

    package init(story: StoryID, user: UserID, version: Int, content: StoryContent, saved: Timestamp) {
        self.story = story
        self.user = user
        self.version = version
        self.content = content
        self.saved = saved
    }
}
