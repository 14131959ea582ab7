/// Quotations that do not end, and quotations of nobody.
struct QuoteChecks {
    let text: CheckedText
    let words: CheckWords

    var findings: [Finding] { balance + speakers }

    // MARK: Marks

    private var balance: [Finding] {
        var found: [Finding] = []
        let passages = text.passages
        var isOpen = false
        for (index, passage) in passages.enumerated() {
            let next = index + 1 < passages.count ? passages[index + 1] : nil
            let wasOpen = isOpen
            isOpen = false
            if let open = passage.quotes.unclosed {
                // A quotation of several paragraphs opens in each and closes in the last.
                if let next, isRunning(passage), isRunning(next), next.quotes.beginsWithOpening {
                    isOpen = true
                    continue
                }
                found.append(
                    passage.finding(
                        .quoteUnbalanced, open..<min(passage.scalars.count, open + 60),
                        "The quotation is opened and not closed."))
            } else if let close = passage.quotes.unopened, !wasOpen {
                found.append(
                    passage.finding(
                        .quoteUnbalanced, max(0, close - 60)..<close + 1, "The quotation is closed and was not opened.")
                )
            }
        }
        return found
    }

    private func isRunning(_ passage: Passage) -> Bool {
        passage.kind == .paragraph || passage.kind == .quote
    }

    // MARK: Speakers

    /// How many words make a quotation that somebody must have said.
    private static let longEnough = 7

    private var speakers: [Finding] {
        let prose = text.prose
        var found: [Finding] = []
        var told: [Int: Bool] = [:]
        func tells(_ index: Int) -> Bool {
            guard prose.indices.contains(index) else { return false }
            if let known = told[index] { return known }
            let answer = namesSpeaker(prose[index])
            told[index] = answer
            return answer
        }
        let quoteSpeakers = Set(text.speakerlessQuotes)
        for (index, passage) in prose.enumerated() {
            if passage.kind == .quote {
                guard let block = passage.place.block, quoteSpeakers.contains(block),
                    !prose[..<index].contains(where: { $0.kind == .quote && $0.place.block == block })
                else { continue }
                let after = prose[index...].firstIndex { $0.place.block != block } ?? prose.count
                if tells(index - 1) || endsInColon(prose, index - 1) || tells(after) || introduces(prose, index - 1) {
                    continue
                }
                found.append(
                    passage.finding(
                        .quoteWithoutSpeaker, 0..<min(60, passage.scalars.count), "Nobody is named who said this."))
                continue
            }
            guard let span = sentenceQuoted(passage) else { continue }
            if tells(index) || tells(index - 1) || tells(index + 1) || endsInColon(prose, index - 1) { continue }
            if isContinued(prose, index) || isAnswered(prose, index) || introduces(prose, index - 1) { continue }
            found.append(passage.finding(.quoteWithoutSpeaker, span, "Nobody is named who said this."))
        }
        return found
    }

    /// The first quotation of a passage that is a whole sentence of its own.
    private func sentenceQuoted(_ passage: Passage) -> Range<Int>? {
        let tokens = passage.tokens
        var first = 0
        for span in passage.quotes.spans.prefix(30) {
            // One that goes on is judged where it ends, one that does not end is a finding of its own.
            guard let close = span.close else { continue }
            while first < tokens.count, tokens[first].start <= span.open { first += 1 }
            var end = first
            while end < tokens.count, tokens[end].end <= close { end += 1 }
            let inside = tokens[first..<end]
            guard inside.count(where: { $0.kind == .word }) >= (words.language == "ko" ? 5 : Self.longEnough) else {
                continue
            }
            // Whole sentences end in a mark, inside or right behind the quotation, and begin where one ended.
            let last = inside.last { !$0.isMark("”»\"'’)") }
            let isOpening = first < 2 || tokens[first - 2].isMark(".!?…:。؟")
            let behind = tokens[end...].first { $0.start > close }
            let isEnded = behind.map { $0.isMark(".!?…。؟") } ?? true
            guard isOpening, last?.isMark(".!?…。؟") == true || isEnded else { continue }
            return span.open..<close + 1
        }
        return nil
    }

    private func endsInColon(_ prose: [Passage], _ index: Int) -> Bool {
        prose.indices.contains(index) && prose[index].tokens.last?.isMark(":") == true
    }

    /// The answer to the question before it, as interviews and records of courts have them.
    private func isAnswered(_ prose: [Passage], _ index: Int) -> Bool {
        guard prose.indices.contains(index - 1) else { return false }
        let last = prose[index - 1].tokens.last { !$0.isMark("”»\"'’)") }
        return last?.isMark("?؟") == true
    }

    /// The paragraph before a quotation brings somebody on: “Maria Lopez, 34, lives opposite”, “He was there”.
    private func introduces(_ prose: [Passage], _ index: Int) -> Bool {
        guard prose.indices.contains(index) else { return false }
        let tokens = prose[index].tokens
        for (place, token) in tokens.enumerated() where !token.isQuoted {
            if token.kind == .word, words.persons.contains(token.text) { return true }
            // An age behind a name: “Lopez, 34,”, “이정희(61)”.
            let age = place + 2
            if token.kind == .word, token.isCapitalised || words.language == "ko" || words.language == "ar",
                age < tokens.count, tokens[place + 1].isMark(",،("), tokens[age].kind == .number,
                (10...110).contains(tokens[age].value), tokens[age].digits <= 3,
                age + 1 >= tokens.count || tokens[age + 1].isMark(",،).")
                    || tokens[age + 1].text.hasPrefix("عام") || tokens[age + 1].text == "лет"
            {
                return true
            }
        }
        return false
    }

    /// A paragraph of a longer quotation whose speaker stands further up or down.
    private func isContinued(_ prose: [Passage], _ index: Int) -> Bool {
        var up = index - 1
        while prose.indices.contains(up), prose[up].quotes.beginsWithOpening || prose[up].kind == .quote {
            if namesSpeaker(prose[up]) { return true }
            up -= 1
            if index - up > 6 { break }
        }
        if prose.indices.contains(up), up < index - 1, namesSpeaker(prose[up]) { return true }
        guard prose[index].quotes.unclosed != nil else { return false }
        var down = index + 1
        while prose.indices.contains(down), down - index < 6 {
            if namesSpeaker(prose[down]) { return true }
            down += 1
        }
        return false
    }

    /// Somebody speaks: a verb of saying outside the quotation, a colon or a dash at it.
    private func namesSpeaker(_ passage: Passage) -> Bool {
        guard passage.kind != .quote else { return false }
        let tokens = passage.tokens
        for (index, token) in tokens.enumerated() {
            // «…, — призналась она. — …»: who speaks stands between dashes inside the marks.
            if token.isQuoted {
                if index > 1, tokens[index - 1].isMark("—–"), tokens[index - 2].isMark(",!?…"), words.speaks(token.text)
                {
                    return true
                }
                continue
            }
            if token.kind == .word, words.speaks(token.text) { return true }
            if token.isMark(":"), index + 1 < tokens.count, tokens[index + 1].isMark(QuoteScan.openers) { return true }
            if token.isMark("—–―"), index == 0 { return true }
            // “…” — Paul Roche; “…”, Paul Roche.
            if token.isMark("—–"), index > 0, tokens[index - 1].isMark("”»\""), index + 1 < tokens.count,
                tokens[index + 1].kind == .word
            {
                return true
            }
        }
        return false
    }
}
