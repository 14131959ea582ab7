/// Turns stories into a segment, and segments into a larger one; without a database.
struct BuiltSegment: Sendable {
    struct Row: Sendable {
        var id: TermID
        var postings: Postings
        /// Stories that have the term.
        var stories: Int
        /// Empty for what only filters.
        var spelling: String
    }

    var columns: SegmentColumns
    var firstMinute: Int32
    var lastMinute: Int32
    /// Sorted by identity.
    var rows: [Row]
}

/// A story of `search_pending`.
struct PendingRow: Sendable {
    var document: Int64
    var words: Int
    var minute: Int32
    var terms: PendingStory
}

extension [PendingRow] {
    /// The columns that these stories have as a segment.
    var columns: SegmentColumns {
        var columns = SegmentColumns(documents: [], lengths: [], minutes: [], removed: [])
        for story in self {
            columns.documents.appendFixed(UInt64(bitPattern: story.document), bytes: 8)
            columns.lengths.appendFixed(UInt64(story.words), bytes: 4)
            columns.minutes.appendFixed(UInt64(bitPattern: Int64(story.minute)), bytes: 4)
        }
        return columns
    }

    /// The postings that `id` has among these stories.
    func postings(_ id: TermID) -> Postings? {
        var postings: Postings?
        for (ordinal, story) in enumerated() {
            guard let index = story.terms.find(id) else { continue }
            postings = postings ?? Postings()
            postings?.append(ordinal: ordinal, weight: story.terms.weight(index), places: story.terms.places(index))
        }
        return postings
    }

    /// These stories as a segment.
    func built() -> BuiltSegment {
        // Twice through the terms: how much room each takes, then what stands there.
        var table = TermTable()
        var numbers: [Int32] = []
        numbers.reserveCapacity(reduce(0) { $0 + $1.terms.count })
        for (ordinal, story) in enumerated() {
            story.terms.each { id, weight, places, spelling in
                let number = table.number(of: id) {
                    TermTable.Row(id: id, spelling: String(decoding: story.terms.bytes[spelling], as: UTF8.self))
                }
                table.rows[number].measure(ordinal, weight: weight, places: places.count)
                numbers.append(Int32(number))
            }
        }
        let order = table.rows.indices.sorted { table.rows[$0].id < table.rows[$1].id }
        let room = table.lay(order)
        var documents = [UInt8](repeating: 0, count: room.documents)
        var places = [UInt8](repeating: 0, count: room.places)
        documents.withUnsafeMutableBufferPointer { documents in
            places.withUnsafeMutableBufferPointer { places in
                var next = 0
                for (ordinal, story) in enumerated() {
                    story.terms.each { _, weight, part, _ in
                        table.rows[Int(numbers[next])].write(
                            ordinal, weight: weight, story.terms.bytes, part, to: documents, places)
                        next += 1
                    }
                }
            }
        }
        var start = (documents: 0, places: 0)
        let rows = order.map { number in
            let row = table.rows[number]
            defer { start = (row.documents, row.places) }
            return BuiltSegment.Row(
                id: row.id,
                postings: Postings(
                    documents: [UInt8](documents[start.documents..<row.documents]),
                    places: [UInt8](places[start.places..<row.places]), count: row.stories),
                stories: row.stories, spelling: row.spelling)
        }
        return BuiltSegment(
            columns: columns, firstMinute: map(\.minute).min() ?? 0, lastMinute: map(\.minute).max() ?? 0, rows: rows)
    }
}

/// The terms of a segment that is being built, numbered in the order in which they come: a hash table of identities,
/// which are hashes themselves.
private struct TermTable {
    struct Row {
        let id: TermID
        let spelling: String
        private(set) var stories = 0
        private var last = -1
        /// How many bytes its postings take; once they have a place, where the next of them goes.
        fileprivate(set) var documents = 0
        fileprivate(set) var places = 0

