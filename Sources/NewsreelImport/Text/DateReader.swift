import NewsreelModel

/// Finds the dates of a short line of a news page, in the forms that sites use.
struct DateReader {
    /// Holds where the line names no zone.
    let zone: Zone
    /// The day that other evidence gives; decides which number of `06/07/2020` is the month and which year is meant.
    var expected: LocalDay?

    struct Found {
        let moment: Timestamp
        /// As written, in the zone that holds for it.
        let day: LocalDay
        let hasTime: Bool
        /// The line says that the text changed then.
        let isUpdate: Bool
        /// Why the reading may be wrong.
        let doubt: String?
    }

    /// The dates of `line` in their order, and the words of it that belong to no date.
    func read(_ line: String) -> (dates: [Found], rest: [String]) {
        guard line.utf8.count <= 400, line.unicodeScalars.contains(where: { $0.properties.numericType == .decimal })
        else { return ([], []) }
        var cursor = Cursor(tokens: DateToken.tokens(of: line))
        var dates: [Found] = []
        var rest: [String] = []
        var isUpdate = false
        var time: ClockTime?
        while cursor.index < cursor.tokens.count, dates.count < 4 {
            let start = cursor.index
            if let (day, doubt) = takeDay(&cursor) {
                let end = cursor.index
                let after = takeTime(&cursor)
                if after == nil { cursor.index = end }
                let clock = after ?? time
                time = nil
                dates.append(found(day, clock, isUpdate: isUpdate, doubt: doubt))
                isUpdate = false
                continue
            }
            cursor.index = start
            if let clock = clockTime(&cursor) {
                time = clock
                continue
            }
            cursor.index = start
            let token = cursor.tokens[start]
            if token.kind == .word {
                if DateWords.updates.contains(token.text) {
                    isUpdate = true
                } else if !DateWords.furniture.contains(token.text), DateWords.zones[token.text] == nil,
                    DateWords.namedZones[token.text] == nil
                {
                    rest.append(token.text)
                }
            } else if token.kind == .number {
                rest.append(String(token.value))
            }
            cursor.index = start + 1
        }
        return (dates, rest)
    }

    /// True for a line that counts back from a now that nobody knows: `3 hours ago`.
    static func isRelative(_ line: String) -> Bool {
        guard line.utf8.count <= 80 else { return false }
        let lower = line.lowercased()
        let words = lower.split(separator: " ")
        return words.count <= 6 && DateWords.relatives.contains { lower.holds($0) }
            && (words.contains { $0.contains(where: \.isNumber) } || words.count <= 3)
    }

    private func found(_ day: LocalDay, _ clock: ClockTime?, isUpdate: Bool, doubt: String?) -> Found {
        let local = LocalTime(day: day, secondOfDay: clock?.seconds ?? 0)
        var moment: Timestamp
        if let minutes = clock?.zoneMinutes {
            let asUTC = day.daysSince1970 * 86_400 + Int64(local.secondOfDay)
            moment = Timestamp(milliseconds: (asUTC - Int64(minutes) * 60) * 1000)
        } else if let name = clock?.zoneName, let named = Zone(name) {
            moment = named.moment(of: local)
        } else {
            moment = zone.moment(of: local)
        }
        return Found(moment: moment, day: day, hasTime: clock != nil, isUpdate: isUpdate, doubt: doubt)
    }

    // MARK: Days

    private func takeDay(_ cursor: inout Cursor) -> (LocalDay, String?)? {
        guard let first = cursor.next() else { return nil }
        if first.kind == .word { return monthFirst(first, &cursor) }
        guard first.kind == .number else { return nil }
        if first.digits == 4 { return yearFirst(first, &cursor) }
        guard first.digits <= 2, (1...31).contains(first.value) else { return nil }
        let save = cursor.index
        if let day = dayThenMonthName(first, &cursor) { return day }
        cursor.index = save
        return numeric(first, &cursor)
    }

    /// `June 17, 2020`, `Jun 17 2020`, `Jun 17`.
    private func monthFirst(_ word: DateToken, _ cursor: inout Cursor) -> (LocalDay, String?)? {
        guard let month = DateWords.months[word.text] else { return nil }
        cursor.skip(".")
        guard let number = cursor.next(), number.kind == .number, number.digits <= 2 else { return nil }
        if let suffix = cursor.peek, suffix.kind == .word, !suffix.spaced,
            ["st", "nd", "rd", "th"].contains(suffix.text)
        {
            cursor.index += 1
        }
        cursor.skip(",")
        let save = cursor.index
        if let year = cursor.next(), year.kind == .number, year.digits == 4, cursor.peek?.isMark(":") != true {
            return LocalDay(year: year.value, month: month, day: number.value).map { ($0, nil) }
        }
        cursor.index = save
        return withoutYear(month, number.value)
    }

