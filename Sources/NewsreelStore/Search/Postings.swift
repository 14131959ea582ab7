/// Where one term stands in the stories of a segment, as stored.
///
/// `documents` holds a varint for each story that has the term: the step from the story before it, shifted left by one,
/// with the low bit set where a varint of weight follows; without it the weight is `Postings.plainWeight`.
/// `places` holds for each of these stories the length of its part in bytes, then steps from position to position.
///
/// Of a term that many stories of a huge segment have, `documents` is packed: the number of 64-bit words in 4 bytes, the
/// words with a bit for each story of the segment, then a byte of weight for each bit that is set.
struct Postings: Sendable {
    /// The weight of a word that stands once in the body; weights count halves of it.
    static let plainWeight = 2
    static let heaviest = 255

    var documents: [UInt8] = []
    var places: [UInt8] = []
    private(set) var isPacked = false
    /// Stories that were appended.
    private(set) var count = 0
    private var last = -1

    init() {}

    /// Postings as stored, of `count` stories where that is known; nothing can be appended to them.
    init(documents: [UInt8], places: [UInt8], isPacked: Bool = false, count: Int = 0) {
        self.documents = documents
        self.places = places
        self.isPacked = isPacked
        self.count = count
    }

    /// Stories come in the order of their ordinals.
    mutating func append(ordinal: Int, weight: Int, places part: some Collection<UInt8>) {
        let step = ordinal - last - 1
        last = ordinal
        count += 1
        if weight == Self.plainWeight {
            documents.appendVarint(step << 1)
        } else {
            documents.appendVarint(step << 1 | 1)
            documents.appendVarint(weight)
        }
        places.appendVarint(part.count)
        places.append(contentsOf: part)
    }

    /// The bytes that a story takes in `documents`, so many stories behind the one before it.
    @inline(__always)
    static func size(step: Int, weight: Int) -> Int {
        let size = ByteWriter.size(varint: step << 1)
        return weight == plainWeight ? size : size + ByteWriter.size(varint: weight)
    }

    /// Writes those bytes.
    @inline(__always)
    static func write(step: Int, weight: Int, to documents: inout ByteWriter) {
        documents.varint(step << 1 | (weight == plainWeight ? 0 : 1))
        if weight != plainWeight { documents.varint(weight) }
    }

    /// Terms of a huge segment that more than one story in so many has are packed.
    private static let packedShare = 8

    /// `documents` as a huge segment of `stories` stories keeps them: behind a byte that is 1 where they are packed.
    func stored(stories: Int) -> [UInt8] {
        guard count * Self.packedShare > stories else { return [0] + documents }
        var words = [UInt64](repeating: 0, count: (stories + 63) / 64)
        var weights: [UInt8] = []
        weights.reserveCapacity(count)
        Self.forEach(documents) { ordinal, weight in
            words[ordinal >> 6] |= 1 << UInt64(ordinal & 63)
            weights.append(UInt8(clamping: weight))
        }
        var bytes: [UInt8] = [1]
        bytes.reserveCapacity(5 + words.count * 8 + weights.count)
        bytes.appendFixed(UInt64(words.count), bytes: 4)
        for word in words { bytes.appendFixed(word, bytes: 8) }
        return bytes + weights
    }

    /// Calls `body` with the ordinal and weight of each story.
    @inline(__always)
    func each(_ body: (_ ordinal: Int, _ weight: Int) -> Void) {
        guard isPacked else { return Self.forEach(documents, body) }
        documents.withUnsafeBufferPointer { bytes in
            PackedPostings(bytes).each { ordinal, weight in body(ordinal, Int(weight)) }
        }
    }

    /// Calls `body` with the ordinal and weight of each story.
    @inline(__always)
    static func forEach(_ documents: [UInt8], _ body: (_ ordinal: Int, _ weight: Int) -> Void) {
        documents.withUnsafeBufferPointer { bytes in
            var reader = ByteReader(bytes)
            var ordinal = -1
            while !reader.isAtEnd {
                let step = reader.varint()
                ordinal &+= (step >> 1) &+ 1
                body(ordinal, step & 1 == 0 ? plainWeight : reader.varint())
            }
        }
    }

    /// Calls `body` with the ordinal and weight of each story and its part of `places`.
    func forEachPlaces(_ body: (_ ordinal: Int, _ weight: Int, _ part: UnsafeBufferPointer<UInt8>) -> Void) {
        places.withUnsafeBufferPointer { bytes in
            var reader = ByteReader(bytes)
            each { ordinal, weight in
                let length = Swift.min(Swift.max(0, reader.varint()), bytes.count - reader.offset)
                body(ordinal, weight, UnsafeBufferPointer(rebasing: bytes[reader.offset..<reader.offset + length]))
                reader.skip(length)
            }
        }
    }

    static func encodePlaces(_ positions: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(positions.count * 2)
        var last = 0
        for position in positions {
            bytes.appendVarint(position - last)
            last = position
        }
        return bytes
    }

    static func decodePlaces(_ part: UnsafeBufferPointer<UInt8>) -> [Int] {
        var reader = ByteReader(part)
        var positions: [Int] = []
        var last = 0
        while !reader.isAtEnd {
            last &+= reader.varint()
            positions.append(last)
        }
        return positions
    }
}

/// Packed postings of one term, read from bytes that outlive this; bytes that end too early read as no more stories.
struct PackedPostings {
    private let bytes: UnsafeBufferPointer<UInt8>
    let words: Int
    private let firstWeight: Int
    /// Bits that are set before the word that was last looked into.
    private var rank = 0
    private var word = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        let said = Int(ByteReader.fixed(bytes, at: 0, bytes: 4))
        words = min(said, max(0, bytes.count - 4) / 8)
        firstWeight = 4 + words * 8
    }

    /// Stories that have the term.
    var count: Int { max(0, bytes.count - firstWeight) }

    @inline(__always)
    func bits(_ word: Int) -> UInt64 { ByteReader.fixed(bytes, at: 4 + word * 8, bytes: 8) }

    /// The weight of the bit that has `rank` set bits before it.
    @inline(__always)
    func weight(rank: Int) -> UInt8 {
        let offset = firstWeight + rank
        return offset < bytes.count ? bytes[offset] : 0
    }

    /// The weight of a story, 0 where it does not have the term; the stories asked for come in their order.
    @inline(__always)
    mutating func weight(of ordinal: Int) -> UInt8 {
        let wanted = ordinal >> 6
        guard wanted < words else { return 0 }
        while word < wanted {
            rank += bits(word).nonzeroBitCount
            word += 1
        }
        let found = bits(wanted)
        let bit: UInt64 = 1 << UInt64(ordinal & 63)
        guard found & bit != 0 else { return 0 }
        return weight(rank: rank + (found & (bit - 1)).nonzeroBitCount)
    }

    @inline(__always)
    func each(_ body: (_ ordinal: Int, _ weight: UInt8) -> Void) {
        var rank = 0
        for word in 0..<words {
            var rest = bits(word)
            while rest != 0 {
                let weight = weight(rank: rank)
                guard weight != 0 else { return }
                body(word << 6 | rest.trailingZeroBitCount, weight)
                rank += 1
                rest &= rest - 1
            }
        }
    }
}
