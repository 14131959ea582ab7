package import NewsreelModel

/// Which stories a program asks for; nil fields let every story through.
package struct StoryFilter: Hashable, Sendable {
    package var status: StoryStatus?
    package var edition: String?
    /// Slugs; those of tags and authors find published stories, and each takes the edition.
    package var section: String?
    package var tag: String?
    package var author: String?
    /// Changed at or after; the list then goes from the oldest change to the newest.
    package var updatedSince: Timestamp?
    /// Only what this person wrote.
    package var writer: User?
    /// Only these; at most a page of a search.
    package var among: [StoryID]?

    package init(
        status: StoryStatus? = nil, edition: String? = nil, section: String? = nil, tag: String? = nil,
        author: String? = nil, updatedSince: Timestamp? = nil, writer: User? = nil, among: [StoryID]? = nil
    ) {
        self.status = status
        self.edition = edition
        self.section = section
        self.tag = tag
        self.author = author
        self.updatedSince = updatedSince
        self.writer = writer
        self.among = among
    }
}

/// A story without its text.
package struct StorySummary: Hashable, Sendable {
    package let id: StoryID
    package let edition: String
    package let status: StoryStatus
    package let version: Int
    package let headline: String
    package let section: String?
    package let slug: String
    package let created: Timestamp
    package let updated: Timestamp
    package let scheduled: Timestamp?
    package let publication: Publication?

    /// The address of the story on the site; nil before its first publication.
    package var url: SiteURL? {
        publication.map { SiteURL(edition: edition, .story(day: $0.day, slug: slug)) }
    }

    /// Its place in a list by change.
    package var position: ListPosition { ListPosition(published: updated, id: id) }
}

extension Newsroom {
    /// Stories by their last change, the newest first, or the oldest first where `updatedSince` is asked: then a story
    /// that changes while somebody pages comes once more at the end, and none is passed over.
    package func stories(
        _ filter: StoryFilter, after position: ListPosition? = nil, limit: Int
    ) async throws(StoreError) -> [StorySummary] {
        try await read("list stories by change") { (transaction: ReadTransaction) throws(StoreError) in
            let query = StoryQuery(
                filter, after: position, limit: limit,
                hasManyTagged: try Self.hasMany("story_tags", "tag", filter.tag, filter.edition, transaction),
                hasManyByAuthor: try Self.hasMany("story_authors", "author", filter.author, filter.edition, transaction)
            )
            return try transaction.rows(query.sql, query.arguments) {
                (row: borrowing RowView) throws(StoreError) -> StorySummary in
                let id: StoryID = row.id(0)
                guard let status = StoryStatus(rawValue: row.text(2)) else {
                    throw StoreError(.damaged, "The status of the story \(id) is none that this program knows.")
                }
                return StorySummary(
                    id: id, edition: row.text(1), status: status, version: row.int(3), headline: row.text(4),
                    section: row.optionalText(5), slug: row.text(6), created: row.time(7), updated: row.time(8),
                    scheduled: row.optionalTime(9),
                    publication: try StoryRecords.publication(
                        published: row.optionalTime(10), day: row.optionalText(11), updated: row.optionalTime(12),
                        of: id))
            }
        }
    }

    /// Whether more than a thousand published stories have this tag or author.
    private static func hasMany(
        _ table: String, _ column: String, _ slug: String?, _ edition: String?, _ transaction: ReadTransaction
    ) throws(StoreError) -> Bool {
        guard let slug else { return false }
        return try transaction.count(
            """
            SELECT count(*) FROM (SELECT 1 FROM \(table) l WHERE l.edition = $1 AND l.\(column) = $2 LIMIT 1001) few
            """, [.optional(edition), .text(slug)]) > 1000
    }

    /// The tags of an edition by their names in addresses, from behind `slug` on.
    package func tags(
        _ edition: String, after slug: String = "", limit: Int
    ) async throws(StoreError) -> [TagSuggestion] {
        try await read("list the tags of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(ListQueries.tagsByName, [.text(edition), .text(slug), .integer(limit)]) {
                (row: borrowing RowView) in
                TagSuggestion(tag: Tag(edition: edition, name: row.text(0)), stories: row.int(1))
            }
        }
    }
}

/// A list of stories by change as a statement.
struct StoryQuery {
    private(set) var sql: String
    private(set) var arguments: [SQLValue] = []

    init(
        _ filter: StoryFilter, after position: ListPosition?, limit: Int, hasManyTagged: Bool = false,
        hasManyByAuthor: Bool = false
    ) {
        sql = """
            SELECT s.id, s.edition, s.status, s.version, s.headline, s.section, s.slug, s.created_ms, s.updated_ms,
                s.scheduled_ms, s.published_ms, s.day, s.republished_ms
            FROM
            """
        var conditions: [String] = []
        func add(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        // The order of a join is fixed: a newsroom has many stories; a reporter, a tag and an author have not.
        var isJoined = false
        func narrow(_ stories: String) {
            guard !isJoined else { return conditions.append("s.id IN (\(stories))") }
            isJoined = true
            sql += " (\(stories)) few CROSS JOIN"
            conditions.append("s.id = few.story")
        }
        if let writer = filter.writer {
            let (id, name) = (add(.id(writer.id)), add(.text(writer.name)))
            narrow("SELECT DISTINCT r.story FROM revisions r WHERE r.author IN (\(id), \(name))")
        }
        for (slug, table, column, hasMany) in [
            (filter.tag, "story_tags", "tag", hasManyTagged),
            (filter.author, "story_authors", "author", hasManyByAuthor),
        ] {
            guard let slug else { continue }
            let (edition, name) = (add(.optional(filter.edition)), add(.text(slug)))
            let those = "\(table) l WHERE l.edition = \(edition) AND l.\(column) = \(name)"
            guard hasMany else {
                narrow("SELECT l.story FROM \(those)")
                continue
            }
            // Those of a frequent one stand close together among the stories by change.
            conditions.append("EXISTS (SELECT 1 FROM \(those) AND l.published_ms = s.published_ms AND l.story = s.id)")
        }
        sql += " stories s"
        // Of both, the one that few stories have decides which index is walked: what is published is most of an archive.
        let statusDecides = filter.section == nil || filter.status != .published
        let sectionDecides = filter.status == nil || filter.status == .published
        if let status = filter.status {
            conditions.append("s.status\(statusDecides ? "" : " || ''") = \(add(.text(status.rawValue)))")
        }
        if let edition = filter.edition { conditions.append("s.edition = \(add(.text(edition)))") }
        if let section = filter.section {
            conditions.append("s.section\(sectionDecides ? "" : " || ''") = \(add(.text(section)))")
        }
        if let among = filter.among {
            conditions.append("s.id IN (\(among.map { add(.id($0)) }.joined(separator: ", ")))")
        }
        let (sign, order) = filter.updatedSince == nil ? ("<", "DESC") : (">", "ASC")
        if let position {
            conditions.append(
                "(s.updated_ms, s.id) \(sign) (\(add(.time(position.published))), \(add(.id(position.id))))")
        } else if let since = filter.updatedSince {
            conditions.append("s.updated_ms >= \(add(.time(since)))")
        }
        if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
        sql += " ORDER BY s.updated_ms \(order), s.id \(order) LIMIT \(add(.integer(limit)))"
    }
}
