/// The interface's words in one language, read from a theme's `strings` folder.
package struct Strings: Sendable {
    /// The file's name without its ending: `en`, `pt-BR`.
    package let language: String
    package let rule: PluralRule
    private let texts: [String: String]
    private let plurals: [String: [PluralCategory: String]]

    package init(language: String, texts: [String: String], plurals: [String: [PluralCategory: String]]) {
        self.language = language
        rule = PluralRule(language: language)
        self.texts = texts
        self.plurals = plurals
    }

    /// The names of all words, plurals too.
    package var keys: Set<String> { Set(texts.keys).union(plurals.keys) }

    /// The words called `key`; nil where there are none or they depend on a count.
    package func text(_ key: String) -> String? { texts[key] }

    /// The categories that the plural called `key` has words for; nil where it is no plural.
    package func forms(_ key: String) -> Set<PluralCategory>? { plurals[key].map { Set($0.keys) } }

    /// A phrase with its `{name}` places filled; loading a theme has checked that there is one.
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        Self.fill(texts[phrase.rawValue] ?? phrase.rawValue, values)
    }

    /// The form of a phrase for `count`, whose text as readers see it is `number`.
    func callAsFunction(
        _ phrase: Phrase, count: Int, number: String, _ values: KeyValuePairs<String, String> = [:]
    ) -> String {
        let forms = plurals[phrase.rawValue] ?? [:]
        let form = forms[rule.category(of: count)] ?? forms[.other] ?? texts[phrase.rawValue] ?? phrase.rawValue
        return Self.fill(Self.fill(form, ["n": number]), values)
    }

    /// Puts values in the places of their names; what a value holds is never taken for a place.
    static func fill(_ pattern: String, _ values: KeyValuePairs<String, String>) -> String {
        let bytes = pattern.utf8
        guard !values.isEmpty, bytes.contains(UInt8(ascii: "{")) else { return pattern }
        var filled = ""
        filled.reserveCapacity(bytes.count + 64)
        var rest = bytes.startIndex
        while let open = bytes[rest...].firstIndex(of: UInt8(ascii: "{")),
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            filled += pattern[rest..<open]
            let name = pattern[bytes.index(after: open)..<close]
            if let value = values.first(where: { $0.key == name })?.value {
                filled += value
            } else {
                filled += pattern[open...close]
            }
            rest = bytes.index(after: close)
        }
        filled += pattern[rest...]
        return filled
    }
}
