package import NewsreelModel

/// A story in the plan of a day.
package struct PlannedStory: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        case published
        /// The clock will publish it.
        case scheduled
        /// Until then it must not reach readers.
        case embargoEnds
    }

    package let id: StoryID
    package let edition: String
    package let headline: String
    package let event: Event
    package let at: Timestamp
}

enum PlanQueries {
    private static let columns = "s.id, s.edition, s.headline"

    static let due = """
        SELECT \(columns), s.scheduled_ms FROM stories s
        WHERE s.status = 'scheduled' AND s.scheduled_ms < $1 ORDER BY s.scheduled_ms LIMIT 50
        """

    static let published = """
        SELECT \(columns), s.published_ms FROM stories s
        WHERE s.status = 'published' AND s.edition = $1 AND s.published_ms >= $2 AND s.published_ms < $3
        ORDER BY s.published_ms DESC, s.id DESC LIMIT 50
        """

    static let embargoed = """
        SELECT \(columns), s.embargo_ms FROM stories s
        WHERE s.embargo_ms >= $1 AND s.embargo_ms < $2 AND s.status NOT IN ('published', 'killed')
        ORDER BY s.embargo_ms LIMIT 50
        """

    /// Assets that work has failed on, the last first.
    static let failed = """
        SELECT media FROM jobs WHERE state = 'failed' ORDER BY updated_ms DESC, id DESC LIMIT $1
        """
}

extension Newsroom {
    /// What was published in the day before `end`, what the clock will publish until then and which embargoes end, in the
    /// order of time.
    package func plan(until end: Timestamp) async throws(StoreError) -> [PlannedStory] {
        try await read("read the plan of the day") { (transaction: ReadTransaction) throws(StoreError) in
            var plan: [PlannedStory] = []
            func take(_ event: PlannedStory.Event, _ sql: String, _ arguments: [SQLValue]) throws(StoreError) {
                plan += try transaction.rows(sql, arguments) { (row: borrowing RowView) in
                    PlannedStory(
                        id: row.id(0), edition: row.text(1), headline: row.text(2), event: event, at: row.time(3))
                }
            }
            let start = SQLValue.time(end.adding(seconds: -86_400))
            let editions = try transaction.rows("SELECT code FROM editions ORDER BY position") {
                (row: borrowing RowView) in row.text(0)
            }
            for edition in editions {
                try take(.published, PlanQueries.published, [.text(edition), start, .time(end)])
            }
            try take(.scheduled, PlanQueries.due, [.time(end)])
            try take(.embargoEnds, PlanQueries.embargoed, [start, .time(end)])
            return plan.sorted { $0.at < $1.at }
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
