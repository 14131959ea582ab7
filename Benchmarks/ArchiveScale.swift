import Foundation
import NewsreelModel
import NewsreelStore

/// Two newsrooms that differ in the number of their stories alone.
///
/// Seeded once for all benchmarks of a run; where `NEWSREEL_BENCH_ARCHIVES` names a folder they stay there for the next.
private func withArchives<T>(
    _ body: (_ small: String, _ large: String) async throws -> T
) async throws -> T {
    let folder = try ArchiveFolder.shared.get()
    let archives = try [scaled(10_000), scaled(1_000_000)].map { count -> String in
        let data = folder.path + "/\(count)-stories"
        guard !FileManager.default.fileExists(atPath: data) else { return data }
        let start = ContinuousClock.now
        try run(ServerRun.newsreelBinary(), ["bench", "seed", "--stories", String(count), "--data", data + ".part"])
        try FileManager.default.moveItem(atPath: data + ".part", toPath: data)
        let taken = seconds(since: start)
        BenchReport.progress(
            "seeded \(count) stories in \(BenchReport.number(taken)) s, \(Int(Double(count) / taken)) a second")
        return data
    }
    for data in archives { try warm(data + "/newsroom.sqlite") }
    return try await body(archives[0], archives[1])
}

/// Reads a file through, so that the machine has it in memory, as that of a newsroom has that is read all day.
private func warm(_ file: String) throws {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    while try handle.read(upToCount: 1 << 20)?.isEmpty == false {}
    try handle.close()
}

/// Where archives lie; taken away when the process ends unless somebody named it.
private final class ArchiveFolder: Sendable {
    static let shared = Result { try ArchiveFolder() }
    let path: String

    private init() throws {
        let kept = ProcessInfo.processInfo.environment["NEWSREEL_BENCH_ARCHIVES"]
        path = kept ?? FileManager.default.temporaryDirectory.path + "/newsreel-archives-\(getpid())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard kept == nil else { return }
        atexit {
            guard case .success(let folder) = ArchiveFolder.shared else { return }
            try? FileManager.default.removeItem(atPath: folder.path)
        }
    }
}

/// Milliseconds until an answer has come; fails where it is not a good one.
private func time(_ path: String, _ server: ServerRun) throws -> Double {
    let start = ContinuousClock.now
    let answer = try HTTPFetch.get(path, port: server.port)
    guard answer.status == 200 else { throw BenchFailure("\(path) answers \(answer.status)") }
    return seconds(since: start) * 1000
}

/// How much longer pages that no shelf has, and searches, take with a hundred times the stories.
func archiveGrowth(rounds: Int = 60) async throws -> [BenchReport] {
    try await withArchives { small, large in
        let archives = try await [ArchivePages(small), ArchivePages(large)]
        // Pages are let go as soon as they are sent.
        let servers = try [small, large].map { try ServerRun.newsreel($0, settings: ["pages.memory-megabytes=0"]) }
        defer { for server in servers { server.stop() } }
        return try ArchivePages.kinds.flatMap { kind -> [BenchReport] in
            var times: [[Double]] = [[], []]
            for round in 0..<rounds + 5 {
                for (index, server) in servers.enumerated() {
                    let taken = try time(archives[index].path(kind, round), server)
                    if round >= 5 { times[index].append(taken) }
                }
            }
            let reports = [
                BenchReport(
                    "archive-growth \(kind)", percentile(times[1], 0.5), "ms",
                    peer: .init(name: "at 10,000", value: percentile(times[0], 0.5)), aim: .ratioAtMost(1.5),
                    spread: times[1])
            ]
            guard kind.hasPrefix("search") else { return reports }
            return reports + [
                BenchReport("archive-growth \(kind) p99", percentile(times[1], 0.99), "ms", aim: .below(20))
            ]
        }
    }
}

/// Addresses of one newsroom to ask for, another for each round.
private struct ArchivePages {
    static let kinds = [
        "story", "front", "section", "tag", "day", "sitemap", "feed", "search one word", "search two words",
        "search with filter",
    ]
    private let stories: [String]
    private let words: [[String]]
    /// The sections of the stories that have these words.
    private let sections: [String]

