/// A day as a text names it.
struct DateMention {
    enum What {
        /// `month` is nil where only the day of a month is named (`17일`); the day may be one that no calendar has.
        case date(day: Int, month: Int?, year: Int?)
        case weekday(CheckWords.Weekday)
        /// Days from today.
        case relative(Int)
    }

    let what: What
    let tokens: ClosedRange<Int>
    /// `16–17 June`: several days.
    var isRange = false

    var weekday: CheckWords.Weekday? { if case .weekday(let day) = what { day } else { nil } }

    var isDate: Bool { if case .date = what { true } else { false } }
}

/// Finds the days that a passage names.
struct DateMentions {
    let words: CheckWords

    func find(in passage: Passage) -> [DateMention] {
        let tokens = passage.tokens
        var found: [DateMention] = []
        var index = 0
        while index < tokens.count {
            if let mention = mention(tokens, at: index) {
                found.append(mention)
                index = mention.tokens.upperBound + 1
            } else {
                index += 1
            }
        }
        return found
    }

    private func mention(_ tokens: [CheckToken], at index: Int) -> DateMention? {
        let token = tokens[index]
        switch token.kind {
        case .mark: return nil
        case .number: return date(tokens, at: index)
        case .word:
            if let day = words.relatives[token.text] {
                return DateMention(what: .relative(day), tokens: index...index)
            }
            if let weekday = weekday(tokens, at: index) { return weekday }
            return monthFirst(tokens, at: index)
        }
    }

    private func weekday(_ tokens: [CheckToken], at index: Int) -> DateMention? {
        let token = tokens[index]
        var found = words.weekdays[token.text]
        if found == nil, words.language == "ko", token.text.unicodeScalars.count > 3 {
            found = words.weekdays[String(token.text.prefix(3))]
        }
        guard let found, !words.hasCapitals || token.isCapitalised else { return nil }
        if found.isShort, words.language == "ko" {
            guard index > 0, index + 1 < tokens.count, tokens[index - 1].isMark("("), tokens[index + 1].isMark(")")
            else { return nil }
        }
        return DateMention(what: .weekday(found), tokens: index...index)
    }

    // MARK: Dates

    private func month(_ token: CheckToken) -> Int? {
        guard token.kind == .word, let month = words.months[token.text], !words.hasCapitals || token.isCapitalised
        else { return nil }
        return month
    }

    /// `June 17, 2020`, `Jun. 17`, `June 17–18`.
    private func monthFirst(_ tokens: [CheckToken], at start: Int) -> DateMention? {
        guard words.language == "en", let month = month(tokens[start]) else { return nil }
        var index = start + 1
        if index < tokens.count, tokens[index].text == ".", !tokens[index].spaced { index += 1 }
        guard index < tokens.count, tokens[index].kind == .number, tokens[index].digits <= 2 else { return nil }
        let day = tokens[index].value
        var end = index
        guard !isContinued(tokens, after: end) else { return nil }
        if end + 1 < tokens.count, Self.ordinals.contains(tokens[end + 1].text), !tokens[end + 1].spaced { end += 1 }
        var isRange = false
        if let last = rangeEnd(tokens, after: end) {
            isRange = true
            end = last
        }
        var next = end + 1
        if next < tokens.count, tokens[next].text == "," { next += 1 }
        if let year = year(tokens, at: next) {
            return DateMention(
                what: .date(day: day, month: month, year: year), tokens: start...next, isRange: isRange)
        }
        // “In June 31 people were killed” names no day.
        if isFollowedByNoun(tokens, end) { return nil }
        return DateMention(what: .date(day: day, month: month, year: nil), tokens: start...end, isRange: isRange)
    }

