/// Numbers as WebVTT writes them: digits and a point, never an exponent.
enum DecimalText {
    /// More digits than any `Double` needs; what is longer was made to be a burden.
    private static let longest = 1500

    /// A number of the form `-12.5`; nil for another form and for what is larger than any `Double`.
    static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        guard let magnitude = unsigned(isNegative ? bytes.dropFirst() : bytes) else { return nil }
        return isNegative && magnitude != 0 ? -magnitude : magnitude
    }

    /// A WebVTT percentage, `12.5%`, from 0 to 100 (WebVTT §6.2, "parse a percentage string").
    static func percentage(_ bytes: ArraySlice<UInt8>) -> Double? {
        guard bytes.last == UInt8(ascii: "%"), let number = unsigned(bytes.dropLast()), number <= 100 else {
            return nil
        }
        return number
    }

    private static func unsigned(_ bytes: ArraySlice<UInt8>) -> Double? {
        guard let first = bytes.first, first.isDigit, let last = bytes.last, last.isDigit, bytes.count <= longest
        else { return nil }
        var points = 0
        for byte in bytes where !byte.isDigit {
            guard byte == UInt8(ascii: ".") else { return nil }
            points += 1
        }
        guard points <= 1, let number = Double(String(bytes)), number.isFinite else { return nil }
        return number
    }

    /// The number with as many digits as it takes to read it back.
    static func plain(_ number: Double) -> String {
        guard number.isFinite, number != 0 else { return "0" }
        let text = "\(number.magnitude)"
        let parts = text.split(separator: "e")
        let halves = parts[0].split(separator: ".")
        let whole = halves[0]
        let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
        let digits = String(whole + fraction)
        // Where the point stands in `digits`.
        let point = whole.utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        var plain: String
        if point <= 0 {
            plain = "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.utf8.count {
            plain = digits + String(repeating: "0", count: point - digits.utf8.count)
        } else {
            plain = digits.prefix(point) + "." + digits.dropFirst(point)
        }
        if number < 0 { plain = "-" + plain }
        return plain
    }

    static func percentage(_ number: Double) -> String { plain(min(100, max(0, number))) + "%" }
}
