internal import Yams

extension Strings {
    /// Reads a file of words: nested maps of text, their names joined by dots; a map of plural categories is a plural.
    static func read(_ yaml: String, language: String, file: String) throws(ThemeError) -> Strings {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ThemeError(file: file, line: line(of: error), "This is not YAML: \(error)")
        }
        guard let root, case .mapping(let mapping) = root else {
            throw ThemeError(file: file, "The file holds no map of words.")
        }
        var texts: [String: String] = [:]
        var plurals: [String: [PluralCategory: String]] = [:]
        try collect(mapping, prefix: "", depth: 0, file: file, texts: &texts, plurals: &plurals)
        return Strings(language: language, texts: texts, plurals: plurals)
    }

    private static func collect(
        _ mapping: Node.Mapping, prefix: String, depth: Int, file: String, texts: inout [String: String],
        plurals: inout [String: [PluralCategory: String]]
    ) throws(ThemeError) {
        for (key, value) in mapping {
            guard let name = key.scalar?.string, depth < 6 else {
                throw ThemeError(file: file, line: key.mark?.line, "Names of words are plain text, at most six deep.")
            }
            let path = prefix.isEmpty ? name : "\(prefix).\(name)"
            switch value {
            case .scalar(let scalar):
                texts[path] = scalar.string
            case .mapping(let inner):
                if let forms = pluralForms(inner) {
                    plurals[path] = forms
                } else {
                    try collect(inner, prefix: path, depth: depth + 1, file: file, texts: &texts, plurals: &plurals)
                }
            default:
                throw ThemeError(file: file, line: value.mark?.line, "`\(path)` must be text or a map.")
            }
        }
    }

    private static func pluralForms(_ mapping: Node.Mapping) -> [PluralCategory: String]? {
        var forms: [PluralCategory: String] = [:]
        for (key, value) in mapping {
            guard let category = key.scalar.flatMap({ PluralCategory(rawValue: $0.string) }),
                let text = value.scalar?.string
            else { return nil }
            forms[category] = text
        }
        return forms.isEmpty ? nil : forms
    }

    private static func line(of error: any Error) -> Int? {
        guard let error = error as? YamlError else { return nil }
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): return mark.line
        default: return nil
        }
    }
}
