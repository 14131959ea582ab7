import HTTPTypes

/// Schemas for people: an outline, and an example.
extension APISchema {
    /// The shape in lines that people read: `{ edition: text, content?: StoryContent }`.
    func outline(_ indent: String = "") -> String {
        switch self {
        case .text(let choices, let format, _, let most):
            if !choices.isEmpty { return choices.map { "“\($0)”" }.joined(separator: " | ") }
            return (format?.rawValue ?? "text") + (most.map { " (at most \($0))" } ?? "")
        case .integer(let range): return "integer" + (range.map { " (\($0.lowerBound) to \($0.upperBound))" } ?? "")
        case .number(let range): return "number" + (range.map { " (\($0.lowerBound) to \($0.upperBound))" } ?? "")
        case .flag: return "true | false"
        case .list(let schema, _): return "[ \(schema.outline(indent)) ]"
        case .object(let fields): return Self.outline(fields, indent)
        case .kinds(let member, let kinds):
            return kinds.map { kind in
                Self.outline([APIField(member, .text(choices: [kind.name]))] + kind.fields, indent)
            }.joined(separator: "\n\(indent)| ")
        case .named(let name): return name
        case .anything: return "anything"
        }
    }

    private static func outline(_ fields: [APIField], _ indent: String) -> String {
        guard fields.count > 1 || fields.contains(where: { !$0.meaning.isEmpty }) else {
            return "{ " + fields.map { "\($0.label): \($0.schema.outline(indent))" }.joined(separator: ", ") + " }"
        }
        let inner = indent + "  "
        let lines = fields.map { field in
            let note = field.meaning.isEmpty ? "" : "  — \(field.meaning)"
            return "\(inner)\(field.label): \(field.schema.outline(inner))\(note)"
        }
        return "{\n" + lines.joined(separator: "\n") + "\n\(indent)}"
    }

    /// Something that has this shape.
    var example: JSONTree {
        switch self {
        case .text(let choices, let format, _, _):
            if let first = choices.first { return .text(first) }
            return switch format {
            case .moment: "2026-11-29T15:00:00Z"
            case .day: "2026-11-29"
            case .address: "https://partner.example/newsreel"
            case nil: "words"
            }
        case .integer(let range): return .whole(range?.lowerBound ?? 1)
        case .number(let range): return .number(range?.lowerBound ?? 1)
        case .flag: return true
        case .list(let schema, _): return .list([schema.example])
        case .object(let fields):
            let required = fields.filter { $0.isRequired || $0.name == "content" }
            return .object(Dictionary(required.map { ($0.name, $0.example) }) { first, _ in first })
        case .kinds(let member, let kinds):
            guard let kind = kinds.first, case .object(var members) = APISchema.object(kind.fields).example else {
                return .null
            }
            members[member] = .text(kind.name)
            return .object(members)
        case .named("StoryContent"):
            return [
                "headline": "The harbour is open again", "tags": ["Harbour"],
                "body": [["type": "paragraph", "text": [["text": "The first ship left at noon."]]]],
            ]
        case .named(let name): return APISchemas.schema(name).example
        case .anything: return .object([:])
        }
    }
}

extension APIField {
    fileprivate var label: String { isRequired ? name : name + "?" }

    fileprivate var example: JSONTree { name == "edition" ? "en" : schema.example }
}

extension APIRoute {
    /// A command that asks it; `origin` is scheme and host.
    func command(origin: String) -> String {
        let path = pattern.map { $0.hasPrefix(":") ? $0.dropFirst().uppercased() : $0 }.joined(separator: "/")
        let needed = query.filter(\.isRequired).map { "\($0.name)=…" }.joined(separator: "&")
        let address = "\(origin)/api/v1/\(path)" + (needed.isEmpty ? "" : "?" + needed)
        var lines = ["curl \(method == .get ? "" : "-X \(method.rawValue) ")\(address)"]
        lines.append("-H 'Authorization: Bearer nrk_…'")
        if needsVersion { lines.append("-H 'If-Match: \"VERSION\"'") }
        if method == .post { lines.append("-H 'Idempotency-Key: SOMETHING-NEW'") }
        if let takes, let bytes = try? APIAnswer.bytes(takes.example) {
            lines.append("-H 'Content-Type: application/json'")
            lines.append("-d '\(String(decoding: bytes, as: UTF8.self))'")
        }
        return lines.joined(separator: " \\\n  ")
    }
}
