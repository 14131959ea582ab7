package import NewsreelModel

/// A page of an edition's tags, those of most stories first.
package struct TagPage: Sendable {
    package let tags: [TagCount]
    /// Where the next page begins; nil on the last.
    package let next: String?
}

/// A tag that became another.
package struct TagMove: Hashable, Sendable {
    package let slug: String
    package let target: Tag
    /// Published stories that have yet to be rewritten, after the work was cut short.
    package let left: Int
}

enum TagQueries {
    static let first = """
        SELECT slug, name, stories FROM tags WHERE edition = $1 ORDER BY stories DESC, slug LIMIT $2
        """

    static let next = """
        SELECT slug, name, stories FROM tags
        WHERE edition = $1 AND stories <= $3 AND (stories < $3 OR slug > $4) ORDER BY stories DESC, slug LIMIT $2
        """

    static let storiesUnder = "SELECT story FROM story_tags WHERE edition = $1 AND tag = $2 LIMIT $3"

    /// Stories that no list of a tag has; looked through only when a tag is changed.
    static let unpublished = """
        SELECT id, content, updated_ms FROM stories
        WHERE status = $1 AND (updated_ms, id) < ($2, $3) AND edition = $4
        ORDER BY updated_ms DESC, id DESC LIMIT 200
        """
}

extension Newsroom {
    /// Stories that are rewritten in one go, between which others may write.
    private static let batch = 100

