import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let stories = DeskURL(["stories"])
}

/// All stories, by where they stand, edition, section and words.
extension Desk {
    private static let storiesOnPage = 40
    /// How many stories that are not public are looked through for words, those changed last of each status.
    private static let mostLookedThrough = 2000

    func storiesPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        let editions = try await newsroom.editions()
        let edition = editions.first { $0.code == asked.query["edition"] }
        let isMine = user.role < .editor || asked.query["mine"] == "yes"
        let filter = StoryFilter(
            status: StoryStatus(rawValue: asked.query["status"] ?? ""), edition: edition?.code,
            section: edition?.section(asked.query["section"] ?? "")?.slug, writer: isMine ? user : nil)
        let words = String((asked.query["q"] ?? "").trimmingWhitespace().prefix(200))
        let found =
            words.isEmpty
            ? try await storiesByChange(filter, asked.before)
            : try await storiesWith(words, filter, asked.before)
        var kept = asked.query
        kept["before"] = nil
        let next = found.next.map { token in
            let pairs = kept.sorted { $0.key < $1.key } + [("before", token)]
            return path(.stories) + "?"
                + pairs.map { "\($0.0)=\(PercentEncoding.encodeQuery($0.1))" }.joined(separator: "&")
        }
        let isNarrowed = !words.isEmpty || filter.status != nil || edition != nil || asked.query["mine"] == "yes"
        return .page(
            DeskView(
                template: "stories", title: "All stories",
                values: [
                    "here": .text(path(.stories)), "q": .text(words), "isNarrowed": .flag(isNarrowed),
                    "statuses": .list(
                        Self.choices(StoryStatus.allCases.map { ($0.rawValue, $0.words) }, asked, "status")),
                    "editions": .list(Self.choices(editions.map { ($0.code, $0.name) }, asked, "edition")),
                    "sections": .list(
                        Self.choices((edition?.sections ?? []).map { ($0.slug, $0.name) }, asked, "section")),
                    "mayChoose": .flag(user.role >= .editor), "isMine": .flag(asked.query["mine"] == "yes"),
                    "stories": .list(found.stories.map { row($0, editions) }), "next": .text(next ?? ""),
                ]))
    }

    private static func choices(
        _ options: [(value: String, label: String)], _ asked: DeskRequest, _ name: String
    ) -> [[String: DeskValue]] {
        options.map { option in
            [
                "value": .text(option.value), "label": .text(option.label),
                "isChosen": .flag(asked.query[name] == option.value),
            ]
        }
    }

    private func storiesByChange(
        _ filter: StoryFilter, _ before: String?
    ) async throws -> (stories: [StorySummary], next: String?) {
        let limit = Self.storiesOnPage
        let position = before.flatMap { ListPosition(token: $0) }
        let stories = try await newsroom.stories(filter, after: position, limit: limit + 1)
        guard stories.count > limit else { return (stories, nil) }
        let page = Array(stories.prefix(limit))
        return (page, page.last?.position.token)
    }

    /// Stories that are not public by the words of their headlines, then the public ones by the search index.
    private func storiesWith(
        _ words: String, _ filter: StoryFilter, _ before: String?
    ) async throws -> (stories: [StorySummary], next: String?) {
        let limit = Self.storiesOnPage
        let start = before.flatMap { Int($0) } ?? 0
        var found: [StorySummary] = []
        if start == 0 {
            let wanted = words.lowercased().split(separator: " ")
            for status in StoryStatus.allCases where status != .published && (filter.status ?? status) == status {
                var narrowed = filter
                narrowed.status = status
                found += try await newsroom.stories(narrowed, limit: Self.mostLookedThrough).filter { story in
                    let headline = story.headline.lowercased()
                    return wanted.allSatisfy { headline.contains($0) }
                }
            }
        }
        guard (filter.status ?? .published) == .published else { return (found, nil) }
        let results = try await newsroom.search(
            SearchRequest(
                SearchQuery(words), edition: filter.edition, section: filter.section,
                offset: min(max(0, start), SearchRequest.deepest), limit: limit))
        let ranked = results.stories.map(\.id)
        let summaries = try await newsroom.stories(
            StoryFilter(writer: filter.writer, among: ranked), limit: Self.storiesOnPage)
        let byID = Dictionary(summaries.map { ($0.id, $0) }) { first, _ in first }
        let published = ranked.compactMap { byID[$0] }
        let end = start + results.stories.count
        let hasMore = end < results.total && end <= SearchRequest.deepest && !results.stories.isEmpty
        return (found + published, hasMore ? "\(end)" : nil)
    }

    private func row(_ story: StorySummary, _ editions: [Edition]) -> [String: DeskValue] {
        let edition = editions.first { $0.code == story.edition }
        let times = DeskTimes(editions)
        let isPublic = story.status == .published
        return [
            "href": .text(path(.story(story.id))),
            "headline": .text(story.headline.isEmpty ? "Without a headline" : story.headline),
            "language": .text(edition?.language ?? "und"), "edition": .text(edition?.name ?? story.edition),
            "status": .text(story.status.words), "statusName": .text(story.status.rawValue),
            "section": .text(story.section.flatMap { edition?.section($0)?.name } ?? ""),
            "time": .text(times.text(story.updated, story.edition)),
            "timeISO": .text(times.iso(story.updated, story.edition)),
            "public": .text(isPublic ? publicPath(story.url) ?? "" : ""),
        ]
    }
}

extension StoryStatus {
    /// As the desk writes it.
    var words: String {
        switch self {
        case .draft: "Draft"
        case .inReview: "In review"
        case .approved: "Approved"
        case .scheduled: "Scheduled"
        case .published: "Published"
        case .killed: "Withdrawn"
        }
    }
}
