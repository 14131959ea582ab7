/// Dates that cannot be.
struct DateChecks {
    let text: CheckedText
    let words: CheckWords
    let days: StoryDays

    var findings: [Finding] {
        var found: [Finding] = []
        let reader = DateMentions(words: words)
        let order = DayOrder(words: words, days: days)
        var otherYear = false
        var before: DayOrder.Told?
        for passage in text.passages where passage.kind != .label {
            let mentions = reader.find(in: passage)
            defer { before = DayOrder.Told(mentions: mentions, passage: passage) }
            let hasOtherYear = namesOtherYear(passage)
            defer { otherYear = hasOtherYear }
            guard !mentions.isEmpty else { continue }
            found += mentions.compactMap { impossible($0, passage) }
            let paired = pairs(mentions, passage)
            found += paired.compactMap { check($0, passage, hasOtherYear: hasOtherYear || otherYear) }
            if passage.kind == .paragraph || passage.kind == .standfirst {
                let pairedTokens = Set(paired.flatMap { [$0.left.tokens.lowerBound, $0.right.tokens.lowerBound] })
                found += order.findings(
                    mentions, in: passage, after: before, paired: pairedTokens, hasOtherYear: hasOtherYear || otherYear,
                    isLede: passage.kind == .paragraph && (passage.place.block ?? 9) <= 1)
                found += stale(mentions, passage, paired: pairedTokens)
            }
        }
        return found
    }

