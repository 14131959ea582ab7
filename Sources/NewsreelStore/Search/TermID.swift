/// A term of one edition as 40 bits of a hash, which is how postings and story vectors name it.
///
/// Two words of an edition share one once in some millions of words; then a story may be found for the wrong word.
struct TermID: Hashable, Sendable, Comparable {
    static let bits: Int64 = 40
    static let largest: UInt64 = 1 << UInt64(bits) - 1

    /// Below 2⁴⁰.
    let value: UInt64

    init(value: UInt64) { self.value = value }

    /// The term of a row of postings.
    init(key: Int64) { value = UInt64(truncatingIfNeeded: key) & Self.largest }

    /// The word `term`, as `TextAnalyzer` gives it, in the edition `edition`.
    init(_ term: String, edition: String) { self.init(hashing: term, kind: 1, edition: edition) }

    private init(hashing text: String, kind: UInt8, edition: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in edition.utf8 { take(byte) }
        take(kind)
        for byte in text.utf8 { take(byte) }
        // FNV leaves its low bytes weak; mixed once more, every bit depends on every byte.
        hash ^= hash >> 33
        hash = hash &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 33
        hash = hash &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 33
        value = hash >> 24
    }

    /// The stories of a section.
    static func section(_ slug: String, edition: String) -> TermID { TermID(hashing: slug, kind: 2, edition: edition) }
    /// The stories under a tag.
    static func tag(_ slug: String, edition: String) -> TermID { TermID(hashing: slug, kind: 3, edition: edition) }
    /// The stories that show a kind of media.
    static func media(_ kind: String, edition: String) -> TermID { TermID(hashing: kind, kind: 4, edition: edition) }

    /// The row of this term's postings in a segment.
    func key(segment: Int64) -> Int64 { segment << Self.bits | Int64(value) }

    static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
