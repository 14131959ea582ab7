import FoundationEssentials
import HTTPTypes
import NewsreelModel

/// A request to the API that may be answered: who asks, for what, with what.
struct APIRequest: Sendable {
    let caller: APICaller
    /// The parts of the path that the route names with a colon.
    let parameters: [String: String]
    /// The fields of the query, each as its route describes it.
    let query: [String: String]
    /// The content, as its route describes it; null where none is read.
    let content: JSONTree
    let headers: HTTPFields

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    func number(_ name: String) -> Int? { query[name].flatMap { Int($0) } }

    func moment(_ name: String) -> Timestamp? { query[name].flatMap { Timestamp(iso8601: $0) } }

    /// The entity tags of `If-Match` (RFC 9110 clause 13.1.1); refused where there is none.
    func knownVersions() throws(Problem) -> [String] {
        guard let field = headers[.ifMatch] else {
            throw Problem(
                .versionNeeded, "Send If-Match with the ETag of what you changed, so that nobody is overwritten.")
        }
        return field.split(separator: ",").map { $0.trimmingWhitespace() }
    }
}

/// What a handler of the API answers with.
struct APIAnswer: Sendable {
    var status = 200
    /// JSON; nil for an answer without content.
    var content: [UInt8]?
    /// Nil takes the hash of the content where that may be asked for again.
    var etag: String?
    /// The path of what was made.
    var location: String?
    /// The path of the next page of a list.
    var next: String?
    /// It was made for the same request before.
    var isReplayed = false

    static let nothing = APIAnswer(status: 204)

    static func json(_ value: some Encodable, status: Int = 200) throws -> APIAnswer {
        APIAnswer(status: status, content: try bytes(value))
    }

    /// Members in the order of their names, so that equal values have equal bytes.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}
