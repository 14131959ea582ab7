/// The language of captions as a well-formed tag of BCP 47: `en`, `pt-BR`, `zh-Hant`, written as the standard likes it.
///
/// Grandfathered tags, all but forgotten, are not among them, nor are languages of more than three letters, of which
/// none is registered (RFC 5646 §2.1 and §2.2.1).
package struct LanguageTag: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    /// Nil for a text that is no tag; letters get the case of RFC 5646 §2.1.1.
    package init?(rawValue: String) {
        guard rawValue.utf8.count <= Self.longest,
            let tag = Self.canonical(rawValue.split(separator: "-", omittingEmptySubsequences: false).map(String.init))
        else { return nil }
        self.rawValue = tag
    }

    package init?(_ text: some StringProtocol) { self.init(rawValue: String(text)) }

    package var description: String { rawValue }

    /// The language alone: `pt` of `pt-BR`.
    package var primary: String { String(rawValue.prefix { $0 != "-" }) }

    /// Tags stand in addresses and in file names.
    private static let longest = 64

    private static func canonical(_ parts: [String]) -> String? {
        guard let primary = parts.first,
            parts.allSatisfy({ part in
                (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isLetter || $0.isDigit }
            })
        else { return nil }
        var rest = parts.dropFirst()
        var tag = [primary.lowercased()]
        if tag[0] == "x" {
            guard !rest.isEmpty else { return nil }
            return (tag + rest.map { $0.lowercased() }).joined(separator: "-")
        }
        guard isLetters(primary, 2...3) else { return nil }
        func take(while isNext: (String) -> Bool, most: Int = .max, as form: (String) -> String) -> [String] {
            var taken: [String] = []
            while taken.count < most, let next = rest.first, isNext(next) {
                taken.append(form(next))
                rest = rest.dropFirst()
            }
            tag += taken
            return taken
        }
        _ = take(while: { isLetters($0, 3...3) }, most: 3) { $0.lowercased() }
        _ = take(while: { isLetters($0, 4...4) }, most: 1) { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        _ = take(while: { isLetters($0, 2...2) || isDigits($0, 3) }, most: 1) { $0.uppercased() }
        let variants = take(while: { part in
            part.utf8.count >= 5 || (part.utf8.count == 4 && part.utf8.first?.isDigit == true)
        }) { $0.lowercased() }
        guard Set(variants).count == variants.count else { return nil }
        var singletons: Set<String> = []
        while let next = rest.first?.lowercased() {
            guard next.utf8.count == 1, singletons.insert(next).inserted else { return nil }
            rest = rest.dropFirst()
            tag.append(next)
            let shortest = next == "x" ? 1 : 2
            let words = take(while: { $0.utf8.count >= shortest }) { $0.lowercased() }
            guard !words.isEmpty else { return nil }
        }
        return tag.joined(separator: "-")
    }

    private static func isLetters(_ text: String, _ lengths: ClosedRange<Int>) -> Bool {
        lengths.contains(text.utf8.count) && text.utf8.allSatisfy { $0.isLetter }
    }

    private static func isDigits(_ text: String, _ length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { $0.isDigit }
    }
}
