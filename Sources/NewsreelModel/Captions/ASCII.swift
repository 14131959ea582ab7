extension String {
    /// The text that the bytes are in UTF-8.
    init(_ bytes: ArraySlice<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    /// ASCII whitespace of HTML: tab, line feed, form feed, carriage return, space.
    var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
    var digitValue: UInt8? { isDigit ? self - 0x30 : nil }
    var hexValue: UInt8? {
        if isDigit { return self - 0x30 }
        let lower = self | 0x20
        return (0x61...0x66).contains(lower) ? lower - 0x61 + 10 : nil
    }
}
