/// A line cut into numbers, words and marks.
struct DateToken {
    enum Kind: Equatable { case number, word, mark }

    let kind: Kind
    /// Of a number.
    let value: Int
    /// How many digits a number has.
    let digits: Int
    /// Of a word, in lower case; of a mark, itself.
    let text: String
    /// White space stands before it.
    let spaced: Bool

    func isMark(_ marks: String) -> Bool { kind == .mark && marks.contains(text) }

    /// The tokens of `line`; digits of all scripts count as digits.
    static func tokens(of line: String) -> [DateToken] {
        var tokens: [DateToken] = []
        let scalars = Array(line.unicodeScalars)
        var index = 0
        var spaced = true
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar.properties.isWhitespace || scalar.value == 0x200E || scalar.value == 0x200F {
                spaced = true
                index += 1
                continue
            }
            if let first = digit(scalar) {
                var value = first
                var digits = 1
                index += 1
                while index < scalars.count, let next = digit(scalars[index]) {
                    value = min(999_999, value * 10 + next)
                    digits += 1
                    index += 1
                }
                tokens.append(DateToken(kind: .number, value: value, digits: digits, text: "", spaced: spaced))
            } else if isLetter(scalar) {
                var word = String.UnicodeScalarView()
                while index < scalars.count, isLetter(scalars[index]) {
                    word.append(scalars[index])
                    index += 1
                }
                tokens.append(
                    DateToken(kind: .word, value: 0, digits: 0, text: String(word).lowercased(), spaced: spaced))
            } else {
                tokens.append(
                    DateToken(kind: .mark, value: 0, digits: 0, text: String(Character(scalar)), spaced: spaced))
                index += 1
            }
            spaced = false
        }
        return tokens
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 48...57: Int(scalar.value) - 48
        case 0x660...0x669: Int(scalar.value) - 0x660
        case 0x6F0...0x6F9: Int(scalar.value) - 0x6F0
        default: nil
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 128
            ? (97...122).contains(scalar.value | 32)
            : scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    }
}
