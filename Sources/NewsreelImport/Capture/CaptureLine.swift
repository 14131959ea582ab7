import NewsreelModel

/// A line of a captured page with what can be seen of it alone.
struct CaptureLine {
    /// From 1.
    let number: Int
    /// Without white space at its ends.
    let text: String
    /// In lower case.
    let lower: String
    let wordCount: Int
    let characters: Int
    /// It ends as a sentence ends, quotes and brackets aside.
    let endsSentence: Bool
    /// Scripts that write much in few characters count double.
    let weight: Int

    var isBlank: Bool { text.isEmpty }

    init(number: Int, raw: String) {
        self.number = number
        text = (raw.utf8.contains(9) ? raw.replacing("\t", with: " ") : raw).trimmingWhitespace()
        lower = text.lowercased()
        var words = 0
        var count = 0
        var wide = 0
        var wasSpace = true
        for scalar in text.unicodeScalars {
            count += 1
            let isSpace = scalar.value == 32 || scalar.value == 9 || scalar.value == 0xA0
            if wasSpace && !isSpace { words += 1 }
            wasSpace = isSpace
            if (0x3040...0x9FFF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value) { wide += 1 }
        }
        wordCount = words
        characters = count
        weight = count + wide
        let closing: Set<Character> = ["\"", "”", "“", "’", "'", "»", ")", "]", "」", "』", "›"]
        let last = text.last { !closing.contains($0) && !$0.isWhitespace }
        endsSentence = last.map { ".!?…。！？؟۔".contains($0) } ?? false
    }

    /// Enough of a sentence to be a paragraph by itself.
    var isParagraph: Bool { endsSentence ? (weight >= 55 && wordCount >= 4) : weight >= 140 && wordCount >= 14 }

    /// Short enough for a menu entry.
    var isShort: Bool { wordCount <= 5 && weight <= 40 && !endsSentence }

    /// What a headline looks like: some words, no full stop.
    var isTitle: Bool {
        guard weight >= 14, wordCount >= 2, weight <= 260 else { return false }
        if text.hasSuffix(".") && !text.hasSuffix("...") { return false }
        return !text.hasPrefix("http") && text.contains(where: \.isLetter) && !text.hasSuffix(":")
    }

    /// The mark of a list item at its beginning.
    var bullet: String? {
        ["• ", "- ", "▪ ", "● ", "* ", "◦ "].first { text.hasPrefix($0) }
    }

    /// A time of day and nothing else: an entry of a live ticker.
    var isClock: Bool {
        let parts = lower.split(whereSeparator: { $0 == ":" || $0 == " " || $0 == "." })
        guard (2...5).contains(parts.count), let hour = Int(parts[0]), hour < 25, let minute = Int(parts[1].prefix(2)),
            minute < 60, parts[1].count == 2,
            lower.contains(":") || lower.contains(".")
        else { return false }
        return parts.dropFirst(2).allSatisfy {
            ["gmt", "utc", "msk", "мск", "am", "pm", "a", "p", "m", "bst", "et", "cet", "cest", "kst", "edt", "est"]
                .contains($0)
        }
    }
}
