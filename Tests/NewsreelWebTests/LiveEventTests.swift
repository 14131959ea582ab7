import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import NewsreelModel
import NewsreelPages
import NewsreelTesting
import Testing

@testable import NewsreelStore
@testable import NewsreelWeb

/// What open pages hear, over real sockets.
@Suite(.timeLimit(.minutes(2))) struct LiveEventTests {
    let temporary: TemporaryNewsroom
    let story: Story
    let ada = Actor(name: "Ada", address: "test")
    var newsroom: Newsroom { temporary.newsroom }

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        story = try await temporary.newsroom.publishFixture()
        try await temporary.newsroom.beginLive(story.id, label: "Live", author: "ada", by: ada)
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func pages(of newsroom: Newsroom) async throws -> PageRenderer {
        try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
    }

    private func withSite(
        connections: Int = 100, logger: Logger = Self.quiet,
        _ body: @escaping @Sendable (SiteClient, Int) async throws -> Void
    ) async throws {
        let application = buildApplication(
            newsroom: newsroom, pages: try await pages(of: newsroom), clock: temporary.clock.clock,
            options: ApplicationOptions(liveConnections: connections), logger: logger)
        try await application.test(.live) { client in try await body(client, try #require(client.port)) }
    }

    /// A page that listens.
    private struct Listener {
        let talk: HTTPTalk

        init(_ port: Int, _ query: String, last: Int? = nil) async throws {
            talk = try HTTPTalk(port: port)
            try await talk.begin(
                "GET", "/live/events?" + query, last.map { ["Last-Event-ID": String($0)] } ?? [:])
        }

        /// Everything up to and with `end`.
        func hears(_ end: String) async throws -> String { try await talk.text(until: end) }
    }

    private func update(_ headline: String) async throws {
        _ = try await newsroom.addUpdate(
            to: story.id, headline: headline, body: [.paragraph([Inline("At <the> quay.")])], isKey: false, by: ada)
    }

    @Test func `readers of a live story hear its updates, those of the edition its banner, others nothing`()
        async throws
    {
        try await withSite { _, port in
            let reader = try await Listener(port, "edition=en&story=\(story.id)")
            let front = try await Listener(port, "edition=en")
            let russian = try await Listener(port, "edition=ru")
            for each in [reader, front, russian] {
                let head = try await each.hears("retry: 3000\n\n")
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.contains("text/event-stream"))
                #expect(head.contains("Cache-Control: no-store"))
            }
            try await update("Moored")
            let heard = try await reader.hears("Moored")
            #expect(heard.contains("event: update\ndata: {") && heard.contains("id: 2\n"))
            _ = try await newsroom.setBanner(
                edition: "en", text: "Ferry home", story: story.id,
                until: temporary.clock.clock.now.adding(seconds: 60),
                by: ada)
            let banner = try await front.hears("\n\n")
            #expect(banner.contains("event: banner") && banner.contains("Ferry home") && !banner.contains("Moored"))
            #expect(try await reader.hears("Ferry home").contains("event: banner"))
            _ = try await newsroom.setBanner(
                edition: "ru", text: "Паром", story: nil, until: temporary.clock.clock.now.adding(seconds: 60), by: ada)
            #expect(try await !russian.hears("Паром").contains("Ferry home"))
        }
    }

    @Test func `who comes back hears what was missed, and who was away too long begins anew`() async throws {
        try await withSite { _, port in
            let reader = try await Listener(port, "edition=en&story=\(story.id)")
            _ = try await reader.hears("retry: 3000\n\n")
            try await update("First")
            _ = try await reader.hears("First")
            try await update("Second")
            try await update("Third")
            _ = try await reader.hears("Third")
            let back = try await Listener(port, "edition=en&story=\(story.id)", last: 2)
            let missed = try await back.hears("Third")
            #expect(missed.contains("Second") && !missed.contains("First"))
            let strange = try await Listener(port, "edition=en&story=\(story.id)", last: 900)
            #expect(try await strange.hears("event: reset\n").contains("200 OK"))
            let fresh = try await Listener(port, "edition=en&story=\(story.id)")
            #expect(try await fresh.hears("Third").contains("First"))
        }
    }

    @Test func `a reader who does not keep up is let go, and on coming back hears what was missed`() async throws {
        try await withSite { _, port in
            let slow = try HTTPTalk(port: port, window: 4096)
            try await slow.begin("GET", "/live/events?edition=en&story=\(story.id)")
            _ = try await slow.text(until: "retry: 3000\n\n")
            let quick = try await Listener(port, "edition=en&story=\(story.id)")
            let words = String(repeating: "The ferry is in sight of the quay. ", count: 500)
            for number in 1...20 {
                _ = try await newsroom.addUpdate(
                    to: story.id, headline: "Sighting \(number).", body: [.paragraph([Inline(words)])], isKey: false,
                    by: ada)
                // One who keeps up hears each.
                _ = try await quick.hears("Sighting \(number).")
            }
            func numbers(_ text: String) -> [Int] {
                text.split(separator: "Sighting ").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
            }
            // The last event may have come in half.
            let events = String(decoding: try await slow.rest(), as: UTF8.self).split(separator: "\n\n")
            let heard = events.filter { $0.hasPrefix("id: ") && $0.hasSuffix("}") }
            let count = numbers(heard.joined()).count
            #expect(count < 20 && numbers(heard.joined()) == Array(1..<(count + 1)))
            let last = try #require(heard.last.flatMap { Int($0.dropFirst(4).prefix { $0.isNumber }) })
            let back = try await Listener(port, "edition=en&story=\(story.id)", last: last)
            #expect(numbers(try await back.hears("Sighting 20.")) == Array((count + 1)...20))
        }
    }

    @Test func `what one server takes reaches the readers of another on the same newsroom`() async throws {
        let other = try Newsroom.open(at: temporary.folder)
        let second = buildApplication(
            newsroom: other, pages: try await pages(of: other), clock: .system, options: ApplicationOptions(),
            logger: Self.quiet)
        try await withSite { _, port in
            try await second.test(.live) { client in
                let here = try await Listener(port, "edition=en&story=\(story.id)")
                let there = try await Listener(try #require(client.port), "edition=en&story=\(story.id)")
                for each in [here, there] { _ = try await each.hears("retry: 3000\n\n") }
                try await update("Moored")
                let told = [try await here.hears("Moored"), try await there.hears("Moored")]
                #expect(told.allSatisfy { $0.contains("id: 2\nevent: update\n") })
                _ = try await other.addUpdate(to: story.id, headline: "Unloaded", body: [], isKey: false, by: ada)
                for each in [here, there] { #expect(try await each.hears("Unloaded").contains("id: 3\n")) }
                _ = try await other.setBanner(
                    edition: "en", text: "Ferry home", story: nil, until: NewsClock.system.now.adding(seconds: 60),
                    by: ada)
                for each in [here, there] {
                    #expect(try await each.hears("Ferry home").contains("id: 4\nevent: banner\n"))
                }
                try await other.endLive(story.id, author: "ada", by: ada)
                for each in [here, there] {
                    #expect(try await each.hears("\"isOn\":false").contains("id: 5\nevent: coverage\n"))
                }
                _ = try await other.kill(story.id)
                for each in [here, there] { #expect(try await each.hears("event: gone\n").contains("id: 6\n")) }
            }
        }
        try other.close()
    }

    @Test func `what another process writes after the feed began and before the first look is told`() async throws {
        let other = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
        let pressroom = Pressroom(
            ReaderPages(newsroom: newsroom, pages: try await pages(of: newsroom), clock: temporary.clock.clock),
            logger: Self.quiet)
        let hub = LiveHub(mostConnections: 1, clock: temporary.clock.clock)
        let feed = LiveFeed(hub: hub, pressroom: pressroom, logger: Self.quiet)
        let shelf = PageShelf(mostBytes: 1 << 20) { _ in
            FinishedPage(RenderedPage(status: 404, contentType: "", body: []))
        }
        let watch = ChangeWatch(
            newsroom: newsroom, source: PageSource(pressroom: pressroom, shelf: shelf), feed: feed, logger: Self.quiet)
        func waitForEvent(_ number: Int64) async throws {
            while true {
                let admission = hub.admit(
                    LiveTopic(edition: "en", story: nil), after: nil, on: MultiThreadedEventLoopGroup.singleton.any())
                guard case .welcome(_, _, let newest) = admission else { throw CancellationError() }
                hub.leave()
                if newest == number { return }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        let feeding = Task { try await feed.run() }
        try await waitForEvent(1)
        _ = try await other.addUpdate(to: story.id, headline: "Moored", body: [], isKey: false, by: ada)
        let watching = Task { try await watch.run() }
        try await waitForEvent(2)
        for task in [feeding, watching] {
            task.cancel()
            try await task.value
        }
        try other.close()
    }

    /// Hands on what a log complains of.
    private struct Complaints: LogHandler {
        let lines: AsyncStream<String>.Continuation
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.error

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.yield("\(event.message)") }
    }

    @Test func `what could not be read for a while is told and shown as soon as it can be`() async throws {
        let (lines, log) = AsyncStream.makeStream(of: String.self)
        let until = temporary.clock.clock.now.adding(seconds: 60)
        try await withSite(logger: Logger(label: "test") { _ in Complaints(lines: log) }) { client, port in
            let reader = try await Listener(port, "edition=en")
            _ = try await reader.hears("retry: 3000\n\n")
            try await newsroom.write("tell what no program knows") {
                (transaction: WriteTransaction) throws(StoreError) in
                try LiveRecords.note(.banner, edition: "en", in: transaction)
                try transaction.execute("UPDATE live_changes SET kind = 'strange' WHERE kind = 'banner'")
            }
            for await line in lines where line == "readers could not be told what happened" { break }
            // No change says that it can be read now.
            try await newsroom.write("mend it") { (transaction: WriteTransaction) throws(StoreError) in
                try transaction.execute("UPDATE live_changes SET kind = 'banner' WHERE kind = 'strange'")
            }
            #expect(try await reader.hears("event: banner\n").contains("id: 2\n"))

            #expect(String(buffer: try await client.execute(uri: "/latest", method: .get).body).contains("Ferry"))
            try await newsroom.write("hide the changes") { (transaction: WriteTransaction) throws(StoreError) in
                try transaction.execute("ALTER TABLE changes RENAME TO hidden")
            }
            for await line in lines where line == "changes of other processes could not be read" { break }
            let other = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
            try await other.write("show them again, with one more") {
                (transaction: WriteTransaction) throws(StoreError) in
                try transaction.execute("ALTER TABLE hidden RENAME TO changes")
                try transaction.execute(
                    "INSERT INTO banners (edition, id, words, until_ms, author) VALUES ('en', 'storm', 'A storm', $1, '')",
                    [.time(until)])
                try LiveRecords.note(.banner, edition: "en", in: transaction)
                transaction.changes.takeBanner(of: "en")
            }
            try other.close()
            #expect(try await reader.hears("A storm").contains("id: 3\n"))
            var page = ""
            while !page.contains("A storm") {
                page = String(buffer: try await client.execute(uri: "/latest", method: .get).body)
            }
        }
    }

    @Test func `a withdrawn story is told, and its updates to nobody any more`() async throws {
        try await withSite { _, port in
            let reader = try await Listener(port, "edition=en&story=\(story.id)")
            _ = try await reader.hears("retry: 3000\n\n")
            try await update("Secret")
            _ = try await reader.hears("Secret")
            _ = try await newsroom.kill(story.id)
            _ = try await reader.hears("event: gone\n")
            let late = try await Listener(port, "edition=en&story=\(story.id)", last: 1)
            #expect(try await !late.hears("event: gone\n").contains("Secret"))
        }
    }

    @Test func `connections beyond the bound are sent away for a while, and one that ends makes room`() async throws {
        try await withSite(connections: 1) { client, port in
            var first: Listener? = try await Listener(port, "edition=en")
            _ = try await first?.hears("retry: 3000\n\n")
            let second = try await Listener(port, "edition=en")
            let refusal = try await second.hears("\r\n\r\n")
            #expect(refusal.hasPrefix("HTTP/1.1 503 ") && refusal.contains("Retry-After: "))
            first = nil
            var status = ""
            while !status.contains("200 OK") {
                let next = try await Listener(port, "edition=en")
                status = try await next.hears("\r\n\r\n")
            }
            #expect(try await client.execute(uri: "/live/events?edition=xx", method: .get).status == .notFound)
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
        }
    }

    @Test func `a live story's page has its updates, their data for machines and the address to listen at`()
        async throws
    {
        try await update("Moored")
        let update = try await newsroom.addUpdate(
            to: story.id, headline: "A key & moment", body: [], isKey: true, by: ada)
        _ = try await newsroom.correctUpdate(
            update.id, headline: "The key & moment", body: [], isKey: true, note: "One word.", by: ada)
        try await withSite { client, _ in
            let path = "/2026/03/02/ferry-returns-to-osterholm"
            let page = String(buffer: try await client.execute(uri: path, method: .get).body)
            #expect(page.contains("data-events=\"/live/events?edition=en&amp;story=\(story.id)\""))
            #expect(page.contains("id=\"\(update.anchor)\"") && page.contains("The key &amp; moment"))
            #expect(page.contains("label-live") && page.contains("One word."))
            #expect(page.contains("\"LiveBlogPosting\"") && page.contains("\"liveBlogUpdate\""))
            #expect(page.contains("\"coverageStartTime\""))
            try await newsroom.endLive(story.id, author: "ada", by: ada)
            let after = String(buffer: try await client.execute(uri: path, method: .get).body)
            #expect(after.contains("\"coverageEndTime\"") && after.contains("data-events=\"/live/events?edition=en\""))
            #expect(!after.contains("label-live"))
        }
    }

    @Test func `a banner stands in the bytes of every page of its edition until its time`() async throws {
        _ = try await newsroom.setBanner(
            edition: "en", text: "Storm <tonight>", story: story.id,
            until: temporary.clock.clock.now.adding(seconds: 60),
            by: ada)
        try await withSite { client, _ in
            for path in ["/", "/latest", "/search?q=ferry", "/2026/03/02/ferry-returns-to-osterholm", "/bookmarks"] {
                let page = String(buffer: try await client.execute(uri: path, method: .get).body)
                #expect(page.contains("Storm &lt;tonight&gt;"), "\(path)")
                #expect(page.contains("<a href=\"/2026/03/02/ferry-returns-to-osterholm\">Storm"), "\(path)")
            }
            let russian = String(buffer: try await client.execute(uri: "/ru", method: .get).body)
            #expect(!russian.contains("Storm"))
            temporary.clock.advance(seconds: 61)
            let after = String(buffer: try await client.execute(uri: "/", method: .get).body)
            #expect(!after.contains("Storm"))
        }
    }
}
