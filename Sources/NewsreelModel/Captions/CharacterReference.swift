/// What `&amp;` and its like stand for, read as HTML reads them outside attributes (HTML Standard, "Character
/// reference state").
enum CharacterReference {
    /// The text that the reference at `start`, where the `&` stands, is for, and the place after it; nil where the `&`
    /// is only itself. With `strict` a reference must end in a semicolon, as those do that people meant.
    static func read(
        _ bytes: ArraySlice<UInt8>, at start: Int, strict: Bool = false
    ) -> (text: String, next: Int)? {
        let first = start + 1
        guard first < bytes.endIndex else { return nil }
        if bytes[first] == UInt8(ascii: "#") { return number(bytes, at: first + 1, strict: strict) }
        var end = first
        while end < bytes.endIndex, end - first < longestName, bytes[end].isLetter || bytes[end].isDigit { end += 1 }
        guard end > first else { return nil }
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: ";"), let entry = names[String(bytes[first..<end])] {
            return (entry.text, end + 1)
        }
        if strict { return nil }
        // `&notit` is `¬it`: the longest name that needs no semicolon.
        var length = min(end - first, longestBareName)
        while length >= 2 {
            if let entry = names[String(bytes[first..<first + length])], entry.isBare {
                return (entry.text, first + length)
            }
            length -= 1
        }
        return nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>, at start: Int, strict: Bool) -> (text: String, next: Int)? {
        var place = start
        let isHex = place < bytes.endIndex && (bytes[place] | 0x20) == UInt8(ascii: "x")
        if isHex { place += 1 }
        let digits = place
        var value: UInt32 = 0
        while place < bytes.endIndex, let digit = isHex ? bytes[place].hexValue : bytes[place].digitValue {
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x110000)
            place += 1
        }
        guard place > digits else { return nil }
        if place < bytes.endIndex, bytes[place] == UInt8(ascii: ";") {
            place += 1
        } else if strict {
            return nil
        }
        let scalar: Unicode.Scalar =
            switch value {
            case 0: "\u{FFFD}"
            case 0x80...0x9F: LegacyEncoding.windows1252.scalar(of: UInt8(value))
            default: Unicode.Scalar(value) ?? "\u{FFFD}"
            }
        return (String(Character(scalar)), place)
    }

    private struct Entry {
        let text: String
        let isBare: Bool
    }

    private static let longestName = 31
    private static let longestBareName = 6

    private static let names: [String: Entry] = {
        var names: [String: Entry] = [:]
        names.reserveCapacity(2200)
        for word in table.description.split(whereSeparator: \.isWhitespace) {
            guard let equals = word.firstIndex(of: "=") else { continue }
            let isBare = word.first == "*"
            let name = isBare ? word[..<equals].dropFirst() : word[..<equals]
            var text = ""
            for code in word[word.index(after: equals)...].split(separator: "+") {
                if let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) {
                    text.unicodeScalars.append(scalar)
                }
            }
            names[String(name)] = Entry(text: text, isBare: isBare)
        }
        return names
    }()
}