    init(_ data: String) async throws {
        stories = try await storyPaths(data, count: 2_000)
        let newsroom = try Newsroom.open(at: data)
        let cards = try await newsroom.latest("en", limit: 500).cards
        words = cards.map { $0.headline.lowercased().split(separator: " ").map(String.init) }
        sections = cards.map { $0.section ?? "" }
        try newsroom.close()
    }

    func path(_ kind: String, _ round: Int) -> String {
        let story = stories[round * 29 % stories.count]
        let asked = words[round * 7 % words.count]
        return switch kind {
        case "front": "/"
        case "section": "/section/" + ["world", "politics", "economy", "culture", "science", "sport"][round % 6]
        case "tag": "/tag/subject-\(round % 400 + 1)"
        case "day": String(story.prefix(11))
        case "sitemap": "/sitemap.xml"
        case "feed": "/rss.xml"
        case "search one word": "/search?q=" + asked[0]
        case "search two words": "/search?q=" + asked[0] + "+" + asked[1]
        case "search with filter":
            "/search?q=" + asked[1] + "&section=\(sections[round * 7 % words.count])&from=2020-01-01"
        default: story
        }
    }
}

/// From the word to publish until story, front page, tag, feed, sitemap and search all show the story: at the desk of
/// the server that readers ask, and from another process.
func publishing(rounds: Int = 100) async throws -> [BenchReport] {
    try await withArchives { small, large in
        let newsrooms = try [small, large].map { try Newsroom.open(at: $0) }
        for newsroom in newsrooms { try await withdrawLate(from: newsroom) }
        let servers = try [small, large].map { try ServerRun.newsreel($0) }
        defer { for server in servers { server.stop() } }
        let name = "Bench \(UUID().uuidString)"
        var desks: [PublishingDesk] = []
        for (newsroom, server) in zip(newsrooms, servers) {
            let key = try await newsroom.addKey(name, scopes: [.read, .write, .publish]).secret
            desks.append(PublishingDesk(newsroom: newsroom, port: server.port, key: key))
        }
        var times: [[Double]] = [[], []]
        for round in 0..<rounds + 5 {
            for (index, desk) in desks.enumerated() {
                let taken = try await desk.publish(isElsewhere: false)
                if round >= 5 { times[index].append(taken) }
            }
        }
        var elsewhere: [Double] = []
        for _ in 0..<rounds {
            elsewhere.append(try await desks[1].publish(isElsewhere: true))
            // The server looks for such changes at moments of its own.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<50)))
        }
        for newsroom in newsrooms {
            _ = try await newsroom.revokeKey(name)
            try newsroom.close()
        }
        return [
            BenchReport(
                "publish", percentile(times[1], 0.5), "ms",
                peer: .init(name: "at 10,000", value: percentile(times[0], 0.5)), aim: .ratioAtMost(1.2),
                spread: times[1]),
            BenchReport("publish p99", percentile(times[1], 0.99), "ms", aim: .below(50)),
            BenchReport(
                "publish from another process", percentile(elsewhere, 0.99), "ms", aim: .atMost(1000),
                spread: elsewhere),
        ]
    }
}

/// Takes back what an earlier run published, which is later than all of an archive, and what was read of it: else the one
/// archive would have a longer sitemap of this month and more pages to make again than the other.
private func withdrawLate(from newsroom: Newsroom) async throws {
    let end = Timestamp(milliseconds: 1_735_689_600_000)
    while true {
        let late = try await newsroom.latest("en", limit: 100).cards.filter { $0.publication.published >= end }
        if late.isEmpty { break }
        for card in late { _ = try await newsroom.kill(card.id) }
    }
    try? FileManager.default.removeItem(atPath: newsroom.folder + "/most-read-pages")
}

/// Publishes stories one by one and reads what readers see of them.
private struct PublishingDesk {
    let newsroom: Newsroom
    let port: Int
    let key: String

