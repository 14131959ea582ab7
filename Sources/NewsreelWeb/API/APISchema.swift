import NewsreelModel

/// The shape of a JSON value. What comes is checked against it, and what goes out is described by it, so that the
/// document of the API cannot say anything else than what holds.
indirect enum APISchema: Sendable {
    case text(choices: [String] = [], format: Format? = nil, least: Int = 0, most: Int? = nil)
    case integer(ClosedRange<Int>? = nil)
    case number(ClosedRange<Double>? = nil)
    case flag
    case list(APISchema, most: Int? = nil)
    case object([APIField])
    /// Objects of several kinds, told apart by the text of one member.
    case kinds(by: String, [(name: String, fields: [APIField])])
    /// The schema of this name in `APISchemas`.
    case named(String)
    case anything

    enum Format: String, Sendable {
        case moment = "date-time"
        case day = "date"
        case address = "uri"
    }

    static let text = APISchema.text()
    static let integer = APISchema.integer()
    static let number = APISchema.number()
    static let moment = APISchema.text(format: .moment)
}

/// A member of an object.
struct APIField: Sendable {
    let name: String
    let schema: APISchema
    let isRequired: Bool
    /// What stands there where nothing was sent.
    let fallback: JSONTree?
    /// One sentence; empty where the name says it all.
    let meaning: String

    init(_ name: String, _ schema: APISchema, _ meaning: String = "") {
        (self.name, self.schema, self.meaning) = (name, schema, meaning)
        isRequired = true
        fallback = nil
    }

    /// A member that may be missing or null.
    static func optional(
        _ name: String, _ schema: APISchema, _ meaning: String = "", fallback: JSONTree? = nil
    ) -> APIField {
        APIField(name: name, schema: schema, isRequired: false, fallback: fallback, meaning: meaning)
    }

    private init(name: String, schema: APISchema, isRequired: Bool, fallback: JSONTree?, meaning: String) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
        self.fallback = fallback
        self.meaning = meaning
    }
}

extension APISchema {
    /// `tree` with what stands for missing members put in; throws with every place that cannot be.
    func checked(_ tree: JSONTree) throws(Problem) -> JSONTree {
        var faults: [Problem.Fault] = []
        let result = check(tree, at: "", &faults)
        guard faults.isEmpty else { throw Problem.invalid(Array(faults.prefix(20))) }
        return result
    }

    func check(_ tree: JSONTree, at pointer: String, _ faults: inout [Problem.Fault]) -> JSONTree {
        func wrong(_ detail: String) { faults.append(Problem.Fault(pointer: pointer, detail: detail)) }
        switch (self, tree) {
        case (.text(let choices, let format, let least, let most), .text(let text)):
            if let sentence = Self.fault(in: text, choices, format, least, most) { wrong(sentence) }
        case (.text, _): wrong("has to be a text")
        case (.integer(let range), .whole(let number)):
            if let range, !range.contains(number) {
                wrong("has to be from \(range.lowerBound) to \(range.upperBound)")
            }
        case (.integer, _): wrong("has to be a whole number")
        case (.number(let range), .whole), (.number(let range), .number):
            if let range, let number = tree.double, !range.contains(number) {
                wrong("has to be from \(range.lowerBound) to \(range.upperBound)")
            }
        case (.number, _): wrong("has to be a number")
        case (.flag, .flag): break
        case (.flag, _): wrong("has to be true or false")
        case (.list(let schema, let most), .list(let items)):
            if let most, items.count > most { wrong("has more than \(most) items") }
            return .list(items.enumerated().map { schema.check($1, at: "\(pointer)/\($0)", &faults) })
        case (.list, _): wrong("has to be a list")
        case (.object(let fields), .object(let members)):
            return Self.check(members, fields, at: pointer, &faults)
        case (.object, _), (.kinds, .null), (.kinds, .flag), (.kinds, .whole), (.kinds, .number), (.kinds, .text),
            (.kinds, .list):
            wrong("has to be an object")
        case (.kinds(let member, let kinds), .object(let members)):
            guard case .text(let name)? = members[member] else {
                faults.append(Problem.Fault(pointer: "\(pointer)/\(member)", detail: "is missing"))
                break
            }
            guard let kind = kinds.first(where: { $0.name == name }) else {
                let names = kinds.map(\.name).joined(separator: ", ")
                faults.append(Problem.Fault(pointer: "\(pointer)/\(member)", detail: "has to be one of \(names)"))
                break
            }
            return Self.check(members, [APIField(member, .text)] + kind.fields, at: pointer, &faults)
        case (.anything, _): break
        case (.named(let name), _): return APISchemas.schema(name).check(tree, at: pointer, &faults)
        }
        return tree
    }

    private static func check(
        _ members: [String: JSONTree], _ fields: [APIField], at pointer: String, _ faults: inout [Problem.Fault]
    ) -> JSONTree {
        var result: [String: JSONTree] = [:]
        for field in fields {
            let place = "\(pointer)/\(JSONTree.escaped(field.name))"
            let value = members[field.name]
            if !field.isRequired, value == nil || value == .null {
                result[field.name] = field.fallback
            } else if let value {
                result[field.name] = field.schema.check(value, at: place, &faults)
            } else {
                faults.append(Problem.Fault(pointer: place, detail: "is missing"))
            }
        }
        let known = Set(fields.map(\.name))
        for name in members.keys.sorted() where !known.contains(name) {
            faults.append(Problem.Fault(pointer: "\(pointer)/\(JSONTree.escaped(name))", detail: "is not known here"))
        }
        return .object(result)
    }

    private static func fault(
        in text: String, _ choices: [String], _ format: Format?, _ least: Int, _ most: Int?
    ) -> String? {
        if text.unicodeScalars.contains("\0") { return "has a character that no text may have (U+0000)" }
        if !choices.isEmpty, !choices.contains(text) { return "has to be one of \(choices.joined(separator: ", "))" }
        let length = text.unicodeScalars.count
        if length < least { return length == 0 ? "must not be empty" : "has fewer than \(least) characters" }
        if let most, length > most { return "has more than \(most) characters" }
        switch format {
        case .moment where Timestamp(iso8601: text) == nil: return "has to be a time such as 2026-11-29T15:00:00Z"
        case .day where LocalDay(text) == nil: return "has to be a day such as 2026-11-29"
        case .moment, .day, .address, nil: return nil
        }
    }
}

extension JSONTree {
    fileprivate var double: Double? {
        switch self {
        case .whole(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
