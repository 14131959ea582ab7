/// A piece of a text, and whether it is what the reader looked for.
package struct SearchRun: Hashable, Sendable, Codable {
    package var text: String
    package var isMarked: Bool

    package init(_ text: String, isMarked: Bool = false) {
        self.text = text
        self.isMarked = isMarked
    }
}

extension [SearchRun] {
    /// The pieces in one text, with `start` before and `end` after each mark; the text's own such characters are dropped.
    ///
    /// For templates that take a text with marks in it; use characters that no text shows, such as `\u{2}` and `\u{3}`.
    package func text(start: Unicode.Scalar, end: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        for run in self {
            if run.isMarked { text.append(start) }
            text.append(contentsOf: run.text.unicodeScalars.filter { $0 != start && $0 != end })
            if run.isMarked { text.append(end) }
        }
        return String(text)
    }
}