    private func date(_ tokens: [CheckToken], at start: Int) -> DateMention? {
        let first = tokens[start]
        if words.language == "ko" { return koreanDate(tokens, at: start) ?? numericDate(tokens, at: start) }
        guard first.digits <= 2 else { return numericDate(tokens, at: start) }
        if let numeric = numericDate(tokens, at: start) { return numeric }
        var index = start + 1
        var isRange = start > 1 && tokens[start - 1].isMark("-–—") && tokens[start - 2].kind == .number
        if let last = rangeEnd(tokens, after: start) {
            isRange = true
            index = last + 1
        }
        let day = tokens[index - 1].value
        if index < tokens.count, Self.ordinals.contains(tokens[index].text), !tokens[index].spaced { index += 1 }
        if index + 1 < tokens.count, tokens[index].text == "-", !tokens[index].spaced,
            Self.ordinals.contains(tokens[index + 1].text)
        {
            index += 2
        }
        if index < tokens.count, tokens[index].text == "of" || tokens[index].text == "من" { index += 1 }
        guard index < tokens.count, tokens[index].kind == .word, tokens[index].spaced else { return nil }
        var end = index
        var month = month(tokens[index])
        if month == nil, index + 1 < tokens.count, let pair = words.monthPairs[tokens[index].text] {
            month = pair[tokens[index + 1].text]
            end = index + 1
        }
        guard let month else { return nil }
        if end + 1 < tokens.count, tokens[end + 1].text == ".", !tokens[end + 1].spaced, tokens[end].text.count <= 4,
            end + 2 < tokens.count, tokens[end + 2].kind == .number
        {
            end += 1
        }
        end = secondName(tokens, after: end)
        var next = end + 1
        if words.language == "en", next < tokens.count, tokens[next].text == "," { next += 1 }
        if words.language == "ar", next < tokens.count, ["عام", "سنة", "من"].contains(tokens[next].text) {
            next += tokens[next].text == "من" ? 2 : 1
        }
        var named: Int?
        if let year = year(tokens, at: next) {
            named = year
            end = next
            if end + 1 < tokens.count, ["года", "год", "г", "году"].contains(tokens[end + 1].text) { end += 1 }
        }
        return DateMention(what: .date(day: day, month: month, year: named), tokens: start...end, isRange: isRange)
    }

    /// The Levantine name behind the other: `يونيو/حزيران`, `كانون الأول/ديسمبر`.
    private func secondName(_ tokens: [CheckToken], after end: Int) -> Int {
        guard words.language == "ar", end + 2 < tokens.count, tokens[end + 1].isMark("/(") else { return end }
        var last = end + 2
        if words.months[tokens[last].text] == nil {
            guard last + 1 < tokens.count, words.monthPairs[tokens[last].text] != nil else { return end }
            last += 1
        }
        if tokens[end + 1].isMark("("), last + 1 < tokens.count, tokens[last + 1].isMark(")") { last += 1 }
        return last
    }

    /// `2020년 6월 17일`, `6월 17일`, `17일`.
    private func koreanDate(_ tokens: [CheckToken], at start: Int) -> DateMention? {
        func unit(_ index: Int, _ name: String) -> Bool {
            index + 1 < tokens.count && tokens[index].kind == .number && !tokens[index + 1].spaced
                && tokens[index + 1].text.hasPrefix(name)
        }
        var index = start
        var year: Int?
        var month: Int?
        if unit(index, "년"), tokens[index].digits == 4, tokens[index + 1].text == "년" {
            year = tokens[index].value
            index += 2
        }
        if unit(index, "월"), tokens[index + 1].text == "월", (1...12).contains(tokens[index].value) {
            month = tokens[index].value
            index += 2
        } else if year != nil {
            return nil
        }
        guard index < tokens.count, unit(index, "일"), tokens[index].digits <= 2, tokens[index].value > 0 else {
            return nil
        }
        let ending = String(tokens[index + 1].text.dropFirst())
        guard month != nil ? !Self.koreanSpans.contains(ending) : Self.koreanEndings.contains(ending) else {
            return nil
        }
        if month == nil {
            if index > 0, ["달", "지난달", "다음달", "내달", "이달"].contains(tokens[index - 1].text) { return nil }
            let next = index + 2
            if next < tokens.count, Self.koreanSpans.contains(where: { tokens[next].text.hasPrefix($0) }) { return nil }
        }
        let isRange =
            (start > 0 && tokens[start - 1].isMark("~∼-–·"))
            || (index + 2 < tokens.count && tokens[index + 2].isMark("~∼-–·"))
            || ending.hasPrefix("부터") || ending.hasPrefix("까지")
        return DateMention(
            what: .date(day: tokens[index].value, month: month, year: year), tokens: start...index + 1, isRange: isRange
        )
    }

