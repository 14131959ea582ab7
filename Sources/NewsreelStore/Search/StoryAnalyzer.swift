/// Cuts the stories of one edition into terms; what a word becomes is worked out once, however many stories have it.
///
/// Not for sharing between threads.
final class StoryAnalyzer {
    private let edition: String
    private let analyzer: TextAnalyzer

    /// What a word of a text becomes.
    private struct Word {
        var hash: UInt64
        /// Its bytes in `bytes`.
        var start: Int
        var length: Int
        var kind: UInt8
        var id: UInt64
        var spelling: [UInt8]
        /// Tells something of the subject: neither a stop word nor a single character of a pair.
        var isTelling: Bool
    }

    private var words: [Word] = []
    private var bytes: [UInt8] = []
    /// Indices of `words`, plus one, by their hashes; a power of two, at most half full.
    private var slots = [Int32](repeating: 0, count: 1024)
    private static let mostWords = 250_000

    /// Where the words of the story stand that is being cut.
    private struct Place {
        /// An index of `words`; -1 for what only filters.
        var word: Int32
        var position: Int32
        var weight: Int32
    }

    /// The words of one story as they are taken.
    private struct Cut {
        var places: [Place] = []
        /// The identity of each place's term above the number of the place.
        var order: [UInt64] = []

        mutating func add(_ id: UInt64, word: Int, position: Int, weight: Int) {
            order.append(id << StoryAnalyzer.placeBits | UInt64(places.count))
            places.append(Place(word: Int32(word), position: Int32(position), weight: Int32(weight)))
        }
    }

    init(edition: String, language: String) {
        self.edition = edition
        analyzer = TextAnalyzer(language: SearchLanguage(language))
    }

    /// The terms of all fields; positions run through, with a gap between fields that no phrase spans.
    func terms(of story: SearchableStory) -> StoryTerms {
        if words.count > Self.mostWords { forget() }
        var cut = Cut()
        cut.places.reserveCapacity(512)
        cut.order.reserveCapacity(512)
        var start = 0
        var length = 0
        for field in story.fields where !field.text.isEmpty {
            let last = take(
                field.text, weight: field.weight, from: start, limit: max(0, Self.longest - length), into: &cut)
            guard let last else { continue }
            length += last + 1
            start += last + 1 + Self.fieldGap
        }
        for filter in story.filterTerms { cut.add(filter.value, word: -1, position: 0, weight: Postings.plainWeight) }
        cut.order.sort()
        return written(cut, length: length)
    }

    private static let fieldGap = 16
    /// Words of a story that are indexed; more than a long novel has.
    private static let longest = 200_000
    private static let placeBits: UInt64 = 24

    /// Takes the words of a text; answers the position of the last.
    private func take(_ text: String, weight: Int, from start: Int, limit: Int, into cut: inout Cut) -> Int? {
        var scanner = WordScanner(limit: limit, keepsApostrophes: analyzer.language.keepsApostrophes)
        var text = TextAnalyzer.composed(text)
        text.withUTF8 { scanner.scan($0) }
        scanner.bytes.withUnsafeBufferPointer { bytes in
            for word in scanner.words {
                func add(to end: Int, _ kind: SearchToken.Kind) {
                    let (index, id) = self.word(UnsafeBufferPointer(rebasing: bytes[word.from..<end]), kind, word)
                    cut.add(id, word: index, position: start + word.position, weight: weight)
                }
                add(to: word.to, word.isGram ? .single : .word)
                if let next = word.pairEnd { add(to: next.to, .pair) }
            }
        }
        return scanner.words.last?.position
    }

    /// The index of a word and the identity of its term.
    private func word(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: SearchToken.Kind, _ word: WordScanner.Word
    ) -> (index: Int, id: UInt64) {
        let sort = kind.rawValue | (word.isNumber ? 8 : 0) | word.script.rawValue << 4
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(sort)
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 32
        if let index = known(hash, text, sort) { return (index, words[index].id) }
        return add(text, kind, word, sort: sort, hash: hash)
    }

    private func known(_ hash: UInt64, _ text: UnsafeBufferPointer<UInt8>, _ sort: UInt8) -> Int? {
        // In names of their own, so that each is asked for once.
        let (slots, words) = (self.slots, self.words)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if words[index].hash == hash, isWord(index, text, sort) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func add(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: SearchToken.Kind, _ word: WordScanner.Word, sort: UInt8,
        hash: UInt64
    ) -> (index: Int, id: UInt64) {
        let term: String
        var isStop = false
        if kind == .word {
            (term, isStop) = analyzer.reduce(Array(text), script: word.script, isNumber: word.isNumber)
        } else {
            term = String(decoding: text, as: UTF8.self)
        }
        let id = TermID(term, edition: edition).value
        words.append(
            Word(
                hash: hash, start: bytes.count, length: text.count, kind: sort, id: id, spelling: Array(term.utf8),
                isTelling: !isStop && kind != .single))
        bytes += text
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(words.count)
        if words.count * 2 > slots.count { grow() }
        return (words.count - 1, id)
    }

    private func isWord(_ index: Int, _ text: UnsafeBufferPointer<UInt8>, _ kind: UInt8) -> Bool {
        let (start, length) = (words[index].start, words[index].length)
        return words[index].kind == kind && length == text.count
            && bytes[start..<start + length].elementsEqual(text)
    }

    private func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, word) in words.enumerated() {
            var slot = Int(truncatingIfNeeded: word.hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index + 1)
        }
    }

    private func forget() {
        words.removeAll()
        bytes.removeAll()
        slots = Array(repeating: 0, count: 1024)
    }

    /// What was taken, term by term.
    private func written(_ cut: Cut, length: Int) -> StoryTerms {
        let (places, order, words) = (cut.places, cut.order, self.words)
        var table: [UInt8] = []
        var rest: [UInt8] = []
        var vector: [UInt8] = []
        var steps: [UInt8] = []
        var terms: [Range<Int>] = []
        var start = 0
        while start < order.count {
            let id = order[start] >> Self.placeBits
            var end = start + 1
            while end < order.count, order[end] >> Self.placeBits == id { end += 1 }
            terms.append(start..<end)
            start = end
        }
        let first = PendingStory.header + terms.count * PendingStory.entry
        table.reserveCapacity(first)
        rest.reserveCapacity(terms.count * 12)
        vector.reserveCapacity(terms.count * StoryTerms.vectorEntry)
        table.appendFixed(UInt64(terms.count), bytes: 4)
        for term in terms {
            let id = order[term.lowerBound] >> Self.placeBits
            var weight = 0
            var last = 0
            var word = -1
            steps.removeAll(keepingCapacity: true)
            for place in term {
                let place = places[Int(order[place] & (1 << Self.placeBits - 1))]
                weight += Int(place.weight)
                word = Int(place.word)
                guard word >= 0 else { continue }
                steps.appendVarint(Int(place.position) - last)
                last = Int(place.position)
            }
            let heavy = UInt64(min(Postings.heaviest, weight))
            table.appendFixed(id, bytes: 5)
            table.append(UInt8(heavy))
            table.appendFixed(UInt64(first + rest.count), bytes: 4)
            rest.appendVarint(steps.count)
            rest += steps
            rest.appendVarint(word < 0 ? 0 : words[word].spelling.count)
            guard word >= 0 else { continue }
            rest += words[word].spelling
            guard words[word].isTelling else { continue }
            vector.appendFixed(id, bytes: 5)
            vector.append(UInt8(heavy))
        }
        return StoryTerms(pending: PendingStory(bytes: table + rest), vector: vector, length: length)
    }
}
