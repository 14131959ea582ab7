import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskRoutes {
    /// Editions, their sections, and what the newsroom says of itself.
    static let editions: [DeskRoute] = [
        DeskRoute(.get, "editions", .role(.administrator)) { try await $0.editionsPage($1) },
        DeskRoute(.post, "editions", .role(.administrator)) { try await $0.addEdition($1) },
        DeskRoute(.post, "editions/order", .role(.administrator)) { try await $0.moveEdition($1) },
        DeskRoute(.get, "editions/edition/:edition", .role(.administrator)) { try await $0.editionPage($1) },
        DeskRoute(.post, "editions/edition/:edition", .role(.administrator)) { try await $0.changeEdition($1) },
        DeskRoute(.post, "editions/edition/:edition/default", .role(.administrator)) { try await $0.chooseDefault($1) },
        DeskRoute(.post, "editions/edition/:edition/open", .role(.administrator)) { try await $0.openEdition($1) },
        DeskRoute(.post, "editions/edition/:edition/close", .role(.administrator)) { try await $0.closeEdition($1) },
        DeskRoute(.post, "editions/edition/:edition/remove", .role(.administrator)) { try await $0.removeEdition($1) },
        DeskRoute(.post, "editions/edition/:edition/sections", .role(.administrator)) { try await $0.addSection($1) },
        DeskRoute(.post, "editions/edition/:edition/order", .role(.administrator)) { try await $0.moveSection($1) },
        DeskRoute(.post, "editions/edition/:edition/sections/:section/name", .role(.administrator)) {
            try await $0.renameSection($1)
        },
        DeskRoute(.post, "editions/edition/:edition/sections/:section/remove", .role(.administrator)) {
            try await $0.removeSection($1)
        },
        DeskRoute(.post, "editions/edition/:edition/sections/:section/finish", .role(.administrator)) {
            try await $0.finishSection($1)
        },
        DeskRoute(.get, "settings", .role(.administrator)) { try await $0.settingsPage($1) },
        DeskRoute(.post, "settings", .role(.administrator)) { try await $0.changeSettings($1) },
    ]
}

/// One edition: its facts and its sections.
extension Desk {
    private struct Shown {
        var draft: EditionDraft?
        var faults: InvalidFields?
        /// What was typed for a new section, or for the name of `section`.
        var name = ""
        var slug = ""
        var section: String?
        var sectionFaults: InvalidFields?
        var error = ""
    }

