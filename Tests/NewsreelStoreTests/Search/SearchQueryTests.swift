import NewsreelModel
import Testing

@testable import NewsreelStore

@Suite struct SearchQueryTests {
    @Test func `a query is taken apart into words, phrases, exclusions and beginnings`() {
        let query = SearchQuery("new harbour \"prime minister\" -fog -\"sea ice\" fer*")
        #expect(query.parts.map(\.kind) == [.words, .phrase, .words, .phrase, .beginning])
        #expect(query.parts.map(\.text) == ["new harbour", "prime minister", "fog", "sea ice", "fer"])
        #expect(query.parts.map(\.isExcluded) == [false, false, true, true, false])
        #expect(SearchQuery("-only").isEmpty)
        #expect(SearchQuery(" \u{0}\n ").isEmpty)
        #expect(!SearchQuery("\"open phrase").isEmpty)
    }

    @Test func `a long query is cut, between characters`() {
        let query = SearchQuery(String(repeating: "한", count: 100_000))
        #expect(query.text.utf8.count <= SearchQuery.longest)
        #expect(query.text.allSatisfy { $0 == "한" })
    }

    @Test func `whatever is typed is answered`() async throws {
        let stories = [
            story("a", "Harbour bridge", "Ferries \"quoted\" AND OR NOT NEAR(x) -minus * stars"),
            story("b", "서울 한국", "비", edition: "ko"),
        ]
        let pieces = [
            "\"", "'", "-", "--", "*", "**", "(", ")", "{", "}", "^", ":", "AND", "OR", "NOT", "NEAR(", "NEAR/3",
            "headline:", "\u{0}",
            "\u{202E}", "\u{FEFF}", "\u{301}", "\u{200D}", "👩‍🚒", "한", "漢", "ا", "ﷺ", "\u{10FFFF}", ";--", "DROP TABLE",
            "%", "_", "\\",
            "harbour", "fer", " ", "\n", "\t", "“", "”", "$1", "?1", "!", "İ", "ǆ", "1,000", "U.S.", "é", "\u{E000}",
        ]
        var numbers = Numbers(state: 99)
        let newsroom = try await SearchNewsroom(stories)
        for round in 0..<3_000 {
            let text = (0..<(1 + numbers.next(9))).map { _ in
                pieces[numbers.next(pieces.count)] + (numbers.next(3) == 0 ? " " : "")
            }.joined()
            var request = SearchRequest(
                SearchQuery(text, completesLastWord: round % 2 == 0),
                edition: round % 3 == 0 ? nil : round % 3 == 1 ? "en" : "ko")
            if round % 5 == 0 { request.section = text }
            if round % 7 == 0 { request.tag = text }
            let results = try await newsroom.answers(request)
            #expect(results.total >= results.stories.count)
            if round % 10 == 0 { _ = try await newsroom.suggested(text, edition: "en") }
        }
    }

    @Test func `requests for absurd pages and turned-round times are answered`() async throws {
        let newsroom = try await SearchNewsroom([story("a", "Harbour")])
        var request = SearchRequest(SearchQuery("harbour"), edition: "en", offset: -5, limit: 0)
        #expect(try await newsroom.answers(request).stories.count == 1)
        request = SearchRequest(SearchQuery("harbour"), edition: "en", offset: Int.max, limit: Int.max)
        #expect(try await newsroom.answers(request).stories.isEmpty)
        request = SearchRequest(
            SearchQuery("harbour"), edition: "en", from: Timestamp(milliseconds: Int64.max),
            to: Timestamp(milliseconds: Int64.min))
        #expect(try await newsroom.answers(request).stories.isEmpty)
    }
}
