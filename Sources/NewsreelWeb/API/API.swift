import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Everything that the desk does, for programs: finds the row of the route table, who asks and whether they may, reads
/// what was sent, then lets the row answer.
struct API: Sendable {
    let newsroom: Newsroom
    let clock: NewsClock
    let gate: APIGate
    /// Where readers find what is spoken of, and which slots a front page has; as it is for one request.
    var pages: ReaderPages
    /// What the settings file, the environment and the command line set.
    let settings: [ServerSetting]

    var site: Site { pages.site }
    var theme: Theme { pages.theme }

    /// Answers what was asked at the path of these parts beneath `/api/v1`.
    func answer(_ segments: [String], query: String, to request: Request, _ context: SiteContext) async -> Response {
        var response: Response
        do {
            response = self.response(try await route(segments, query, request, context), to: request)
        } catch {
            let problem = Problem(for: error)
            if problem.kind == .failure {
                context.logger.error("API request failed", metadata: ["error": "\(error)"])
            }
            response = problem.answer(instance: request.uri.path, id: context.id)
            response.leaveBody(of: request, context)
        }
        if request.method == .head { response.body = ResponseBody() }
        return response
    }

    private func route(
        _ segments: [String], _ query: String, _ request: Request, _ context: SiteContext
    ) async throws -> APIAnswer {
        let (row, parameters) = try Self.row(segments, request.method)
        let caller = try await gate.caller(of: request, context)
        try caller.need(row.scope, row.least)
        let asked = APIRequest(
            caller: caller, parameters: parameters, query: try Self.fields(of: query, row.query),
            content: try await content(of: request, row), headers: request.headers)
        return try await answer(row, asked, to: site.path(SiteURL(edition: nil, .api(segments))))
    }

    private static func row(
        _ segments: [String], _ method: HTTPRequest.Method
    ) throws(Problem) -> (APIRoute, [String: String]) {
        let matching = APIRoutes.all.compactMap { row in row.pattern.parameters(of: segments).map { (row, $0) } }
        guard !matching.isEmpty else {
            throw Problem(.notFound, "The API has no such address. /api/v1/openapi.json names those that it has.")
        }
        let asked = method == .head ? HTTPRequest.Method.get : method
        if let found = matching.first(where: { $0.0.method == asked }) { return found }
        var methods = Set(matching.map { $0.0.method.rawValue })
        if methods.contains("GET") { methods.insert("HEAD") }
        let allowed = methods.sorted().joined(separator: ", ")
        throw Problem(.methodNotAllowed, "This address answers \(allowed).", headers: [.allow: allowed])
    }

    // MARK: Reading

    /// The fields of the query that the row knows; any other is refused, so that a misspelt filter does not go unseen.
    private static func fields(of query: String, _ known: [APIParameter]) throws(Problem) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in query.split(separator: "&") {
            guard let (name, value) = PercentEncoding.fields(of: String(pair)).first else {
                throw Problem(.badRequest, "The query of the address cannot be read.")
            }
            guard let parameter = known.first(where: { $0.name == name }) else {
                let names = known.map(\.name).joined(separator: ", ")
                throw Problem(
                    .badRequest,
                    "There is no parameter “\(name.prefix(60))” here; there "
                        + (names.isEmpty ? "is none." : "are \(names).")
                )
            }
            guard fields[name] == nil else { throw Problem(.badRequest, "\(name) stands in the query twice.") }
            var tree = JSONTree.text(value)
            if case .integer = parameter.schema, let number = Int(value) { tree = .whole(number) }
            var faults: [Problem.Fault] = []
            _ = parameter.schema.check(tree, at: name, &faults)
            if let fault = faults.first { throw Problem(.badRequest, "\(fault.pointer) \(fault.detail).") }
            fields[name] = value
        }
        if let missing = known.first(where: { $0.isRequired && fields[$0.name] == nil }) {
            throw Problem(.badRequest, "\(missing.name) is missing from the query: \(missing.meaning)")
        }
        return fields
    }

    private func content(of request: Request, _ row: APIRoute) async throws -> JSONTree {
        guard let schema = row.takes else { return .null }
        let type = request.headers[.contentType]?.split(separator: ";").first.map {
            $0.trimmingWhitespace().lowercased()
        }
        guard type == "application/json" else { throw Self.notJSON }
        if let length = UploadFields.number(request.headers[.contentLength]), length > row.mostBytes {
            throw Self.tooLarge(row)
        }
        let bytes: ByteBuffer
        do {
            bytes = try await request.body.collect(upTo: row.mostBytes)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(row)
        } catch {
            throw Self.cutOff
        }
        return try schema.checked(try JSONTree(Array(bytes.readableBytesView)))
    }

    private static let notJSON = Problem(.mediaType, "Send the content as Content-Type: application/json.")
    private static let cutOff = Problem(.badRequest, "The content ended too early.")
    private static func tooLarge(_ row: APIRoute) -> Problem {
        Problem(.tooLarge, "The content has more than \(row.mostBytes) bytes, which is the most that is read.")
    }

    // MARK: Answering

    /// The path of what stands at these parts beneath `/api/v1`.
    func path(_ segments: String...) -> String { site.path(SiteURL(edition: nil, .api(segments))) }

    /// The path of the page of a list that begins behind `token`, with the filters that were asked for.
    func path(after token: String, _ asked: APIRequest, _ segments: String...) -> String {
        let fields = asked.query.merging(["after": token]) { _, new in new }.sorted { $0.key < $1.key }
        let query = fields.map { "\($0.key)=\(PercentEncoding.encodeQuery($0.value))" }.joined(separator: "&")
        return site.path(SiteURL(edition: nil, .api(segments))) + "?" + query
    }

    private func response(_ answer: APIAnswer, to request: Request) -> Response {
        var headers = HTTPFields.fileSecurity
        headers[.cacheControl] = "no-store"
        headers[.location] = answer.location
        headers[.eTag] = answer.etag
        if answer.isReplayed { headers[.idempotencyReplayed] = "true" }
        if let next = answer.next { headers[.link] = "<\(next)>; rel=\"next\"" }
        guard let content = answer.content else {
            if answer.status != 204 { headers[.contentLength] = "0" }
            return Response(status: .init(code: answer.status), headers: headers)
        }
        headers[.contentType] = "application/json"
        if answer.etag == nil, answer.status == 200, request.method == .get || request.method == .head {
            let etag = "\"\(Fingerprint(content))\""
            headers[.eTag] = etag
            headers[.cacheControl] = "private, no-cache"
            if Precondition.isUnchanged(request.headers, etag: etag, lastModified: nil) {
                return Answers.bare(.notModified, headers)
            }
        }
        headers[.contentLength] = String(content.count)
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
    }
}

extension Problem {
    /// What programs are told of an error; of a fault of ours only that it is one.
    init(for error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as StoreError: self.init(error)
        default: self.init(.failure, "The newsroom could not do it. The log says why.")
        }
    }

    private init(_ error: StoreError) {
        switch error.code {
        case .notFound: self.init(.notFound, error.message)
        case .invalid, .unknownEdition, .mediaMissing: self.init(.invalid, error.message)
        case .stepRefused, .noHeadline, .mediaWithoutCredit: self.init(.stepRefused, error.message)
        case .alreadyExists: self.init(.exists, error.message)
        case .conflict: self.init(.stale, error.message)
        case .busy: self.init(.busy, error.message, headers: [.retryAfter: "5"])
        case .full: self.init(.diskFull, error.message)
        default: self.init(.failure, "The newsroom could not do it. The log says why.")
        }
    }
}
