import Foundation
import GRDB
import NewsreelModel
import NewsreelStore

/// `newsreel-bench soak`: reads and publishes at once on servers of one newsroom, and looks at every answer.
///
/// Ends with 1 where any answer was wrong, and tells the first of them in full.
struct Soak {
    struct Options {
        var minutes = 10.0
        var readers = 12
        var stories = 24
        /// Seconds between two clips.
        var clipsEvery = 10.0
        /// Seconds within which another server has to show what was published.
        var lag = 1.0
        /// The other server is not told of changes, so that the soak must find stale pages.
        var isUntold = false

        init(_ arguments: [String]) throws {
            var rest = arguments[...]
            func number(_ name: String, _ least: Double) throws -> Double {
                guard let value = rest.popFirst().flatMap({ Double($0) }), value >= least else {
                    throw BenchFailure("\(name) takes a number from \(BenchReport.number(least))")
                }
                return value
            }
            while let name = rest.popFirst() {
                switch name {
                case "--minutes": minutes = try number(name, 0.05)
                case "--readers": readers = Int(try number(name, 1))
                case "--stories": stories = Int(try number(name, 4))
                case "--clips-every": clipsEvery = try number(name, 1)
                case "--lag": lag = try number(name, 0.1)
                case "--untold": isUntold = true
                default:
                    throw BenchFailure(
                        "soak knows --minutes, --readers, --stories, --clips-every, --lag and --untold, not \(name)")
                }
            }
        }
    }

    let options: Options
    private let findings = SoakFindings()
    private let crew = SoakCrew()
    private let truth: SoakTruth
    private let updates = SoakUpdates()
    private static let settings = ["pages.memory-megabytes=16"]
    /// Stories that are there before, with which all caches are soon as full as they get.
    private static let archive = 20_000
    /// Servers that speak HTTP/1.1; one more speaks HTTPS.
    private static let plain = 2
    private static let desks = 2
    private static let listeners = 6

    init(_ arguments: [String]) throws {
        options = try Options(arguments)
        truth = SoakTruth(lag: .seconds(options.lag))
    }

    /// True where every answer was right.
    func soak() async throws -> Bool {
        try await withTemporaryFolder { folder in
            let data = folder + "/news"
            let binary = try ServerRun.newsreelBinary()
            try run(binary, ["bench", "seed", "--stories", String(Self.archive), "--data", data])
            if options.isUntold { try await Self.silence(data) }
            let key = try run(
                binary,
                ["keys", "add", "Soak", "--data", data]
                    + ["read", "write", "publish", "upload"].flatMap { ["--scope", $0] }
            ).trimmingCharacters(in: .whitespacesAndNewlines)
            var servers: [ServerRun] = []
            var memory: [SoakMemory] = []
            do {
                try start(&servers, data, folder)
                memory = servers.map { _ in SoakMemory() }
                try await work(servers, data, key, folder, &memory)
            } catch {
                for server in servers { server.stop() }
                throw error
            }
            try await finish(servers, data, folder)
            report(memory)
            return findings.wrongs == 0
        }
    }

    private func start(_ servers: inout [ServerRun], _ data: String, _ folder: String) throws {
        func log() -> String { "\(folder)/server-\(servers.count).log" }
        for _ in 0..<Self.plain {
            servers.append(try ServerRun.newsreel(data, settings: Self.settings, hasWorkers: true, log: log()))
        }
        guard SoakSecureReader.isPossible else { return }
        servers.append(
            try ServerRun.newsreel(
                data, settings: Self.settings + SoakSecureReader.settings(in: folder), log: log(), isSecure: true))
    }

