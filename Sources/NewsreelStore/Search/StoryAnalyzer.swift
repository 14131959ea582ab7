/// Cuts the stories of one edition into terms; what a word becomes is worked out once, however many stories have it.
///
/// Not for sharing between threads.
final class StoryAnalyzer {
    private let edition: String
    private let analyzer: TextAnalyzer
    private var known = KnownWords()
    private var scanner: WordScanner
    private var cut = Cut()
    /// Where terms are written before their size is known.
    private var scratch: [UInt8] = []

    private struct Place {
        var word: KnownWords.Word
        var position: Int
        var weight: Int
    }

    /// The words of one story as they are taken.
    private struct Cut {
        var places: [Place] = []
        /// The identity of each place's term above the number of the place.
        var order: [UInt64] = []

        static let placeBits: UInt64 = 24

        mutating func add(_ word: KnownWords.Word, position: Int, weight: Int) {
            order.append(word.id << Self.placeBits | UInt64(places.count))
            places.append(Place(word: word, position: position, weight: weight))
        }

        /// The places of the term that begins at `start` of the order.
        func term(from start: Int) -> Range<Int> {
            var end = start + 1
            while end < order.count, order[end] >> Self.placeBits == order[start] >> Self.placeBits { end += 1 }
            return start..<end
        }

        func place(_ index: Int) -> Place { places[Int(order[index] & (1 << Self.placeBits - 1))] }
    }

    init(edition: String, language: String) {
        self.edition = edition
        let language = SearchLanguage(language)
        analyzer = TextAnalyzer(language: language)
        scanner = WordScanner(keepsApostrophes: language.keepsApostrophes)
    }

    /// The terms of all fields; positions run through, with a gap between fields that no phrase spans.
    func terms(of story: SearchableStory) -> StoryTerms {
        known.forgetTooMany()
        cut.places.removeAll(keepingCapacity: true)
        cut.order.removeAll(keepingCapacity: true)
        var start = 0
        var length = 0
        for field in story.fields where !field.text.isEmpty {
            let last = take(field.text, weight: field.weight, from: start, limit: max(0, Self.longest - length))
            guard let last else { continue }
            length += last + 1
            start += last + 1 + Self.fieldGap
        }
        for filter in story.filterTerms { cut.add(.filter(filter), position: 0, weight: Postings.plainWeight) }
        cut.order.sort()
        return written(cut, known.spellings, length: length)
    }

    private static let fieldGap = 16
    /// Words of a story that are indexed; more than a long novel has.
    private static let longest = 200_000

    /// Takes the words of a text; answers the position of the last.
    private func take(_ text: String, weight: Int, from start: Int, limit: Int) -> Int? {
        var text = TextAnalyzer.composed(text)
        text.withUTF8 { scanner.scan($0, limit: limit) }
        let words = scanner.words
        scanner.bytes.withUnsafeBufferPointer { bytes in
            take(words, bytes, weight: weight, from: start, into: &cut, &known)
        }
        return words.last?.position
    }

    private func take(
        _ words: [WordScanner.Word], _ bytes: UnsafeBufferPointer<UInt8>, weight: Int, from start: Int,
        into cut: inout Cut, _ known: inout KnownWords
    ) {
        for word in words {
            func add(to end: Int, _ kind: SearchToken.Kind) {
                let found = self.word(UnsafeBufferPointer(rebasing: bytes[word.from..<end]), kind, word, &known)
                cut.add(found, position: start + word.position, weight: weight)
            }
            add(to: word.to, word.isGram ? .single : .word)
            if let next = word.pairEnd { add(to: next.to, .pair) }
        }
    }

    /// What a word becomes.
    private func word(
        _ text: UnsafeBufferPointer<UInt8>, _ kind: SearchToken.Kind, _ word: WordScanner.Word,
        _ known: inout KnownWords
    ) -> KnownWords.Word {
        let sort = kind.rawValue | (word.isNumber ? 8 : 0) | word.script.rawValue << 4
        let hash = KnownWords.hash(text, sort: sort)
        if let found = known.word(hash) { return found }
        var term = ""
        var isStop = false
        if kind == .word {
            (term, isStop) = analyzer.reduce(Array(text), script: word.script, isNumber: word.isNumber)
        } else {
            term = String(decoding: text, as: UTF8.self)
        }
        return known.add(
            hash, TermID(term, edition: edition), spelling: term, isTelling: !isStop && kind != .single)
    }

    /// What was taken, term by term.
    private func written(_ cut: Cut, _ spellings: [UInt8], length: Int) -> StoryTerms {
        var terms = 0
        var room = PendingStory.header
        var start = 0
        while start < cut.order.count {
            let term = cut.term(from: start)
            terms += 1
            room += PendingStory.entry + (term.count + 1) * ByteWriter.longestVarint
            room += cut.place(term.upperBound - 1).word.spelling.count + 1
            start = term.upperBound
        }
        if scratch.count < room + terms * StoryTerms.vectorEntry {
            scratch = Array(repeating: 0, count: 2 * (room + terms * StoryTerms.vectorEntry))
        }
        return scratch.withUnsafeMutableBufferPointer { scratch in
            var table = ByteWriter(scratch)
            var rest = ByteWriter(scratch, offset: PendingStory.header + terms * PendingStory.entry)
            var vector = ByteWriter(scratch, offset: room)
            table.fixed(UInt64(terms), bytes: 4)
            var start = 0
            while start < cut.order.count {
                let term = cut.term(from: start)
                start = term.upperBound
                let word = cut.place(term.upperBound - 1).word
                let weight = min(Postings.heaviest, term.reduce(0) { $0 + cut.place($1).weight })
                table.fixed(word.id, bytes: 5)
                table.byte(UInt8(weight))
                table.fixed(UInt64(rest.offset), bytes: 4)
                guard !word.isFilter else {
                    rest.varint(0)
                    rest.varint(0)
                    continue
                }
                var size = 0
                var last = 0
                for index in term {
                    let position = cut.place(index).position
                    size += ByteWriter.size(varint: position - last)
                    last = position
                }
                rest.varint(size)
                last = 0
                for index in term {
                    let position = cut.place(index).position
                    rest.varint(position - last)
                    last = position
                }
                rest.copy(spellings, word.spelling)
                guard word.isTelling else { continue }
                vector.fixed(word.id, bytes: 5)
                vector.byte(UInt8(weight))
            }
            return StoryTerms(
                pending: PendingStory(bytes: Array(scratch[..<rest.offset])),
                vector: Array(scratch[room..<vector.offset]), length: length)
        }
    }
}
