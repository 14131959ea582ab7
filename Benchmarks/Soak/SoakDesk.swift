import Foundation
import Synchronization

/// Somebody at the desk who writes through the API, now of one server, now of another.
final class SoakDesk {
    private let ports: [Int]
    private let key: String
    private let truth: SoakTruth
    private let findings: SoakFindings
    /// The versions by which the API knows the stories, and their clips.
    private var versions: [Int: Int] = [:]
    private var clips: [Int: String] = [:]

    init(ports: [Int], key: String, truth: SoakTruth, findings: SoakFindings) {
        self.ports = ports
        self.key = key
        self.truth = truth
        self.findings = findings
    }

    private static let done = ["publish": "published", "kill": "killed", "reinstate": "reinstated"]

    struct Answer {
        var status: Int
        var object: [String: Any]
    }

    /// One request of the API, on a connection of its own.
    static func ask(
        _ method: String, _ path: String, port: Int, key: String, fields: [String: String] = [:],
        body: [UInt8]? = nil
    ) throws -> Answer {
        let connection = try SoakConnection(port: port)
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(key)\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        try connection.send(Array((head + "\r\n").utf8) + (body ?? []))
        let answer = try connection.answer()
        let object = (try? JSONSerialization.jsonObject(with: Data(answer.body))) as? [String: Any] ?? [:]
        return Answer(status: answer.status, object: object)
    }

    /// Starts a story and brings it to readers; its number.
    @discardableResult
    func publishNew(clip: String? = nil) throws -> Int {
        let number = truth.add()
        clips[number] = clip
        let server = ports.indices.randomElement() ?? 0
        let answer = try step(
            number, server, "POST", "stories",
            ["edition": "en", "content": content(number, version: 1, slug: 0)]
        ) { _ in }
        truth.name(number, id: answer.object["id"] as? String ?? "")
        try take("publish", number) { $0.status = .published }
        return number
    }

    /// Takes any of its stories a step further.
    func work() throws {
        guard let number = versions.keys.randomElement() else { return }
        let state = truth.state(number)
        switch (state.status, Int.random(in: 0..<10)) {
        case (.killed, _):
            try take("reinstate", number) { $0.status = .draft }
        case (.draft, _):
            try take("publish", number) { $0.status = .published }
        case (.published, 0...1):
            try take("kill", number, ["notice": "Withdrawn for a soak."]) { $0.status = .killed }
        case (.published, 2...3):
            try save(number, slug: state.slug + 1)
        case (.published, 4):
            _ = try step(
                number, ports.indices.randomElement() ?? 0, "POST", "stories/\(truth.id(number))/corrections",
                ["note": "An earlier form said less."]
            ) { _ in }
            findings.count("corrections")
        case (.published, _):
            try save(number, slug: state.slug)
        }
    }

    private func save(_ number: Int, slug: Int) throws {
        let before = truth.state(number).slug
        let content = content(number, version: truth.state(number).version + 1, slug: slug)
        _ = try step(
            number, ports.indices.randomElement() ?? 0, "PUT", "stories/\(truth.id(number))", ["content": content]
        ) { state in
            state.version += 1
            state.slug = slug
        }
        findings.count(slug == before ? "new versions" : "new addresses")
    }

    private func take(
        _ name: String, _ number: Int, _ fields: [String: String] = [:],
        _ change: (inout SoakTruth.State) -> Void
    ) throws {
        var sent = fields
        sent["step"] = name
        if name == "publish" { sent["despite"] = "A soak." }
        _ = try step(
            number, ports.indices.randomElement() ?? 0, "POST", "stories/\(truth.id(number))/steps", sent, change)
        findings.count(Self.done[name] ?? name)
    }

    /// Asks for one step and notes what readers may see from then on.
    private func step(
        _ number: Int, _ server: Int, _ method: String, _ path: String, _ sent: [String: Any],
        _ change: (inout SoakTruth.State) -> Void
    ) throws -> Answer {
        var fields = ["Content-Type": "application/json"]
        if method == "PUT" { fields["If-Match"] = "\"\(versions[number] ?? 0)\"" }
        let body = [UInt8](try JSONSerialization.data(withJSONObject: sent))
        truth.begin(number, on: server, change)
        let answer = try Self.ask(
            method, "/api/v1/" + path, port: ports[server], key: key, fields: fields, body: body)
        guard answer.status == 200 || answer.status == 201, let version = answer.object["version"] as? Int else {
            throw BenchFailure("\(method) \(path) was answered with \(answer.status): \(answer.object)")
        }
        let publication = answer.object["publication"] as? [String: Any]
        truth.tell(
            number, address: answer.object["address"] as? String, published: publication?["published"] as? String)
        versions[number] = version
        let state = truth.state(number)
        if let told = answer.object["status"] as? String, told != state.status.rawValue {
            throw BenchFailure("story \(number) is \(told) and not \(state.status.rawValue)")
        }
        return answer
    }

