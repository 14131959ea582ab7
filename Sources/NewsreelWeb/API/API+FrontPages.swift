import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension APIRoutes {
    /// Which story stands where on front pages and the pages of sections.
    static let frontPages: [APIRoute] = [
        APIRoute(
            .get, "front-pages/:edition", .editor, .read,
            "Read the desk's arrangement of an edition's front page, or of a section's page.",
            query: section, gives: .named("FrontPage")
        ) { try await $0.frontPage($1) },
        APIRoute(
            .put, "front-pages/:edition", .editor, .publish,
            "Arrange a page. With `publish` readers see it at once; a time in `at` has the clock show it then.",
            query: section,
            takes: .object([
                APIField(
                    "pins", .list(.object(pin), most: 60),
                    "The slots with a story of their own; the others fill themselves."),
                .optional("publish", .flag), .optional("at", .moment),
            ]), gives: .named("FrontPage"), needsVersion: true
        ) { try await $0.putFrontPage($1) },
        APIRoute(
            .get, "front-pages/:edition/changes", .editor, .read, "Read who changed what on a page, the newest first.",
            query: section,
            gives: .object([APIField("changes", .list(.object(change)))])
        ) { try await $0.frontPageChanges($1) },
    ]

    private static let section = [APIParameter("section", .text, "The slug of a section, for its page.")]
    private static let pin: [APIField] = [
        APIField("slot", .text(least: 1, most: 60)), APIField("story", .text(least: 1, most: 60)),
    ]
    private static let change: [APIField] = [
        APIField("version", .integer), APIField("author", .text), APIField("saved", .moment), APIField("change", .text),
    ]
}

extension APISchemas {
    static let frontPages: [(name: String, schema: APISchema)] = [("FrontPage", .object(frontPage))]

    private static let pins = APISchema.list(.object([APIField("slot", .text), APIField("story", .text)]))
    private static let frontPage: [APIField] = [
        APIField("edition", .text), .optional("section", .text),
        APIField("version", .integer, "Counts the arrangements from 1, 0 before the first; the ETag."),
        APIField("slots", .list(.text), "The slots of the page, in the order of their weight."),
        APIField("pins", pins, "As the desk has arranged it."), APIField("livePins", pins, "As readers see it."),
        APIField("liveVersion", .integer), .optional("due", .moment, "When the clock will show it."),
    ]
}

extension API {
    private struct Pin: Codable {
        let slot: String
        let story: StoryID
    }

    private struct Arrangement: Decodable {
        let pins: [Pin]
        let publish: Bool?
        let at: Timestamp?
    }

    private struct FrontPageAnswer: Encodable {
        let edition: String
        let section: String?
        let version: Int
        let slots: [String]
        let pins: [Pin]
        let livePins: [Pin]
        let liveVersion: Int
        let due: Timestamp?
    }

    private struct ChangesAnswer: Encodable {
        struct Change: Encodable {
            let version: Int
            let author: String
            let saved: Timestamp
            let change: String
        }

        let changes: [Change]
    }

    private func page(_ asked: APIRequest) async throws -> (page: CuratedPage, slots: [PageSlot]) {
        let code = asked.parameter("edition")
        guard let edition = try await newsroom.edition(code) else {
            throw Problem(.notFound, "This newsroom has no edition \(code).")
        }
        guard let section = asked.query["section"] else { return (CuratedPage(code), theme.frontSlots) }
        guard edition.section(section) != nil else {
            throw Problem(.notFound, "The edition \(code) has no section \(section).")
        }
        return (CuratedPage(code, section: section), theme.sectionSlots)
    }

    func frontPage(_ asked: APIRequest) async throws -> APIAnswer {
        let (page, slots) = try await page(asked)
        return try Self.answer(try await newsroom.curation(of: page), slots)
    }

    func putFrontPage(_ asked: APIRequest) async throws -> APIAnswer {
        let (page, slots) = try await page(asked)
        let known = try asked.knownVersions()
        let sent = try asked.content.value(Arrangement.self)
        let before = try await newsroom.curation(of: page)
        guard known.contains("*") || known.contains("\"\(before.version)\"") else { throw Self.stale(before) }
        var pins: PagePins = [:]
        for pin in sent.pins {
            guard pins.updateValue(pin.story, forKey: pin.slot) == nil else {
                throw Problem(.invalid, "The slot \(pin.slot) is named twice.")
            }
        }
        let move: FrontPageMove? = sent.at.map { .schedule($0) } ?? (sent.publish == true ? .publish : nil)
        let curation = try await newsroom.reorderFrontPage(
            page, pins, basedOn: before.version, merging: false, slots: slots, then: move, by: asked.caller.actor)
        return try Self.answer(curation, slots)
    }

    func frontPageChanges(_ asked: APIRequest) async throws -> APIAnswer {
        let (page, _) = try await page(asked)
        let changes = try await newsroom.curationChanges(of: page, limit: 100).map { change in
            ChangesAnswer.Change(
                version: change.version, author: change.author, saved: change.saved, change: change.change)
        }
        return try .json(ChangesAnswer(changes: changes))
    }

    private static func stale(_ curation: Curation) -> Problem {
        Problem(
            .stale, "The page has version \(curation.version) now. Read it and arrange it anew.",
            members: ["version": curation.version])
    }

    private static func answer(_ curation: Curation, _ slots: [PageSlot]) throws -> APIAnswer {
        func list(_ pins: PagePins) -> [Pin] {
            pins.sorted { $0.key < $1.key }.map { Pin(slot: $0.key, story: $0.value) }
        }
        var answer = try APIAnswer.json(
            FrontPageAnswer(
                edition: curation.page.edition, section: curation.page.section, version: curation.version,
                slots: slots.map(\.id), pins: list(curation.pins), livePins: list(curation.livePins),
                liveVersion: curation.liveVersion, due: curation.due))
        answer.etag = "\"\(curation.version)\""
        return answer
    }
}
