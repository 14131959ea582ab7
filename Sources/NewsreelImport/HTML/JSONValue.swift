/// JSON as pages carry it: line breaks inside texts and commas too many are forgiven.
indirect enum JSONValue {
    case text(String), number(Double), truth(Bool), list([JSONValue]), object([String: JSONValue]), null

    /// Nil for what is no JSON, or is nested more than 40 deep.
    init?(_ text: some StringProtocol) {
        var reader = JSONReader(bytes: Array(text.utf8))
        guard let value = reader.value(depth: 0) else { return nil }
        self = value
    }

    subscript(key: String) -> JSONValue? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    var string: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// Itself, or its elements.
    var elements: [JSONValue] {
        switch self {
        case .list(let values): values
        case .null: []
        default: [self]
        }
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 32 || bytes[index] == UInt8(ascii: ";") { index += 1 }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        guard depth < 40, index < bytes.count else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "{"):
            index += 1
            var fields: [String: JSONValue] = [:]
            while !take("}") {
                if take(",") { continue }
                skipSpace()
                guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let key = string(), take(":"),
                    let field = value(depth: depth + 1)
                else { return nil }
                if fields[key] == nil { fields[key] = field }
            }
            return .object(fields)
        case UInt8(ascii: "["):
            index += 1
            var values: [JSONValue] = []
            while !take("]") {
                if take(",") { continue }
                guard let element = value(depth: depth + 1) else { return nil }
                values.append(element)
            }
            return .list(values)
        case UInt8(ascii: "\""): return string().map { .text($0) }
        default:
            let start = index
            while index < bytes.count, bytes[index] > 32, ![44, 93, 125, 58, 34].contains(bytes[index]) { index += 1 }
            switch String(decoding: bytes[start..<index], as: UTF8.self) {
            case "true": return .truth(true)
            case "false": return .truth(false)
            case "null": return .null
            case let word: return Double(word).map { .number($0) }
            }
        }
    }

    private mutating func string() -> String? {
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\"), index < bytes.count else {
                text.append(byte)
                continue
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "n"), UInt8(ascii: "r"): text.append(10)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "b"), UInt8(ascii: "f"): break
            case UInt8(ascii: "u"):
                guard let first = hex() else { return nil }
                var value = first
                if (0xD800..<0xDC00).contains(first), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                    bytes[index + 1] == UInt8(ascii: "u")
                {
                    index += 2
                    guard let second = hex() else { return nil }
                    value = 0x10000 + (first - 0xD800) << 10 + (second & 0x3FF)
                }
                text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
            default: text.append(escape)
            }
        }
        return nil
    }

    private mutating func hex() -> UInt32? {
        guard index + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { return nil }
        index += 4
        return value
    }
}
