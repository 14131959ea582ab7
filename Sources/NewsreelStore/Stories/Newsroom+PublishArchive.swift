package import NewsreelModel

/// A text without media and when it was published, on its way in with a whole archive of others.
package struct ArchiveStory: Hashable, Sendable {
    package var content: StoryContent
    package var published: Timestamp

    package init(_ content: StoryContent, published: Timestamp) {
        self.content = content
        self.published = published
    }
}

/// Stories of one edition with everything done that needs no table.
package struct ArchiveBatch: Sendable {
    fileprivate let edition: Edition
    fileprivate let author: String
    fileprivate var stories: [PreparedArchiveStory] = []
    /// How many of them each tag and each day has.
    fileprivate var tags: [String: (name: String, stories: Int)] = [:]
    fileprivate var days: [LocalDay: Int] = [:]
    /// What search has of each.
    fileprivate var searches: [PreparedStory] = []
    /// The segments that the stories become, in their order; those left over wait for theirs.
    fileprivate var segments: [(segment: BuiltSegment, level: Int)] = []

    /// Stories that a batch should have: what the search index takes at once.
    package static let size = SegmentSizes.standard.huge

    /// `author` is who appears in the history of the stories.
    package init(_ material: [ArchiveStory], edition: Edition, author: String) throws(StoreError) {
        try self.init(material, edition: edition, author: author, sizes: .standard)
    }

    init(_ material: [ArchiveStory], edition: Edition, author: String, sizes: SegmentSizes) throws(StoreError) {
        self.edition = edition
        self.author = author
        stories.reserveCapacity(material.count)
        let analyzer = StoryAnalyzer(edition: edition.code, language: edition.language)
        searches.reserveCapacity(material.count)
        for one in material {
            let (story, search) = try PreparedArchiveStory.prepared(one, in: edition, analyzer)
            stories.append(story)
            searches.append(search)
            for tag in story.tags { tags[tag.slug, default: (tag.name, 0)].stories += 1 }
            days[story.day, default: 0] += 1
        }
        var start = 0
        for (level, size) in [(2, sizes.huge), (1, sizes.large), (0, sizes.small)] {
            while stories.count - start >= size {
                segments.append((searches[start..<start + size].map(\.pendingRow).built(), level))
                start += size
            }
        }
    }
}

extension Newsroom {
    /// Publishes the stories of a batch in one write: the same rows as creating and publishing each, many times faster.
    package func publish(_ batch: ArchiveBatch) async throws(StoreError) {
        try await write("publish \(batch.stories.count) stories") {
            (transaction: WriteTransaction) throws(StoreError) in
            try ArchiveWriter(transaction, batch).write()
        }
    }
}

/// An object, so that a batch is gone through without a copy of each.
private final class PreparedArchiveStory: Sendable {
    let content: StoryContent
    let published: Timestamp
    let day: LocalDay
    let tags: [Tag]
    /// The slug and the name of each.
    let authors: [(slug: String, name: String)]
    /// The content as it is stored.
    let text: String
    /// Its row but for what is known when it is written; see `StoryWriter.Place`.
    let row: [SQLValue]

    private init(_ story: Story, _ publication: Publication, tags: [Tag]) throws(StoreError) {
        content = story.content
        published = publication.published
        day = publication.day
        self.tags = tags
        authors = content.bylines.map { ($0.slug, $0.name) }
        text = try StoredJSON.text(content)
        row = try StoryWriter.values(story, text: text, assets: [:])
    }

    static func prepared(
        _ material: ArchiveStory, in edition: Edition, _ analyzer: StoryAnalyzer
    ) throws(StoreError) -> (PreparedArchiveStory, PreparedStory) {
        let publication = Publication(
            published: material.published, day: edition.zone.local(material.published).day, updated: nil)
        let story = Story(
            id: StoryID(rawValue: ""), edition: edition.code, content: StoryRecords.normalised(material.content),
            status: .published, publication: publication, created: material.published, updated: material.published)
        guard story.content.media.isEmpty else {
            throw StoreError(.invalid, "A story that shows media cannot come in with an archive. Import it.")
        }
        try PublicationRules.check(story, assets: [:])
        guard let words = SearchableStory(story, in: edition, assets: []) else {
            throw StoreError(.invalid, "A story of an archive needs a time of publication.")
        }
        let one = try PreparedArchiveStory(story, publication, tags: words.tags)
        return (one, PreparedStory(words, analyzer))
    }
}

extension PreparedStory {
    /// Its row in a segment; the document is numbered when it is written.
    fileprivate var pendingRow: PendingRow {
        PendingRow(document: 0, words: length, minute: Self.minute(story.published), terms: pending)
    }
}

/// One write of a batch: rows many at a time, counts once for each tag and day.
private struct ArchiveWriter {
    private let transaction: WriteTransaction
    private let batch: ArchiveBatch
    private let writer: StoryWriter
    private var ids: [StoryID] = []

