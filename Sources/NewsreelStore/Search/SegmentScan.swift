import Foundation

/// The stories of a segment, in order, as columns.
struct SegmentColumns: Sendable {
    /// 8 bytes each.
    var documents: [UInt8]
    /// Words of each story, 4 bytes each.
    var lengths: [UInt8]
    /// Minutes from 1970 to each publication, 4 bytes each, signed.
    var minutes: [UInt8]
    /// A bit for each story that was removed or replaced since; may be shorter than the segment.
    var removed: [UInt8]

    var count: Int { documents.count / 8 }

    static func removed(_ bits: [UInt8], _ ordinal: Int) -> Bool {
        ordinal / 8 < bits.count && bits[ordinal / 8] & (1 << UInt8(ordinal % 8)) != 0
    }
}

/// Where the postings of a segment are read from.
enum PostingsSource {
    /// Rows of a stored segment by their keys.
    case segment(Int64, [Int64: Postings])
    /// Stories that are in no segment yet.
    case pending([PendingRow])

    func of(_ id: TermID) -> Postings? {
        switch self {
        case .segment(let segment, let rows): rows[id.key(segment: segment)]
        case .pending(let stories): stories.postings(id)
        }
    }
}

/// A query made ready for one edition: identities of terms, and what each is worth there.
struct ResolvedQuery: Sendable {
    struct Element: Sendable {
        var id: TermID
        var offset: Int
    }

    struct Group: Sendable {
        var sequences: [[Element]]
        var isFixed: Bool
        /// Rarity: BM25's inverse document frequency.
        var rarity: Float
    }

    var groups: [Group]
    var excluded: [Group]
    /// Each must hold.
    var filters: [TermID]
    /// Minutes from 1970, the upper one excluded.
    var minutes: Range<Int32>?
    /// Words of an average story of the edition.
    var averageLength: Float

    /// BM25's constants as they are commonly set; on Cranfield the figure hardly moves between 0.9 and 2, 0.6 and 0.8.
    static let saturation: Float = 1.2
    static let lengthShare: Float = 0.75

    /// What a term of this weight adds in a story of this length, before rarity.
    @inline(__always)
    static func contribution(weight: Int, norm: Float) -> Float {
        let frequency = Float(weight) / Float(Postings.plainWeight)
        return frequency * (saturation + 1) / (frequency + norm)
    }

    @inline(__always)
    func norm(length: Int) -> Float {
        Self.saturation * (1 - Self.lengthShare + Self.lengthShare * Float(length) / max(1, averageLength))
    }

    /// Rarity of a term that `having` of `all` stories have.
    static func rarity(having: Int, of all: Int) -> Float {
        let having = Float(min(having, all))
        return log(1 + (Float(all) - having + 0.5) / (having + 0.5))
    }
}

/// Goes through segments one after another and keeps the best stories, in memory bounded by one segment.
struct SegmentScan {
    let query: ResolvedQuery
    private(set) var complete: TopHits
    private(set) var partial: TopHits
    /// Stories with everything that was asked for, and with at least some of it.
    private(set) var completeCount = 0
    private(set) var partialCount = 0

    init(query: ResolvedQuery, keeping capacity: Int, order: SearchOrder) {
        self.query = query
        complete = TopHits(capacity: capacity, order: order)
        partial = TopHits(capacity: capacity, order: order)
    }

    /// Scores one segment, whose postings come from `postings`.
    mutating func scan(_ columns: SegmentColumns, postings: PostingsSource) {
        let count = columns.count
        guard count > 0, var open = openStories(columns, postings) else { return }
        var scores = [Float](repeating: 0, count: count)
        var matched = [UInt8](repeating: 0, count: count)
        var fixed = [UInt8](repeating: 0, count: count)
        for group in query.excluded {
            weigh(group, count: count, postings) { ordinal, _ in open[ordinal] = false }
        }
        var fixedCount: UInt8 = 0
        for group in query.groups {
            if group.isFixed { fixedCount += 1 }
            let rarity = group.rarity
            let isFixed: UInt8 = group.isFixed ? 1 : 0
            scores.withUnsafeMutableBufferPointer { scores in
                columns.lengths.withUnsafeBufferPointer { lengths in
                    weigh(group, count: count, postings) { ordinal, weight in
                        let norm = query.norm(length: Int(ByteReader.fixed(lengths, at: ordinal * 4, bytes: 4)))
                        scores[ordinal] += rarity * ResolvedQuery.contribution(weight: weight, norm: norm)
                        matched[ordinal] &+= 1
                        fixed[ordinal] &+= isFixed
                    }
                }
            }
        }
        collect(columns, open: open, scores: scores, matched: matched, fixed: fixed, fixedCount: fixedCount)
    }

