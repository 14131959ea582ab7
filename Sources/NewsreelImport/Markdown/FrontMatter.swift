import NewsreelModel
import Yams

/// The YAML mapping at the head of a Markdown story, and where its lines are.
struct FrontMatter {
    /// Larger front matter is refused.
    static let mostBytes = 65_536
    private static let deepest = 24

    /// Keys in their order, with their values and the line of each.
    let entries: [(key: String, value: Node, line: Int)]
    /// Lines of the material before the body.
    let lineCount: Int

    /// Splits `text` into front matter and body; without front matter the first is nil.
    static func split(_ text: String) throws(ImportError) -> (matter: FrontMatter?, body: String) {
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        guard let first = lines.first, isFence(first, "---"), lines.count > 1 else { return (nil, text) }
        guard let end = lines.dropFirst().firstIndex(where: { isFence($0, "---") || isFence($0, "...") }) else {
            throw ImportError(
                "front-matter-open", "The front matter that begins with --- has no closing --- line.", line: 1)
        }
        let yaml = lines[1..<end].map { String(Substring($0)) }.joined(separator: "\n")
        let body = lines[(end + 1)...].map { String(Substring($0)) }.joined(separator: "\n")
        return (try FrontMatter(yaml, lineCount: end + 1), body)
    }

    private static func isFence(_ line: Substring.UTF8View, _ fence: String) -> Bool {
        String(Substring(line)).trimmingWhitespace() == fence && line.first != 32
    }

    private init(_ yaml: String, lineCount: Int) throws(ImportError) {
        self.lineCount = lineCount
        try Self.guardSize(yaml)
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw Self.readable(error)
        }
        guard let root else {
            entries = []
            return
        }
        guard case .mapping(let mapping) = root else {
            throw ImportError("front-matter", "The front matter is no list of `key: value` lines.", line: 2)
        }
        var found: [(key: String, value: Node, line: Int)] = []
        for (key, value) in mapping {
            found.append((key.scalar?.string ?? "", value, Self.line(of: key)))
        }
        entries = found
    }

    /// The line of the material that `node` begins on; the front matter begins on line 2.
    static func line(of node: Node) -> Int { (node.mark?.line ?? 1) + 1 }

    /// Nested and repeated structures that would take long to unfold are refused before they are read.
    private static func guardSize(_ yaml: String) throws(ImportError) {
        guard yaml.utf8.count <= mostBytes else {
            throw ImportError(
                "front-matter-large", "The front matter holds \(yaml.utf8.count) bytes; at most \(mostBytes) are read.",
                line: 1)
        }
        var depth = 0
        for (number, line) in yaml.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var dashes = 0
            var previous: Character = " "
            var isInDashes = true
            var quote: Character?
            for character in line {
                defer { previous = character }
                if let open = quote {
                    if character == open { quote = nil }
                    continue
                }
                if previous == " " || "[{,".contains(previous), character == "\"" || character == "'" {
                    quote = character
                }
                if isInDashes {
                    if character == "-" || character == "?" {
                        dashes += 1
                    } else if character != " " {
                        isInDashes = false
                    }
                }
                if character == "[" || character == "{" { depth += 1 }
                if character == "]" || character == "}" { depth = max(0, depth - 1) }
                if character == "#" && previous == " " { break }
                guard depth <= deepest, dashes <= deepest else {
                    throw ImportError(
                        "front-matter-deep", "The front matter is nested more than \(deepest) deep.", line: number + 2)
                }
            }
            let trimmed = line.drop { $0 == " " || $0 == "-" || $0 == "?" }
            let value =
                trimmed.firstRange(of: ": ").map {
                    trimmed[$0.upperBound...].drop { $0 == " " || $0 == "[" || $0 == "{" }
                } ?? trimmed
            for part in [trimmed, value] {
                if let sign = part.first, sign == "*" || sign == "&",
                    part.dropFirst().first.map({ $0.isLetter || $0.isNumber || $0 == "_" }) == true
                {
                    throw ImportError(
                        "front-matter-alias",
                        "Anchors (&) and aliases (*) are not read in front matter; write the value out or put it in quotes.",
                        line: number + 2)
                }
            }
            if line.contains("[*") || line.contains(", *") || line.contains(",*") || line.contains("<<:") {
                throw ImportError(
                    "front-matter-alias",
                    "Aliases (*) are not read in front matter; write the value out or put it in quotes.",
                    line: number + 2)
            }
        }
    }

    private static func readable(_ error: any Error) -> ImportError {
        let advice = "A text with a colon or a quotation mark in it needs quotes around it."
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return ImportError(
                "front-matter", "The front matter cannot be read: \(problem). \(advice)", line: mark.line + 1)
        case let duplicate as YamlError:
            if case .duplicatedKeysInMapping(let keys, let context) = duplicate {
                return ImportError(
                    "front-matter",
                    "The front matter names \(keys.map(String.init(describing:)).joined(separator: ", ")) twice.",
                    line: context.mark.line + 1)
            }
            return ImportError("front-matter", "The front matter cannot be read. \(advice)", line: 2)
        default:
            return ImportError("front-matter", "The front matter cannot be read. \(advice)", line: 2)
        }
    }
}
