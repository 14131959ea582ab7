/// Tells a caption from the credit at its end.
package enum CreditParser {
    /// The caption without its credit, and the credit; a text that ends in no credit is all caption.
    package static func parse(_ text: String) -> (caption: String?, credit: CreditChain) {
        guard let found = find(text) else {
            let caption = text.trimmingWhitespace()
            return (caption.isEmpty ? nil : caption, CreditChain())
        }
        return (found.caption, found.credit)
    }

    /// A text that is known to be a credit, as in a field of that name: names need neither label nor agency.
    package static func credit(_ text: String) -> CreditChain {
        let trimmed = text.trimmingWhitespace()
        guard !trimmed.isEmpty else { return CreditChain() }
        let plain = CreditGrammar.unbracketed(trimmed)
        if let read = CreditGrammar.read(plain, bare: true) { return read.chain.worded(as: plain) }
        if let found = find(trimmed), let rest = found.caption {
            var chain = found.credit
            chain.usage = chain.usage ?? rest
            chain.wording = nil
            return chain.worded(as: trimmed)
        }
        return CreditChain(parties: [CreditParty(.supplier, trimmed)]).worded(as: trimmed)
    }

    /// A credit at the end of a text.
    package struct Found: Hashable, Sendable {
        package let caption: String?
        package let credit: CreditChain
        /// True when it can be nothing else: a label, a copyright sign, a maker with an agency. False for `(Reuters)`.
        package let isExplicit: Bool
    }

    /// How far from the end a credit may begin, in characters.
    private static let reach = 320

    /// The credit at the end of `text`, the longest that can be read; nil where there is none.
    package static func find(_ text: String) -> Found? {
        let whole = text.trimmingWhitespace()
        guard !whole.isEmpty else { return nil }
        let start = whole.index(whole.endIndex, offsetBy: -reach, limitedBy: whole.startIndex) ?? whole.startIndex
        // Scalars, because every line of an imported page comes through here and characters cost ten times as much.
        let scalars = whole.unicodeScalars
        var previous: Unicode.Scalar? = start == whole.startIndex ? nil : "x"
        var beforeSpace: Unicode.Scalar? = previous
        var place = start
        while place < whole.endIndex {
            let scalar = scalars[place]
            defer {
                if !isSpace(scalar) { beforeSpace = scalar }
                previous = scalar
                place = scalars.index(after: place)
            }
            guard !isSpace(scalar), let boundary = boundary(at: scalar, previous, beforeSpace) else { continue }
            if boundary == .sign && ((97...122).contains(scalar.value) || (0x430...0x44F).contains(scalar.value)) {
                continue
            }
            let rest = whole[place...]
            let isLabelled = CreditGrammar.opens(rest.drop { $0 == "(" || $0 == "[" || $0 == "/" })
            if boundary == .weak && !isLabelled && !rest.contains("/") && !rest.contains(" via ") { continue }
            if boundary == .sign && !isLabelled { continue }
            let isWhole = place == whole.startIndex
            let source = CreditGrammar.unbracketed(String(rest))
            guard let read = CreditGrammar.read(source, bare: false) else { continue }
            guard read.isExplicit || boundary == .strong, !isWhole || read.isExplicit else { continue }
            var caption = whole[..<place].trimmingWhitespace()
            while let last = caption.last, ",;|/-–—:".contains(last) {
                caption = caption.dropLast().trimmingWhitespace()
            }
            return Found(
                caption: caption.isEmpty ? nil : caption, credit: read.chain.worded(as: source),
                isExplicit: read.isExplicit)
        }
        return nil
    }

    /// `strong` after a sentence or at a bracket, `weak` after a comma, `sign` before a copyright sign or a slash.
    private enum Boundary { case strong, weak, sign }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    private static func boundary(
        at scalar: Unicode.Scalar, _ previous: Unicode.Scalar?, _ beforeSpace: Unicode.Scalar?
    ) -> Boundary? {
        guard let previous else { return .strong }
        switch scalar {
        case "(", "[", "【": return .strong
        case "©", "ⓒ", "/": return .sign
        default: break
        }
        guard isSpace(previous) else { return previous == ")" || previous == "]" ? .weak : nil }
        switch beforeSpace {
        case ".", "!", "?", "…", "。", "|", "”", "»", ")", "]", "\"": return .strong
        case ",", ";", "-", "–", "—", "/", ":", "،": return .weak
        default: return previous == "\n" ? .strong : .sign
        }
    }
}
