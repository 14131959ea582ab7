import Foundation
import HTTPTypes
import Hummingbird
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
        let client: SiteClient
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
            let whole =
                #"{"content":{"body":[],"bylines":[],"headline":"The lamp is lit","media":[],"related":[],"#
                + #""slug":"the-lamp-is-lit","tags":[]},"corrections":[],"created":"2026-03-02T09:00:00Z","#
                + #""edition":"en","id":"\#(id)","status":"draft","updated":"2026-03-02T09:00:00Z","version":1}"#
            #expect(made.text == whole)
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
            #expect(blocked.status == 409 && blocked.text.contains("headline-missing"), "\(blocked.text)")
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
            let problem = try await api.ask(.post, "stories", "{}")
            let name = try #require(try problem.object()["request"] as? String)
            let whole =
                #"{"detail":"/edition is missing.","errors":[{"detail":"is missing","pointer":"/edition"}],"#
                + #""instance":"/api/v1/stories","request":"\#(name)","status":422,"#
                + #""title":"Something in it cannot be","type":"urn:newsreel:problem:invalid"}"#
            #expect(problem.text == whole)
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
            let talk = try HTTPTalk(port: try #require(api.client.port))
            try await talk.begin(
                "POST", "/api/v1/stories",
                ["Authorization": "Bearer \(secret)", "Content-Type": "application/json", "Content-Length": "2097153"])
            #expect(try await talk.answer().status == 413)
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
            #expect(saved.status == 200 && saved.text.contains(#""code":"headline-missing""#), "\(saved.text)")
            let body = #"{"edition": "en", "story": "\#(id)", "content": {"headline": "The lamp is lit again"}}"#
            let unsaved = try await api.ask(.post, "findings", body)
            #expect(unsaved.status == 200 && !unsaved.text.contains("headline-missing"), "\(unsaved.text)")
        }
    }

    @Test func `a list is paged through once, though stories come in meanwhile`() async throws {
        try await withAPI { api in
            var made: [String] = []
            for number in 1...7 {
                if number.isMultiple(of: 2) { temporary.clock.advance(seconds: 1) }
                made.append(try await draft(api, "Story \(number)"))
            }
            var seen: [String] = []
            var path: String? = "stories?status=draft&edition=en&limit=2"
            while let page = path {
                let answer = try await api.get(page)
                try #require(answer.status == 200, "\(answer.text)")
                let object = try answer.object()
                seen += try #require(object["stories"] as? [[String: Any]]).compactMap { $0["id"] as? String }
                temporary.clock.advance(seconds: 1)
                _ = try await draft(api, "Later")
                let link = answer.headers[.link].map { $0.dropFirst("</api/v1/".count).prefix { $0 != ">" } }
                path = link.map(String.init)
                #expect((object["next"] as? String).map { link?.contains("after=\($0)") == true } ?? (link == nil))
            }
            #expect(seen == made.sorted { $0 > $1 } && seen.count == 7)

            // Whoever keeps a copy goes from the oldest change on, and meets what changes meanwhile again at the end.
            let since = "stories?updated-since=\(Timestamp.fixtureNow.iso8601(in: .utc))&limit=5"
            let first = try await api.get(since).object()
            let ids = try #require(first["stories"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            #expect(ids == Array(made.prefix(5)))
            temporary.clock.advance(seconds: 1)
            let content = #"{"content": {"headline": "Another"}}"#
            #expect(try await api.ask(.put, "stories/\(made[0])", content, [.ifMatch: "*"]).status == 200)
            let after = try #require(first["next"] as? String)
            let rest = try await api.get("\(since.replacing("limit=5", with: "limit=200"))&after=\(after)").object()
            let others = try #require(rest["stories"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            #expect(others.first == made[5] && others.last == made[0] && rest["next"] == nil)
        }
    }

    @Test func `lists are filtered by what is known, and anything else is refused`() async throws {
        let newsroom = temporary.newsroom
        var content = StoryContent.fixture("The harbour is open")
        content.section = "town"
        content.tags = ["Harbour"]
        content.bylines = [Byline("Ines Marr")]
        let open = try await newsroom.createStory(edition: "en", content: content, author: "desk")
        _ = try await newsroom.publish(open.id)
        try await withAPI { api in
            _ = try await draft(api)
            func ids(_ query: String) async throws -> [String] {
                let answer = try await api.get("stories?" + query)
                try #require(answer.status == 200, "\(answer.text)")
                return try #require(try answer.object()["stories"] as? [[String: Any]]).compactMap {
                    $0["id"] as? String
                }
            }
            for filter in [
                "status=published", "edition=en&section=town", "edition=en&tag=harbour", "edition=en&author=ines-marr",
            ] {
                #expect(try await ids(filter) == [open.id.rawValue], "\(filter)")
            }
            #expect(try await ids("edition=ar").isEmpty)
            #expect(try await ids("").count == 2)
            let reporter = try await person(.reporter, api)
            #expect(try await reporter.get("stories").text.contains("\"stories\":[]"))
            let own = try await self.draft(reporter, "Mine")
            let theirs =
                try await reporter.get("stories?status=draft&edition=en").object()["stories"] as? [[String: Any]]
            #expect(theirs?.map { $0["id"] as? String } == [own])
            for query in [
                "status=gone", "tag=harbour", "colour=red", "limit=0", "limit=999", "limit=x", "edition=xx",
                "updated-since=yesterday", "after=x", "status=draft&status=draft", "%ff=1",
            ] {
                let answer = try await api.get("stories?" + query)
                #expect(answer.status == 400 && answer.headers[.contentType] == "application/problem+json", "\(query)")
            }
            let found = try await api.get("search?q=harbour&edition=en").object()
            #expect(found["total"] as? Int == 1)
            #expect(try #require(found["stories"] as? [[String: Any]]).first?["id"] as? String == open.id.rawValue)
            let tags = try await api.get("editions/en/tags?q=harb")
            #expect(tags.text == #"{"tags":[{"name":"Harbour","slug":"harbour","stories":1}]}"#)
            #expect(try await api.get("editions/en/tags").text == tags.text)
            #expect(try await api.get("editions").text.contains(#""code":"ar""#))
            #expect(try await api.get("editions/xx").status == 404)
            let editions = try await api.get("editions")
            let etag = try #require(editions.headers[.eTag])
            #expect(try await api.ask(.get, "editions", nil, [.ifNoneMatch: etag]).status == 304)
            #expect(try await api.get("people").status == 200)
        }
    }

    @Test func `a request that is sent twice is done once`() async throws {
        try await withAPI { api in
            let key: HTTPFields = [.idempotencyKey: "2f6e"]
            let first = try await api.ask(.post, "stories", Self.draft, key)
            let again = try await api.ask(.post, "stories", Self.draft.replacing(": ", with: ":"), key)
            #expect(first.status == 201 && again.status == 201 && again.text == first.text)
            #expect(
                again.headers[.location] == first.headers[.location] && again.headers[.eTag] == first.headers[.eTag])
            #expect(again.headers[.idempotencyReplayed] == "true" && first.headers[.idempotencyReplayed] == nil)
            let other = try await api.ask(.post, "stories", #"{"edition": "ar"}"#, key)
            #expect(other.status == 422 && other.text.contains("Another request"), "\(other.text)")
            // A request that failed may come again, and another caller's keys are its own.
            let bad = try await api.ask(.post, "stories", #"{"edition": "xx"}"#, [.idempotencyKey: "bad"])
            let good = try await api.ask(.post, "stories", Self.draft, [.idempotencyKey: "bad"])
            #expect(bad.status == 422 && good.status == 201)
            let editor = try await person(.editor, api)
            let theirs = try await editor.ask(.post, "stories", Self.draft, key)
            #expect(theirs.status == 201 && theirs.text != first.text)
            #expect(try await api.ask(.post, "stories", Self.draft, [.idempotencyKey: "a b"]).status == 400)
            // Of two at once one is done, and the other waits for nobody.
            let both = try await withThrowingTaskGroup(of: Client.Answer.self) { group in
                for _ in 1...8 {
                    group.addTask { try await api.ask(.post, "stories", Self.draft, [.idempotencyKey: "race"]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(both.allSatisfy { [201, 409].contains($0.status) } && both.contains { $0.status == 201 })
            #expect(Set(both.filter { $0.status == 201 }.map(\.text)).count == 1)
            temporary.clock.advance(seconds: Newsroom.requestMemory + 1)
            let late = try await api.ask(.post, "stories", Self.draft, key)
            #expect(late.status == 201 && late.text != first.text)
        }
    }

    @Test func `the document has every address of the table and no other, and its examples hold`() async throws {
        guard case .object(let document) = APIDocument.make(origin: "https://lamp.example"),
            case .object(let paths)? = document["paths"]
        else {
            Issue.record("there is no document")
            return
        }
        var told: Set<String> = []
        for (path, item) in paths {
            guard case .object(let operations) = item else { continue }
            for method in operations.keys { told.insert(method.uppercased() + " " + path) }
        }
        #expect(told == Set(APIRoutes.all.map { $0.method.rawValue + " " + APIDocument.path($0) }))
        #expect(told.count == APIRoutes.all.count, "two rows have one address")
        let names = Set(APISchemas.all.map(\.name) + ["Problem"])
        let text = String(decoding: try APIAnswer.bytes(APIDocument.make(origin: "")), as: UTF8.self)
        for part in text.split(separator: "#/components/schemas/").dropFirst() {
            #expect(names.contains(String(part.prefix { $0 != "\"" })), "\(part.prefix(40))")
        }
        for row in APIRoutes.all {
            guard let takes = row.takes else { continue }
            #expect(throws: Never.self, "\(row.summary)") { try takes.checked(takes.example) }
        }
        try await withAPI { api in
            let answer = try await api.get("openapi.json")
            #expect(answer.status == 200 && answer.text.contains(#""openapi":"3.1.0""#))
            let reporter = try await person(.reporter, api)
            let page = try await api.client.execute(
                uri: "/desk/api/reference", method: .get, headers: reporter.fields)
            let text = String(buffer: page.body)
            #expect(page.status == .ok)
            for row in APIRoutes.all { #expect(text.contains("/api/v1" + APIDocument.path(row))) }
        }
    }

    @Test func `webhooks are added, tried, listed and removed by programs`() async throws {
        try await withAPI { api in
            let bad = try await api.ask(.post, "webhooks", #"{"url": "ftp://a.example/", "events": ["media.ready"]}"#)
            #expect(bad.status == 422)
            let made = try await api.ask(
                .post, "webhooks", #"{"url": "https://a.example/", "events": ["story.killed", "media.ready"]}"#)
            #expect(made.status == 201, "\(made.text)")
            let object = try made.object()
            #expect((object["secret"] as? String)?.hasPrefix("whsec_") == true)
            let id = try #require(object["id"] as? String)
            let list = try await api.get("webhooks")
            #expect(list.text.contains(#""events":["media.ready","story.killed"]"#) && !list.text.contains("whsec_"))
            #expect(try await api.ask(.post, "webhooks/\(id)/test", "").status == 202)
            let deliveries = try await api.get("webhooks/\(id)/deliveries").object()["deliveries"] as? [[String: Any]]
            #expect(deliveries?.map { $0["event"] as? String } == ["test"])
            let delivery = try #require(deliveries?.first?["id"] as? String)
            #expect(try await api.ask(.post, "deliveries/\(delivery)/again", "").status == 409)
            #expect(try await api.ask(.delete, "webhooks/\(id)").status == 204)
            #expect(try await api.ask(.delete, "webhooks/\(id)").status == 404)
        }
    }

    @Test func `somebody at the desk uploads without a key, and nobody else sees it`() async throws {
        try await withAPI { api in
            let reporter = try await person(.reporter, api)
            let begun = try await reporter.ask(.post, "uploads", nil, [.uploadComplete: "?0"])
            #expect(begun.status == 201, "\(begun.text)")
            let path = try #require(begun.headers[.location]).replacing("/api/v1/", with: "")
            #expect(try await reporter.get(path).status == 200)
            #expect(try await api.get(path).status == 404)
            #expect(try await person(.editor, api).get(path).status == 404)
            #expect(
                try await reporter.ask(.post, "uploads", nil, [.uploadComplete: "?0", .formToken: ""]).status == 403)
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
