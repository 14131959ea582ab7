/// Where one term stands in the stories of a segment, as stored.
///
/// `documents` holds a varint for each story that has the term: the step from the story before it, shifted left by one,
/// with the low bit set where a varint of weight follows; without it the weight is `Postings.plainWeight`.
/// `places` holds for each of these stories the length of its part in bytes, then steps from position to position.
struct Postings: Sendable {
    /// The weight of a word that stands once in the body; weights count halves of it.
    static let plainWeight = 2
    static let heaviest = 255

    var documents: [UInt8] = []
    var places: [UInt8] = []
    private var last = -1

    init() {}

    /// Postings as stored; nothing can be appended to them.
    init(documents: [UInt8], places: [UInt8]) {
        self.documents = documents
        self.places = places
    }

    /// Stories come in the order of their ordinals.
    mutating func append(ordinal: Int, weight: Int, places part: some Collection<UInt8>) {
        let step = ordinal - last - 1
        last = ordinal
        if weight == Self.plainWeight {
            documents.appendVarint(step << 1)
        } else {
            documents.appendVarint(step << 1 | 1)
            documents.appendVarint(weight)
        }
        places.appendVarint(part.count)
        places.append(contentsOf: part)
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
    static func forEach(
        _ documents: [UInt8], places: [UInt8],
        _ body: (_ ordinal: Int, _ weight: Int, _ part: UnsafeBufferPointer<UInt8>) -> Void
    ) {
        places.withUnsafeBufferPointer { bytes in
            var reader = ByteReader(bytes)
            forEach(documents) { ordinal, weight in
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
