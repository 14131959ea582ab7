import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

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

    private func withSite(
        connections: Int = 100, _ body: @escaping @Sendable (SiteClient, Int) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock,
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

    @Test func `an update that one server takes reaches the readers of another on the same newsroom`() async throws {
        let other = try Newsroom.open(at: temporary.folder)
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await other.site(origin: "https://lamp.example"),
            editions: try await other.editions())
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let second = buildApplication(
            newsroom: other, pages: pages, clock: .system, options: ApplicationOptions(), logger: logger)
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
            }
        }
        try other.close()
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