    func editionPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await editionView(try await edition(asked), asked))
    }

    func changeEdition(_ asked: DeskRequest) async throws -> DeskAnswer {
        let old = try await edition(asked)
        var draft = Self.draft(asked, code: old.code)
        draft.isOpen = old.isOpen
        var shown = Shown(draft: draft)
        do {
            let new = try draft.change(of: old, languages: theme.languages)
            guard asked.field("version") == Self.version(of: old) else {
                shown.error =
                    "Somebody else changed this edition meanwhile. Here is what you typed; save again to put it in place of theirs."
                return .page(try await editionView(old, asked, shown), status: 409)
            }
            try await newsroom.changeEdition(from: old, to: new, by: asked.actor)
        } catch let faults as InvalidFields {
            shown.faults = faults
            return .page(try await editionView(old, asked, shown), status: 422)
        } catch let error as StoreError {
            guard error.isForPeople else { throw error }
            shown.faults = InvalidFields([FieldFault("language", error.message)])
            return .page(try await editionView(old, asked, shown), status: 422)
        }
        return .see(.edition(old.code), query: ["done": "saved"])
    }

    func addSection(_ asked: DeskRequest) async throws -> DeskAnswer {
        let edition = try await edition(asked)
        var shown = Shown(name: asked.field("name"), slug: asked.field("slug"))
        do {
            let section = try Section(name: shown.name, slug: shown.slug, besides: edition.sections)
            try await newsroom.addSection(section, to: edition.code, by: asked.actor)
        } catch let faults as InvalidFields {
            shown.sectionFaults = faults
            return .page(try await editionView(edition, asked, shown), status: 422)
        }
        return .see(.edition(edition.code), query: ["done": "saved"])
    }

    func renameSection(_ asked: DeskRequest) async throws -> DeskAnswer {
        let edition = try await edition(asked)
        let slug = asked.parameters["section"] ?? ""
        do {
            let others = edition.sections.filter { $0.slug != slug }
            let section = try Section(name: asked.field("name"), slug: slug, besides: others)
            try await newsroom.renameSection(slug, of: edition.code, to: section.name, by: asked.actor)
        } catch let faults as InvalidFields {
            let shown = Shown(name: asked.field("name"), section: slug, sectionFaults: faults)
            return .page(try await editionView(edition, asked, shown), status: 422)
        }
        return .see(.edition(edition.code), query: ["done": "saved"])
    }

    func moveSection(_ asked: DeskRequest) async throws -> DeskAnswer {
        let edition = try await edition(asked)
        let slug = asked.field("section")
        let slugs = edition.sections.map(\.slug)
        let moved = slugs.moving(slug, isUp: asked.field("do") == "up")
        if moved != slugs { try await newsroom.orderSections(moved, of: edition.code, by: asked.actor) }
        return .see(.edition(edition.code), query: ["moved": slug, "do": asked.field("do")])
    }

    func removeSection(_ asked: DeskRequest) async throws -> DeskAnswer {
        let edition = try await edition(asked)
        let target = asked.field("into")
        do throws(StoreError) {
            try await newsroom.removeSection(
                asked.parameters["section"] ?? "", of: edition.code, into: target.isEmpty ? nil : target,
                by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await editionView(edition, asked, Shown(error: error.message)), status: 422)
        }
        return .see(.edition(edition.code), query: ["done": "saved"])
    }

    func finishSection(_ asked: DeskRequest) async throws -> DeskAnswer {
        let edition = try await edition(asked)
        try await newsroom.finishSectionMove(asked.parameters["section"] ?? "", of: edition.code)
        return .see(.edition(edition.code), query: ["done": "saved"])
    }

    /// Names the facts of an edition, so that two who change them at once find out.
    private static func version(of edition: Edition) -> String {
        var facts = edition
        facts.sections = []
        return Fingerprint((try? APIAnswer.bytes(facts)) ?? []).description
    }

    private func editionView(
        _ edition: Edition, _ asked: DeskRequest, _ shown: Shown = Shown()
    ) async throws -> DeskView {
        let code = edition.code
        let draft = shown.draft ?? EditionDraft(edition)
        let stories = try await newsroom.storyCounts()[code] ?? 0
        let front = site.path(SiteURL(edition: code, .front))
        let fields = [
            DeskField(
                "masthead", "Newspaper’s name", draft.masthead, shown.faults, isRequired: true, isForeign: true),
            DeskField("tagline", "Strapline", draft.tagline, shown.faults, isForeign: true),
            DeskField(
                "name", "Name in the language menu", draft.name, shown.faults, isRequired: true, isForeign: true),
            DeskField(
                "language", "Language", draft.language, shown.faults,
                help: stories > 0
                    ? "Its BCP 47 tag. The region may change; the language of an edition that has stories may not."
                    : "Its BCP 47 tag.", list: "languages", isRequired: true),
            DeskField(
                "zone", "Time zone", draft.zone, shown.faults,
                help: "Times are shown in it. Stories that are out keep the day in their address.", list: "zones",
                isRequired: true),
        ]
        let addFaults = shown.section == nil ? shown.sectionFaults : nil
        let newSection = [
            DeskField(
                "name", "Name", addFaults == nil ? "" : shown.name, addFaults, form: "section",
                isRequired: true, isForeign: true),
            DeskField(
                "slug", "Address", addFaults == nil ? "" : shown.slug, addFaults,
                help: "Left empty: made from the name. It stays as it is when the name changes.", form: "section"),
        ]
        var direction = "Written from left to right."
        if edition.direction == .rtl { direction = "Written from right to left." }
        return DeskView(
            template: "edition", title: edition.name,
            values: [
                "error": .text(shown.error), "done": .text(Self.done[asked.query["done"] ?? ""] ?? ""),
                "editions": .text(path(.editions)), "code": .text(code), "lang": .text(edition.language),
                "name": .text(edition.name), "front": .text(edition.isOpen ? front : ""), "address": .text(front),
                "direction": .text(direction), "isDefault": .flag(edition.isDefault), "isOpen": .flag(edition.isOpen),
                "fields": .list(fields.map(\.values)), "version": .text(Self.version(of: edition)),
                "zones": .list(Self.zones), "languages": .list(languages),
                "change": .text(path(.edition(code))), "open": .text(path(.edition(code, "open"))),
                "close": .text(path(.edition(code, "close"))), "remove": .text(path(.edition(code, "remove"))),
                "default": .text(path(.edition(code, "default"))), "stories": .text(Self.stories(stories)),
                "isUsed": .flag(stories > 0), "newSection": .list(newSection.map(\.values)),
                "addSection": .text(path(.edition(code, "sections"))),
                "sections": .list(try await sectionRows(edition, asked, shown)),
                "moves": .list(try await moveRows(edition, asked)),
            ])
    }

    /// The page says “more than” of what a large archive has.
    private static let mostCounted = 1000

    private func sectionRows(
        _ edition: Edition, _ asked: DeskRequest, _ shown: Shown
    ) async throws -> [[String: DeskValue]] {
        let counts = try await newsroom.sectionCounts(edition, upTo: Self.mostCounted + 1)
        let slugs = edition.sections.map(\.slug)
        return edition.sections.map { section in
            let isMeant = shown.section == section.slug
            let count = counts[section.slug] ?? 0
            let others = edition.sections.filter { $0.slug != section.slug }
            var row = Self.ordering("section", section.slug, in: slugs, asked)
            row["slug"] = .text(section.slug)
            row["name"] = .text(section.name)
            row["lang"] = .text(edition.language)
            row["address"] = .text(site.path(SiteURL(edition: edition.code, .section(section.slug))))
            row["isLinked"] = .flag(edition.isOpen)
            row["stories"] = .text(
                count > Self.mostCounted ? "more than \(Self.stories(Self.mostCounted))" : Self.stories(count))
            row["isUsed"] = .flag(count > 0)
            row["mayGo"] = .flag(count == 0 || !others.isEmpty)
            row["isMeant"] = .flag(isMeant)
            row["typed"] = .text(isMeant ? shown.name : section.name)
            row["fault"] = .text(isMeant ? shown.sectionFaults?.faults.first?.text ?? "" : "")
            row["rename"] = .text(path(.section(edition.code, section.slug, "name")))
            row["remove"] = .text(path(.section(edition.code, section.slug, "remove")))
            row["move"] = .text(path(.edition(edition.code, "order")))
            row["token"] = .text(asked.formToken)
            row["others"] = .list(others.map { ["slug": .text($0.slug), "name": .text($0.name)] })
            return row
        }
    }

    private func moveRows(_ edition: Edition, _ asked: DeskRequest) async throws -> [[String: DeskValue]] {
        try await newsroom.sectionMoves(edition.code).map { move in
            [
                "slug": .text(move.slug), "target": .text(edition.section(move.target)?.name ?? move.target),
                "lang": .text(edition.language), "isLeft": .flag(move.left > 0), "left": .text(Self.stories(move.left)),
                "finish": .text(path(.section(edition.code, move.slug, "finish"))), "token": .text(asked.formToken),
            ]
        }
    }
}
