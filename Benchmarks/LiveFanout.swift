import Foundation
import NewsreelModel
import NewsreelStore

#if canImport(Glibc)
import Glibc
#endif

/// Milliseconds from the write of an update until each of 10,000 open pages has it, with the server on one core, and what
/// such a page costs the server in memory. The update is written by another process than the server, as by a second
/// server on the same newsroom.
func liveFanout(connections: Int = 10_000, rounds: Int = 20) async throws -> [BenchReport] {
    let binary = try ServerRun.newsreelBinary()
    try OpenPages.allowFiles(connections + 500)
    try keepOffFirstCore(true)
    defer { try? keepOffFirstCore(false) }
    return try await withTemporaryFolder { folder in
        let data = folder + "/news"
        _ = try run(binary, ["init", "--data", data])
        let newsroom = try Newsroom.open(at: data)
        defer { try? newsroom.close() }
        let edition = try await newsroom.editions()[0].code
        let desk = Actor(name: "Bench", address: "bench")
        let draft = try await newsroom.createStory(
            edition: edition, content: StoryContent(headline: "Ferry", slug: "ferry"), author: "bench")
        _ = try await newsroom.publish(draft.id)
        try await newsroom.beginLive(draft.id, label: "Live", author: "bench", by: desk)

        let server = Process()
        let output = Pipe()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = [
            "taskset", "-c", "0", binary, "serve", "--data", data, "--port", "0", "--set", "worker.enabled=false",
        ]
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard
            let port = line.split(separator: ":").last.flatMap({
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            })
        else { throw BenchFailure("the server did not say its port") }

        // A first connection, so that what every server needs once is not counted for each page.
        let first = try OpenPages(port: port, count: 50, path: "/live/events?edition=\(edition)&story=\(draft.id)")
        try first.listen(for: "retry: 3000", seconds: 20)
        let before = try residentKilobytes(of: server.processIdentifier)
        let pages = try OpenPages(
            port: port, count: connections - 50, path: "/live/events?edition=\(edition)&story=\(draft.id)")
        try pages.listen(for: "retry: 3000", seconds: 120)
        let after = try residentKilobytes(of: server.processIdentifier)
        var latencies: [Double] = []
        var worst: [Double] = []
        for round in 0..<rounds {
            let start = ContinuousClock.now
            _ = try await newsroom.addUpdate(
                to: draft.id, headline: "Update number \(round)",
                body: [.paragraph([Inline(String(repeating: "The ferry is in sight of the quay. ", count: 12))])],
                isKey: false, by: desk)
            let times = try pages.listen(for: "Update number \(round)", seconds: 30, since: start)
            latencies += times
            worst.append(times.max() ?? 0)
            BenchReport.progress(
                "live-fanout: update \(round + 1) of \(rounds), the first page after "
                    + "\(BenchReport.number(times.min() ?? 0)) ms, the last after \(BenchReport.number(times.max() ?? 0)) ms"
            )
        }
        return [
            BenchReport("live-fanout", percentile(latencies, 0.99), "ms p99", aim: .atMost(250)),
            BenchReport(
                "live-fanout-last", percentile(worst, 0.5), "ms until the last page", aim: .atMost(250), spread: worst),
            BenchReport(
                "live-fanout-memory", Double(after - before) / Double(connections - 50), "KB per connection",
                aim: .below(20)),
        ]
    }
}

/// Leaves the first core to the server alone, where there is another one for the readers.
private func keepOffFirstCore(_ isKeptOff: Bool) throws {
    let last = ProcessInfo.processInfo.processorCount - 1
    guard last > 0 else { return }
    try run("/usr/bin/env", ["taskset", "-acp", "\(isKeptOff ? 1 : 0)-\(last)", "\(getpid())"])
}

/// What a process has in memory.
private func residentKilobytes(of process: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
        let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw BenchFailure("the server's memory cannot be read") }
    return kilobytes
}

/// Many open pages in one thread, each a socket that listens. It does as little as it can for each, so that what is
/// measured is the server.
private final class OpenPages {
    private var sockets: [Int32] = []
    private var piece = [UInt8](repeating: 0, count: 32_768)

    static func allowFiles(_ count: Int) throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur >= rlim_t(count) else {
            throw BenchFailure("this process may open \(limit.rlim_cur) files; \(count) are needed (ulimit -n)")
        }
    }

    init(port: Int, count: Int, path: String) throws {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".utf8)
        for index in 0..<count {
            let page = try HTTPFetch.connect(port: port)
            sockets.append(page)
            guard send(page, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
                throw BenchFailure("page \(index) cannot ask: \(String(cString: strerror(errno)))")
            }
        }
    }

    deinit {
        for page in sockets { close(page) }
    }

    /// Reads until every page has had these words; the milliseconds it took each, until it and those that came with it
    /// were read.
    @discardableResult
    func listen(for words: String, seconds: Double, since start: ContinuousClock.Instant = .now) throws -> [Double] {
        let words = Array(words.utf8)
        var waiting = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        /// How many of the words' bytes ended what a page read last, for each that waits.
        var matched = [Int](repeating: 0, count: waiting.count)
        var times: [Double] = []
        times.reserveCapacity(waiting.count)
        while !waiting.isEmpty {
            let passed = start.duration(to: .now) / .milliseconds(1)
            guard passed < seconds * 1000 else {
                throw BenchFailure(
                    "\(waiting.count) pages did not hear “\(String(decoding: words, as: UTF8.self))” in \(Int(seconds)) s"
                )
            }
            guard poll(&waiting, nfds_t(waiting.count), 1000) > 0 else { continue }
            var left = 0
            for index in waiting.indices {
                var page = waiting[index]
                var count = matched[index]
                if page.revents != 0 {
                    count = try read(page.fd, words, after: count)
                    if count == words.count { continue }
                    page.revents = 0
                }
                waiting[left] = page
                matched[left] = count
                left += 1
            }
            let now = start.duration(to: .now) / .milliseconds(1)
            times += repeatElement(now, count: waiting.count - left)
            waiting.removeLast(waiting.count - left)
        }
        return times
    }

    /// Reads a piece of what a page is told; how many bytes of `words` end it, all where they are in it.
    private func read(_ page: Int32, _ words: [UInt8], after matched: Int) throws -> Int {
        // What it had of the words stands before what it reads now.
        piece.replaceSubrange(0..<matched, with: words[..<matched])
        return try piece.withUnsafeMutableBytes { piece in
            guard let start = piece.baseAddress else { return 0 }
            let got = recv(page, start + matched, piece.count - matched, 0)
            guard got > 0 else { throw BenchFailure("the server let a page go") }
            let end = start + matched + got
            var place = start
            while let found = memchr(place, Int32(words[0]), end - place) {
                let count = min(words.count, end - found)
                if memcmp(found, words, count) == 0 { return count }
                place = found + 1
            }
            return 0
        }
    }
}
