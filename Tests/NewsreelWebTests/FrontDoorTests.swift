import Foundation
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import NewsreelWeb
import ServiceLifecycle
import Testing

/// The front door and the router over real sockets, byte by byte.
@Suite(.timeLimit(.minutes(2))) struct FrontDoorTests {
    static let story = "/2026/03/02/ferry-returns-to-osterholm"

    let temporary: TemporaryNewsroom

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian, .fixtureArabic])
        _ = try await temporary.newsroom.publishFixture(translationKey: "ferry")
        let second = try await temporary.newsroom.publishFixture(.fixture("The old slip", slug: "old-slip"))
        var content = second.content
        content.slug = "new-slip"
        _ = try await temporary.newsroom.save(second.id, content, basedOn: second.version, author: "test")
        let killed = try await temporary.newsroom.publishFixture(.fixture("Withdrawn", slug: "withdrawn"))
        _ = try await temporary.newsroom.kill(killed.id)
    }

    private func withSite<Value: Sendable>(
        door: Bool = true, _ limits: DoorLimits = DoorLimits(),
        _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(hasFrontDoor: door, limits: limits), logger: logger)
        return try await application.test(.live) { client in try await body(try #require(client.port)) }
    }

    /// What comes back for `request` until the server closes, with every `Date` the same.
    private static func exchange(_ port: Int, _ request: String) async throws -> String {
        let talk = try HTTPTalk(port: port)
        try await talk.send(Array(request.utf8))
        let text = String(decoding: try await talk.rest(), as: UTF8.self)
        return text.replacing(/Date: [^\r]+/, with: "Date: now")
    }

    private static let closing = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// One request and one after it that ends the connection.
    private static func ask(
        _ port: Int, _ method: String, _ path: String, _ fields: [String] = []
    ) async throws -> String {
        let lines = fields.map { $0 + "\r\n" }.joined()
        return try await exchange(port, "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n" + closing)
    }

    // MARK: The same answers

    @Test func `the front door answers as the router does, to the byte`() async throws {
        let fingerprint = try SiteTests.theme.get().fingerprint
        let paths =
            SiteTests.places.map(\.0).filter { $0 != "/readyz" } + [
                "/2026/03/02/old-slip", "/2026/03/02/withdrawn", "/latest/", "/nowhere?x=1", "/latest?before=x",
                "/assets/\(fingerprint)/newsreel.css", "/desk", "/api/v1/uploads", "//", "/ru/nowhere",
                "/oembed?url=https%3A%2F%2Flamp.example\(Self.story)", "/%41",
            ]
        let codings: [[String]] = [
            [], ["Accept-Encoding: gzip"], ["accept-encoding: gzip, deflate, br"],
            ["Accept-Encoding: br;q=0, gzip;q=0.5"], ["Accept-Encoding: identity", "Accept-Encoding: gzip"],
        ]
        let requests: [(String, [String])] =
            codings.flatMap { [("GET", $0), ("HEAD", $0)] } + [
                ("GET", ["Range: bytes=0-9"]), ("GET", ["If-None-Match: *"]),
                ("GET", ["If-None-Match: \"x\", W/\"y\""]),
                ("GET", ["If-Modified-Since: Mon, 02 Mar 2026 12:00:00 GMT"]), ("POST", ["Content-Length: 0"]),
                ("GET", ["If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT"]), ("OPTIONS", []),
            ]
        let answers = Answers()
        for door in [true, false] {
            try await withSite(door: door) { port in
                for path in paths {
                    // The second of two finds the page on the shelf.
                    for (method, fields) in requests where !(method == "OPTIONS" && path.hasPrefix("/api")) {
                        _ = try await Self.ask(port, method, path, fields)
                        let answer = try await Self.ask(port, method, path, fields)
                        await answers.take("\(method) \(path) \(fields)", answer, isDoor: door)
                    }
                }
            }
        }
        let pairs = await answers.pairs
        #expect(pairs.count == paths.count * requests.count - paths.count { $0.hasPrefix("/api") })
        for (request, pair) in pairs where pair.door != pair.router {
            Issue.record("\(request)\n--- door\n\(pair.door.prefix(900))\n--- router\n\(pair.router.prefix(900))")
        }
    }

    private actor Answers {
        var pairs: [String: (door: String, router: String)] = [:]

        func take(_ request: String, _ answer: String, isDoor: Bool) {
            // The router alone does not say that it closes, which the door makes it say.
            var answer = answer.replacing("Connection: close\r\n", with: "")
            // A problem names its request.
            answer.replace(#/"request":"[0-9a-f]+"/#, with: "")
            if isDoor {
                pairs[request, default: ("", "")].door = answer
            } else {
                pairs[request, default: ("", "")].router = answer
            }
        }
    }

    @Test func `the page that a reader has is answered with 304, each coding with its own validator`() async throws {
        try await withSite { port in
            for coding in ["identity", "gzip", "br"] {
                let talk = try HTTPTalk(port: port)
                let first = try await talk.ask("GET", Self.story, ["Accept-Encoding": coding])
                let etag = try #require(first.headers["etag"])
                for given in [etag, "W/" + etag, "\"a\", " + etag, "*"] {
                    let again = try await talk.ask(
                        "GET", Self.story, ["Accept-Encoding": coding, "If-None-Match": given])
                    #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == etag)
                    // What the reader was told before need not be sent again.
                    #expect(Set(again.headers.keys) == ["cache-control", "date", "etag", "vary"])
                }
                let other = coding == "identity" ? "gzip" : "identity"
                let changed = try await talk.ask(
                    "GET", Self.story, ["Accept-Encoding": other, "If-None-Match": etag])
                #expect(changed.status == 200 && changed.headers["etag"] != etag)
            }
        }
    }

    // MARK: What is refused

    static let host = "Host: a\r\n"

    static let malformed: [(String, String, Int)] = [
        (
            "length and transfer coding",
            "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
        ),
        (
            "transfer coding and length",
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400
        ),
        ("two lengths", "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
        ("the same length twice", "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        ("a list of lengths", "POST / HTTP/1.1\r\n\(host)Content-Length: 3, 3\r\n\r\nabc", 400),
        ("a negative length", "POST / HTTP/1.1\r\n\(host)Content-Length: -3\r\n\r\n", 400),
        ("a signed length", "POST / HTTP/1.1\r\n\(host)Content-Length: +3\r\n\r\nabc", 400),
        ("a length in hex", "POST / HTTP/1.1\r\n\(host)Content-Length: 0x3\r\n\r\nabc", 400),
        ("no length", "POST / HTTP/1.1\r\n\(host)Content-Length:\r\n\r\n", 400),
        ("a huge length", "POST / HTTP/1.1\r\n\(host)Content-Length: 9999999999999999999999\r\n\r\n", 400),
        ("an unknown coding", "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("a coding that is not quite one", "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: xchunked\r\n\r\n", 501),
        (
            "a coding twice",
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400
        ),
        ("a coding in HTTP/1.0", "POST / HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("bare LF after the request line", "GET / HTTP/1.1\n\(host)\r\n", 400),
        ("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400),
        ("bare LF at the end", "GET / HTTP/1.1\r\n\(host)\n", 400),
        ("bare CR in a field", "GET / HTTP/1.1\r\n\(host)X: a\rContent-Length: 5\r\n\r\n", 400),
        ("bare CR in the request line", "GET /\r HTTP/1.1\r\n\(host)\r\n", 400),
        ("a folded field", "GET / HTTP/1.1\r\n\(host)X: a\r\n b\r\n\r\n", 400),
        ("a fold before any field", "GET / HTTP/1.1\r\n X: a\r\n\(host)\r\n", 400),
        ("no host", "GET / HTTP/1.1\r\n\r\n", 400),
        ("two hosts", "GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400),
        ("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
        ("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("a host with a person", "GET / HTTP/1.1\r\nHost: me@a\r\n\r\n", 400),
        ("a space before the colon", "GET / HTTP/1.1\r\n\(host)Content-Length : 5\r\n\r\n", 400),
        ("a name with a space", "GET / HTTP/1.1\r\n\(host)X Y: 5\r\n\r\n", 400),
        ("a name in brackets", "GET / HTTP/1.1\r\n\(host)X(Y): 5\r\n\r\n", 400),
        ("no name", "GET / HTTP/1.1\r\n\(host): 5\r\n\r\n", 400),
        ("no colon", "GET / HTTP/1.1\r\n\(host)Hello\r\n\r\n", 400),
        ("a NUL in a field", "GET / HTTP/1.1\r\n\(host)X: a\0b\r\n\r\n", 400),
        ("a control character in a field", "GET / HTTP/1.1\r\n\(host)X: a\u{1}b\r\n\r\n", 400),
        ("DEL in a field", "GET / HTTP/1.1\r\n\(host)X: a\u{7F}b\r\n\r\n", 400),
        ("a NUL in the target", "GET /\0 HTTP/1.1\r\n\(host)\r\n", 400),
        ("a fragment in the target", "GET /#a HTTP/1.1\r\n\(host)\r\n", 400),
        ("a target in UTF-8", "GET /é HTTP/1.1\r\n\(host)\r\n", 400),
        ("a space in the target", "GET /a b HTTP/1.1\r\n\(host)\r\n", 400),
        ("two spaces", "GET  / HTTP/1.1\r\n\(host)\r\n", 400),
        ("a tab for a space", "GET\t/ HTTP/1.1\r\n\(host)\r\n", 400),
        ("no version", "GET /\r\n\r\n", 400),
        ("a version in small letters", "GET / http/1.1\r\n\(host)\r\n", 400),
        ("HTTP/2 without negotiation", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 501),
        ("a version to come", "GET / HTTP/3.0\r\n\(host)\r\n", 505),
        ("a method in small letters", "get / HTTP/1.1\r\n\(host)\r\n", 501),
        ("a method of its own", "BREW / HTTP/1.1\r\n\(host)\r\n", 501),
        ("a method with a bracket", "GE{T / HTTP/1.1\r\n\(host)\r\n", 400),
        ("TRACE", "TRACE / HTTP/1.1\r\n\(host)\r\n", 405),
        ("CONNECT", "CONNECT a:443 HTTP/1.1\r\n\(host)\r\n", 405),
        ("a target that is no path", "GET a HTTP/1.1\r\n\(host)\r\n", 400),
        ("a star for GET", "GET * HTTP/1.1\r\n\(host)\r\n", 400),
        ("a target of another host", "GET http://b/ HTTP/1.1\r\n\(host)\r\n", 400),
        ("a target with a person", "GET http://me@a/ HTTP/1.1\r\nHost: me@a\r\n\r\n", 400),
        ("a target of another scheme", "GET ftp://a/ HTTP/1.1\r\n\(host)\r\n", 400),
        ("TLS on the plain port", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\r\n\r\n", 400),
        ("a long request line", "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n\(host)\r\n", 414),
        ("a request line without end", "GET /" + String(repeating: "a", count: 9000), 414),
        ("a long field", "GET / HTTP/1.1\r\n\(host)X: " + String(repeating: "a", count: 40_000) + "\r\n\r\n", 431),
        ("a field without end", "GET / HTTP/1.1\r\n\(host)X: " + String(repeating: "a", count: 40_000), 431),
        ("many fields", "GET / HTTP/1.1\r\n\(host)" + String(repeating: "X: y\r\n", count: 200) + "\r\n", 431),
    ]

    @Test func `what RFC 9112 forbids is refused, and nothing behind it is read`() async throws {
        try await withSite { port in
            for (name, request, status) in Self.malformed {
                let text = try await Self.exchange(port, request + "GET /healthz HTTP/1.1\r\n\(Self.host)\r\n")
                #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(name): \(text.prefix(60))")
                #expect(text.ranges(of: "HTTP/1.1 ").count == 1, "\(name)")
                #expect(text.contains("Connection: close\r\n"), "\(name)")
                #expect(!text.contains("\r\n\r\nlive"), "\(name)")
            }
            #expect(try await HTTPTalk(port: port).ask("GET", "/healthz").status == 200)
        }
    }

    @Test func `a body that is not in whole chunks ends the connection`() async throws {
        let bodies = [
            "5;a=\u{1}\r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "g\r\n\r\n",
            "-1\r\n\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n",
            "fffffffffffffffff\r\n", "0\r\nX: y\n\r\n", "0\r\n X: y\r\n\r\n", "\r\n",
            "0\r\n" + String(repeating: "X: y\r\n", count: 3000) + "\r\n",
        ]
        try await withSite { port in
            for body in bodies {
                let text = try await Self.exchange(
                    port,
                    "POST /desk HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n" + body
                        + "GET /healthz HTTP/1.1\r\n\(Self.host)\r\n")
                #expect(!text.contains("\r\n\r\nlive"), "\(body.prefix(20))")
                #expect(text.ranges(of: "HTTP/1.1 ").count <= 1, "\(body.prefix(20)): \(text)")
            }
        }
    }

    // MARK: By the book

    @Test func `requests sent in one go are answered in their order, by door and router in turn`() async throws {
        try await withSite { port in
            _ = try await HTTPTalk(port: port).ask("GET", Self.story)
            let talk = try HTTPTalk(port: port)
            var requests = ""
            let order = [
                Self.story, "/healthz", "/nowhere", "/readyz", Self.story, "/desk/none", "/2026/03/02/old-slip",
            ]
            for round in 0..<20 {
                for path in order {
                    requests += "\(round % 2 == 0 ? "GET" : "HEAD") \(path) HTTP/1.1\r\n\(Self.host)\r\n"
                }
                requests +=
                    "POST /latest HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                requests += "POST /latest HTTP/1.1\r\n\(Self.host)Content-Length: 5\r\n\r\nhello"
            }
            try await talk.send(Array(requests.utf8))
            for round in 0..<20 {
                for status in [200, 200, 404, 200, 200, 404, 301] {
                    #expect(try await talk.answer(isHead: round % 2 == 1).status == status)
                }
                #expect(try await talk.answer().status == 405)
                #expect(try await talk.answer().status == 405)
            }
        }
    }

    @Test func `a request may come byte by byte, after empty lines and in absolute form`() async throws {
        try await withSite { port in
            _ = try await HTTPTalk(port: port).ask("GET", Self.story)
            let talk = try HTTPTalk(port: port)
            for byte in "\r\n\r\nGET \(Self.story) HTTP/1.1\r\nhOST:a\r\nX: \t y \r\n\r\n".utf8 {
                try await talk.send([byte])
            }
            let whole = try await talk.answer()
            #expect(whole.status == 200)
            try await talk.send(Array("GET http://A\(Self.story) HTTP/1.1\r\n\(Self.host)\r\n".utf8))
            let absolute = try await talk.answer()
            #expect(absolute.status == 200 && absolute.body == whole.body)
            try await talk.send(Array("GET HTTP://a HTTP/1.1\r\n\(Self.host)\r\n".utf8))
            #expect(try await talk.answer().text.contains("<html"))
        }
    }

    @Test func `the connection is closed where the reader says so, and for HTTP 1.0`() async throws {
        try await withSite { port in
            for path in [Self.story, "/healthz", "/nowhere"] {
                _ = try await HTTPTalk(port: port).ask("GET", path)
                for head in [
                    "HTTP/1.1\r\nHost: a\r\nConnection: close", "HTTP/1.1\r\nHost: a\r\nConnection: Foo, Close",
                    "HTTP/1.0",
                ] {
                    let request = "GET \(path) \(head)\r\n\r\n"
                    let text = try await Self.exchange(port, request)
                    #expect(text.contains("\r\nConnection: close\r\n\r\n"), "\(request)")
                    #expect(try await Self.exchange(port, request + request) == text, "what follows is not answered")
                }
            }
        }
    }

    @Test func `a request to upgrade is answered in HTTP 1.1, and the connection ends with it`() async throws {
        try await withSite { port in
            let request = "GET \(Self.story) HTTP/1.1\r\n\(Self.host)Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
            let text = try await Self.exchange(port, request + Self.closing)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.contains("\r\nConnection: close\r\n"))
            #expect(!text.contains("live\n"))
        }
    }

    @Test func `a reader who ends sending gets all answers before the end`() async throws {
        try await withSite { port in
            _ = try await HTTPTalk(port: port).ask("GET", Self.story)
            let talk = try HTTPTalk(port: port)
            let requests = [Self.story, "/readyz", Self.story, "/healthz", Self.story]
            try await talk.send(Array(requests.map { "GET \($0) HTTP/1.1\r\n\(Self.host)\r\n" }.joined().utf8))
            talk.endSending()
            let text = String(decoding: try await talk.rest(), as: UTF8.self)
            #expect(text.ranges(of: "HTTP/1.1 200 OK").count == 5)
            #expect(text.hasSuffix("</html>"))
        }
    }

    @Test func `who asks for pages that are yet to be made gets them in order, and one who left harms nobody`()
        async throws
    {
        try await withSite { port in
            let paths = ["/latest", "/nowhere", Self.story, "/2026/03/02/old-slip", "/robots.txt", "/latest"]
            let requests = paths.map { "GET \($0) HTTP/1.1\r\n\(Self.host)\r\n" }.joined()
            let readers = try (0..<50).map { _ in try HTTPTalk(port: port) }
            for reader in readers {
                try await reader.send(Array(requests.utf8))
                reader.endSending()
            }
            for gone in readers[..<10] { gone.cut() }
            var texts: Set<String> = []
            for reader in readers[10...] {
                let text = String(decoding: try await reader.rest(), as: UTF8.self)
                texts.insert(text.replacing(/Date: [^\r]+/, with: "Date: now"))
            }
            let text = try #require(texts.first)
            #expect(texts.count == 1)
            #expect(text.matches(of: /HTTP\/1.1 (\d+)/).map(\.1) == ["200", "404", "200", "301", "200", "200"])
        }
    }

    @Test func `a reader who asks and asks and takes nothing is waited for, and gets all`() async throws {
        try await withSite { port in
            let length = try await HTTPTalk(port: port).ask("GET", Self.story).body.count
            let talk = try HTTPTalk(port: port)
            let count = 3000
            let request = "GET \(Self.story) HTTP/1.1\r\n\(Self.host)\r\n"
            async let sent: Void = talk.send(Array(String(repeating: request, count: count).utf8))
            for _ in 0..<count {
                let answer = try await talk.answer()
                guard answer.status == 200, answer.body.count == length else {
                    Issue.record("\(answer.status), \(answer.body.count) bytes")
                    return
                }
            }
            try await sent
        }
    }

    @Test func `answers to single requests that the socket has no room for come whole and in their order`() async throws
    {
        try await withSite { port in
            let paths = [Self.story, "/latest", "/2026/03/02/old-slip", "/robots.txt"]
            var expected: [[UInt8]] = []
            for path in paths { expected.append(try await HTTPTalk(port: port).ask("GET", path).body) }
            let talk = try HTTPTalk(port: port, window: 4096)
            let count = 400
            for number in 0..<count {
                try await talk.begin("GET", paths[number % paths.count])
                // One at a time: requests that come together are answered together.
                try await Task.sleep(for: .milliseconds(1))
            }
            for number in 0..<count {
                let answer = try await talk.answer()
                guard answer.body == expected[number % paths.count] else {
                    Issue.record("answer \(number): \(answer.status), \(answer.body.count) bytes")
                    return
                }
            }
        }
    }

    @Test func `an answer that ends the connection is that of one which does not, with a field more`() async throws {
        try await withSite { port in
            let etag = try #require(try await HTTPTalk(port: port).ask("GET", Self.story).headers["etag"])
            for (method, fields) in [
                ("GET", ""), ("HEAD", ""), ("GET", "Accept-Encoding: gzip\r\n"), ("GET", "If-None-Match: \(etag)\r\n"),
            ] {
                let request = "\(method) \(Self.story) HTTP/1.1\r\n\(Self.host)\(fields)"
                let talk = try HTTPTalk(port: port)
                try await talk.send(Array((request + "\r\n").utf8))
                talk.endSending()
                let kept = String(decoding: try await talk.rest(), as: UTF8.self)
                    .replacing(/Date: [^\r]+/, with: "Date: now")
                #expect(
                    try await Self.exchange(port, request + "Connection: close\r\n\r\n")
                        == kept.replacing("\r\n\r\n", with: "\r\nConnection: close\r\n\r\n", maxReplacements: 1))
            }
        }
    }

    @Test func `a connection that the door and the router have answered on can become an open page`() async throws {
        try await withSite { port in
            _ = try await HTTPTalk(port: port).ask("GET", Self.story)
            for before in [[], [Self.story], ["/healthz"], [Self.story, "/healthz", "/nowhere", Self.story]] {
                let talk = try HTTPTalk(port: port)
                let requests = (before + ["/live/events?edition=en"]).map { "GET \($0) HTTP/1.1\r\n\(Self.host)\r\n" }
                // What comes after it is swallowed: an open page asks for nothing more.
                try await talk.send(Array((requests.joined() + Self.closing).utf8))
                for path in before {
                    #expect(try await talk.answer().status == (path == "/nowhere" ? 404 : 200))
                }
                let heard = try await talk.text(until: "retry: 3000\n\n")
                #expect(heard.hasPrefix("HTTP/1.1 200 OK\r\n") && heard.contains("text/event-stream"))
                #expect(!heard.contains("live\n"))
            }
            let post = try await Self.exchange(
                port, "POST /live/events?edition=en HTTP/1.1\r\n\(Self.host)Content-Length: 2\r\n\r\nab" + Self.closing)
            #expect(post.hasPrefix("HTTP/1.1 405 ") && post.hasSuffix("live\n"))
        }
    }

    // MARK: Time

    @Test func `a head that comes too slowly is answered with 408, an idle connection is closed`() async throws {
        let limits = DoorLimits(headTime: .milliseconds(300), idleTime: .milliseconds(600))
        try await withSite(limits) { port in
            _ = try await HTTPTalk(port: port).ask("GET", Self.story)
            let slow = try HTTPTalk(port: port)
            try await slow.send(Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8))
            #expect(
                String(decoding: try await slow.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            let idle = try HTTPTalk(port: port)
            let start = ContinuousClock.now
            #expect(try await idle.rest().isEmpty)
            #expect(ContinuousClock.now - start > .milliseconds(400))
            let kept = try HTTPTalk(port: port)
            #expect(try await kept.ask("GET", Self.story).status == 200)
            #expect(try await kept.ask("GET", "/healthz").status == 200)
            #expect(try await kept.rest().isEmpty)
            let stalled = try HTTPTalk(port: port)
            try await stalled.begin("POST", "/desk", ["Content-Length": "100"])
            try await stalled.send(Array("abc".utf8))
            _ = try? await stalled.rest()
        }
    }

    @Test func `a server that stops finishes what it answers and closes what lies idle`() async throws {
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(onListening: { port in listening.yield(port) }), logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: application, serviceName: "site")], logger: logger))
        let running = Task { try await group.run() }
        var found: Int?
        for await port in ports {
            found = port
            break
        }
        let port = try #require(found)
        let idle = try HTTPTalk(port: port)
        #expect(try await idle.ask("GET", Self.story).status == 200)
        let request = "GET \(Self.story) HTTP/1.1\r\n\(Self.host)\r\n"
        let one = try HTTPTalk(port: port)
        try await one.send(Array((request.dropLast() + "Connection: close\r\n\r\n").utf8))
        let length = try await one.rest().count - "Connection: close\r\n".utf8.count
        // More than a socket takes while nobody reads, so that an answer is half sent when the server stops.
        let busy = try HTTPTalk(port: port)
        try await busy.send(Array(String(repeating: request, count: 800).utf8))
        #expect(try await busy.answer().status == 200)
        // Who never asked, who has not said all of it, and who talked to the router.
        let quiet = try HTTPTalk(port: port)
        let half = try HTTPTalk(port: port)
        try await half.send(Array("GET / HT".utf8))
        let routed = try HTTPTalk(port: port)
        #expect(try await routed.ask("GET", "/healthz").status == 200)
        let open = try HTTPTalk(port: port)
        try await open.begin("GET", "/live/events?edition=en")
        _ = try await open.text(until: "retry: 3000\n\n")
        await group.triggerGracefulShutdown()
        for talk in [idle, quiet, half, routed, open] { #expect(try await talk.rest().isEmpty) }
        let rest = try await busy.rest()
        #expect(rest.count > 0 && rest.count % length == 0, "\(rest.count) bytes of answers of \(length)")
        try await running.value
    }

    @Test func `a server that is cut off ends every connection at once`() async throws {
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(onListening: { port in listening.yield(port) }), logger: logger)
        let running = Task { try await application.run() }
        let found = await ports.first { _ in true }
        let port = try #require(found)
        let quiet = try HTTPTalk(port: port)
        let routed = try HTTPTalk(port: port)
        #expect(try await routed.ask("GET", "/healthz").status == 200)
        // Half a body, which the router would wait for.
        let slow = try HTTPTalk(port: port)
        try await slow.begin("POST", "/views", ["Content-Length": "100"])
        try await slow.send(Array("abc".utf8))
        running.cancel()
        for talk in [quiet, routed, slow] { _ = try? await talk.rest() }
        _ = await running.result
    }

    @Test func `the port of another server is refused, and given free when that one stops`() async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let quiet = logger
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let clock = temporary.clock.clock
        let taken = try await withSite { port in
            let second = buildApplication(
                newsroom: newsroom, pages: pages, clock: clock, options: ApplicationOptions(port: port),
                logger: quiet)
            let outcome = await Task { try await second.run() }.result
            #expect(throws: IOError.self) { try outcome.get() }
            let answer = try await HTTPTalk(port: port).ask("GET", "/healthz")
            #expect(answer.status == 200)
            return port
        }
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let third = buildApplication(
            newsroom: newsroom, pages: pages, clock: clock,
            options: ApplicationOptions(port: taken, onListening: { listening.yield($0) }), logger: quiet)
        let running = Task { try await third.run() }
        let port = await ports.first { _ in true }
        #expect(port == taken)
        running.cancel()
        _ = await running.result
    }

}
