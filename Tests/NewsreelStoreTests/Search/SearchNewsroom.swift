import Foundation
import NewsreelModel

@testable import NewsreelStore

/// A newsroom in a temporary folder with stories to search in; the folder goes when nothing holds this any more.
final class SearchNewsroom: Sendable {
    let newsroom: Newsroom

    init(_ stories: [SearchableStory], segments: SegmentSizes = .standard) async throws {
        newsroom = try Newsroom.create(
            at: FileManager.default.temporaryDirectory.appendingPathComponent("search-\(UUID().uuidString)").path,
            clock: .system, ids: .random, segments: segments)
        try await newsroom.indexForSearch(stories)
    }

    deinit {
        try? newsroom.close()
        try? FileManager.default.removeItem(atPath: newsroom.folder)
    }

    /// The identities of what is found, in order.
    func found(
        _ text: String, edition: String? = "en", _ change: (inout SearchRequest) -> Void = { _ in }
    ) async throws -> [String] {
        var request = SearchRequest(SearchQuery(text), edition: edition)
        change(&request)
        return try await newsroom.search(request).stories.map(\.id.rawValue)
    }

    func answers(_ request: SearchRequest) async throws -> SearchResults { try await newsroom.search(request) }

    func suggested(_ typed: String, edition: String) async throws -> [TagSuggestion] {
        try await newsroom.suggestTags(typed, edition: edition)
    }
}

func story(
    _ id: String, _ headline: String, _ body: String = "", edition: String = "en",
    published: String = "2020-06-17T08:00:00Z",
    section: String? = nil, tags: [String] = [], media: Set<MediaKind> = [], standfirst: String? = nil,
    captions: [String] = [], credits: [String] = []
) -> SearchableStory {
    SearchableStory(
        id: StoryID(rawValue: id), edition: edition, language: edition, published: Timestamp(iso8601: published)!,
        section: section, tags: tags.map { Tag(edition: edition, name: $0) }, media: media, headline: headline,
        standfirst: standfirst, captions: captions, credits: credits, body: body)
}

extension [SearchRun] {
    /// Marks as square brackets.
    var bracketed: String { map { $0.isMarked ? "[\($0.text)]" : $0.text }.joined() }
}
