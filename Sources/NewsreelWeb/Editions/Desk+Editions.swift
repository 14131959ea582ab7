import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let editions = DeskURL(["editions"])
    static func editions(_ what: String) -> DeskURL { DeskURL(["editions", what]) }
    static func edition(_ code: String) -> DeskURL { DeskURL(["editions", "edition", code]) }
    static func edition(_ code: String, _ what: String) -> DeskURL { DeskURL(["editions", "edition", code, what]) }
    static func section(_ code: String, _ slug: String, _ what: String) -> DeskURL {
        DeskURL(["editions", "edition", code, "sections", slug, what])
    }
}

/// The editions of the newsroom: added, put in order, opened to readers, changed, removed.
extension Desk {
    func editionsPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await editionsView(asked, EditionDraft()))
    }

    func addEdition(_ asked: DeskRequest) async throws -> DeskAnswer {
        let draft = Self.draft(asked, code: asked.field("code"))
        do {
            let editions = try await newsroom.editions()
            let edition = try draft.edition(
                languages: theme.languages, besides: editions, EditionDraft.standards(of: editions))
            try await newsroom.addEdition(edition, by: asked.actor)
            return .see(.edition(edition.code), query: ["done": "added"])
        } catch let faults as InvalidFields {
            return .page(try await editionsView(asked, draft, faults), status: 422)
        }
    }

    static func draft(_ asked: DeskRequest, code: String) -> EditionDraft {
        EditionDraft(
            code: code, language: asked.field("language"), zone: asked.field("zone"), name: asked.field("name"),
            masthead: asked.field("masthead"), tagline: asked.field("tagline"),
            isOpen: asked.field("open") == "yes")
    }

    /// Moves an edition a place up or down among those beneath the default one.
    func moveEdition(_ asked: DeskRequest) async throws -> DeskAnswer {
        let editions = try await newsroom.editions()
        let code = asked.field("edition")
        let others = editions.filter { !$0.isDefault }.map(\.code)
        let moved = others.moving(code, isUp: asked.field("do") == "up")
        if moved != others {
            try await newsroom.orderEditions(editions.filter(\.isDefault).map(\.code) + moved, by: asked.actor)
        }
        return .see(.editions, query: ["moved": code, "do": asked.field("do")])
    }

    func chooseDefault(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await newsroom.makeDefault(try await edition(asked).code, by: asked.actor)
        return .see(.editions, query: ["done": "default"])
    }

    func openEdition(_ asked: DeskRequest) async throws -> DeskAnswer { try await setOpen(true, asked) }
    func closeEdition(_ asked: DeskRequest) async throws -> DeskAnswer { try await setOpen(false, asked) }

    private func setOpen(_ isOpen: Bool, _ asked: DeskRequest) async throws -> DeskAnswer {
        let old = try await edition(asked)
        var new = old
        new.isOpen = isOpen
        try await newsroom.changeEdition(from: old, to: new, by: asked.actor)
        return .see(.edition(old.code), query: ["done": isOpen ? "opened" : "closed"])
    }

    func removeEdition(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await newsroom.removeEdition(try await edition(asked).code, by: asked.actor)
        return .see(.editions, query: ["done": "removed"])
    }

    /// The edition that the address names.
    func edition(_ asked: DeskRequest) async throws -> Edition {
        guard let edition = try await newsroom.edition(asked.parameters["edition"] ?? "") else {
            throw DeskRefusal(.missing)
        }
        return edition
    }

    private func editionsView(
        _ asked: DeskRequest, _ draft: EditionDraft, _ faults: InvalidFields? = nil
    ) async throws -> DeskView {
        let editions = try await newsroom.editions()
        let stories = try await newsroom.storyCounts()
        let others = editions.filter { !$0.isDefault }.map(\.code)
        let rows: [[String: DeskValue]] = editions.map { edition in
            var row = Self.ordering("edition", edition.code, in: others, asked)
            row["href"] = .text(path(.edition(edition.code)))
            row["code"] = .text(edition.code)
            row["name"] = .text(edition.name)
            row["lang"] = .text(edition.language)
            row["masthead"] = .text(edition.masthead)
            row["facts"] = .text("\(edition.zone.identifier) · \(Self.stories(stories[edition.code] ?? 0))")
            row["isDefault"] = .flag(edition.isDefault)
            row["isClosed"] = .flag(!edition.isOpen)
            row["mayLead"] = .flag(edition.isOpen && !edition.isDefault)
            row["default"] = .text(path(.edition(edition.code, "default")))
            row["token"] = .text(asked.formToken)
            row["move"] = .text(path(.editions("order")))
            return row
        }
        let fields = [
            DeskField(
                "language", "Language", draft.language, faults,
                help: "Its BCP 47 tag. The theme speaks \(Self.spoken(theme.languages)).", list: "languages",
                isRequired: true),
            DeskField(
                "code", "Code in addresses", draft.code, faults,
                help: "Left empty: the language’s tag. It stays as it is for good."),
            DeskField(
                "masthead", "Newspaper’s name", draft.masthead, faults,
                help: "Left empty: “\(editions.first?.masthead ?? "")”.", isForeign: true),
            DeskField(
                "name", "Name in the language menu", draft.name, faults,
                help: "Left empty: what the language calls itself.", isForeign: true),
            DeskField("tagline", "Strapline", draft.tagline, faults, isForeign: true),
            DeskField(
                "zone", "Time zone", draft.zone, faults,
                help: "Left empty: \(editions.first?.zone.identifier ?? "UTC").", list: "zones"),
        ]
        return DeskView(
            template: "editions", title: "Editions",
            values: [
                "editions": .list(rows), "add": .text(path(.editions)), "fields": .list(fields.map(\.values)),
                "isOpen": .flag(draft.isOpen), "hasFaults": .flag(faults != nil),
                "zones": .list(Self.zones), "languages": .list(languages),
                "done": .text(Self.done[asked.query["done"] ?? ""] ?? ""),
            ])
    }

    static let done = [
        "added": "The edition is there. Give it sections, and open it to readers when it is ready.",
        "default": "Readers find it at the root of the site now.", "removed": "The edition is gone.",
        "saved": "Saved. Every page shows it.", "opened": "Readers see the edition now.",
        "closed": "Readers do not see the edition any more.",
    ]

    static func stories(_ count: Int) -> String { count == 1 ? "1 story" : "\(count) stories" }

    /// The buttons that move a row, and which of them is held after it moved, so that the next press moves it on.
    static func ordering(
        _ kind: String, _ key: String, in keys: [String], _ asked: DeskRequest
    ) -> [String: DeskValue] {
        let mayUp = keys.firstIndex(of: key).map { $0 > 0 } ?? false
        let mayDown = keys.firstIndex(of: key).map { $0 < keys.count - 1 } ?? false
        let wasMoved = asked.query["moved"] == key
        let holdsUp = wasMoved && mayUp && (asked.query["do"] == "up" || !mayDown)
        return [
            "kind": .text(kind), "mayMove": .flag(mayUp || mayDown), "mayUp": .flag(mayUp), "mayDown": .flag(mayDown),
            "holdsUp": .flag(holdsUp), "holdsDown": .flag(wasMoved && !holdsUp && mayDown), "key": .text(key),
        ]
    }

    static let zones: [[String: DeskValue]] = Zone.names.map { ["value": .text($0)] }

    var languages: [[String: DeskValue]] {
        theme.languages.map { ["value": .text($0), "words": .text(LanguageName.english($0))] }
    }

    private static func spoken(_ languages: [String]) -> String {
        languages.map { "\(LanguageName.english($0)) (\($0))" }.joined(separator: ", ")
    }
}

