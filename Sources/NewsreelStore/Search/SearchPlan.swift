/// A query in the terms of one language.
struct SearchPlan: Sendable {
    /// Terms that must follow one another at these distances; mostly one term.
    struct Sequence: Hashable, Sendable {
        struct Element: Hashable, Sendable {
            var term: String
            /// Positions after the first element.
            var offset: Int
        }

        var elements: [Element]

        init(_ elements: [Element]) { self.elements = elements }
        init(term: String) { elements = [Element(term: term, offset: 0)] }
    }

    /// One thing that was asked for.
    struct Group: Hashable, Sendable {
        /// Any of these answers it.
        var sequences: [Sequence]
        /// A phrase: wanted even where single words may be missing.
        var isFixed: Bool
        /// Of a word that is only begun: what is typed of it, folded.
        var beginning: String?
    }

    var groups: [Group]
    var excluded: [Group]

    /// More words than this are not looked for.
    static let mostGroups = 64
    /// The longest run of characters without spaces that is looked for as it stands; a longer one by its pairs.
    private static let longestRun = 3

    init(_ query: SearchQuery, language: SearchLanguage) {
        let analyzer = TextAnalyzer(language: language)
        var wanted: [(group: Group, isStop: Bool)] = []
        var excluded: [Group] = []
        for part in query.parts {
            let tokens = analyzer.tokens(in: TextAnalyzer.composed(part.text))
            guard !tokens.isEmpty else { continue }
            var found: [(group: Group, isStop: Bool)] = []
            switch part.kind {
            case .phrase:
                let sequence = Self.sequence(tokens)
                found = [(Group(sequences: [sequence], isFixed: true, beginning: nil), false)]
            case .words:
                found = Self.runs(tokens, splitsLong: !part.isExcluded).map { run in
                    (Group(sequences: [Self.sequence(run)], isFixed: false, beginning: nil), run.allSatisfy(\.isStop))
                }
            case .beginning:
                found = Self.runs(tokens, splitsLong: true).map { run in
                    (Group(sequences: [Self.sequence(run)], isFixed: false, beginning: nil), run.allSatisfy(\.isStop))
                }
                if let last = tokens.last, last.kind == .word, !found.isEmpty {
                    found[found.count - 1].group.beginning = Self.lastWord(part.text)
                    found[found.count - 1].isStop = false
                }
            }
            if part.isExcluded {
                // Of `-well-known` each word counts by itself only together: the words as they follow one another.
                let sequence = Self.sequence(tokens)
                excluded.append(Group(sequences: [sequence], isFixed: true, beginning: found.last?.group.beginning))
            } else {
                wanted += found
            }
        }
        if wanted.contains(where: { !$0.isStop }) { wanted.removeAll(where: \.isStop) }
        var seen: Set<Group> = []
        groups = wanted.map(\.group).filter { seen.insert($0).inserted }
        if groups.count > Self.mostGroups { groups.removeLast(groups.count - Self.mostGroups) }
        self.excluded = Array(excluded.prefix(Self.mostGroups))
    }

    /// Every term that a text may match by.
    var sequences: [Sequence] { groups.flatMap(\.sequences) }
    var beginnings: [String] { groups.compactMap(\.beginning) }

    /// Words one by one; characters without spaces in runs, a long run in its pairs.
    private static func runs(_ tokens: [SearchToken], splitsLong: Bool) -> [[SearchToken]] {
        var runs: [[SearchToken]] = []
        var open = false
        var end = 0
        for token in tokens {
            if token.kind == .word {
                runs.append([token])
                open = false
                continue
            }
            if token.kind == .single, !(open && token.start == end) {
                runs.append([])
                open = true
            }
            if token.kind == .single { end = token.end }
            runs[runs.count - 1].append(token)
        }
        guard splitsLong else { return runs }
        return runs.map { KoreanParticle.removed(from: $0) }.flatMap { run -> [[SearchToken]] in
            let pairs = run.filter { $0.kind == .pair }
            return pairs.count >= longestRun ? pairs.map { [$0] } : [run]
        }
    }

    /// The tokens as they follow one another; a single character only where it stands in no pair.
    private static func sequence(_ tokens: [SearchToken]) -> Sequence {
        let pairs = Set(tokens.filter { $0.kind == .pair }.map(\.position))
        let first = tokens.first?.position ?? 0
        let kept = tokens.filter { token in
            token.kind != .single || !(pairs.contains(token.position) || pairs.contains(token.position - 1))
        }
        return Sequence(kept.prefix(mostGroups).map { Sequence.Element(term: $0.term, offset: $0.position - first) })
    }

    private static func lastWord(_ text: String) -> String? {
        var scanner = WordScanner(keepsApostrophes: true)
        var text = TextAnalyzer.composed(text)
        text.withUTF8 { scanner.scan($0, limit: 1_000) }
        guard let word = scanner.words.last, !word.isGram else { return nil }
        return TextAnalyzer.folded(Array(scanner.bytes[word.from..<word.to]))
    }
}

/// The endings that Korean writes together with a noun (`서울에서`, in Seoul): a reader who types them means the noun.
private enum KoreanParticle {
    // The long ones first, so that none is taken for the end of a short one.
    private static let particles: [[Character]] = [
        "에서", "으로", "에게", "까지", "부터", "처럼", "보다", "은", "는", "이", "가", "을", "를", "에", "의", "도", "로", "와", "과", "만",
    ].map(Array.init)
    /// Characters that a noun must keep.
    private static let shortestNoun = 2

    static func removed(from run: [SearchToken]) -> [SearchToken] {
        let singles = run.filter { $0.kind == .single }
        let characters = singles.compactMap(\.term.first)
        for particle in particles
        where characters.count >= particle.count + shortestNoun && characters.ends(with: particle) {
            let last = singles[singles.count - particle.count - 1].position
            return run.filter { $0.position < last || ($0.position == last && $0.kind == .single) }
        }
        return run
    }
}

extension [Character] {
    fileprivate func ends(with others: [Character]) -> Bool { suffix(others.count).elementsEqual(others) }
}
