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

/// A clip with one rung, the story that leads with it and one of words.
@Suite struct EmbedTests {
    let temporary: TemporaryNewsroom
    let clip: MediaID
    let story: Story

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
        let newsroom = temporary.newsroom
        func file(
            _ name: String, _ purpose: Rendition.Purpose, _ type: String, _ text: String,
            width: Int = 0, height: Int = 0
        ) throws -> Rendition {
            let blob = try newsroom.blobs.put(Array(text.utf8))
            return Rendition(
                name: name, purpose: purpose, mimeType: type, width: width, height: height, bytes: blob.bytes,
                checksum: blob.checksum)
        }
        let added = try await newsroom.addMedia(
            .fixture(kind: .video, caption: "Foxes", original: .fixture(mimeType: "video/mp4")))
        _ = try await newsroom.setFindings(added.id, MediaFindings(width: 1920, height: 1080, duration: 30_000))
        var rung = try file("v480.mp4", .variant, "video/mp4", "rung", width: 854, height: 480)
        rung.stream = StreamFacts(
            codecs: "avc1.64001f", frameRate: 25, peakBandwidth: 900_000, averageBandwidth: 600_000)
        let segments = (0..<60).map { "#EXTINF:4.0,\n#EXT-X-BYTERANGE:4@\($0 * 4)\n../x/v480.mp4\n" }.joined()
        _ = try await newsroom.markReady(
            added.id,
            renditions: [
                file("play.mp4", .progressive, "video/mp4", "the whole clip", width: 1920, height: 1080), rung,
                file("v480.m3u8", .playlist, "application/vnd.apple.mpegurl", "#EXTM3U\n" + segments),
                file("poster-w640.jpg", .poster, "image/jpeg", "a still", width: 640, height: 360),
            ])
        clip = added.id
        story = try await newsroom.publishFixture(.fixture("Foxes in the park", media: [clip], lead: clip))
        _ = try await newsroom.publishFixture()
    }

    private func withSite(
        _ body: @escaping @Sendable (SiteClient) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock, options: ApplicationOptions(),
            logger: logger)
        try await application.test(.live, body)
    }

    /// A story with the clip in its text.
    private static func showing(_ clip: MediaID, slug: String) -> StoryContent {
        var content = StoryContent.fixture("Foxes again", slug: slug, media: [clip])
        content.body.append(.video(clip))
        return content
    }

    private func text(_ client: SiteClient, _ path: String) async throws -> String {
        String(buffer: try await client.execute(uri: path, method: .get).body)
    }

    @Test func `a published clip may be framed by anyone, and nothing else of the site may`() async throws {
        let clip = clip
        try await withSite { client in
            let frame = try await client.execute(uri: "/embed/\(clip)?t=12", method: .get)
            #expect(frame.status == .ok)
            #expect(frame.headers[.contentSecurityPolicy]?.contains("frame-ancestors *") == true)
            #expect(frame.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
            #expect(frame.headers[.accessControlAllowOrigin] == nil)
            #expect(String(buffer: frame.body).contains("https://lamp.example/2026/03/02/foxes-in-the-park"))
            let story = try await client.execute(uri: "/2026/03/02/foxes-in-the-park", method: .get)
            #expect(story.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        }
    }

    @Test func `a clip that no published story of the edition shows has no frame`() async throws {
        let newsroom = temporary.newsroom
        let clip = clip
        let story = story
        let picture = try await newsroom.addMedia(.fixture("p", original: .fixture(7)))
        _ = try await newsroom.publishFixture(.fixture("Picture", media: [picture.id], lead: picture.id))
        try await withSite { client in
            for path in ["/embed/nothing", "/ru/embed/\(clip)", "/embed/\(picture.id)", "/embed", "/embed/\(clip)/x"] {
                #expect(try await client.execute(uri: path, method: .get).status == .notFound, "\(path)")
            }
            _ = try await newsroom.kill(story.id)
            #expect(try await client.execute(uri: "/embed/\(clip)", method: .get).status == .gone)
            let question = "/oembed?url=https://lamp.example/2026/03/02/foxes-in-the-park"
            #expect(try await client.execute(uri: question, method: .get).status == .notFound)
        }
    }

    @Test func `a frame leads to the newest story that shows the clip`() async throws {
        let newsroom = temporary.newsroom
        let clip = clip
        let older = Self.showing(clip, slug: "foxes-again")
        let newer = Self.showing(clip, slug: "foxes-once-more")
        // Names the clip and does not show it.
        let named = StoryContent.fixture("Foxes named", media: [clip])
        try await withSite { client in
            _ = try await newsroom.publishFixture(older, at: .fixtureNow.adding(seconds: -60))
            #expect(try await text(client, "/embed/\(clip)").contains("/2026/03/02/foxes-in-the-park"))
            temporary.clock.advance(seconds: 60)
            _ = try await newsroom.publishFixture(newer)
            temporary.clock.advance(seconds: 60)
            _ = try await newsroom.publishFixture(named)
            #expect(try await text(client, "/embed/\(clip)").contains("/2026/03/02/foxes-once-more"))
        }
    }

    @Test func `a site that asks how to show a story is told`() async throws {
        let clip = clip
        try await withSite { client in
            for address in [
                "https%3A%2F%2Flamp.example%2F2026%2F03%2F02%2Ffoxes-in-the-park%3Ft%3D9%26x%3D1%23top",
                "/2026/03/02/foxes-in-the-park?t=9", "https://lamp.example/embed/\(clip)?t=9",
            ] {
                let answer = try await client.execute(
                    uri: "/oembed?url=\(address)&format=json&maxwidth=320", method: .get)
                #expect(answer.status == .ok, "\(address)")
                #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
                let object = try JSONSerialization.jsonObject(with: Data(Array(buffer: answer.body))) as? [String: Any]
                #expect(object?["type"] as? String == "video")
                #expect(object?["width"] as? Int == 320 && object?["height"] as? Int == 180)
                #expect((object?["html"] as? String)?.contains("https://lamp.example/embed/\(clip)?t=9") == true)
            }
            let xml = try await client.execute(
                uri: "/oembed?url=/2026/03/02/ferry-returns-to-osterholm&format=xml", method: .get)
            #expect(xml.headers[.contentType] == "text/xml; charset=utf-8")
            #expect(String(buffer: xml.body).contains("<type>link</type>"))
        }
    }

    @Test func `a question that cannot be answered is refused by its status`() async throws {
        let cases: [(String, HTTPResponse.Status)] = [
            ("", .badRequest), ("url=", .badRequest), ("url=https://other.example/2026/03/02/foxes", .notFound),
            ("url=https://lamp.example/", .notFound), ("url=/2026/03/02/nothing", .notFound),
            ("url=/2026/03/02/foxes-in-the-park&format=yaml", .notImplemented), ("url=/media/x/y/z.jpg", .notFound),
            ("url=/oembed", .notFound),
        ]
        try await withSite { client in
            for (query, status) in cases {
                let answer = try await client.execute(uri: "/oembed?" + query, method: .get)
                #expect(answer.status == status, "\(query)")
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
            }
        }
    }

    @Test func `a story at its old address is still known`() async throws {
        let newsroom = temporary.newsroom
        var content = story.content
        content.slug = "foxes"
        _ = try await newsroom.save(story.id, content, basedOn: story.version, author: "test")
        try await withSite { client in
            let answer = try await client.execute(
                uri: "/oembed?url=/2026/03/02/foxes-in-the-park", method: .get)
            #expect(answer.status == .ok)
        }
    }

    @Test func `playlists are compressed as text is, and any site's player may read them`() async throws {
        let clip = clip
        let asset = try #require(try await temporary.newsroom.media(clip))
        let playlist = try #require(asset.renditions.first { $0.purpose == .playlist })
        let site = try await temporary.newsroom.site(origin: "https://lamp.example")
        let media = site.path(RenditionAddress.url(of: playlist, media: clip))
        try await withSite { client in
            for path in ["/media/\(clip)/stream/master.m3u8", media] {
                let answer = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: "gzip"])
                #expect(answer.status == .ok, "\(path)")
                #expect(answer.headers[.contentType] == "application/vnd.apple.mpegurl")
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
                #expect(answer.headers[.vary] == "Accept-Encoding")
                #expect(try await client.execute(uri: path, method: .options).status == .noContent)
            }
            let answer = try await client.execute(uri: media, method: .get, headers: [.acceptEncoding: "br"])
            #expect(answer.headers[.contentEncoding] == "br")
            #expect(answer.body.readableBytes < playlist.bytes / 4)
        }
    }

    @Test func `a story at a second is the same page`() async throws {
        let path = "/2026/03/02/foxes-in-the-park"
        try await withSite { client in
            let plain = try await client.execute(uri: path, method: .get)
            for query in ["?t=73", "?t=0", "?t=x", "?utm_source=y&t=3"] {
                let at = try await client.execute(uri: path + query, method: .get)
                #expect(at.status == .ok)
                #expect(at.headers[.eTag] == plain.headers[.eTag])
                #expect(at.body == plain.body)
            }
            #expect(
                String(buffer: plain.body).contains("<link rel=\"canonical\" href=\"https://lamp.example\(path)\">"))
        }
    }
}
