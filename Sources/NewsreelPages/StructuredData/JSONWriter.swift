/// Writes JSON (RFC 8259) as bytes that may also stand in a `<script>`: `<`, `>`, `&` and the line separators of JavaScript are escaped.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    mutating func object(_ write: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        write(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array(_ write: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        write(&self)
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// A value written before.
    mutating func made(_ value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func object(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        key(name)
        object(write)
    }

    mutating func array(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        key(name)
        array(write)
    }

    /// A text member; left out when there is none.
    mutating func member(_ name: StaticString, _ value: (some StringProtocol)?) {
        guard let value, !value.isEmpty else { return }
        key(name)
        string(value)
    }

    mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        number(value)
    }

    mutating func member(_ name: StaticString, _ value: Double) {
        key(name)
        separate()
        bytes.append(contentsOf: "\(value)".utf8)
        needsComma = true
    }

    mutating func number(_ value: Int) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    mutating func string(_ text: some StringProtocol) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: { Self.isSpecial($0) }) {
            Self.escape(text.utf8, into: &bytes)
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// True for bytes that are not simply copied, and those that may begin a character which is not.
    @inline(__always) private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x5C, 0x26, 0x3C, 0x3E, 0x7F, 0xC2, 0xE2, 0xEF: true
        default: byte < 0x20
        }
    }

    private static func escape(_ text: some Sequence<UInt8>, into bytes: inout [UInt8]) {
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
            case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
            case 0x26, 0x3C, 0x3E: hexadecimal(UInt16(byte), into: &bytes)
            case 0..<0x20, 0x7F: continue
            case 0xE2:
                guard let second = iterator.next(), let third = iterator.next() else { return }
                if second == 0x80, third == 0xA8 || third == 0xA9 {
                    hexadecimal(0x2000 | UInt16(third & 0x3F), into: &bytes)
                } else {
                    bytes.append(byte)
                    bytes.append(second)
                    bytes.append(third)
                }
            // A page may hold neither control characters (C1) nor noncharacters, not even here.
            case 0xC2:
                guard let next = iterator.next() else { return }
                if next >= 0xA0 { bytes.append(contentsOf: [byte, next]) }
            case 0xEF:
                guard let second = iterator.next(), let third = iterator.next() else { return }
                if second != 0xBF || third < 0xBE { bytes.append(contentsOf: [byte, second, third]) }
            default: bytes.append(byte)
            }
        }
    }

    private static func hexadecimal(_ unit: UInt16, into bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: [0x5C, 0x75])
        for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(digits[Int(unit >> shift & 15)]) }
    }
}
