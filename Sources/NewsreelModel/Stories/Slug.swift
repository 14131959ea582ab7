/// The last part of a readable address: lower-case letters, digits and single hyphens, at most 80 characters.
package enum Slug {
    /// A slug for `text`, in Latin letters where the script has a plain romanisation, `story` where nothing is left.
    package static func make(_ text: String) -> String {
        if let slug = ofPlain(text) { return slug }
        var words: [String] = []
        var word = ""
        for scalar in text.lowercased().flatMap(plainScalars) {
            if let letters = romanised(scalar) {
                word += letters
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal {
                word.unicodeScalars.append(scalar)
            } else if scalar.properties.generalCategory == .nonspacingMark || scalar == "'" || scalar == "\u{2019}" {
                continue
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        var slug = ""
        for word in words {
            if slug.count + word.count + 1 > 80 {
                if slug.isEmpty { slug = String(word.prefix(80)) }
                break
            }
            slug += slug.isEmpty ? word : "-" + word
        }
        return slug.isEmpty ? "story" : slug
    }

    /// What `make` makes of text without accents and in Latin letters, byte by byte; nil for any other.
    private static func ofPlain(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { (bytes: UnsafeBufferPointer<UInt8>) -> String? in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
            var slug: [UInt8] = []
            slug.reserveCapacity(bytes.count)
            var end = 0
            var isInWord = false
            for index in 0...bytes.count {
                let byte = index < bytes.count ? bytes[index] : 0x20
                if isPlain(byte | 0x20) || (0x30...0x39).contains(byte) {
                    if !isInWord, end > 0 { slug.append(0x2D) }
                    isInWord = true
                    slug.append((0x30...0x39).contains(byte) ? byte : byte | 0x20)
                } else if byte != 0x27, isInWord {
                    isInWord = false
                    guard slug.count + (end == 0 ? 1 : 0) <= 80 else { break }
                    end = slug.count
                }
            }
            if end == 0 { end = min(80, slug.count) }
            return end == 0 ? "story" : String(decoding: slug[..<end], as: UTF8.self)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    /// True for what `make` could have made: what a path may carry.
    package static func isValid(_ slug: String) -> Bool {
        if slug.utf8.allSatisfy({ isPlain($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) {
            var last: UInt8 = 0x2D
            for byte in slug.utf8 {
                guard byte != 0x2D || last != 0x2D else { return false }
                last = byte
            }
            return slug.utf8.count <= 80 && last != 0x2D
        }
        guard !slug.isEmpty, slug.count <= 80, !slug.hasPrefix("-"), !slug.hasSuffix("-"), !slug.contains("--") else {
            return false
        }
        return slug.unicodeScalars.allSatisfy { scalar in
            scalar == "-"
                || ((scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal)
                    && !scalar.properties.isUppercase)
                || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .spacingMark
        }
    }

    private static func romanised(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: String(Character(scalar))
        case 0xAC00...0xD7A3: hangul(scalar)
        default: table[scalar]
        }
    }

    /// Revised Romanisation, syllable by syllable.
    private static func hangul(_ scalar: Unicode.Scalar) -> String {
        let initials = [
            "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
        ]
        let vowels = [
            "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
            "eu", "ui", "i",
        ]
        let finals = [
            "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
            "ng", "t", "t", "k", "t", "p", "t",
        ]
        let index = Int(scalar.value - 0xAC00)
        return initials[index / 588] + vowels[index % 588 / 28] + finals[index % 28]
    }

    private static let table: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "yu", "я": "ya", "і": "i", "є": "ye", "ґ": "g",
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
        "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
        "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a",
        "ء": "", "ـ": "",
        "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ı": "i",
    ]

    /// The letter under a character's accents, or the character's own scalars.
    private static func plainScalars(_ character: Character) -> [Unicode.Scalar] {
        if let base = accented[character] { return [base] }
        return Array(character.unicodeScalars)
    }

    /// Latin and Cyrillic letters under one accent or two; looked up by canonical equivalence, which `Character` keys give.
    private static let accented: [Character: Unicode.Scalar] = {
        var letters: [Character: Unicode.Scalar] = [:]
        let bases: [Unicode.Scalar] =
            Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars) + ["и", "е", "і", "у", "г", "к"]
        let marks: [Unicode.Scalar] = (0x300...0x331).compactMap(Unicode.Scalar.init)
        let first: [Unicode.Scalar] = ["\u{302}", "\u{306}", "\u{31B}", "\u{308}"]
        func character(_ scalars: [Unicode.Scalar]) -> Character {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            return Character(String(text))
        }
        for base in bases {
            for mark in marks {
                letters[character([base, mark])] = base
                for inner in first { letters[character([base, inner, mark])] = base }
            }
        }
        return letters
    }()
}
