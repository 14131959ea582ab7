/// The terms of one story as the index keeps them.
struct StoryTerms: Sendable {
    let pending: PendingStory
    /// The telling terms with their weights, sorted by identity, for finding stories about the same.
    let vector: [UInt8]
    /// Words of the story, stop words too.
    let length: Int

    /// One entry of a story's vector: 5 bytes of identity, 1 of weight.
    static let vectorEntry = 6

    /// The weight of one term in a vector; 0 where the story does not have it.
    static func weight(of id: TermID, in vector: [UInt8]) -> Int {
        vector.withUnsafeBufferPointer { bytes in
            var low = 0
            var high = bytes.count / vectorEntry
            while low < high {
                let middle = (low + high) / 2
                let found = ByteReader.fixed(bytes, at: middle * vectorEntry, bytes: 5)
                if found == id.value { return Int(bytes[middle * vectorEntry + 5]) }
                if found < id.value { low = middle + 1 } else { high = middle }
            }
            return 0
        }
    }

    static func vector(_ bytes: [UInt8], _ body: (TermID, _ weight: Int) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset + vectorEntry <= bytes.count {
                body(TermID(value: ByteReader.fixed(bytes, at: offset, bytes: 5)), Int(bytes[offset + 5]))
                offset += vectorEntry
            }
        }
    }
}

/// A story's terms in one piece, as they wait for their segment: a table to search in, then positions and spellings.
///
/// Layout: 4 bytes of count; for each term 5 bytes of identity, 1 of weight, 4 of offset; at the offset the length of the
/// positions and the positions, then the length of the spelling and the spelling.
struct PendingStory: Sendable {
    static let header = 4
    static let entry = 10

    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    var count: Int {
        bytes.withUnsafeBufferPointer { bytes in
            min(Int(ByteReader.fixed(bytes, at: 0, bytes: 4)), max(0, bytes.count - Self.header) / Self.entry)
        }
    }

    func id(_ index: Int) -> TermID {
        bytes.withUnsafeBufferPointer {
            TermID(value: ByteReader.fixed($0, at: Self.header + index * Self.entry, bytes: 5))
        }
    }

    func weight(_ index: Int) -> Int { Int(bytes[Self.header + index * Self.entry + 5]) }

    /// The place of `id` in the table.
    func find(_ id: TermID) -> Int? {
        let count = count
        return bytes.withUnsafeBufferPointer { bytes in
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                let found = ByteReader.fixed(bytes, at: Self.header + middle * Self.entry, bytes: 5)
                if found == id.value { return middle }
                if found < id.value { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    /// The encoded positions of the term at `index`.
    func places(_ index: Int) -> ArraySlice<UInt8> {
        let range = ranges(index).places
        return bytes[range]
    }

    /// Calls `body` with the identity and weight of each term, and where its positions and spelling stand in `bytes`.
    @inline(__always)
    func each(_ body: (_ id: TermID, _ weight: Int, _ places: Range<Int>, _ spelling: Range<Int>) -> Void) {
        for index in 0..<count {
            let ranges = ranges(index)
            body(id(index), weight(index), ranges.places, ranges.spelling)
        }
    }

    func spelling(_ index: Int) -> String { String(decoding: bytes[ranges(index).spelling], as: UTF8.self) }

    /// The terms that begin with these bytes.
    func spellings(beginning: [UInt8]) -> [String] {
        (0..<count).compactMap { index in
            let range = ranges(index).spelling
            return bytes[range].starts(with: beginning) ? String(decoding: bytes[range], as: UTF8.self) : nil
        }
    }

    private func ranges(_ index: Int) -> (places: Range<Int>, spelling: Range<Int>) {
        bytes.withUnsafeBufferPointer { bytes in
            let offset = Int(ByteReader.fixed(bytes, at: Self.header + index * Self.entry + 6, bytes: 4))
            var reader = ByteReader(bytes, offset: min(offset, bytes.count))
            func part() -> Range<Int> {
                let length = reader.varint()
                let start = reader.offset
                reader.skip(length)
                return start..<reader.offset
            }
            let places = part()
            return (places, part())
        }
    }
}
