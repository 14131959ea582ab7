import NewsreelModel

/// Comments as the tables have them.
enum CommentRecords {
    /// Bytes of one comment.
    static let longest = 10_000

    static let columns = """
        id, story, parent, person, name, text, block, quote, prefix, created_ms, resolved_ms, resolver
        """

    static func comment(_ row: borrowing RowView) -> StoryComment {
        let anchor = row.optionalInt(6).map { block in
            CommentAnchor(block: block, quote: row.text(7), prefix: row.text(8))
        }
        let resolution = row.optionalTime(10).map { at in StoryComment.Resolution(at: at, name: row.text(11)) }
        return StoryComment(
            id: row.id(0), story: row.id(1), parent: row.optionalID(2), user: row.id(3), name: row.text(4),
            text: row.text(5), anchor: anchor, created: row.time(9), resolution: resolution)
    }

    /// The comment of this story, or an error that says it is not there.
    static func existing(
        _ id: CommentID, on story: StoryID, in transaction: ReadTransaction
    ) throws(StoreError) -> StoryComment {
        let found = try transaction.first(
            "SELECT \(columns) FROM comments WHERE id = $1 AND story = $2", [.id(id), .id(story)], comment)
        guard let found else { throw StoreError(.notFound, "There is no comment \(id) on this story.") }
        return found
    }

    static func insert(_ comment: StoryComment, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO comments (id, story, parent, person, name, text, block, quote, prefix, created_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .id(comment.id), .id(comment.story), .optional(comment.parent), .id(comment.user),
                .text(comment.name), .text(comment.text), .optional(comment.anchor?.block),
                .optional(comment.anchor?.quote), .optional(comment.anchor?.prefix), .time(comment.created),
            ])
    }
}
