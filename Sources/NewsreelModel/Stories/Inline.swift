/// A run of text in a block, with the marks that hold for all of it; `\n` is a line break.
package struct Inline: Hashable, Sendable, Codable {
    package var text: String
    package var marks: [Mark]

    package init(_ text: String, marks: [Mark] = []) {
        self.text = text
        self.marks = marks
    }

    private enum Key: String, CodingKey { case text, marks }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        text = try container.decode(String.self, forKey: .text)
        marks = try container.decodeIfPresent([Mark].self, forKey: .marks) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(text, forKey: .text)
        if !marks.isEmpty { try container.encode(marks, forKey: .marks) }
    }
}

/// A typed inline mark; there is no way to write markup of one's own.
package enum Mark: Hashable, Sendable {
    case strong
    case emphasis
    case code
    case strikethrough
    case `subscript`
    case superscript
    case link(LinkTarget)
}

extension Mark: Codable {
    private enum Key: String, CodingKey { case type, href }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let type = try container.decode(String.self, forKey: .type)
        switch type {
        case "strong": self = .strong
        case "emphasis": self = .emphasis
        case "code": self = .code
        case "strikethrough": self = .strikethrough
        case "subscript": self = .subscript
        case "superscript": self = .superscript
        case "link": self = .link(try container.decode(LinkTarget.self, forKey: .href))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no mark is called \(type)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .type)
        if case .link(let target) = self { try container.encode(target, forKey: .href) }
    }

    private var name: String {
        switch self {
        case .strong: "strong"
        case .emphasis: "emphasis"
        case .code: "code"
        case .strikethrough: "strikethrough"
        case .subscript: "subscript"
        case .superscript: "superscript"
        case .link: "link"
        }
    }
}

/// Where a link leads: `http`, `https`, `mailto` or `tel`, or a path of this site; nothing else can be made.
package struct LinkTarget: Hashable, Sendable, Codable, CustomStringConvertible {
    package let description: String

    /// Nil for a target that a reader must not be sent to (`javascript:`, `data:`, control characters, over 2,000 bytes).
    package init?(_ text: String) {
        let trimmed = text.trimmingWhitespace()
        guard !trimmed.isEmpty, trimmed.utf8.count <= 2000,
            trimmed.unicodeScalars.allSatisfy({
                $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != "\"" && $0 != "<" && $0 != ">"
            })
        else { return nil }
        if trimmed.hasPrefix("/") {
            guard !trimmed.hasPrefix("//") else { return nil }
            description = trimmed
            return
        }
        guard let colon = trimmed.firstIndex(of: ":") else { return nil }
        let scheme = trimmed[..<colon].lowercased()
        let rest = trimmed[trimmed.index(after: colon)...]
        switch scheme {
        case "http", "https":
            guard rest.hasPrefix("//"), rest.count > 2 else { return nil }
        case "mailto", "tel":
            guard !rest.isEmpty else { return nil }
        default:
            return nil
        }
        description = scheme + ":" + rest
    }

    /// True where the link leaves this site.
    package var isExternal: Bool { !description.hasPrefix("/") }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let target = LinkTarget(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a link for readers: \(text)")
        }
        self = target
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension [Inline] {
    /// The text without its marks.
    package var plainText: String { map(\.text).joined() }
}

extension StringProtocol {
    /// Without white space (Unicode `White_Space`) at both ends.
    package func trimmingWhitespace() -> String {
        // Most texts begin and end with what is no white space in any context.
        let isTrimmed = utf8.withContiguousStorageIfAvailable { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            return (0x21...0x7E).contains(first) && (0x21...0x7E).contains(last)
        }
        if isTrimmed == true { return String(self) }
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