    /// `17 Jun, 2020`, `17. Juni 2020`, `17 июня 2020 г.`, `17 de junio de 2020`, `17 June`.
    private func dayThenMonthName(_ number: DateToken, _ cursor: inout Cursor) -> (LocalDay, String?)? {
        if let suffix = cursor.peek, suffix.kind == .word, ["st", "nd", "rd", "th", "de", "er"].contains(suffix.text) {
            cursor.index += 1
        }
        cursor.skip(".-/")
        guard let word = cursor.next(), word.kind == .word else { return nil }
        var month = DateWords.months[word.text]
        if month == nil, let pair = DateWords.pairs[word.text], let second = cursor.next() { month = pair[second.text] }
        guard let month else { return nil }
        cursor.skip(".")
        if cursor.peek?.isMark("/-") == true, cursor.tokens.count > cursor.index + 1 {
            let following = cursor.tokens[cursor.index + 1]
            if DateWords.months[following.text] != nil {
                cursor.index += 2
            } else if DateWords.pairs[following.text] != nil {
                cursor.index += 3
            } else {
                cursor.index += 1
            }
        }
        cursor.skip(",")
        if cursor.peek?.text == "de" || cursor.peek?.text == "del" { cursor.index += 1 }
        let save = cursor.index
        if let year = cursor.next(), year.kind == .number, year.digits == 4, cursor.peek?.isMark(":") != true {
            return LocalDay(year: year.value, month: month, day: number.value).map { ($0, nil) }
        }
        cursor.index = save
        return withoutYear(month, number.value)
    }

    private func withoutYear(_ month: Int, _ day: Int) -> (LocalDay, String?)? {
        guard let expected, let found = LocalDay(year: expected.year, month: month, day: day) else { return nil }
        return (found, "the year is not on the page and was taken from the metadata")
    }

    /// `2020-06-17`, `2020.06.17`, `2020년 6월 17일`, `2020年6月17日`.
    private func yearFirst(_ year: DateToken, _ cursor: inout Cursor) -> (LocalDay, String?)? {
        guard (1800...2200).contains(year.value), let separator = cursor.next(),
            separator.isMark("-./") || ["년", "年"].contains(separator.text), let month = cursor.next(),
            month.kind == .number, month.digits <= 2,
            let second = cursor.next(), second.isMark("-./") || ["월", "月"].contains(second.text),
            let day = cursor.next(),
            day.kind == .number, day.digits <= 2
        else { return nil }
        if let end = cursor.peek, ["일", "日"].contains(end.text) || (end.isMark(".") && !end.spaced) {
            cursor.index += 1
        }
        return LocalDay(year: year.value, month: month.value, day: day.value).map { ($0, nil) }
    }

    /// `17.06.2020`, `17/06/2020`, `06/17/2020`; where both readings are possible the expected day or the zone's habit decides.
    private func numeric(_ first: DateToken, _ cursor: inout Cursor) -> (LocalDay, String?)? {
        guard let separator = cursor.next(), separator.isMark("./-"), let second = cursor.next(),
            second.kind == .number,
            second.digits <= 2, let again = cursor.next(), again.text == separator.text, let year = cursor.next(),
            year.kind == .number, year.digits == 4, (1800...2200).contains(year.value)
        else { return nil }
        let dayFirst = LocalDay(year: year.value, month: second.value, day: first.value)
        let monthFirst = LocalDay(year: year.value, month: first.value, day: second.value)
        if separator.text == "." { return dayFirst.map { ($0, nil) } }
        guard let dayFirst else { return monthFirst.map { ($0, nil) } }
        guard let monthFirst, monthFirst != dayFirst else { return (dayFirst, nil) }
        if let expected {
            let isNear =
                abs(monthFirst.daysSince1970 - expected.daysSince1970)
                < abs(dayFirst.daysSince1970 - expected.daysSince1970)
            return (isNear ? monthFirst : dayFirst, nil)
        }
        let american = zone.identifier.hasPrefix("America/") || zone.identifier.hasPrefix("US/")
        return (american ? monthFirst : dayFirst, "day and month could be the other way round")
    }

    // MARK: Times of day

    struct ClockTime {
        let seconds: Int
        var zoneMinutes: Int?
        var zoneName: String?
    }

    /// A time of day after its date, behind at most four small words or marks.
    private func takeTime(_ cursor: inout Cursor) -> ClockTime? {
        for _ in 0..<6 {
            let save = cursor.index
            if let clock = clockTime(&cursor) { return clock }
            cursor.index = save
            guard let token = cursor.next() else { return nil }
            switch token.kind {
            case .number: return nil
            case .mark: if token.isMark(";") { return nil }
            case .word:
                guard DateWords.furniture.contains(token.text), !DateWords.updates.contains(token.text) else {
                    return nil
                }
            }
        }
        return nil
    }

