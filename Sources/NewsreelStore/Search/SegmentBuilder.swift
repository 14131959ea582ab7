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
        var rows: [BuiltSegment.Row] = []
        var places = TermTable()
        for (ordinal, story) in enumerated() {
            for index in 0..<story.terms.count {
                let id = story.terms.id(index)
                let parts = story.terms.parts(index)
                let row = places.index(of: id)
                if row == rows.count {
                    rows.append(
                        BuiltSegment.Row(
                            id: id, postings: Postings(), stories: 0,
                            spelling: String(decoding: parts.spelling, as: UTF8.self)))
                }
                rows[row].postings.append(ordinal: ordinal, weight: story.terms.weight(index), places: parts.places)
                rows[row].stories += 1
            }
        }
        rows.sort { $0.id < $1.id }
        return BuiltSegment(
            columns: columns, firstMinute: map(\.minute).min() ?? 0, lastMinute: map(\.minute).max() ?? 0, rows: rows)
    }
}

/// Numbers terms in the order in which they come; a hash table of identities, which are hashes themselves.
private struct TermTable {
    private var ids: [UInt64] = []
    private var slots = [Int32](repeating: 0, count: 4096)

    /// The number of `id`, a new one where it comes for the first time.
    mutating func index(of id: TermID) -> Int {
        var slot = Int(truncatingIfNeeded: id.value) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if ids[index] == id.value { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        ids.append(id.value)
        slots[slot] = Int32(ids.count)
        if ids.count * 2 > slots.count { grow() }
        return ids.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, id) in ids.enumerated() {
            var slot = Int(truncatingIfNeeded: id) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index + 1)
        }
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
