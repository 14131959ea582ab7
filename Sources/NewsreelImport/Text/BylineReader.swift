import NewsreelModel

/// Reads who wrote a story from a line of its own.
enum BylineReader {
    private static let openers: [String] = [
        "by ", "written by ", "words by ", "text by ", "story by ", "reported by ", "author: ", "author ", "authors: ",
        "автор: ", "автор ",
        "авторы: ", "текст: ", "автор текста: ", "корреспондент ", "текст — ", "بقلم ", "بقلم: ", "كتب ", "كتب: ",
        "كتبت: ", "كتبت ", "إعداد: ",
        "تقرير: ", "von ", "par ", "por ", "di ", "글 ", "글=", "기자 ", "글·사진 ",
    ]

    /// The names on a byline line; nil for every other line.
    static func names(_ line: String) -> [String]? {
        let text = line.trimmingWhitespace()
        guard !text.isEmpty, text.utf8.count <= 240 else { return nil }
        if let korean = koreanReporters(text) { return korean }
        let lower = text.lowercased()
        guard let opener = openers.first(where: { lower.begins($0) }) else { return nil }
        let rest = text.dropFirst(opener.count).drop { $0 == ":" || $0.isWhitespace }
        return list(String(rest))
    }

    /// Names in a field that holds nothing else: `Jane Doe and John Roe`, `Jane Doe, political editor`.
    static func list(_ text: String) -> [String]? {
        var rest = text
        for end in [" | ", " • ", " · ", " — ", " – ", "\n", "; "] {
            if rest.holds(end), let range = rest.firstRange(of: end) { rest = String(rest[..<range.lowerBound]) }
        }
        var names: [String] = []
        var rejected = false
        for part in rest.split(separator: ",").flatMap({ pieces(String($0)) }) {
            let name = part.trimmingWhitespace()
            if isName(name) {
                names.append(name)
            } else {
                rejected = true
                if names.isEmpty { return nil }
                break
            }
        }
        if rejected && names.isEmpty { return nil }
        return names.isEmpty || names.count > 8 ? nil : names
    }

    private static func pieces(_ text: String) -> [String] {
        var parts = [text]
        for joint in [" and ", " And ", " AND ", " & ", " и ", " und ", " et ", " y "] {
            parts = parts.flatMap { $0.split(separator: joint).map { String($0) } }
        }
        return parts
    }

    /// `홍길동 기자`, `홍길동·김영희 기자 hong@example.kr`, `(서울=한들뉴스) 홍길동 기자 = …`.
    private static func koreanReporters(_ text: String) -> [String]? {
        guard text.holds(" 기자") || text.holds(" 특파원"),
            let range = text.firstRange(of: " 기자") ?? text.firstRange(of: " 특파원"),
            text.unicodeScalars.contains(where: { (0xAC00...0xD7A3).contains($0.value) })
        else { return nil }
        var before = text[..<range.lowerBound]
        if let close = before.lastIndex(of: ")") { before = before[before.index(after: close)...] }
        if let close = before.lastIndex(where: { $0 == "=" || $0 == "|" || $0 == "]" }) {
            before = before[before.index(after: close)...]
        }
        let after = text[range.upperBound...].trimmingWhitespace()
        guard
            after.isEmpty || after.contains("@") && !after.contains(" ") || after.hasPrefix("=") || after.hasPrefix("|")
        else { return nil }
        let names = before.split(whereSeparator: { $0 == "·" || $0 == "," || $0.isWhitespace }).map { String($0) }
        guard (1...4).contains(names.count),
            names.allSatisfy({
                (2...5).contains($0.count) && $0.unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
            })
        else { return nil }
        return names
    }

    /// One to five words, each capitalised or of a script without capitals, without digits and sentence marks.
    static func isName(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (1...5).contains(words.count), text.count <= 60, text.count >= 2 else { return false }
        if text.contains(where: { $0.isNumber || "?!:;()[]{}<>|©@/\"“”".contains($0) }) { return false }
        if text.hasSuffix("."), words.last.map({ $0.count > 3 }) == true { return false }
        let particles: Set<Substring> = [
            "de", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "di", "la", "le", "du", "of", "the",
        ]
        for (place, word) in words.enumerated() {
            guard let first = word.first else { return false }
            if first.isLowercase && !(place > 0 && particles.contains(word)) && !word.hasPrefix("al-") { return false }
            if !first.isLetter && first != "'" { return false }
        }
        return true
    }
}
