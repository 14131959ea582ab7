/// A note of one of the newsroom to the others, on a story or on some words of it. Readers never see it.
package struct StoryComment: Hashable, Sendable {
    package let id: CommentID
    package let story: StoryID
    /// The comment that this one answers; nil for one that begins a thread.
    package let parent: CommentID?
    package let user: UserID
    /// The name at the time.
    package let name: String
    package let text: String
    package let anchor: CommentAnchor?
    package let created: Timestamp
    /// Set once what it asks for is done.
    package let resolution: Resolution?

    /// When a thread was closed, and who did it.
    package struct Resolution: Hashable, Sendable {
        package let at: Timestamp
        package let name: String

        package init(at: Timestamp, name: String) {
            self.at = at
            self.name = name
        }
    }

    package init(
        id: CommentID, story: StoryID, parent: CommentID? = nil, user: UserID, name: String, text: String,
        anchor: CommentAnchor? = nil, created: Timestamp, resolution: Resolution? = nil
    ) {
        self.id = id
        self.story = story
        self.parent = parent
        self.user = user
        self.name = name
        self.text = text
        self.anchor = anchor
        self.created = created
        self.resolution = resolution
    }
}

package typealias CommentID = Identifier<StoryComment>

/// The words that a comment is about, kept so that they are found again after the text around them has moved.
package struct CommentAnchor: Hashable, Sendable {
    /// The index of the block in the body when the comment was made.
    package let block: Int
    package let quote: String
    /// What stood before the words in the block, for telling two of the same apart.
    package let prefix: String

    package init(block: Int, quote: String, prefix: String) {
        self.block = block
        self.quote = quote
        self.prefix = prefix
    }
}