    private func work(
        _ servers: [ServerRun], _ data: String, _ key: String, _ folder: String, _ memory: inout [SoakMemory]
    ) async throws {
        let ports = servers.prefix(Self.plain).map(\.port)
        let newsroom = try Newsroom.open(at: data)
        defer { try? newsroom.close() }
        let editor = Actor(name: "Soak", address: "soak")
        let draft = try await newsroom.createStory(
            edition: "en", content: StoryContent(headline: "The ferry", slug: "ferry"), author: "soak")
        _ = try await newsroom.publish(draft.id)
        try await newsroom.beginLive(draft.id, label: "Live", author: "soak", by: editor)
        let archive = try await storyPaths(data, count: 60).filter { !$0.contains("soak") && !$0.contains("ferry") }

        BenchReport.progress("soak: \(options.stories) stories and a clip")
        func desk() -> SoakDesk { SoakDesk(ports: ports, key: key, truth: truth, findings: findings) }
        let desks = (0..<Self.desks).map { _ in desk() }
        while truth.count < options.stories { try desks[truth.count % Self.desks].publishNew() }
        let camera = SoakCamera(ports: ports, key: key, folder: folder, truth: truth, findings: findings)
        let filming = desk()
        try camera.bring(by: filming)

        read(servers, folder, "/live/events?edition=en&story=\(draft.id)", archive)
        for desk in desks { work(Handed(desk), pause: 0.15) }
        film(Handed((camera, filming)))
        let begun = ContinuousClock.now
        let end = begun + .seconds(options.minutes * 60)
        var next = 0
        while ContinuousClock.now < end {
            next += 1
            _ = try await newsroom.addUpdate(
                to: draft.id, headline: "Soaked \(next) times", body: [], isKey: false, by: editor)
            updates.tell(next)
            for (index, server) in servers.enumerated() {
                memory[index].take(server.megabytes(), at: seconds(since: begun))
            }
            if next % 60 == 0 {
                BenchReport.progress(
                    "soak: \(Int(seconds(since: begun))) s, \(findings.wrongs) wrong, "
                        + servers.map { "\(Int($0.megabytes())) MB" }.joined(separator: " and "))
            }
            try await Task.sleep(for: .milliseconds(500))
        }
        try await crew.end(within: .seconds(330))
    }

    private func read(_ servers: [ServerRun], _ folder: String, _ events: String, _ archive: [String]) {
        let ports = servers.prefix(Self.plain).map(\.port)
        let reader = SoakReader(
            ports: ports, truth: truth, judge: SoakJudge(truth: truth), findings: findings, crew: crew, archive: archive
        )
        for _ in 0..<options.readers { crew.begin { reader.run() } }
        if servers.count > Self.plain {
            let secure = SoakSecureReader(
                server: Self.plain, port: servers[Self.plain].port, folder: folder, reader: reader)
            crew.begin { secure.read() }
        }
        for number in 0..<Self.listeners {
            let listener = SoakListener(
                server: number % Self.plain, port: ports[number % Self.plain], path: events, updates: updates,
                lag: truth.lag, findings: findings, crew: crew)
            crew.begin { listener.run() }
        }
    }

    private func work(_ desk: Handed<SoakDesk>, pause: Double) {
        let (crew, findings) = (crew, findings)
        crew.begin {
            while !crew.isOver {
                usleep(useconds_t(pause * 1_000_000 * Double.random(in: 0.5...1.5)))
                do {
                    try desk.value.work()
                } catch {
                    findings.wrong("the desk: \(error)")
                    return
                }
            }
        }
    }

    /// Brings a clip now and then; between two, what it brought is written on, killed and reinstated like the rest.
    private func film(_ pair: Handed<(camera: SoakCamera, desk: SoakDesk)>) {
        let (crew, findings, pause) = (crew, findings, options.clipsEvery)
        crew.begin {
            var last = ContinuousClock.now
            while !crew.isOver {
                usleep(400_000)
                do {
                    try pair.value.desk.work()
                    guard seconds(since: last) > pause else { continue }
                    last = .now
                    try pair.value.camera.bring(by: pair.value.desk)
                } catch {
                    findings.wrong("the clips: \(error)")
                    return
                }
            }
        }
    }

