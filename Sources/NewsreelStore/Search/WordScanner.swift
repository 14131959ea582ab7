/// Finds the words of a text: Unicode-aware, in one pass over its UTF-8, lower-casing as it goes.
struct WordScanner {
    struct Word {
        /// Where its lower-case bytes stand in `bytes`.
        var from: Int
        var to: Int
        /// UTF-8 offsets in the text.
        var start: Int
        var end: Int
        var position: Int
        var script: Script
        var isNumber: Bool
        var isGram: Bool
        /// For a character of a script without spaces, the end of its pair with the next.
        var pairEnd: (to: Int, end: Int)?
    }

    private(set) var words: [Word] = []
    private(set) var bytes: [UInt8] = []

    private let keepsApostrophes: Bool
    private var current: Word?
    private var position = 0

    /// Unaccented words that begin with other letters are counted and left out; nil leaves none out.
    private let initials: WordInitials?

    init(keepsApostrophes: Bool, initials: WordInitials? = nil) {
        self.keepsApostrophes = keepsApostrophes
        self.initials = initials
    }

    /// Takes the first `limit` words of a text in place of those that it had.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, limit: Int) {
        let table = ScalarTable.shared
        words.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(text.count)
        current = nil
        position = 0
        var index = 0
        while index < text.count, position < limit {
            let plain = Self.plainWord(text, from: index)
            if plain > index + 1, current == nil, let initials, !initials.allow(text[index], text[index + 1]),
                plain == text.count || Self.endsWord(text[plain])
            {
                position += 1
                index = plain
                continue
            }
            if plain > index, current == nil || current?.isGram == false {
                takePlain(text, from: index, to: plain)
                index = plain
                continue
            }
            let (value, width) = Self.decode(text, at: index)
            let next = index + width
            switch table.kind(value) {
            case .letter, .digit, .mark:
                take(table.lowercased(value), isDigit: table.kind(value) == .digit, from: index, to: next)
            case .gram:
                takeGram(value, from: index, to: next)
            case .ignored:
                // After a gram, a variation selector or a zero-width sign: the run goes on.
                if var word = current, !word.isGram {
                    word.end = next
                    current = word
                }
            case .apostrophe:
                if let word = current, !word.isGram, keepsApostrophes,
                    word.script == .latin || word.script == .cyrillic,
                    next < text.count, table.kind(Self.decode(text, at: next).value) == .letter
                {
                    bytes.append(0x27)
                } else {
                    finish()
                }
            case .separator:
                if !joins(value, text, at: index) { finish() }
            }
            index = next
        }
        finish()
    }

    /// The end of the unaccented letters from `from` on: most of most texts.
    @inline(__always)
    private static func plainWord(_ text: UnsafeBufferPointer<UInt8>, from: Int) -> Int {
        var index = from
        while index < text.count, text[index] | 0x20 >= 0x61, text[index] | 0x20 <= 0x7A { index += 1 }
        return index
    }

    /// True for white space and the marks that never join what stands on both sides.
    @inline(__always)
    private static func endsWord(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x2C || byte == 0x0A || byte == 0x3B || byte == 0x3A || byte == 0x21 || byte == 0x3F
    }

    private mutating func takePlain(_ text: UnsafeBufferPointer<UInt8>, from: Int, to: Int) {
        if current == nil {
            current = Word(
                from: bytes.count, to: bytes.count, start: from, end: to, position: position, script: .latin,
                isNumber: false, isGram: false)
        } else if current?.isNumber == true {
            current?.isNumber = false
            current?.script = .latin
        }
        current?.end = to
        let room = TextAnalyzer.longestTerm - (bytes.count - (current?.from ?? 0))
        guard room > 0 else { return }
        for index in from..<min(to, from + room) { bytes.append(text[index] | 0x20) }
    }

    private mutating func take(_ value: UInt32, isDigit: Bool, from: Int, to: Int) {
        if current?.isGram == true { finish() }
        if current == nil {
            current = Word(
                from: bytes.count, to: bytes.count, start: from, end: to, position: position, script: Script(value),
                isNumber: isDigit, isGram: false)
        }
        guard var word = current else { return }
        if word.isNumber && !isDigit {
            word.isNumber = false
            word.script = Script(value)
        }
        word.end = to
        if bytes.count - word.from < TextAnalyzer.longestTerm { append(value) }
        current = word
    }

    /// Each character is a word, and makes a pair with the one right after it.
    private mutating func takeGram(_ value: UInt32, from: Int, to: Int) {
        if current?.isGram == false { finish() }
        let start = bytes.count
        append(value)
        if current != nil, let last = words.indices.last { words[last].pairEnd = (bytes.count, to) }
        let word = Word(
            from: start, to: bytes.count, start: from, end: to, position: position, script: .other, isNumber: false,
            isGram: true)
        words.append(word)
        current = word
        position += 1
    }

    private mutating func finish() {
        guard var word = current else { return }
        current = nil
        guard !word.isGram else { return }
        word.to = bytes.count
        words.append(word)
        position += 1
    }

    /// `U.S.` is one word, and so is `12,000`.
    private func joins(_ value: UInt32, _ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard let word = current, !word.isGram else { return false }
        func isLetter(_ at: Int) -> Bool { at >= 0 && at < text.count && (0x41...0x5A).contains(text[at] & 0xDF) }
        func isDigit(_ at: Int) -> Bool { at >= 0 && at < text.count && (0x30...0x39).contains(text[at]) }
        if value == 0x2E {
            // Letters one by one, each with its full stop.
            let soFar = bytes.count - word.from
            return soFar == (index - word.start + 1) / 2 && (index - word.start) % 2 == 1 && isLetter(index - 1)
                && isLetter(index + 1) && !isLetter(index + 2) && !isDigit(index + 2)
        }
        if value == 0x2C {
            return word.isNumber && isDigit(index + 1) && isDigit(index + 2) && isDigit(index + 3)
                && !isDigit(index + 4)
        }
        return false
    }

    /// A hash of the word's lower-case bytes, for telling words of one text apart.
    func hash(_ word: Word) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes[word.from..<word.to] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    private mutating func append(_ value: UInt32) {
        if value < 0x80 {
            bytes.append(UInt8(value))
        } else if let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) {
            bytes.append(contentsOf: encoded)
        }
    }

    /// The scalar at `index` of valid UTF-8, and how many bytes it takes.
    private static func decode(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, width: Int) {
        let first = UInt32(text[index])
        if first < 0x80 { return (first, 1) }
        func tail(_ offset: Int) -> UInt32 { index + offset < text.count ? UInt32(text[index + offset] & 0x3F) : 0 }
        if first < 0xE0 { return ((first & 0x1F) << 6 | tail(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3) }
        return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
}

/// The first two letters of the words that are looked for.
struct WordInitials: Sendable {
    private static let letters = 26
    private var wanted = [Bool](repeating: false, count: letters * letters)

    /// - Parameter terms: as the analyser gives them, or beginnings of them.
    init(of terms: some Sequence<String>) {
        for term in terms {
            let bytes = Array(term.utf8.prefix(2))
            guard let first = bytes.first.flatMap(Self.index) else { continue }
            if bytes.count > 1, let second = Self.index(bytes[1]) {
                wanted[first * Self.letters + Self.folded(second)] = true
            } else {
                for second in 0..<Self.letters { wanted[first * Self.letters + second] = true }
            }
        }
    }

    /// True where a word with these two letters, in either case, may be one of them.
    @inline(__always)
    func allow(_ first: UInt8, _ second: UInt8) -> Bool {
        guard let first = Self.index(first | 0x20), let second = Self.index(second | 0x20) else { return true }
        return wanted[first * Self.letters + Self.folded(second)]
    }

    private static func index(_ letter: UInt8) -> Int? { (0x61...0x7A).contains(letter) ? Int(letter) - 0x61 : nil }

    /// The English stemmer makes `die` of `dying`.
    private static func folded(_ second: Int) -> Int { second == 24 ? 8 : second }
}
