import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import NewsreelWeb
import Testing

@Suite struct MediaFileTests {
    let temporary: TemporaryNewsroom
    let asset: MediaAsset
    static let drawing = "<svg>" + String(repeating: "<path d='M0 0h1'/>", count: 200) + "</svg>"
    let bytes: [UInt8] = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    init() async throws {
        temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let blob = try newsroom.blobs.put(bytes)
        let original = Original(
            checksum: blob.checksum, bytes: blob.bytes, mimeType: "audio/mpeg", filename: "horn \"1\".mp3")
        let added = try await newsroom.addMedia(.fixture(kind: .audio, original: original))
        let rendition = Rendition(
            name: "play.m4a", purpose: .progressive, mimeType: "audio/mp4", width: 0, height: 0, bytes: blob.bytes,
            checksum: blob.checksum)
        let drawing = try newsroom.blobs.put(Array(Self.drawing.utf8))
        let waveform = Rendition(
            name: "waveform.svg", purpose: .waveform, mimeType: "image/svg+xml", width: 100, height: 10,
            bytes: drawing.bytes, checksum: drawing.checksum)
        asset = try await newsroom.markReady(added.id, renditions: [rendition, waveform])
    }

    private func withFile(
        _ body: @escaping @Sendable (SiteClient, String) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let newsroom = temporary.newsroom
        let site = try await newsroom.site(origin: "https://lamp.example")
        let pages = try PageRenderer(
            theme: try SiteTests.theme.get(), site: site, editions: try await newsroom.editions())
        let address = site.path(RenditionAddress.url(of: asset.renditions[0], media: asset.id))
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: temporary.clock.clock, options: ApplicationOptions(),
            logger: logger)
        try await application.test(.live) { client in try await body(client, address) }
    }

    @Test func `a recording is sent in the parts that a player asks for`() async throws {
        let bytes = bytes
        try await withFile { client, path in
            let whole = try await client.execute(uri: path, method: .get)
            #expect(whole.status == .ok)
            #expect(Array(buffer: whole.body) == bytes)
            #expect(whole.headers[.acceptRanges] == "bytes")
            let part = try await client.execute(uri: path, method: .get, headers: [.range: "bytes=1000-1999"])
            #expect(part.status == .partialContent)
            #expect(Array(buffer: part.body) == Array(bytes[1000...1999]))
            #expect(part.headers[.contentRange] == "bytes 1000-1999/300000")
            let end = try await client.execute(uri: path, method: .get, headers: [.range: "bytes=-5"])
            #expect(Array(buffer: end.body) == Array(bytes.suffix(5)))
            let beyond = try await client.execute(uri: path, method: .get, headers: [.range: "bytes=300000-"])
            #expect(beyond.status == .rangeNotSatisfiable)
            #expect(beyond.headers[.contentRange] == "bytes */300000")
            let head = try await client.execute(uri: path, method: .head, headers: [.range: "bytes=0-9"])
            #expect(head.status == .partialContent)
            #expect(head.headers[.contentLength] == "10")
            #expect(head.body.readableBytes == 0)
        }
    }

    @Test func `a large file goes to its reader whole, in ranges and before the next answer, and readers may leave`()
        async throws
    {
        let bytes = (0..<5_300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
        let blob = try temporary.newsroom.blobs.put(bytes)
        let rendition = Rendition(
            name: "long.m4a", purpose: .progressive, mimeType: "audio/mp4", width: 0, height: 0, bytes: blob.bytes,
            checksum: blob.checksum)
        let ready = try await temporary.newsroom.markReady(asset.id, renditions: [asset.renditions[0], rendition])
        try await withFile { client, _ in
            let port = try #require(client.port)
            let site = try await temporary.newsroom.site(origin: "https://lamp.example")
            let path = site.path(RenditionAddress.url(of: rendition, media: ready.id))
            for _ in 0..<5 {
                let leaving = try HTTPTalk(port: port)
                try await leaving.begin("GET", path)
                _ = try await leaving.text(until: "\r\n\r\n")
                leaving.cut()
            }
            let talk = try HTTPTalk(port: port)
            try await talk.begin("GET", path)
            try await talk.begin("GET", path, ["Range": "bytes=1000000-3200000"])
            try await talk.begin("GET", "/healthz")
            let whole = try await talk.answer()
            #expect(whole.status == 200 && whole.body == bytes)
            let part = try await talk.answer()
            #expect(part.status == 206 && part.body == Array(bytes[1_000_000...3_200_000]))
            #expect(try await talk.answer().text == "live\n")
            // Files that nobody reads any more are closed.
            func open() -> Int {
                let files: [String] = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                return files.count { file in
                    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + file))
                        == temporary.newsroom.blobs.path(of: rendition.checksum)
                }
            }
            for _ in 0..<500 where open() > 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(open() == 0)
        }
    }

    @Test func `a range of a file that changed gets the whole`() async throws {
        try await withFile { client, path in
            let etag = try #require(try await client.execute(uri: path, method: .head).headers[.eTag])
            let same = try await client.execute(
                uri: path, method: .get, headers: [.range: "bytes=0-9", .ifRange: etag])
            #expect(same.status == .partialContent)
            let other = try await client.execute(
                uri: path, method: .get, headers: [.range: "bytes=0-9", .ifRange: "\"other\""])
            #expect(other.status == .ok)
            let known = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: etag])
            #expect(known.status == .notModified)
        }
    }

    @Test func `a rendition is immutable, and the address of an older version leads to it unless it is of a part`()
        async throws
    {
        let asset = asset
        let site = try await temporary.newsroom.site(origin: "https://lamp.example")
        let path = site.path(RenditionAddress.url(of: asset.renditions[0], media: asset.id))
        try await withFile { client, _ in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let version = String(asset.renditions[0].checksum.rawValue.prefix(8))
            let old = path.replacing(version, with: "ffffffff")
            let beginnings: [HTTPFields] = [[:], [.range: "bytes=0-"]]
            for headers in beginnings {
                let moved = try await client.execute(uri: old, method: .get, headers: headers)
                #expect(moved.status == .found && moved.headers[.location] == path)
                #expect(moved.headers[.cacheControl] == "no-cache")
                #expect(moved.headers[.accessControlAllowOrigin] == "*")
            }
            let drawing = old.replacing("play.m4a", with: "waveform.svg")
            for path in [path.replacing(version, with: "ff"), old.replacing("play.m4a", with: "play.mp4"), drawing] {
                #expect(try await client.execute(uri: path, method: .get).status == .notFound, "\(path)")
            }
            let part = try await client.execute(uri: old, method: .get, headers: [.range: "bytes=1000-"])
            #expect(part.status == .notFound)
        }
    }

    @Test func `players of other sites may read media, in parts too`() async throws {
        try await withFile { client, path in
            let answer = try await client.execute(uri: path, method: .get, headers: [.range: "bytes=0-9"])
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            #expect(answer.headers[.accessControlExposeHeaders]?.contains("Content-Range") == true)
            let asked = try await client.execute(uri: path, method: .options)
            #expect(asked.status == .noContent)
            #expect(asked.headers[.accessControlAllowOrigin] == "*")
            #expect(asked.headers[.accessControlAllowHeaders]?.contains("Range") == true)
        }
    }

    @Test func `what is text among the renditions is compressed, and as immutable as the rest`() async throws {
        let asset = asset
        let site = try await temporary.newsroom.site(origin: "https://lamp.example")
        let path = site.path(RenditionAddress.url(of: asset.renditions[1], media: asset.id))
        try await withFile { client, _ in
            let plain = try await client.execute(uri: path, method: .get)
            #expect(String(buffer: plain.body) == Self.drawing)
            #expect(plain.headers[.contentType] == "image/svg+xml")
            #expect(plain.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(plain.headers[.accessControlAllowOrigin] == "*")
            #expect(plain.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
            let small = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(small.headers[.contentEncoding] == "gzip")
            #expect(small.body.readableBytes < Self.drawing.utf8.count / 4)
            let etag = try #require(small.headers[.eTag])
            let again = try await client.execute(
                uri: path, method: .get, headers: [.acceptEncoding: "gzip", .ifNoneMatch: etag])
            #expect(again.status == .notModified)
        }
    }

    @Test func `the original of a recording stays in the newsroom`() async throws {
        let newsroom = temporary.newsroom
        let site = try await newsroom.site(origin: "https://lamp.example")
        _ = try await newsroom.describe(asset.id, rights: MediaRights(download: true))
        let path = site.path(try #require(RenditionAddress.original(of: asset)))
        try await withFile { client, _ in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
        }
    }

    @Test func `a document is a download under its own name`() async throws {
        let newsroom = temporary.newsroom
        let blob = try newsroom.blobs.put(Array("%PDF-1.4".utf8))
        let original = Original(
            checksum: blob.checksum, bytes: blob.bytes, mimeType: "application/pdf", filename: "Отчёт \"1\".pdf")
        let document = try await newsroom.addMedia(.fixture(kind: .document, original: original))
        let site = try await newsroom.site(origin: "https://lamp.example")
        let path = site.path(try #require(RenditionAddress.original(of: document)))
        try await withFile { client, _ in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .ok)
            #expect(
                answer.headers[.contentDisposition]
                    == "attachment; filename=\"_____ _1_.pdf\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%221%22.pdf"
            )
            #expect(answer.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
        }
    }

    @Test func `the original of a picture is not given away where rights do not allow it`() async throws {
        let newsroom = temporary.newsroom
        let blob = try newsroom.blobs.put([0xFF, 0xD8, 0xFF])
        let original = Original(checksum: blob.checksum, bytes: blob.bytes, mimeType: "image/jpeg", filename: "p.jpg")
        let picture = try await newsroom.addMedia(.fixture(original: original))
        let site = try await newsroom.site(origin: "https://lamp.example")
        let path = site.path(try #require(RenditionAddress.original(of: picture)))
        try await withFile { client, _ in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
        }
    }
}
