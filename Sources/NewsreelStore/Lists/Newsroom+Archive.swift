package import NewsreelModel

/// A month with published stories.
package struct ArchiveMonth: Hashable, Sendable {
    /// `2020-06`.
    package var month: String
    package var stories: Int
    /// When one of them last changed for readers.
    package var updated: Timestamp
}

/// A day with published stories.
package struct ArchiveDay: Hashable, Sendable {
    package var day: LocalDay
    package var stories: Int
    package var updated: Timestamp
}

/// A tag and how many published stories are under it.
package struct TagCount: Hashable, Sendable {
    package var tag: Tag
    package var stories: Int
}

/// The counts of stories by day and month.
enum ArchiveDays {
    /// After every day.
    static let end = LocalDay(daysSince1970: 2_932_896)

    static func months(_ edition: String, in transaction: ReadTransaction) throws(StoreError) -> [ArchiveMonth] {
        try transaction.rows(ListQueries.months, [.text(edition)]) { (row: borrowing RowView) in
            ArchiveMonth(month: row.text(0), stories: row.int(1), updated: row.time(2))
        }
    }

    /// Days with published stories, the newest first.
    static func days(
        _ edition: String, from first: LocalDay, to last: LocalDay, in transaction: ReadTransaction
    ) throws(StoreError) -> [ArchiveDay] {
        let arguments: [SQLValue] = [.text(edition), .text(first.description), .text(last.description)]
        return try transaction.rows(ListQueries.days, arguments) { (row: borrowing RowView) in
            LocalDay(row.text(0)).map { ArchiveDay(day: $0, stories: row.int(1), updated: row.time(2)) }
        }.compactMap { $0 }
    }
}

extension Newsroom {
    /// Months with published stories, the newest first.
    package func archiveMonths(_ edition: String) async throws(StoreError) -> [ArchiveMonth] {
        try await read("read the months of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try ArchiveDays.months(edition, in: transaction)
        }
    }

    /// The days of a month (`2020-06`) with published stories, the newest first.
    package func archiveDays(_ edition: String, month: String) async throws(StoreError) -> [ArchiveDay] {
        try await read("read the days of \(month)") { (transaction: ReadTransaction) throws(StoreError) in
            guard let month = LocalDay(month + "-01").map({ SitemapRange(monthOf: $0) }) else { return [] }
            return try ArchiveDays.days(edition, from: month.first, to: month.last, in: transaction)
        }
    }

    /// The nearest days with published stories on both sides of `day`.
    package func adjacentDays(
        _ edition: String, _ day: LocalDay
    ) async throws(StoreError) -> (newer: LocalDay?, older: LocalDay?) {
        try await read("read the days beside \(day)") { (transaction: ReadTransaction) throws(StoreError) in
            let arguments: [SQLValue] = [.text(edition), .text(day.description)]
            let newer = try transaction.first(ListQueries.newerDay, arguments) { (row: borrowing RowView) in row.text(0)
            }
            let older = try transaction.first(ListQueries.olderDay, arguments) { (row: borrowing RowView) in row.text(0)
            }
            return (newer.flatMap { LocalDay($0) }, older.flatMap { LocalDay($0) })
        }
    }

    /// The tags of an edition, the most used first.
    package func tags(_ edition: String, limit: Int = 500) async throws(StoreError) -> [TagCount] {
        try await read("read the tags of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(ListQueries.tagsByUse, [.text(edition), .integer(limit)]) { (row: borrowing RowView) in
                var tag = Tag(edition: edition, name: row.text(1))
                tag.slug = row.text(0)
                return TagCount(tag: tag, stories: row.int(2))
            }
        }
    }

    /// The tag with this slug, as it was first written; nil where no published story has it.
    package func tag(_ edition: String, _ slug: String) async throws(StoreError) -> Tag? {
        try await read("read the tag \(slug)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                "SELECT name FROM tags WHERE edition = $1 AND slug = $2 AND stories > 0", [.text(edition), .text(slug)]
            ) { (row: borrowing RowView) in
                var tag = Tag(edition: edition, name: row.text(0))
                tag.slug = slug
                return tag
            }
        }
    }

    /// The author's name as the newest story has it; nil where no published story has such an author.
    package func authorName(_ edition: String, _ slug: String) async throws(StoreError) -> String? {
        try await read("read the author \(slug)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first(
                """
                SELECT name FROM story_authors WHERE edition = $1 AND author = $2
                ORDER BY published_ms DESC, story DESC LIMIT 1
                """, [.text(edition), .text(slug)]
            ) { (row: borrowing RowView) in row.text(0) }
        }
    }
}
