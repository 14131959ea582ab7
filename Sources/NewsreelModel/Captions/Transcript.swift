/// Captions as text to read: paragraphs of a few sentences, each with its moment and its speaker.
package struct Transcript: Hashable, Sendable, Codable {
    package struct Paragraph: Hashable, Sendable, Codable {
        /// Milliseconds from the beginning of the clip.
        package var start: Int
        package var end: Int
        /// Nil where the captions do not say who speaks.
        package var speaker: String?
        package var text: String

        package init(start: Int, end: Int, speaker: String? = nil, text: String) {
            self.start = start
            self.end = end
            self.speaker = speaker
            self.text = text
        }
    }

    package var paragraphs: [Paragraph]

    package init(paragraphs: [Paragraph]) { self.paragraphs = paragraphs }

    /// The words of cues in the order of their times, what is shown twice only once.
    package init(_ cues: [Cue]) {
        var writer = TranscriptWriter()
        for spoken in SpokenCue.said(cues) { writer.take(spoken) }
        paragraphs = writer.finished()
    }
}

/// The lines that a cue adds to what was said before it.
struct SpokenCue: Hashable {
    var start: Int
    var end: Int
    var lines: [Cue.Line]

    /// Lines that roll-up captions have on the picture at once.
    private static let mostLines = 4
    /// Milliseconds without captions after which the same words are said again.
    private static let longestGap = 1000

    /// The cues in the order of their times, without the lines that live captions show again while new ones roll up
    /// beneath, and without a cue that only goes on.
    static func said(_ cues: [Cue]) -> [SpokenCue] {
        // By place as well, so that cues of one moment keep their order.
        let order = cues.indices.sorted { (cues[$0].start, $0) < (cues[$1].start, $1) }
        let shown = order.map { SpokenCue(start: cues[$0].start, end: cues[$0].end, lines: cues[$0].lines) }
            .filter { !$0.lines.isEmpty }
        let rolls = rollUp(shown)
        var said: [SpokenCue] = []
        for (index, cue) in shown.enumerated() {
            guard index > 0, cue.start - shown[index - 1].end <= longestGap else {
                said.append(cue)
                continue
            }
            let previous = shown[index - 1]
            var new = cue
            if cue.lines == previous.lines, rolls || cue.start <= previous.end {
                new.lines = []
            } else if rolls {
                new.lines = cue.linesAfter(previous)
            }
            if new.lines.isEmpty {
                if let last = said.indices.last { said[last].end = max(said[last].end, cue.end) }
            } else {
                said.append(new)
            }
        }
        return said
    }

    /// True where cues begin with the end of the one before too often for chance.
    private static func rollUp(_ cues: [SpokenCue]) -> Bool {
        guard cues.count >= 3 else { return false }
        let again = zip(cues, cues.dropFirst()).count { previous, cue in
            cue.start - previous.end <= longestGap && cue.linesAfter(previous) != cue.lines
        }
        return again >= 2 && again * 3 >= cues.count
    }

    /// The lines that do not stand in the cue before: a line may also have grown since.
    private func linesAfter(_ previous: SpokenCue) -> [Cue.Line] {
        var count = min(Self.mostLines, previous.lines.count, lines.count)
        while count > 0 {
            let old = previous.lines.suffix(count)
            let now = lines.prefix(count)
            if old.dropLast().elementsEqual(now.dropLast()), let before = old.last, let after = now.last,
                before.speaker == after.speaker
            {
                if before.text == after.text { return Array(lines.dropFirst(count)) }
                if after.text.hasPrefix(before.text + " ") {
                    let rest = after.text.dropFirst(before.text.count + 1)
                    return [Cue.Line(speaker: after.speaker, text: String(rest))] + lines.dropFirst(count)
                }
            }
            count -= 1
        }
        return lines
    }
}

/// Puts what was said into paragraphs.
private struct TranscriptWriter {
    /// Milliseconds of silence that end a paragraph after a sentence, and anywhere.
    private static let pause = 2000
    private static let longPause = 5000
    /// Characters after which a paragraph ends with its sentence, with any pause, and in any case.
    private static let enough = 280
    private static let much = 500
    private static let most = 900

    private var paragraphs: [Transcript.Paragraph] = []
    private var texts: [String] = []
    private var length = 0
    private var start = 0
    private var end = 0
    private var speaker: String?
    /// Who has had the turn since the last `>>`.
    private var turn: String?

    mutating func take(_ cue: SpokenCue) {
        if !texts.isEmpty, endsBefore(cue.start) { endParagraph() }
        for line in cue.lines {
            var (text, isTurn) = TranscriptWriter.turn(line.text)
            if isTurn { (turn, text) = TranscriptWriter.named(text) }
            // Who has the turn speaks until the next one; a voice is for its own words alone.
            let speaker = line.speaker ?? turn
            if isTurn || speaker != self.speaker, !texts.isEmpty { endParagraph() }
            guard !text.isEmpty else { continue }
            if texts.isEmpty {
                start = cue.start
                end = cue.end
                self.speaker = speaker
            }
            texts.append(text)
            length += text.unicodeScalars.count + 1
        }
        end = max(end, cue.end)
    }

    private func endsBefore(_ next: Int) -> Bool {
        let gap = next - end
        let hasEnded = texts.last.map(TranscriptWriter.endsSentence) ?? true
        if gap >= Self.longPause || length >= Self.most { return true }
        if hasEnded { return gap >= Self.pause || length >= Self.enough }
        return length >= Self.much && gap >= 300
    }

    private mutating func endParagraph() {
        paragraphs.append(
            Transcript.Paragraph(start: start, end: end, speaker: speaker, text: Cue.join(texts)))
        texts = []
        length = 0
    }

    mutating func finished() -> [Transcript.Paragraph] {
        if !texts.isEmpty { endParagraph() }
        return paragraphs
    }

    /// The text behind `>>`, with which captions say that another person speaks.
    private static func turn(_ text: String) -> (text: String, isTurn: Bool) {
        guard text.hasPrefix(">>") else { return (text, false) }
        return (text.drop { $0 == ">" }.description.trimmingWhitespace(), true)
    }

    /// The name in capitals and the text of `JANE DOE: Good evening.`
    private static func named(_ text: String) -> (speaker: String?, text: String) {
        guard let colon = text.firstIndex(of: ":") else { return (nil, text) }
        let name = text[..<colon]
        let scalars = name.unicodeScalars
        guard name.count <= 40, scalars.contains(where: { $0.properties.isUppercase }),
            !scalars.contains(where: { $0.properties.isLowercase })
        else { return (nil, text) }
        return (String(name).trimmingWhitespace(), String(text[text.index(after: colon)...]).trimmingWhitespace())
    }

    private static func endsSentence(_ text: String) -> Bool {
        guard let last = text.last(where: { !"\"'”’»)]}›」』）".contains($0) }) else { return true }
        return ".!?…。！？؟।۔".contains(last)
    }
}
