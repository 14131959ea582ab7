/// One count told in two numbers.
///
/// Only what can hardly be meant: the digits of a count of people changed places (34 dead, 43 dead), and nothing says that
/// the count has changed since.
struct NumberChecks {
    let text: CheckedText
    let words: CheckWords

    private struct Count {
        let passage: Int
        let value: Int
        let range: Range<Int>
        let token: Int
        let sentence: Int
        let written: String
    }

    var findings: [Finding] {
        var counts: [String: [Count]] = [:]
        var written: [Int: Count] = [:]
        var found: [Finding] = []
        for (number, passage) in text.passages.enumerated() where passage.kind != .label {
            let numbers = Self.numbers(in: passage)
            for one in numbers {
                let count = Count(
                    passage: number, value: one.value, range: one.range, token: one.tokens.lowerBound,
                    sentence: passage.tokens[one.tokens.lowerBound].sentence, written: passage.words(one.range))
                if one.value >= 10_000, let other = written[one.value], !passage.tokens[one.tokens.lowerBound].isQuoted
                {
                    if Self.style(other.written) != Self.style(count.written) {
                        found.append(
                            passage.finding(
                                .numberTwoWays, .note, one.range,
                                "The story writes this number as “\(other.written)” too.", fix: .text(other.written)))
                    }
                } else if one.value >= 10_000 {
                    written[one.value] = count
                }
                guard let noun = counted(passage, after: one.tokens.upperBound), one.value >= 12 else { continue }
                counts[noun, default: []].append(count)
            }
        }
        for (_, list) in counts.sorted(by: { $0.key < $1.key }) where list.count > 1 {
            if let finding = swapped(list) { found.append(finding) }
        }
        return found
    }

    /// Digits of two numbers that are the same in another order.
    private func swapped(_ counts: [Count]) -> Finding? {
        for index in counts.indices.dropFirst() where index < 40 {
            for other in counts[..<index] {
                let (one, two) = (counts[index], other)
                guard one.value != two.value, one.passage != two.passage || one.sentence != two.sentence,
                    Self.areSwapped(one.value, two.value), !isChanging(one), !isChanging(two)
                else { continue }
                let passage = text.passages[one.passage]
                return passage.finding(
                    .numberTwoWays, one.range,
                    "Here it is \(one.value), before it was \(two.value) (“\(text.passages[two.passage].opening)”): the digits changed places."
                )
            }
        }
        return nil
    }

    /// True for 34 and 43, 1,254 and 1,245: two neighbouring digits the other way round.
    static func areSwapped(_ left: Int, _ right: Int) -> Bool {
        let (a, b) = (Array(String(left)), Array(String(right)))
        guard a.count == b.count, a.count >= 2 else { return false }
        let different = a.indices.filter { a[$0] != b[$0] }
        guard different.count == 2, different[1] == different[0] + 1 else { return false }
        return a[different[0]] == b[different[1]] && a[different[1]] == b[different[0]]
    }

    /// The sentence says that there was another count: earlier, at first, in another year, elsewhere.
    private func isChanging(_ count: Count) -> Bool {
        let passage = text.passages[count.passage]
        return passage.tokens[passage.sentence(around: count.token)].contains { token in
            if token.kind == .number, token.digits == 4, (1800...2199).contains(token.value) { return true }
            return token.kind == .word && Self.changing.contains { token.text.hasPrefix($0) }
        }
    }

    private static let changing: [String] = [
        "earlier", "previous", "initial", "first", "rose", "risen", "rise", "revised", "compared", "another", "since",
        "yesterday", "later", "up", "down", "from", "last", "year", "total", "other", "average", "than", "additional",
        "further", "still", "who", "more", "separate", "again", "ранее", "сначала", "прежн", "вырос", "увелич",
        "пересмотр", "позже",
        "еще", "друг", "прошл", "всего", "год", "до", "امس", "سابق", "ارتفع", "ارتفاع", "بعد", "اخر", "عام", "مجمل",
        "اضاف",
    ]

