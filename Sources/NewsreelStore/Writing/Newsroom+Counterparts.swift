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

    /// The version that a story had at some moment; nil before its first.
    package func version(of id: StoryID, at moment: Timestamp) async throws(StoreError) -> Int? {
        try await read("find the version of story \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                "SELECT version FROM revisions WHERE story = $1 AND saved_ms <= $2 ORDER BY version DESC LIMIT 1",
                [.id(id), .time(moment)]
            ) { (row: borrowing RowView) in row.int(0) }
        }
    }
}
