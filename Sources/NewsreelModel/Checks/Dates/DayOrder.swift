/// Days that lie ahead and are told as past.
struct DayOrder {
    let words: CheckWords
    let days: StoryDays

    /// A passage with the days that it names.
    struct Told {
        let mentions: [DateMention]
        let passage: Passage
    }

    func findings(
        _ mentions: [DateMention], in passage: Passage, after before: Told?, paired: Set<Int>, hasOtherYear: Bool,
        isLede: Bool
    ) -> [Finding] {
        var found: [Finding] = []
        for (number, mention) in mentions.enumerated() {
            let token = passage.tokens[mention.tokens.lowerBound]
            guard !token.isQuoted, !mention.isRange else { continue }
            switch mention.what {
            case .weekday(let weekday):
                guard !paired.contains(mention.tokens.lowerBound), !weekday.isShort,
                    isBare(mention, passage.tokens)
                else { continue }
                let earlier = mentions[max(0, number - 8)..<number]
                if let finding = ahead(mention, weekday, earlier, passage)
                    ?? sequel(mention, weekday, Told(mentions: Array(earlier), passage: passage), before)
                    ?? (isLede ? lede(mention, weekday, passage) : nil)
                {
                    found.append(finding)
                }
            case .date(let day, let month, let year):
                if let finding = dateAhead(mention, day, month, year, passage, hasOtherYear) { found.append(finding) }
            case .relative: break
            }
        }
        return found
    }

    /// A weekday of this week: not `last Thursday`, `Black Friday`, `every Sunday`, `a Monday`.
    private func isBare(_ mention: DateMention, _ tokens: [CheckToken]) -> Bool {
        let index = mention.tokens.lowerBound
        for place in [index - 1, index - 2] where tokens.indices.contains(place) {
            let token = tokens[place]
            if token.kind == .mark { break }
            if words.qualifiers.contains(token.text) { return false }
            if place == index - 1, words.namedBefore.contains(token.text) { return false }
        }
        let next = mention.tokens.upperBound + 1
        if tokens.indices.contains(next), !tokens[next].isMark("'’") || tokens[next].spaced {
            if words.namedAfter.contains(tokens[next].text) { return false }
            if words.language == "ar", words.qualifiers.contains(tokens[next].text) { return false }
            if words.hasCapitals, tokens[next].kind == .word, tokens[next].isCapitalised,
                !tokens[next].isQuoted, words.weekdays[tokens[next].text] == nil, tokens[next].spaced,
                tokens[next].text.count > 1, !words.months.keys.contains(tokens[next].text)
            {
                return false  // “Thursday Island”
            }
        }
        return true
    }

    // MARK: A weekday after a later one

    private func ahead(
        _ mention: DateMention, _ weekday: CheckWords.Weekday, _ earlier: ArraySlice<DateMention>, _ passage: Passage
    ) -> Finding? {
        let distance = (weekday.number - days.latest.weekday + 7) % 7
        guard (1...2).contains(distance) else { return nil }
        let tokens = passage.tokens
        let index = mention.tokens.lowerBound
        let sentence = passage.sentence(around: index)
        guard
            let anchor = earlier.last(where: { sentence.contains($0.tokens.lowerBound) && isRecent($0, tokens) }),
            !isToldThen(anchor, tokens)
        else { return nil }
        let between = anchor.tokens.upperBound + 1..<index
        guard !between.isEmpty, !between.contains(where: { words.isFutureWord(tokens[$0]) }) else { return nil }
        let near = between.suffix(3)
        if near.contains(where: { words.backward.contains(tokens[$0].text) && !Self.close.contains(tokens[$0].text) }) {
            return nil
        }
        if near.suffix(2).contains(where: { Self.close.contains(tokens[$0].text) }),
            near.last.map({ Self.close.contains(tokens[$0].text) || words.between.contains(tokens[$0].text) }) == true
        {
            return nil
        }
        guard between.suffix(9).contains(where: { isForward($0, tokens) }),
            !sentence.contains(where: { Self.habits.contains(tokens[$0].text) })
        else { return nil }
        let clause = clause(around: index, in: sentence, tokens)
        if clause.contains(where: { words.isFutureWord(tokens[$0]) }) { return nil }
        let next = mention.tokens.upperBound + 1
        let isPossessive = tokens.indices.contains(next) && tokens[next].isMark("'’") && !tokens[next].spaced
        guard (isPossessive ? sentence : clause).contains(where: { words.isPast(tokens[$0]) }) else { return nil }
        return finding(mention, weekday, passage, anchored: passage.words(passage.range(anchor.tokens)))
    }

