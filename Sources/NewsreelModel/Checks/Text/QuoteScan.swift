/// The quotations of a text by their marks.
struct QuoteScan {
    struct Span {
        /// The opening mark, in scalars.
        let open: Int
        /// The closing mark; nil where there is none.
        var close: Int?
    }

    /// The outermost quotations, in order.
    private(set) var spans: [Span] = []
    /// An opening mark that nothing closes.
    private(set) var unclosed: Int?
    /// A closing mark that nothing opened.
    private(set) var unopened: Int?
    /// The text begins with an opening mark, as the next paragraph of a longer quotation does.
    private(set) var beginsWithOpening = false

    private struct Open {
        let mark: Unicode.Scalar
        let place: Int
        let closers: String
    }

    static let openers: String = "“«„\"「『"

    init(_ scalars: [Unicode.Scalar]) {
        var open: [Open] = []
        var hasNested = false
        beginsWithOpening =
            scalars.first { !CheckToken.isBlank($0) }.map { Self.openers.unicodeScalars.contains($0) } ?? false
        for (place, scalar) in scalars.enumerated() {
            guard let kind = Self.kind(scalar) else { continue }
            if let last = open.last, last.closers.unicodeScalars.contains(scalar) {
                close(&open, at: place)
                continue
            }
            let before = place > 0 ? scalars[place - 1] : " "
            let isMeasure = CheckToken.digit(before) != nil
            switch kind {
            case .both:
                if isMeasure { continue }  // inches, seconds
                push(&open, Open(mark: scalar, place: place, closers: "\""))
            case .opening(let closers):
                if open.contains(where: { $0.mark == scalar }) { hasNested = true }
                push(&open, Open(mark: scalar, place: place, closers: closers))
            case .closing:
                if let match = open.lastIndex(where: { $0.closers.unicodeScalars.contains(scalar) }) {
                    open.removeLast(open.count - match - 1)
                    close(&open, at: place)
                } else if !isMeasure, unopened == nil {
                    unopened = place
                }
            }
        }
        // Russian and Arabic close a quotation within a quotation with one mark for both: «Завод «Заря».
        if hasNested, open.count == 1, let last = open.first, last.closers == "»", let end = scalars.lastIndex(of: "»")
        {
            spans[spans.count - 1].close = end
            open = []
        }
        unclosed = open.first?.place
        // Older Arabic typesetting has the marks the other way round: ”كذا“.
        if let first = unopened, let last = unclosed, first < last {
            unopened = nil
            unclosed = nil
        }
    }

    private mutating func push(_ open: inout [Open], _ mark: Open) {
        // Marks nest two or three deep; a text of thousands of them is no prose.
        guard open.count < 8 else { return }
        if open.isEmpty { spans.append(Span(open: mark.place, close: nil)) }
        open.append(mark)
    }

    private mutating func close(_ open: inout [Open], at place: Int) {
        open.removeLast()
        if open.isEmpty { spans[spans.count - 1].close = place }
    }

    private enum Kind {
        case opening(String), closing, both
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind? {
        switch scalar {
        case "\"": .both
        case "“": .opening("”")
        case "„": .opening("“”")
        case "«": .opening("»")
        case "「": .opening("」")
        case "『": .opening("』")
        case "”", "»", "」", "』": .closing
        default: nil
        }
    }
}
