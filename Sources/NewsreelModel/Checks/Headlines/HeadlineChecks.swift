/// What a headline is missing, shouts or does not keep.
struct HeadlineChecks {
    let story: Story
    let text: CheckedText
    let others: [StoryID: String]

    /// What a phone shows of a headline in a list, and what a feed takes; a Hangul or Han character is as wide as two.
    private static let phone = 110
    /// What a search engine shows before it cuts.
    private static let search = 70

    var findings: [Finding] {
        let headline = story.content.headline
        guard !headline.trimmingWhitespace().isEmpty else {
            return [
                Finding(.headlineMissing, at: FindingPlace(.headline), reason: "The story has no headline.")
            ] + labelHype + tooLong
        }
        guard let passage = text.passages.first(where: { $0.kind == .headline }) else { return [] }
        return capitals(passage) + length(passage) + promise(passage) + taken(passage) + labelHype + hype(passage)
            + embargo + tooLong
    }

    private var tooLong: [Finding] {
        guard text.isCut else { return [] }
        return [
            Finding(
                .textTooLong, at: FindingPlace(.body),
                reason: "The text is longer than \(CheckedText.most / 1000) kB; what comes after was not checked.")
        ]
    }

    // MARK: Capitals

    private func capitals(_ passage: Passage) -> [Finding] {
        let words = passage.tokens.filter { $0.kind == .word && $0.end - $0.start > 1 && isCased($0) }
        guard words.count >= 3 else { return [] }
        let letters = words.reduce(0) { $0 + $1.end - $1.start }
        guard letters >= 12, words.allSatisfy({ isShouted($0, passage) }) else { return [] }
        let whole = 0..<passage.scalars.count
        return [
            passage.finding(
                .headlineCapitals, whole, "The headline is in capitals.", fix: .text(calmed(passage)))
        ]
    }

    private func isCased(_ token: CheckToken) -> Bool {
        token.text.unicodeScalars.first.map { $0.properties.isLowercase } ?? false
    }

    private func isShouted(_ token: CheckToken, _ passage: Passage) -> Bool {
        passage.scalars[token.start..<token.end].allSatisfy { CheckToken.isCapital($0) || !$0.properties.isCased }
    }

    /// The headline in small letters, with names as the text writes them.
    private func calmed(_ headline: Passage) -> String {
        var spelling: [String: String] = [:]
        for passage in text.prose {
            for (index, token) in passage.tokens.enumerated() where token.kind == .word && spelling[token.text] == nil {
                let isFirst = index == 0 || passage.tokens[index - 1].sentence != token.sentence
                let isName =
                    index + 1 < passage.tokens.count && passage.tokens[index + 1].isCapitalised
                    && passage.tokens[index + 1].kind == .word
                if !isFirst || !token.isCapitalised || isName {
                    spelling[token.text] = passage.words(token.start..<token.end)
                }
            }
        }
        var calm = ""
        var last = 0
        for token in headline.tokens where token.kind == .word {
            calm += headline.words(last..<token.start)
            calm += spelling[token.text] ?? headline.words(token.start..<token.end).lowercased()
            last = token.end
        }
        calm += headline.words(last..<headline.scalars.count)
        return calm.prefix(1).uppercased() + calm.dropFirst()
    }

    // MARK: Length

    private func length(_ passage: Passage) -> [Finding] {
        let width = passage.scalars.reduce(0) { $0 + Self.width($1) }
        let whole = 0..<passage.scalars.count
        if width > Self.phone {
            return [
                passage.finding(
                    .headlineLongForPhone, whole,
                    "The headline is \(width) characters wide; a phone shows \(Self.phone), a search result some \(Self.search)."
                )
            ]
        }
        guard width > Self.search else { return [] }
        return [
            passage.finding(
                .headlineLongForSearch, whole,
                "The headline is \(width) characters wide; a search result shows some \(Self.search).")
        ]
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60: 2
        default: scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }

    // MARK: What it promises

    /// A headline of which the text says not a word.
    private func promise(_ headline: Passage) -> [Finding] {
        let keys = Self.keys(headline)
        // A short text may tell in other words what a short headline says.
        guard keys.count >= 4 else { return [] }
        var words = 0
        for passage in text.passages where passage.kind != .headline && passage.kind != .label {
            words += passage.tokens.count { $0.kind == .word }
            if !Self.keys(passage).isDisjoint(with: keys) { return [] }
        }
        guard words >= 40, !hasCompound(of: headline) else { return [] }
        return [
            headline.finding(
                .headlineOffText, 0..<headline.scalars.count, "The text has not one word in common with the headline.")
        ]
    }

