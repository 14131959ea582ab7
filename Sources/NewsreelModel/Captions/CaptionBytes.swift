/// The text of a file of captions in whatever encoding it came.
struct CaptionBytes {
    /// Without a byte order mark.
    let utf8: ArraySlice<UInt8>
    /// What to tell whoever handed it in; nil for UTF-8.
    let note: Diagnostic?

    /// By the byte order mark, by zeros where UTF-16 has them, as UTF-8, and as an old encoding of the language.
    init(_ bytes: ArraySlice<UInt8>, language: LanguageTag?) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            let rest = bytes.dropFirst(3)
            let isBroken = WebVTT.firstLineThatIsNotUTF8(rest) != nil
            utf8 = isBroken ? Array(String(rest).utf8)[...] : rest
            note =
                isBroken
                ? Diagnostic(.warning, "captions-encoding", "Some letters are no UTF-8 and show as \u{FFFD}.") : nil
        } else if let isBigEndian = CaptionBytes.utf16Order(bytes) {
            utf8 = CaptionBytes.utf8(bytes, isBigEndian: isBigEndian)
            note = Diagnostic(.note, "captions-encoding", "The file is in UTF-16 and was converted.")
        } else if WebVTT.firstLineThatIsNotUTF8(bytes) == nil {
            utf8 = bytes
            note = nil
        } else {
            let encoding = LegacyEncoding(language: language)
            utf8 = Array(encoding.decode(bytes).utf8)[...]
            note = Diagnostic(
                .warning, "captions-encoding",
                "The file is not in UTF-8 and was read as \(encoding.rawValue). "
                    + "Look whether its letters are right; if not, save it as UTF-8.")
        }
    }

    /// True for UTF-16 with the larger byte first, false for the other; nil for something else.
    private static func utf16Order(_ bytes: ArraySlice<UInt8>) -> Bool? {
        if bytes.starts(with: [0xFE, 0xFF]) { return true }
        if bytes.starts(with: [0xFF, 0xFE]) { return false }
        // Digits, spaces and line ends have a zero in one half of their pair, and captions have many of them.
        var zeros = [0, 0]
        let sample = bytes.prefix(1024)
        for (index, byte) in sample.enumerated() where byte == 0 { zeros[index % 2] += 1 }
        let many = max(2, sample.count / 10)
        if zeros[0] >= many && zeros[1] * 8 <= zeros[0] { return true }
        if zeros[1] >= many && zeros[0] * 8 <= zeros[1] { return false }
        return nil
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> ArraySlice<UInt8> {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var place = bytes.startIndex
        while place + 1 < bytes.endIndex {
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            place += 2
        }
        if units.first == 0xFEFF { units.removeFirst() }
        return Array(String(decoding: units, as: UTF16.self).utf8)[...]
    }
}
