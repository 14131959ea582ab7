package import NewsreelModel

extension Newsroom {
    /// The stories that are this one in other editions, at whatever status, in the order of the editions.
    package func counterparts(of story: Story) async throws(StoreError) -> [Story] {
        guard let key = story.translationKey else { return [] }
        return try await read("read the counterparts of story \(story.id)") {
            (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT \(StoryRecords.columns) FROM stories s JOIN editions e ON e.code = s.edition
                WHERE s.translation_key = $1 AND s.id <> $2 ORDER BY e.position, s.id
                """, [.text(key), .id(story.id)], StoryRecords.story)
        }
    }

    /// The version of `original` that was there when `translation` was last saved: what has changed since is still to be
    /// translated. Nil where the original is the younger of the two.
    package func versionKnown(
        to translation: StoryID, of original: StoryID
    ) async throws(StoreError) -> Int? {
        try await read("compare a translation") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                """
                SELECT version FROM revisions WHERE story = $1 AND saved_ms <= (
                    SELECT max(saved_ms) FROM revisions WHERE story = $2)
                ORDER BY version DESC LIMIT 1
                """, [.id(original), .id(translation)]
            ) { (row: borrowing RowView) in row.int(0) }
        }
    }

    /// Starts a draft for another edition with the text of this story, and makes the two translations of each other.
    package func translate(
        _ id: StoryID, into edition: String, author: String
    ) async throws(StoreError) -> Story {
        try await write("translate story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            var original = try StoryRecords.existing(id, in: transaction)
            try Self.checkIsNew(edition, for: original, in: transaction)
            let key = original.translationKey ?? id.rawValue
            if original.translationKey == nil {
                let old = original
                original.translationKey = key
                _ = try StoryWriter(transaction, edition: old.edition).put(original, replacing: old, author: nil)
            }
            var content = original.content
            // These are names of its own edition, and the address is made from the translated headline.
            content.section = nil
            content.tags = []
            content.related = []
            content.slug = ""
            let story = Story(
                id: transaction.newID(), edition: edition, content: content, created: transaction.now,
                updated: transaction.now, translationKey: key)
            return try StoryWriter(transaction, edition: edition).put(story, replacing: nil, author: author)
        }
    }

    private static func checkIsNew(
        _ edition: String, for story: Story, in transaction: ReadTransaction
    ) throws(StoreError) {
        guard edition != story.edition else {
            throw StoreError(.invalid, "The story is one of the edition \(edition) already. Choose another.")
        }
        guard let key = story.translationKey else { return }
        let isThere = try transaction.exists(
            "SELECT 1 FROM stories WHERE translation_key = $1 AND edition = $2 AND status <> 'killed'",
            [.text(key), .text(edition)])
        if isThere {
            throw StoreError(
                .alreadyExists, "There is a translation for the edition \(edition) already. Open that one.")
        }
    }
}
