import NewsreelModel

/// Makes a huge segment of large ones, a slice of the terms with each small segment that is made, so that no write takes
/// long: first all postings are joined, then the new segment stands in for its parts, then their postings go.
struct HugeMerge {
    let index: SearchIndex
    let edition: String

    /// Terms are hashes, so a slice of their range holds its share of them.
    private var slices: Int { index.db.segments.slices }

    private struct Work {
        /// The segment that is being made.
        var segment: Int64
        var parts: [Int64]
        /// Slices that are done; counted on while postings of the parts go.
        var done: Int
    }

    /// Does the next slice, or begins where there are enough large segments.
    func goOn() throws(StoreError) {
        guard var work = try work() else { return try begin() }
        let slice = work.done % slices
        let width = (TermID.largest + 1) / UInt64(slices)
        let end = slice == slices - 1 ? TermID.largest : UInt64(slice + 1) * width - 1
        let terms = TermID(value: UInt64(slice) * width)...TermID(value: end)
        if work.done < slices {
            try join(terms, work)
        } else {
            for part in work.parts { try index.removePostings(terms, of: part) }
        }
        work.done += 1
        if work.done == slices { try replaceParts(work) }
        if work.done == slices * 2 {
            try index.db.execute("DELETE FROM search_merge WHERE edition = $1", [.text(edition)])
        } else {
            try index.db.execute(
                "UPDATE search_merge SET done = $2 WHERE edition = $1", [.text(edition), .integer(work.done)])
        }
    }

    private func work() throws(StoreError) -> Work? {
        try index.db.first("SELECT segment, parts, done FROM search_merge WHERE edition = $1", [.text(edition)]) {
            (row: borrowing RowView) in
            Work(
                segment: row.int64(0), parts: row.text(1).split(separator: " ").compactMap { Int64($0) },
                done: row.int(2))
        }
    }

    private func begin() throws(StoreError) {
        let parts = try index.newest(1, edition).prefix(index.db.segments.fan)
        guard parts.count == index.db.segments.fan else { return }
        let segment = try index.next("segment")
        try index.db.execute(
            "INSERT INTO search_merge (edition, segment, parts, done) VALUES ($1, $2, $3, 0)",
            [.text(edition), .integer(segment), .text(parts.map(String.init).joined(separator: " "))])
    }

    /// The parts joined with every story in its place, removed or not, since some may be removed before the end.
    private func joined(_ work: Work) throws(StoreError) -> (merge: SegmentMerge, parts: [SearchIndex.StoredSegment]) {
        var merge = SegmentMerge()
        var parts: [SearchIndex.StoredSegment] = []
        for id in work.parts {
            let part = try index.stored(id)
            var columns = part.columns
            columns.removed = []
            merge.add(columns)
            parts.append(part)
        }
        return (merge, parts)
    }

    private func join(_ terms: ClosedRange<TermID>, _ work: Work) throws(StoreError) {
        let (merge, stored) = try joined(work)
        var parts: [SearchIndex.PostingsPart] = []
        for (number, part) in stored.enumerated() {
            try index.each(terms, of: part.id) { id, postings in
                parts.append(SearchIndex.PostingsPart(id: id, segment: number, postings: postings))
            }
        }
        try index.insert(merge, parts, as: work.segment, level: 2)
    }

    private func replaceParts(_ work: Work) throws(StoreError) {
        let (merge, parts) = try joined(work)
        var columns = merge.columns
        columns.removed = SegmentColumns.joinedRemoved(parts.map(\.columns))
        let first = parts.map(\.minutes.lowerBound).min() ?? 0
        let last = parts.map(\.minutes.upperBound).max() ?? first
        for part in parts { try index.db.execute("DELETE FROM search_segment WHERE id = $1", [.integer(part.id)]) }
        try index.insert(columns, as: work.segment, edition: edition, level: 2, minutes: first...last)
    }
}
