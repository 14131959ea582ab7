/// Captions as most programs hand them over, `.srt`: a number, a line of times, some lines of text, an empty line.
///
/// No standard says what it is; what is read here is what players read.
package enum SubRip {
    /// Reads a file and converts its cues to WebVTT's. The language tells which encoding a file without Unicode is in.
    package static func parse(
        _ bytes: [UInt8], language: LanguageTag? = nil, limits: CaptionLimits = CaptionLimits()
    ) throws(CaptionError) -> CaptionFile {
        try limits.check(bytes: bytes.count)
        let decoded = CaptionBytes(bytes[...], language: language)
        guard decoded.utf8.contains(where: { !$0.isSpace }) else {
            throw CaptionError("captions-empty", "The file is empty. Export the captions once more.")
        }
        var parser = SubRipParser(lines: CaptionLines(decoded.utf8), limits: limits)
        var file = try parser.parse()
        guard !file.cues.isEmpty else {
            throw CaptionError(
                "subrip-no-cue",
                "The file has no cue with times such as 00:01:02,345 --> 00:01:04,567. Is it SubRip (.srt)?")
        }
        if let note = decoded.note { file.diagnostics.insert(note, at: 0) }
        return file
    }

    /// The two times of a line such as `00:01:02,345 --> 00:01:04,567`; nil for another line.
    static func timing(_ line: ArraySlice<UInt8>) -> (start: Int, end: Int)? {
        var place = line.startIndex
        func skipSpace() { while place < line.endIndex, line[place].isSpace { place += 1 } }
        skipSpace()
        guard let start = time(line, at: &place) else { return nil }
        skipSpace()
        let arrow = place
        // Editors that improve typing turn hyphens into dashes.
        for dash in ["-", "\u{2013}", "\u{2014}"] {
            while line[place...].starts(with: dash.utf8) { place += dash.utf8.count }
        }
        guard place > arrow, place < line.endIndex, line[place] == UInt8(ascii: ">") else { return nil }
        place += 1
        skipSpace()
        guard let end = time(line, at: &place) else { return nil }
        return (start, end)
    }

    /// The time at `place`, in milliseconds: hours may be missing, seconds may have a comma, a point or no fraction.
    private static func time(_ line: ArraySlice<UInt8>, at place: inout Int) -> Int? {
        let isNegative = place < line.endIndex && line[place] == UInt8(ascii: "-")
        if isNegative { place += 1 }
        var parts: [Int] = []
        while true {
            let start = place
            var value = 0
            while place < line.endIndex, let digit = line[place].digitValue {
                value = min(value * 10 + Int(digit), 1_000_000_000)
                place += 1
            }
            guard place > start else { return nil }
            parts.append(value)
            guard parts.count < 3, place < line.endIndex, line[place] == UInt8(ascii: ":") else { break }
            place += 1
        }
        guard parts.count >= 2 else { return nil }
        var thousandths = 0
        if place < line.endIndex, [UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ":")].contains(line[place]) {
            place += 1
            var unit = 100
            while place < line.endIndex, let digit = line[place].digitValue {
                thousandths += Int(digit) * unit
                unit /= 10
                place += 1
            }
        }
        let seconds = parts.reduce(0) { $0 * 60 + $1 }
        // Some programs move captions to before the beginning.
        return isNegative ? 0 : seconds * 1000 + thousandths
    }
}

/// Reads the lines of one file.
private struct SubRipParser {
    private enum Timing { case good(start: Int, end: Int), bad }

    private let lines: CaptionLines
    private let limits: CaptionLimits
    private var file = CaptionFile(format: .subRip)
    private var notes = CaptionNotes()
    /// The cue whose text is being read, and the line of its times; nil before the first and after one that is lost.
    private var cue: (cue: Cue, line: Int)?
    private var hasLostTimes = false
    private var number = 0
    private var previousStart = 0

    init(lines: CaptionLines, limits: CaptionLimits) {
        self.lines = lines
        self.limits = limits
    }

    mutating func parse() throws(CaptionError) -> CaptionFile {
        var textStart = 0
        for place in 0..<lines.count {
            guard let timing = timing(place) else { continue }
            let numberLine = numberLine(above: place, from: textStart)
            finish(textStart..<(numberLine ?? place))
            switch timing {
            case .good(let start, let end):
                let id = numberLine.map { String(lines[$0]).trimmingWhitespace() }
                cue = (Cue(id: id, start: start, end: end, text: ""), place)
                hasLostTimes = false
                try limits.check(cues: file.cues.count + 1, line: place + 1)
            case .bad:
                cue = nil
                hasLostTimes = true
                notes.add(
                    .warning, "cue-timing",
                    "The times \(CaptionNotes.quote(lines[place])) cannot be read, so the cue is left out. "
                        + "Times are written 00:01:02,345 --> 00:01:04,567.", line: place + 1)
            }
            number = numberLine.flatMap(value) ?? number + 1
            textStart = place + 1
        }
        finish(textStart..<lines.count)
        file.diagnostics = notes.all
        return file
    }

    private func timing(_ place: Int) -> Timing? {
        guard let first = lines[place].first(where: { !$0.isSpace }), first.isDigit || first == UInt8(ascii: "-")
        else { return nil }
        if let (start, end) = SubRip.timing(lines[place]) { return .good(start: start, end: end) }
        return first.isDigit && lines.arrow(place) != nil ? .bad : nil
    }

    /// The line with the number of the cue whose times stand at `place`; nil where a line of digits is text, or none is.
    private func numberLine(above place: Int, from first: Int) -> Int? {
        guard let last = (first..<place).last(where: { !isBlank($0) }), let value = value(last) else { return nil }
        let standsAlone = last == 0 || isBlank(last - 1)
        return value == number + 1 || (standsAlone && last == place - 1) ? last : nil
    }

    private func value(_ place: Int) -> Int? {
        let digits = lines[place].split { $0.isSpace }
        guard digits.count == 1, digits[0].count <= 9, digits[0].allSatisfy({ $0.isDigit }) else { return nil }
        return Int(String(digits[0]))
    }

    private func isBlank(_ place: Int) -> Bool { lines[place].allSatisfy { $0.isSpace } }

    /// Gives the cue above the lines of its text.
    private mutating func finish(_ range: Range<Int>) {
        let text = range.filter { !isBlank($0) }
        guard let line = cue?.line, var cue = cue?.cue else {
            if let first = text.first, !hasLostTimes {
                notes.add(
                    .warning, "subrip-unknown-line",
                    "\(CaptionNotes.quote(lines[first])) has no times above it and is left out.", line: first + 1)
            }
            return
        }
        if let first = text.first, let last = text.last, last - first >= text.count {
            notes.add(
                .note, "cue-empty-line", "An empty line inside the cue is left out; its text goes on below it.",
                line: line + 1)
        }
        (cue.text, cue.settings) = SubRipText.convert(text.map { lines[$0] })
        guard !cue.text.isEmpty else {
            notes.add(.note, "cue-empty", "The cue has no text and is left out.", line: line + 1)
            return
        }
        if cue.end <= cue.start {
            notes.add(
                .warning, "cue-never-shown", "The cue ends before it begins, so it is never shown.", line: line + 1)
        }
        if cue.start < previousStart {
            notes.add(.note, "cue-order", "The cue begins before the one above it.", line: line + 1)
        }
        previousStart = cue.start
        file.cues.append(cue)
    }
}
