internal import NewsreelModel

/// Which way a text runs, judged by most of its letters.
enum TextDirection {
    /// The direction that text in an edition must be given; nil where it runs the edition's way, or has no letters.
    static func override(_ text: some StringProtocol, in edition: Edition.Direction) -> Edition.Direction? {
        // Letters that run from right to left begin with 0xD6 or more in UTF-8 (U+0590 on).
        if edition == .ltr, !text.utf8.contains(where: { $0 >= 0xD6 && $0 != 0xE2 }) { return nil }
        var right = 0
        var left = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF: right += 1
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x58F, 0x900...0x1FFF, 0x2C00...0xD7FF: left += 1
            default: break
            }
        }
        if left == right { return nil }
        let direction: Edition.Direction = right > left ? .rtl : .ltr
        return direction == edition ? nil : direction
    }
}
