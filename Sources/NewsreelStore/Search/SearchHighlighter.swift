/// Marks in a text what a query found there, by the same rules that found it.
package struct SearchHighlighter: Sendable {
    private let language: SearchLanguage
    /// Terms that match by themselves, with the number of their group.
    private let single: [String: Int]
    private let sequences: [(group: Int, sequence: SearchPlan.Sequence)]
    private let beginnings: [(group: Int, text: String)]
    private let initials: WordInitials
    /// True when nothing in a script without spaces is looked for.
    private let gramless: Bool

    /// Bytes of a text that are looked through for a snippet.
    private static let reach = 32_000

    /// - Parameter language: the edition's, as BCP 47.
    package init(_ query: SearchQuery, language: String) {
        self.language = SearchLanguage(language)
        let plan = SearchPlan(query, language: self.language)
        var single: [String: Int] = [:]
        var sequences: [(Int, SearchPlan.Sequence)] = []
        var beginnings: [(Int, String)] = []
        for (number, group) in plan.groups.enumerated() {
            for sequence in group.sequences {
                if sequence.elements.count == 1, let term = sequence.elements.first?.term {
                    single[term] = number
                } else if !sequence.elements.isEmpty {
                    sequences.append((number, sequence))
                }
            }
            if let beginning = group.beginning { beginnings.append((number, beginning)) }
        }
        self.single = single
        self.sequences = sequences
        self.beginnings = beginnings
        initials = WordInitials(of: single.keys + beginnings.map(\.1))
        let table = ScalarTable.shared
        gramless = !single.keys.contains { $0.unicodeScalars.contains { table.kind($0.value) == .gram } }
    }

    /// All of `text`, cut where marks begin and end.
    package func runs(in text: String) -> [SearchRun] {
        let text = TextAnalyzer.composed(text)
        return Self.cut(Array(text.utf8), marks(in: text))
    }

    /// The part of `text` that shows most of what was looked for, about `length` characters of it, white space made single.
    package func snippet(of text: String, length: Int = 200) -> [SearchRun] {
        excerpt(of: Self.onOneLine(TextAnalyzer.composed(Self.beginning(of: text))), length: length)
    }

    /// The same for a text that is composed and on one line already.
    func excerpt(of text: String, length: Int = 200) -> [SearchRun] {
        let text = Self.beginning(of: text)
        let bytes = Array(text.utf8)
        let marks = marks(in: text)
        // Bytes per character, so that Cyrillic and Han get as many characters as Latin.
        let characters = bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        let width = characters > 0 ? max(1, length * bytes.count / characters) : length
        guard bytes.count > width else { return Self.cut(bytes, marks) }
        let start = Self.start(bytes, Self.densest(marks, width: width), width: width)
        let end = Self.boundary(bytes, atOrBefore: min(bytes.count, start + width), after: start)
        let inside = marks.filter { $0.range.lowerBound >= start && $0.range.upperBound <= end }
            .map { Mark(range: ($0.range.lowerBound - start)..<($0.range.upperBound - start), group: $0.group) }
        var runs = Self.cut(Array(bytes[start..<end]), inside)
        if start > 0 { runs.insert(SearchRun("… "), at: 0) }
        if end < bytes.count { runs.append(SearchRun(" …")) }
        return Self.joined(runs)
    }

    private struct Mark {
        var range: Range<Int>
        var group: Int
    }

    private struct Place: Hashable {
        var position: Int
        var term: String
    }

    /// Byte ranges in order, apart from one another.
    private func marks(in text: String) -> [Mark] {
        guard !(single.isEmpty && sequences.isEmpty && beginnings.isEmpty) else { return [] }
        let analyzer = TextAnalyzer(language: language)
        guard sequences.isEmpty, gramless else { return marks(of: analyzer.tokens(in: text)) }
        // Words by themselves: each is reduced once, however often it stands in the text.
        var scanner = WordScanner(
            keepsApostrophes: language.keepsApostrophes,
            initials: analyzer.keepsInitials ? initials : nil)
        var text = text
        text.withUTF8 { scanner.scan($0, limit: .max) }
        var known: [UInt64: Int?] = [:]
        var marks: [Mark] = []
        for word in scanner.words where !word.isGram {
            let hash = scanner.hash(word)
            let group: Int?
            if let answer = known[hash] {
                group = answer
            } else {
                let bytes = Array(scanner.bytes[word.from..<word.to])
                group = self.group(analyzer.reduce(bytes, script: word.script, isNumber: word.isNumber).term)
                known[hash] = .some(group)
            }
            if let group { marks.append(Mark(range: word.start..<word.end, group: group)) }
        }
        return marks
    }

    /// The group that a word by itself answers.
    private func group(_ term: String) -> Int? {
        single[term] ?? beginnings.first { term.hasPrefix($0.text) }?.group
    }

    private func marks(of tokens: [SearchToken]) -> [Mark] {
        var marks: [Mark] = []
        for token in tokens {
            if let group = token.kind == .word ? group(token.term) : single[token.term] {
                marks.append(Mark(range: token.start..<token.end, group: group))
            }
        }
        if !sequences.isEmpty {
            let places = Dictionary(
                tokens.enumerated().map { (Place(position: $1.position, term: $1.term), $0) },
                uniquingKeysWith: { first, _ in first })
            for (group, sequence) in sequences {
                for token in tokens where token.term == sequence.elements.first?.term {
                    let found = sequence.elements.compactMap { element in
                        places[Place(position: token.position + element.offset, term: element.term)]
                    }
                    guard found.count == sequence.elements.count else { continue }
                    marks += found.map { Mark(range: tokens[$0].start..<tokens[$0].end, group: group) }
                }
            }
        }
        return Self.merged(marks)
    }

    private static func merged(_ marks: [Mark]) -> [Mark] {
        var merged: [Mark] = []
        for mark in marks.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            if let last = merged.last, mark.range.lowerBound < last.range.upperBound {
                merged[merged.count - 1].range =
                    last.range.lowerBound..<max(last.range.upperBound, mark.range.upperBound)
            } else {
                merged.append(mark)
            }
        }
        return merged
    }

    /// Where the window of `width` with most different groups begins; nil without marks.
    private static func densest(_ marks: [Mark], width: Int) -> Range<Int>? {
        var best: (range: Range<Int>, groups: Int, marks: Int)?
        var last = 0
        for (index, mark) in marks.enumerated() {
            last = max(last, index)
            while last + 1 < marks.count, marks[last + 1].range.upperBound <= mark.range.lowerBound + width * 3 / 4 {
                last += 1
            }
            // Windows of thousands of marks are as good as their first hundred.
            let inside = marks[index...min(last, index + 100)]
            let groups = Set(inside.map(\.group)).count
            if best == nil || (groups, inside.count) > (best?.groups ?? 0, best?.marks ?? 0) {
                best = (mark.range.lowerBound..<marks[last].range.upperBound, groups, inside.count)
            }
        }
        return best?.range
    }

    /// The start of a sentence shortly before the marks, or of a word.
    private static func start(_ bytes: [UInt8], _ marks: Range<Int>?, width: Int) -> Int {
        guard let marks else { return 0 }
        let earliest = max(0, min(marks.lowerBound - width / 4, bytes.count - width))
        if marks.lowerBound <= width / 3 { return 0 }
        var index = marks.lowerBound
        while index > max(1, marks.lowerBound - width / 3) {
            let isEnd = index >= 2 && bytes[index - 1] == 0x20 && [0x2E, 0x21, 0x3F].contains(bytes[index - 2])
            if isEnd || (index >= 3 && bytes[index - 3] == 0xE3 && bytes[index - 2] == 0x80 && bytes[index - 1] == 0x82)
            {
                return index
            }
            index -= 1
        }
        index = min(earliest, marks.lowerBound)
        while index < marks.lowerBound, bytes[index] != 0x20 { index += 1 }
        if index < marks.lowerBound { return index + 1 }
        // A script without spaces: any character begins.
        index = min(earliest, marks.lowerBound)
        while index < marks.lowerBound, bytes[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }

    /// The last end of a word at or before `limit`, or of a character in a long run without spaces.
    private static func boundary(_ bytes: [UInt8], atOrBefore limit: Int, after start: Int) -> Int {
        guard limit < bytes.count else { return bytes.count }
        var index = limit
        while index > start + (limit - start) * 3 / 4, bytes[index] != 0x20 { index -= 1 }
        if bytes[index] == 0x20 { return index }
        index = limit
        while index > start, bytes[index] & 0xC0 == 0x80 { index -= 1 }
        return index
    }

    private static func cut(_ bytes: [UInt8], _ marks: [Mark]) -> [SearchRun] {
        var runs: [SearchRun] = []
        var index = 0
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        for mark in marks where mark.range.lowerBound >= index && mark.range.upperBound <= bytes.count {
            if mark.range.lowerBound > index { runs.append(SearchRun(text(index..<mark.range.lowerBound))) }
            runs.append(SearchRun(text(mark.range), isMarked: true))
            index = mark.range.upperBound
        }
        if index < bytes.count { runs.append(SearchRun(text(index..<bytes.count))) }
        return joined(runs)
    }

    /// Neighbours of the same kind in one piece.
    private static func joined(_ runs: [SearchRun]) -> [SearchRun] {
        var joined: [SearchRun] = []
        for run in runs {
            if let last = joined.last, last.isMarked == run.isMarked {
                joined[joined.count - 1].text += run.text
            } else {
                joined.append(run)
            }
        }
        return joined
    }

    /// As much of a text as a snippet is looked for in.
    static func beginning(of text: String) -> String {
        guard text.utf8.count > reach else { return text }
        return String(decoding: Array(text.utf8.prefix(reach)), as: UTF8.self)
    }

    /// `text` with every run of white space as one space.
    static func onOneLine(_ text: String) -> String {
        var line: [UInt8] = []
        line.reserveCapacity(text.utf8.count)
        var text = text
        text.withUTF8 { bytes in
            var isSpace = true
            for byte in bytes {
                if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
                    if !isSpace { line.append(0x20) }
                    isSpace = true
                } else {
                    line.append(byte)
                    isSpace = false
                }
            }
        }
        if line.last == 0x20 { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }
}