/// A line of a form: what is typed, what is wrong with it and what helps.
struct DeskField {
    let values: [String: DeskValue]

    /// `form` tells it from a field of the same name in another form of the page; `isForeign` is for words of another
    /// language than the desk's.
    init(
        _ name: String, _ label: String, _ value: String, _ faults: InvalidFields? = nil, help: String = "",
        list: String = "", form: String = "", isRequired: Bool = false, isForeign: Bool = false
    ) {
        let fault = faults?.text(of: name) ?? ""
        let id = form.isEmpty ? name : "\(form)-\(name)"
        let described = (fault.isEmpty ? [] : ["\(id)-fault"]) + (help.isEmpty ? [] : ["\(id)-help"])
        values = [
            "id": .text(id), "name": .text(name), "label": .text(label), "value": .text(value), "fault": .text(fault),
            "help": .text(help), "list": .text(list), "isRequired": .flag(isRequired),
            "isForeign": .flag(isForeign), "described": .text(described.joined(separator: " ")),
        ]
    }
}

extension [String] {
    /// With `item` a place earlier, or later; as it is where there is no such place.
    func moving(_ item: String, isUp: Bool) -> [String] {
        guard let index = firstIndex(of: item) else { return self }
        let target = isUp ? index - 1 : index + 1
        guard indices.contains(target) else { return self }
        var moved = self
        moved.swapAt(index, target)
        return moved
    }
}
