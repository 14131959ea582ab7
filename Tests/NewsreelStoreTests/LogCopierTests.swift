import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct LogCopierTests {
    private func bytes(_ newsroom: Newsroom, _ file: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: newsroom.folder + "/" + file)
        return attributes?[.size] as? Int ?? 0
    }

    /// Drafts of some 400 kB, which is kept twice.
    @discardableResult
    private func write(_ stories: Int, to newsroom: Newsroom) async throws -> [StoryID] {
        let body = [Block.paragraph([Inline(String(repeating: "harbour ", count: 50_000))])]
        var ids: [StoryID] = []
        for number in 0..<stories {
            let content = StoryContent(headline: "Story \(number)", slug: "", body: body)
            ids.append(try await newsroom.createStory(edition: "en", content: content, author: "ada").id)
        }
        return ids
    }

    @Test func `a long log is copied into the database file by itself`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        try await write(12, to: newsroom)
        // Fewer pages than the writes themselves would have to copy.
        #expect(bytes(newsroom, "newsroom.sqlite-wal") < 16_000 * 4096)
        let end = ContinuousClock.now + .seconds(20)
        while bytes(newsroom, "newsroom.sqlite") < 4_000_000, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(bytes(newsroom, "newsroom.sqlite") >= 4_000_000)
    }

    @Test func `the log keeps within bounds where one write follows the other`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let ids = try await write(160, to: newsroom)
        #expect(bytes(newsroom, "newsroom.sqlite-wal") < 80_000_000)
        #expect(bytes(newsroom, "newsroom.sqlite") > 40_000_000)
        try newsroom.close()
        let again = try Newsroom.open(at: newsroom.folder)
        for id in ids { #expect(try await again.story(id) != nil) }
        try again.close()
    }
}