        init(id: TermID, spelling: String) {
            self.id = id
            self.spelling = spelling
        }

        /// Makes room for the next story.
        mutating func measure(_ ordinal: Int, weight: Int, places count: Int) {
            documents += Postings.size(step: ordinal - last - 1, weight: weight)
            places += ByteWriter.size(varint: count) + count
            last = ordinal
            stories += 1
        }

        fileprivate mutating func lay(at start: (documents: Int, places: Int)) {
            (documents, places) = start
            last = -1
        }

        /// Writes what `Postings.append` would for the story; its positions are a part of `bytes`.
        mutating func write(
            _ ordinal: Int, weight: Int, _ bytes: [UInt8], _ part: Range<Int>,
            to documents: UnsafeMutableBufferPointer<UInt8>, _ places: UnsafeMutableBufferPointer<UInt8>
        ) {
            var writer = ByteWriter(documents, offset: self.documents)
            Postings.write(step: ordinal - last - 1, weight: weight, to: &writer)
            self.documents = writer.offset
            writer = ByteWriter(places, offset: self.places)
            writer.varint(part.count)
            writer.copy(bytes, part)
            self.places = writer.offset
            last = ordinal
        }
    }

    var rows: [Row] = []
    private var slots = [Int32](repeating: 0, count: 4096)

    /// The number of `id`, that of a new row where it comes for the first time.
    @inline(__always)
    mutating func number(of id: TermID, _ row: () -> Row) -> Int {
        var slot = Int(truncatingIfNeeded: id.value) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if rows[number].id == id { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        rows.append(row())
        slots[slot] = Int32(rows.count)
        if rows.count * 2 > slots.count { grow() }
        return rows.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, row) in rows.enumerated() {
            var slot = Int(truncatingIfNeeded: row.id.value) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number + 1)
        }
    }

    /// Gives each row its place behind the one before it in `order`; answers how much room they take together.
    mutating func lay(_ order: [Int]) -> (documents: Int, places: Int) {
        var end = (documents: 0, places: 0)
        for number in order {
            let room = (documents: rows[number].documents, places: rows[number].places)
            rows[number].lay(at: end)
            end = (end.documents + room.documents, end.places + room.places)
        }
        return end
    }
}

/// Joins segments of one edition, oldest first, and leaves out the stories that were removed.
struct SegmentMerge: Sendable {
    /// Stories of one segment as they are numbered in the joined one; nil for those left out.
    private var ordinals: [[Int?]] = []
    private(set) var columns = SegmentColumns(documents: [], lengths: [], minutes: [], removed: [])
    private var count = 0

    /// Takes a segment's stories over.
    mutating func add(_ segment: SegmentColumns) {
        var numbers: [Int?] = []
        for ordinal in 0..<segment.count {
            guard !SegmentColumns.removed(segment.removed, ordinal) else {
                numbers.append(nil)
                continue
            }
            numbers.append(count)
            count += 1
            columns.documents += segment.documents[(ordinal * 8)..<(ordinal * 8 + 8)]
            columns.lengths += segment.lengths[(ordinal * 4)..<(ordinal * 4 + 4)]
            columns.minutes += segment.minutes[(ordinal * 4)..<(ordinal * 4 + 4)]
        }
        ordinals.append(numbers)
    }

    /// One term's postings of several segments in one, how many stories have it, and how many were left out.
    func joined(_ parts: [(segment: Int, postings: Postings)]) -> (postings: Postings, stories: Int, dropped: Int) {
        var joined = Postings()
        var stories = 0
        var dropped = 0
        for part in parts {
            let numbers = ordinals[part.segment]
            part.postings.forEachPlaces { ordinal, weight, places in
                guard ordinal < numbers.count, let number = numbers[ordinal] else {
                    dropped += 1
                    return
                }
                joined.append(ordinal: number, weight: weight, places: places)
                stories += 1
            }
        }
        return (joined, stories, dropped)
    }
}
