package import NewsreelModel

extension Newsroom {
    /// Keeps what somebody is writing, in place of what was kept of it before.
    package func keepWorkingCopy(
        of id: StoryID, _ content: StoryContent, basedOn version: Int, by user: UserID
    ) async throws(StoreError) {
        try await write("keep a working copy of story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try StoryRecords.existing(id, in: transaction)
            _ = try transaction.execute(
                """
                INSERT INTO working_copies (story, person, version, content, saved_ms) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (story, person) DO UPDATE SET version = excluded.version, content = excluded.content,
                    saved_ms = excluded.saved_ms
                """,
                [
                    .id(id), .id(user), .integer(version), .text(try StoredJSON.text(content)),
                    .time(transaction.now),
                ])
        }
    }

    /// What somebody was writing; nil where all of it is in a version.
    package func workingCopy(of id: StoryID, by user: UserID) async throws(StoreError) -> WorkingCopy? {
        try await read("read a working copy of story \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                "SELECT version, content, saved_ms FROM working_copies WHERE story = $1 AND person = $2",
                [.id(id), .id(user)]
            ) { (row: borrowing RowView) throws(StoreError) -> WorkingCopy in
                WorkingCopy(
                    story: id, user: user, version: row.int(0),
                    content: try StoredJSON.value(
                        StoryContent.self, row.text(1), of: "a working copy of story \(id)"),
                    saved: row.time(2))
            }
        }
    }

    /// Ends a working copy, once it is a version or its writer gives it up.
    package func dropWorkingCopy(of id: StoryID, by user: UserID) async throws(StoreError) {
        try await write("drop a working copy of story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "DELETE FROM working_copies WHERE story = $1 AND person = $2", [.id(id), .id(user)])
        }
    }
}
