/// The one-byte encodings that caption files without Unicode are in.
package enum LegacyEncoding: String, Sendable, Hashable, Codable {
    case windows1251 = "Windows-1251"
    case windows1252 = "Windows-1252"

    /// What a file in this language is in: Cyrillic alphabets have an encoding of their own.
    init(language: LanguageTag?) {
        switch language?.primary {
        case "ru", "uk", "be", "bg", "sr", "mk": self = .windows1251
        default: self = .windows1252
        }
    }

    /// The character that a byte stands for (WHATWG Encoding Standard, "Legacy single-byte encodings").
    func scalar(of byte: UInt8) -> Unicode.Scalar {
        guard byte >= 0x80 else { return Unicode.Scalar(byte) }
        switch self {
        case .windows1251: return Self.cyrillic[Int(byte) - 0x80]
        case .windows1252: return byte < 0xA0 ? Self.western[Int(byte) - 0x80] : Unicode.Scalar(byte)
        }
    }

    func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        text.reserveCapacity(bytes.count)
        for byte in bytes { text.append(scalar(of: byte)) }
        return String(text)
    }

    private static let western = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
    private static let cyrillic = Array(
        ("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя").unicodeScalars)
}