    /// Milliseconds until readers see a new story everywhere, published through the server or beside it.
    func publish(isElsewhere: Bool) async throws -> Double {
        let mark = "zebra\(UInt32.random(in: 0 ... .max))quark"
        let headline = "\(mark.capitalized) crosses the line"
        let draft = try await draft(headline, mark, isElsewhere: isElsewhere)
        let start = ContinuousClock.now
        let address: String
        if isElsewhere {
            let day = try await newsroom.publish(draft).publication?.day.description ?? ""
            address = "/" + day.replacingOccurrences(of: "-", with: "/") + "/" + mark
        } else {
            let answer = try ask("stories/\(draft)/steps", ["step": "publish"])
            guard let told = answer["address"] as? String else { throw BenchFailure("published at no address") }
            address = told.hasPrefix("/") ? told : URL(string: told)?.path ?? told
        }
        let month = address.dropFirst().prefix(7).replacingOccurrences(of: "/", with: "-")
        let places = [
            (address, headline), ("/", headline), ("/tag/subject-1", headline), ("/rss.xml", headline),
            ("/sitemap-\(month).xml", address), ("/search?q=" + mark, address),
        ]
        for (path, words) in places {
            while try !HTTPFetch.get(path, port: port).text.contains(words) {
                guard seconds(since: start) < 5 else { throw BenchFailure("\(path) does not show “\(headline)”") }
            }
        }
        return seconds(since: start) * 1000
    }

    /// A story that is yet to be published, written where it will be published from.
    private func draft(_ headline: String, _ slug: String, isElsewhere: Bool) async throws -> StoryID {
        let text = "The line was crossed at noon."
        guard !isElsewhere else {
            return try await newsroom.createStory(
                edition: "en",
                content: StoryContent(
                    headline: headline, bylines: [Byline("Mara Lind")], section: "world", slug: slug,
                    body: [.paragraph([Inline(text)])], tags: ["Subject 1"]),
                author: "bench"
            ).id
        }
        let content: [String: Any] = [
            "headline": headline, "bylines": [["name": "Mara Lind"]], "section": "world", "slug": slug,
            "body": [["type": "paragraph", "text": [["text": text]]]], "tags": ["Subject 1"],
        ]
        let answer = try ask("stories", ["edition": "en", "content": content])
        guard let id = answer["id"] as? String else { throw BenchFailure("a story without an identity") }
        return StoryID(rawValue: id)
    }

    private func ask(_ path: String, _ object: [String: Any]) throws -> [String: Any] {
        let answer = try SoakDesk.ask(
            "POST", "/api/v1/" + path, port: port, key: key, fields: ["Content-Type": "application/json"],
            body: [UInt8](try JSONSerialization.data(withJSONObject: object)))
        guard (200...201).contains(answer.status) else {
            throw BenchFailure("\(path) was answered with \(answer.status): \(answer.object)")
        }
        return answer.object
    }
}

