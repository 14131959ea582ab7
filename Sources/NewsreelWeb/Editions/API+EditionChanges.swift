import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension APIRoutes {
    /// Changes of editions and of their sections.
    static let editionChanges: [APIRoute] = [
        APIRoute(
            .post, "editions", .administrator, .manage,
            "Add an edition. What is left out is taken from its language and from the default edition.",
            takes: .object(
                [
                    APIField("language", APISchemas.line(64), "BCP 47; the theme needs words for it."),
                    .optional("code", APISchemas.line(20), "Its name in addresses, for good."),
                    .optional("isOpen", .flag, "Readers see it at once.", fallback: false),
                ] + facts), gives: .named("Edition"), status: 201
        ) { try await $0.addEdition($1) },
        APIRoute(
            .put, "editions", .administrator, .manage,
            "Put the editions in order: that of readers' language menu, in which the default one is always first.",
            takes: .object([APIField("editions", .list(.text, most: 100), "The code of each, once.")]),
            gives: .object([APIField("editions", .list(.named("Edition")))]), needsVersion: true
        ) { try await $0.orderEditions($1) },
        APIRoute(
            .patch, "editions/:edition", .administrator, .manage,
            "Change an edition. What is left out stays; an empty tagline takes it away.",
            takes: .object(
                [
                    .optional(
                        "language", APISchemas.line(64), "Another region; another language while it has no stories."),
                    .optional("isOpen", .flag, "Whether readers see it."),
                    .optional("isDefault", .flag, "True puts it at the root of the site in place of the one there."),
                ] + facts), gives: .named("Edition"), needsVersion: true
        ) { try await $0.changeEdition($1) },
        APIRoute(
            .delete, "editions/:edition", .administrator, .manage,
            "Remove an edition that has no stories, for good.", gives: nil, status: 204
        ) { try await $0.removeEdition($1) },
        APIRoute(
            .post, "editions/:edition/sections", .administrator, .manage, "Add a section behind the others.",
            takes: .object([
                APIField("name", APISchemas.line(60)),
                .optional(
                    "slug", APISchemas.line(60), "Its address, for good; made from the name where it is left out."),
            ]), gives: .named("Section"), status: 201
        ) { try await $0.addSection($1) },
        APIRoute(
            .put, "editions/:edition/sections", .administrator, .manage, "Put the sections of an edition in order.",
            takes: .object([APIField("sections", .list(.text, most: 200), "The slug of each, once.")]),
            gives: .object([APIField("sections", .list(.named("Section")))]), needsVersion: true
        ) { try await $0.orderSections($1) },
        APIRoute(
            .patch, "editions/:edition/sections/:section", .administrator, .manage,
            "Give a section another name; its address stays.", takes: .object([APIField("name", APISchemas.line(60))]),
            gives: .named("Section")
        ) { try await $0.renameSection($1) },
        APIRoute(
            .delete, "editions/:edition/sections/:section", .administrator, .manage,
            "Remove a section, for good. One that has stories needs another that takes them, to which its address leads then.",
            query: [APIParameter("into", .text(least: 1, most: 60), "The slug of the section that takes its stories.")],
            gives: nil, status: 204
        ) { try await $0.removeSection($1) },
    ]

    private static let facts: [APIField] = [
        .optional("zone", APISchemas.line(64), "IANA."),
        .optional("name", APISchemas.line(60), "What readers call the language."),
        .optional("masthead", APISchemas.line(80), "The newspaper's name."),
        .optional("tagline", APISchemas.line(200)),
    ]
}

extension APISchemas {
    static func line(_ most: Int) -> APISchema { .text(most: most) }
}

extension FieldFault {
    /// As the API says it behind a pointer, where its own full stop follows.
    var detail: String { "cannot be so: " + (text.hasSuffix(".") ? String(text.dropLast()) : text) }
}

extension Problem {
    /// What was sent and cannot be, each beside the member it stands in.
    init(_ faults: InvalidFields) {
        self = .invalid(
            faults.faults.map { fault in
                Fault(pointer: "/" + fault.field, detail: fault.detail)
            })
    }
}

/// Changes of editions for programs.
extension API {
    private struct Facts: Decodable {
        let code: String?
        let language: String?
        let zone: String?
        let name: String?
        let masthead: String?
        let tagline: String?
        let isOpen: Bool?
        let isDefault: Bool?

        func draft(of old: EditionDraft) -> EditionDraft {
            EditionDraft(
                code: code ?? old.code, language: language ?? old.language, zone: zone ?? old.zone,
                name: name ?? old.name, masthead: masthead ?? old.masthead, tagline: tagline ?? old.tagline,
                isOpen: isOpen ?? old.isOpen)
        }
    }