    /// A year beside the story's own is in the passage, so that days without a year may belong to it.
    private func namesOtherYear(_ passage: Passage) -> Bool {
        passage.tokens.contains {
            $0.kind == .number && $0.digits == 4 && (1500...2199).contains($0.value) && $0.value != days.day.year
        }
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// `Wednesday 17 June 2020`.
    static func told(_ day: LocalDay) -> String {
        "\(weekdayNames[day.weekday - 1]) \(day.day) \(monthNames[day.month - 1]) \(day.year)"
    }

    // MARK: Days that no calendar has

    private func impossible(_ mention: DateMention, _ passage: Passage) -> Finding? {
        guard case .date(let day, .some(let month), let year) = mention.what, day > 0 else { return nil }
        let length =
            year.map { LocalDay.length(ofMonth: month, in: $0) }
            ?? (month == 2 ? 29 : LocalDay.length(ofMonth: month, in: 2021))
        guard day > length, day <= 31 || year != nil else { return nil }
        // “31 June Street”
        let next = mention.tokens.upperBound + 1
        if year == nil, words.hasCapitals, passage.tokens.indices.contains(next), passage.tokens[next].isCapitalised,
            passage.tokens[next].kind == .word, passage.tokens[next].sentence == passage.tokens[next - 1].sentence
        {
            return nil
        }
        let name = Self.monthNames[month - 1]
        return passage.finding(
            .dateImpossible, passage.range(mention.tokens),
            "\(name) \(month == 2 ? year.map { "\($0) " } ?? "" : "")has \(length) days.")
    }

    // MARK: Days named twice

    struct Pair {
        let left: DateMention
        let right: DateMention
    }

    /// Mentions that stand together and mean one day.
    private func pairs(_ mentions: [DateMention], _ passage: Passage) -> [Pair] {
        guard mentions.count > 1 else { return [] }
        var pairs: [Pair] = []
        for index in 1..<mentions.count {
            let (left, right) = (mentions[index - 1], mentions[index])
            guard !left.isRange, !right.isRange, isTogether(left, right, passage) else { continue }
            if !pairs.isEmpty, pairs[pairs.count - 1].right.tokens == left.tokens, left.isDate { continue }
            pairs.append(Pair(left: left, right: right))
        }
        return pairs
    }

    private func isTogether(_ left: DateMention, _ right: DateMention, _ passage: Passage) -> Bool {
        let tokens = passage.tokens
        let gap = left.tokens.upperBound + 1..<right.tokens.lowerBound
        guard gap.count <= 3, tokens[left.tokens.lowerBound].isQuoted == tokens[right.tokens.lowerBound].isQuoted
        else { return false }
        let marks = gap.filter { tokens[$0].kind == .mark }
        guard marks.count <= 1,
            gap.allSatisfy({ tokens[$0].isMark(",(،") || words.between.contains(tokens[$0].text) })
        else { return false }
        let after = right.tokens.upperBound + 1
        let isEnded = after >= tokens.count || tokens[after].isMark(",.;:)—–،؛!?")
        let isBracketed = gap.contains { tokens[$0].isMark("(") }
        let isPossessive = after < tokens.count && tokens[after].isMark("'’") && !tokens[after].spaced
        switch (left.what, right.what) {
        case (.weekday, .date):
            if let first = passage.tokens[..<left.tokens.lowerBound].last, words.language == "en" {
                // “Monday to Friday, 15 to 19 June”, “The Sun, 17 June”.
                if first.isMark("-–—") || ["to", "through", "until", "and", "or"].contains(first.text),
                    after < tokens.count,
                    tokens[after].isMark("-–—") || ["to", "through", "until", "and"].contains(tokens[after].text)
                {
                    return false
                }
                if left.weekday?.isShort == true, first.text == "the" { return false }
            }
            if isNumberedTwice(left, right, passage) { return false }
            return true
        case (.date, .weekday(let weekday)):
            if words.language == "ko" {
                return gap.isEmpty || isBracketed
            }
            if isBracketed { return after < tokens.count && tokens[after].isMark(")") }
            if weekday.isShort || isPossessive { return false }
            return !marks.isEmpty && isEnded
        case (.relative, .weekday(let weekday)), (.weekday(let weekday), .relative):
            if case .weekday = left.what { return isBracketed }
            if weekday.isShort || isPossessive { return isBracketed }
            if isBracketed { return true }
            switch words.language {
            case "ar": return marks.isEmpty
            case "ko": return gap.isEmpty
            default: return !marks.isEmpty && isEnded
            }
        case (.relative, .date(_, let month, _)):
            if isBracketed { return true }
            if words.language == "ko" { return month != nil && gap.isEmpty }
            if words.language == "ar" { return marks.isEmpty }
            return !marks.isEmpty && isEnded
        default: return false
        }
    }

    /// “Tuesday and Wednesday, 16 and 17 June”: the first number is not the last weekday's.
    private func isNumberedTwice(_ left: DateMention, _ right: DateMention, _ passage: Passage) -> Bool {
        let after = right.tokens.upperBound + 1
        let before = left.tokens.lowerBound - 1
        guard before > 0, after + 1 < passage.tokens.count else { return false }
        let joins: Set<String> = ["and", "и", "و", "-", "–", "—"]
        return joins.contains(passage.tokens[before].text) && joins.contains(passage.tokens[after].text)
            && passage.tokens[after + 1].kind == .number
    }

    private func check(_ pair: Pair, _ passage: Passage, hasOtherYear: Bool) -> Finding? {
        switch (pair.left.what, pair.right.what) {
        case (.weekday(let weekday), .date):
            return weekdayAndDate(weekday, pair.left, pair.right, passage, hasOtherYear)
        case (.date, .weekday(let weekday)):
            return weekdayAndDate(weekday, pair.right, pair.left, passage, hasOtherYear)
        case (.relative(let offset), .weekday(let weekday)):
            return weekdayAndToday(offset, weekday, pair.right, pair, passage)
        case (.weekday(let weekday), .relative(let offset)):
            return weekdayAndToday(offset, weekday, pair.left, pair, passage)
        case (.relative(let offset), .date): return dateAndToday(offset, pair, passage)
        default: return nil
        }
    }

    private func weekdayAndDate(
        _ weekday: CheckWords.Weekday, _ named: DateMention, _ date: DateMention, _ passage: Passage,
        _ hasOtherYear: Bool
    ) -> Finding? {
        guard case .date(let number, let month, let year) = date.what else { return nil }
        let day: LocalDay?
        if let month, let year {
            // Russia counted by another calendar until 1918, Britain until 1752.
            guard year >= (words.language == "ru" ? 1919 : 1753) else { return nil }
            day = LocalDay(year: year, month: month, day: number)
        } else {
            guard !hasOtherYear else { return nil }
            day = nearest(number, month)
            guard let day, days.distance(day) <= (month == nil ? 16 : 45) else { return nil }
        }
        guard let day, day.weekday != weekday.number else { return nil }
        let first = min(named.tokens.lowerBound, date.tokens.lowerBound)
        let last = max(named.tokens.upperBound, date.tokens.upperBound)
        return passage.finding(
            .weekdayAndDate, year == nil ? .warning : .error, passage.range(first...last),
            "\(Self.dateTold(day)) is a \(Self.weekdayNames[day.weekday - 1]), not a \(Self.weekdayNames[weekday.number - 1]).",
            fix: replacing(named, by: day.weekday, form: weekday.form, in: passage, range: first...last))
    }

    private static func dateTold(_ day: LocalDay) -> String { "\(day.day) \(monthNames[day.month - 1]) \(day.year)" }

    /// The day that a date without its year, or without its month, means in this story.
    func nearest(_ number: Int, _ month: Int?) -> LocalDay? {
        if let month { return days.nearest(month: month, day: number) }
        let here = days.day
        let candidates: [LocalDay] = (-1...1).compactMap { shift in
            let months = here.year * 12 + here.month - 1 + shift
            return LocalDay(year: months / 12, month: months % 12 + 1, day: number)
        }
        return candidates.min { days.distance($0) < days.distance($1) }
    }

    /// The words of a stretch with another weekday in the same case.
    private func replacing(
        _ named: DateMention, by weekday: Int, form: Int, in passage: Passage, range: ClosedRange<Int>
    ) -> Fix? {
        let whole = passage.range(range)
        let part = passage.range(named.tokens)
        let old = passage.words(part)
        let forms = words.weekdayForms[form]
        var new = forms[weekday - 1]
        if words.language == "ko", form == 0 {
            new += old.unicodeScalars.count > 3 ? String(old.dropFirst(3)) : ""
        } else if words.language == "ru", passage.tokens[named.tokens.lowerBound].isCapitalised {
            new = new.prefix(1).uppercased() + new.dropFirst()
        }
        // “во вторник” takes another preposition than “в среду”; a range that leaves it out takes no fix.
        if words.language == "ru", named.tokens.lowerBound > 0 {
            let before = passage.tokens[named.tokens.lowerBound - 1].text
            let isTuesday = weekday == 2
            if (before == "во") != isTuesday, before == "во" || before == "в" { return nil }
        }
        return .text(
            passage.words(whole.lowerBound..<part.lowerBound) + new + passage.words(part.upperBound..<whole.upperBound))
    }

    private func weekdayAndToday(
        _ offset: Int, _ weekday: CheckWords.Weekday, _ named: DateMention, _ pair: Pair, _ passage: Passage
    ) -> Finding? {
        guard !passage.tokens[named.tokens.lowerBound].isQuoted,
            !days.todays.contains(where: { $0.adding(days: offset).weekday == weekday.number })
        else { return nil }
        let meant = days.day.adding(days: offset)
        let range = pair.left.tokens.lowerBound...pair.right.tokens.upperBound
        return passage.finding(
            .weekdayAndToday, passage.range(range),
            "The story is of \(Self.told(days.day)); \(Self.relativeTold(offset)) is \(Self.weekdayNames[meant.weekday - 1]).",
            fix: replacing(named, by: meant.weekday, form: weekday.form, in: passage, range: range))
    }

    private func dateAndToday(_ offset: Int, _ pair: Pair, _ passage: Passage) -> Finding? {
        guard case .date(let number, let month, let year) = pair.right.what,
            !passage.tokens[pair.right.tokens.lowerBound].isQuoted
        else { return nil }
        let named: LocalDay?
        if let year, let month {
            named = LocalDay(year: year, month: month, day: number)
        } else {
            named = nearest(number, month)
        }
        guard let named, days.distance(named) <= 45 || year != nil,
            !days.todays.contains(where: { $0.adding(days: offset) == named })
        else { return nil }
        let range = pair.left.tokens.lowerBound...pair.right.tokens.upperBound
        return passage.finding(
            .weekdayAndToday, passage.range(range),
            "The story is of \(Self.told(days.day)); \(Self.relativeTold(offset)) is \(Self.dateTold(days.day.adding(days: offset)))."
        )
    }

    private static func relativeTold(_ offset: Int) -> String {
        switch offset {
        case ..<(-1): "the day before yesterday"
        case -1: "yesterday"
        case 0: "today"
        case 1: "tomorrow"
        default: "the day after tomorrow"
        }
    }

    // MARK: Yesterday's paper

    private func stale(_ mentions: [DateMention], _ passage: Passage, paired: Set<Int>) -> [Finding] {
        guard let updated = days.updated, updated.daysSince1970 - days.day.daysSince1970 >= 2 else { return [] }
        return mentions.compactMap { mention in
            guard case .relative(let offset) = mention.what, offset != 0 else { return nil }
            let index = mention.tokens.lowerBound
            let token = passage.tokens[index]
            guard !token.isQuoted, !paired.contains(index), !isFigure(of: index, passage.tokens) else { return nil }
            let meant = days.day.adding(days: offset)
            return passage.finding(
                .relativeDayStale, passage.range(mention.tokens),
                "The story was published on \(Self.dateTold(days.day)) and changed on \(Self.dateTold(updated)): say which day is meant (\(Self.told(meant)), if it stood in the first version)."
            )
        }
    }

    /// “the men of yesterday”, “yesterday's heroes”, a title with a capital.
    private func isFigure(of index: Int, _ tokens: [CheckToken]) -> Bool {
        if index > 0, ["of", "after", "like", "с", "до", "на", "как", "от"].contains(tokens[index - 1].text) {
            return true
        }
        if index + 1 < tokens.count, tokens[index + 1].isMark("'’-"), !tokens[index + 1].spaced { return true }
        return words.hasCapitals && tokens[index].isCapitalised && index > 0 && tokens[index - 1].kind == .word
    }
}