    /// `07:55`, `7:55 a.m. EDT`, `오전 7시 55분`, `7h55`, `07:55:10 +03:00`.
    private func clockTime(_ cursor: inout Cursor) -> ClockTime? {
        var half: String?
        if let token = cursor.peek, token.kind == .word, ["오전", "오후", "am", "pm"].contains(token.text) {
            half = token.text
            cursor.index += 1
        }
        guard let hour = cursor.next(), hour.kind == .number, hour.digits <= 2, hour.value <= 24 else { return nil }
        var minute = 0
        var second = 0
        guard let mark = cursor.peek else { return nil }
        if mark.isMark(":٫") || ["시", "h", "時"].contains(mark.text) {
            cursor.index += 1
            if let number = cursor.peek, number.kind == .number, number.digits <= 2, number.value < 60 {
                minute = number.value
                cursor.index += 1
                if let end = cursor.peek, ["분", "分", "m"].contains(end.text) {
                    cursor.index += 1
                } else if cursor.peek?.isMark(":") == true, cursor.tokens.count > cursor.index + 1 {
                    let number = cursor.tokens[cursor.index + 1]
                    if number.kind == .number, number.value < 60 {
                        second = number.value
                        cursor.index += 2
                    }
                }
            } else if mark.isMark(":٫") {
                return nil
            }
        } else if mark.kind == .word, ["am", "pm"].contains(mark.text) {
            minute = 0
        } else {
            return nil
        }
        var hours = hour.value == 24 ? 0 : hour.value
        let named = half ?? halfOfDay(&cursor)
        if let named {
            guard hours <= 12 || named == "오후" else { return nil }
            let isAfternoon = named == "오후" || named == "pm"
            if hours <= 12 { hours = hours % 12 + (isAfternoon ? 12 : 0) }
        }
        var clock = ClockTime(seconds: hours * 3600 + minute * 60 + second)
        takeZone(&cursor, &clock)
        return clock
    }

    /// `am`, `p.m.`, `ص`, `م`.
    private func halfOfDay(_ cursor: inout Cursor) -> String? {
        guard let token = cursor.peek, token.kind == .word else { return nil }
        switch token.text {
        case "am", "ص", "صباحا", "صباحاً":
            cursor.index += 1
            return "am"
        case "pm", "م", "مساء", "مساءً":
            cursor.index += 1
            return "pm"
        case "a", "p":
            let save = cursor.index
            cursor.index += 1
            cursor.skip(".")
            guard cursor.peek?.text == "m" else {
                cursor.index = save
                return nil
            }
            cursor.index += 1
            cursor.skip(".")
            return token.text + "m"
        default: return nil
        }
    }

    private func takeZone(_ cursor: inout Cursor, _ clock: inout ClockTime) {
        let save = cursor.index
        if cursor.peek?.isMark("(") == true { cursor.index += 1 }
        var found = false
        if let token = cursor.peek, token.kind == .word {
            if let minutes = DateWords.zones[token.text] {
                clock.zoneMinutes = minutes
                cursor.index += 1
                found = true
            } else if let name = DateWords.namedZones[token.text] {
                clock.zoneName = name
                cursor.index += 1
                found = true
            } else if token.text == "بتوقيت", cursor.tokens.count > cursor.index + 1,
                let minutes = DateWords.zones[cursor.tokens[cursor.index + 1].text]
            {
                clock.zoneMinutes = minutes
                cursor.index += 2
                found = true
            }
        }
        if let sign = cursor.peek, sign.isMark("+-−"), cursor.tokens.count > cursor.index + 1 {
            let number = cursor.tokens[cursor.index + 1]
            if number.kind == .number, !number.spaced, found || !sign.spaced || sign.text == "+" {
                cursor.index += 2
                var minutes = number.digits > 2 ? number.value / 100 * 60 + number.value % 100 : number.value * 60
                if number.digits <= 2, cursor.peek?.isMark(":") == true, cursor.tokens.count > cursor.index + 1 {
                    minutes += cursor.tokens[cursor.index + 1].value
                    cursor.index += 2
                }
                if minutes <= 18 * 60 {
                    clock.zoneMinutes = sign.text == "+" ? minutes : -minutes
                    found = true
                }
            }
        }
        if !found { cursor.index = save }
    }
}

/// A place in the tokens of a line.
struct Cursor {
    let tokens: [DateToken]
    var index = 0

    var peek: DateToken? { index < tokens.count ? tokens[index] : nil }

    mutating func next() -> DateToken? {
        guard index < tokens.count else { return nil }
        index += 1
        return tokens[index - 1]
    }

    mutating func skip(_ marks: String) {
        if let token = peek, token.isMark(marks) { index += 1 }
    }
}