    func addEdition(_ asked: APIRequest) async throws -> APIAnswer {
        let draft = try asked.content.value(Facts.self).draft(of: EditionDraft())
        let editions = try await newsroom.editions()
        let edition = try added(draft, besides: editions)
        try await newsroom.addEdition(edition, by: asked.caller.actor)
        var answer = try await readEdition(edition.code)
        answer.status = 201
        answer.location = path("editions", edition.code)
        return answer
    }

    private func added(_ draft: EditionDraft, besides editions: [Edition]) throws -> Edition {
        do {
            return try draft.edition(
                languages: theme.languages, besides: editions, EditionDraft.standards(of: editions))
        } catch {
            throw Problem(error)
        }
    }

    private func changed(_ old: Edition, _ sent: Facts) throws -> Edition {
        if sent.isDefault == false, old.isDefault {
            throw Problem(.stepRefused, "Say of another edition that it is the default one.")
        }
        do {
            return try sent.draft(of: EditionDraft(old)).change(of: old, languages: theme.languages)
        } catch {
            throw Problem(error)
        }
    }

    private func readEdition(_ code: String) async throws -> APIAnswer {
        let edition = try await namedEdition(code)
        var answer = try APIAnswer.json(edition)
        answer.etag = try Self.etag(edition)
        return answer
    }

    /// That of a GET: the hash of the content.
    static func etag(_ value: some Encodable) throws -> String { "\"\(Fingerprint(try APIAnswer.bytes(value)))\"" }

    /// Refuses a change that was made from something else than `value`, which is what there is now.
    func need(_ value: some Encodable, known asked: APIRequest) throws {
        let known = try asked.knownVersions()
        let etag = try Self.etag(value)
        guard known.contains("*") || known.contains(etag) else {
            throw Problem(
                .stale, "Somebody changed it since. Read it and change it again.", headers: [.eTag: etag])
        }
    }

    func changeEdition(_ asked: APIRequest) async throws -> APIAnswer {
        let old = try await namedEdition(asked.parameter("edition"))
        try need(old, known: asked)
        let sent = try asked.content.value(Facts.self)
        let new = try changed(old, sent)
        try await newsroom.changeEdition(
            from: old, to: new, isDefault: sent.isDefault == true, by: asked.caller.actor)
        return try await readEdition(old.code)
    }

    func orderEditions(_ asked: APIRequest) async throws -> APIAnswer {
        try need(["editions": try await newsroom.editions()], known: asked)
        let codes = try asked.content.value([String: [String]].self)["editions"] ?? []
        try await newsroom.orderEditions(codes, by: asked.caller.actor)
        let after = ["editions": try await newsroom.editions()]
        var answer = try APIAnswer.json(after)
        answer.etag = try Self.etag(after)
        return answer
    }

    func removeEdition(_ asked: APIRequest) async throws -> APIAnswer {
        try await newsroom.removeEdition(asked.parameter("edition"), by: asked.caller.actor)
        return .nothing
    }

    private struct NewSection: Decodable {
        let name: String
        let slug: String?
    }

    func addSection(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await namedEdition(asked.parameter("edition"))
        let sent = try asked.content.value(NewSection.self)
        let section = try Self.section(sent.name, sent.slug ?? "", besides: edition.sections)
        try await newsroom.addSection(section, to: edition.code, by: asked.caller.actor)
        var answer = try APIAnswer.json(section, status: 201)
        answer.location = path("editions", edition.code, "sections")
        return answer
    }

    private static func section(_ name: String, _ slug: String, besides others: [Section]) throws -> Section {
        do {
            return try Section(name: name, slug: slug, besides: others)
        } catch {
            throw Problem(error)
        }
    }

    func orderSections(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await namedEdition(asked.parameter("edition"))
        try need(["sections": edition.sections], known: asked)
        let slugs = try asked.content.value([String: [String]].self)["sections"] ?? []
        try await newsroom.orderSections(slugs, of: edition.code, by: asked.caller.actor)
        let after = ["sections": try await namedEdition(edition.code).sections]
        var answer = try APIAnswer.json(after)
        answer.etag = try Self.etag(after)
        return answer
    }

    func renameSection(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await namedEdition(asked.parameter("edition"))
        let slug = asked.parameter("section")
        let sent = try asked.content.value(NewSection.self)
        let others = edition.sections.filter { $0.slug != slug }
        let section = try Self.section(sent.name, slug, besides: others)
        try await newsroom.renameSection(slug, of: edition.code, to: section.name, by: asked.caller.actor)
        return try .json(section)
    }

    func removeSection(_ asked: APIRequest) async throws -> APIAnswer {
        let edition = try await namedEdition(asked.parameter("edition"))
        try await newsroom.removeSection(
            asked.parameter("section"), of: edition.code, into: asked.query["into"], by: asked.caller.actor)
        return .nothing
    }
}
