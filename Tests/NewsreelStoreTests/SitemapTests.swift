import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct SitemapTests {
    let temporary: TemporaryNewsroom
    var newsroom: Newsroom { temporary.newsroom }

    init() async throws {
        temporary = try await TemporaryNewsroom(editions: [.fixtureEnglish, .fixtureRussian])
    }

    /// Stories at noon of a day of February, all in the same moment.
    @discardableResult
    private func publish(_ count: Int, on day: Int) async throws -> [Story] {
        let moment = try #require(Timestamp(iso8601: "2026-02-\(day < 10 ? "0" : "")\(day)T12:00:00Z"))
        var stories: [Story] = []
        for number in 0..<count {
            stories.append(try await newsroom.publishFixture(.fixture("Day \(day), \(number)"), at: moment))
        }
        return stories
    }

    private func names(most: Int) async throws -> [String] {
        try await newsroom.sitemaps("en", most: most).map(\.range.name)
    }

    /// Each story of the month is in one file of the list, and no file has more than it may.
    private func expectWhole(most: Int, stories: Int) async throws {
        var found: [StoryID] = []
        for file in try await newsroom.sitemaps("en", most: most) {
            let cards = try await newsroom.sitemap("en", file.range, most: most)
            #expect((1...most).contains(cards.count), "\(file.range.name)")
            #expect(cards.allSatisfy { (file.range.first...file.range.last).contains($0.publication.day) })
            found += cards.map(\.id)
        }
        #expect(found.count == stories && Set(found).count == stories)
    }

    @Test func `a month that one file holds is one file`() async throws {
        try await publish(4, on: 3)
        try await publish(2, on: 20)
        #expect(try await names(most: 6) == ["2026-02"])
        #expect(try await newsroom.sitemaps("ru", most: 6).isEmpty)
        try await expectWhole(most: 6, stories: 6)
    }

    @Test func `a larger month goes into whole days, to its end, and a day of its own into parts`() async throws {
        for (day, count) in [(3, 2), (4, 3), (9, 3), (10, 13), (20, 1), (21, 3), (28, 4)] {
            try await publish(count, on: day)
        }
        let names = try await names(most: 5)
        #expect(names.count == 7)
        #expect(names.prefix(3) == ["2026-02-01-08", "2026-02-09", "2026-02-10"])
        #expect(names[3].hasPrefix("2026-02-10-") && names[4].hasPrefix("2026-02-10-"))
        #expect(names.suffix(2) == ["2026-02-11-27", "2026-02-28"])
        try await expectWhole(most: 5, stories: 29)
        for most in 1...30 { try await expectWhole(most: most, stories: 29) }
    }

    @Test func `only the file that a story comes to says that it changed`() async throws {
        try await publish(4, on: 3)
        try await publish(4, on: 10)
        try await publish(7, on: 12)
        let before = try await newsroom.sitemaps("en", most: 5)
        #expect(before.map(\.range.name).prefix(3) == ["2026-02-01-09", "2026-02-10-11", "2026-02-12"])
        temporary.clock.advance(seconds: 3_600)
        // A day that nothing was published on yet has its place.
        try await publish(1, on: 5)
        let after = try await newsroom.sitemaps("en", most: 5)
        #expect(after.map(\.range) == before.map(\.range))
        #expect(after[0].updated == before[0].updated.adding(seconds: 3_600))
        #expect(after.dropFirst() == before.dropFirst())

        let part = try #require(after.last).range
        let stories = try await newsroom.sitemap("en", part, most: 5)
        #expect(part.after != nil && stories.count == 2)
        let last = try await publish(1, on: 12)
        #expect(try await newsroom.sitemap("en", part, most: 5).map(\.id) == stories.map(\.id) + last.map(\.id))
        #expect(try await newsroom.sitemaps("en", most: 5).map(\.range) == before.map(\.range))
    }

    @Test func `a killed story leaves its file, and every other story stays in one`() async throws {
        let first = try await publish(3, on: 3)
        try await publish(3, on: 4)
        let day = try await publish(8, on: 10)
        _ = try await newsroom.kill(first[1].id)
        _ = try await newsroom.kill(day[2].id)
        try await expectWhole(most: 5, stories: 12)
        for story in day where story.id != day[2].id { _ = try await newsroom.kill(story.id) }
        #expect(try await names(most: 5) == ["2026-02"])
    }

    @Test func `news of more stories than one file may hold goes into a file for each day, or more`() async throws {
        try await publish(2, on: 27)
        try await publish(7, on: 28)
        let day = try #require(LocalDay("2026-02-27"))
        #expect(try await newsroom.newsSitemaps("en", since: day, most: 9).isEmpty)
        let ranges = try await newsroom.newsSitemaps("en", since: day, most: 4)
        #expect(ranges.map(\.first.day) == [27, 28, 28])
        var found: Set<StoryID> = []
        for range in ranges { found.formUnion(try await newsroom.sitemap("en", range, most: 4).map(\.id)) }
        #expect(found.count == 9)

        let noon = try #require(Timestamp(iso8601: "2026-02-28T12:00:00Z"))
        #expect(try await newsroom.news("en", since: noon).count == 7)
        #expect(try await newsroom.news("en", since: noon.adding(seconds: 1)).isEmpty)
        #expect(try await newsroom.news("en", since: noon.adding(seconds: -2 * 86_400), most: 8).count == 8)
    }
}
