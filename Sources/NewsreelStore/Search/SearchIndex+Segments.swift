import NewsreelModel

extension SearchIndex {
    /// Makes a segment of the stories that wait.
    func seal(_ edition: String) throws(StoreError) {
        let built = try SearchReading(db).pending(edition).built()
        try insert(built, edition: edition, level: 0)
        try db.execute("DELETE FROM search_pending WHERE edition = $1", [.text(edition)])
        try mergeSmall(edition)
        try HugeMerge(index: self, edition: edition).goOn()
    }

    /// Puts new stories of one edition into the index as the segment that they would become one by one; nil leaves them
    /// waiting for theirs.
    func add(
        _ ids: ArraySlice<StoryID>, _ stories: ArraySlice<PreparedStory>, as built: (segment: BuiltSegment, level: Int)?
    ) throws(StoreError) {
        guard let first = stories.first?.story else { return }
        let firstDocument = try reserve("document", stories.count)
        let rows = try db.prepare(Self.insertDocument)
        let waiting = built == nil ? try db.prepare(Self.insertPending) : nil
        var documents: [UInt8] = []
        var words = 0
        var tags: [String: (tag: Tag, stories: Int)] = [:]
        var document = firstDocument
        for (id, prepared) in zip(ids, stories) {
            documents.appendFixed(UInt64(bitPattern: document), bytes: 8)
            try rows.run(prepared.documentRow(document, story: id))
            try waiting?.run(prepared.pendingRow(document))
            words += prepared.length
            for tag in prepared.story.tags { tags[tag.slug, default: (tag, 0)].stories += 1 }
            document += 1
        }
        try countStories(stories.count, words: words, edition: first.edition, language: first.language)
        for (_, counted) in tags.sorted(by: { $0.key < $1.key }) {
            try count([counted.tag], in: first.edition, by: counted.stories)
        }
        guard var (segment, level) = built else { return }
        segment.columns.documents = documents
        try insert(segment, edition: first.edition, level: level)
    }

    /// Writes a segment with its postings, and counts its stories under their terms.
    private func insert(_ built: BuiltSegment, edition: String, level: Int) throws(StoreError) {
        let segment = try next("segment")
        try insert(
            built.columns, as: segment, edition: edition, level: level, minutes: built.firstMinute...built.lastMinute)
        let postings = try db.prepare(Self.insertPosting)
        let terms = try db.prepare(
            """
            INSERT INTO search_term (id, edition, spelling, stories) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET stories = search_term.stories + excluded.stories
            """)
        for row in built.rows {
            try postings.run(
                row.postings.row(key: row.id.key(segment: segment), level: level, stories: built.columns.count))
            guard !row.spelling.isEmpty else { continue }
            try terms.run([.integer(Int64(row.id.value)), .text(edition), .text(row.spelling), .integer(row.stories)])
        }
    }

    struct StoredSegment {
        var id: Int64
        var columns: SegmentColumns
        var minutes: ClosedRange<Int32>
    }

    /// The segments of a level that are the newest of theirs, with none of a higher level between them; oldest first.
    func newest(_ level: Int, _ edition: String) throws(StoreError) -> [Int64] {
        var found: [Int64] = []
        try db.each(
            "SELECT id, level FROM search_segment WHERE edition = $1 ORDER BY first_document DESC", [.text(edition)]
        ) { (row: borrowing RowView) in
            if row.int(1) == level { found.append(row.int64(0)) }
            return row.int(1) <= level
        }
        return found.reversed()
    }

    func stored(_ id: Int64) throws(StoreError) -> StoredSegment {
        let found = try db.first(
            """
            SELECT documents, words, minutes, removed, first_minute, last_minute FROM search_segment WHERE id = $1
            """, [.integer(id)]
        ) { (row: borrowing RowView) in
            StoredSegment(
                id: id,
                columns: SegmentColumns(
                    documents: row.blob(0), lengths: row.blob(1), minutes: row.blob(2), removed: row.blob(3)),
                minutes: Int32(clamping: row.int64(4))...Int32(clamping: max(row.int64(4), row.int64(5))))
        }
        guard let found else {
            throw StoreError(.damaged, "A part of the search index is missing. Restore the newsroom from a copy.")
        }
        return found
    }

