/// The WebVTT parser algorithm (WebVTT §6.1) over the lines of one file.
struct WebVTTParser {
    private let lines: CaptionLines
    private let limits: CaptionLimits
    private var file = CaptionFile(format: .webVTT)
    private var notes = CaptionNotes()
    private var names: Set<String> = []
    private var hasSeenCue = false
    private var place = 0
    private var previousStart = 0

    init(lines: CaptionLines, limits: CaptionLimits) {
        self.lines = lines
        self.limits = limits
    }

    mutating func parse() throws(CaptionError) -> CaptionFile {
        place = 1
        if place < lines.count {
            if lines.isEmpty(place) { place += 1 } else { header() }
        }
        skipEmptyLines()
        while place < lines.count {
            try block()
            skipEmptyLines()
        }
        if file.cues.isEmpty {
            notes.addFirst(.warning, "captions-no-cue", "Nothing in the file would be shown: it has no cue.")
        }
        file.diagnostics = notes.all
        return file
    }

    private mutating func skipEmptyLines() {
        while place < lines.count, lines.isEmpty(place) { place += 1 }
    }

    /// The block right beneath the signature, which says things about the file.
    private mutating func header() {
        while place < lines.count, !lines.isEmpty(place) {
            if lines.arrow(place) != nil {
                notes.add(
                    .note, "webvtt-header", "An empty line is missing between the head of the file and the first cue.",
                    line: place + 1)
                return
            }
            if let (name, value) = CueSettings.pair(lines[place]) {
                let text = String(value).trimmingWhitespace()
                switch String(name).trimmingWhitespace().lowercased() {
                case "language", "lang": file.language = LanguageTag(text) ?? file.language
                case "kind": file.kind = CaptionTrack.Kind(rawValue: text.lowercased()) ?? file.kind
                default: break
                }
            }
            place += 1
        }
        place += 1
    }

    /// "Collect a WebVTT block": a cue, a style sheet, a region, a comment, or nothing that is known.
    private mutating func block() throws(CaptionError) {
        enum Kind { case unknown, cue, lost, style, region }
        let first = place
        var kind = Kind.unknown
        var cue = Cue(start: 0, end: 0, text: "")
        var timingLine = first
        /// The first line of what the block holds.
        var content = first
        /// After the last such line.
        var end = first
        var hasSeenArrow = false
        while place < lines.count {
            let count = place - first + 1
            if lines.arrow(place) != nil {
                guard count == 1 || (count == 2 && !hasSeenArrow) else {
                    noteMissingEmptyLine()
                    break
                }
                hasSeenArrow = true
                timingLine = place
                if let timing = timing(lines[place], line: place + 1) {
                    kind = .cue
                    (cue.start, cue.end, cue.settings) = timing
                    if count == 2 { cue.id = String(lines[first]) }
                    hasSeenCue = true
                    content = place + 1
                } else {
                    kind = .lost
                }
            } else if lines.isEmpty(place) {
                break
            } else if count == 2, !hasSeenArrow, !hasSeenCue {
                if isKeyword("STYLE", first) { kind = .style }
                if isKeyword("REGION", first) { kind = .region }
                if kind == .style || kind == .region { content = place }
            }
            place += 1
            end = place
        }
        switch kind {
        case .cue:
            cue.text = text(content..<end)
            try add(cue, line: timingLine + 1)
        case .style: file.styles.append(text(content..<end))
        case .region: addRegion(content..<end)
        case .lost: break
        case .unknown: noteUnknown(first, end)
        }
        if place < lines.count, lines.isEmpty(place) { place += 1 }
    }

    private func text(_ range: Range<Int>) -> String {
        range.map { String(lines[$0]) }.joined(separator: "\n")
    }

    private func isKeyword(_ word: String, _ index: Int) -> Bool {
        let line = lines[index]
        return line.starts(with: word.utf8) && line.dropFirst(word.utf8.count).allSatisfy { $0.isSpace }
    }

    private mutating func add(_ cue: Cue, line: Int) throws(CaptionError) {
        try limits.check(cues: file.cues.count + 1, line: line)
        if cue.end <= cue.start {
            notes.add(.warning, "cue-never-shown", "The cue ends before it begins, so it is never shown.", line: line)
        }
        if cue.start < previousStart {
            notes.add(.note, "cue-order", "The cue begins before the one above it.", line: line)
        }
        if cue.text.isEmpty { notes.add(.note, "cue-empty", "The cue has no text.", line: line) }
        previousStart = cue.start
        file.cues.append(cue)
    }

    private mutating func addRegion(_ range: Range<Int>) {
        var region = CaptionRegion()
        for index in range {
            for word in CueSettings.words(lines[index]) where !region.take(word) {
                notes.add(
                    .warning, "region-setting", "\(CaptionNotes.quote(word)) says nothing of a region and is left out.",
                    line: index + 1)
            }
        }
        if !region.id.isEmpty { names.insert(region.id) }
        file.regions.append(region)
    }
}

extension WebVTTParser {
    /// "Collect WebVTT cue timings and settings".
    private mutating func timing(
        _ bytes: ArraySlice<UInt8>, line: Int
    ) -> (start: Int, end: Int, settings: CueSettings)? {
        var place = bytes.startIndex
        func skipSpace() { while place < bytes.endIndex, bytes[place].isSpace { place += 1 } }
        skipSpace()
        guard let start = WebVTT.timestamp(bytes, at: &place) else { return lost(bytes, line) }
        skipSpace()
        guard bytes[place...].starts(with: "-->".utf8) else { return lost(bytes, line) }
        place += 3
        skipSpace()
        guard let end = WebVTT.timestamp(bytes, at: &place) else { return lost(bytes, line) }
        var settings = CueSettings()
        for word in CueSettings.words(bytes[place...]) where !settings.take(word, hasRegion: names.contains) {
            let reason =
                word.starts(with: "region:".utf8)
                ? "names no region of the file" : "says nothing of where a cue stands"
            notes.add(.warning, "cue-setting", "\(CaptionNotes.quote(word)) \(reason) and is left out.", line: line)
        }
        return (start, end, settings)
    }

    private mutating func lost(_ bytes: ArraySlice<UInt8>, _ line: Int) -> (Int, Int, CueSettings)? {
        let advice =
            bytes.contains(UInt8(ascii: ","))
            ? "Thousandths of a second stand after a point, not a comma"
            : "Times are written 00:01:02.345 --> 00:01:04.567"
        notes.add(
            .warning, "cue-timing",
            "The times \(CaptionNotes.quote(bytes)) cannot be read, so the cue is left out. \(advice).", line: line)
        return nil
    }

    private mutating func noteMissingEmptyLine() {
        notes.add(
            .note, "cue-empty-line",
            "An empty line is missing above this cue. A name right above it counts as text of the cue before.",
            line: place + 1)
    }

    private mutating func noteUnknown(_ first: Int, _ end: Int) {
        let line = lines[first]
        if line.starts(with: "NOTE".utf8), line.dropFirst(4).first?.isSpace ?? true { return }
        if isKeyword("STYLE", first) || isKeyword("REGION", first) {
            guard end > first + 1 else { return }
            notes.add(
                .warning, "webvtt-late-block",
                "\(CaptionNotes.quote(line)) must stand before the first cue, so it is left out.", line: first + 1)
            return
        }
        notes.add(
            .warning, "webvtt-unknown-block",
            "\(CaptionNotes.quote(line)) has no times above it and is left out. After an empty line comes a new cue.",
            line: first + 1)
    }
}