    /// A word of the headline stands inside a longer one of the text: storms in thunderstorms.
    private func hasCompound(of headline: Passage) -> Bool {
        let parts = headline.tokens.filter { $0.kind == .word && !Self.small.contains($0.text) }.compactMap { token in
            token.text.count >= 4 ? token.text.prefix(max(4, token.text.count - 1)) : nil
        }
        return text.passages.contains { passage in
            passage.kind != .headline && passage.kind != .label
                && passage.tokens.contains { token in token.kind == .word && parts.contains { token.text.contains($0) }
                }
        }
    }

    /// Beginnings of the words that carry meaning, so that forms of a word are one; pairs of characters in Hangul and Han.
    private static func keys(_ passage: Passage) -> Set<String> {
        var keys: Set<String> = []
        for token in passage.tokens {
            if token.kind == .number {
                if token.value > 9 { keys.insert(String(token.value)) }
                continue
            }
            guard token.kind == .word, let first = token.text.unicodeScalars.first else { continue }
            let letters = Array(token.text)
            if (0x1100...0xD7A3).contains(first.value) {
                guard letters.count > 1 else { continue }
                for index in letters.indices.dropLast() { keys.insert(String(letters[index...index + 1])) }
            } else if (0x600...0x6FF).contains(first.value) {
                let root = letters.filter { !"اويةهلء".contains($0) }
                if root.count >= 2 { keys.insert(String(root.prefix(3))) }
                if letters.count <= 4, letters.count > 2 { keys.insert(token.text) }
            } else if letters.count >= 4, !small.contains(token.text) {
                keys.insert(String(letters.prefix(4)))
            }
        }
        return keys
    }

    private static let small: Set<String> = CheckWords.set(
        """
        with from that this they them their there what when where will would could should have been were into over \
        after before about during while against under just more than your year years said says which также который которая которые после было были будет \
        этот этого через чтобы когда
        """)

    // MARK: Taken

    private func taken(_ passage: Passage) -> [Finding] {
        let own = Self.plain(story.content.headline)
        let ends = HeadlineEnds(own)
        guard
            let other = others.filter({ $0.key != story.id && ends.match($0.value) && Self.plain($0.value) == own })
                .keys.min()
        else {
            return []
        }
        return [
            passage.finding(
                .headlineTaken, 0..<passage.scalars.count, "Story \(other) of this edition has the same headline.")
        ]
    }

    /// Words alone, in small letters: what two headlines are compared by.
    private static func plain(_ headline: String) -> String {
        CheckToken.fold(headline).split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }

    // MARK: Shouting

    private var labelHype: [Finding] {
        guard let passage = text.passages.first(where: { $0.kind == .label }) else { return [] }
        guard passage.tokens.contains(where: { $0.kind == .word && Self.isHype($0.text) }) else { return [] }
        return [
            passage.finding(
                .hype, 0..<passage.scalars.count, "The label praises the story; readers can judge that themselves.")
        ]
    }

    private func hype(_ passage: Passage) -> [Finding] {
        let tokens = passage.tokens
        // “EXCLUSIVE: …”, “[단독] …” at the head of the headline.
        if let first = tokens.firstIndex(where: { $0.kind == .word }), first <= 1, Self.isHype(tokens[first].text) {
            let behind = first + 1
            let isLabel = first == 1 || (behind < tokens.count && tokens[behind].isMark(":!|]—–"))
            if isLabel { return [passage.finding(.hype, passage.range(first...first), Self.labelReason)] }
        }
        if let range = bait(tokens) {
            return [passage.finding(.hype, passage.range(range), "The headline hides what it is about; say it.")]
        }
        for index in tokens.indices where tokens[index].kind == .word && !tokens[index].isQuoted {
            if Self.shouts.contains(tokens[index].text) {
                return [
                    passage.finding(
                        .hype, passage.range(index...index), "The word praises the story; say what happened.")
                ]
            }
            if let last = superlative(tokens, index) {
                return [
                    passage.finding(
                        .hype, passage.range(index...last),
                        "A superlative: say since when or by whose count, or leave it out.")
                ]
            }
        }
        return []
    }

    private static let labelReason = "The label praises the story; readers can judge that themselves."

