package import HTTPTypes
package import NewsreelModel

/// One row of the API's table: who may ask what, with what, and what answers.
package struct APIRoute: Sendable {
    package let method: HTTPRequest.Method
    /// Parts of the path beneath `/api/v1`; `:name` stands for any.
    package let pattern: [String]
    /// The least role of those who are signed in at the desk.
    package let least: Role
    /// What a key must be for.
    package let scope: APIKey.Scope
    /// One sentence: what it does.
    package let summary: String
    let query: [APIParameter]
    /// The content that has to come; nil where none is read.
    let takes: APISchema?
    /// The content of a good answer, and its status.
    let gives: APISchema?
    let status: Int
    /// It changes what has versions, so the request says in `If-Match` which one it knows.
    let needsVersion: Bool
    /// Bytes of the largest content that is read.
    let mostBytes: Int
    let handle: @Sendable (API, APIRequest) async throws -> APIAnswer

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ least: Role, _ scope: APIKey.Scope, _ summary: String,
        query: [APIParameter] = [], takes: APISchema? = nil, gives: APISchema?, status: Int = 200,
        needsVersion: Bool = false, mostBytes: Int = 2 << 20,
        _ handle: @escaping @Sendable (API, APIRequest) async throws -> APIAnswer
    ) {
        self.method = method
        self.pattern = pattern.split(separator: "/").map(String.init)
        self.least = least
        self.scope = scope
        self.summary = summary
        self.query = query
        self.takes = takes
        self.gives = gives
        self.status = status
        self.needsVersion = needsVersion
        self.mostBytes = mostBytes
        self.handle = handle
    }
}

/// A field of the query of an address.
struct APIParameter: Sendable {
    let name: String
    /// A text or a whole number.
    let schema: APISchema
    let meaning: String
    let isRequired: Bool

    init(_ name: String, _ schema: APISchema, _ meaning: String, isRequired: Bool = false) {
        self.isRequired = isRequired
        self.name = name
        self.schema = schema
        self.meaning = meaning
    }
}

/// Every address of the API but those of uploads. What is not in this table does not exist; what is in it says who may
/// ask. Each feature keeps its rows beside their handlers.
package enum APIRoutes {
    package static let all: [APIRoute] =
        stories + steps + media + captions + writing + lists + editions + editionChanges + settings + people + webhooks
        + document + frontPages
}

/// The shapes that several addresses share, by the names that the document gives them.
enum APISchemas {
    static let all: [(name: String, schema: APISchema)] =
        stories + media + captions + writing + lists + editions + settings + webhooks + frontPages

    static func schema(_ name: String) -> APISchema { byName[name] ?? .object([]) }

    private static let byName = Dictionary(all.map { ($0.name, $0.schema) }) { first, _ in first }
}
