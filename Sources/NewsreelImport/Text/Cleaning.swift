import NewsreelModel

/// Text of foreign markup as blocks keep it.
enum Cleaning {
    /// One line: white space runs as one space, control characters dropped, ends trimmed.
    static func line(_ text: String) -> String { collapsed(text).trimmingWhitespace() }

    /// White space runs as one space, control characters dropped; a space at either end stays.
    static func collapsed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var wasSpace = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 9, 10, 12, 13, 32, 0x85, 0x2028, 0x2029:
                if !wasSpace { result.append(" ") }
                wasSpace = true
            case 0..<32, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: continue
            default:
                result.append(scalar)
                wasSpace = false
            }
        }
        return String(result)
    }

    /// Joins neighbours with the same marks, collapses spaces across runs and around line breaks, and trims both ends.
    static func inlines(_ runs: [Inline]) -> [Inline] {
        var result: [Inline] = []
        for run in runs where !run.text.isEmpty {
            if let last = result.last, last.marks == run.marks {
                result[result.count - 1].text += run.text
            } else {
                result.append(run)
            }
        }
        var endsInSpace = true
        for index in result.indices {
            var text = String.UnicodeScalarView()
            for scalar in result[index].text.unicodeScalars {
                if scalar == " " {
                    if endsInSpace { continue }
                    endsInSpace = true
                } else if scalar == "\n" {
                    if text.last == " " { text.removeLast() }
                    endsInSpace = true
                } else {
                    endsInSpace = false
                }
                text.append(scalar)
            }
            result[index].text = String(text)
        }
        result.removeAll { $0.text.isEmpty }
        while let last = result.indices.last {
            let trimmed = String(result[last].text.reversed().drop { $0.isWhitespace }.reversed())
            if trimmed.isEmpty {
                result.removeLast()
                continue
            }
            result[last].text = trimmed
            break
        }
        while let first = result.first {
            let trimmed = String(first.text.drop { $0.isWhitespace })
            if !trimmed.isEmpty {
                result[0].text = trimmed
                break
            }
            result.removeFirst()
        }
        return result
    }
}
