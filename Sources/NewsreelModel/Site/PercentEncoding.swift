/// Percent-encoding of path segments and form fields (RFC 3986 §2.1, WHATWG URL §5).
package enum PercentEncoding {
    /// One path segment: everything but unreserved characters is encoded.
    package static func encode(_ segment: String) -> String { encode(segment, keeping: isUnreserved) }

    /// One field of a query string.
    package static func encodeQuery(_ value: String) -> String {
        encode(value) { isUnreserved($0) || $0 == UInt8(ascii: " ") }.replacing(" ", with: "+")
    }

    /// The decoded segments of a path; nil when it holds an empty or dot segment, a bad escape, broken UTF-8 or a control character.
    package static func segments(of path: String) -> [String]? {
        if path == "/" { return [] }
        var segments: [String] = []
        for raw in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let segment = decode(raw, plusIsSpace: false), !segment.isEmpty, segment != ".", segment != "..",
                !segment.contains("/"), segment.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else { return nil }
            segments.append(segment)
        }
        return segments
    }

    /// What a percent-encoded text stands for; nil for a bad escape or broken UTF-8.
    package static func decode(_ text: String) -> String? { decode(text[...], plusIsSpace: false) }

    /// The fields of a query string; of fields with one name the first counts, and what cannot be decoded is left out.
    package static func fields(of query: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in query.split(separator: "&").prefix(50) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0], plusIsSpace: true), fields[name] == nil else { continue }
            fields[name] = parts.count == 2 ? decode(parts[1], plusIsSpace: true) : ""
        }
        return fields
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decode(_ text: Substring, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
