import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// Parameters of every list that is paged.
    static let paging: [APIParameter] = [
        APIParameter("after", .text(least: 1, most: 200), "Where the page before ended: its “next”."),
        APIParameter("limit", .integer(1...200), "How many at most; 50 where nothing is said."),
    ]

    /// Stories by filters, and by words.
    static let lists: [APIRoute] = [
        APIRoute(
            .get, "stories", .reporter, .read,
            "List stories, the last changed first; with updated-since from the oldest change to the newest. "
                + "Reporters have those that they wrote.",
            query: [
                APIParameter(
                    "status", .text(choices: StoryStatus.allCases.map(\.rawValue)), "Where they stand."),
                APIParameter("edition", .text(most: 40), "The code of their edition."),
                APIParameter("section", .text(most: 200), "The slug of their section; takes edition."),
                APIParameter("tag", .text(most: 200), "The slug of a tag of published stories; takes edition."),
                APIParameter("author", .text(most: 200), "The slug of an author of published stories; takes edition."),
                APIParameter("updated-since", .moment, "Changed at this time or after it."),
            ] + paging, gives: .named("StoryList")
        ) { try await $0.listStories($1) },
        APIRoute(
            .get, "search", .reporter, .read, "Search published stories by words.",
            query: [
                APIParameter("q", .text(most: 500), "Words, “phrases”, -excluded words, begun words with a star."),
                APIParameter("edition", .text(most: 40), "The code of their edition; every edition without it."),
                APIParameter("section", .text(most: 200), "The slug of their section."),
                APIParameter("tag", .text(most: 200), "The slug of a tag."),
                APIParameter("kind", .text(choices: MediaKind.allCases.map(\.rawValue)), "What they show."),
                APIParameter("from", .moment, "Published at this time or after it."),
                APIParameter("to", .moment, "Published before this time."),
                APIParameter(
                    "order", .text(choices: SearchOrder.allCases.map(\.rawValue)), "The best first, or the newest."),
                APIParameter("after", .text(least: 1, most: 200), "Where the page before ended: its “next”."),
                APIParameter("limit", .integer(1...100), "How many at most; 20 where nothing is said."),
            ], gives: .named("SearchResults")
        ) { try await $0.search($1) },
    ]
}

extension APISchemas {
    static let lists: [(name: String, schema: APISchema)] = [
        (
            "StoryList",
            .object([APIField("stories", .list(.named("StorySummary"))), next])
        ),
        (
            "StorySummary",
            .object([
                APIField("id", .text), APIField("edition", .text),
                APIField("status", .text(choices: StoryStatus.allCases.map(\.rawValue))),
                APIField("version", .integer), APIField("headline", .text), .optional("section", .text),
                APIField("created", .moment), APIField("updated", .moment), .optional("scheduled", .moment),
                .optional("published", .moment), .optional("address", .text, "The path of its page."),
            ])
        ),
        (
            "SearchResults",
            .object([
                APIField("stories", .list(.named("FoundStory"))),
                APIField("total", .integer, "How many stories there are on all pages."),
                APIField("isRelaxed", .flag, "True where too few have all the words, so that some have only some."),
                next,
            ])
        ),
        (
            "FoundStory",
            .object([
                APIField("id", .text), APIField("edition", .text), APIField("headline", .text),
                .optional("standfirst", .text), .optional("section", .text), APIField("published", .moment),
                APIField("address", .text, "The path of its page."),
                APIField(
                    "snippet", .list(.object([APIField("text", .text), APIField("isMarked", .flag)])),
                    "Words around what was found, which is marked."),
            ])
        ),
    ]

    /// The member of a list that has more pages.
    static let next = APIField.optional("next", .text, "The “after” of the next page; missing on the last one.")
}

/// Lists and search.
extension API {
    private struct Summary: Encodable {
        let id: StoryID
        let edition: String
        let status: StoryStatus
        let version: Int
        let headline: String
        let section: String?
        let created: Timestamp
        let updated: Timestamp
        let scheduled: Timestamp?
        let published: Timestamp?
        let address: String?

