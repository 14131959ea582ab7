import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// Editions, their sections and their tags.
    static let editions: [APIRoute] = [
        APIRoute(
            .get, "editions", .reporter, .read, "List the editions, the default one first.",
            gives: .object([APIField("editions", .list(.named("Edition")))])
        ) { api, _ in try .json(["editions": try await api.newsroom.editions()]) },
        APIRoute(
            .get, "editions/:edition", .reporter, .read, "Read an edition and its sections.", gives: .named("Edition")
        ) { try await $0.readEdition($1) },
        APIRoute(
            .get, "editions/:edition/sections", .reporter, .read, "List the sections of an edition in their order.",
            gives: .object([APIField("sections", .list(.named("Section")))])
        ) { try await $0.sections($1) },
        APIRoute(
            .get, "editions/:edition/tags", .reporter, .read,
            "List the tags of an edition that stories have, or complete what is typed of one.",
            query: [
                APIParameter(
                    "q", .text(least: 1, most: 200), "The beginning of a word of the tag; the most used first.")
            ] + paging, gives: .object([APIField("tags", .list(.named("Tag"))), APISchemas.next])
        ) { try await $0.tags($1) },
    ]

    /// Who is in the newsroom.
    static let people: [APIRoute] = [
        APIRoute(
            .get, "people", .administrator, .manage, "List the people of the newsroom.",
            gives: .object([
                APIField(
                    "people",
                    .list(
                        .object([
                            APIField("id", .text), APIField("name", .text), APIField("email", .text),
                            APIField("role", .text(choices: Role.allCases.map(\.rawValue))),
                            APIField("hasSecondFactor", .flag), APIField("created", .moment),
                        ])))
            ])
        ) { try await $0.people($1) }
    ]
}

extension APISchemas {
    static let editions: [(name: String, schema: APISchema)] = [
        (
            "Edition",
            .object([
                APIField("code", .text, "Its name in addresses."), APIField("isDefault", .flag),
                APIField("language", .text, "BCP 47."), APIField("direction", .text(choices: ["ltr", "rtl"])),
                APIField("zone", .text, "The time zone of its clock."), APIField("name", .text),
                APIField("masthead", .text), .optional("tagline", .text),
                APIField("isOpen", .flag, "Whether readers see it."),
                APIField("sections", .list(.named("Section"))),
            ])
        ),
        ("Section", .object([APIField("slug", .text), APIField("name", .text)])),
        (
            "Tag",
            .object([
                APIField("slug", .text), APIField("name", .text),
                APIField("stories", .integer, "Published stories that have it."),
            ])
        ),
    ]
}

/// Editions, tags and people.
extension API {
    private func namedEdition(_ asked: APIRequest) async throws -> Edition {
        try await namedEdition(asked.parameter("edition"))
    }

    func namedEdition(_ code: String) async throws -> Edition {
        guard let edition = try await newsroom.edition(code) else {
            throw Problem(.notFound, "There is no edition “\(code)”. /api/v1/editions lists them.")
        }
        return edition
    }

    func readEdition(_ asked: APIRequest) async throws -> APIAnswer { try .json(try await namedEdition(asked)) }

    func sections(_ asked: APIRequest) async throws -> APIAnswer {
        try .json(["sections": try await namedEdition(asked).sections])
    }

    private struct TagAnswer: Encodable {
        let slug: String
        let name: String
        let stories: Int
    }

    private struct Tags: Encodable {
        let tags: [TagAnswer]
        let next: String?
    }

    func tags(_ asked: APIRequest) async throws -> APIAnswer {
        let code = try await namedEdition(asked).code
        let limit = asked.number("limit") ?? 50
        var found: [TagSuggestion]
        var next: String?
        if let typed = asked.query["q"] {
            found = try await newsroom.suggestTags(typed, edition: code, limit: limit)
        } else {
            found = try await newsroom.tags(code, after: asked.query["after"] ?? "", limit: limit + 1)
            if found.count > limit {
                found.removeLast()
                next = found.last?.tag.slug
            }
        }
        var answer = try APIAnswer.json(
            Tags(
                tags: found.map { TagAnswer(slug: $0.tag.slug, name: $0.tag.name, stories: $0.stories) }, next: next))
        answer.next = next.map { path(after: $0, asked, "editions", code, "tags") }
        return answer
    }

    private struct Person: Encodable {
        let id: UserID
        let name: String
        let email: String
        let role: Role
        let hasSecondFactor: Bool
        let created: Timestamp
    }

    func people(_ asked: APIRequest) async throws -> APIAnswer {
        let people = try await newsroom.people().map { person in
            Person(
                id: person.user.id, name: person.user.name, email: person.user.email, role: person.user.role,
                hasSecondFactor: person.hasFactor, created: person.user.created)
        }
        return try .json(["people": people])
    }
}
