extension Cue {
    /// Words of a cue that stand on one line and that one person says.
    package struct Line: Hashable, Sendable {
        /// The name of the voice; nil where the cue does not say.
        package var speaker: String?
        /// Without markup, with single spaces, never empty.
        package var text: String

        package init(speaker: String? = nil, text: String) {
            self.speaker = speaker
            self.text = text
        }
    }

    /// The words alone, on one line: no markup, references resolved, the reading beside ruby words left out.
    package var plainText: String { Cue.join(lines.map(\.text)) }

    /// Who speaks, in the order of their first words.
    package var voices: [String] {
        var voices: [String] = []
        for line in lines {
            if let speaker = line.speaker, !voices.contains(speaker) { voices.append(speaker) }
        }
        return voices
    }

    /// The cue line by line, and a new line where another voice begins.
    package var lines: [Line] {
        var words = CueWords()
        words.take(nodes, speaker: nil)
        return words.finished()
    }

    /// Texts as one, with a space between them where their script has spaces.
    static func join(_ texts: [String]) -> String {
        var whole = ""
        for text in texts where !text.isEmpty {
            if let last = whole.unicodeScalars.last, let first = text.unicodeScalars.first,
                !(isUnspaced(last) && isUnspaced(first))
            {
                whole += " "
            }
            whole += text
        }
        return whole
    }

    /// Letters of scripts that put no space between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

/// Gathers the lines of a cue from its pieces.
private struct CueWords {
    private var lines: [Cue.Line] = []
    private var speaker: String?
    private var text = String.UnicodeScalarView()
    private var hasSpace = false

    mutating func take(_ nodes: [CueNode], speaker: String?) {
        for node in nodes {
            switch node {
            case .text(let text): take(text, speaker: speaker)
            case .timestamp: break
            case .span(let span):
                switch span.kind {
                case .rubyText: break
                case .voice(let name): take(span.children, speaker: name.isEmpty ? speaker : name)
                default: take(span.children, speaker: speaker)
                }
            }
        }
    }

    private mutating func take(_ words: String, speaker: String?) {
        for scalar in words.unicodeScalars {
            if scalar == "\n" {
                endLine()
            } else if scalar.properties.isWhitespace {
                hasSpace = true
            } else {
                if speaker != self.speaker {
                    endLine()
                    self.speaker = speaker
                }
                if hasSpace && !text.isEmpty { text.append(" ") }
                hasSpace = false
                text.append(scalar)
            }
        }
    }

    private mutating func endLine() {
        if !text.isEmpty { lines.append(Cue.Line(speaker: speaker, text: String(text))) }
        text = String.UnicodeScalarView()
        hasSpace = false
    }

    mutating func finished() -> [Cue.Line] {
        endLine()
        return lines
    }
}