    /// What is counted behind a number: the noun's group.
    private func counted(_ passage: Passage, after index: Int) -> String? {
        if words.language == "ko" { return koreanCounted(passage, after: index) }
        var place = index + 1
        var skipped = 0
        while place < passage.tokens.count, skipped < 4 {
            let token = passage.tokens[place]
            guard token.kind == .word, token.sentence == passage.tokens[index].sentence else { return nil }
            if let group = words.counted[token.text] { return group }
            guard Self.people.contains(token.text) else { return nil }
            place += 1
            skipped += 1
        }
        return nil
    }

    /// `34명이 숨졌다`, `사망자 34명`.
    private func koreanCounted(_ passage: Passage, after index: Int) -> String? {
        let tokens = passage.tokens
        guard index + 1 < tokens.count, tokens[index + 1].text.hasPrefix("명"), !tokens[index + 1].spaced else {
            return nil
        }
        func group(_ token: CheckToken) -> String? {
            let groups: [(String, [String])] = [
                ("dead", ["사망", "숨", "목숨"]), ("injured", ["부상", "다쳤", "다치"]), ("missing", ["실종"]),
            ]
            return groups.first { $0.1.contains { token.text.hasPrefix($0) } }?.0
        }
        if index > 0, !["숨", "다"].contains(String(tokens[index - 1].text.prefix(1))),
            let before = group(tokens[index - 1])
        {
            return before
        }
        let after = tokens.dropFirst(index + 2).prefix(1).first
        return after.flatMap { $0.sentence == tokens[index].sentence ? group($0) : nil }
    }

    /// Words between a number and what happened to those counted.
    private static let people: Set<String> = CheckWords.set(
        """
        people persons civilians soldiers workers residents were was have has had been are is confirmed reported left \
        человек человека люди людей военных мирных были был стали
        """)

    private struct Number {
        let value: Int
        let tokens: ClosedRange<Int>
        let range: Range<Int>
    }

    /// Whole numbers with their separators: `12,000`, `12 000`, `12.000`.
    private static func numbers(in passage: Passage) -> [Number] {
        let tokens = passage.tokens
        var numbers: [Number] = []
        var index = 0
        while index < tokens.count {
            guard tokens[index].kind == .number else {
                index += 1
                continue
            }
            let start = index
            var value = tokens[index].value
            var isWhole = !(start > 0 && !tokens[start].spaced && tokens[start - 1].isMark(".,:/-–№#$€£"))
            if tokens[index].digits <= 3 {
                var separator: String?
                while index + 1 < tokens.count, value < 1_000_000_000 {
                    let next = tokens[index + 1]
                    if next.isMark(",.،٬"), !next.spaced, separator == nil || separator == next.text,
                        index + 2 < tokens.count, tokens[index + 2].kind == .number, tokens[index + 2].digits == 3,
                        !tokens[index + 2].spaced
                    {
                        separator = next.text
                        value = value * 1000 + tokens[index + 2].value
                        index += 2
                    } else if next.kind == .number, next.digits == 3, next.start == tokens[index].end + 1,
                        separator == nil || separator == " ", tokens[start].value < 1000
                    {
                        separator = " "
                        value = value * 1000 + next.value
                        index += 1
                    } else {
                        break
                    }
                }
            }
            if index + 2 < tokens.count, tokens[index + 1].isMark(".,:/-–"), !tokens[index + 1].spaced,
                tokens[index + 2].kind == .number, !tokens[index + 2].spaced
            {
                isWhole = false
            }
            if isWhole {
                numbers.append(
                    Number(value: value, tokens: start...index, range: passage.range(start...index)))
            }
            index += 1
        }
        return numbers
    }

    /// How the thousands are set off.
    private static func style(_ written: String) -> Character? {
        guard let mark = written.first(where: { !$0.isNumber }) else { return nil }
        return mark.isWhitespace ? " " : mark
    }
}
