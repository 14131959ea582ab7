import FoundationEssentials

/// A JSON value as it was sent (RFC 8259), before anybody knows what it is to be.
enum JSONTree: Hashable, Sendable {
    case null
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])
}

extension JSONTree {
    /// How deep lists and objects may stand within each other.
    static let deepest = 64

    /// Refuses what is no JSON, and what is deeper than anything that the API takes.
    init(_ bytes: [UInt8]) throws(Problem) {
        guard Self.depth(of: bytes) <= Self.deepest else {
            throw Problem(.badRequest, "The content stands more than \(Self.deepest) lists and objects deep.")
        }
        do {
            self = try JSONDecoder().decode(JSONTree.self, from: Data(bytes))
        } catch {
            throw Problem(.badRequest, "The content is not JSON in UTF-8.")
        }
    }

    /// The value that this stands for; a fault names the place that cannot be.
    func value<Value: Decodable>(_ type: Value.Type) throws(Problem) -> Value {
        do {
            return try JSONDecoder().decode(type, from: try JSONEncoder().encode(self))
        } catch let error as DecodingError {
            throw Problem.invalid([Self.fault(error)])
        } catch {
            throw Problem(.badRequest, "The content cannot be read.")
        }
    }

    private static func depth(of bytes: [UInt8]) -> Int {
        var (depth, deepest) = (0, 0)
        var (isText, isEscaped) = (false, false)
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }

    private static func fault(_ error: DecodingError) -> Problem.Fault {
        switch error {
        case .keyNotFound(let key, let context):
            Problem.Fault(pointer: pointer(context.codingPath + [key]), detail: "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            Problem.Fault(pointer: pointer(context.codingPath), detail: "is of another kind than it has to be")
        case .dataCorrupted(let context):
            Problem.Fault(pointer: pointer(context.codingPath), detail: "cannot be: \(context.debugDescription)")
        @unknown default: Problem.Fault(pointer: "", detail: "cannot be read")
        }
    }

    private static func pointer(_ path: [any CodingKey]) -> String {
        path.map { "/" + ($0.intValue.map(String.init) ?? escaped($0.stringValue)) }.joined()
    }

    /// A name as a step of a JSON pointer (RFC 6901 clause 3).
    static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension JSONTree: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let fields = try? container.decode([String: JSONTree].self) {
            self = .object(fields)
        } else if let items = try? container.decode([JSONTree].self) {
            self = .list(items)
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .whole(number)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .whole(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let items): try container.encode(items)
        case .object(let fields): try container.encode(fields)
        }
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .whole(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONTree)...) {
        self = .object(Dictionary(elements) { first, _ in first })
    }
}
