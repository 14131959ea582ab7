/// What a reader typed into the search field, taken apart; every text is a query, and none is an error.
///
/// Words, "quoted phrases", -excluded words and -"excluded phrases", and begun words with a star: `elect*`.
package struct SearchQuery: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case words
            case phrase
            /// A word of which only the beginning is given.
            case beginning
        }

        var kind: Kind
        var text: String
        var isExcluded: Bool
    }

    /// What was typed, without control characters and cut to `longest`.
    package let text: String
    let parts: [Part]

    /// UTF-8 bytes of a query that are read; the rest is left out.
    package static let longest = 2_000

    /// - Parameter completesLastWord: the last word is still being typed, and counts as a beginning.
    package init(_ text: String, completesLastWord: Bool = false) {
        self.text = Self.tidied(text)
        parts = Self.parse(self.text, completesLastWord: completesLastWord)
    }

    /// True when there is nothing to look for; a search then lists what the filters let through, newest first.
    package var isEmpty: Bool { !parts.contains { !$0.isExcluded } }

    private static func tidied(_ text: String) -> String {
        var tidy = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= longest else { break }
            let isControl = scalar.properties.generalCategory == .control
            tidy.append(isControl ? " " : scalar)
        }
        return String(tidy)
    }

    private static let quotes: Set<Unicode.Scalar> = [
        "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}", "\u{FF02}",
    ]

    private static func parse(_ text: String, completesLastWord: Bool) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        var parts: [Part] = []
        var index = 0
        while index < scalars.count {
            if scalars[index].properties.isWhitespace {
                index += 1
                continue
            }
            var start = index
            var isExcluded = false
            if scalars[index] == "-", index + 1 < scalars.count, !scalars[index + 1].properties.isWhitespace {
                isExcluded = true
                start += 1
            }
            if quotes.contains(scalars[start]), let end = scalars[(start + 1)...].firstIndex(where: quotes.contains) {
                parts.append(Part(kind: .phrase, text: string(scalars[(start + 1)..<end]), isExcluded: isExcluded))
                index = end + 1
                continue
            }
            let end =
                scalars[start...].dropFirst().firstIndex { $0.properties.isWhitespace || quotes.contains($0) }
                ?? scalars.count
            var word = scalars[start..<end]
            var kind = Part.Kind.words
            if word.last == "*" {
                word = word.dropLast()
                kind = .beginning
            } else if completesLastWord, end == scalars.count {
                kind = .beginning
            }
            let text = string(word)
            // Words that follow one another stay together, so that characters without spaces keep their neighbours.
            if kind == .words, let last = parts.last, last.kind == .words, last.isExcluded == isExcluded, !isExcluded {
                parts[parts.count - 1].text += " " + text
            } else if !text.isEmpty {
                parts.append(Part(kind: kind, text: text, isExcluded: isExcluded))
            }
            index = end
        }
        return parts
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