    init(_ transaction: WriteTransaction, _ batch: ArchiveBatch) throws(StoreError) {
        self.transaction = transaction
        self.batch = batch
        writer = try StoryWriter(transaction, edition: batch.edition.code)
    }

    consuming func write() throws(StoreError) {
        try writeStories()
        try writeCounts()
        try writeSearch()
        transaction.changes.isEverything = true
        // Other processes read the keys alone.
        transaction.changes.keys.insert(ChangeSet.edition(batch.edition.code))
        transaction.changes.editions.insert(batch.edition.code)
    }

    private mutating func writeStories() throws(StoreError) {
        let edition: SQLValue = .text(batch.edition.code)
        let addresses = try FreeAddresses(batch, in: transaction)
        let stories = try transaction.prepare(StoryWriter.insert)
        let revisions = try transaction.prepare(
            "INSERT INTO revisions (story, version, id, saved_ms, author, content) VALUES ($1, $2, $3, $4, $5, $6)")
        let tagged = try transaction.prepare(
            "INSERT INTO story_tags (edition, tag, published_ms, story) VALUES ($1, $2, $3, $4)")
        let authors = try transaction.prepare(
            "INSERT INTO story_authors (edition, author, published_ms, story, name) VALUES ($1, $2, $3, $4, $5)")
        for one in batch.stories {
            guard one.published <= transaction.now else {
                throw StoreError(.invalid, "A story of an archive cannot have been published in the time to come.")
            }
            let story: StoryID = transaction.newID()
            let id: SQLValue = .id(story)
            try stories.run(try row(of: one, id: story, addresses))
            let revision: RevisionID = transaction.newID()
            let published: SQLValue = .time(one.published)
            try revisions.run(
                [id, .integer(1), .id(revision), .time(transaction.now), .text(batch.author), .text(one.text)])
            for tag in one.tags {
                try tagged.run([edition, .text(tag.slug), published, id])
            }
            for author in one.authors {
                try authors.run([edition, .text(author.slug), published, id, .text(author.name)])
            }
            ids.append(story)
        }
    }

    /// The story's row, at an address that is free.
    private func row(
        of one: PreparedArchiveStory, id: StoryID, _ addresses: FreeAddresses
    ) throws(StoreError) -> [SQLValue] {
        var row = one.row
        row[StoryWriter.Place.id] = .id(id)
        row[StoryWriter.Place.created] = .time(transaction.now)
        row[StoryWriter.Place.updated] = .time(transaction.now)
        guard !addresses.have(one) else { return row }
        let address = StoryAddress(transaction: transaction, edition: batch.edition.code, day: one.day)
        var content = one.content
        content.slug = try address.free(content.slug, for: id)
        guard content.slug != one.content.slug else { return row }
        row[StoryWriter.Place.slug] = .text(content.slug)
        row[StoryWriter.Place.content] = .text(try StoredJSON.text(content))
        return row
    }

    private func writeCounts() throws(StoreError) {
        let edition: SQLValue = .text(batch.edition.code)
        for (slug, tag) in batch.tags.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                """
                INSERT INTO tags (edition, slug, name, stories) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, slug) DO UPDATE SET stories = tags.stories + excluded.stories
                """, [edition, .text(slug), .text(tag.name), .integer(tag.stories)])
        }
        let lists = StoryLists(transaction: transaction)
        for (day, stories) in batch.days.sorted(by: { $0.key < $1.key }) {
            try lists.count(stories, on: day, in: batch.edition.code)
        }
    }

    private func writeSearch() throws(StoreError) {
        let index = SearchIndex(transaction)
        let code = batch.edition.code
        if !batch.segments.isEmpty, try index.isAnyWaiting(code) { try index.seal(code) }
        var start = 0
        for built in batch.segments {
            let end = start + built.segment.columns.count
            try index.add(ids[start..<end], batch.searches[start..<end], as: built)
            start = end
        }
        try index.add(ids[start...], batch.searches[start...], as: nil)
        if try index.isFull(code) { try index.seal(code) }
    }
}

/// The addresses that no story can have yet, known for a whole batch at once.
private struct FreeAddresses {
    private var takenDays: Set<LocalDay> = []
    private var wantedTwice: Set<String> = []

    init(_ batch: ArchiveBatch, in transaction: WriteTransaction) throws(StoreError) {
        for day in batch.days.keys {
            let place: [SQLValue] = [.text(batch.edition.code), .text(day.description)]
            for table in ["stories", "redirects"]
            where try transaction.exists("SELECT 1 FROM \(table) WHERE edition = $1 AND day = $2 LIMIT 1", place) {
                takenDays.insert(day)
            }
        }
        var seen: Set<String> = []
        for one in batch.stories where !seen.insert(one.content.slug).inserted {
            wantedTwice.insert(one.content.slug)
        }
    }

    /// True where nothing needs to be asked before the story takes the address that it wants.
    func have(_ story: PreparedArchiveStory) -> Bool {
        !takenDays.contains(story.day) && !wantedTwice.contains(story.content.slug)
    }
}
