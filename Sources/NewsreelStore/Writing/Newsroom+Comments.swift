package import NewsreelModel

extension Newsroom {
    /// Every comment on a story, the oldest first.
    package func comments(on id: StoryID) async throws(StoreError) -> [StoryComment] {
        try await read("read the comments on story \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                "SELECT \(CommentRecords.columns) FROM comments WHERE story = $1 ORDER BY id", [.id(id)],
                CommentRecords.comment)
        }
    }

    /// Says something about a story, about words of it, or in answer to the comment `parent`.
    package func comment(
        on id: StoryID, _ text: String, at anchor: CommentAnchor? = nil, answering parent: CommentID? = nil,
        by user: User, address: String
    ) async throws(StoreError) -> StoryComment {
        try await write("comment on story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let story = try StoryRecords.existing(id, in: transaction)
            let text = text.trimmingWhitespace()
            guard !text.isEmpty else { throw StoreError(.invalid, "A comment says something. Write its text.") }
            guard text.utf8.count <= CommentRecords.longest else {
                throw StoreError(.invalid, "A comment has at most \(CommentRecords.longest) bytes. Make it shorter.")
            }
            if let parent {
                // Threads are one deep: an answer to an answer belongs to the same thread.
                let above = try CommentRecords.existing(parent, on: id, in: transaction)
                guard above.parent == nil else {
                    throw StoreError(.invalid, "Answer the comment that begins the thread, \(above.parent ?? parent).")
                }
            }
            let comment = StoryComment(
                id: transaction.newID(), story: id, parent: parent, user: user.id, name: user.name, text: text,
                anchor: parent == nil ? anchor : nil, created: transaction.now)
            try CommentRecords.insert(comment, in: transaction)
            try transaction.log(.commented, of: story.content.headline, by: Actor(user, address: address))
            return comment
        }
    }

    /// Closes a thread, or opens it again.
    package func resolve(
        _ comment: CommentID, on id: StoryID, isResolved: Bool, by user: User, address: String
    ) async throws(StoreError) -> StoryComment {
        try await write("resolve comment \(comment)") { (transaction: WriteTransaction) throws(StoreError) in
            let story = try StoryRecords.existing(id, in: transaction)
            let old = try CommentRecords.existing(comment, on: id, in: transaction)
            guard old.parent == nil else {
                throw StoreError(.invalid, "A thread is resolved at its first comment, not at an answer.")
            }
            guard (old.resolution != nil) != isResolved else { return old }
            try transaction.execute(
                "UPDATE comments SET resolved_ms = $2, resolver = $3 WHERE id = $1",
                [
                    .id(comment), isResolved ? .time(transaction.now) : .null,
                    isResolved ? .text(user.name) : .null,
                ])
            try transaction.log(
                isResolved ? .commentResolved : .commentReopened, of: story.content.headline,
                by: Actor(user, address: address))
            return try CommentRecords.existing(comment, on: id, in: transaction)
        }
    }
}