        init(_ story: StorySummary, site: Site) {
            (id, edition, status, version) = (story.id, story.edition, story.status, story.version)
            (headline, section, created, updated) = (story.headline, story.section, story.created, story.updated)
            (scheduled, published) = (story.scheduled, story.publication?.published)
            address = story.url.map(site.path)
        }
    }

    private struct Summaries: Encodable {
        let stories: [Summary]
        let next: String?
    }

    func listStories(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await edition(asked)
        let isNarrow = ["section", "tag", "author"].contains { asked.query[$0] != nil }
        guard edition != nil || !isNarrow else { throw Self.noEdition }
        let filter = StoryFilter(
            status: asked.query["status"].flatMap { StoryStatus(rawValue: $0) }, edition: edition?.code,
            section: asked.query["section"], tag: asked.query["tag"], author: asked.query["author"],
            updatedSince: asked.moment("updated-since"),
            writer: asked.caller.user.flatMap { $0.role < .editor ? $0 : nil })
        let position = asked.query["after"].map { ListPosition(token: $0) }
        if case .some(nil) = position { throw Self.badCursor }
        let limit = asked.number("limit") ?? 50
        var stories = try await newsroom.stories(filter, after: position ?? nil, limit: limit + 1)
        let hasMore = stories.count > limit
        if hasMore { stories.removeLast() }
        let next = hasMore ? stories.last?.position.token : nil
        var answer = try APIAnswer.json(Summaries(stories: stories.map { Summary($0, site: site) }, next: next))
        answer.next = next.map { path(after: $0, asked, "stories") }
        return answer
    }

    private static let noEdition = Problem(
        .badRequest, "section, tag and author are names within an edition: say edition too.")
    private static let badCursor = Problem(.badRequest, "after is not the “next” of a page of this list.")

    /// The edition that the query names; nil where it names none.
    func edition(_ asked: APIRequest) async throws -> Edition? {
        guard let code = asked.query["edition"] else { return nil }
        guard let edition = try await newsroom.edition(code) else {
            throw Problem(.badRequest, "There is no edition “\(code)”. /api/v1/editions lists them.")
        }
        return edition
    }

    private struct Found: Encodable {
        let id: StoryID
        let edition: String
        let headline: String
        let standfirst: String?
        let section: String?
        let published: Timestamp
        let address: String
        let snippet: [SearchRun]
    }

    private struct Results: Encodable {
        let stories: [Found]
        let total: Int
        let isRelaxed: Bool
        let next: String?
    }

    func search(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await edition(asked)
        let limit = asked.number("limit") ?? 20
        let offset = asked.query["after"].map { Int($0) }
        if case .some(nil) = offset { throw Self.badCursor }
        let start = (offset ?? nil) ?? 0
        guard (0...SearchRequest.deepest).contains(start) else { throw Self.badCursor }
        let results = try await newsroom.search(
            SearchRequest(
                SearchQuery(asked.query["q"] ?? ""), edition: edition?.code, section: asked.query["section"],
                tag: asked.query["tag"], media: asked.query["kind"].flatMap { MediaKind(rawValue: $0) },
                from: asked.moment("from"), to: asked.moment("to"),
                order: asked.query["order"].flatMap { SearchOrder(rawValue: $0) } ?? .relevance, offset: start,
                limit: limit))
        let cards = Dictionary(try await newsroom.cards(results.stories.map(\.id)).map { ($0.id, $0) }) { $1 }
        let found = results.stories.compactMap { story in
            cards[story.id].map { card in
                Found(
                    id: card.id, edition: card.edition, headline: card.headline, standfirst: card.standfirst,
                    section: card.section, published: card.publication.published, address: site.path(card.url),
                    snippet: story.snippet)
            }
        }
        let end = start + results.stories.count
        let hasMore = end < results.total && end <= SearchRequest.deepest && !results.stories.isEmpty
        let next = hasMore ? "\(end)" : nil
        var answer = try APIAnswer.json(
            Results(stories: found, total: results.total, isRelaxed: results.isRelaxed, next: next))
        answer.next = next.map { path(after: $0, asked, "search") }
        return answer
    }
}
