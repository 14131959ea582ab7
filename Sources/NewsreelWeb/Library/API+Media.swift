import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APISchemas {
    static let media: [(name: String, schema: APISchema)] = [
        ("Media", .object(asset)), ("CreditChain", .object(credit)),
        (
            "MediaList",
            .object([APIField("media", .list(.named("Media"))), .optional("next", .text, "The next `after`.")])
        ),
    ]

    private static let kind = APISchema.text(choices: MediaKind.allCases.map(\.rawValue))
    private static let line = APISchema.text(most: 1000)
    private static let words = APISchema.text(most: 5000)

    private static let asset: [APIField] = [
        APIField("id", .text), APIField("kind", kind), APIField("title", .text, "Its caption, else the file's name."),
        APIField("state", .text(choices: ["awaited", "processing", "ready", "failed"])),
        .optional("failure", .text, "Why nothing can be shown of it."),
        .optional("thumbnail", .text, "The path of a small picture of it."),
        .optional("preview", .text, "A very small picture as a data address."),
        .optional("player", .text, "The path of a file that plays."), .optional("filename", .text),
        .optional("bytes", .integer), .optional("mimeType", .text), .optional("width", .integer, "Pixels."),
        .optional("height", .integer, "Pixels."), .optional("duration", .integer, "Milliseconds."),
        .optional("caption", .text), .optional("alt", .text),
        APIField("credit", .text, "The credit on one line; empty where nobody is named."),
        APIField("creditChain", .named("CreditChain")), APIField("rights", .object(rights)),
        .optional("focus", .object(point), "The point that crops keep."),
        APIField("uses", .integer, "Stories that use it."), APIField("created", .moment), APIField("updated", .moment),
        APIField("version", .text, "Names what is said of it; the ETag."),
        .optional("jobs", .list(.object(job)), "The work on its file, the last first; not in lists."),
        .optional("stories", .list(.object(use)), "Where it is used; not in lists."),
    ]

    private static let credit: [APIField] = [
        .optional(
            "parties",
            .list(
                .object([
                    APIField("role", .text(choices: CreditParty.Role.allCases.map(\.rawValue))), APIField("name", line),
                    .optional("abbreviation", line, "The short form, printed in brackets."),
                ]), most: 20), fallback: []),
        .optional("copyright", line, "The notice."), .optional("licence", line),
        .optional("usage", words, "Terms that are printed with the credit."),
        .optional("wording", line, "The words of the source, printed in place of the parts."),
    ]

    private static let rights: [APIField] = [
        APIField("download", .flag, "Readers may download the file."),
        .optional("usage", words, "Terms for the newsroom."),
    ]

    private static let point: [APIField] = [
        APIField("x", .number(0...1), "From the left edge."), APIField("y", .number(0...1), "From the top."),
    ]

    private static let job: [APIField] = [
        APIField("id", .text), APIField("work", .text(choices: Job.Work.allCases.map(\.rawValue))),
        APIField("state", .text(choices: ["queued", "running", "done", "failed", "cancelled"])),
        .optional("progress", .number(0...1)), .optional("secondsLeft", .integer), .optional("failure", .text),
    ]

    private static let use: [APIField] = [
        APIField("id", .text), APIField("edition", .text), APIField("headline", .text),
        APIField("status", .text(choices: StoryStatus.allCases.map(\.rawValue))),
    ]

    /// What may be said of an asset; what is left out stays, and an empty text takes away.
    static let description: [APIField] = [
        .optional("caption", words), .optional("alt", words), .optional("credit", .named("CreditChain")),
        .optional("rights", .object(rights)), .optional("focus", .object(point)),
    ]
}

extension APIRoutes {
    /// The media library.
    static let media: [APIRoute] = [
        APIRoute(
            .get, "media", .reporter, .read, "Search the media library, the newest first.",
            query: [
                APIParameter("q", .text, "Beginnings of words of caption, credit, alternative text or file name."),
                APIParameter("kind", .text, "image, video, audio or document; several with commas."),
                APIParameter("credit", .text, "The name of a credited party."),
                APIParameter("used", .text(choices: ["yes", "no", ""]), "Whether a story uses it."),
                APIParameter("mine", .text(choices: ["yes", ""]), "Only what the caller sent."),
                APIParameter("from", .text, "The first day on which it came, in UTC."),
                APIParameter("to", .text, "The last day."),
                APIParameter("after", .text, "Where the page before ended: its next."),
                APIParameter("limit", .integer(1...100), "Assets of one page; 48 where nothing is said."),
            ], gives: .named("MediaList")
        ) { try await $0.listMedia($1) },
        APIRoute(.get, "media/:media", .reporter, .read, "Read an asset.", gives: .named("Media")) {
            try await $0.readMedia($1)
        },
        APIRoute(
            .patch, "media/:media", .reporter, .write, "Change what is said of an asset.",
            takes: .object(APISchemas.description), gives: .named("Media"), needsVersion: true
        ) { try await $0.describeMedia($1) },
        APIRoute(
            .post, "media/:media/retry", .reporter, .write, "Try the failed work on an asset again.",
            gives: .named("Media")
        ) { try await $0.retryMedia($1) },
        APIRoute(
            .get, "credit-parties", .reporter, .read, "Complete the name of a credited party.",
            query: [
                APIParameter("q", .text, "The beginning of a word of the name, or of the short form."),
                APIParameter("limit", .integer(1...100), "20 where nothing is said."),
            ],
            gives: .object([
                APIField(
                    "parties",
                    .list(
                        .object([
                            APIField("name", .text), .optional("abbreviation", .text),
                            APIField("role", .text(choices: CreditParty.Role.allCases.map(\.rawValue))),
                            APIField("media", .integer, "Assets whose credit names it."),
                        ])))
            ])
        ) { try await $0.creditParties($1) },
        APIRoute(
            .post, "credit-lines", .reporter, .read, "Print a credit on one line.", takes: .named("CreditChain"),
            gives: .object([APIField("text", .text)])
        ) { try await $0.creditLine($1) },
    ]
}

