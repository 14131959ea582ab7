package import NewsreelModel

extension Newsroom {
    package func story(_ id: StoryID) async throws(StoreError) -> Story? {
        try await read("read story \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try StoryRecords.story(id, in: transaction)
        }
    }

    /// The stories that are there, in the order asked.
    package func stories(_ ids: [StoryID]) async throws(StoreError) -> [Story] {
        try await read("read \(ids.count) stories") { (transaction: ReadTransaction) throws(StoreError) in
            var stories: [Story] = []
            for id in ids {
                if let story = try StoryRecords.story(id, in: transaction) { stories.append(story) }
            }
            return stories
        }
    }

    /// The story that was imported from this material.
    package func story(sourceKey: String, edition: String) async throws(StoreError) -> Story? {
        try await read("read the story of \(sourceKey)") { (transaction: ReadTransaction) throws(StoreError) in
            try StoryRecords.story(sourceKey: sourceKey, edition: edition, in: transaction)
        }
    }

    /// What stands at the address of a story, for readers.
    package func story(edition: String, day: LocalDay, slug: String) async throws(StoreError) -> StoryLookup {
        try await read("look up a story") { (transaction: ReadTransaction) throws(StoreError) in
            let address: [SQLValue] = [.text(edition), .text(day.description), .text(slug)]
            let story = try transaction.first(
                "SELECT \(StoryRecords.columns) FROM stories s WHERE s.edition = $1 AND s.day = $2 AND s.slug = $3",
                address, StoryRecords.story)
            switch story?.status {
            case .published: return story.map(StoryLookup.found) ?? .none
            case .killed: return story.map(StoryLookup.killed) ?? .none
            case .draft, .inReview, .approved, .scheduled: return .none
            case nil: break
            }
            let target = try transaction.first(
                """
                SELECT \(StoryRecords.columns) FROM redirects r JOIN stories s ON s.id = r.story
                WHERE r.edition = $1 AND r.day = $2 AND r.slug = $3
                """, address, StoryRecords.story)
            switch target?.status {
            case .published: return target?.url.map(StoryLookup.moved) ?? .none
            case .killed: return target.map(StoryLookup.killed) ?? .none
            case .draft, .inReview, .approved, .scheduled, nil: return .none
            }
        }
    }

