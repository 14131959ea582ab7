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
    /// One for each `SearchIndex.storiesOfLarge` stories; what is left over has none.
    fileprivate var segments: [BuiltSegment] = []

    /// Stories that a batch should have: a multiple of what the search index takes at once.
    package static let size = SearchIndex.storiesOfLarge

    /// `author` is who appears in the history of the stories.
    package init(_ material: [ArchiveStory], edition: Edition, author: String) throws(StoreError) {
        self.edition = edition
        self.author = author
        stories.reserveCapacity(material.count)
        for one in material { stories.append(try PreparedArchiveStory(one, in: edition)) }
        for start in stride(from: 0, through: stories.count - Self.size, by: Self.size) {
            segments.append(stories[start..<start + Self.size].map(\.pending).built())
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

private struct PreparedArchiveStory: Sendable {
    let story: Story
    let publication: Publication
    /// The content as it is stored.
    let text: String
    let tags: [Tag]
    let search: PreparedStory

    init(_ material: ArchiveStory, in edition: Edition) throws(StoreError) {
        publication = Publication(
            published: material.published, day: edition.zone.local(material.published).day, updated: nil)
        story = Story(
            id: StoryID(rawValue: ""), edition: edition.code, content: StoryRecords.normalised(material.content),
            status: .published, publication: publication, created: material.published, updated: material.published)
        guard story.content.media.isEmpty else {
            throw StoreError(.invalid, "A story that shows media cannot come in with an archive. Import it.")
        }
        try PublicationRules.check(story, assets: [:])
        text = try StoredJSON.text(story.content)
        tags = story.content.tags.map { Tag(edition: edition.code, name: $0) }
        guard let words = SearchableStory(story, in: edition, assets: []) else {
            throw StoreError(.invalid, "A story of an archive needs a time of publication.")
        }
        search = PreparedStory(words)
    }

    /// Its row in a segment; the document is numbered when it is written.
    var pending: PendingRow {
        PendingRow(
            document: 0, words: search.terms.length, minute: PreparedStory.minute(publication.published),
            terms: search.pending)
    }
}

/// One write of a batch: rows many at a time, counts once for each tag and day.
private struct ArchiveWriter {
    private let transaction: WriteTransaction
    private let batch: ArchiveBatch
    private let writer: StoryWriter
    private var ids: [StoryID] = []
    private var tags: [String: (name: String, stories: Int)] = [:]
    private var days: [LocalDay: Int] = [:]

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
        transaction.changes.editions.insert(batch.edition.code)
    }

    private mutating func writeStories() throws(StoreError) {
        let edition: SQLValue = .text(batch.edition.code)
        var revisions = RowBatch(
            start: "INSERT INTO revisions (story, version, id, saved_ms, author, content) VALUES", end: "", width: 6)
        var tagged = RowBatch(
            start: "INSERT INTO story_tags (edition, tag, published_ms, story) VALUES", end: "", width: 4)
        var authors = RowBatch(
            start: "INSERT INTO story_authors (edition, author, published_ms, story, name) VALUES", end: "", width: 5)
        for one in batch.stories {
            let story = try writeStory(one)
            let id: SQLValue = .id(story.id)
            let revision: RevisionID = transaction.newID()
            let published: SQLValue = .time(one.publication.published)
            try revisions.add(
                [id, .integer(1), .id(revision), .time(transaction.now), .text(batch.author), .text(one.text)],
                in: transaction)
            for tag in one.tags {
                try tagged.add([edition, .text(tag.slug), published, id], in: transaction)
                tags[tag.slug, default: (tag.name, 0)].stories += 1
            }
            for byline in story.content.bylines {
                try authors.add([edition, .text(byline.slug), published, id, .text(byline.name)], in: transaction)
            }
            days[one.publication.day, default: 0] += 1
            ids.append(story.id)
        }
        try revisions.finish(in: transaction)
        try tagged.finish(in: transaction)
        try authors.finish(in: transaction)
    }

    /// Writes the story's own row, at an address that is free.
    private func writeStory(_ one: PreparedArchiveStory) throws(StoreError) -> Story {
        guard one.publication.published <= transaction.now else {
            throw StoreError(.invalid, "A story of an archive cannot have been published in the time to come.")
        }
        var story = Story(
            id: transaction.newID(), edition: batch.edition.code, content: one.story.content, status: .published,
            publication: one.publication, created: transaction.now, updated: transaction.now)
        let address = StoryAddress(
            transaction: transaction, edition: story.edition, day: one.publication.day)
        story.content.slug = try address.free(story.content.slug, for: story.id)
        let isAsPrepared = story.content.slug == one.story.content.slug
        let text = isAsPrepared ? one.text : try StoredJSON.text(story.content)
        try writer.writeRow(story, text: text, assets: [:], isNew: true)
        return story
    }

    private func writeCounts() throws(StoreError) {
        let edition: SQLValue = .text(batch.edition.code)
        for (slug, tag) in tags.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                """
                INSERT INTO tags (edition, slug, name, stories) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, slug) DO UPDATE SET stories = tags.stories + excluded.stories
                """, [edition, .text(slug), .text(tag.name), .integer(tag.stories)])
        }
        for (day, stories) in days.sorted(by: { $0.key < $1.key }) {
            try transaction.execute(
                """
                INSERT INTO story_days (edition, day, stories, updated_ms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, day) DO UPDATE SET stories = story_days.stories + excluded.stories,
                    updated_ms = excluded.updated_ms
                """, [edition, .text(day.description), .integer(stories), .time(transaction.now)])
        }
    }

    /// Whole segments where the index is at the beginning of one, else story by story.
    private func writeSearch() throws(StoreError) {
        let index = SearchIndex(transaction)
        var next = 0
        for (number, segment) in batch.segments.enumerated() {
            guard next == number * ArchiveBatch.size, try index.beginsLargeSegment(batch.edition.code) else { break }
            let end = next + ArchiveBatch.size
            try index.indexLarge((next..<end).map { (id: ids[$0], prepared: batch.stories[$0].search) }, segment)
            next = end
        }
        while next < ids.count {
            try index.index(batch.stories[next].search.belonging(to: ids[next]))
            next += 1
        }
    }
}