    /// The tags of an edition with the number of their published stories, also those that none has; `typed` keeps tags
    /// that have a word that begins so.
    package func tagPage(
        _ edition: String, typed: String = "", after: String? = nil, limit: Int = 100
    ) async throws(StoreError) -> TagPage {
        try await read("list the tags of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            func count(_ row: borrowing RowView) -> TagCount {
                var tag = Tag(edition: edition, name: row.text(1))
                tag.slug = row.text(0)
                return TagCount(tag: tag, stories: row.int(2))
            }
            if let start = SearchTags.starts(typed).first {
                let found = try transaction.rows(
                    """
                    SELECT t.slug, t.name, t.stories FROM tags t WHERE t.edition = $1 AND t.slug IN (
                        SELECT s.slug FROM search_tag_start s WHERE s.edition = $1 AND s.start >= $2 AND s.start < $3)
                    ORDER BY t.stories DESC, t.slug LIMIT $4
                    """, [.text(edition), .text(start), .text(start + "\u{10FFFF}"), .integer(limit)]
                ) { (row: borrowing RowView) in count(row) }
                return TagPage(tags: found, next: nil)
            }
            var arguments: [SQLValue] = [.text(edition), .integer(limit + 1)]
            var sql = TagQueries.first
            if let parts = after?.split(separator: " ", maxSplits: 1), parts.count == 2, let stories = Int(parts[0]) {
                sql = TagQueries.next
                arguments += [.integer(stories), .text(String(parts[1]))]
            }
            let found = try transaction.rows(sql, arguments) { (row: borrowing RowView) in count(row) }
            let last = found.prefix(limit).last
            return TagPage(
                tags: Array(found.prefix(limit)),
                next: found.count > limit ? last.map { "\($0.stories) \($0.tag.slug)" } : nil)
        }
    }

    /// Tags that became others, by their old names.
    package func tagMoves(_ edition: String, limit: Int = 500) async throws(StoreError) -> [TagMove] {
        try await read("list the moved tags of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT m.slug, m.target, m.target_name,
                    (SELECT count(*) FROM story_tags s WHERE s.edition = m.edition AND s.tag = m.slug)
                FROM tag_moves m WHERE m.edition = $1 ORDER BY m.slug LIMIT $2
                """, [.text(edition), .integer(limit)]
            ) { (row: borrowing RowView) in
                var tag = Tag(edition: edition, name: row.text(2))
                tag.slug = row.text(1)
                return TagMove(slug: row.text(0), target: tag, left: row.int(3))
            }
        }
    }

    /// What the tag at this address has become; nil while it is itself.
    package func movedTag(_ edition: String, _ slug: String) async throws(StoreError) -> Tag? {
        try await read("look where the tag \(slug) went") { (transaction: ReadTransaction) throws(StoreError) in
            try TagMoves(transaction, edition: edition).target(of: slug)
        }
    }

    /// Gives a tag another name; its old address leads to the new one. Refused where another tag has that name.
    package func renameTag(
        _ edition: String, _ slug: String, to name: String, by actor: Actor
    ) async throws(StoreError) {
        let new = Tag(edition: edition, name: try Self.tagName(name))
        let old = try await write("rename the tag \(slug)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try Self.existingTag(edition, slug, in: transaction)
            let writer = TagWriter(transaction: transaction, edition: edition)
            if new.slug == slug {
                try writer.respell(new)
            } else {
                let isTaken = try transaction.exists(
                    "SELECT 1 FROM tags WHERE edition = $1 AND slug = $2 AND stories > 0",
                    [.text(edition), .text(new.slug)])
                guard !isTaken else {
                    throw StoreError(
                        .alreadyExists, "There is a tag “\(new.name)” already. Merge “\(old.name)” into it instead.")
                }
                try writer.move(slug, to: new)
            }
            try transaction.log(.tagChanged, of: "\(edition): \(old.name) is now \(new.name)", by: actor)
            return old
        }
        try await rewriteStories(edition, old.slug, as: new)
    }

    /// Puts the stories of one tag under another; the first one's address leads to the other's for good.
    package func mergeTag(
        _ edition: String, _ slug: String, into target: String, by actor: Actor
    ) async throws(StoreError) {
        let into = try await write("merge the tag \(slug)") { (transaction: WriteTransaction) throws(StoreError) in
            guard slug != target else {
                throw StoreError(.invalid, "A tag cannot be merged into itself. Choose another one.")
            }
            let old = try Self.existingTag(edition, slug, in: transaction)
            let into = try Self.existingTag(edition, target, in: transaction)
            try TagWriter(transaction: transaction, edition: edition).move(slug, to: into)
            try transaction.log(.tagChanged, of: "\(edition): \(old.name) became \(into.name)", by: actor)
            return into
        }
        try await rewriteStories(edition, slug, as: into)
    }

    /// Goes on with a merge or a new name that was cut short.
    package func finishTagMove(_ edition: String, _ slug: String) async throws(StoreError) {
        guard let target = try await movedTag(edition, slug) else { return }
        try await rewriteStories(edition, slug, as: target)
    }

    /// Takes a tag away that no story has, published or not.
    package func deleteTag(_ edition: String, _ slug: String, by actor: Actor) async throws(StoreError) {
        let drafts = try await unpublishedStories(edition, tagged: slug)
        try await write("delete the tag \(slug)") { (transaction: WriteTransaction) throws(StoreError) in
            let tag = try Self.existingTag(edition, slug, in: transaction)
            let isUsed = try transaction.exists(
                "SELECT 1 FROM story_tags WHERE edition = $1 AND tag = $2", [.text(edition), .text(slug)])
            guard !isUsed, drafts.isEmpty else {
                let stories = isUsed ? "Published stories" : "Stories that are not published (\(drafts.count))"
                throw StoreError(
                    .stepRefused, "\(stories) have the tag “\(tag.name)”. Take it off them, or merge it into another.")
            }
            try TagWriter(transaction: transaction, edition: edition).forget(slug)
            try transaction.log(.tagChanged, of: "\(edition): \(tag.name) was deleted", by: actor)
        }
    }

    private static func tagName(_ name: String) throws(StoreError) -> String {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty, name.count <= 80 else {
            throw StoreError(.invalid, "A tag has a name of one to eighty characters.")
        }
        return name
    }

    private static func existingTag(
        _ edition: String, _ slug: String, in transaction: ReadTransaction
    ) throws(StoreError) -> Tag {
        let name = try transaction.first(
            "SELECT name FROM tags WHERE edition = $1 AND slug = $2", [.text(edition), .text(slug)]
        ) { (row: borrowing RowView) in row.text(0) }
        guard let name else {
            throw StoreError(.notFound, "The edition \(edition) has no tag “\(slug)” any more. Open the page anew.")
        }
        var tag = Tag(edition: edition, name: name)
        tag.slug = slug
        return tag
    }

    /// Writes every story that has the tag with its new name, some at a time so that others may write in between. What
    /// saves a story meanwhile takes the new name by itself.
    private func rewriteStories(_ edition: String, _ slug: String, as tag: Tag) async throws(StoreError) {
        var done: Set<StoryID> = []
        while true {
            let limit = Self.batch + done.count
            let next = try await read("find the stories of a tag") {
                (transaction: ReadTransaction) throws(StoreError) in
                let ids: [StoryID] = try transaction.rows(
                    TagQueries.storiesUnder, [.text(edition), .text(slug), .integer(limit)]
                ) { (row: borrowing RowView) in row.id(0) }
                return ids
            }.filter { !done.contains($0) }
            guard !next.isEmpty else { break }
            // A tag that only changed its spelling keeps its stories: they must not come again.
            if tag.slug == slug { done.formUnion(next) }
            try await rewrite(next, edition, slug, as: tag)
        }
        let drafts = try await unpublishedStories(edition, tagged: slug)
        for start in stride(from: 0, to: drafts.count, by: Self.batch) {
            try await rewrite(Array(drafts[start..<min(drafts.count, start + Self.batch)]), edition, slug, as: tag)
        }
        guard tag.slug != slug else { return }
        try await write("forget the tag \(slug)") { (transaction: WriteTransaction) throws(StoreError) in
            try TagWriter(transaction: transaction, edition: edition).forget(slug)
        }
    }

    private func rewrite(
        _ stories: [StoryID], _ edition: String, _ slug: String, as tag: Tag
    ) async throws(StoreError) {
        try await write("rewrite stories of the tag \(slug)") { (transaction: WriteTransaction) throws(StoreError) in
            try TagWriter(transaction: transaction, edition: edition).rewrite(stories, slug: slug, as: tag.name)
        }
    }

    /// Stories with a tag that readers do not find under it.
    private func unpublishedStories(_ edition: String, tagged slug: String) async throws(StoreError) -> [StoryID] {
        var found: [StoryID] = []
        for status in StoryStatus.allCases where status != .published {
            var place: (updated: SQLValue, id: SQLValue) = (.integer(Int.max), .text(""))
            while true {
                let from = place
                let page = try await read("look through stories") { (transaction: ReadTransaction) throws(StoreError) in
                    try transaction.rows(
                        TagQueries.unpublished, [.text(status.rawValue), from.updated, from.id, .text(edition)]
                    ) {
                        (
                            row: borrowing RowView
                        ) throws(StoreError) -> (id: StoryID, isTagged: Bool, updated: Timestamp)
                        in
                        let content = try StoredJSON.value(StoryContent.self, row.text(1), of: "story \(row.text(0))")
                        return (row.id(0), content.tags.contains { Slug.make($0) == slug }, row.time(2))
                    }
                }
                found += page.filter(\.isTagged).map(\.id)
                guard let last = page.last, page.count == 200 else { break }
                place = (.time(last.updated), .id(last.id))
            }
        }
        return found
    }
}