    /// “The strike began on Monday. On Friday the men went back.”, “By Friday, most had gone back”: the sentence goes on
    /// from the one before it.
    private func sequel(
        _ mention: DateMention, _ weekday: CheckWords.Weekday, _ told: Told, _ before: Told?
    )
        -> Finding?
    {
        let passage = told.passage
        let tokens = passage.tokens
        let index = mention.tokens.lowerBound
        guard (1...3).contains((weekday.number - days.latest.weekday + 7) % 7) else { return nil }
        let sentence = passage.sentence(around: index)
        let opening = tokens[sentence.lowerBound..<index]
        guard opening.count <= 3, opening.allSatisfy({ Self.openings.contains($0.text) }),
            sentence.contains(where: { words.isPast(tokens[$0]) }),
            !sentence.contains(where: { words.isFutureWord(tokens[$0]) || Self.habits.contains(tokens[$0].text) })
        else { return nil }
        let isEnd = opening.last.map { ["by", "к", "ко"].contains($0.text) } ?? false
        guard isEnd || !sentence.contains(where: { Self.earlier.contains(tokens[$0].text) }) else { return nil }
        let number = tokens[index].sentence
        let here = told.mentions.filter { tokens[$0.tokens.lowerBound].sentence == number - 1 }
        let source = here.isEmpty && number == 0 ? before : Told(mentions: here, passage: passage)
        guard let source, source.passage.kind == .paragraph,
            let anchor = source.mentions.last(where: { isRecent($0, source.passage.tokens) }),
            !source.passage.tokens[anchor.tokens.lowerBound].isQuoted, !isToldThen(anchor, source.passage.tokens)
        else { return nil }
        let start = source.passage.sentence(around: anchor.tokens.lowerBound)
        guard isEnd || start.contains(where: { words.begins(source.passage.tokens[$0].text) }) else { return nil }
        return finding(
            mention, weekday, passage, anchored: source.passage.words(source.passage.range(anchor.tokens)))
    }

    /// What stands before a weekday that opens a sentence.
    private static let openings = CheckWords.set("by on then and but в во к ко а и но затем في وفي يوم ويوم ثم و")

    /// Words that lead back to before the day that was told of last.
    private static let earlier = CheckWords.set(
        "had earlier previously ранее прежде накануне سابقا كان كانت وكان وكانت")

    /// Prepositions that point back only where they stand at the weekday: “from Thursday”, not “from the quay on Thursday”.
    private static let close = CheckWords.set(
        "to from of by for over about until till с со к ко о об до из إلى من عن")

    /// Words of what happens again and again.
    private static let habits = CheckWords.set("every each weekly каждый каждую каждое 매주 كل")

    private func isForward(_ index: Int, _ tokens: [CheckToken]) -> Bool {
        let token = tokens[index]
        // “charged with” joins no events; “…, with Thursday's” does.
        if token.text == "with" { return index > 0 && tokens[index - 1].kind == .mark }
        if words.forward.contains(token.text) { return true }
        return words.language == "ar" && words.weekdays[token.text]?.form == 1
    }