    /// “You won't believe …”: words that make people open a story to learn what it is about.
    private func bait(_ tokens: [CheckToken]) -> ClosedRange<Int>? {
        let words = tokens.indices.filter { tokens[$0].kind == .word }
        for phrase in Self.baits where words.count >= phrase.count {
            for first in 0...words.count - phrase.count {
                let run = words[first..<first + phrase.count]
                if zip(run, phrase).allSatisfy({ tokens[$0].text == $1 && !tokens[$0].isQuoted }),
                    let start = run.first, let end = run.last
                {
                    return start...end
                }
            }
        }
        return nil
    }

    private static let baits: [[String]] = [
        "you won t believe", "you will not believe", "you ll never guess", "what happened next",
        "what happens next will", "will blow your mind", "will shock you", "will leave you speechless",
        "this one simple trick", "this one weird trick", "doctors hate", "the reason will surprise you",
        "вы не поверите", "не поверите своим глазам", "вся правда о", "вся правда об", "вы будете в шоке",
        "то что произошло дальше", "لن تصدق", "لن تصدقوا", "لن تتخيل", "لن تتخيلوا", "شاهد قبل الحذف", "절대 믿지",
        "믿을 수 없는 일이", "알고 보니 충격",
    ].map { $0.split(separator: " ").map { CheckToken.fold(String($0)) } }

    /// `the greatest … ever`, `… of all time`, without a measure in the headline.
    private func superlative(_ tokens: [CheckToken], _ index: Int) -> Int? {
        let text = tokens[index].text
        guard text == "most" || Self.superlatives.contains(text) else { return nil }
        let rest = index + 1..<min(tokens.count, index + 6)
        guard
            !tokens.contains(where: {
                $0.text == "since" || $0.text == "record" || $0.text == "recorded" || $0.text == "measured"
            })
        else {
            return nil
        }
        for place in rest {
            if tokens[place].text == "ever" { return place }
            if tokens[place].text == "time", place > index + 2, tokens[place - 1].text == "all",
                tokens[place - 2].text == "of"
            {
                return place
            }
        }
        return nil
    }

    private static let superlatives: Set<String> = CheckWords.set(
        "best greatest biggest worst craziest funniest scariest coolest weirdest wildest sweetest cutest deadliest largest"
    )

    private static func isHype(_ word: String) -> Bool { labels.contains(word) || shouts.contains(word) }

    private static let labels: Set<String> = CheckWords.set(
        """
        exclusive sensational sensation shock shocking эксклюзив эксклюзивно сенсация шок сенсационно 단독 충격 경악 특종 \
        حصري حصريا صادم خاص_ مفاجأة صدمة
        """)

    private static let shouts: Set<String> = CheckWords.set(
        """
        shocking unbelievable jaw-dropping mind-blowing must-see unmissable omg wow шокирующий шокирующее шокирующая \
        шокирующие сенсационный сенсационное сенсационная сенсационные невероятное 충격적인 경악할 صادمة مذهلة مذهل
        """)

    // MARK: Embargoes left in the text

    private var embargo: [Finding] {
        for passage in text.passages.prefix(4) where passage.kind != .caption {
            let tokens = passage.tokens
            guard let index = tokens.prefix(8).firstIndex(where: { Self.embargoes.contains($0.text) }) else { continue }
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            let isNotice = next.map { $0.isMark(":") || ["until", "till", "до", "حتى"].contains($0.text) } ?? true
            guard isNotice, index <= 3 else { continue }
            return [
                passage.finding(
                    .embargoNote, passage.range(index...min(tokens.count - 1, index + 6)),
                    "A note on an embargo is for the desk, not for readers.")
            ]
        }
        return []
    }

    private static let embargoes: Set<String> = CheckWords.set(
        "embargo embargoed эмбарго 엠바고")
}

/// The first and the last letter or number of a headline: thousands of others are told apart by these alone.
private struct HeadlineEnds {
    private let first: Character?
    private let last: Character?

    /// `headline` is in small letters.
    init(_ headline: String) {
        first = headline.first(where: Self.isWord)
        last = headline.last(where: Self.isWord)
    }

    func match(_ headline: String) -> Bool {
        Self.folded(headline.first(where: Self.isWord)) == first
            && Self.folded(headline.last(where: Self.isWord)) == last
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func folded(_ character: Character?) -> Character? {
        guard let character else { return nil }
        if let code = character.asciiValue, code >= 97 { return character }
        return CheckToken.fold(String(character)).first
    }
}
