import Foundation

/// What a Unicode scalar means to the word scanner, and its lower-case form; read from a table below U+3000.
enum ScalarClass: UInt8 {
    /// Ends a word.
    case separator
    case letter
    case digit
    /// A vowel sign or accent that belongs to the word.
    case mark
    /// Stands in a word without being part of it: harakat, tatweel, soft hyphen, zero-width signs.
    case ignored
    case apostrophe
    /// Written without spaces between words: each character is a place of its own.
    case gram
}

/// The writing system of a word, as far as stemming cares.
enum Script: UInt8, CaseIterable {
    case latin, cyrillic, greek, arabic, other

    init(_ scalar: UInt32) {
        switch scalar {
        case 0x41...0x24F, 0x1E00...0x1EFF: self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF: self = .arabic
        default: self = .other
        }
    }
}

/// Classes, lower case and unaccented forms of scalars, made once.
struct ScalarTable: Sendable {
    static let shared = ScalarTable()

    private let classes: [UInt8]
    private let lower: [UInt32]
    private let bases: [UInt32: [UInt8]]
    private static let tabled: UInt32 = 0x3000

    private init() {
        var classes: [UInt8] = []
        var lower: [UInt32] = []
        var bases: [UInt32: [UInt8]] = [:]
        for value in 0..<Self.tabled {
            guard let scalar = Unicode.Scalar(value) else {
                classes.append(ScalarClass.separator.rawValue)
                lower.append(value)
                continue
            }
            let kind = Self.classify(scalar)
            classes.append(kind.rawValue)
            lower.append(Self.lowercase(scalar))
            let script = Script(value)
            if kind == .letter, value > 0x7F, script == .latin || script == .greek {
                if let base = Self.base(of: scalar) { bases[value] = base }
            }
        }
        for (letter, base) in [
            "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i", "ς": "σ",
        ]
            as [Unicode.Scalar: String]
        {
            bases[letter.value] = Array(base.utf8)
        }
        // Letters that writers of Arabic and Persian use for one another.
        for (letter, base) in [
            "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ؤ": "و", "ئ": "ي",
        ]
            as [Unicode.Scalar: String]
        {
            bases[letter.value] = Array(base.utf8)
        }
        self.classes = classes
        self.lower = lower
        self.bases = bases
    }

    func kind(_ value: UInt32) -> ScalarClass {
        if value < Self.tabled { return ScalarClass(rawValue: classes[Int(value)]) ?? .separator }
        guard let scalar = Unicode.Scalar(value) else { return .separator }
        return Self.classify(scalar)
    }

    func lowercased(_ value: UInt32) -> UInt32 {
        if value < Self.tabled { return lower[Int(value)] }
        guard let scalar = Unicode.Scalar(value) else { return value }
        return Self.lowercase(scalar)
    }

    /// The letter under the accents as UTF-8; nil where the letter stands for itself.
    func base(_ value: UInt32) -> [UInt8]? { bases[value] }

    private static func lowercase(_ scalar: Unicode.Scalar) -> UInt32 {
        // Full-width Latin letters and digits are the same words as the plain ones; Ё is written Е as often as not.
        let value = scalar.value
        if (0xFF01...0xFF5E).contains(value) { return lowercase(Unicode.Scalar(UInt8(value - 0xFEE0))) }
        if value == 0x401 || value == 0x451 { return 0x435 }
        if value == 0x130 { return 0x69 }
        if let digit = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
            return 0x30 + UInt32(digit)
        }
        let mapped = scalar.properties.lowercaseMapping.unicodeScalars
        return mapped.count == 1 ? mapped.first?.value ?? value : value
    }

    private static func base(of scalar: Unicode.Scalar) -> [UInt8]? {
        let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
        guard decomposed.count > 1, let first = decomposed.first else { return nil }
        return Array(String(first).utf8)
    }

    private static func classify(_ scalar: Unicode.Scalar) -> ScalarClass {
        let value = scalar.value
        switch value {
        case 0x30...0x39: return .digit
        case 0x41...0x5A, 0x61...0x7A: return .letter
        case 0x27, 0x2019, 0x2BC, 0xFF07: return .apostrophe
        case 0...0x7F: return .separator
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, 0xFE00...0xFE0F: return .ignored
        // Accents that stand apart, Hebrew points, Arabic vowel signs and tatweel.
        case 0x300...0x36F, 0x483...0x487, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7: return .ignored
        case 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E8, 0x6EA...0x6ED: return .ignored
        default: break
        }
        let category = scalar.properties.generalCategory
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return isGram(value) ? .gram : .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: return isGram(value) ? .gram : .mark
        case .decimalNumber: return .digit
        default: return .separator
        }
    }

    /// Thai, Lao, Myanmar, Khmer, kana, Hangul and Han.
    private static func isGram(_ value: UInt32) -> Bool {
        switch value {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1100...0x11FF: true
        case 0x3005...0x3007, 0x3040...0x318F, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
        case 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
