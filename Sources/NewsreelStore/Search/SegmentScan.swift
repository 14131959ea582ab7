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
    /// Words of the shortest story; 0 where nobody has looked.
    var shortest = 0

    var count: Int { documents.count / 8 }

    /// Without removals, which change, and with what is worth knowing more than once.
    func kept() -> SegmentColumns {
        var kept = self
        kept.removed = []
        kept.shortest = lengths.withUnsafeBufferPointer { lengths in
            (0..<count).map { Int(ByteReader.fixed(lengths, at: $0 * 4, bytes: 4)) }.min() ?? 0
        }
        return kept
    }

    func minute(_ ordinal: Int) -> Int32 {
        minutes.withUnsafeBufferPointer {
            Int32(truncatingIfNeeded: Int64(ByteReader.fixed($0, at: ordinal * 4, bytes: 4)))
        }
    }

    func document(_ ordinal: Int) -> Int64 {
        documents.withUnsafeBufferPointer {
            Int64(bitPattern: ByteReader.fixed($0, at: ordinal * 8, bytes: 8))
        }
    }

    /// Segments from this level on keep the postings of common terms packed.
    static let packedLevel = 2

    /// The bits of the stories that were removed, of segments one after another.
    static func joinedRemoved(_ parts: [SegmentColumns]) -> [UInt8] {
        var bits: [UInt8] = []
        var start = 0
        for part in parts {
            for ordinal in 0..<part.count where removed(part.removed, ordinal) {
                while bits.count <= (start + ordinal) / 8 { bits.append(0) }
                bits[(start + ordinal) / 8] |= 1 << UInt8((start + ordinal) % 8)
            }
            start += part.count
        }
        return bits
    }

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
///
/// Stories that have everything are found from the rarest word on, so that a frequent word costs no more than the rare
/// one beside it; those that have some of it are looked for only when asked.
struct SegmentScan {
    let query: ResolvedQuery
    /// Whether stories are kept that have only some of what was asked for.
    let takesPartial: Bool
    private(set) var complete: TopHits
    private(set) var partial: TopHits
    /// Stories with everything that was asked for, and with at least some of it.
    private(set) var completeCount = 0
    private(set) var partialCount = 0
    private var scores: [Float] = []
    private var matched: [UInt8] = []
    private var fixed: [UInt8] = []

    init(query: ResolvedQuery, keeping capacity: Int, order: SearchOrder, takesPartial: Bool) {
        self.query = query
        self.takesPartial = takesPartial
        complete = TopHits(capacity: capacity, order: order)
        partial = TopHits(capacity: capacity, order: order)
    }

    /// Scores one segment, whose postings come from `postings`; `minutes` are those of all its stories.
    mutating func scan(_ columns: SegmentColumns, minutes: ClosedRange<Int32>?, postings: PostingsSource) {
        guard columns.count > 0 else { return }
        var lists: [TermHits] = []
        for group in query.groups { lists.append(hits(of: group, count: columns.count, postings)) }
        let someAnswers = takesPartial ? lists.contains { $0.count > 0 } : lists.allSatisfy { $0.count > 0 }
        guard someAnswers || lists.isEmpty, let open = openStories(columns, minutes, postings) else { return }
        if lists.isEmpty {
            for ordinal in 0..<columns.count where open.contains(ordinal) { take(ordinal, 0, columns) }
        } else if takesPartial {
            scanAny(columns, lists, open)
        } else if lists.count == 1 {
            scanOne(columns, lists[0], open)
        } else {
            scanAll(columns, lists, open)
        }
    }

    /// A story that has everything.
    private mutating func take(_ ordinal: Int, _ score: Float, _ columns: SegmentColumns) {
        completeCount += 1
        partialCount += 1
        offer(ordinal, score, columns)
    }

    @inline(__always)
    private mutating func offer(_ ordinal: Int, _ score: Float, _ columns: SegmentColumns) {
        guard complete.admits(score) else { return }
        complete.offer(
            ScoredStory(
                document: columns.document(ordinal), score: score, minute: columns.minute(ordinal), isComplete: true))
    }

    /// One word: most of its stories cannot be among the best, which their weight alone tells.
    private mutating func scanOne(_ columns: SegmentColumns, _ list: TermHits, _ open: OpenStories) {
        let rarity = query.groups[0].rarity
        let least = query.norm(length: columns.shortest)
        let bounds = (0...Postings.heaviest).map { weight in
            rarity * ResolvedQuery.contribution(weight: weight, norm: least)
        }
        var count = 0
        columns.lengths.withUnsafeBufferPointer { lengths in
            list.each { ordinal, weight in
                guard ordinal < columns.count, open.contains(ordinal) else { return }
                count += 1
                guard complete.admits(bounds[weight]) else { return }
                let norm = query.norm(length: Int(ByteReader.fixed(lengths, at: ordinal * 4, bytes: 4)))
                offer(ordinal, rarity * ResolvedQuery.contribution(weight: weight, norm: norm), columns)
            }
        }
        completeCount += count
        partialCount += count
    }

