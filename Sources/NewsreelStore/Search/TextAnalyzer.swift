import Foundation

/// A word of a text as the index knows it, and where it stands.
struct SearchToken: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        case word
        /// Two neighbouring characters of a script that is written without spaces.
        case pair
        /// One such character.
        case single
    }

    /// Lower case, stemmed, without accents.
    var term: String
    var kind: Kind
    /// Says nothing of the subject; see `StopWords`.
    var isStop: Bool
    /// Counts words, and characters of scripts without spaces, from 0.
    var position: Int
    /// UTF-8 offsets in the composed text.
    var start: Int
    var end: Int
}

/// Cuts a text into the terms that are indexed, searched and marked: the same for all three.
///
/// Not for sharing between threads; making one costs about a microsecond.
struct TextAnalyzer: ~Copyable {
    let language: SearchLanguage
    private let stopWords: Set<String>
    private let stemmers: Stemmers
    /// By the script's raw value.
    private let algorithms: [Algorithm]

    private enum Algorithm { case none, english, arabic, other }

    /// A longer word is cut here, so that a megabyte without a space is one term and not many.
    static let longestTerm = 64

    init(language: SearchLanguage) {
        self.language = language
        stopWords = language.stopWords
        stemmers = Stemmers(language)
        algorithms = Script.allCases.map { script in
            switch language.algorithm(for: script) {
            case nil: .none
            case "english": .english
            case "arabic": .arabic
            default: .other
            }
        }
    }

    /// The tokens of `text` (composed, see `composed`), in order, at most `limit` positions of it.
    func tokens(in text: String, limit: Int = 100_000) -> [SearchToken] {
        var scanner = WordScanner(keepsApostrophes: language.keepsApostrophes)
        var text = text
        text.withUTF8 { scanner.scan($0, limit: limit) }
        var tokens: [SearchToken] = []
        tokens.reserveCapacity(scanner.words.count)
        for word in scanner.words {
            let bytes = Array(scanner.bytes[word.from..<word.to])
            if word.isGram {
                tokens.append(
                    SearchToken(
                        term: String(decoding: bytes, as: UTF8.self), kind: .single, isStop: false,
                        position: word.position, start: word.start, end: word.end))
                if let next = word.pairEnd {
                    tokens.append(
                        SearchToken(
                            term: String(decoding: scanner.bytes[word.from..<next.to], as: UTF8.self), kind: .pair,
                            isStop: false, position: word.position, start: word.start, end: next.end))
                }
            } else {
                let (term, isStop) = reduce(bytes, script: word.script, isNumber: word.isNumber)
                tokens.append(
                    SearchToken(
                        term: term, kind: .word, isStop: isStop, position: word.position, start: word.start,
                        end: word.end))
            }
        }
        return tokens
    }

    /// A lower-case word without accents and unstemmed, for matching what is typed so far.
    static func folded(_ word: [UInt8]) -> String {
        guard word.contains(where: { $0 > 0x7F || $0 == 0x27 }) else { return String(decoding: word, as: UTF8.self) }
        let table = ScalarTable.shared
        var folded: [UInt8] = []
        for scalar in String(decoding: word, as: UTF8.self).unicodeScalars where scalar != "'" {
            if let base = table.base(scalar.value) {
                folded += base
            } else {
                folded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// `text` with letters and their accents in one piece (NFC), as every offset in this folder counts it.
    static func composed(_ text: String) -> String {
        var text = text
        let needsIt = text.withUTF8 { bytes -> Bool in
            for index in bytes.indices {
                switch bytes[index] {
                case 0xCC, 0xCD: return true
                case 0xE1 where index + 1 < bytes.count && (0x84...0x87).contains(bytes[index + 1]): return true
                case 0xE3
                where index + 2 < bytes.count && bytes[index + 1] == 0x82 && (0x99...0x9A).contains(bytes[index + 2]):
                    return true
                default: continue
                }
            }
            return false
        }
        return needsIt ? text.precomposedStringWithCanonicalMapping : text
    }

    /// True where the term of a word begins with the letters that `WordInitials` looks at.
    var keepsInitials: Bool {
        algorithms[Int(Script.latin.rawValue)] == .english || algorithms[Int(Script.latin.rawValue)] == .none
    }

    /// The term of a lower-case word, and whether it is a stop word.
    func reduce(_ bytes: [UInt8], script: Script, isNumber: Bool) -> (term: String, isStop: Bool) {
        let plain = Self.folded(bytes)
        let algorithm = algorithms[Int(script.rawValue)]
        if isNumber || algorithm == .none { return (plain, !isNumber && stopWords.contains(plain)) }
        if stopWords.contains(plain) { return (plain, true) }
        var word = bytes
        // English has no accents of its own; the stemmers of other languages need theirs.
        if algorithm == .english, bytes.contains(where: { $0 > 0x7F }) { word = Self.foldedKeepingApostrophes(bytes) }
        if algorithm == .arabic {
            // Snowball takes other endings off a word with the article than off the bare word, and one at a time.
            word = ArabicPrefix.removed(from: word)
            stemmers.stem(&word, script: script)
        }
        stemmers.stem(&word, script: script)
        return (Self.folded(word), false)
    }

    private static func foldedKeepingApostrophes(_ word: [UInt8]) -> [UInt8] {
        let parts: [[UInt8]] = word.split(separator: 0x27, omittingEmptySubsequences: false).map { part in
            Array(folded(Array(part)).utf8)
        }
        return Array(parts.joined(separator: [0x27]))
    }
}

/// The article and the conjunctions and prepositions written together with it.
private enum ArabicPrefix {
    private static let prefixes: [[UInt8]] = ["وال", "فال", "بال", "كال", "ولل", "ال", "لل"].map { Array($0.utf8) }
    /// Three letters, two bytes each: a shorter rest is a word of its own that only begins like an article.
    private static let shortestRest = 6

    static func removed(from word: [UInt8]) -> [UInt8] {
        for prefix in prefixes where word.starts(with: prefix) && word.count - prefix.count >= shortestRest {
            return Array(word.dropFirst(prefix.count))
        }
        return word
    }
}

/// The stemmers of one language's scripts, made when first needed.
private final class Stemmers {
    private let language: SearchLanguage
    private var latin: Stemmer?
    private var cyrillic: Stemmer?
    private var greek: Stemmer?
    private var arabic: Stemmer?
    private var other: Stemmer?

    init(_ language: SearchLanguage) { self.language = language }

    func stem(_ word: inout [UInt8], script: Script) {
        switch script {
        case .latin: Self.stem(&word, &latin, language, script)
        case .cyrillic: Self.stem(&word, &cyrillic, language, script)
        case .greek: Self.stem(&word, &greek, language, script)
        case .arabic: Self.stem(&word, &arabic, language, script)
        case .other: Self.stem(&word, &other, language, script)
        }
    }

    private static func stem(
        _ word: inout [UInt8], _ stemmer: inout Stemmer?, _ language: SearchLanguage, _ script: Script
    ) {
        if stemmer == nil, let algorithm = language.algorithm(for: script) { stemmer = Stemmer(algorithm: algorithm) }
        stemmer?.stem(&word)
    }
}
