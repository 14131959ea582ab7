/// One count told in two numbers.
///
/// Only what can hardly be meant, where nothing says that the count has changed since: the digits of a count of people
/// changed places (34 dead, 43 dead), all of them are more than there were (seven dead, the families of the nine dead),
/// or the headline has a number that the text has not.
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
        /// Every number of the text below the headline.
        var told: Set<Int> = []
        var found: [Finding] = []
        for (number, passage) in text.passages.enumerated() where passage.kind != .label {
            for one in Self.numbers(in: passage) + spelt(in: passage) {
                if passage.kind != .headline { told.insert(one.value) }
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
                guard let noun = counted(passage, one.tokens), one.value > 1 else { continue }
                counts[noun, default: []].append(count)
            }
        }
        for (_, list) in counts.sorted(by: { $0.key < $1.key }) where list.count > 1 {
            if let finding = swapped(list) ?? exceeded(list) ?? promised(list, told) { found.append(finding) }
        }
        return found
    }

    /// Digits of two numbers that are the same in another order.
    private func swapped(_ counts: [Count]) -> Finding? {
        for index in counts.indices.dropFirst() where index < 40 {
            for other in counts[..<index] {
                let (one, two) = (counts[index], other)
                guard one.value != two.value, min(one.value, two.value) >= 12,
                    one.passage != two.passage || one.sentence != two.sentence,
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

    /// All of them are more than the first count had: seven dead, “the nine dead”.
    private func exceeded(_ counts: [Count]) -> Finding? {
        guard let first = counts.first, !isChanging(first), !isRough(first), Set(counts.map(\.value)).count == 2,
            let all = counts.first(where: { $0.value > first.value }), isWhole(all), !isChanging(all), !isRough(all)
        else { return nil }
        let passage = text.passages[all.passage]
        return passage.finding(
            .numberTwoWays, all.range,
            "Here all of them are \(all.value), before they were \(first.value) (“\(text.passages[first.passage].opening)”)."
        )
    }

    /// The headline's count, where the text has one other and no number that could be the headline's.
    private func promised(_ counts: [Count], _ told: Set<Int>) -> Finding? {
        let text = self.text
        guard let headline = counts.first(where: { text.passages[$0.passage].kind == .headline }),
            !isChanging(headline), !isRough(headline), !told.contains(headline.value),
            !told.contains(where: { told.contains(headline.value - $0) })
        else { return nil }
        let others = counts.filter { text.passages[$0.passage].kind != .headline }
        guard let other = others.first, Set(others.map(\.value)).count == 1, !isChanging(other), !isRough(other),
            // “200 dead” over a text that says 204.
            headline.value % 10 != 0 || abs(other.value - headline.value) * 10 > headline.value
        else { return nil }
        return text.passages[headline.passage].finding(
            .numberTwoWays, headline.range,
            "The headline has \(headline.value), the text \(other.value) (“\(text.passages[other.passage].opening)”).")
    }

    /// “all 21 people killed”, “the 21 dead”, “families of nine victims”: the whole count and no part of it.
    private func isWhole(_ count: Count) -> Bool {
        guard count.token > 0 else { return false }
        return Self.wholes.contains(text.passages[count.passage].tokens[count.token - 1].text)
    }

    private static let wholes: Set<String> = CheckWords.set(
        "all the все всех всем всеми этих семьям семьи родственникам родственники родным близким وعددهم 사망자 희생자")

    /// “at least 12”, “some 60”.
    private func isRough(_ count: Count) -> Bool {
        let tokens = text.passages[count.passage].tokens
        return tokens[max(0, count.token - 3)..<count.token].contains { Self.rough.contains($0.text) }
    }

    private static let rough: Set<String> = CheckWords.set(
        """
        least about around some nearly almost over than roughly approximately under most passes tops near minimum \
        около более менее почти примерно порядка минимум свыше не نحو حوالي زهاء قرابة الاقل من 최소 약 적어도
        """)

    /// The sentence says that there was another count: earlier, at first, in another year, elsewhere.
    private func isChanging(_ count: Count) -> Bool {
        let passage = text.passages[count.passage]
        if count.token > 0, ["from", "to"].contains(passage.tokens[count.token - 1].text) { return true }
        return passage.tokens[passage.sentence(around: count.token)].contains { token in
            if token.kind == .number, token.digits == 4, (1800...2199).contains(token.value) { return true }
            return token.kind == .word && Self.changing.contains { token.text.hasPrefix($0) }
        }
    }

    private static let changing: [String] = [
        "earlier", "previous", "initial", "first", "rose", "risen", "rise", "revised", "compared", "another", "since",
        "yesterday", "later", "up", "down", "last", "year", "total", "other", "average", "than", "additional",
        "further", "still", "third", "who", "more", "separate", "again", "ранее", "сначала", "прежн", "вырос", "увелич",
        "пересмотр", "позже",
        "еще", "друг", "прошл", "всего", "год", "до", "امس", "سابق", "ارتفع", "ارتفاع", "بعد", "اخر", "عام", "مجمل",
        "اضاف",
    ]

    /// What is counted by a number: the group of the noun behind it, or of the verb before it.
    private func counted(_ passage: Passage, _ number: ClosedRange<Int>) -> String? {
        if words.language == "ko" { return koreanCounted(passage, after: number.upperBound) }
        if let group = counted(passage, after: number.upperBound) { return group }
        let tokens = passage.tokens
        let before = number.lowerBound - 1
        guard before >= 0, tokens[before].sentence == tokens[before + 1].sentence else { return nil }
        if tokens[before].text == "وعددهم", before > 0 { return words.counted[tokens[before - 1].text] }
        // “kills 12”, “killed 12 people”: not of what another noun counts, as in “killed 12 sheep”.
        let behind = number.upperBound + 1
        let isAlone =
            behind >= tokens.count || tokens[behind].kind == .mark || Self.people.contains(tokens[behind].text)
            || Self.places.contains(tokens[behind].text)
        return isAlone ? words.countedBefore[tokens[before].text] : nil
    }

    private static let places: Set<String> = CheckWords.set("in at as near on after when and outside в во на при под")

    private func counted(_ passage: Passage, after index: Int) -> String? {
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
        человек человека люди людей военных мирных были был стали شخصا أشخاص شخص
        """)

    /// Numbers in words: `twelve`, `twenty-one`, `девять`, `двадцать один`.
    private func spelt(in passage: Passage) -> [Number] {
        let tokens = passage.tokens
        var numbers: [Number] = []
        var index = 0
        while index < tokens.count {
            defer { index += 1 }
            guard tokens[index].kind == .word, var value = words.numerals[tokens[index].text] else { continue }
            let start = index
            if value >= 20, value % 10 == 0 {
                var next = index + 1
                if next < tokens.count, tokens[next].isMark("-‑"), !tokens[next].spaced { next += 1 }
                if next < tokens.count, let unit = words.numerals[tokens[next].text], unit < 10 {
                    value += unit
                    index = next
                }
            }
            numbers.append(Number(value: value, tokens: start...index, range: passage.range(start...index)))
        }
        return numbers
    }

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
