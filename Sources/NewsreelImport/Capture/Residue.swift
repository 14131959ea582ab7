import NewsreelModel

/// What a line of a captured page is besides the story, judged by itself.
enum Residue: Hashable {
    case icons, menu, controls, related, comments, offer, consent, legal, readingTime, symbols, address

    /// What a person calls it.
    var name: String {
        switch self {
        case .icons: "names of icons"
        case .menu: "a menu"
        case .controls: "buttons or share links"
        case .related: "links to other stories"
        case .comments: "readers' comments"
        case .offer: "an offer to subscribe"
        case .consent: "a consent notice"
        case .legal: "small print"
        case .readingTime: "the reading time"
        case .symbols: "symbols"
        case .address: "an address"
        }
    }

    var code: String {
        switch self {
        case .icons: "dropped-icons"
        case .menu: "dropped-menu"
        case .controls: "dropped-controls"
        case .related: "dropped-related"
        case .comments: "dropped-comments"
        case .offer: "dropped-offer"
        case .consent: "dropped-consent"
        case .legal: "dropped-legal"
        case .readingTime: "dropped-reading-time"
        case .symbols: "dropped-symbols"
        case .address: "dropped-address"
        }
    }

    /// Nil for a line that may belong to the story.
    static func of(_ line: CaptureLine) -> Residue? {
        let lower = line.lower
        guard !line.isBlank else { return nil }
        if !line.text.unicodeScalars.contains(where: {
            $0.properties.isAlphabetic || $0.properties.numericType == .decimal
        }) {
            return .symbols
        }
        if ResidueWords.controls.contains(lower) { return .controls }
        if isIconRun(line) { return .icons }
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www."), line.wordCount == 1 {
            return .address
        }
        if isCommentHeading(line) { return .comments }
        if let opener = ResidueWords.related.first(where: { begins(lower, $0) }) {
            let isMarked = opener.hasSuffix(":") || lower.dropFirst(opener.count).first == ":"
            if isMarked || !(line.endsSentence && line.isParagraph) { return .related }
        }
        if line.weight <= 60, ResidueWords.readingTimes.contains(where: { lower.holds($0) }) { return .readingTime }
        if isControlBar(line) { return .controls }
        if isMenuBar(line) { return .menu }
        if line.weight <= 700, ResidueWords.cookies.contains(where: { lower.holds($0) }),
            ResidueWords.consents.count(where: { lower.holds($0) }) >= 2,
            speaksToReader(line), !isQuoted(line)
        {
            return .consent
        }
        if lower.hasPrefix("©") || lower.hasPrefix("ⓒ") || lower.hasPrefix("(c) ") || lower.hasPrefix("copyright "),
            line.weight <= 300,
            CreditParser.find(line.text) == nil || ResidueWords.legal.contains(where: { lower.holds($0) })
                || hasYear(line)
        {
            return .legal
        }
        if line.weight <= 500, !isQuoted(line) {
            let notices = ResidueWords.notices.count { lower.holds($0) }
            let legal = notices + ResidueWords.legal.count { lower.holds($0) }
            if legal >= 2 || (notices == 1 && line.weight <= 220)
                || (legal == 1 && line.weight <= 60 && !line.endsSentence)
            {
                return .legal
            }
        }
        if line.weight <= 400, !isQuoted(line) {
            let offers = ResidueWords.offers.count { lower.holds($0) }
            if offers >= 2 && (speaksToReader(line) || !line.isParagraph) { return .offer }
            if offers == 1, line.weight <= 130, isAddressed(line) { return .offer }
        }
        return nil
    }

    private static func isQuoted(_ line: CaptureLine) -> Bool {
        ["“", "”", "\"", "«", "»", "„"].contains { line.text.holds($0) }
    }

    private static func isIconName(_ word: String) -> Bool { ResidueWords.icons.contains { word.holds($0) } }

    private static func begins(_ lower: String, _ opener: String) -> Bool {
        guard lower.begins(opener) else { return false }
        if let last = opener.last, !last.isLetter { return true }
        return lower.dropFirst(opener.count).first.map { !$0.isLetter } ?? true
    }

    /// An offer begins with its verb, speaks to the reader, or is no sentence.
    private static func isAddressed(_ line: CaptureLine) -> Bool {
        ResidueWords.offers.contains { line.lower.begins($0) } || speaksToReader(line) || !line.endsSentence
    }

    private static func speaksToReader(_ line: CaptureLine) -> Bool {
        let words = Set(line.lower.split(whereSeparator: { !$0.isLetter }).map { String($0) })
        return !words.isDisjoint(with: ResidueWords.readerWords)
            || ResidueWords.readerPieces.contains { line.lower.holds($0) }
    }

    private static func hasYear(_ line: CaptureLine) -> Bool {
        let head = line.text.prefix(30)
        return head.split(whereSeparator: { !$0.isNumber }).contains {
            $0.count == 4 && ($0.hasPrefix("19") || $0.hasPrefix("20"))
        } && line.endsSentence == false
            && !line.text.contains("/") && !line.lower.holds(" via ")
    }

    /// Names of pictograms: many words, a quarter of them made with the pieces of such names, hardly a mark between them.
    private static func isIconRun(_ line: CaptureLine) -> Bool {
        guard line.wordCount >= 3, line.text.utf8.count <= 20_000 else { return false }
        var hits = 0
        var words = 0
        for word in line.lower.split(separator: " ") {
            words += 1
            if isIconName(String(word)) { hits += 1 }
        }
        return hits >= 3 && hits * 4 >= words || (hits >= 2 && hits * 2 >= words)
    }

    private static func isCommentHeading(_ line: CaptureLine) -> Bool {
        guard line.weight <= 40 else { return false }
        let bare = line.lower.filter { !$0.isNumber && !"()[]:.,".contains($0) }.trimmingWhitespace()
        return ResidueWords.comments.contains(bare) && (line.lower.contains(where: \.isNumber) || bare.count > 3)
    }

    /// Every word or pair of words is a control, as in `Share Tweet Email Print`.
    private static func isControlBar(_ line: CaptureLine) -> Bool {
        guard (2...24).contains(line.wordCount), line.weight <= 240, !line.endsSentence else { return false }
        let words = line.lower.split(whereSeparator: { $0.isWhitespace || "|/·•,>»›:".contains($0) }).map { String($0) }
        var index = 0
        var hits = 0
        var numbers = 0
        while index < words.count {
            let rest = words.count - index
            if words[index].allSatisfy({ $0.isNumber }) {
                index += 1
                numbers += 1
            } else if rest >= 3, ResidueWords.controls.contains(words[index..<index + 3].joined(separator: " ")) {
                index += 3
                hits += 3
            } else if rest >= 2, ResidueWords.controls.contains(words[index..<index + 2].joined(separator: " ")) {
                index += 2
                hits += 2
            } else {
                if ResidueWords.controls.contains(words[index]) { hits += 1 }
                index += 1
            }
        }
        let named = words.count - numbers
        return hits >= 1 && words.count >= 2 && (hits == named || (named >= 5 && hits * 10 >= named * 7))
    }

    /// Three separators or more with little between them: `World | Sport | Culture | Weather`.
    private static func isMenuBar(_ line: CaptureLine) -> Bool {
        guard line.weight <= 600, !line.endsSentence else { return false }
        for separator in ["|", "·", "•", "›", "»", ">", " / ", " — "] {
            let parts = line.text.split(separator: separator).map { $0.trimmingWhitespace() }
            if parts.count >= 4 || (parts.count == 3 && "›»>".contains(separator)),
                parts.allSatisfy({ $0.split(separator: " ").count <= 4 && $0.count <= 30 })
            {
                return true
            }
        }
        return false
    }
}
