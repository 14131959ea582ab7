import Foundation
import NewsreelModel
import NewsreelStore

/// `NEWSREEL_BENCH_SCALE=0.01` makes the archives of the serving benchmarks a hundredth, to try them out.
let benchScale: Double =
    ProcessInfo.processInfo.environment["NEWSREEL_BENCH_SCALE"].flatMap { Double($0) } ?? 1

func scaled(_ count: Int) -> Int { max(50, Int(Double(count) * benchScale)) }

/// Requests per second of one kind of load beside nginx, which serves the same bytes from files.
struct StoryServing {
    var name: String
    var pages = 1
    var connections = 32
    var fields: [String: String] = ["Accept-Encoding": "gzip"]
    /// Asks with the ETag that the server gave before.
    var isConditional = false
    var isMissing = false
    var aim = 1.0

    static let all: [StoryServing] = [
        StoryServing(name: "story-cached"),
        StoryServing(name: "story-cached-1000", connections: 1000, aim: 0.9),
        StoryServing(
            name: "story-cached-close", fields: ["Accept-Encoding": "gzip", "Connection": "close"], aim: 0.9),
        StoryServing(name: "not-modified", isConditional: true), StoryServing(name: "not-found", isMissing: true),
    ]

    static func spread() async throws -> [BenchReport] {
        try await StoryServing(name: "story-spread-1000", pages: scaled(1_000), aim: 0.9).measure()
            + StoryServing(name: "story-spread-20000", pages: scaled(20_000), aim: 0.8).measure()
    }

    func measure(rounds: Int = 5) async throws -> [BenchReport] {
        try await withTemporaryFolder { folder in
            let data = folder + "/news"
            try run(
                ServerRun.newsreelBinary(), ["bench", "seed", "--stories", String(pages * 2), "--data", data])
            let paths = try await storyPaths(data, count: pages)
            let newsreel = try ServerRun.newsreel(data)
            defer { newsreel.stop() }
            BenchReport.progress("\(name): copying \(paths.count) pages")
            try copy(paths, of: newsreel, to: folder + "/files")
            let nginx = try ServerRun.nginx(folder)
            defer { nginx.stop() }
            return try compare(newsreel, nginx, paths: isMissing ? ["/no/such-page"] : paths, rounds, folder)
        }
    }

    /// In turn, so that what else the machine does falls on both.
    private func compare(
        _ newsreel: ServerRun, _ nginx: ServerRun, paths: [String], _ rounds: Int, _ folder: String
    ) throws -> [BenchReport] {
        var ours: [WrkRun] = []
        var theirs: [WrkRun] = []
        for round in 0...rounds {
            BenchReport.progress("\(name): round \(round) of \(rounds)")
            let our = try load(newsreel, paths, folder)
            let their = try load(nginx, paths, folder)
            // The first is for warming up.
            guard round > 0 else { continue }
            ours.append(our)
            theirs.append(their)
        }
        let failures = ours.map(\.failures).reduce(0, +)
        guard isMissing || failures == 0 else {
            throw BenchFailure("newsreel left \(failures) requests without a good answer")
        }
        return [
            BenchReport(
                name, percentile(ours.map(\.requestsPerSecond), 0.5), "requests/s",
                peer: .init(name: "nginx", value: percentile(theirs.map(\.requestsPerSecond), 0.5)),
                aim: .ratioAtLeast(aim), spread: ours.map(\.requestsPerSecond)),
            BenchReport(
                name + " p99", percentile(ours.map(\.p99), 0.5), "ms",
                peer: .init(name: "nginx", value: percentile(theirs.map(\.p99), 0.5)), aim: .ratioAtMost(1),
                spread: ours.map(\.p99)),
        ]
    }

    private func load(_ server: ServerRun, _ paths: [String], _ folder: String) throws -> WrkRun {
        var fields = fields
        if isConditional {
            fields["If-None-Match"] = try HTTPFetch.get(paths[0], port: server.port, coding: "gzip").fields["etag"]
        }
        return try WrkRun.of(
            WrkRun.Load(
                connections: connections, seconds: benchScale < 1 ? 1 : 5, paths: paths, fields: fields),
            port: server.port, folder: folder)
    }

    /// The bytes that newsreel sends, as files, plain and compressed.
    private func copy(_ paths: [String], of server: ServerRun, to folder: String) throws {
        for (path, file) in paths.map({ ($0, $0 + ".html") }) + [("/no/such-page", "/missing.html")] {
            let place = URL(fileURLWithPath: folder + file)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try HTTPFetch.get(path, port: server.port).body.write(to: place)
            let packed = try HTTPFetch.get(path, port: server.port, coding: "gzip")
            guard packed.fields["content-encoding"] == "gzip" else {
                throw BenchFailure("\(path) came without gzip: \(packed.status)")
            }
            try packed.body.write(to: URL(fileURLWithPath: place.path + ".gz"))
        }
    }
}

/// Addresses of the default edition's newest stories.
func storyPaths(_ data: String, count: Int) async throws -> [String] {
    let newsroom = try Newsroom.open(at: data)
    var paths: [String] = []
    var page: ListPage? = .newest
    while let next = page, paths.count < count {
        let list = try await newsroom.latest("en", next, limit: 500)
        paths += list.cards.map {
            "/" + $0.publication.day.description.replacingOccurrences(of: "-", with: "/") + "/" + $0.slug
        }
        page = list.older
    }
    try newsroom.close()
    return Array(paths.prefix(count))
}
