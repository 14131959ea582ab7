import NewsreelModel

/// A story cut into terms, so that the time this takes need not be spent inside a write.
struct PreparedStory: Sendable {
    /// Without its long texts.
    private(set) var story: SearchableStory
    /// Words of the story.
    let length: Int
    /// See `StoryTerms.vector`.
    let vector: [UInt8]
    let pending: PendingStory
    let snippetText: String
    /// The slugs of its tags, a line each.
    private let tags: String

    /// A fraction of a millisecond for a story of some hundred words.
    init(_ story: SearchableStory) {
        self.init(story, StoryAnalyzer(edition: story.edition, language: story.language))
    }

    /// The same by an analyser of the story's edition that has cut others before.
    init(_ story: SearchableStory, _ analyzer: StoryAnalyzer) {
        let terms = analyzer.terms(of: story)
        length = terms.length
        vector = terms.vector
        pending = terms.pending
        snippetText = story.snippetText
        tags = story.tags.map(\.slug).joined(separator: "\n")
        self.story = story
        self.story.body = ""
        self.story.spoken = []
    }

    /// Its row in `search_document`, in the order of the table's columns.
    func documentRow(_ document: Int64, story id: StoryID) -> [SQLValue] {
        [
            .integer(document), .id(id), .text(story.edition), .integer(length), .blob(vector),
            .text(tags), .text(snippetText),
        ]
    }

    /// Its row in `search_pending`, in the order of the table's columns.
    func pendingRow(_ document: Int64) -> [SQLValue] {
        [
            .integer(document), .text(story.edition), .integer(length),
            .integer(Int64(Self.minute(story.published))), .blob(pending.bytes),
        ]
    }

    /// Minutes from 1970.
    static func minute(_ time: Timestamp) -> Int32 {
        let (quotient, remainder) = time.milliseconds.quotientAndRemainder(dividingBy: 60_000)
        return Int32(clamping: remainder < 0 ? quotient - 1 : quotient)
    }
}

/// Keeps the index in step with the stories; every function belongs inside the write that changes the story.
struct SearchIndex {
    static let insertDocument = """
        INSERT INTO search_document (id, story, edition, words, vector, tags, text)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """
    static let insertPending =
        "INSERT INTO search_pending (document, edition, words, minute, terms) VALUES ($1, $2, $3, $4, $5)"

    let db: WriteTransaction

    init(_ db: WriteTransaction) { self.db = db }

    /// Puts a published story into the index, in place of what the index had of it.
    static func index(_ story: SearchableStory, in transaction: WriteTransaction) throws(StoreError) {
        try SearchIndex(transaction).index(PreparedStory(story))
    }

    /// Takes a story out of the index; nothing happens where it is not there.
    static func remove(_ id: StoryID, in transaction: WriteTransaction) throws(StoreError) {
        try SearchIndex(transaction).remove(id)
    }

    func index(_ prepared: PreparedStory) throws(StoreError) {
        let story = prepared.story
        try remove(story.id)
        let document = try next("document")
        try db.execute(Self.insertDocument, prepared.documentRow(document, story: story.id))
        try db.execute(Self.insertPending, prepared.pendingRow(document))
        try countStories(1, words: prepared.length, edition: story.edition, language: story.language)
        try count(story.tags, in: story.edition)
        if try isFull(story.edition) { try seal(story.edition) }
    }

    /// True where so many stories wait that they become a segment.
    func isFull(_ edition: String) throws(StoreError) -> Bool {
        try db.count("SELECT count(*) FROM search_pending WHERE edition = $1", [.text(edition)]) >= db.segments.small
    }

    func isAnyWaiting(_ edition: String) throws(StoreError) -> Bool {
        try db.exists("SELECT 1 FROM search_pending WHERE edition = $1 LIMIT 1", [.text(edition)])
    }

    func countStories(_ stories: Int, words: Int, edition: String, language: String) throws(StoreError) {
        try db.execute(
            """
            INSERT INTO search_edition (edition, language, stories, words) VALUES ($1, $2, $3, $4)
            ON CONFLICT (edition) DO UPDATE SET language = excluded.language,
                stories = search_edition.stories + excluded.stories, words = search_edition.words + excluded.words
            """, [.text(edition), .text(language), .integer(stories), .integer(words)])
    }

    func remove(_ story: StoryID) throws(StoreError) {
        let found = try db.first("SELECT id, edition, words, tags FROM search_document WHERE story = $1", [.id(story)])
        {
            (row: borrowing RowView) in
            (document: row.int64(0), edition: row.text(1), words: row.int(2), tags: row.text(3))
        }
        guard let found else { return }
        try db.execute("DELETE FROM search_document WHERE id = $1", [.integer(found.document)])
        let waiting = try db.execute("DELETE FROM search_pending WHERE document = $1", [.integer(found.document)])
        if waiting == 0 { try markRemoved(found.document, found.edition) }
        try db.execute(
            "UPDATE search_edition SET stories = stories - 1, words = words - $2 WHERE edition = $1",
            [.text(found.edition), .integer(found.words)])
        try discount(found.tags.split(separator: "\n").map(String.init), in: found.edition)
    }

    /// Empties the index, to be filled again from the stories.
    func removeAll() throws(StoreError) {
        for table in SearchSchema.tables { try db.execute("DELETE FROM \(table)") }
    }

    func next(_ counter: String) throws(StoreError) -> Int64 { try reserve(counter, 1) }

    /// The first of `count` numbers in a row that nobody else gets.
    func reserve(_ counter: String, _ count: Int) throws(StoreError) -> Int64 {
        try db.execute(
            "UPDATE search_counter SET value = value + $2 WHERE name = $1", [.text(counter), .integer(count)])
        let last = try db.count("SELECT value FROM search_counter WHERE name = $1", [.text(counter)])
        return Int64(last - count + 1)
    }

    private func markRemoved(_ document: Int64, _ edition: String) throws(StoreError) {
        let found = try db.first(
            """
            SELECT id, documents, removed FROM search_segment WHERE edition = $1 AND first_document <= $2
            ORDER BY first_document DESC LIMIT 1
            """, [.text(edition), .integer(document)]
        ) { (row: borrowing RowView) in (segment: row.int64(0), documents: row.blob(1), removed: row.blob(2)) }
        guard let found else { return }
        let ordinal = found.documents.withUnsafeBufferPointer { bytes in
            (0..<(bytes.count / 8)).first {
                ByteReader.fixed(bytes, at: $0 * 8, bytes: 8) == UInt64(bitPattern: document)
            }
        }
        guard let ordinal else { return }
        var removed = found.removed
        while removed.count <= ordinal / 8 { removed.append(0) }
        removed[ordinal / 8] |= 1 << UInt8(ordinal % 8)
        try db.execute(
            "UPDATE search_segment SET removed = $2 WHERE id = $1", [.integer(found.segment), .blob(removed)])
    }
}
