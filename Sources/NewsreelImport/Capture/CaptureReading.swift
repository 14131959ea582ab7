import NewsreelModel

/// What is known of a captured page while its lines are sorted into story and residue.
struct CaptureReading {
    struct DatedLine {
        let index: Int
        let found: DateReader.Found
    }

    let page: CapturePage
    let zone: Zone
    /// Lines with a picture's credit at their end, from 0.
    var captions: [Int: CreditParser.Found] = [:]
    var dates: [DatedLine] = []
    /// The first line from which on nothing belongs to the story.
    var end: Int
    var headline: CaptureHeadline?

    var body: [Block] = []
    var media: [ImportedMedia] = []
    var standfirst: String?
    var bylines: [String] = []
    var tags: [String] = []
    var notes: [Diagnostic] = []
    /// Lines that went into the story, and others that need no word, from 0.
    var used: Set<Int> = []
    var usedDates: [DatedLine] = []

    init(page: CapturePage, zone: Zone) {
        self.page = page
        self.zone = zone
        end = page.lines.count
    }

    /// Lines that read like paragraphs by themselves, from 0.
    var paragraphs: [Int] {
        (0..<end).filter { index in
            page.lines[index].isParagraph && page.residue[index] == nil && captions[index] == nil
        }
    }

    mutating func markCaptions() {
        for (index, line) in page.lines.enumerated() where !line.isBlank && line.weight <= 900 {
            if let residue = page.residue[index], residue != .legal { continue }
            guard let found = CreditParser.find(line.text), isPictureCredit(found, line) else { continue }
            if page.residue[index] == .legal, found.caption == nil { continue }
            captions[index] = found
        }
    }

    /// `(Reuters)` after some sentences is where a report comes from; on a short or repeated line it is a picture's credit.
    private func isPictureCredit(_ found: CreditParser.Found, _ line: CaptureLine) -> Bool {
        if BylineReader.names(line.text) != nil { return false }
        guard let caption = found.caption else { return found.isExplicit }
        if found.isExplicit { return line.weight <= 600 || page.isRepeated(line) }
        return page.isRepeated(line) || (line.weight <= 160 && !caption.contains("“") && !caption.contains("\""))
    }

    mutating func markDates() {
        let reader = DateReader(zone: zone, expected: page.crawledDay)
        for (index, line) in page.lines.enumerated()
        where !line.isBlank && line.weight <= 200 && page.residue[index] != .legal && captions[index] == nil {
            let read = reader.read(line.text)
            guard let first = read.dates.first, read.rest.count <= 8 else { continue }
            let isTitle = line.wordCount > 6 && read.rest.count > 3 && !first.hasTime
            if isTitle && BylineReader.names(line.text) == nil { continue }
            for found in read.dates { dates.append(DatedLine(index: index, found: found)) }
        }
    }

    /// Where readers' comments or the foot of the page begin.
    mutating func markEnd() {
        let all = paragraphs
        guard let first = all.first else { return }
        for index in page.lines.indices where index > first {
            if page.residue[index] == .comments, looksLikeDiscussion(from: index) {
                end = index
                return
            }
            if page.residue[index] == .legal,
                page.lines[index].lower.first == "©" || page.lines[index].lower.first == "ⓒ",
                !all.contains(where: { $0 > index + 2 })
            {
                end = index
                return
            }
        }
    }

    private func looksLikeDiscussion(from index: Int) -> Bool {
        var marks = 0
        var paragraphs = 0
        for later in page.lines[(index + 1)...].prefix(60) where !later.isBlank {
            let bare = later.lower.filter { !$0.isNumber && !"()·|".contains($0) }.trimmingWhitespace()
            if ResidueWords.replies.contains(bare)
                || bare.split(separator: " ").allSatisfy({ ResidueWords.replies.contains(String($0)) })
                || DateReader.isRelative(later.text)
            {
                marks += 1
            }
            if later.isParagraph { paragraphs += 1 }
        }
        return marks >= 1 || paragraphs == 0
    }

    /// What was left out, a diagnostic for each run of lines of one kind.
    func dropped(keeping kept: Set<Int>) -> [Diagnostic] {
        var runs: [(kind: Residue?, isAfterEnd: Bool, first: Int, last: Int)] = []
        for (index, line) in page.lines.enumerated() where !line.isBlank && !kept.contains(index) {
            let isAfterEnd = index >= end
            let kind = isAfterEnd ? (page.residue[end] ?? .legal) : page.residue[index]
            if let last = runs.indices.last, runs[last].kind == kind, runs[last].isAfterEnd == isAfterEnd,
                !(runs[last].last + 1..<index).contains(where: { kept.contains($0) })
            {
                runs[last].last = index
            } else {
                runs.append((kind, isAfterEnd, index, index))
            }
        }
        return runs.map { run in
            let place = run.first == run.last ? "Line \(run.first + 1)" : "Lines \(run.first + 1) to \(run.last + 1)"
            if let kind = run.kind {
                return Diagnostic(.note, kind.code, "\(place) dropped: \(kind.name).", line: run.first + 1)
            }
            let text = page.lines[run.first].text
            return Diagnostic(
                .warning, "dropped-line", "\(place) dropped, no part of the story as it seems: “\(text.prefix(80))”.",
                line: run.first + 1)
        }
    }
}
