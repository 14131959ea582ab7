import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension APIRoutes {
    /// What the newsroom says of itself, and what its server was started with.
    static let settings: [APIRoute] = [
        APIRoute(
            .get, "settings", .administrator, .read, "Read what the newsroom says of itself on every page.",
            gives: .named("Settings")
        ) { api, _ in try .json(SettingsAnswer(try await api.newsroom.publisher())) },
        APIRoute(
            .put, "settings", .administrator, .manage,
            "Say something else of the newsroom. What is left out is said no more.", takes: .named("Settings"),
            gives: .named("Settings"), needsVersion: true
        ) { try await $0.changeSettings($1) },
        APIRoute(
            .get, "settings/server", .administrator, .manage,
            "Read what the server was started with, which takes a new start to change.",
            gives: .object([
                APIField(
                    "settings",
                    .list(
                        .object([
                            APIField("name", .text, "In the settings file."), APIField("value", .text),
                            APIField("meaning", .text), APIField("origin", .text, "Where the value comes from."),
                        ])))
            ])
        ) { api, _ in try .json(["settings": api.settings]) },
    ]
}

extension APISchemas {
    static let settings: [(name: String, schema: APISchema)] = [
        (
            "Settings",
            .object([
                .optional(
                    "owner", line(120), "Who holds the rights; the newspaper of each edition where nobody is named."),
                .optional("contact", line(254), "Where readers write: a mail address, or the address of a page."),
                .optional(
                    "licence", line(200), "Of the newsroom's own stories: a short name, or the address of its text."),
                .optional(
                    "accounts",
                    .list(
                        .object([
                            APIField("name", line(60)), APIField("url", .text(format: .address, least: 1, most: 2000)),
                        ]),
                        most: PublisherDraft.mostAccounts), "Elsewhere, in the order of the footer.", fallback: []),
                .optional(
                    "colophon",
                    .list(.object([APIField("edition", .text), APIField("text", line(500))]), most: 100),
                    "A sentence about the newsroom for the foot of an edition's pages.", fallback: []),
                .optional("fullFeeds", .flag, "Feeds carry whole stories instead of standfirsts.", fallback: true),
            ])
        )
    ]
}

/// What the newsroom says of itself, as programs have it.
struct SettingsAnswer: Codable {
    struct Colophon: Codable {
        let edition: String
        let text: String
    }

    struct Account: Codable {
        let name: String
        let url: String
    }

    let owner: String?
    let contact: String?
    let licence: String?
    let accounts: [Account]
    let colophon: [Colophon]
    let fullFeeds: Bool

    init(_ publisher: Publisher) {
        owner = publisher.owner
        contact = publisher.contact
        licence = publisher.licence
        accounts = publisher.accounts.map { Account(name: $0.name, url: $0.url.description) }
        colophon = publisher.colophon.sorted { $0.key < $1.key }.map { Colophon(edition: $0.key, text: $0.value) }
        fullFeeds = publisher.fullFeeds
    }

    /// Names its members as `PublisherDraft` names its faults, but for the lists.
    var draft: PublisherDraft {
        PublisherDraft(
            owner: owner ?? "", contact: contact ?? "", licence: licence ?? "",
            accounts: accounts.map { .init(name: $0.name, address: $0.url) },
            colophon: Dictionary(colophon.map { ($0.edition, $0.text) }) { $1 }, fullFeeds: fullFeeds)
    }

    /// What this says, for a newsroom of these editions; throws with every place that cannot be.
    func publisher(editions: [String]) throws -> Publisher {
        // The desk's form has empty lines, which are passed over; here nothing is sent for nothing.
        let empty = accounts.indices.filter { accounts[$0].url.oneLine.isEmpty }
        guard empty.isEmpty else {
            throw Problem.invalid(empty.map { .init(pointer: "/accounts/\($0)/url", detail: "must not be empty") })
        }
        do {
            return try draft.publisher(editions: editions)
        } catch {
            throw Problem.invalid(error.faults.map { .init(pointer: pointer($0.field), detail: $0.detail) })
        }
    }

    /// The pointer of a fault's field into this content.
    private func pointer(_ field: String) -> String {
        let parts = field.split(separator: ".").map(String.init)
        if parts.count == 2, parts[0] == "colophon", let index = colophon.firstIndex(where: { $0.edition == parts[1] })
        {
            return "/colophon/\(index)/text"
        }
        if parts.count == 3, parts[2] == "address" { return "/accounts/\(parts[1])/url" }
        return "/" + parts.joined(separator: "/")
    }
}

extension API {
    func changeSettings(_ asked: APIRequest) async throws -> APIAnswer {
        let old = try await newsroom.publisher()
        try need(SettingsAnswer(old), known: asked)
        let sent = try asked.content.value(SettingsAnswer.self)
        let new = try sent.publisher(editions: try await newsroom.editions().map(\.code))
        try await newsroom.changePublisher(from: old, to: new, by: asked.caller.actor)
        var answer = try APIAnswer.json(SettingsAnswer(new))
        answer.etag = try Self.etag(SettingsAnswer(new))
        return answer
    }
}