    /// Ends the servers and looks what they leave.
    private func finish(_ servers: [ServerRun], _ data: String, _ folder: String) async throws {
        let newsroom = try Newsroom.open(at: data)
        let start = ContinuousClock.now
        while true {
            let jobs = try await newsroom.jobs(JobFilter(limit: 10_000))
            if jobs.allSatisfy({ $0.state == .done }) {
                findings.count("jobs done", jobs.count)
                break
            }
            if let failed = jobs.first(where: { $0.state.name == "failed" }) {
                findings.wrong("a job failed: \(failed)")
                break
            }
            guard seconds(since: start) < 120 else {
                findings.wrong("jobs are left: \(jobs.filter { $0.state != .done })")
                break
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        try newsroom.close()
        for (number, server) in servers.enumerated() {
            let status = server.stop()
            if status != 0 { findings.wrong("server \(number) ended with \(status)") }
            let log = (try? String(contentsOfFile: "\(folder)/server-\(number).log", encoding: .utf8)) ?? ""
            if !log.isEmpty { findings.wrong("server \(number) says:\n\(log.prefix(4000))") }
        }
        for name in ["tmp", "uploads"] {
            let left = (try? FileManager.default.subpathsOfDirectory(atPath: data + "/" + name)) ?? []
            if !left.isEmpty { findings.wrong("files are left in \(name): \(left)") }
        }
        let strange = (try FileManager.default.subpathsOfDirectory(atPath: data)).filter { path in
            ["tmp", "part", "new"].contains((path as NSString).pathExtension) || path.contains(".sb-")
        }
        if !strange.isEmpty { findings.wrong("temporary files are left: \(strange)") }
        let programs = (try FileManager.default.contentsOfDirectory(atPath: "/proc")).filter { Int($0) != nil }
            .compactMap { process -> String? in
                let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
                let text = String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
                return text.contains(data) ? text : nil
            }
        if !programs.isEmpty { findings.wrong("programs are left: \(programs)") }
    }

    /// What a soak that is worth anything has seen.
    private static let needed = [
        "story", "tag and search", "lists and feeds", "sitemap", "front page and archive", "media", "media in part",
        "answers of 200", "answers of 206", "answers of 301", "answers of 304", "answers of 404", "answers of 410",
        "plain", "gzip", "br", "asked without waiting", "connections closed as asked", "clips", "new versions",
        "new addresses", "corrections", "published", "killed", "reinstated", "events: updates", "jobs done",
    ]

    private func report(_ memory: [SoakMemory]) {
        for (number, memory) in memory.enumerated() {
            print("soak memory of server \(number): \(memory.words)")
            if let wrong = memory.growth { findings.wrong("server \(number): \(wrong)") }
        }
        for (kind, count) in findings.counts { print("soak \(kind): \(count)") }
        let needed = Self.needed + (SoakSecureReader.isPossible ? ["over HTTP/2"] : [])
        for kind in needed where !findings.counts.contains(where: { $0.kind == kind }) {
            findings.wrong("of “\(kind)” the soak saw nothing")
        }
        for text in findings.texts { print("\nsoak wrong: \(text)") }
        print("\nsoak \(options.minutes) min: \(findings.wrongs) wrong")
    }

    /// Takes away what tells other processes of changes.
    private static func silence(_ data: String) async throws {
        let queue = try DatabaseQueue(path: data + "/newsroom.sqlite")
        try await queue.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER untold AFTER INSERT ON changes
                    BEGIN DELETE FROM changes WHERE number = NEW.number; END
                    """)
        }
        try queue.close()
    }
}

/// Something that one thread hands to another and does not touch again.
private final class Handed<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}

/// What a server has in memory over time.
struct SoakMemory {
    private var samples: [(seconds: Double, megabytes: Double)] = []

    mutating func take(_ megabytes: Double, at seconds: Double) { samples.append((seconds, megabytes)) }

    /// Megabytes a minute over the last half, by least squares.
    private var slope: Double {
        let half = samples.suffix(samples.count / 2)
        guard half.count > 2 else { return 0 }
        let count = Double(half.count)
        let middle = half.map(\.seconds).reduce(0, +) / count
        let mean = half.map(\.megabytes).reduce(0, +) / count
        let below = half.reduce(0) { $0 + ($1.seconds - middle) * ($1.seconds - middle) }
        return half.reduce(0) { $0 + ($1.seconds - middle) * ($1.megabytes - mean) } / below * 60
    }

    /// Megabytes by which the last half may grow.
    private static let mostGrowth = 20.0

    /// Memory that grows; shorter soaks end while caches fill.
    var growth: String? {
        guard let last = samples.last, last.seconds > 200, slope * last.seconds / 120 > Self.mostGrowth else {
            return nil
        }
        return "its memory grows by \(BenchReport.number(slope)) MB a minute: \(words)"
    }

    var words: String {
        let most = samples.map(\.megabytes).max() ?? 0
        return
            "\(BenchReport.number(samples.last?.megabytes ?? 0)) MB at the end, \(BenchReport.number(most)) at most, "
            + "\(BenchReport.number(slope)) a minute over the last half"
    }
}
