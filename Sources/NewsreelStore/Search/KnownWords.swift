/// The words that an analyser has met, by 64 bits of a hash: two of them share one far more seldom than two terms share
/// an identity, so no word is compared letter by letter.
struct KnownWords {
    /// What a word of a text becomes.
    struct Word {
        fileprivate let hash: UInt64
        /// The identity of its term.
        let id: UInt64
        /// Where the spelling of its term stands in `spellings`.
        fileprivate let start: Int32
        fileprivate let length: Int32
        /// Tells something of the subject: neither a stop word nor a single character of a pair.
        let isTelling: Bool

        /// What only filters and stands nowhere in the text.
        static func filter(_ id: TermID) -> Word {
            Word(hash: 0, id: id.value, start: 0, length: 0, isTelling: false)
        }

        var isFilter: Bool { length == 0 }
        /// The spelling of its term in `spellings`, its length as a varint in front.
        var spelling: Range<Int> { Int(start)..<Int(start) + Int(length) }
    }

    private(set) var spellings: [UInt8] = []
    private var words: [Word] = []
    /// Indices of `words`, plus one, by their hashes; a power of two, at most half full.
    private var slots = [Int32](repeating: 0, count: 1024)
    private static let most = 250_000

    /// `sort` tells words apart that are written alike and become different terms.
    static func hash(_ text: UnsafeBufferPointer<UInt8>, sort: UInt8) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(sort)
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }

    /// The word of this hash, where it was added.
    func word(_ hash: UInt64) -> Word? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let word = words[Int(slots[slot]) - 1]
            if word.hash == hash { return word }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    mutating func add(_ hash: UInt64, _ id: TermID, spelling: String, isTelling: Bool) -> Word {
        let start = spellings.count
        spellings.appendVarint(spelling.utf8.count)
        spellings.append(contentsOf: spelling.utf8)
        let word = Word(
            hash: hash, id: id.value, start: Int32(start), length: Int32(spellings.count - start),
            isTelling: isTelling)
        words.append(word)
        if words.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            for (index, word) in words.enumerated() { enter(word.hash, index) }
        } else {
            enter(hash, words.count - 1)
        }
        return word
    }

    private mutating func enter(_ hash: UInt64, _ index: Int) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index + 1)
    }

    /// Keeps what is remembered within bounds; between two stories, whose words stand in `spellings`.
    mutating func forgetTooMany() {
        if words.count > Self.most { self = KnownWords() }
    }
}
