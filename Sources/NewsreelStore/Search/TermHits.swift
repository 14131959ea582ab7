/// The stories of a segment that have a term, in their order, each with the term's weight there.
struct TermHits: Sendable {
    private var ordinals: [Int32] = []
    private var weights: [UInt8] = []
    /// Packed postings in place of both.
    private var packed: [UInt8]?
    private(set) var count = 0

    init() {}

    init(_ postings: Postings) {
        guard !postings.isPacked else {
            packed = postings.documents
            count = postings.documents.withUnsafeBufferPointer { PackedPostings($0).count }
            return
        }
        ordinals.reserveCapacity(postings.documents.count)
        weights.reserveCapacity(postings.documents.count)
        postings.each { ordinal, weight in
            ordinals.append(Int32(clamping: ordinal))
            weights.append(UInt8(clamping: weight))
        }
        count = ordinals.count
    }

    /// Weights by ordinal.
    init(_ found: [Int: Int]) {
        for (ordinal, weight) in found.sorted(by: { $0.key < $1.key }) {
            ordinals.append(Int32(clamping: ordinal))
            weights.append(UInt8(clamping: weight))
        }
        count = ordinals.count
    }

    @inline(__always)
    func each(_ body: (_ ordinal: Int, _ weight: Int) -> Void) {
        if let packed {
            packed.withUnsafeBufferPointer { bytes in
                PackedPostings(bytes).each { ordinal, weight in body(ordinal, Int(weight)) }
            }
        } else {
            for index in 0..<count { body(Int(ordinals[index]), Int(weights[index])) }
        }
    }

    /// Looks weights up, of stories that come in their order.
    struct Reader {
        fileprivate var ordinals: UnsafeBufferPointer<Int32>
        fileprivate var weights: UnsafeBufferPointer<UInt8>
        fileprivate var packed: PackedPostings?
        private var index = 0

        fileprivate init(
            _ ordinals: UnsafeBufferPointer<Int32>, _ weights: UnsafeBufferPointer<UInt8>, _ packed: PackedPostings?
        ) {
            self.ordinals = ordinals
            self.weights = weights
            self.packed = packed
        }

        /// 0 where the story does not have the term.
        @inline(__always)
        mutating func weight(of ordinal: Int) -> UInt8 {
            if packed != nil { return packed?.weight(of: ordinal) ?? 0 }
            // In strides that double, then by halves: a short list beside a long one looks at few of its stories.
            var step = 1
            while index + step < ordinals.count, ordinals[index + step] < ordinal {
                index += step
                step *= 2
            }
            var end = min(ordinals.count, index + step + 1)
            while index < end {
                let middle = (index + end) / 2
                if ordinals[middle] < ordinal { index = middle + 1 } else { end = middle }
            }
            return index < ordinals.count && ordinals[index] == ordinal ? weights[index] : 0
        }
    }

    func withReader<T>(_ body: (inout Reader) -> T) -> T {
        ordinals.withUnsafeBufferPointer { ordinals in
            weights.withUnsafeBufferPointer { weights in
                guard let packed else {
                    var reader = Reader(ordinals, weights, nil)
                    return body(&reader)
                }
                return packed.withUnsafeBufferPointer { bytes in
                    var reader = Reader(ordinals, weights, PackedPostings(bytes))
                    return body(&reader)
                }
            }
        }
    }
}

/// Which stories of a segment may be found; all, until something is said against one.
struct OpenStories: Sendable {
    private var bits: [UInt64]?

    @inline(__always)
    func contains(_ ordinal: Int) -> Bool {
        guard let bits else { return true }
        return ordinal >> 6 < bits.count && bits[ordinal >> 6] & (1 << UInt64(ordinal & 63)) != 0
    }

    var isEmpty: Bool { bits?.allSatisfy { $0 == 0 } ?? false }

    /// Of `count` stories, closes one.
    mutating func close(_ ordinal: Int, of count: Int) {
        if bits == nil { bits = Array(repeating: .max, count: (count + 63) / 64) }
        guard ordinal >> 6 < (count + 63) / 64 else { return }
        bits?[ordinal >> 6] &= ~(1 << UInt64(ordinal & 63))
    }

    /// Of `count` stories, closes those that do not have a term.
    mutating func keep(_ postings: Postings, of count: Int) {
        var having = [UInt64](repeating: 0, count: (count + 63) / 64)
        if postings.isPacked {
            postings.documents.withUnsafeBufferPointer { bytes in
                let packed = PackedPostings(bytes)
                for word in 0..<min(packed.words, having.count) { having[word] = packed.bits(word) }
            }
        } else {
            postings.each { ordinal, _ in
                if ordinal < count { having[ordinal >> 6] |= 1 << UInt64(ordinal & 63) }
            }
        }
        if let bits { for word in having.indices { having[word] &= bits[word] } }
        bits = having
    }
}