    private func content(_ number: Int, version: Int, slug: Int) -> [String: Any] {
        let mark = SoakMarks.mark(number, version)
        var body: [[String: Any]] = [
            ["type": "paragraph", "text": [["text": "The keeper wrote \(mark) into the book, and keyq\(number)e."]]]
        ]
        for paragraph in 0..<6 {
            let text = "The barge passed the weir before noon, as on every day of that week. "
            body.append(["type": "paragraph", "text": [["text": "\(paragraph). " + String(repeating: text, count: 4)]]])
        }
        var content: [String: Any] = [
            "headline": "The keeper’s entry \(mark)", "slug": SoakTruth.slug(number, slug),
            "standfirst": "What the book says of the weir.", "bylines": [["name": "Mara Lind"]], "section": "world",
            "tags": ["Own \(number)", "Soak"], "body": body,
        ]
        if let clip = clips[number] {
            content["media"] = [["media": clip]]
            content["lead"] = clip
        }
        return content
    }
}

/// Clips that are sent in, and the stories that show them.
final class SoakCamera {
    private let ports: [Int]
    private let key: String
    private let folder: String
    private let truth: SoakTruth
    private let findings: SoakFindings
    private var made = 0

    init(ports: [Int], key: String, folder: String, truth: SoakTruth, findings: SoakFindings) {
        self.ports = ports
        self.key = key
        self.folder = folder
        self.truth = truth
        self.findings = findings
    }

    /// Films, sends, publishes at once, and learns what there is to play when all work on it is done.
    func bring(by desk: SoakDesk) throws {
        let file = try film()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        try FileManager.default.removeItem(atPath: file)
        let port = ports.randomElement() ?? 0
        let answer = try SoakDesk.ask(
            "POST", "/api/v1/uploads?credit=Footage+by+Ada+Frey&caption=The+weir&alt=Water+falls", port: port, key: key,
            fields: ["Content-Disposition": "attachment; filename=\"clip-\(made).mp4\""], body: bytes)
        guard let address = answer.object["address"] as? String,
            let media = (answer.object["media"] as? [String: Any])?["id"] as? String
        else { throw BenchFailure("the clip was answered with \(answer.status): \(answer.object)") }
        let number = try desk.publishNew(clip: media)
        let start = ContinuousClock.now
        while true {
            let now = try SoakDesk.ask("GET", address, port: port, key: key)
            let jobs = (now.object["jobs"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
            if !jobs.isEmpty, jobs.allSatisfy({ $0 == "done" }) { break }
            guard !jobs.contains("failed"), seconds(since: start) < 300 else {
                throw BenchFailure("the clip is not ready after \(Int(seconds(since: start))) s: \(now.object)")
            }
            usleep(200_000)
        }
        // The page and its players, once every server knows what there is to play.
        usleep(useconds_t(truth.lag / .milliseconds(1) * 1000))
        var found = ["/media/\(media)/stream/master.m3u8", "/embed/\(media)"]
        let page = try HTTPFetch.get(truth.address(number) ?? "/", port: port).text
        for part in page.components(separatedBy: "/media/\(media)/").dropFirst() {
            found.append("/media/\(media)/" + part.prefix { !"\"'<>&\\ ,)".contains($0) })
        }
        truth.take(media: Set(found), of: number)
        findings.count("clips")
    }

    private func film() throws -> String {
        made += 1
        let file = "\(folder)/clip-\(made).mp4"
        try run(
            "/usr/bin/env",
            [
                "ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                "testsrc2=size=320x180:rate=25:duration=3", "-f", "lavfi", "-i",
                "sine=frequency=\(300 + made * 7):duration=3", "-vf", "hue=h=\(made * 11 % 360)", "-c:v", "libx264",
                "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file,
            ])
        return file
    }
}
