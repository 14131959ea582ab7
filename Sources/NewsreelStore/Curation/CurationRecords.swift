package import NewsreelModel

/// A curated page as the desk sees it: its draft, what readers see, and what comes when.
package struct Curation: Hashable, Sendable {
    package let page: CuratedPage
    /// Counts the versions of the draft; 0 where nobody has touched the page.
    package var version = 0
    /// What the desk has arranged and readers may not see yet.
    package var pins: PagePins = [:]
    package var livePins: PagePins = [:]
    /// The version that readers see; 0 for the page that fills itself.
    package var liveVersion = 0
    package var published: (at: Timestamp, by: String)? {
        liveAt.flatMap { at in liveBy.map { (at, $0) } }
    }
    var liveAt: Timestamp?
    var liveBy: String?
    /// When the clock will publish `dueVersion`.
    package var due: Timestamp?
    package var dueVersion: Int?
    package var dueBy: String?
    var duePins: PagePins?

    package init(page: CuratedPage) { self.page = page }

    /// True where the draft is not what readers see.
    package var isChanged: Bool { pins != livePins }
}

/// One version of a page's draft: who changed what, and when.
package struct CurationChange: Hashable, Sendable {
    package let version: Int
    package let pins: PagePins
    /// The version that an undo brings back; nil for the first.
    package let previous: Int?
    package let author: String
    package let saved: Timestamp
    /// In words: `Lead: “Quay closed”`.
    package let change: String
}

/// Curated pages as the tables have them.
enum CurationRecords {
    static func curation(of page: CuratedPage, in transaction: ReadTransaction) throws(StoreError) -> Curation {
        try transaction.first(
            """
            SELECT version, pins, live_pins, live_version, live_ms, live_by, due_ms, due_version, due_by, due_pins
            FROM curated_pages WHERE edition = $1 AND section = $2
            """, key(page)
        ) { (row: borrowing RowView) throws(StoreError) -> Curation in
            var found = Curation(page: page)
            found.version = row.int(0)
            found.pins = try pins(row.text(1), of: page)
            found.livePins = try pins(row.text(2), of: page)
            found.liveVersion = row.int(3)
            found.liveAt = row.optionalTime(4)
            found.liveBy = row.optionalText(5)
            found.due = row.optionalTime(6)
            found.dueVersion = row.optionalInt(7)
            found.dueBy = row.optionalText(8)
            found.duePins = try row.optionalText(9).map { (text: String) throws(StoreError) in
                try pins(text, of: page)
            }
            return found
        } ?? Curation(page: page)
    }

    static func put(_ curation: Curation, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO curated_pages (edition, section, version, pins, live_pins, live_version, live_ms, live_by,
                due_ms, due_version, due_by, due_pins)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (edition, section) DO UPDATE SET version = excluded.version, pins = excluded.pins,
                live_pins = excluded.live_pins, live_version = excluded.live_version, live_ms = excluded.live_ms,
                live_by = excluded.live_by, due_ms = excluded.due_ms, due_version = excluded.due_version,
                due_by = excluded.due_by, due_pins = excluded.due_pins
            """,
            key(curation.page) + [
                .integer(curation.version), .text(try StoredJSON.text(curation.pins)),
                .text(try StoredJSON.text(curation.livePins)), .integer(curation.liveVersion),
                .optional(curation.liveAt), .optional(curation.liveBy), .optional(curation.due),
                .optional(curation.dueVersion), .optional(curation.dueBy),
                .optional(
                    try curation.duePins.map { (pins: PagePins) throws(StoreError) in try StoredJSON.text(pins) }),
            ])
    }

    static func change(
        _ page: CuratedPage, version: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> CurationChange? {
        try transaction.first(
            "\(changeColumns) WHERE edition = $1 AND section = $2 AND version = $3", key(page) + [.integer(version)],
            change)
    }

    static func changes(
        of page: CuratedPage, limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [CurationChange] {
        try transaction.rows(
            "\(changeColumns) WHERE edition = $1 AND section = $2 ORDER BY version DESC LIMIT $3",
            key(page) + [.integer(limit)], change)
    }

    static func add(
        _ change: CurationChange, to page: CuratedPage, in transaction: WriteTransaction
    ) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO curated_versions (edition, section, version, pins, previous, author, saved_ms, change)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            key(page) + [
                .integer(change.version), .text(try StoredJSON.text(change.pins)),
                .optional(change.previous), .text(change.author), .time(change.saved),
                .text(change.change),
            ])
    }

    static func key(_ page: CuratedPage) -> [SQLValue] { [.text(page.edition), .text(page.section ?? "")] }

    private static let changeColumns =
        "SELECT version, pins, previous, author, saved_ms, change FROM curated_versions"

    private static func change(_ row: borrowing RowView) throws(StoreError) -> CurationChange {
        CurationChange(
            version: row.int(0),
            pins: try StoredJSON.value(PagePins.self, row.text(1), of: "version \(row.int(0)) of a front page"),
            previous: row.optionalInt(2), author: row.text(3), saved: row.time(4), change: row.text(5))
    }

    private static func pins(_ text: String, of page: CuratedPage) throws(StoreError) -> PagePins {
        try StoredJSON.value(PagePins.self, text, of: "the front page of \(page.edition)")
    }
}
