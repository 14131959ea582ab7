import NewsreelModel

/// Tags that became others: whoever writes one of them means the other, and its old address leads there.
struct TagMoves {
    private let transaction: ReadTransaction
    private let edition: String

    init(_ transaction: ReadTransaction, edition: String) {
        self.transaction = transaction
        self.edition = edition
    }

    static let target = "SELECT target, target_name FROM tag_moves WHERE edition = $1 AND slug = $2"

    /// What the tag with this slug has become; nil while it is itself.
    func target(of slug: String) throws(StoreError) -> Tag? {
        try transaction.first(Self.target, [.text(edition), .text(slug)]) { (row: borrowing RowView) in
            var tag = Tag(edition: edition, name: row.text(1))
            tag.slug = row.text(0)
            return tag
        }
    }

    /// The names of tags as they are now, each once.
    func current(_ names: [String]) throws(StoreError) -> [String] {
        guard !names.isEmpty else { return names }
        var seen: Set<String> = []
        var current: [String] = []
        for name in names {
            let target = try target(of: Slug.make(name))
            if seen.insert(target?.slug ?? Slug.make(name)).inserted { current.append(target?.name ?? name) }
        }
        return current
    }
}

/// Changes of one tag inside a write.
struct TagWriter {
    let transaction: WriteTransaction
    let edition: String

    /// Makes `slug` lead to `target` for good; what led to it before leads there too.
    func move(_ slug: String, to target: Tag) throws(StoreError) {
        try transaction.execute(
            "DELETE FROM tag_moves WHERE edition = $1 AND slug = $2", [.text(edition), .text(target.slug)])
        try transaction.execute(
            "UPDATE tag_moves SET target = $3, target_name = $4 WHERE edition = $1 AND target = $2",
            [.text(edition), .text(slug), .text(target.slug), .text(target.name)])
        try transaction.execute(
            """
            INSERT INTO tag_moves (edition, slug, target, target_name) VALUES ($1, $2, $3, $4)
            ON CONFLICT (edition, slug) DO UPDATE SET target = excluded.target, target_name = excluded.target_name
            """, [.text(edition), .text(slug), .text(target.slug), .text(target.name)])
        try transaction.execute(
            """
            INSERT INTO tags (edition, slug, name, stories) VALUES ($1, $2, $3, 0)
            ON CONFLICT (edition, slug) DO NOTHING
            """, [.text(edition), .text(target.slug), .text(target.name)])
        noteChange(of: slug)
        noteChange(of: target.slug)
    }

    /// The same tag in another spelling.
    func respell(_ tag: Tag) throws(StoreError) {
        for table in ["tags", "search_tag"] {
            try transaction.execute(
                "UPDATE \(table) SET name = $3 WHERE edition = $1 AND slug = $2",
                [.text(edition), .text(tag.slug), .text(tag.name)])
        }
        try transaction.execute(
            "UPDATE tag_moves SET target_name = $3 WHERE edition = $1 AND target = $2",
            [.text(edition), .text(tag.slug), .text(tag.name)])
        try transaction.execute(
            "DELETE FROM search_tag_start WHERE edition = $1 AND slug = $2", [.text(edition), .text(tag.slug)])
        for start in Set(SearchTags.starts(tag.name)) {
            try transaction.execute(
                "INSERT INTO search_tag_start (edition, start, slug) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                [.text(edition), .text(start), .text(tag.slug)])
        }
        noteChange(of: tag.slug)
    }

    /// Forgets a tag that no published story has any more.
    func forget(_ slug: String) throws(StoreError) {
        for table in ["tags", "search_tag"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE edition = $1 AND slug = $2 AND stories = 0", [.text(edition), .text(slug)])
        }
        try transaction.execute(
            """
            DELETE FROM search_tag_start WHERE edition = $1 AND slug = $2 AND NOT EXISTS (
                SELECT 1 FROM search_tag t WHERE t.edition = $1 AND t.slug = $2)
            """, [.text(edition), .text(slug)])
        noteChange(of: slug)
    }

    /// Writes stories with the tag's name as it is now; readers are told of no change of the text.
    func rewrite(_ stories: [StoryID], slug: String, as name: String) throws(StoreError) {
        for id in stories {
            guard let old = try StoryRecords.story(id, in: transaction) else { continue }
            var story = old
            story.content.tags = old.content.tags.map { Slug.make($0) == slug ? name : $0 }
            guard story != old else { continue }
            _ = try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
        }
    }

    private func noteChange(of slug: String) {
        transaction.changes.editions.insert(edition)
        transaction.changes.keys.insert(ChangeSet.tag(edition, slug))
    }
}