    /// Names one of the last four days.
    private func isRecent(_ mention: DateMention, _ tokens: [CheckToken]) -> Bool {
        switch mention.what {
        case .weekday(let weekday):
            return !weekday.isShort && (days.latest.weekday - weekday.number + 7) % 7 <= 3 && isBare(mention, tokens)
        case .relative(let offset): return offset == 0 || offset == -1
        case .date(let number, let month, let year):
            guard !mention.isRange else { return false }
            let day: LocalDay? =
                if let year, let month { LocalDay(year: year, month: month, day: number) } else {
                    month.flatMap { days.nearest(month: $0, day: number) }
                }
            return day.map { $0 <= days.latest && days.distance($0) <= 3 } ?? false
        }
    }

    /// “said on Tuesday that …”: what was said may lie before the day on which it was said.
    private func isToldThen(_ anchor: DateMention, _ tokens: [CheckToken]) -> Bool {
        let before = max(0, anchor.tokens.lowerBound - 3)..<anchor.tokens.lowerBound
        let after = anchor.tokens.upperBound + 1..<min(tokens.count, anchor.tokens.upperBound + 3)
        return before.contains { words.speaks(tokens[$0].text) } || after.contains { words.speaks(tokens[$0].text) }
    }

    /// From the last comma, dash or colon before a token to the next behind it.
    private func clause(around index: Int, in sentence: Range<Int>, _ tokens: [CheckToken]) -> Range<Int> {
        func isEdge(_ token: CheckToken) -> Bool {
            token.isMark(",;:—–()،؛") || ["that", "что", "أن", "إن"].contains(token.text)
        }
        var first = index
        while first > sentence.lowerBound, !isEdge(tokens[first - 1]) { first -= 1 }
        var last = index
        while last + 1 < sentence.upperBound, !isEdge(tokens[last + 1]) { last += 1 }
        return first..<last + 1
    }

    // MARK: The first paragraphs

    /// “The ministry said on Thursday” at the head of a story of Wednesday.
    private func lede(_ mention: DateMention, _ weekday: CheckWords.Weekday, _ passage: Passage) -> Finding? {
        guard (weekday.number - days.latest.weekday + 7) % 7 == 1 else { return nil }
        let tokens = passage.tokens
        let index = mention.tokens.lowerBound
        let sentence = passage.sentence(around: index)
        let clause = clause(around: index, in: sentence, tokens)
        guard
            !clause.contains(where: {
                words.isFutureWord(tokens[$0]) || ["had", "earlier", "ранее"].contains(tokens[$0].text)
            })
        else { return nil }
        let isTold: Bool
        switch words.language {
        case "en":
            guard index > sentence.lowerBound else { return nil }
            let before = tokens[index - 1]
            let verb = before.text == "on" ? index - 2 : index - 1
            guard verb >= sentence.lowerBound else { return nil }
            let next = mention.tokens.upperBound + 1
            if tokens.indices.contains(next), tokens[next].isMark("'’"), !tokens[next].spaced { return nil }
            // “A court on Thursday sentenced”: the first sentence is of the story's day, or of the day before.
            let opens = passage.place.block == 0 && sentence.lowerBound == 0 && before.text == "on"
            if opens, tokens.indices.contains(next), words.isPast(tokens[next]) {
                return finding(mention, weekday, passage, anchored: nil)
            }
            if tokens.indices.contains(next), tokens[next].kind == .word,
                !Self.englishAfter.contains(tokens[next].text), tokens[next].spaced
            {
                return nil
            }
            isTold =
                Self.englishTold.contains(tokens[verb].text)
                || (verb > sentence.lowerBound && tokens[verb - 1].text == "told"
                    && ["reporters", "journalists", "parliament", "lawmakers", "reuters"].contains(tokens[verb].text))
        case "ru":
            guard index > sentence.lowerBound, ["в", "во"].contains(tokens[index - 1].text) else { return nil }
            let near = [index - 2, index + 1].filter { clause.contains($0) }
            isTold = near.contains { place in
                words.isPast(tokens[place])
                    && ["сообщ", "заяв", "объяв", "рассказ"].contains { tokens[place].text.hasPrefix($0) }
            }
        case "ar":
            let before = clause.lowerBound..<index
            guard before.count <= 7, let verb = before.first else { return nil }
            isTold =
                ["قال", "قالت", "اعلن", "اعلنت", "اكد", "اكدت", "صرح", "صرحت", "افاد", "افادت"].contains(
                    tokens[verb].text)
                && !before.contains { words.backward.contains(tokens[$0].text) && tokens[$0].text != "من" }
        default: isTold = false
        }
        guard isTold else { return nil }
        return finding(mention, weekday, passage, anchored: nil)
    }