    /// The addresses that published stories of an edition had before, each with the one it leads to.
    package func formerAddresses(_ edition: String) async throws(StoreError) -> [(old: SiteURL, new: SiteURL)] {
        try await read("read the former addresses of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            let found: [(old: SiteURL, new: SiteURL)?] = try transaction.rows(
                """
                SELECT r.day, r.slug, s.day, s.slug, s.edition FROM redirects r JOIN stories s ON s.id = r.story
                WHERE r.edition = $1 AND s.status = $2 ORDER BY r.day, r.slug
                """, [.text(edition), .text(StoryStatus.published.rawValue)]
            ) { (row: borrowing RowView) in
                guard let old = LocalDay(row.text(0)), let new = LocalDay(row.text(2)) else { return nil }
                return (
                    SiteURL(edition: edition, .story(day: old, slug: row.text(1))),
                    SiteURL(edition: row.text(4), .story(day: new, slug: row.text(3)))
                )
            }
            return found.compactMap { $0 }
        }
    }

    /// The newest published story of an edition that shows this picture, clip or recording.
    package func newestStory(showing media: MediaID, edition: String) async throws(StoreError) -> Story? {
        try await read("find the story that shows \(media)") { (transaction: ReadTransaction) throws(StoreError) in
            let found: [ListPosition] = try transaction.rows(
                ListQueries.showing, [.id(media), .text(edition)]
            ) { (row: borrowing RowView) in ListPosition(published: row.time(1), id: row.id(0)) }
            for position in found.sorted(by: { $0.isNewer(than: $1) }) {
                if let story = try StoryRecords.story(position.id, in: transaction), story.content.shows(media) {
                    return story
                }
            }
            return nil
        }
    }

    /// Every saved version, the newest first.
    package func revisions(_ id: StoryID) async throws(StoreError) -> [Revision] {
        try await read("read the revisions of story \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT id, version, content, saved_ms, author FROM revisions WHERE story = $1 ORDER BY version DESC
                """, [.id(id)]
            ) { (row: borrowing RowView) throws(StoreError) -> Revision in
                Revision(
                    id: row.id(0), story: id, version: row.int(1),
                    content: try StoredJSON.value(StoryContent.self, row.text(2), of: "a revision of story \(id)"),
                    saved: row.time(3), author: row.text(4))
            }
        }
    }

    /// Whether somebody may open a story at the desk: editors each, reporters what they wrote.
    package func mayOpen(_ story: Story, _ user: User) async throws(StoreError) -> Bool {
        guard user.role < .editor else { return true }
        return try await read("ask who wrote story \(story.id)") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.exists(
                "SELECT 1 FROM revisions WHERE story = $1 AND author IN ($2, $3)",
                [.id(story.id), .id(user.id), .text(user.name)])
        }
    }

    /// The names of people and keys by the identities that revisions keep.
    package func authorNames() async throws(StoreError) -> [String: String] {
        try await read("read the names of authors") { (transaction: ReadTransaction) throws(StoreError) in
            var names: [String: String] = [:]
            try transaction.each("SELECT id, name FROM users UNION ALL SELECT id, name FROM api_keys") {
                (row: borrowing RowView) in
                names[row.text(0)] = row.text(1)
                return true
            }
            return names
        }
    }

    /// How many published stories there are, in one edition or all.
    package func storyCount(edition: String? = nil) async throws(StoreError) -> Int {
        try await read("count the stories") { (transaction: ReadTransaction) throws(StoreError) in
            guard let edition else { return try transaction.count("SELECT sum(stories) FROM story_months") }
            return try transaction.count("SELECT sum(stories) FROM story_months WHERE edition = $1", [.text(edition)])
        }
    }

    /// Stories of the desk, in one status or any, the last changed first.
    package func deskStories(
        edition: String, status: StoryStatus? = nil, limit: Int = 100
    ) async throws(StoreError) -> [Story] {
        try await read("list the stories of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            let arguments: [SQLValue] = [.text(edition), .integer(limit)] + (status.map { [.text($0.rawValue)] } ?? [])
            return try transaction.rows(
                "SELECT \(StoryRecords.columns) " + (status == nil ? ListQueries.desk : ListQueries.deskAtStatus),
                arguments, StoryRecords.story)
        }
    }

    /// Headlines of an edition's stories that were not withdrawn, the last changed `limit` of them.
    package func headlines(edition: String, limit: Int = 5000) async throws(StoreError) -> [StoryID: String] {
        let found = try await read("list the headlines of \(edition)") {
            (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT s.id, s.headline FROM stories s WHERE s.edition = $1 AND s.status <> 'killed'
                ORDER BY s.updated_ms DESC, s.id DESC LIMIT $2
                """, [.text(edition), .integer(limit)]
            ) { (row: borrowing RowView) -> (StoryID, String) in (row.id(0), row.text(1)) }
        }
        return Dictionary(found) { first, _ in first }
    }

    /// The same story in other editions, where it is published.
    package func translations(_ story: Story) async throws(StoreError) -> [Translation] {
        guard let key = story.translationKey else { return [] }
        return try await read("read the translations of story \(story.id)") {
            (transaction: ReadTransaction) throws(StoreError) in
            let found = try transaction.rows(
                """
                SELECT s.id, s.edition, e.language, s.headline, s.day, s.slug
                FROM stories s JOIN editions e ON e.code = s.edition
                WHERE s.translation_key = $1 AND s.status || '' = 'published' AND s.id <> $2 AND s.edition <> $3
                ORDER BY e.position, s.published_ms
                """, [.text(key), .id(story.id), .text(story.edition)]
            ) { (row: borrowing RowView) -> Translation? in
                LocalDay(row.text(4)).map { day in
                    Translation(
                        id: row.id(0), edition: row.text(1), language: row.text(2), headline: row.text(3),
                        url: SiteURL(edition: row.text(1), .story(day: day, slug: row.text(5))))
                }
            }
            var editions: Set<String> = []
            return found.compactMap { $0 }.filter { editions.insert($0.edition).inserted }
        }
    }
}