/// A thousand readers at once on a page that was just let go: how long the last of a hundred waits, and how often the
/// page is made for all of them.
func stampede(readers: Int = 1_000, rounds: Int = 9) async throws -> [BenchReport] {
    try await withTemporaryFolder { folder in
        let data = folder + "/news"
        try run(ServerRun.newsreelBinary(), ["bench", "seed", "--stories", String(scaled(10_000)), "--data", data])
        let paths = try await storyPaths(data, count: 200)
        let newsroom = try Newsroom.open(at: data)
        func stampede(_ server: ServerRun, _ log: String? = nil) async throws -> (p99: Double, makings: Int) {
            func makings() throws -> Int {
                let lines = try log.map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n") } ?? []
                return lines.count { $0.contains("page made") && $0.contains("\"\(paths[0])\"") }
            }
            // What is read after it is renewed when a change touches every page; it is let go.
            for path in paths { _ = try time(path, server) }
            let connections = try (0..<readers).map { _ in try HTTPFetch.connect(port: server.port) }
            defer { for connection in connections { close(connection) } }
            _ = try await newsroom.setBanner(
                edition: "en", text: "Storm \(UInt32.random(in: 0 ... .max))", story: nil,
                until: NewsClock.system.now.adding(seconds: 600), by: Actor(name: "Bench", address: "bench"))
            // The server hears of it within a second, as of what any other process writes.
            try await Task.sleep(for: .seconds(1.5))
            let before = try makings()
            let times = try answerTimes(paths[0], connections)
            return (percentile(times, 0.99), try makings() - before)
        }
        let server = try ServerRun.newsreel(data)
        var times: [Double] = []
        do {
            defer { server.stop() }
            for _ in 0..<rounds { times.append(try await stampede(server).p99) }
        }
        // Once more with a server that tells what it makes, which takes it time.
        let log = folder + "/server.log"
        let telling = try ServerRun.newsreel(data, settings: ["log.level=debug", "log.format=json"], log: log)
        defer { telling.stop() }
        let makings = try await stampede(telling, log).makings
        try newsroom.close()
        guard makings > 0 else { throw BenchFailure("the page was not let go before the readers came") }
        return [
            BenchReport("stampede p99", percentile(times, 0.5), "ms", aim: .below(50), spread: times),
            BenchReport("stampede makings", Double(makings), "of the page", aim: .atMost(1)),
        ]
    }
}

/// Milliseconds from the first request until each connection's answer began.
private func answerTimes(_ path: String, _ connections: [Int32]) throws -> [Double] {
    let start = ContinuousClock.now
    for connection in connections { try HTTPFetch.send(path, on: connection, coding: "gzip") }
    var waiting = connections.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var times: [Double] = []
    while !waiting.isEmpty {
        guard poll(&waiting, nfds_t(waiting.count), 10_000) > 0 else {
            throw BenchFailure("\(waiting.count) readers had no answer within 10 s")
        }
        let taken = seconds(since: start) * 1000
        for one in waiting where one.revents != 0 {
            var head = [UInt8](repeating: 0, count: 12)
            guard read(one.fd, &head, head.count) == 12, String(decoding: head, as: UTF8.self) == "HTTP/1.1 200" else {
                throw BenchFailure("a reader of the stampede had no page")
            }
            times.append(taken)
        }
        waiting.removeAll { $0.revents != 0 }
    }
    return times
}

/// Megabytes of `newsreel serve`: idle, under load, and with a large archive.
func memory() async throws -> [BenchReport] {
    try await withArchives { small, large in
        let server = try ServerRun.newsreel(small)
        defer { server.stop() }
        let idle = server.megabytes()
        let load = WrkRun.Load(
            connections: 1_000, seconds: benchScale < 1 ? 1 : 10, paths: try await storyPaths(small, count: 5_000))
        _ = try WrkRun.of(load, port: server.port, folder: small)
        let loaded = server.megabytes(most: true)
        let other = try ServerRun.newsreel(large)
        defer { other.stop() }
        let paths = try await storyPaths(large, count: 20_000)
        _ = try WrkRun.of(
            WrkRun.Load(seconds: load.seconds, paths: paths), port: other.port, folder: large)
        return [
            BenchReport("memory idle", idle, "MB", aim: .below(100)),
            BenchReport("memory under load", loaded, "MB", aim: .below(400)),
            BenchReport("memory 1,000,000 stories", other.megabytes(most: true), "MB", aim: .below(400)),
        ]
    }
}

/// From the start of `newsreel serve` to the front page of a large archive.
func starting(rounds: Int = 7) async throws -> [BenchReport] {
    try await withTemporaryFolder { folder in
        let data = folder + "/news"
        try run(ServerRun.newsreelBinary(), ["bench", "seed", "--stories", String(scaled(1_000_000)), "--data", data])
        var times: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let server = try ServerRun.newsreel(data)
            defer { server.stop() }
            _ = try time("/", server)
            times.append(seconds(since: start) * 1000)
        }
        return [BenchReport("start", percentile(times, 0.5), "ms", aim: .below(300), spread: times)]
    }
}
