/// A word, number or mark of a passage, with where it stands.
struct CheckToken {
    enum Kind { case word, number, mark }

    let kind: Kind
    /// Folded for comparing: lower case, without Arabic vowel signs, `ё` as `е`; of a mark, itself.
    let text: String
    /// Of a number.
    let value: Int
    /// How many digits a number has.
    let digits: Int
    /// In scalars of the passage.
    let start: Int
    let end: Int
    /// White space stands before it.
    let spaced: Bool
    /// Its first letter is a capital.
    let isCapitalised: Bool
    /// Which sentence of the passage it is in.
    var sentence = 0
    /// Somebody else's words: it stands in quotation marks.
    var isQuoted = false

    func isMark(_ marks: String) -> Bool {
        guard kind == .mark, let mark = text.unicodeScalars.first else { return false }
        return marks.unicodeScalars.contains(mark)
    }
}

extension CheckToken {
    /// The tokens of a text; digits of all scripts count as digits.
    static func tokens(of scalars: [Unicode.Scalar]) -> [CheckToken] {
        var tokens: [CheckToken] = []
        tokens.reserveCapacity(scalars.count / 5)
        var index = 0
        var spaced = true
        while index < scalars.count {
            let scalar = scalars[index]
            if Self.isBlank(scalar) {
                spaced = true
                index += 1
                continue
            }
            let start = index
            if digit(scalar) != nil {
                var value = 0
                while index < scalars.count, let next = digit(scalars[index]) {
                    value = min(999_999_999, value * 10 + next)
                    index += 1
                }
                tokens.append(
                    CheckToken(
                        kind: .number, text: "", value: value, digits: index - start, start: start, end: index,
                        spaced: spaced, isCapitalised: false))
            } else if isLetter(scalar) {
                while index < scalars.count, isLetter(scalars[index]) { index += 1 }
                tokens.append(
                    CheckToken(
                        kind: .word, text: fold(scalars[start..<index]), value: 0, digits: 0, start: start, end: index,
                        spaced: spaced, isCapitalised: isCapital(scalar)))
            } else {
                index += 1
                tokens.append(
                    CheckToken(
                        kind: .mark, text: String(Character(scalar)), value: 0, digits: 0, start: start, end: index,
                        spaced: spaced, isCapitalised: false))
            }
            spaced = false
        }
        return tokens
    }

    static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 48...57: Int(scalar.value) - 48
        case 0x660...0x669: Int(scalar.value) - 0x660
        case 0x6F0...0x6F9: Int(scalar.value) - 0x6F0
        default: nil
        }
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<128: (97...122).contains(scalar.value | 32)
        case 0x410...0x44F, 0xAC00...0xD7A3, 0x621...0x652: true
        case 0x2000...0x206F, 0x3000...0x303F: false
        default: scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
        }
    }

    static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 128 ? (65...90).contains(scalar.value) : scalar.properties.isUppercase
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 32, 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2069, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// A word as the lists of words have it.
    static func fold(_ text: String) -> String { fold(Array(text.unicodeScalars)[...]) }

    private static func fold(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var folded = String.UnicodeScalarView()
        var isPlain = true
        for scalar in scalars {
            switch scalar.value {
            case 65...90: folded.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case 0x410...0x42F: folded.append(Unicode.Scalar(scalar.value + 32) ?? scalar)
            case 0x401, 0x451: folded.append("е")
            case 0x622, 0x623, 0x625: folded.append("ا")
            case 0x649: folded.append("ي")
            case 0x640, 0x64B...0x652: continue
            case 0..<0x80, 0x430...0x44F, 0x621...0x64A, 0xAC00...0xD7A3: folded.append(scalar)
            default:
                isPlain = false
                folded.append(scalar)
            }
        }
        return isPlain ? String(folded) : String(folded).lowercased()
    }
}