    private static let englishTold: Set<String> = ["said", "announced", "reported", "confirmed", "declared"]
    private static let englishAfter: Set<String> = [
        "that", "he", "she", "it", "they", "as", "and", "but", "in", "at", "after", "the", "its", "his", "her", "their",
        "a", "an", "there", "of", "following", "to", "no", "more", "about", "two", "three", "with", "by",
    ]

    private func finding(
        _ mention: DateMention, _ weekday: CheckWords.Weekday, _ passage: Passage, anchored: String?
    ) -> Finding {
        let next = days.latest.adding(days: (weekday.number - days.latest.weekday + 7) % 7)
        let name = DateChecks.weekdayNames[weekday.number - 1]
        let order =
            anchored.map { " It is told as following “\($0)”, so the \(name) of the week before cannot be meant." }
            ?? ""
        return passage.finding(
            .weekdayAhead, passage.range(mention.tokens),
            "The story is of \(DateChecks.told(days.day)), and the next \(name) is \(DateChecks.told(next)): it cannot be told as past.\(order)"
        )
    }

    // MARK: A date ahead

    private func dateAhead(
        _ mention: DateMention, _ number: Int, _ month: Int?, _ year: Int?, _ passage: Passage, _ hasOtherYear: Bool
    ) -> Finding? {
        let day: LocalDay?
        if let year, let month {
            day = LocalDay(year: year, month: month, day: number)
        } else if let month {
            guard !hasOtherYear else { return nil }
            day = days.nearest(month: month, day: number)
        } else {
            day = LocalDay(year: days.latest.year, month: days.latest.month, day: number)
        }
        guard let day, day > days.latest else { return nil }
        let distance = Int(day.daysSince1970 - days.latest.daysSince1970)
        guard year != nil || distance <= (month == nil ? 3 : 14) else { return nil }
        let tokens = passage.tokens
        let sentence = passage.sentence(around: mention.tokens.lowerBound)
        // A year leaves no doubt which day is meant; plans elsewhere in the sentence do not matter then.
        let plans = year == nil ? sentence : clause(around: mention.tokens.lowerBound, in: sentence, tokens)
        guard !plans.contains(where: { words.isFutureWord(tokens[$0]) }),
            isToldAsPast(mention, hasYear: year != nil, sentence, tokens)
        else { return nil }
        return passage.finding(
            .dateAhead, passage.range(mention.tokens),
            "\(DateChecks.told(day)) lies ahead of the story, which is of \(DateChecks.told(days.day)), and is told as past."
        )
    }

