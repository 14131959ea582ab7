package import NewsreelModel

/// Something that readers with an open page are told.
package struct LiveChange: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The edition's banner was set, changed or taken away.
        case banner
        /// An update came or was put right.
        case update
        /// A live story ended or began again.
        case coverage
        /// A live story was withdrawn.
        case gone
    }

    /// Rises with every change, in every process.
    package let number: Int64
    package let edition: String
    package let kind: Kind
    package let story: StoryID?
    package let item: LiveUpdateID?
    package let at: Timestamp
}

/// Live stories, banners and what is told of them, as the tables have them.
enum LiveRecords {
    /// How long a change is kept for readers who were away, in seconds.
    private static let kept: Double = 86_400

    static func note(
        _ kind: LiveChange.Kind, edition: String, story: StoryID? = nil, item: LiveUpdateID? = nil,
        in transaction: WriteTransaction
    ) throws(StoreError) {
        try transaction.execute(
            "INSERT INTO live_changes (edition, kind, story, item, at_ms) VALUES ($1, $2, $3, $4, $5)",
            [
                .text(edition), .text(kind.rawValue), .optional(story), .optional(item), .time(transaction.now),
            ])
        // The newest always stays, so that numbers only rise.
        try transaction.execute(
            "DELETE FROM live_changes WHERE at_ms < $1 AND number < (SELECT max(number) FROM live_changes)",
            [.time(transaction.now.adding(seconds: -kept))])
        transaction.changes.keys.insert("live")
    }

    /// Forgets what was told of an edition. A number that was given out stays, since numbers only rise: as word of the
    /// default edition's banner, which is told as it is now.
    static func remove(_ edition: String, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            DELETE FROM live_changes WHERE edition = $1 AND number < (SELECT max(number) FROM live_changes)
            """, [.text(edition)])
        try transaction.execute(
            """
            UPDATE live_changes SET kind = $2, story = NULL, item = NULL,
                edition = (SELECT code FROM editions WHERE is_default = 1)
            WHERE edition = $1
            """, [.text(edition), .text(LiveChange.Kind.banner.rawValue)])
    }

    static func changes(
        after number: Int64, limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [LiveChange] {
        try transaction.rows(
            "SELECT number, edition, kind, story, item, at_ms FROM live_changes WHERE number > $1 ORDER BY number LIMIT $2",
            [.integer(Int(number)), .integer(limit)]
        ) { (row: borrowing RowView) throws(StoreError) -> LiveChange in
            guard let kind = LiveChange.Kind(rawValue: row.text(2)) else {
                throw StoreError(.damaged, "Readers are to be told of a change that this program does not know.")
            }
            return LiveChange(
                number: row.int64(0), edition: row.text(1), kind: kind, story: row.optionalID(3),
                item: row.optionalID(4), at: row.time(5))
        }
    }

    static func coverage(
        of story: StoryID, limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> LiveCoverage? {
        let coverage = try transaction.first(
            "SELECT started_ms, ended_ms FROM live_stories WHERE story = $1", [.id(story)]
        ) { (row: borrowing RowView) in LiveCoverage(started: row.time(0), ended: row.optionalTime(1)) }
        guard var coverage else { return nil }
        coverage.updates = try transaction.rows(
            "\(updateColumns) WHERE story = $1 ORDER BY at_ms DESC, id DESC LIMIT $2", [.id(story), .integer(limit)],
            update)
        return coverage
    }

    static func update(_ id: LiveUpdateID, in transaction: ReadTransaction) throws(StoreError) -> LiveUpdate? {
        try transaction.first("\(updateColumns) WHERE id = $1", [.id(id)], update)
    }

    private static let updateColumns =
        "SELECT id, story, at_ms, headline, author, is_key, corrections, body FROM live_updates"

    private static func update(_ row: borrowing RowView) throws(StoreError) -> LiveUpdate {
        let id: LiveUpdateID = row.id(0)
        return LiveUpdate(
            id: id, story: row.id(1), at: row.time(2), headline: row.text(3),
            body: try StoredJSON.value([Block].self, row.text(7), of: "update \(id)"), author: row.text(4),
            isKey: row.bool(5),
            corrections: try StoredJSON.value([Correction].self, row.text(6), of: "update \(id)"))
    }

    static func put(_ update: LiveUpdate, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO live_updates (id, story, at_ms, headline, author, is_key, corrections, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET headline = excluded.headline, is_key = excluded.is_key,
                corrections = excluded.corrections, body = excluded.body
            """,
            [
                .id(update.id), .id(update.story), .time(update.at), .text(update.headline), .text(update.author),
                .flag(update.isKey), .text(try StoredJSON.text(update.corrections)),
                .text(try StoredJSON.text(update.body)),
            ])
    }

    static func banner(of edition: String, in transaction: ReadTransaction) throws(StoreError) -> Banner? {
        try transaction.first(
            "SELECT id, words, story, until_ms, author FROM banners WHERE edition = $1", [.text(edition)]
        ) { (row: borrowing RowView) in
            Banner(
                id: row.id(0), edition: edition, text: row.text(1), story: row.optionalID(2), until: row.time(3),
                author: row.text(4))
        }
    }

    /// A withdrawn story's page, updates and banner are gone for readers who look at them now.
    static func release(_ story: Story, in transaction: WriteTransaction) throws(StoreError) {
        if try transaction.exists("SELECT 1 FROM live_stories WHERE story = $1", [.id(story.id)]) {
            try note(.gone, edition: story.edition, story: story.id, in: transaction)
        }
        guard try transaction.execute("DELETE FROM banners WHERE story = $1", [.id(story.id)]) > 0 else { return }
        try note(.banner, edition: story.edition, in: transaction)
        transaction.changes.takeBanner(of: story.edition)
    }
}

extension ChangeSet {
    /// A banner stands in the bytes of every page of its edition.
    mutating func takeBanner(of edition: String) {
        editions.insert(edition)
        keys.insert(Self.banner(edition))
    }
}