    private static let koreanEndings: Set<String> = [
        "", "에", "은", "의", "에는", "엔", "자", "과", "이", "부터", "까지", "에도", "로", "이다",
    ]
    /// Behind a number of days: a span and no date.
    private static let koreanSpans = [
        "동안", "만에", "뒤", "후", "전", "간", "째", "연속", "내", "이내", "가량", "안에", "정도", "넘게", "이상", "앞", "남",
    ]

    /// `17.06.2020`, `2020-06-17`, and `17/06/2020` where it can only be read one way.
    private func numericDate(_ tokens: [CheckToken], at start: Int) -> DateMention? {
        guard start + 4 < tokens.count, tokens[start + 1].isMark("./-"),
            tokens[start + 3].text == tokens[start + 1].text,
            tokens[start + 2].kind == .number, tokens[start + 4].kind == .number,
            !(1...4).contains(where: { tokens[start + $0].spaced }), !(start > 0 && tokens[start - 1].isMark("./-:")),
            !(start + 6 < tokens.count && tokens[start + 5].isMark("./-:") && !tokens[start + 6].spaced
                && tokens[start + 6].kind == .number)
        else { return nil }
        let (first, second, third) = (tokens[start], tokens[start + 2], tokens[start + 4])
        if first.digits == 4, second.digits <= 2, third.digits <= 2, Self.years.contains(first.value),
            (1...12).contains(second.value), (1...31).contains(third.value)
        {
            return DateMention(
                what: .date(day: third.value, month: second.value, year: first.value), tokens: start...start + 4)
        }
        guard third.digits == 4, first.digits <= 2, second.digits <= 2, Self.years.contains(third.value),
            tokens[start + 1].text == ".", (1...12).contains(second.value), (1...31).contains(first.value)
        else { return nil }
        return DateMention(
            what: .date(day: first.value, month: second.value, year: third.value), tokens: start...start + 4)
    }

    // MARK: Parts

    private static let ordinals: Set<String> = ["st", "nd", "rd", "th", "го", "е", "ого"]
    private static let years = 1500...2199

    private func year(_ tokens: [CheckToken], at index: Int) -> Int? {
        guard index < tokens.count, tokens[index].kind == .number, tokens[index].digits == 4,
            Self.years.contains(tokens[index].value), !isContinued(tokens, after: index)
        else { return nil }
        // “On June 17, 2000 people marched” names no year.
        if words.language == "en", isFollowedByNoun(tokens, index) { return nil }
        return tokens[index].value
    }

    /// A number that goes on: `17.5`, `2,000`, `12:30`.
    private func isContinued(_ tokens: [CheckToken], after index: Int) -> Bool {
        index + 2 < tokens.count && tokens[index + 1].isMark(".,:") && !tokens[index + 1].spaced
            && tokens[index + 2].kind == .number && !tokens[index + 2].spaced
    }

    private func rangeEnd(_ tokens: [CheckToken], after index: Int) -> Int? {
        guard index + 2 < tokens.count, tokens[index + 1].isMark("-–—/"), tokens[index + 2].kind == .number,
            tokens[index + 2].digits <= 2
        else { return nil }
        return index + 2
    }

    private func isFollowedByNoun(_ tokens: [CheckToken], _ index: Int) -> Bool {
        guard index + 1 < tokens.count else { return false }
        let next = tokens[index + 1]
        return next.kind == .word && !next.isCapitalised && !Self.functionWords.contains(next.text)
            && !words.speaks(next.text)
    }

    private static let functionWords: Set<String> = CheckWords.set(
        """
        at in when and to after by as the with for was were but or that which who until on is has had a an according \
        during following before said from through near where while he she it they his her its their there this
        """)
}
