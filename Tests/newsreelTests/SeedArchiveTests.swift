import Foundation
import NewsreelModel
import NewsreelStore
import Testing

@testable import newsreel

@Suite struct SeedArchiveTests {
    private static func stories(_ count: Int) -> [ArchiveStory] {
        let archive = SeedArchive(count: count)
        return zip(SeedArchive.editions, archive.shares(editions: 2)).flatMap { edition, share in
            archive.stories(0..<share, of: share, in: edition)
        }
    }

    @Test func `the same number gives the same stories, and another number others`() {
        #expect(Self.stories(500) == Self.stories(500))
        #expect(Self.stories(500) != Array(Self.stories(600).prefix(500)))
    }

    @Test func `a newspaper has 300 stories a day, so that a larger archive reaches further back`() {
        let days = Self.stories(900).reduce(into: [:] as [LocalDay: Int]) { days, story in
            days[Zone.utc.local(story.published).day, default: 0] += 1
        }
        #expect(days.keys.map(\.description).sorted() == ["2024-12-29", "2024-12-30", "2024-12-31"])
        #expect(Set(days.values) == [300])
    }

    @Test func `no archive begins before 2015`() {
        let edition = SeedArchive.editions[0]
        let archive = SeedArchive(count: 5_000_000)
        let ends = [0, 3_749_999].flatMap { archive.stories($0..<$0 + 1, of: 3_750_000, in: edition) }
        #expect(ends.map { Zone.utc.local($0.published).day.description } == ["2015-01-01", "2024-12-31"])
    }

    @Test func `what the disk has no room for is refused before anything is made`() async throws {
        let folder = try TestFolder()
        let run = try await Binary.run(
            "bench", "seed", "--data", folder.path + "/news", "--stories", "9223372036854775807")
        #expect(run.code == 1)
        #expect(run.errors.contains("has room for"), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
