import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import NewsreelWeb
import Testing

/// The protocol of resumable uploads over a real socket.
@Suite(.timeLimit(.minutes(2))) struct UploadTests {
    static let uploads = "/api/v1/uploads"
    static let partial = "application/partial-upload"

    let temporary: TemporaryNewsroom
    let secret: String
    let bytes: [UInt8] = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    init() async throws {
        temporary = try await TemporaryNewsroom()
        secret = try await temporary.newsroom.addKey("Desk", scopes: [.upload]).secret
    }

    /// Takes everything but what begins with BAD.
    private static let judge: FileJudge = { path, isWhole in
        let beginning = FileHandle(forReadingAtPath: path)?.readData(ofLength: 3) ?? Data()
        if beginning == Data("BAD".utf8) { return .refused("Hand in a clip.") }
        return isWhole ? .taken(.video, mimeType: "video/mp4", fileExtension: "mp4") : .undecided
    }

    private func withSite(
        _ limits: UploadLimits = UploadLimits(reserve: 0), _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
            options: ApplicationOptions(uploads: limits, judge: Self.judge), logger: logger)
        try await application.test(.live) { client in try await body(try #require(client.port)) }
    }

    private func fields(_ more: [String: String] = [:]) -> [String: String] {
        more.merging(["Authorization": "Bearer \(secret)"]) { given, _ in given }
    }

    private func appending(_ offset: Int, complete: Bool = true, _ more: [String: String] = [:]) -> [String: String] {
        fields(more).merging([
            "Upload-Offset": "\(offset)", "Upload-Complete": complete ? "?1" : "?0", "Content-Type": Self.partial,
        ]) { given, _ in given }
    }

    /// The address of a new upload without bytes.
    private func begin(_ port: Int, _ more: [String: String] = [:]) async throws -> String {
        let reply = try await HTTPTalk(port: port).ask(
            "POST", Self.uploads, fields(more.merging(["Upload-Complete": "?0"]) { given, _ in given }), body: [])
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.headers["location"])
    }

    private func offset(_ port: Int, _ path: String) async throws -> Int? {
        let reply = try await HTTPTalk(port: port).ask("HEAD", path, fields())
        #expect(reply.status == 204)
        return reply.headers["upload-offset"].flatMap { Int($0) }
    }

    private func object(_ reply: HTTPTalk.Reply) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
    }

    private func stored(_ reply: HTTPTalk.Reply) throws -> Data {
        let media = try #require(try object(reply)["media"] as? [String: Any], "\(reply.text)")
        let checksum = try #require((media["checksum"] as? String).flatMap { Checksum(rawValue: $0) })
        return try Data(contentsOf: URL(filePath: temporary.newsroom.blobs.path(of: checksum)))
    }

    @Test func `a file comes in one request`() async throws {
        let bytes = bytes
        try await withSite { port in
            let reply = try await HTTPTalk(port: port).ask(
                "POST", Self.uploads + "?caption=The+horn&credit=Photo:+Ada+Frey&alt=A+horn",
                fields(["Content-Disposition": "attachment; filename=\"x.mov\"; filename*=UTF-8''..%2FL%C3%A9a%201.mov"]
                ),
                body: bytes)
            #expect(reply.status == 201)
            #expect(reply.headers["upload-complete"] == "?1" && reply.headers["upload-offset"] == "\(bytes.count)")
            #expect(try stored(reply) == Data(bytes))
            let media = try #require(try object(reply)["media"] as? [String: Any])
            #expect(media["kind"] as? String == "video" && media["bytes"] as? Int == bytes.count)
            #expect(media["filename"] as? String == "Léa 1.mov" && media["state"] as? String == "processing")
            let id = MediaID(rawValue: media["id"] as? String ?? "")
            let asset = try #require(try await temporary.newsroom.media(id))
            #expect(asset.caption == "The horn" && asset.alt == "A horn" && !asset.credit.isEmpty)
            // The address goes on telling.
            let path = try #require(reply.headers["location"])
            let again = try await HTTPTalk(port: port).ask("GET", path, fields())
            #expect(again.status == 200)
            #expect(try object(again)["state"] as? String == "done")
            #expect((try object(again)["jobs"] as? [[String: Any]])?.first?["state"] as? String == "queued")
            let late = try await HTTPTalk(port: port).ask("PATCH", path, appending(bytes.count), body: [])
            #expect(late.status == 400 && late.text.contains("#completed-upload"))
            #expect(late.headers["upload-complete"] == "?1")
        }
    }

    /// How a request ends in the middle.
    enum Break: CaseIterable { case cut, cutWhileChunked, halfClosed, halfClosedWhileChunked }

    @Test(arguments: Break.allCases)
    func `an interrupted upload goes on where it stopped`(kind: Break) async throws {
        let bytes = bytes
        try await withSite { port in
            let path = try await begin(port, ["Upload-Length": "\(bytes.count)"])
            let isChunked = kind == .cutWhileChunked || kind == .halfClosedWhileChunked
            let talk = try HTTPTalk(port: port)
            let half = bytes.count / 2
            try await talk.begin(
                "PATCH", path,
                appending(
                    0, isChunked ? ["Transfer-Encoding": "chunked"] : ["Content-Length": "\(bytes.count)"]))
            if isChunked { try await talk.send(Array("\(String(half + 1000, radix: 16))\r\n".utf8)) }
            try await talk.send(Array(bytes[..<half]))
            // How much of it the server has read by the break is the machine's business; some of it has to count.
            let file = try temporary.newsroom.folder + "/uploads/" + #require(path.split(separator: "/").last)
            func size() -> Int {
                (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int).flatMap { $0 } ?? 0
            }
            for _ in 0..<1000 where size() == 0 { try await Task.sleep(for: .milliseconds(10)) }
            let least = size()
            kind == .cut || kind == .cutWhileChunked ? talk.cut() : talk.endSending()
            let came = try #require(try await offset(port, path))
            #expect(least > 0 && (least...half).contains(came))
            let reply = try await HTTPTalk(port: port).ask(
                "PATCH", path, appending(came), body: Array(bytes[came...]))
            #expect(reply.status == 200, "\(reply.text)")
            #expect(try stored(reply) == Data(bytes))
            #expect(try await temporary.newsroom.recentMedia().count == 1)
        }
    }

    @Test func `parts come one by one, of a length that nobody knows`() async throws {
        let bytes = bytes
        try await withSite { port in
            let path = try await begin(port)
            let talk = try HTTPTalk(port: port)
            var offset = 0
            for end in [1, 70_000, 70_000, 2_000_000] {
                let reply = try await talk.ask(
                    "PATCH", path, appending(offset, complete: false), body: Array(bytes[offset..<end]))
                #expect(reply.status == 204 && reply.headers["upload-complete"] == "?0")
                #expect(reply.headers["upload-offset"] == "\(end)")
                offset = end
            }
            let state = try object(try await talk.ask("GET", path, fields()))
            #expect(state["offset"] as? Int == offset && state["state"] as? String == "receiving")
            #expect(state["length"] == nil)
            let reply = try await talk.ask("PATCH", path, appending(offset), body: Array(bytes[offset...]))
            #expect(reply.status == 200)
            #expect(try stored(reply) == Data(bytes))
        }
    }

    @Test func `a request from another offset is told the right one`() async throws {
        let bytes = bytes
        try await withSite { port in
            let path = try await begin(port)
            let talk = try HTTPTalk(port: port)
            _ = try await talk.ask("PATCH", path, appending(0, complete: false), body: Array(bytes[..<1000]))
            for wrong in [0, 999, 1001, 5000] {
                let reply = try await talk.ask("PATCH", path, appending(wrong), body: Array(bytes[..<100]))
                #expect(reply.status == 409 && reply.headers["upload-offset"] == "1000")
                #expect(reply.headers["content-type"] == "application/problem+json")
                let problem = try object(reply)
                #expect(
                    problem["type"] as? String
                        == "https://iana.org/assignments/http-problem-types#mismatching-upload-offset")
                #expect(problem["expected-offset"] as? Int == 1000 && problem["provided-offset"] as? Int == wrong)
                #expect(problem["status"] as? Int == 409 && problem["instance"] as? String == path)
            }
            #expect(try await offset(port, path) == 1000)
        }
    }

    @Test func `a new request ends the older one and goes on from what it brought`() async throws {
        let bytes = bytes
        try await withSite { port in
            let path = try await begin(port, ["Upload-Length": "\(bytes.count)"])
            let older = try HTTPTalk(port: port)
            try await older.begin("PATCH", path, appending(0, ["Content-Length": "\(bytes.count)"]))
            try await older.send(Array(bytes[..<1_000_000]))
            try await Task.sleep(for: .seconds(3))
            let came = try #require(try await offset(port, path))
            #expect(came == 1_000_000)
            await #expect(throws: HTTPTalk.Trouble.self) {
                // The connection is cut: nothing of this arrives, whatever the system takes in.
                for _ in 0..<20 { try await older.send(Array(bytes[1_000_000..<1_050_000])) }
                _ = try await older.answer()
            }
            // Two newer ones at once: the file is whole whichever of them wins.
            async let one = try? HTTPTalk(port: port).ask("PATCH", path, appending(came), body: Array(bytes[came...]))
            async let two = try? HTTPTalk(port: port).ask("PATCH", path, appending(came), body: Array(bytes[came...]))
            let replies = await [one, two].compactMap { $0 }
            let done = replies.first { $0.status == 200 }
            if let done {
                #expect(try stored(done) == Data(bytes))
            } else {
                let left = try #require(try await offset(port, path))
                let last = try await HTTPTalk(port: port).ask(
                    "PATCH", path, appending(left), body: Array(bytes[left...]))
                #expect(last.status == 200, "\(last.text)")
                #expect(try stored(last) == Data(bytes))
            }
            #expect(try await temporary.newsroom.recentMedia().count == 1)
        }
    }

    @Test func `lengths that contradict each other are refused`() async throws {
        let bytes = bytes
        try await withSite { port in
            let talk = try HTTPTalk(port: port)
            let twice = try await talk.ask(
                "POST", Self.uploads, fields(["Upload-Complete": "?1", "Upload-Length": "11"]), body: [1, 2, 3])
            #expect(twice.status == 400 && twice.text.contains("#inconsistent-upload-length"))
            let path = try await begin(port, ["Upload-Length": "1000"])
            for (headers, count) in [
                (appending(0), 999), (appending(0), 1001), (appending(0, complete: false), 1001),
                (appending(0, complete: false, ["Upload-Length": "2000"]), 10),
            ] {
                let reply = try await talk.ask("PATCH", path, headers, body: Array(bytes[..<count]))
                #expect(reply.status == 400 && reply.text.contains("#inconsistent-upload-length"), "\(reply.text)")
            }
            #expect(try await offset(port, path) == 0)
            // More bytes than the length, told of beforehand by nobody, end the upload.
            let long = try HTTPTalk(port: port)
            try await long.begin("PATCH", path, appending(0, ["Transfer-Encoding": "chunked"]))
            try await long.send(Array("7d0\r\n".utf8) + bytes[..<2000] + Array("\r\n0\r\n\r\n".utf8))
            let reply = try await long.answer()
            #expect(reply.status == 400 && reply.text.contains("#inconsistent-upload-length"))
            let after = try await HTTPTalk(port: port).ask("PATCH", path, appending(0), body: [])
            #expect(after.status == 400)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/uploads").isEmpty)
        }
    }

    @Test func `a checksum that does not fit keeps nothing`() async throws {
        let bytes = Array("toot toot".utf8)
        try await withSite { port in
            let talk = try HTTPTalk(port: port)
            let zeros = Data(repeating: 0, count: 32).base64EncodedString()
            let wrong = try await talk.ask(
                "POST", Self.uploads, fields(["Repr-Digest": "sha-512=:AA==:, sha-256=:\(zeros):"]), body: bytes)
            #expect(wrong.status == 422 && wrong.text.contains("urn:newsreel:problem:digest"))
            #expect(wrong.headers["upload-complete"] == "?1")
            let broken = try await talk.ask(
                "POST", Self.uploads, fields(["Repr-Digest": "sha-256=:AA==:"]), body: bytes)
            #expect(broken.status == 400)
            #expect(try await temporary.newsroom.recentMedia().isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/uploads").isEmpty)
            let whole = try temporary.newsroom.blobs.put(bytes)
            let plain = try await talk.ask("POST", Self.uploads, fields(), body: bytes)
            let digest = try #require(plain.headers["repr-digest"])
            let right = try await talk.ask("POST", Self.uploads, fields(["Repr-Digest": digest]), body: bytes)
            #expect(right.status == 201 && right.text.contains(whole.checksum.rawValue))
        }
    }

    @Test func `a kind of file that is not taken is refused before all of it came`() async throws {
        try await withSite { port in
            let talk = try HTTPTalk(port: port)
            try await talk.begin("POST", Self.uploads, fields(["Content-Length": "1000000000"]))
            try await talk.send(Array("BAD".utf8) + [UInt8](repeating: 0, count: 100_000))
            let early = try await talk.answer()
            #expect(early.status == 415 && early.text.contains("Hand in a clip."))
            #expect(early.headers["connection"] == "close")
            let small = try await HTTPTalk(port: port).ask("POST", Self.uploads, fields(), body: Array("BAD".utf8))
            #expect(small.status == 415 && small.headers["upload-complete"] == "?1")
            let form = try await HTTPTalk(port: port).ask(
                "POST", Self.uploads, fields(["Content-Type": "multipart/form-data; boundary=x"]), body: [1])
            #expect(form.status == 415)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/uploads").isEmpty)
        }
    }

    @Test func `uploads stay within what the newsroom has room for`() async throws {
        let limits = UploadLimits(mostBytes: 1000, quotaBytes: 1500, mostPerKey: 2, lifetime: 3600, reserve: 0)
        try await withSite(limits) { port in
            let talk = try HTTPTalk(port: port)
            func create(_ length: Int) async throws -> HTTPTalk.Reply {
                try await talk.ask(
                    "POST", Self.uploads, fields(["Upload-Complete": "?0", "Upload-Length": "\(length)"]), body: [])
            }
            let large = try await create(1001)
            #expect(large.status == 413 && large.headers["upload-limit"] == "max-size=1000")
            let first = try await create(1000)
            #expect(first.status == 201)
            #expect(first.headers["upload-limit"]?.hasPrefix("max-size=1000, max-age=3") == true)
            #expect(try await create(600).status == 507)
            #expect(try await create(500).status == 201)
            #expect(try await create(0).status == 429)
            let path = try #require(first.headers["location"])
            #expect(try await talk.ask("DELETE", path, fields()).status == 204)
            // One whose length nobody tells is stopped where it is too long.
            let unknown = try await begin(port)
            let told = try await talk.ask(
                "PATCH", unknown, appending(0, complete: false), body: [UInt8](repeating: 7, count: 1001))
            #expect(told.status == 413)
            #expect(try await offset(port, unknown) == 0)
            try await talk.begin(
                "PATCH", unknown, appending(0, complete: false, ["Transfer-Encoding": "chunked"]))
            try await talk.send(
                Array("3e9\r\n".utf8) + [UInt8](repeating: 7, count: 1001) + Array("\r\n0\r\n\r\n".utf8))
            #expect(try await talk.answer().status == 413)
            let limit = try await HTTPTalk(port: port).ask("OPTIONS", Self.uploads)
            #expect(limit.headers["accept-patch"] == Self.partial)
            #expect(limit.headers["upload-limit"] == "max-size=1000")
        }
        try await withSite(UploadLimits(reserve: 1 << 60)) { port in
            let reply = try await HTTPTalk(port: port).ask("POST", Self.uploads, fields(), body: [1])
            #expect(reply.status == 507 && reply.text.contains("disk-full"))
        }
    }

    @Test func `a cancelled upload is no more, even while it is written`() async throws {
        let bytes = bytes
        try await withSite { port in
            let path = try await begin(port)
            let writer = try HTTPTalk(port: port)
            try await writer.begin("PATCH", path, appending(0, ["Content-Length": "\(bytes.count)"]))
            try await writer.send(Array(bytes[..<500_000]))
            let talk = try HTTPTalk(port: port)
            #expect(try await talk.ask("DELETE", path, fields()).status == 204)
            for method in ["HEAD", "GET", "DELETE"] {
                #expect(try await talk.ask(method, path, fields()).status == 404)
            }
            #expect(try await talk.ask("PATCH", path, appending(0), body: []).status == 404)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/uploads").isEmpty)
        }
    }

    @Test func `only the one who began an upload knows of it`() async throws {
        let other = try await temporary.newsroom.addKey("Other", scopes: [.upload]).secret
        try await withSite { port in
            let path = try await begin(port)
            for method in ["HEAD", "GET", "DELETE", "PATCH"] {
                let headers = appending(0).merging(["Authorization": "Bearer \(other)"]) { $1 }
                #expect(try await HTTPTalk(port: port).ask(method, path, headers).status == 404, "\(method)")
            }
            #expect(try await offset(port, path) == 0)
        }
    }

    @Test func `without a key that holds nothing is done`() async throws {
        let newsroom = temporary.newsroom
        let secret = secret
        try await withSite { port in
            let none = try await HTTPTalk(port: port).ask("POST", Self.uploads, body: [1])
            #expect(none.status == 401 && none.headers["www-authenticate"] == "Bearer realm=\"newsreel\"")
            let basic = try await HTTPTalk(port: port).ask(
                "POST", Self.uploads, ["Authorization": "Basic eDp5"], body: [1])
            #expect(basic.status == 401)
            var statuses: [Int] = []
            for number in 0..<12 {
                let reply = try await HTTPTalk(port: port).ask(
                    "POST", Self.uploads, ["Authorization": "Bearer nrk_\(number)"], body: [1])
                statuses.append(reply.status)
                if reply.status == 429 { #expect(reply.headers["retry-after"] != nil) }
            }
            #expect(statuses == Array(repeating: 401, count: 9) + [429, 429, 429])
            // Whoever has a key is let in all the same, since all may have one address behind a proxy.
            let path = try await begin(port)
            _ = try await newsroom.revokeKey("Desk")
            temporary.clock.advance(seconds: 61)
            let revoked = try await HTTPTalk(port: port).ask("HEAD", path, ["Authorization": "Bearer \(secret)"])
            #expect(revoked.status == 401)
            #expect(try await newsroom.recentMedia().isEmpty)
        }
    }

    @Test func `interim responses go to those who speak the draft's version`() async throws {
        let bytes = bytes
        try await withSite { port in
            let modern = try await HTTPTalk(port: port).ask(
                "POST", Self.uploads,
                fields(["Upload-Complete": "?1", "Upload-Draft-Interop-Version": "8", "Expect": "100-continue"]),
                body: bytes)
            #expect(modern.status == 201)
            #expect(modern.interim.map(\.status) == [104, 100])
            #expect(modern.interim.first?.headers["location"] == modern.headers["location"])
            #expect(modern.interim.first?.headers["upload-draft-interop-version"] == "8")
            let old = try await HTTPTalk(port: port).ask(
                "POST", Self.uploads, fields(["Upload-Complete": "?1", "Upload-Draft-Interop-Version": "6"]),
                body: bytes)
            #expect(old.status == 201 && old.interim.isEmpty)
        }
    }

    @Test func `a request that cannot be read says what is missing`() async throws {
        try await withSite { port in
            let path = try await begin(port)
            let talk = try HTTPTalk(port: port)
            let type = try await talk.ask("PATCH", path, appending(0, ["Content-Type": "video/mp4"]), body: [1])
            #expect(type.status == 415 && type.headers["accept-patch"] == Self.partial)
            for missing in ["Upload-Offset", "Upload-Complete"] {
                var headers = appending(0)
                headers[missing] = missing == "Upload-Offset" ? "-1" : "true"
                let reply = try await talk.ask("PATCH", path, headers, body: [1])
                #expect(reply.status == 400 && reply.text.contains(missing))
            }
            #expect(try await talk.ask("PUT", path, fields(), body: [1]).status == 405)
            #expect(try await talk.ask("GET", Self.uploads, fields()).headers["allow"] == "POST, OPTIONS")
            #expect(try await talk.ask("POST", "/", fields(), body: [1]).status == 405)
            #expect(try await talk.ask("POST", "/api/v1/other", fields(), body: [1]).status == 404)
        }
    }
}
