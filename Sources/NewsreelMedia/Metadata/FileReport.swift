import FoundationEssentials

/// What exiftool says of a file: texts by group and name, `XMP-dc:Creator`.
struct FileReport: Sendable {
    private let values: [String: Value]

    enum Value: Decodable, Sendable {
        case texts([String])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let texts = try? container.decode([String].self) {
                self = .texts(texts)
            } else if let text = try? container.decode(String.self) {
                self = .texts([text])
            } else if let number = try? container.decode(Int.self) {
                self = .texts([String(number)])
            } else if let number = try? container.decode(Double.self) {
                self = .texts([String(number)])
            } else if let truth = try? container.decode(Bool.self) {
                self = .texts([truth ? "true" : "false"])
            } else {
                self = .other
            }
        }
    }

    init(_ values: [String: Value]) { self.values = values }

    init?(json: [UInt8]) {
        guard let files = try? JSONDecoder().decode([[String: Value]].self, from: Data(json)), let first = files.first
        else { return nil }
        values = first
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// The values under `name` that are not blank, cut to 4,000 characters each.
    func all(_ name: String) -> [String] {
        guard case .texts(let texts)? = values[name] else { return [] }
        return texts.compactMap { text in
            let cleaned = Self.cleaned(text)
            return cleaned.isEmpty ? nil : cleaned
        }
    }

    /// The first of these names that has a value.
    func first(_ names: [String]) -> String? {
        names.lazy.compactMap { all($0).first }.first
    }

    func number(_ name: String) -> Int? { all(name).first.flatMap { Int($0) } }

    /// Without surrounding blanks and control characters; UTF-8 that was read as Latin is put right.
    private static func cleaned(_ text: String) -> String {
        let scalars = (utf8TakenForLatin(text) ?? text).unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t"
        }
        var result = String(String.UnicodeScalarView(scalars)).drop { $0.isWhitespace }
        while result.last?.isWhitespace == true { result = result.dropLast() }
        return String(result.prefix(4000))
    }

    /// IPTC without a character set (IIM 1:90) counts as Latin 1, though most cameras and agencies write UTF-8.
    private static func utf8TakenForLatin(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var isPlain = true
        for scalar in text.unicodeScalars {
            guard let byte = windows1252[scalar.value] ?? UInt8(exactly: scalar.value) else { return nil }
            if byte >= 0x80 { isPlain = false }
            bytes.append(byte)
        }
        return isPlain ? nil : String(validating: bytes, as: UTF8.self)
    }

    /// Where Windows-1252 differs from ISO 8859-1.
    private static let windows1252: [UInt32: UInt8] = [
        0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86, 0x2021: 0x87,
        0x02C6: 0x88, 0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C, 0x017D: 0x8E, 0x2018: 0x91,
        0x2019: 0x92, 0x201C: 0x93, 0x201D: 0x94, 0x2022: 0x95, 0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98,
        0x2122: 0x99, 0x0161: 0x9A, 0x203A: 0x9B, 0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
    ]
}
