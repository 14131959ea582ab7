package import NewsreelModel

extension Newsroom {
    /// Seconds after which somebody whose browser is silent counts as gone: two heartbeats and a half.
    package static let presenceSeconds: Double = 25

    /// Notes that somebody has the story open, and answers who else has.
    package func notePresence(in id: StoryID, of user: UserID) async throws(StoreError) -> [Presence] {
        try await write("note who is in story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try StoryRecords.existing(id, in: transaction)
            let gone = transaction.now.adding(seconds: -Self.presenceSeconds)
            try transaction.execute("DELETE FROM presences WHERE seen_ms < $1", [.time(gone)])
            try transaction.execute(
                """
                INSERT INTO presences (story, person, seen_ms) VALUES ($1, $2, $3)
                ON CONFLICT (story, person) DO UPDATE SET seen_ms = excluded.seen_ms
                """, [.id(id), .id(user), .time(transaction.now)])
            return try transaction.rows(
                """
                SELECT p.person, u.name, p.seen_ms FROM presences p JOIN users u ON u.id = p.person
                WHERE p.story = $1 AND p.person <> $2 AND u.removed_ms IS NULL ORDER BY u.name, u.id
                """, [.id(id), .id(user)]
            ) { (row: borrowing RowView) -> Presence in
                Presence(user: row.id(0), name: row.text(1), seen: row.time(2))
            }
        }
    }

    /// Notes that somebody has closed the story.
    package func endPresence(in id: StoryID, of user: UserID) async throws(StoreError) {
        try await write("note who left story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "DELETE FROM presences WHERE story = $1 AND person = $2", [.id(id), .id(user)])
        }
    }
}
