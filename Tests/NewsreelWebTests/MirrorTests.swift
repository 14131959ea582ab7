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

/// The public site as files, beside the same site served.
@Suite struct MirrorTests {
    let temporary: TemporaryNewsroom
    let folder: String

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureArabic])
        folder = try TemporaryFolder.make("mirror")
    }

    private func pages() async throws -> PageRenderer {
        let newsroom = temporary.newsroom
        return try PageRenderer(
            theme: try SiteTests.theme.get(), site: try await newsroom.site(origin: "https://lamp.example"),
            editions: try await newsroom.editions())
    }

    private func export() async throws -> Mirror.Outcome {
        try await Mirror(newsroom: temporary.newsroom, pages: try await pages(), clock: temporary.clock.clock)
            .write(to: folder)
    }

    private func files() throws -> Set<String> {
        let found = try #require(FileManager.default.enumerator(atPath: folder))
        var files: Set<String> = []
        for case let name as String in found {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
            if !isFolder.boolValue { files.insert(name) }
        }
        return files
    }

    private func clip() async throws -> MediaAsset {
        let newsroom = temporary.newsroom
        let blob = try newsroom.blobs.put((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let original = Original(
            checksum: blob.checksum, bytes: blob.bytes, mimeType: "audio/mpeg", filename: "horn.mp3")
        let added = try await newsroom.addMedia(.fixture(kind: .audio, original: original))
        let rendition = Rendition(
            name: "play.m4a", purpose: .progressive, mimeType: "audio/mp4", width: 0, height: 0, bytes: blob.bytes,
            checksum: blob.checksum)
        return try await newsroom.markReady(added.id, renditions: [rendition])
    }

    @Test func `every file holds what the server answers at its address`() async throws {
        let newsroom = temporary.newsroom
        let asset = try await clip()
        _ = try await newsroom.publishFixture(.fixture(media: [asset.id], lead: asset.id))
        _ = try await newsroom.publishFixture(.fixture("عادت العبّارة", slug: "عادت"), edition: "ar")
        let outcome = try await export()
        let files = try files()
        #expect(outcome.removed == 0 && outcome.written > 40 && outcome.pages > 40)
        for name in [
            "index.html", "ar/index.html", "2026/03/02/ferry-returns-to-osterholm/index.html.br",
            "ar/2026/03/02/عادت/index.html",
            "rss.xml.gz", "sitemap.xml", "robots.txt", "404.html", "favicon.ico", "tag/ferries/index.html",
            "author/mara-lind/index.html", "embed/\(asset.id)/index.html",
        ] {
            #expect(files.contains(name), "\(name)")
        }
        #expect(!files.contains { $0.hasSuffix("horn.mp3") || $0.hasSuffix(".part") })
        let application = buildApplication(
            newsroom: newsroom, pages: try await pages(), clock: temporary.clock.clock,
            options: ApplicationOptions(liveConnections: 0),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let folder = folder
        try await application.test(.live) { client in
            for name in files where !name.hasPrefix("404.html") && !name.hasPrefix(".") {
                let coding = name.hasSuffix(".gz") ? "gzip" : name.hasSuffix(".br") ? "br" : "identity"
                var address = coding == "identity" ? name : String(name.dropLast(3))
                if address.hasSuffix("index.html") { address = String(address.dropLast("index.html".count)) }
                while address.hasSuffix("/") { address.removeLast() }
                let path =
                    "/"
                    + address.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
                let answer = try await client.execute(uri: path, method: .get, headers: [.acceptEncoding: coding])
                let file = FileManager.default.contents(atPath: folder + "/" + name)
                #expect(
                    answer.status == .ok && Array(buffer: answer.body) == file.map { [UInt8]($0) },
                    "\(name) at \(path): \(answer.status)")
            }
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a second export writes what changed and takes away what was killed`() async throws {
        let newsroom = temporary.newsroom
        let asset = try await clip()
        let kept = try await newsroom.publishFixture()
        let killed = try await newsroom.publishFixture(
            .fixture("Barge adrift", tags: ["Barges"], bylines: ["Ada Frey"], media: [asset.id], lead: asset.id))
        _ = try await export()
        let before = try files()
        let again = try await export()
        #expect(again.written == 0 && again.removed == 0 && again.unchanged > 40)
        #expect(try files() == before)

        _ = try await newsroom.kill(killed.id)
        let third = try await export()
        let after = try files()
        #expect(third.removed > 0 && third.written > 0)
        for gone in [
            "2026/03/02/barge-adrift", "tag/barges", "author/ada-frey", "media/\(asset.id)", "embed/\(asset.id)",
        ] {
            #expect(before.contains { $0.hasPrefix(gone) } && !after.contains { $0.hasPrefix(gone) }, "\(gone)")
            #expect(!FileManager.default.fileExists(atPath: folder + "/" + gone), "\(gone)")
        }
        #expect(after.contains("2026/03/02/\(kept.content.slug)/index.html"))
        for name in after where name.hasSuffix(".html") || name.hasSuffix(".xml") || name.hasSuffix(".json") {
            let text = String(
                decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
            #expect(!text.contains("Barge adrift"), "\(name)")
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `addresses that stories and tags had before lead on to those of now`() async throws {
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture(.fixture("Barge & tug adrift", tags: ["Barges"]))
        var content = story.content
        content.slug = "barge-found"
        _ = try await newsroom.save(story.id, content, basedOn: story.version, author: "Ada")
        try await newsroom.renameTag("en", "barges", to: "River barges", by: .operatorOfMachine)
        _ = try await export()
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
        }
        let old = text("2026/03/02/\(story.content.slug)/index.html")
        #expect(old.contains("content=\"0; url=/2026/03/02/barge-found\""))
        #expect(old.contains("<link rel=\"canonical\" href=\"https://lamp.example/2026/03/02/barge-found\">"))
        #expect(text("tag/barges/index.html").contains("<a href=\"/tag/river-barges\">"))
        #expect(text("2026/03/02/barge-found/index.html").contains("Barge &amp; tug adrift"))

        _ = try await newsroom.kill(story.id)
        _ = try await export()
        #expect(try files().allSatisfy { !$0.hasPrefix("2026/03/02/barge") })
    }

    @Test func `nothing of an edition that readers do not see is in a mirror, not even where its stories were`()
        async throws
    {
        let newsroom = temporary.newsroom
        let story = try await newsroom.publishFixture(.fixture("عادت العبّارة", slug: "first"), edition: "ar")
        var content = story.content
        content.slug = "second"
        _ = try await newsroom.save(story.id, content, basedOn: story.version, author: "Ada")
        _ = try await newsroom.publishFixture()
        _ = try await export()
        #expect(try files().contains { $0.hasPrefix("ar/") && $0.contains("/first/") })
        let old = try #require(try await newsroom.edition("ar"))
        var closed = old
        closed.isOpen = false
        try await newsroom.changeEdition(from: old, to: closed, by: .operatorOfMachine)
        _ = try await export()
        #expect(try files().allSatisfy { !$0.hasPrefix("ar/") })
    }

    @Test func `many who write into new folders at the same time find them made`() async throws {
        for number in 0..<40 {
            _ = try await temporary.newsroom.publishFixture(
                .fixture(
                    "Crossing \(number)", tags: ["One \(number)", "Two \(number)"], bylines: ["Writer \(number)"]),
                at: Timestamp.fixtureNow.adding(seconds: -Double(number) * 86_400))
        }
        for _ in 0..<3 {
            let outcome = try await export()
            #expect(outcome.written > 500)
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test func `a list that goes on leads to the day of its last story`() async throws {
        for number in 0..<30 {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Crossing \(number)"), at: Timestamp.fixtureNow.adding(seconds: -Double(number) * 86_400))
        }
        _ = try await export()
        let file = FileManager.default.contents(atPath: folder + "/latest/index.html")
        let text = String(decoding: try #require(file), as: UTF8.self)
        #expect(!text.contains("?before="))
        #expect(text.contains("href=\"/2026/02/11\""))
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a day of many stories has all its pages and stories in a mirror, and each link a file`() async throws {
        for number in 0..<45 {
            _ = try await temporary.newsroom.publishFixture(
                .fixture("Pier \(number)"), at: Timestamp.fixtureNow.adding(seconds: Double(-number)))
        }
        _ = try await export()
        let files = try files()
        #expect(files.count { $0.hasPrefix("2026/03/02/pier-") && $0.hasSuffix("/index.html") } == 45)
        var (next, pages) = (String?.some("/2026/03/02"), 0)
        while let path = next, pages < 10 {
            let file = FileManager.default.contents(atPath: folder + path + "/index.html")
            let text = String(decoding: try #require(file), as: UTF8.self)
            for link in text.matches(of: #/href="(/2026/03/02[^"]*)"/#) {
                #expect(files.contains(link.1.dropFirst() + "/index.html"), "\(path) leads to \(link.1)")
            }
            next = text.firstMatch(of: #/<link rel="next" href="([^"]+)"/#).map { String($0.1) }
            pages += 1
        }
        #expect(pages == 3)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `a folder of somebody else is left alone`() async throws {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
        await #expect(throws: MirrorError.self) { try await export() }
        #expect(try files() == ["notes.txt"])
        try Data("newsreel export 99\n".utf8).write(to: URL(fileURLWithPath: folder + "/.newsreel-export"))
        await #expect(throws: MirrorError.self) { try await export() }
        try FileManager.default.removeItem(atPath: folder)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder))
        let refusal = await #expect(throws: MirrorError.self) { try await export() }
        #expect(refusal?.description.contains("cannot be made: a file has its name") == true)
        #expect(try String(contentsOfFile: folder, encoding: .utf8) == "mine")
        try FileManager.default.removeItem(atPath: folder)
    }
}