    private func isToldAsPast(
        _ mention: DateMention, hasYear: Bool, _ sentence: Range<Int>, _ tokens: [CheckToken]
    ) -> Bool {
        let first = mention.tokens.lowerBound
        let clause = clause(around: first, in: sentence, tokens)
        switch words.language {
        case "en":
            let next = mention.tokens.upperBound + 1
            if tokens.indices.contains(next), tokens[next].isMark("'’-"), !tokens[next].spaced { return false }
            var preposition = first - 1
            // “on Saturday, 20 June”
            while preposition >= sentence.lowerBound,
                tokens[preposition].text == "," || words.weekdays[tokens[preposition].text] != nil
            {
                preposition -= 1
            }
            guard preposition >= sentence.lowerBound, tokens[preposition].text == "on" else { return false }
            if preposition == sentence.lowerBound {
                // The date opens the sentence; the clause behind its comma has the verb.
                return sentence.suffix(from: next).prefix(12).contains { words.isPast(tokens[$0]) }
            }
            let before = max(sentence.lowerBound, preposition - 4)..<preposition
            guard let verb = before.last(where: { words.isPast(tokens[$0]) }) else { return false }
            // “was to be opened on”
            if verb > sentence.lowerBound, ["be", "to"].contains(tokens[verb - 1].text) { return false }
            // “fired on”, “fired at the crowd on”; not “cancelled the flights on”, whose flights are to come.
            var object = verb + 1..<preposition
            // “was sworn in on”, “were taken on”
            if ["was", "were"].contains(tokens[verb].text), let next = object.first,
                Self.participles.contains(tokens[next].text)
            {
                object = next + 1..<preposition
                if object.count == 1 { return Self.particles.contains(tokens[next + 1].text) }
            }
            return object.first.map { ["at", "in", "into", "from", "near"].contains(tokens[$0].text) } ?? true
        case "ru":
            // “принято 23 июня”, “подписан президентом 23 июня 2022 года”
            let near = max(clause.lowerBound, first - (hasYear ? 3 : 1))..<first
            if let last = near.last, tokens[last].kind == .word, !words.backward.contains(tokens[last].text),
                !["на", "в", "во"].contains(tokens[last].text),
                !clause.contains(where: { $0 < first && tokens[$0].text.hasSuffix("ть") }),
                near.contains(where: { words.isPast(tokens[$0]) || Self.isShortParticiple(tokens[$0].text) })
            {
                return true
            }
            let before = (sentence.lowerBound..<first).filter { !tokens[$0].isMark(",") }
            guard
                before.allSatisfy({
                    ["а", "и", "но", "в", "во", "утром", "вечером", "днем", "ночью"].contains(tokens[$0].text)
                        || words.weekdays[tokens[$0].text] != nil
                })
            else { return false }
            return clause.contains { $0 > mention.tokens.upperBound && words.isPast(tokens[$0]) }
        case "ko":
            guard mention.tokens.upperBound + 1 < sentence.upperBound else { return false }
            let after = sentence.suffix(from: mention.tokens.upperBound + 1)
            let words = after.filter { tokens[$0].kind == .word }
            guard words.count <= (hasYear ? 12 : 5), let last = words.last else { return false }
            return ["밝혔다", "말했다", "전했다", "보도했다", "발표했다", "공개했다", "설명했다", "강조했다", "주장했다", "숨졌다", "발생했다"].contains(
                tokens[last].text)
        case "ar":
            guard first > sentence.lowerBound, tokens[first - 1].text == "في" || tokens[first - 1].text == "وفي" else {
                return false
            }
            let before = max(clause.lowerBound, first - 5)..<first - 1
            if before.isEmpty {
                return sentence.suffix(from: mention.tokens.upperBound + 1).prefix(4).contains {
                    words.isPast(tokens[$0])
                }
            }
            if before.contains(where: { words.isPast(tokens[$0]) }) { return true }
            // The verb opens the clause, and its subject and object come between.
            return hasYear && first - clause.lowerBound <= 10 && words.isPast(tokens[clause.lowerBound])
                && !clause.contains { ["ان", "الي"].contains(tokens[$0].text) }
        default: return false
        }
    }

    /// Participles without `-ed`, of what is done on a day.
    private static let participles = CheckWords.set(
        """
        sworn born taken given held shot seen found hit struck stolen sold bought sent built broken chosen caught cut \
        driven drawn fought hung laid led lost made met put read sunk thrown told torn won written hurt
        """)

    private static let particles = CheckWords.set("in up off out down over away back")

    /// `принято`, `подписан`, `убиты`: what has been done.
    private static func isShortParticiple(_ text: String) -> Bool {
        text.count >= 6
            && [
                "ан", "ана", "ано", "аны", "ен", "ена", "ено", "ены", "ят", "ята", "ято", "яты", "ыт", "ыта", "ыто",
                "ыты",
            ]
            .contains { text.hasSuffix($0) }
    }
}