    /// Several words, all of them wanted.
    private mutating func scanAll(_ columns: SegmentColumns, _ lists: [TermHits], _ open: OpenStories) {
        let rarestFirst = lists.sorted { $0.count < $1.count }
        var ordinals: [Int32] = []
        rarestFirst[0].each { ordinal, _ in
            if ordinal < columns.count, open.contains(ordinal) { ordinals.append(Int32(truncatingIfNeeded: ordinal)) }
        }
        for list in rarestFirst.dropFirst() {
            guard !ordinals.isEmpty else { return }
            list.withReader { reader in ordinals.removeAll { reader.weight(of: Int($0)) == 0 } }
        }
        var scores = [Float](repeating: 0, count: ordinals.count)
        columns.lengths.withUnsafeBufferPointer { lengths in
            for (list, group) in zip(lists, query.groups) {
                list.withReader { reader in
                    for (index, ordinal) in ordinals.enumerated() {
                        let norm = query.norm(length: Int(ByteReader.fixed(lengths, at: Int(ordinal) * 4, bytes: 4)))
                        scores[index] +=
                            group.rarity
                            * ResolvedQuery.contribution(weight: Int(reader.weight(of: Int(ordinal))), norm: norm)
                    }
                }
            }
        }
        for (ordinal, score) in zip(ordinals, scores) { take(Int(ordinal), score, columns) }
    }

    /// Several words, some of them wanted.
    private mutating func scanAny(_ columns: SegmentColumns, _ lists: [TermHits], _ open: OpenStories) {
        let count = columns.count
        if scores.count < count {
            scores = Array(repeating: 0, count: count)
            matched = Array(repeating: 0, count: count)
            fixed = Array(repeating: 0, count: count)
        }
        var touched = [UInt64](repeating: 0, count: (count + 63) / 64)
        columns.lengths.withUnsafeBufferPointer { lengths in
            for (list, group) in zip(lists, query.groups) {
                let isFixed: UInt8 = group.isFixed ? 1 : 0
                list.each { ordinal, weight in
                    guard ordinal < count, open.contains(ordinal) else { return }
                    let norm = query.norm(length: Int(ByteReader.fixed(lengths, at: ordinal * 4, bytes: 4)))
                    scores[ordinal] += group.rarity * ResolvedQuery.contribution(weight: weight, norm: norm)
                    matched[ordinal] &+= 1
                    fixed[ordinal] &+= isFixed
                    touched[ordinal >> 6] |= 1 << UInt64(ordinal & 63)
                }
            }
        }
        let all = UInt8(query.groups.count)
        let allFixed = UInt8(query.groups.filter(\.isFixed).count)
        for (word, bits) in touched.enumerated() {
            var rest = bits
            while rest != 0 {
                let ordinal = word << 6 | rest.trailingZeroBitCount
                rest &= rest - 1
                if fixed[ordinal] == allFixed {
                    collect(ordinal, scores[ordinal], isComplete: matched[ordinal] == all, columns)
                }
                scores[ordinal] = 0
                matched[ordinal] = 0
                fixed[ordinal] = 0
            }
        }
    }

    private mutating func collect(_ ordinal: Int, _ score: Float, isComplete: Bool, _ columns: SegmentColumns) {
        partialCount += 1
        if isComplete { completeCount += 1 }
        let isAmongComplete = isComplete && complete.admits(score)
        guard isAmongComplete || partial.admits(score) else { return }
        let story = ScoredStory(
            document: columns.document(ordinal), score: score, minute: columns.minute(ordinal), isComplete: isComplete)
        partial.offer(story)
        if isAmongComplete { complete.offer(story) }
    }

    /// The stories that are there and pass the filters; nil where none does.
    private func openStories(
        _ columns: SegmentColumns, _ minutes: ClosedRange<Int32>?, _ postings: PostingsSource
    ) -> OpenStories? {
        var open = OpenStories()
        for filter in query.filters {
            guard let found = postings.of(filter) else { return nil }
            open.keep(found, of: columns.count)
        }
        if columns.removed.contains(where: { $0 != 0 }) {
            for ordinal in 0..<columns.count where SegmentColumns.removed(columns.removed, ordinal) {
                open.close(ordinal, of: columns.count)
            }
        }
        if let range = query.minutes,
            minutes.map({ !range.contains($0.lowerBound) || !range.contains($0.upperBound) }) ?? true
        {
            for ordinal in 0..<columns.count where !range.contains(columns.minute(ordinal)) {
                open.close(ordinal, of: columns.count)
            }
        }
        for group in query.excluded {
            hits(of: group, count: columns.count, postings).each { ordinal, _ in
                open.close(ordinal, of: columns.count)
            }
        }
        return open.isEmpty ? nil : open
    }

    /// The stories that answer `group`, each with the weight of what answers it.
    private func hits(of group: ResolvedQuery.Group, count: Int, _ postings: PostingsSource) -> TermHits {
        if group.sequences.count == 1, let element = group.sequences[0].first, group.sequences[0].count == 1 {
            return postings.of(element.id).map { TermHits($0) } ?? TermHits()
        }
        var weights: [Int: Int] = [:]
        for sequence in group.sequences {
            if sequence.count == 1 {
                postings.of(sequence[0].id)?.each { ordinal, weight in weights[ordinal, default: 0] += weight }
            } else {
                for (ordinal, weight) in phrase(sequence, count: count, postings) {
                    weights[ordinal, default: 0] += weight
                }
            }
        }
        return TermHits(weights)
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
            list.each { ordinal, _ in
                if ordinal < count { having[ordinal] &+= 1 }
            }
        }
        let all = UInt8(lists.count)
        var starts: [Int: [Int]] = [:]
        var weights: [Int: Int] = [:]
        for (index, list) in lists.enumerated() {
            let offset = sequence[index].offset
            list.forEachPlaces { ordinal, weight, part in
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
