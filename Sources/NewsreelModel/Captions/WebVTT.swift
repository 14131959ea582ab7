/// Captions as the web has them (W3C, "WebVTT: The Web Video Text Tracks Format").
package enum WebVTT {
    /// Reads a file as browsers do: what they would not show is left out, with a note that says so.
    package static func parse(
        _ bytes: [UInt8], limits: CaptionLimits = CaptionLimits()
    ) throws(CaptionError) -> CaptionFile {
        try limits.check(bytes: bytes.count)
        guard !bytes.isEmpty else {
            throw CaptionError("captions-empty", "The file is empty. Export the captions once more.")
        }
        let source = withoutMark(bytes[...])
        if let line = firstLineThatIsNotUTF8(source) {
            throw CaptionError(
                "captions-not-utf-8", "The file is not in UTF-8, as WebVTT is. Save it with the encoding UTF-8.",
                line: line)
        }
        guard hasSignature(bytes[...]) else {
            throw CaptionError(
                "webvtt-signature",
                "The file does not begin with the word WEBVTT alone on its line. Put it there, before anything else.",
                line: 1)
        }
        var parser = WebVTTParser(lines: CaptionLines(source), limits: limits)
        return try parser.parse()
    }

    /// True for bytes that begin as WebVTT must, after a byte order mark if there is one.
    package static func hasSignature(_ bytes: ArraySlice<UInt8>) -> Bool {
        let source = withoutMark(bytes)
        guard source.starts(with: "WEBVTT".utf8) else { return false }
        guard let seventh = source.dropFirst(6).first else { return true }
        return seventh == 0x20 || seventh == 0x09 || seventh == 0x0A || seventh == 0x0D
    }

    private static func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }

    /// From 1; nil where all is well.
    static func firstLineThatIsNotUTF8(_ bytes: ArraySlice<UInt8>) -> Int? {
        var decoder = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        var line = 1
        var previous: UInt8 = 0
        while true {
            switch decoder.parseScalar(from: &source) {
            case .valid(let scalar):
                let byte = scalar.count == 1 ? scalar[scalar.startIndex] : 0xFF
                if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { line += 1 }
                previous = byte
            case .emptyInput: return nil
            case .error: return line
            }
        }
    }

    /// A time as WebVTT writes it, with hours and at least two digits of them: `00:01:02.345`.
    package static func timestamp(_ milliseconds: Int) -> String {
        let time = max(0, milliseconds)
        func digits(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        return "\(digits(time / 3_600_000, 2)):\(digits(time / 60_000 % 60, 2)):\(digits(time / 1000 % 60, 2))"
            + ".\(digits(time % 1000, 3))"
    }

    /// The time at `place`, in milliseconds, and moves behind it; nil where none stands (WebVTT §6.3, "collect a WebVTT
    /// timestamp").
    static func timestamp(_ bytes: ArraySlice<UInt8>, at place: inout Int) -> Int? {
        func number() -> (value: Int, digits: Int) {
            let start = place
            var value = 0
            while place < bytes.endIndex, let digit = bytes[place].digitValue {
                // A time that no clip has, and that leaves room for its milliseconds.
                value = min(value * 10 + Int(digit), 1_000_000_000_000)
                place += 1
            }
            return (value, place - start)
        }
        func pass(_ byte: UInt8) -> Bool {
            guard place < bytes.endIndex, bytes[place] == byte else { return false }
            place += 1
            return true
        }
        let first = number()
        guard first.digits > 0, pass(UInt8(ascii: ":")) else { return nil }
        let second = number()
        guard second.digits == 2 else { return nil }
        var (hours, minutes, seconds) = (0, first.value, second.value)
        if pass(UInt8(ascii: ":")) {
            let third = number()
            guard third.digits == 2 else { return nil }
            (hours, minutes, seconds) = (first.value, second.value, third.value)
        } else if first.digits != 2 || first.value > 59 {
            return nil
        }
        guard pass(UInt8(ascii: ".")) else { return nil }
        let thousandths = number()
        guard thousandths.digits == 3, minutes <= 59, seconds <= 59 else { return nil }
        return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths.value
    }
}
