import Foundation
import NewsreelModel
import Testing

@testable import NewsreelStore

/// The index as it grows: stories that wait, segments, large segments, removals in each.
@Suite struct SearchSegmentsTests {
    private struct Made {
        var id: String
        var words: [String]
    }

    /// Words w0 to w199, low numbers more often; none of them changes when stemmed.
    private static func make(_ count: Int, from first: Int = 0) -> [Made] {
        var generator = Numbers(state: UInt64(first + 1))
        return (first..<(first + count)).map { number in
            Made(id: "s\(number)", words: (0..<12).map { _ in "w\(generator.next(200) * generator.next(200) / 200)" })
        }
    }

    private static func searchable(_ made: Made) -> SearchableStory {
        story(made.id, made.words[0], made.words.dropFirst().joined(separator: " "))
    }

    private func check(_ newsroom: SearchNewsroom, _ stories: [Made]) async throws {
        for word in ["w0", "w1", "w7", "w50", "w120", "w199"] {
            let expected = stories.filter { $0.words.contains(word) }.count
            #expect(
                try await newsroom.answers(SearchRequest(SearchQuery(word), edition: "en")).total == expected, "\(word)"
            )
        }
        for (left, right) in [("w0", "w3"), ("w2", "w40"), ("w10", "w11")] {
            let expected = stories.filter { $0.words.contains(left) && $0.words.contains(right) }
            let request = SearchRequest(SearchQuery("\(left) \(right)"), edition: "en", limit: 1)
            let results = try await newsroom.answers(request)
            if !expected.isEmpty { #expect(results.total == expected.count, "\(left) \(right)") }
            let any = stories.filter { $0.words.contains(left) || $0.words.contains(right) }.count
            let either = SearchRequest(SearchQuery("\(left) \(right)"), edition: "en", matching: .any)
            #expect(try await newsroom.answers(either).total == any)
            let phrase = stories.filter { made in
                zip(made.words.dropFirst(), made.words.dropFirst(2)).contains { $0 == left && $1 == right }
            }.count
            #expect(
                try await newsroom.answers(SearchRequest(SearchQuery("\"\(left) \(right)\""), edition: "en")).total
                    == phrase)
        }
    }

    @Test func `what is found stays the same from the first story through segments to a large one`() async throws {
        var stories = Self.make(100)
        let newsroom = try await SearchNewsroom(stories.map(Self.searchable))
        try await check(newsroom, stories)
        let more = Self.make(300, from: 100)
        try await newsroom.newsroom.indexForSearch(more.map(Self.searchable))
        stories += more
        try await check(newsroom, stories)

        // Removed while waiting, and from segments; then changed.
        let gone = Set(stories.indices.filter { $0 % 7 == 0 })
        let ids = gone.map { StoryID(rawValue: stories[$0].id) }
        try await newsroom.newsroom.write("remove") { (transaction: WriteTransaction) throws(StoreError) in
            for id in ids { try SearchIndex.remove(id, in: transaction) }
        }
        stories = stories.indices.filter { !gone.contains($0) }.map { stories[$0] }
        try await check(newsroom, stories)
        for index in stories.indices where index % 11 == 0 {
            stories[index].words = ["w1", "w50"] + stories[index].words.prefix(4)
        }
        try await newsroom.newsroom.indexForSearch(
            stories.indices.filter { $0 % 11 == 0 }.map { Self.searchable(stories[$0]) })
        try await check(newsroom, stories)

        let archive = Self.make(2_000, from: 1_000)
        try await newsroom.newsroom.indexForSearch(archive.map(Self.searchable))
        stories += archive
        let levels = try await newsroom.newsroom.read("levels") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT level FROM search_segment ORDER BY first_document") {
                (row: borrowing RowView) in row.int(0)
            }
        }
        #expect(levels.first == 1)
        #expect(levels.dropFirst().allSatisfy { $0 == 0 })
        try await check(newsroom, stories)
    }

    @Test func `what is found stays the same while huge segments are made and stories go meanwhile`() async throws {
        let sizes = SegmentSizes(small: 8, fan: 4)
        let newsroom = try await SearchNewsroom([], segments: sizes)
        var stories: [Made] = []
        // Three huge ones, so that one is made while its parts are searched and stories of them are removed.
        for step in 0..<24 {
            let more = Self.make(sizes.large / 2, from: step * sizes.large / 2)
            try await newsroom.newsroom.indexForSearch(more.map(Self.searchable))
            stories += more
            let gone = stories.indices.filter { ($0 + step) % 37 == 0 }
            let ids = gone.map { StoryID(rawValue: stories[$0].id) }
            try await newsroom.newsroom.write("remove") { (transaction: WriteTransaction) throws(StoreError) in
                for id in ids { try SearchIndex.remove(id, in: transaction) }
            }
            for index in gone.reversed() { stories.remove(at: index) }
            try await check(newsroom, stories)
        }
        let left = try await newsroom.newsroom.read("levels") { (transaction: ReadTransaction) throws(StoreError) in
            (
                huge: try transaction.count("SELECT count(*) FROM search_segment WHERE level = 2"),
                stray: try transaction.count(
                    """
                    SELECT count(*) FROM search_posting WHERE (key >> 40) NOT IN (SELECT id FROM search_segment)
                        AND (SELECT count(*) FROM search_merge) = 0
                    """)
            )
        }
        #expect(left.huge > 0)
        #expect(left.stray == 0)
    }

    @Test func `postings of a common term are packed and come back`() {
        for (share, isPacked) in [(2, true), (7, true), (8, false), (90, false)] {
            var postings = Postings()
            let ordinals = Array(stride(from: 3, to: 1_000, by: share))
            for ordinal in ordinals { postings.append(ordinal: ordinal, weight: ordinal % 255 + 1, places: [0]) }
            let stored = postings.stored(stories: 1_000)
            #expect((stored[0] == 1) == isPacked, "\(share)")
            let read = Postings(documents: Array(stored.dropFirst()), places: postings.places, isPacked: isPacked)
            var found: [Int] = []
            read.each { ordinal, weight in
                found.append(ordinal)
                #expect(weight == ordinal % 255 + 1)
            }
            #expect(found == ordinals)
            TermHits(read).withReader { reader in
                for ordinal in 0..<1_000 {
                    let expected = (ordinal - 3) % share == 0 && ordinal >= 3 ? ordinal % 255 + 1 : 0
                    #expect(Int(reader.weight(of: ordinal)) == expected)
                }
            }
            TermHits(read).withReader { reader in
                for ordinal in [3, 3 + share, 3 + share * 5] { #expect(reader.weight(of: ordinal) != 0) }
            }
        }
    }

    @Test func `the index can be emptied and made anew`() async throws {
        let stories = Self.make(200)
        let newsroom = try await SearchNewsroom(stories.map(Self.searchable))
        try await newsroom.newsroom.emptySearchIndex()
        #expect(try await newsroom.found("w1").isEmpty)
        try await newsroom.newsroom.indexForSearch(stories.map(Self.searchable))
        try await check(newsroom, stories)
    }

    @Test func `postings come back as they were written`() {
        var postings = Postings()
        let written: [(Int, Int, [Int])] = [(0, 2, [0]), (1, 255, [5, 6, 900]), (300, 1, []), (2_047, 6, [70_000])]
        for (ordinal, weight, positions) in written {
            postings.append(ordinal: ordinal, weight: weight, places: Postings.encodePlaces(positions))
        }
        var read: [(Int, Int, [Int])] = []
        postings.forEachPlaces { ordinal, weight, part in
            read.append((ordinal, weight, Postings.decodePlaces(part)))
        }
        #expect(read.count == written.count)
        for (left, right) in zip(read, written) { #expect(left == right) }
    }

    @Test func `damaged postings end the reading and nothing else`() {
        for bytes in [[0xFF, 0xFF, 0xFF] as [UInt8], [0x80], Array(repeating: 0xFF, count: 40), [0x03]] {
            var count = 0
            Postings(documents: bytes, places: bytes).forEachPlaces { _, _, _ in count += 1 }
            Postings(documents: bytes, places: bytes, isPacked: true).forEachPlaces { _, _, _ in count += 1 }
            #expect(count <= bytes.count * 2)
        }
        #expect(PendingStory(bytes: [9, 0, 0, 0, 1]).count == 0)
    }
}

/// Numbers that look random and are the same every time.
struct Numbers {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
