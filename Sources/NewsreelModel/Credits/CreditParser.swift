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
        if let read = CreditGrammar.read(CreditGrammar.unbracketed(trimmed), bare: true) { return read.chain }
        if let found = find(trimmed), let rest = found.caption {
            var chain = found.credit
            chain.usage = chain.usage ?? rest
            return chain
        }
        return CreditChain(parties: [CreditParty(.supplier, trimmed)])
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
        var previous: Character? = start == whole.startIndex ? nil : "x"
        var beforeSpace: Character? = previous
        var place = start
        while place < whole.endIndex {
            let character = whole[place]
            defer {
                if !character.isWhitespace { beforeSpace = character }
                previous = character
                place = whole.index(after: place)
            }
            guard !character.isWhitespace, let boundary = boundary(at: character, previous, beforeSpace) else { continue }
            let rest = whole[place...]
            let isLabelled = CreditGrammar.opens(rest.drop { $0 == "(" || $0 == "[" || $0 == "/" })
            if boundary == .weak && !isLabelled && !rest.contains("/") && !rest.contains(" via ") { continue }
            if boundary == .sign && !isLabelled { continue }
            let isWhole = place == whole.startIndex
            guard let read = CreditGrammar.read(CreditGrammar.unbracketed(String(rest)), bare: false) else { continue }
            guard read.isExplicit || boundary == .strong, !isWhole || read.isExplicit else { continue }
            var caption = whole[..<place].trimmingWhitespace()
            while let last = caption.last, ",;|/-–—:".contains(last) { caption = caption.dropLast().trimmingWhitespace() }
            return Found(caption: caption.isEmpty ? nil : caption, credit: read.chain, isExplicit: read.isExplicit)
        }
        return nil
    }

    /// `strong` after a sentence or at a bracket, `weak` after a comma, `sign` before a copyright sign or a slash.
    private enum Boundary { case strong, weak, sign }

    private static func boundary(at character: Character, _ previous: Character?, _ beforeSpace: Character?) -> Boundary? {
        guard let previous else { return .strong }
        if character == "(" || character == "[" || character == "【" { return .strong }
        if character == "©" || character == "ⓒ" { return .sign }
        if character == "/" { return .sign }
        guard previous.isWhitespace || previous == "\n" else {
            return previous == ")" || previous == "]" ? .weak : nil
        }
        switch beforeSpace {
        case ".", "!", "?", "…", "。", "|", "”", "»", ")", "]", "\"": return .strong
        case ",", ";", "-", "–", "—", "/", ":", "،": return .weak
        default: return previous == "\n" ? .strong : .sign
        }
    }
}
