import NewsreelModel

/// Answers searches from the index, inside one read, so that all it sees is of one moment.
struct SearchReading {
    let db: ReadTransaction
    private let cache: SegmentCache

    init(_ db: ReadTransaction, cache: SegmentCache = SegmentCache()) {
        self.db = db
        self.cache = cache
    }

    /// The page of answers that `request` asks for.
    func search(_ request: SearchRequest) throws(StoreError) -> SearchResults {
        var all: [ScoredStory] = []
        var total = 0
        var isRelaxed = false
        let editions = try editions(request.edition)
        for edition in editions {
            let answers = try EditionSearch(reading: self, edition: edition, request: request).answers()
            all += answers.stories
            total += answers.total
            isRelaxed = isRelaxed || answers.isRelaxed
        }
        if editions.count > 1 { all.sort { $0.stands(before: $1, by: request.order) } }
        let page = Array(all.dropFirst(request.offset).prefix(request.limit))
        return SearchResults(stories: try found(page, request.query, editions), total: total, isRelaxed: isRelaxed)
    }

    struct EditionFacts: Sendable {
        var code: String
        var language: SearchLanguage
        var stories: Int
        var words: Int
    }

    private func editions(_ code: String?) throws(StoreError) -> [EditionFacts] {
        let all = try db.rows("SELECT edition, language, stories, words FROM search_edition ORDER BY edition") {
            (row: borrowing RowView) in
            EditionFacts(
                code: row.text(0), language: SearchLanguage(row.text(1)), stories: row.int(2), words: row.int(3))
        }
        return all.filter { $0.stories > 0 && (code == nil || $0.code == code) }
    }

    private func found(
        _ page: [ScoredStory], _ query: SearchQuery, _ editions: [EditionFacts]
    ) throws(StoreError) -> [FoundStory] {
        guard !page.isEmpty else { return [] }
        var highlighters: [String: SearchHighlighter] = [:]
        for edition in editions {
            highlighters[edition.code] = SearchHighlighter(query, language: edition.language.code)
        }
        var found: [Int64: FoundStory] = [:]
        try list(SearchQueries.found, page.map(\.document)) {
            (row: borrowing RowView) in
            let edition = row.text(2)
            found[row.int64(0)] = FoundStory(
                id: row.id(1), edition: edition, score: 0,
                snippet: highlighters[edition]?.excerpt(of: row.text(3)) ?? [])
        }
        return page.compactMap { story in
            guard var answer = found[story.document] else { return nil }
            answer.score = Double(story.score)
            return answer
        }
    }

    /// The stories of an edition that are in no segment yet, in order.
    func pending(_ edition: String) throws(StoreError) -> [PendingRow] {
        try db.rows(SearchQueries.pending, [.text(edition)]) { (row: borrowing RowView) in
            PendingRow(
                document: row.int64(0), words: row.int(1), minute: Int32(clamping: row.int64(2)),
                terms: PendingStory(bytes: row.blob(3)))
        }
    }

    struct Segment: Sendable {
        var id: Int64
        var level: Int
        var minutes: ClosedRange<Int32>
        var columns: SegmentColumns
    }

    /// The segments of an edition that have stories of these minutes.
    func segments(_ edition: String, minutes: Range<Int32>?) throws(StoreError) -> [Segment] {
        let range = minutes ?? Int32.min..<Int32.max
        var found = try db.rows(
            SearchQueries.segments,
            [.text(edition), .integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound))]
        ) { (row: borrowing RowView) in
            Segment(
                id: row.int64(0), level: row.int(1),
                minutes: Int32(clamping: row.int64(2))...Int32(clamping: max(row.int64(2), row.int64(3))),
                columns: SegmentColumns(documents: [], lengths: [], minutes: [], removed: row.blob(4)))
        }
        for index in found.indices {
            let removed = found[index].columns.removed
            found[index].columns = try columns(found[index].id, edition, found)
            found[index].columns.removed = removed
        }
        return found
    }

    private func columns(
        _ segment: Int64, _ edition: String, _ all: [Segment]
    ) throws(StoreError) -> SegmentColumns {
        if let kept = cache.columns(segment) { return kept }
        let read = try db.first(SearchQueries.columns, [.integer(segment)]) { (row: borrowing RowView) in
            SegmentColumns(documents: row.blob(0), lengths: row.blob(1), minutes: row.blob(2), removed: []).kept()
        }
        let columns = read ?? SegmentColumns(documents: [], lengths: [], minutes: [], removed: [])
        cache.keep(columns, of: segment, edition: edition, standing: Set(all.map(\.id)))
        return columns
    }

    /// Postings of terms in segments, by their keys; without places where nothing asks for them.
    func postings(
        of terms: some Collection<TermID>, in segments: some Collection<Segment>, withPlaces: Bool
    ) throws(StoreError) -> [Int64: Postings] {
        let keys = segments.flatMap { segment in terms.map { $0.key(segment: segment.id) } }
        let packing = Set(segments.filter { $0.level >= SegmentColumns.packedLevel }.map(\.id))
        var found: [Int64: Postings] = [:]
        found.reserveCapacity(keys.count)
        try list(withPlaces ? SearchQueries.placedPostings : SearchQueries.postings, keys) { (row: borrowing RowView) in
            let key = row.int64(0)
            let places = withPlaces ? row.blob(2) : []
            found[key] = row.withBlob(1) { (bytes: UnsafeRawBufferPointer) -> Postings in
                guard packing.contains(key >> TermID.bits) else {
                    return Postings(documents: Array(bytes), places: places)
                }
                return Postings(documents: Array(bytes.dropFirst()), places: places, isPacked: bytes.first == 1)
            }
        }
        return found
    }

    /// How many stories in segments have each term.
    func stories(having terms: [TermID]) throws(StoreError) -> [TermID: Int] {
        var found: [TermID: Int] = [:]
        try list(SearchQueries.termCounts, terms.map { Int64($0.value) }) {
            (row: borrowing RowView) in
            found[TermID(key: row.int64(0))] = row.int(1)
        }
        return found
    }

    /// Terms in segments that begin with `beginning`, the most used first.
    func spellings(beginning: String, edition: String, limit: Int) throws(StoreError) -> [String] {
        try db.rows(
            SearchQueries.spellings,
            [.text(edition), .text(beginning), .text(beginning + "\u{10FFFF}"), .integer(limit)]
        ) { (row: borrowing RowView) in row.text(0) }
    }

    /// Length and vector of stories.
    func vectors(_ documents: [Int64]) throws(StoreError) -> [Int64: (words: Int, vector: [UInt8])] {
        var found: [Int64: (words: Int, vector: [UInt8])] = [:]
        try list(SearchQueries.vectors, documents) { (row: borrowing RowView) in
            found[row.int64(0)] = (row.int(1), row.blob(2))
        }
        return found
    }

    private static let longestList = 512

    /// Rows for a list of numbers, asked for in lists of few different lengths, so that the engine prepares few statements.
    private func list(
        _ start: String, _ numbers: [Int64], _ body: (borrowing RowView) throws(StoreError) -> Void
    ) throws(StoreError) {
        var rest = numbers[...]
        while let last = rest.prefix(Self.longestList).last {
            var part = Array(rest.prefix(Self.longestList))
            rest = rest.dropFirst(Self.longestList)
            let step = part.count > 64 ? 64 : 8
            while part.count % step != 0 { part.append(last) }
            try db.each("\(start) (\(parameters(part.count, from: 1)))", part.map { SQLValue.integer($0) }) {
                (row: borrowing RowView) throws(StoreError) in
                try body(row)
                return true
            }
        }
    }
}
