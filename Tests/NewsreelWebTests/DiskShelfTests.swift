import Foundation
import HTTPTypes
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelTesting
import Testing

@testable import NewsreelWeb

/// Pages for which memory has no room.
@Suite struct DiskShelfTests {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "newsreel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func shelf(memory: Int = 300_000, disk: Int = 64 << 20, in folder: String? = nil) -> PageShelf {
        PageShelf(
            mostBytes: memory, disk: DiskShelf(folder: folder ?? self.folder.path, mostBytes: disk)
        ) { edition in
            FinishedPage(RenderedPage(status: 404, contentType: "text/html", body: Array("none \(edition)".utf8)))
        }
    }

    /// Pages of some 10 KB in three codings; the number decides the words.
    private static func page(_ number: Int, _ version: Int = 1) -> PageOutcome {
        var generator = Steps(state: UInt64(number + 1))
        let words = (0..<800).map { _ in String(generator.next(), radix: 36) }.joined(separator: " ")
        return .finished(
            FinishedPage(
                RenderedPage(
                    contentType: "text/html; charset=utf-8", body: Array("\(number) \(version) \(words)".utf8),
                    lastModified: .fixtureNow, dependsOn: ["story:\(number)", "stories:en"])))
    }

    private struct Steps {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }

    private func fill(_ shelf: PageShelf, _ numbers: Range<Int>, version: Int = 1) async throws {
        for number in numbers {
            _ = try await shelf.page("/\(number)", now: .fixtureNow) { Self.page(number, version) }
            #expect(shelf.weight <= 300_000)
            // Nobody reads so fast that the disk cannot keep up.
            for _ in 0..<50 where shelf.weight > 225_000 { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private enum Where: Equatable { case memory, disk, nowhere }

    private func place(_ shelf: PageShelf, _ path: String) -> (Where, StoredPage?) {
        var path = path
        let found = path.withUTF8 { shelf.found(UnsafeRawBufferPointer($0), clock: .system) }
        return switch found {
        case .page: (.memory, nil)
        case .stored(let page): (.disk, page)
        case nil: (.nowhere, nil)
        }
    }

    /// Until what is on its way to the disk has arrived.
    private func onDisk(_ shelf: PageShelf, _ path: String) async throws -> StoredPage {
        for _ in 0..<1000 {
            if let stored = place(shelf, path).1 { return stored }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw CancellationError()
    }

    private func bytes(_ answer: (bytes: ByteBuffer, headLength: Int)?) throws -> String {
        String(decoding: try #require(answer).bytes.readableBytesView, as: UTF8.self)
            .replacing(/Date: [^\r]+/, with: "Date: now")
    }

    @Test func `a page answers from the disk as it did from memory, to the byte`() async throws {
        let shelf = shelf()
        try await fill(shelf, 0..<60)
        let stored = try await onDisk(shelf, "/0")
        guard case .finished(let page) = Self.page(0) else { return }
        let etag = page.form([.gzip]).etag
        func ask(
            _ condition: String?, _ date: String?,
            _ body: (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) throws -> Void
        ) rethrows {
            let (condition, date) = (condition.map { Array($0.utf8) }, date.map { Array($0.utf8) })
            try (condition ?? []).withUnsafeBytes { one in
                try (date ?? []).withUnsafeBytes { two in
                    try body(condition == nil ? nil : one, date == nil ? nil : two)
                }
            }
        }
        let conditions: [(String?, String?)] = [
            (nil, nil), (etag, nil), ("\"other\"", nil), ("W/\(etag), \"x\"", nil), ("*", nil),
            (nil, Timestamp.fixtureNow.rfc822), (nil, "Mon, 01 Jan 2001 00:00:00 GMT"),
            ("\"other\"", Timestamp.fixtureNow.rfc822),
        ]
        var unchanged = 0
        for coding in Compressed.Coding.allCases {
            for isHead in [false, true] {
                for (condition, date) in conditions {
                    try ask(condition, date) { condition, date in
                        let kept = page.answer([coding], isHead: isHead, ifNoneMatch: condition, ifModifiedSince: date)
                        let read = stored.answer(
                            [coding], isHead: isHead, ifNoneMatch: condition, ifModifiedSince: date)
                        let text = try bytes(kept)
                        #expect(try bytes(read) == text && read?.headLength == kept.headLength)
                        if text.hasPrefix("HTTP/1.1 304") { unchanged += 1 }
                    }
                }
            }
        }
        #expect(unchanged == 16)
        // The router has it as a page again, which is then in memory.
        guard case .finished(let again) = try await shelf.page("/0", now: .fixtureNow, make: { .missing(edition: "") })
        else {
            Issue.record("the page is gone")
            return
        }
        #expect(again.fields == page.fields && again.lastModified == page.lastModified)
        #expect(again.dependsOn == page.dependsOn && again.weight == page.weight)
        for coding in Compressed.Coding.allCases {
            #expect(again.form([coding]).etag == page.form([coding]).etag)
            #expect(again.form([coding]).whole.body == page.form([coding]).whole.body)
        }
        #expect(place(shelf, "/0").0 == .memory)
    }

    @Test func `pages that memory has no room for are not made again`() async throws {
        let shelf = shelf()
        try await fill(shelf, 0..<100)
        for number in 0..<20 { _ = try await onDisk(shelf, "/\(number)") }
        try await fill(shelf, 0..<100)
        #expect(shelf.makings == 100)
    }

    @Test func `a change takes a page from the disk, a withdrawal at once`() async throws {
        let shelf = shelf()
        try await fill(shelf, 0..<60)
        for number in 0..<3 { _ = try await onDisk(shelf, "/\(number)") }
        await shelf.take(ChangeSet(keys: ["story:0"], isWithdrawal: true))
        await shelf.take(ChangeSet(keys: ["story:1"]))
        // Both are made anew, and lie in memory.
        #expect(place(shelf, "/0").0 == .memory && place(shelf, "/1").0 == .memory)
        #expect(place(shelf, "/2").0 == .disk)
        #expect(shelf.makings == 62)
    }

    @Test func `the oldest pages leave when the disk's share is full, and no file has a name`() async throws {
        let shelf = shelf(disk: 800_000)
        for number in 0..<300 {
            try await fill(shelf, number..<number + 1)
            if number > 40, number % 10 == 0 { _ = try await onDisk(shelf, "/\(number - 20)") }
        }
        #expect(place(shelf, "/0").0 == .nowhere && place(shelf, "/299").0 == .memory)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try await fill(shelf, 0..<1)
        #expect(shelf.makings == 301)
    }

    @Test func `where the disk takes nothing, pages leave memory and are made again`() async throws {
        let shelf = shelf(in: folder.path + "/none")
        try await fill(shelf, 0..<100)
        #expect(place(shelf, "/0").0 == .nowhere && place(shelf, "/99").0 == .memory)
        try await fill(shelf, 0..<1)
        #expect(place(shelf, "/0").0 == .memory)
    }
}
