import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// The API over a temporary newsroom and a real socket, asked as programs ask and as pages of the desk ask.
@Suite(.timeLimit(.minutes(2))) struct APITests {
    let temporary: TemporaryNewsroom
    let secret: String

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureArabic])
        secret = try await temporary.newsroom.addKey("Partner", scopes: Set(APIKey.Scope.allCases)).secret
    }

    /// Asks with a key, or as a signed-in browser does.
    struct Client {
        let client: any TestClientProtocol
        var fields: HTTPFields = [:]

        struct Answer {
            let status: Int
            let headers: HTTPFields
            let text: String

            func object() throws -> [String: Any] {
                try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
            }
        }

        func ask(
            _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ more: HTTPFields = [:]
        ) async throws -> Answer {
            var headers = fields
            if body != nil { headers[.contentType] = "application/json" }
            for field in more { headers[field.name] = field.value.isEmpty ? nil : field.value }
            let answer = try await client.execute(
                uri: "/api/v1/" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            return Answer(status: answer.status.code, headers: answer.headers, text: String(buffer: answer.body))
        }

        func get(_ path: String) async throws -> Answer { try await ask(.get, path) }
    }

    func withAPI(_ body: @escaping @Sendable (Client) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(desk: try DeskTests.look.get(), passwords: PasswordWork(cost: .light)),
            logger: logger)
        let secret = secret
        try await application.test(.live) { client in
            try await body(Client(client: client, fields: [.authorization: "Bearer \(secret)"]))
        }
    }

    /// Somebody at the desk with this role, asked as a page of the desk asks.
    func person(_ role: Role, _ client: Client) async throws -> Client {
        let user = User(
            id: UserID(rawValue: "u-\(role.rawValue)"), name: role.rawValue, email: "\(role.rawValue)@lamp.example",
            role: role, created: .fixtureNow)
        try await temporary.newsroom.putUser(user)
        let secret = try await temporary.newsroom.beginSession(
            user, isPending: false, device: "test", address: "127.0.0.1")
        var person = client
        person.fields = [
            .cookie: "__Host-newsreel=\(secret)", .secFetchSite: "same-origin",
            .formToken: SessionGate.formToken(secret),
        ]
        return person
    }

    static func path(_ row: APIRoute) -> String {
        row.pattern.map { $0.hasPrefix(":") ? "x" : $0 }.joined(separator: "/")
    }

    private static let draft = #"{"edition": "en", "content": {"headline": "The lamp is lit"}}"#

    private func draft(_ client: Client, _ headline: String = "The lamp is lit") async throws -> String {
        let answer = try await client.ask(
            .post, "stories", #"{"edition": "en", "content": {"headline": "\#(headline)"}}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(try answer.object()["id"] as? String)
    }

    @Test func `every address refuses whoever is nobody, keys without its scope and every lesser role`() async throws {
        try await withAPI { api in
            let newsroom = temporary.newsroom
            var keys: [APIKey.Scope: String] = [:]
            for scope in APIKey.Scope.allCases {
                keys[scope] = try await newsroom.addKey(
                    "all but \(scope)", scopes: Set(APIKey.Scope.allCases).subtracting([scope])
                )
                .secret
            }
            var people: [Role: Client] = [:]
            for role in Role.allCases { people[role] = try await person(role, api) }
            for row in APIRoutes.all {
                let path = Self.path(row)
                let nobody = try await api.ask(row.method, path, "{}", [.authorization: ""])
                #expect(nobody.status == 401 && nobody.headers[.wwwAuthenticate] != nil, "\(row.method) \(path)")
                let key = try #require(keys[row.scope])
                let scopeless = try await api.ask(row.method, path, "{}", [.authorization: "Bearer \(key)"])
                #expect(scopeless.status == 403, "\(row.method) \(path)")
                #expect(scopeless.headers[.wwwAuthenticate]?.contains("scope=\"\(row.scope.rawValue)\"") == true)
                for role in Role.allCases where role < row.least {
                    let answer = try await #require(people[role]).ask(row.method, path, "{}")
                    #expect(answer.status == 403 && answer.text.contains("This takes the role"), "\(role) \(path)")
                }
                guard row.method != .get else { continue }
                let person = try #require(people[.administrator])
                for more: HTTPFields in [[.formToken: "wrong"], [.secFetchSite: "cross-site"], [.secFetchSite: ""]] {
                    let answer = try await person.ask(row.method, path, "{}", more)
                    #expect(answer.status == 403, "\(row.method) \(path) \(more)")
                }
            }
        }
    }

    @Test func `a story is started, read, saved on top of what is known, and never over somebody else's words`()
        async throws
    {
        try await withAPI { api in
            let made = try await api.ask(.post, "stories", Self.draft)
            #expect(made.status == 201, "\(made.text)")
            let id = try #require(try made.object()["id"] as? String)
            #expect(made.headers[.location] == "/api/v1/stories/\(id)" && made.headers[.eTag] == "\"1\"")
            let read = try await api.get("stories/\(id)")
            #expect(read.status == 200 && read.text == made.text && read.headers[.eTag] == "\"1\"")
            #expect(read.headers[.cacheControl] == "no-store" && read.headers[.contentType] == "application/json")

            let content = #"{"content": {"headline": "The lamp is out", "body": [{"type": "rule"}]}}"#
            #expect(try await api.ask(.put, "stories/\(id)", content).status == 428)
            let saved = try await api.ask(.put, "stories/\(id)", content, [.ifMatch: "\"1\""])
            #expect(saved.status == 200 && saved.headers[.eTag] == "\"2\"", "\(saved.text)")
            let stale = try await api.ask(.put, "stories/\(id)", content, [.ifMatch: "\"1\""])
            #expect(stale.status == 412 && stale.headers[.contentType] == "application/problem+json")
            let problem = try stale.object()
            #expect(problem["version"] as? Int == 2)
            let story = try #require(problem["story"] as? [String: Any])
            #expect((story["content"] as? [String: Any])?["headline"] as? String == "The lamp is out")

            let revisions = try await api.get("stories/\(id)/revisions").object()["revisions"] as? [[String: Any]]
            #expect(revisions?.map { $0["version"] as? Int } == [2, 1])
            #expect(revisions?.first?["author"] as? String == "Partner")
            let first = try await api.get("stories/\(id)/revisions/1")
            #expect(first.text.contains("The lamp is lit"))
            #expect(try await api.get("stories/\(id)/revisions/7").status == 404)
            let head = try await api.ask(.head, "stories/\(id)")
            #expect(head.status == 200 && head.text.isEmpty && head.headers[.eTag] == "\"2\"")
        }
    }

    @Test func `reporters have their own stories and submit them; editors publish, correct and withdraw`() async throws
    {
        try await withAPI { api in
            let reporter = try await person(.reporter, api)
            let editor = try await person(.editor, api)
            let other = try await draft(api)
            #expect(try await reporter.get("stories/\(other)").status == 403)
            #expect(
                try await reporter.ask(.put, "stories/\(other)", #"{"content": {}}"#, [.ifMatch: "*"]).status == 403)
            let own = try await draft(reporter, "The bridge is open to all who wait")
            #expect(try await reporter.get("stories/\(own)").status == 200)
            let step = "stories/\(own)/steps"
            #expect(try await reporter.ask(.post, step, #"{"step": "publish"}"#).status == 403)
            let submitted = try await reporter.ask(.post, step, #"{"step": "submit"}"#)
            #expect(try submitted.object()["status"] as? String == "in-review", "\(submitted.text)")
            #expect(try await editor.ask(.post, step, #"{"step": "submit"}"#).status == 409)
            let blocked = try await editor.ask(
                .post, "stories/\(try await draft(api, " "))/steps", #"{"step": "publish"}"#)
            #expect(blocked.status == 409 && blocked.text.contains("no-headline"), "\(blocked.text)")
            let published = try await editor.ask(.post, step, #"{"step": "publish", "despite": "It is a test."}"#)
            #expect(try published.object()["status"] as? String == "published", "\(published.text)")
            let corrected = try await editor.ask(
                .post, "stories/\(own)/corrections", #"{"note": "It is closed."}"#)
            #expect(corrected.status == 201 && corrected.text.contains("It is closed."), "\(corrected.text)")
            let killed = try await editor.ask(.post, step, #"{"step": "kill", "notice": "It was wrong."}"#)
            #expect(try killed.object()["status"] as? String == "killed")
            let acts = try await temporary.newsroom.acts(before: nil, limit: 50).filter { $0.act == .storyMoved }
            #expect(acts.map(\.actor) == ["editor", "editor", "editor", "reporter"])
        }
    }

    @Test func `what cannot be is refused with its place`() async throws {
        try await withAPI { api in
            func errors(_ body: String, _ path: String = "stories") async throws -> [String: String] {
                let answer = try await api.ask(.post, path, body)
                #expect(answer.status == 422, "\(answer.text)")
                let faults = try answer.object()["errors"] as? [[String: String]] ?? []
                return Dictionary(faults.map { ($0["pointer"] ?? "", $0["detail"] ?? "") }) { first, _ in first }
            }
            #expect(try await errors("{}") == ["/edition": "is missing"])
            #expect(try await errors(#"{"edition": 7}"#) == ["/edition": "has to be a text"])
            #expect(try await errors("[]") == ["": "has to be an object"])
            let block = #"{"edition": "en", "content": {"headlin": "x", "body": [{"type": "rule"}, {"type": "html"}]}}"#
            #expect(
                try await errors(block)
                    == [
                        "/content/headlin": "is not known here",
                        "/content/body/1/type":
                            "has to be one of paragraph, heading, quote, list, image, gallery, video, audio, document, embed, aside, rule",
                    ])
            let link = """
                {"edition": "en", "content": {"body": [{"type": "paragraph", "text": [
                {"text": "x", "marks": [{"type": "link", "href": "javascript:alert(1)"}]}]}]}}
                """
            let places = try await errors(link)
            #expect(Array(places.keys) == ["/content/body/0/text/0/marks/0/href"])
            #expect(try await api.ask(.post, "stories", #"{"edition": "xx"}"#).status == 422)
            #expect(try await api.ask(.post, "stories", "{").status == 400)
            #expect(try await api.ask(.post, "stories", Self.draft, [.contentType: "text/plain"]).status == 415)
            let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
            #expect(try await api.ask(.post, "stories", deep).status == 400)
            let long = #"{"edition": "\#(String(repeating: "x", count: 2 << 20))"}"#
            #expect(try await api.ask(.post, "stories", long).status == 413)
            #expect(try await api.get("stories/nothing").status == 404)
            #expect(try await api.get("stories/a%2Fb").headers[.contentType] == "application/problem+json")
            #expect(try await api.get("nothing/at/all").status == 404)
            let method = try await api.ask(.delete, "findings")
            #expect(method.status == 405 && method.headers[.allow] == "POST")
            let query = try await api.get("stories/nothing?colour=red")
            #expect(query.status == 400 && query.text.contains("colour"))
        }
    }

    @Test func `the checks are told for what is saved and for what is not`() async throws {
        try await withAPI { api in
            let id = try await draft(api, "")
            let saved = try await api.get("stories/\(id)/findings")
            #expect(saved.status == 200 && saved.text.contains(#""code":"no-headline""#), "\(saved.text)")
            let body = #"{"edition": "en", "story": "\#(id)", "content": {"headline": "The lamp is lit again"}}"#
            let unsaved = try await api.ask(.post, "findings", body)
            #expect(unsaved.status == 200 && !unsaved.text.contains("no-headline"), "\(unsaved.text)")
        }
    }

    /// Equal to the schema as long as nobody adds a field to one of the two alone.
    @Test func `a story with everything in it is what the schema says`() throws {
        let content = StoryContent(
            label: "LIVE", headline: "H", standfirst: "S", bylines: [Byline("B")], dateline: "D", section: "s",
            slug: "h",
            body: [
                .paragraph([Inline("x", marks: [.strong, .link(try #require(LinkTarget("https://a.example/")))])]),
                .heading(level: 2, [Inline("x")]), .quote([[Inline("x")]], speaker: "y"),
                .list(ordered: true, items: [[.rule]]), .image(MediaID(rawValue: "m")),
                .gallery([MediaID(rawValue: "m")]),
                .video(MediaID(rawValue: "m")), .audio(MediaID(rawValue: "m")), .document(MediaID(rawValue: "m")),
                .embed(Embed(url: try #require(LinkTarget("https://a.example/")), title: "t", provider: "p")),
                .aside(title: "t", [.rule]),
            ], lead: MediaID(rawValue: "m"),
            media: [MediaUse(MediaID(rawValue: "m"), caption: "c", alt: "a", autoplay: true)], tags: ["t"],
            related: [StoryID(rawValue: "r")])
        let tree = try JSONTree(try APIAnswer.bytes(content))
        let checked = try APISchemas.schema("StoryContent").checked(tree)
        #expect(try checked.value(StoryContent.self) == content)
        guard case .object(let members) = tree else { return }
        #expect(
            members.count == Swift.Mirror(reflecting: content).children.count, "a nil field needs a value in this test")
    }
}
