package import NewsreelModel

/// A story as the desk's lists show it.
package struct DeskStory: Sendable {
    package let id: StoryID
    package let edition: String
    package let headline: String
    package let updated: Timestamp
    package let published: Timestamp?
    /// When the clock will publish it.
    package let scheduled: Timestamp?
}

extension Newsroom {
    /// Stories that stand at `status`, the one changed last first; `author` leaves those that somebody else wrote.
    package func deskStories(
        _ status: StoryStatus, author: User? = nil, limit: Int
    ) async throws(StoreError) -> [DeskStory] {
        try await read("list stories at the desk") { (transaction: ReadTransaction) throws(StoreError) in
            // The order of the join is fixed: a newsroom has many stories, a reporter has not.
            let mine =
                author == nil
                ? ""
                : "(SELECT DISTINCT r.story FROM revisions r WHERE r.author IN ($3, $4)) o CROSS JOIN"
            var arguments: [SQLValue] = [.text(status.rawValue), .integer(limit)]
            if let author { arguments += [.id(author.id), .text(author.name)] }
            return try transaction.rows(
                """
                SELECT s.id, s.edition, s.headline, s.updated_ms, s.published_ms, s.scheduled_ms FROM \(mine) stories s
                WHERE s.status = $1 \(author == nil ? "" : "AND s.id = o.story")
                ORDER BY s.updated_ms DESC, s.id DESC LIMIT $2
                """, arguments
            ) { (row: borrowing RowView) -> DeskStory in
                DeskStory(
                    id: row.id(0), edition: row.text(1), headline: row.text(2), updated: row.time(3),
                    published: row.optionalTime(4), scheduled: row.optionalTime(5))
            }
        }
    }

    /// How many stories stand where; readers' stories are counted by their days, the others are few.
    package func deskCounts() async throws(StoreError) -> [StoryStatus: Int] {
        try await read("count stories") { (transaction: ReadTransaction) throws(StoreError) in
            var counts: [StoryStatus: Int] = [:]
            for status in StoryStatus.allCases {
                let count =
                    status == .published
                    ? try transaction.count("SELECT sum(stories) FROM story_months")
                    : try transaction.count(ListQueries.standing, [.text(status.rawValue)])
                if count > 0 { counts[status] = count }
            }
            return counts
        }
    }
}
