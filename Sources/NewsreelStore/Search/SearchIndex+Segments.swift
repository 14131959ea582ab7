import NewsreelModel

extension SearchIndex {
    /// Small segments that become a large one.
    static let segmentsOfLarge = 16

    /// Makes a segment of the stories that wait.
    func seal(_ edition: String) throws(StoreError) {
        let built = try SearchReading(db).pending(edition).built()
        try insert(built, edition: edition, level: 0)
        try db.execute("DELETE FROM search_pending WHERE edition = $1", [.text(edition)])
        try mergeWhereMany(edition)
    }

    /// Writes a segment with its postings, and counts its stories under their terms.
    private func insert(_ built: BuiltSegment, edition: String, level: Int) throws(StoreError) {
        let segment = try insert(
            built.columns, edition: edition, level: level, minutes: built.firstMinute...built.lastMinute)
        var postings = RowBatch(start: Self.postingsStart, end: "", width: 3)
        var terms = RowBatch(
            start: "INSERT INTO search_term (id, edition, spelling, stories) VALUES",
            end: "ON CONFLICT (id) DO UPDATE SET stories = search_term.stories + excluded.stories", width: 4)
        for row in built.rows {
            try postings.add(row.postings.row(key: row.id.key(segment: segment)), in: db)
            guard !row.spelling.isEmpty else { continue }
            try terms.add(
                [.integer(Int64(row.id.value)), .text(edition), .text(row.spelling), .integer(row.stories)], in: db)
        }
        try postings.finish(in: db)
        try terms.finish(in: db)
    }

    /// Stories that a large segment is made of at once.
    static let storiesOfLarge = storiesOfSegment * segmentsOfLarge

    /// True where the next large segment begins with the next story.
    func beginsLargeSegment(_ edition: String) throws(StoreError) -> Bool {
        let waits = try db.exists("SELECT 1 FROM search_pending WHERE edition = $1 LIMIT 1", [.text(edition)])
        if waits { return false }
        return try !db.exists(
            "SELECT 1 FROM search_segment WHERE edition = $1 AND level = 0 LIMIT 1", [.text(edition)])
    }

    /// Puts new stories of one edition into the index as the large segment that they would become one by one.
    func indexLarge(_ stories: [(id: StoryID, prepared: PreparedStory)], _ built: BuiltSegment) throws(StoreError) {
        guard let first = stories.first?.prepared.story else { return }
        var document = try reserve("document", stories.count)
        var built = built
        built.columns.documents.removeAll(keepingCapacity: true)
        var rows = RowBatch(
            start: "INSERT INTO search_document (id, story, edition, words, vector, tags, text) VALUES", end: "",
            width: 7)
        var words = 0
        var tags: [Tag: Int] = [:]
        for (id, prepared) in stories {
            built.columns.documents.appendFixed(UInt64(bitPattern: document), bytes: 8)
            try rows.add(prepared.documentRow(document, story: id), in: db)
            words += prepared.terms.length
            for tag in Set(prepared.story.tags) { tags[tag, default: 0] += 1 }
            document += 1
        }
        try rows.finish(in: db)
        try countStories(stories.count, words: words, edition: first.edition, language: first.language)
        for (tag, count) in tags.sorted(by: { $0.key.slug < $1.key.slug }) {
            try self.count([tag], in: first.edition, by: count)
        }
        try insert(built, edition: first.edition, level: 1)
    }

    private struct SmallSegment {
        var id: Int64
        var columns: SegmentColumns
        var minutes: ClosedRange<Int32>
    }

    private func mergeWhereMany(_ edition: String) throws(StoreError) {
        let small = try db.rows(
            """
            SELECT id, documents, words, minutes, removed, first_minute, last_minute FROM search_segment
            WHERE edition = $1 AND level = 0 ORDER BY first_document
            """, [.text(edition)]
        ) { (row: borrowing RowView) in
            SmallSegment(
                id: row.int64(0),
                columns: SegmentColumns(
                    documents: row.blob(1), lengths: row.blob(2), minutes: row.blob(3), removed: row.blob(4)),
                minutes: Int32(clamping: row.int64(5))...Int32(clamping: max(row.int64(5), row.int64(6))))
        }
        guard small.count >= Self.segmentsOfLarge else { return }
        var merge = SegmentMerge()
        var parts: [PostingsPart] = []
        for (number, segment) in small.enumerated() {
            merge.add(segment.columns)
            let range: [SQLValue] = [.integer(segment.id << TermID.bits), .integer((segment.id + 1) << TermID.bits)]
            try db.each("SELECT key, documents, places FROM search_posting WHERE key >= $1 AND key < $2", range) {
                (row: borrowing RowView) in
                let postings = Postings(documents: row.blob(1), places: row.blob(2))
                parts.append(PostingsPart(id: TermID(key: row.int64(0)), segment: number, postings: postings))
                return true
            }
            try db.execute("DELETE FROM search_posting WHERE key >= $1 AND key < $2", range)
            try db.execute("DELETE FROM search_segment WHERE id = $1", [.integer(segment.id)])
        }
        let first = small.map(\.minutes.lowerBound).min() ?? 0
        let last = small.map(\.minutes.upperBound).max() ?? first
        try insert(merge, parts, edition: edition, minutes: first...last)
    }