    private func mergeSmall(_ edition: String) throws(StoreError) {
        let ids = try newest(0, edition)
        guard ids.count >= db.segments.fan else { return }
        var small: [StoredSegment] = []
        for id in ids { small.append(try stored(id)) }
        var merge = SegmentMerge()
        var parts: [PostingsPart] = []
        for (number, segment) in small.enumerated() {
            merge.add(segment.columns)
            let all = TermID(value: 0)...TermID(value: TermID.largest)
            try each(all, of: segment.id) { id, postings in
                parts.append(PostingsPart(id: id, segment: number, postings: postings))
            }
            try removePostings(all, of: segment.id)
            try db.execute("DELETE FROM search_segment WHERE id = $1", [.integer(segment.id)])
        }
        // Where every story was removed, nothing is left to keep, but the counts of terms still fall.
        var segment: Int64 = 0
        if merge.columns.count > 0 {
            let first = small.map(\.minutes.lowerBound).min() ?? 0
            let last = small.map(\.minutes.upperBound).max() ?? first
            segment = try next("segment")
            try insert(merge.columns, as: segment, edition: edition, level: 1, minutes: first...last)
        }
        try insert(merge, parts, as: segment, level: 1)
    }

    struct PostingsPart {
        var id: TermID
        var segment: Int
        var postings: Postings
    }

    /// Calls `body` with the postings of the terms in a range, in a segment that is not huge.
    func each(
        _ terms: ClosedRange<TermID>, of segment: Int64, _ body: (TermID, Postings) -> Void
    ) throws(StoreError) {
        try db.each(
            "SELECT key, documents, places FROM search_posting WHERE key >= $1 AND key <= $2",
            [.integer(terms.lowerBound.key(segment: segment)), .integer(terms.upperBound.key(segment: segment))]
        ) { (row: borrowing RowView) in
            body(TermID(key: row.int64(0)), Postings(documents: row.blob(1), places: row.blob(2)))
            return true
        }
    }

    func removePostings(_ terms: ClosedRange<TermID>, of segment: Int64) throws(StoreError) {
        try db.execute(
            "DELETE FROM search_posting WHERE key >= $1 AND key <= $2",
            [.integer(terms.lowerBound.key(segment: segment)), .integer(terms.upperBound.key(segment: segment))])
    }

    /// Joins postings of several segments term by term.
    func insert(
        _ merge: SegmentMerge, _ parts: [PostingsPart], as segment: Int64, level: Int
    ) throws(StoreError) {
        let parts = parts.sorted { $0.id != $1.id ? $0.id < $1.id : $0.segment < $1.segment }
        let rows = try db.prepare(Self.insertPosting)
        var start = 0
        while start < parts.count {
            let id = parts[start].id
            let end = parts[start...].firstIndex { $0.id != id } ?? parts.count
            let joined = merge.joined(parts[start..<end].map { (segment: $0.segment, postings: $0.postings) })
            if joined.stories > 0 {
                try rows.run(
                    joined.postings.row(key: id.key(segment: segment), level: level, stories: merge.columns.count))
            }
            if joined.dropped > 0 {
                try db.execute(
                    "UPDATE search_term SET stories = stories - $2 WHERE id = $1",
                    [.integer(Int64(id.value)), .integer(joined.dropped)])
            }
            start = end
        }
    }

    func insert(
        _ columns: SegmentColumns, as segment: Int64, edition: String, level: Int, minutes: ClosedRange<Int32>
    ) throws(StoreError) {
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
    }

    private static let insertPosting = "INSERT INTO search_posting (key, documents, places) VALUES ($1, $2, $3)"
}

extension Postings {
    fileprivate func row(key: Int64, level: Int, stories: Int) -> [SQLValue] {
        let documents = level >= SegmentColumns.packedLevel ? stored(stories: stories) : documents
        return [.integer(key), .blob(documents), .blob(places)]
    }
}
