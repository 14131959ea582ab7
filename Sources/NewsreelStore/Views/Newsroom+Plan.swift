package import NewsreelModel

enum PlanQueries {
    static let due = """
        SELECT s.id, s.edition, s.headline, s.updated_ms, s.published_ms, s.scheduled_ms FROM stories s
        WHERE s.status = 'scheduled' AND s.scheduled_ms < $1 ORDER BY s.scheduled_ms LIMIT 50
        """

    static let published = """
        SELECT s.id, s.edition, s.headline, s.updated_ms, s.published_ms, s.scheduled_ms FROM stories s
        WHERE s.status = 'published' AND s.edition = $1 AND s.published_ms >= $2 AND s.published_ms < $3
        ORDER BY s.published_ms DESC, s.id DESC LIMIT 50
        """

    /// Assets that work has failed on, the last first.
    static let failed = """
        SELECT media FROM jobs WHERE state = 'failed' ORDER BY updated_ms DESC, id DESC LIMIT $1
        """
}

extension Newsroom {
    /// What was published in the day before `end`, and what the clock will publish until then, in the order of time.
    package func plan(until end: Timestamp) async throws(StoreError) -> [DeskStory] {
        try await read("read the plan of the day") { (transaction: ReadTransaction) throws(StoreError) in
            func story(_ row: borrowing RowView) -> DeskStory {
                DeskStory(
                    id: row.id(0), edition: row.text(1), headline: row.text(2), updated: row.time(3),
                    published: row.optionalTime(4), scheduled: row.optionalTime(5))
            }
            var stories = try transaction.rows(PlanQueries.due, [.time(end)]) { (row: borrowing RowView) in story(row) }
            let editions = try transaction.rows("SELECT code FROM editions ORDER BY position") {
                (row: borrowing RowView) in row.text(0)
            }
            for edition in editions {
                stories += try transaction.rows(
                    PlanQueries.published,
                    [.text(edition), .time(end.adding(seconds: -86_400)), .time(end)]
                ) { (row: borrowing RowView) in story(row) }
            }
            func moment(_ story: DeskStory) -> Timestamp { story.scheduled ?? story.published ?? story.updated }
            return stories.sorted { moment($0) < moment($1) }
        }
    }

    /// Assets that work has failed on, the last first, each once.
    package func failedMedia(limit: Int) async throws(StoreError) -> [MediaAsset] {
        try await read("list failed work") { (transaction: ReadTransaction) throws(StoreError) in
            var seen: Set<MediaID> = []
            let ids: [MediaID] = try transaction.rows(PlanQueries.failed, [.integer(limit * 4)]) {
                (row: borrowing RowView) in row.id(0)
            }.filter { seen.insert($0).inserted }
            let assets = try MediaRecords.assets(Array(ids.prefix(limit)), in: transaction)
            return ids.prefix(limit).compactMap { assets[$0] }
        }
    }
}