    private mutating func collect(
        _ columns: SegmentColumns, open: [Bool], scores: [Float], matched: [UInt8], fixed: [UInt8], fixedCount: UInt8
    ) {
        let all = UInt8(query.groups.count)
        columns.documents.withUnsafeBufferPointer { documents in
            columns.minutes.withUnsafeBufferPointer { minutes in
                for ordinal in 0..<open.count where open[ordinal] && (matched[ordinal] > 0 || all == 0) {
                    guard fixed[ordinal] == fixedCount else { continue }
                    let isComplete = matched[ordinal] == all
                    partialCount += 1
                    if isComplete { completeCount += 1 }
                    let score = scores[ordinal]
                    let isAmongComplete = isComplete && complete.admits(score)
                    guard isAmongComplete || partial.admits(score) else { continue }
                    let story = ScoredStory(
                        document: Int64(bitPattern: ByteReader.fixed(documents, at: ordinal * 8, bytes: 8)),
                        score: score, minute: Self.minute(minutes, ordinal), isComplete: isComplete)
                    partial.offer(story)
                    if isAmongComplete { complete.offer(story) }
                }
            }
        }
    }

    private static func minute(_ bytes: UnsafeBufferPointer<UInt8>, _ ordinal: Int) -> Int32 {
        Int32(truncatingIfNeeded: Int64(ByteReader.fixed(bytes, at: ordinal * 4, bytes: 4)))
    }

    /// The stories that are there and pass the filters; nil where none does.
    private func openStories(_ columns: SegmentColumns, _ postings: PostingsSource) -> [Bool]? {
        let count = columns.count
        var open = [Bool](repeating: true, count: count)
        if columns.removed.contains(where: { $0 != 0 }) {
            for ordinal in 0..<count where SegmentColumns.removed(columns.removed, ordinal) { open[ordinal] = false }
        }
        if let range = query.minutes {
            columns.minutes.withUnsafeBufferPointer { minutes in
                for ordinal in 0..<count where !range.contains(Self.minute(minutes, ordinal)) { open[ordinal] = false }
            }
        }
        for filter in query.filters {
            guard let found = postings.of(filter) else { return nil }
            var passes = [Bool](repeating: false, count: count)
            Postings.forEach(found.documents) { ordinal, _ in
                if ordinal < count { passes[ordinal] = true }
            }
            for ordinal in 0..<count where !passes[ordinal] { open[ordinal] = false }
        }
        return open.contains(true) ? open : nil
    }

    /// Calls `body` once for each story that answers `group`, with the weight of what answers it.
    private func weigh(
        _ group: ResolvedQuery.Group, count: Int, _ postings: PostingsSource,
        _ body: (_ ordinal: Int, _ weight: Int) -> Void
    ) {
        if group.sequences.count == 1, let element = group.sequences[0].first, group.sequences[0].count == 1 {
            guard let found = postings.of(element.id) else { return }
            Postings.forEach(found.documents) { ordinal, weight in
                if ordinal < count { body(ordinal, weight) }
            }
            return
        }
        var weights = [Int](repeating: 0, count: count)
        for sequence in group.sequences {
            if sequence.count == 1 {
                guard let found = postings.of(sequence[0].id) else { continue }
                Postings.forEach(found.documents) { ordinal, weight in
                    if ordinal < count { weights[ordinal] += weight }
                }
            } else {
                for (ordinal, weight) in phrase(sequence, count: count, postings) where ordinal < count {
                    weights[ordinal] += weight
                }
            }
        }
        for ordinal in 0..<count where weights[ordinal] > 0 { body(ordinal, min(Postings.heaviest, weights[ordinal])) }
    }

    /// The stories in which the elements stand at their distances, with the weight of the lightest element.
    private func phrase(
        _ sequence: [ResolvedQuery.Element], count: Int, _ postings: PostingsSource
    ) -> [(ordinal: Int, weight: Int)] {
        var lists: [Postings] = []
        for element in sequence {
            guard let found = postings.of(element.id) else { return [] }
            lists.append(found)
        }
        var having = [UInt8](repeating: 0, count: count)
        for list in lists {
            Postings.forEach(list.documents) { ordinal, _ in
                if ordinal < count { having[ordinal] &+= 1 }
            }
        }
        let all = UInt8(lists.count)
        var starts: [Int: [Int]] = [:]
        var weights: [Int: Int] = [:]
        for (index, list) in lists.enumerated() {
            let offset = sequence[index].offset
            Postings.forEach(list.documents, places: list.places) { ordinal, weight, part in
                guard ordinal < count, having[ordinal] == all else { return }
                let positions = Postings.decodePlaces(part).map { $0 - offset }
                if index == 0 {
                    starts[ordinal] = positions
                    weights[ordinal] = weight
                } else if let before = starts[ordinal] {
                    let still = Self.common(before, positions)
                    starts[ordinal] = still.isEmpty ? nil : still
                    weights[ordinal] = min(weights[ordinal] ?? weight, weight)
                }
            }
        }
        return starts.keys.map { ($0, weights[$0] ?? Postings.plainWeight) }
    }

    /// What two ascending lists share.
    private static func common(_ left: [Int], _ right: [Int]) -> [Int] {
        var shared: [Int] = []
        var index = 0
        for value in left {
            while index < right.count, right[index] < value { index += 1 }
            if index < right.count, right[index] == value { shared.append(value) }
        }
        return shared
    }
}