    private struct PostingsPart {
        var id: TermID
        var segment: Int
        var postings: Postings
    }

    private func insert(
        _ merge: SegmentMerge, _ parts: [PostingsPart], edition: String, minutes: ClosedRange<Int32>
    ) throws(StoreError) {
        let parts = parts.sorted { $0.id != $1.id ? $0.id < $1.id : $0.segment < $1.segment }
        // Where every story was removed, nothing is left to keep, but the counts of terms still fall.
        let segment =
            merge.columns.count > 0 ? try insert(merge.columns, edition: edition, level: 1, minutes: minutes) : 0
        var rows = RowBatch(start: Self.postingsStart, end: "", width: 3)
        var start = 0
        while start < parts.count {
            let id = parts[start].id
            let end = parts[start...].firstIndex { $0.id != id } ?? parts.count
            let joined = merge.joined(parts[start..<end].map { (segment: $0.segment, postings: $0.postings) })
            if joined.stories > 0 { try rows.add(joined.postings.row(key: id.key(segment: segment)), in: db) }
            if joined.dropped > 0 {
                try db.execute(
                    "UPDATE search_term SET stories = stories - $2 WHERE id = $1",
                    [.integer(Int64(id.value)), .integer(joined.dropped)])
            }
            start = end
        }
        try rows.finish(in: db)
    }

    private func insert(
        _ columns: SegmentColumns, edition: String, level: Int, minutes: ClosedRange<Int32>
    ) throws(StoreError) -> Int64 {
        let segment = try next("segment")
        let first = columns.documents.withUnsafeBufferPointer { ByteReader.fixed($0, at: 0, bytes: 8) }
        try db.execute(
            """
            INSERT INTO search_segment
                (id, edition, level, first_document, first_minute, last_minute, removed, minutes, words, documents)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .integer(segment), .text(edition), .integer(level), .integer(Int64(bitPattern: first)),
                .integer(Int64(minutes.lowerBound)), .integer(Int64(minutes.upperBound)), .blob(columns.removed),
                .blob(columns.minutes), .blob(columns.lengths), .blob(columns.documents),
            ])
        return segment
    }

    private static let postingsStart = "INSERT INTO search_posting (key, documents, places) VALUES"
}

extension Postings {
    fileprivate func row(key: Int64) -> [SQLValue] { [.integer(key), .blob(documents), .blob(places)] }
}

/// Inserts many rows with few statements.
struct RowBatch {
    private static let rowsOfStatement = 64

    private let start: String
    private let end: String
    private let width: Int
    private let full: String
    private var values: [SQLValue] = []

    /// - Parameter width: columns of a row.
    init(start: String, end: String, width: Int) {
        self.start = start
        self.end = end
        self.width = width
        full = Self.statement(start, end, width: width, rows: Self.rowsOfStatement)
    }

    mutating func add(_ row: [SQLValue], in db: WriteTransaction) throws(StoreError) {
        values += row
        guard values.count == width * Self.rowsOfStatement else { return }
        try db.execute(full, values)
        values.removeAll(keepingCapacity: true)
    }

    /// Inserts what is left.
    mutating func finish(in db: WriteTransaction) throws(StoreError) {
        let one = Self.statement(start, end, width: width, rows: 1)
        for row in stride(from: 0, to: values.count, by: width) {
            try db.execute(one, Array(values[row..<row + width]))
        }
        values.removeAll()
    }

    private static func statement(_ start: String, _ end: String, width: Int, rows: Int) -> String {
        let tuples = (0..<rows).map { "(\(parameters(width, from: $0 * width + 1)))" }.joined(separator: ", ")
        return "\(start) \(tuples) \(end)"
    }
}