/// The media library for programs and for the desk's own scripts.
extension API {
    private func item(_ asked: APIRequest) async throws -> LibraryItem {
        let id = MediaID(rawValue: asked.parameter("media"))
        guard let item = try await newsroom.libraryItem(id) else {
            throw Problem(.notFound, "There is no picture, clip or document \(id) in this newsroom.")
        }
        return item
    }

    private func answer(_ item: LibraryItem) async throws -> APIAnswer {
        var answer = try APIAnswer.json(try await row(item))
        answer.etag = Self.etag(item.asset)
        return answer
    }

    private func row(_ item: LibraryItem) async throws -> MediaRow {
        var row = try MediaRow(item, site: site)
        let now = clock.now
        row.jobs = try await newsroom.jobs(JobFilter(media: item.asset.id, limit: 20)).map {
            MediaRow.Work($0, now: now)
        }
        row.stories = try await newsroom.stories(using: item.asset.id).map { use in
            MediaRow.Use(
                id: use.story.rawValue, edition: use.edition, headline: use.headline, status: use.status.rawValue)
        }
        return row
    }

    private static func etag(_ asset: MediaAsset) -> String {
        "\"\((try? MediaDescription(asset).version) ?? "")\""
    }

    func listMedia(_ asked: APIRequest) async throws -> APIAnswer {
        let query = try MediaQuery(fields: asked.query, uploader: asked.caller.user?.id)
        let page = try await newsroom.library(query)
        var rows: [MediaRow] = []
        for item in page.items { rows.append(try MediaRow(item, site: site)) }
        var answer = try APIAnswer.json(MediaRows(media: rows, next: page.next?.token))
        if let next = page.next {
            let fields = asked.query.merging(["after": next.token]) { $1 }.sorted { $0.key < $1.key }
            let query = fields.map { "\($0.key)=\(PercentEncoding.encodeQuery($0.value))" }.joined(separator: "&")
            answer.next = path("media") + "?" + query
        }
        return answer
    }

    func readMedia(_ asked: APIRequest) async throws -> APIAnswer { try await answer(try await item(asked)) }

    private struct Description: Decodable {
        let caption: String?
        let alt: String?
        let credit: CreditChain?
        let rights: MediaRights?
        let focus: FocalPoint?
    }

    func describeMedia(_ asked: APIRequest) async throws -> APIAnswer {
        let known = try asked.knownVersions()
        let sent = try asked.content.value(Description.self)
        let item = try await item(asked)
        try await need(asked, for: item)
        guard known.contains("*") || known.contains(Self.etag(item.asset)) else { throw try await stale(item) }
        var description = MediaDescription(item.asset)
        let version = try description.version
        description.caption = sent.caption ?? description.caption
        description.alt = sent.alt ?? description.alt
        description.credit = sent.credit ?? description.credit
        description.rights = sent.rights ?? description.rights
        description.focus = sent.focus ?? description.focus
        do throws(StoreError) {
            _ = try await newsroom.describe(item.asset.id, as: description, onto: version, by: asked.caller.actor)
        } catch {
            guard error.code == .conflict else { throw error }
            throw try await stale(try await self.item(asked))
        }
        return try await answer(try await self.item(asked))
    }

    /// Refuses a reporter who may not change what is said of the asset.
    func need(_ asked: APIRequest, for item: LibraryItem) async throws {
        guard let user = asked.caller.user, try await !newsroom.mayDescribe(item, user) else { return }
        throw Problem(
            .forbidden, "Reporters change what they sent and what their stories use; this is somebody else's.")
    }

    private func stale(_ item: LibraryItem) async throws -> Problem {
        Problem(
            .stale, "Somebody changed what is said of this file since. Compare, and save on top of it.",
            headers: [.eTag: Self.etag(item.asset)],
            members: ["version": try MediaDescription(item.asset).version, "media": try await row(item)])
    }

    func retryMedia(_ asked: APIRequest) async throws -> APIAnswer {
        let item = try await item(asked)
        try await need(asked, for: item)
        _ = try await newsroom.retryJobs(of: item.asset.id, by: asked.caller.actor)
        return try await answer(try await self.item(asked))
    }

    private struct Party: Encodable {
        let name: String
        let abbreviation: String?
        let role: String
        let media: Int
    }

    func creditParties(_ asked: APIRequest) async throws -> APIAnswer {
        let found = try await newsroom.creditParties(asked.query["q"] ?? "", limit: asked.number("limit") ?? 20)
        return try .json([
            "parties": found.map { known in
                Party(
                    name: known.party.name, abbreviation: known.party.abbreviation, role: known.party.role.rawValue,
                    media: known.media)
            }
        ])
    }

    func creditLine(_ asked: APIRequest) async throws -> APIAnswer {
        try .json(["text": try asked.content.value(CreditChain.self).text])
    }
}
