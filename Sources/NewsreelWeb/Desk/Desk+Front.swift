import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static func front(_ page: CuratedPage, _ what: String? = nil, before: String? = nil) -> DeskURL {
        DeskURL(
            ["front", page.edition] + (page.section.map { ["in", $0] } ?? []) + [what].compactMap { $0 }, before: before
        )
    }
}

extension DeskRoutes {
    /// Front pages and the pages of sections.
    static let front: [DeskRoute] = [
        DeskRoute(.get, "front", .role(.editor)) { desk, _ in
            .see(.front(CuratedPage(desk.site.defaultEdition)))
        },
        DeskRoute(.get, "front/:edition", .role(.editor)) { try await $0.frontPage($1) },
        DeskRoute(.post, "front/:edition", .role(.editor)) { try await $0.changeFront($1) },
        DeskRoute(.get, "front/:edition/preview", .role(.editor)) { try await $0.previewFront($1) },
        DeskRoute(.get, "front/:edition/state", .role(.editor)) { try await $0.frontState($1) },
        DeskRoute(.post, "front/:edition/banner", .role(.editor)) { try await $0.changeBanner($1) },
        DeskRoute(.get, "front/:edition/in/:section", .role(.editor)) { try await $0.frontPage($1) },
        DeskRoute(.post, "front/:edition/in/:section", .role(.editor)) { try await $0.changeFront($1) },
        DeskRoute(.get, "front/:edition/in/:section/preview", .role(.editor)) { try await $0.previewFront($1) },
        DeskRoute(.get, "front/:edition/in/:section/state", .role(.editor)) { try await $0.frontState($1) },
    ]
}

/// Which story stands where on a front page: arranged as a draft that only the desk sees, then shown to readers.
extension Desk {
    private static let mostCandidates = 30
    private static let mostChanges = 12

    /// The page that is asked for, with its edition and slots.
    private struct Curated {
        let page: CuratedPage
        let edition: Edition
        let slots: [PageSlot]

        var section: Section? { page.section.flatMap(edition.section) }
        var name: String { section.map { "\($0.name), \(edition.masthead)" } ?? edition.masthead }
    }

    private func curated(_ asked: DeskRequest) async throws -> Curated {
        let code = asked.parameters["edition"] ?? ""
        guard let edition = try await newsroom.editions().first(where: { $0.code == code }) else {
            throw DeskRefusal(.missing)
        }
        let page = CuratedPage(code, section: asked.parameters["section"])
        if let section = page.section, edition.section(section) == nil { throw DeskRefusal(.missing) }
        return Curated(
            page: page, edition: edition, slots: page.section == nil ? theme.frontSlots : theme.sectionSlots)
    }

    func frontPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await frontView(try await curated(asked), asked))
    }

    /// The page as readers would see it with the draft.
    func previewFront(_ asked: DeskRequest) async throws -> DeskAnswer {
        let curated = try await curated(asked)
        let pins = try await newsroom.curation(of: curated.page).pins
        guard let section = curated.section else {
            return DeskAnswer(body: .bytes(try await pages.front(curated.edition, pins: pins)))
        }
        guard case .page(let page) = try await pages.section(curated.edition, section, .newest, pins: pins) else {
            throw DeskRefusal(.missing)
        }
        return DeskAnswer(body: .bytes(page))
    }

    /// What another editor's browser asks every two seconds: `7 published-6 Ada: Lead: “Quay closed”`.
    func frontState(_ asked: DeskRequest) async throws -> DeskAnswer {
        let page = try await curated(asked).page
        let curation = try await newsroom.curation(of: page)
        let newest = try await newsroom.curationChanges(of: page, limit: 1).first
        let mark = Self.mark(curation)
        let words = newest.map { "\($0.author): \($0.change)" } ?? ""
        return DeskAnswer(
            body: .bytes(
                RenderedPage(
                    contentType: "text/plain; charset=utf-8", body: Array("\(mark) \(words)".utf8), freshness: .never)))
    }

    /// Changes with all that the page of a front page shows of its state.
    private static func mark(_ curation: Curation) -> String {
        "\(curation.version)-\(curation.liveVersion)-\(curation.due?.milliseconds ?? 0)"
    }

    // MARK: Changing

    func changeFront(_ asked: DeskRequest) async throws -> DeskAnswer {
        let curated = try await curated(asked)
        do throws(StoreError) {
            try await change(curated, asked)
            return .see(.front(curated.page))
        } catch {
            guard error.isForPeople else { throw error }
            return .page(
                try await frontView(curated, asked, error: error.message), status: 422)
        }
    }

    private func change(_ curated: Curated, _ asked: DeskRequest) async throws(StoreError) {
        let page = curated.page
        let version = Int(asked.field("version")) ?? 0
        switch asked.field("do") {
        case "undo":
            _ = try await newsroom.undoFrontPage(page, basedOn: version, slots: curated.slots, by: asked.actor)
        case "publish": _ = try await newsroom.publishFrontPage(page, version: version, by: asked.actor)
        case "schedule":
            let chosen = ChosenTime(asked.field("at"), in: curated.edition.zone)
            guard let moment = chosen.moment else {
                throw StoreError(.invalid, chosen.complaint(in: curated.edition.zone) ?? "Say when.")
            }
            _ = try await newsroom.scheduleFrontPage(page, version: version, at: moment, by: asked.actor)
        case "unschedule": _ = try await newsroom.unscheduleFrontPage(page, by: asked.actor)
        default:
            var pins = try await newsroom.pins(of: page, version: version)
            let story = StoryID(rawValue: asked.field("story"))
            let slot = asked.field("slot")
            let from = curated.slots.contains { $0.id == asked.field("from") } ? asked.field("from") : nil
            switch asked.field("do") {
            case "unpin": pins[slot] = nil
            case "up", "down":
                guard let index = curated.slots.firstIndex(where: { $0.id == slot }) else { throw Self.noSlot }
                let target = index + (asked.field("do") == "up" ? -1 : 1)
                guard curated.slots.indices.contains(target) else { throw Self.noSlot }
                pins = pins.placing(story, in: curated.slots[target].id, of: curated.slots, from: slot)
            default:
                guard !slot.isEmpty else { throw Self.noSlot }
                pins = pins.placing(story, in: slot, of: curated.slots, from: from)
            }
            _ = try await newsroom.reorderFrontPage(
                page, pins, basedOn: version, slots: curated.slots, by: asked.actor)
        }
    }

    private static let noSlot = StoreError(.invalid, "Say into which slot of the page.")

    // MARK: The banner

    func changeBanner(_ asked: DeskRequest) async throws -> DeskAnswer {
        let curated = try await curated(asked)
        do throws(StoreError) {
            if asked.field("do") == "clear" {
                try await newsroom.clearBanner(edition: curated.edition.code, by: asked.actor)
            } else {
                let minutes = Double(asked.field("minutes")) ?? 60
                let story = asked.field("story")
                _ = try await newsroom.setBanner(
                    edition: curated.edition.code, text: asked.field("text"),
                    story: story.isEmpty ? nil : StoryID(rawValue: story),
                    until: clock.now.adding(seconds: max(1, min(minutes, 10_080)) * 60), by: asked.actor)
            }
            return .see(.front(curated.page))
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await frontView(curated, asked, error: error.message), status: 422)
        }
    }

    // MARK: Showing

    private func frontView(_ curated: Curated, _ asked: DeskRequest, error: String = "") async throws -> DeskView {
        let page = curated.page
        let curation = try await newsroom.curation(of: page)
        let pinned = try await newsroom.cards(Array(curation.pins.values))
        var stories: [StoryID: Story] = [:]
        for story in try await newsroom.stories(Array(curation.pins.values)) { stories[story.id] = story }
        let before = asked.before.flatMap { ListPosition(token: $0) }.map(ListPage.before) ?? .newest
        let newest = try await list(page, .newest)
        let list = before == .newest ? newest : try await self.list(page, before)
        let filled = FilledSlots(curated.slots, pins: curation.pins, pinned: pinned, latest: newest.cards)
        let coming = try await coming(page)
        let standing = Set(filled.used).union(curation.pins.values)
        let local = LocalClock(zone: curated.edition.zone)
        var slots: [[String: DeskValue]] = []
        for (index, place) in filled.places.enumerated() {
            let waiting = curation.pins[place.slot.id].flatMap { stories[$0] }.flatMap {
                $0.status == .published ? nil : $0
            }
            let id = waiting?.id ?? place.card?.id
            slots.append([
                "slot": .text(place.slot.id), "group": .text(place.slot.group), "label": .text(place.slot.label),
                "story": .text(id?.rawValue ?? ""),
                "headline": .text(waiting?.content.headline ?? place.card?.headline ?? ""),
                "time": .text(waiting == nil ? place.card.map { local.text($0.publication.published) } ?? "" : ""),
                "isPinned": .flag(curation.pins[place.slot.id] != nil && (place.isPinned || waiting != nil)),
                "waits": .text(
                    waiting.map { "\($0.status.rawValue.replacing("-", with: " ")), shown once published" } ?? ""),
                "mayUp": .flag(index > 0 && id != nil),
                "mayDown": .flag(index < filled.places.count - 1 && id != nil), "isFilled": .flag(id != nil),
                "version": .text("\(curation.version)"), "token": .text(asked.formToken),
                "act": .text(path(.front(page))),
                "lang": .text(curated.edition.language),
            ])
        }
        let options: [[String: DeskValue]] = curated.slots.map { ["id": .text($0.id), "name": .text($0.label)] }
        func candidate(_ id: StoryID, _ headline: String, _ facts: String) -> [String: DeskValue] {
            [
                "story": .text(id.rawValue), "headline": .text(headline), "facts": .text(facts),
                "slots": .list(options), "version": .text("\(curation.version)"), "token": .text(asked.formToken),
                "act": .text(path(.front(page))), "lang": .text(curated.edition.language),
            ]
        }
        let candidates =
            (before == .newest
                ? coming.map {
                    candidate($0.id, $0.headline, $0.scheduled.map { "scheduled for \(local.text($0))" } ?? "approved")
                } : [])
            + list.cards.filter { !standing.contains($0.id) }.map {
                candidate($0.id, $0.headline, local.text($0.publication.published))
            }
        let changes = try await newsroom.curationChanges(of: page, limit: Self.mostChanges)
        let banner = try await newsroom.banner(of: page.edition)
        let pagesOfEdition: [(CuratedPage, String)] =
            [(CuratedPage(page.edition), "Front page")]
            + curated.edition.sections.map { (CuratedPage(page.edition, section: $0.slug), $0.name) }
        let editions = try await newsroom.editions()
        return DeskView(
            template: "front", title: page.section == nil ? "Front page" : curated.section?.name ?? "",
            values: [
                "error": .text(error), "name": .text(curated.name), "act": .text(path(.front(page))),
                "state": .text(path(.front(page, "state"))), "mark": .text(Self.mark(curation)),
                "preview": .text(path(.front(page, "preview"))),
                "reader": .text(
                    site.path(
                        SiteURL(
                            edition: page.edition,
                            page.section.map { .section($0) } ?? .front))),
                "version": .text("\(curation.version)"), "slots": .list(slots), "candidates": .list(candidates),
                "lang": .text(curated.edition.language),
                "isChanged": .flag(curation.isChanged),
                "zone": .text(Self.name(of: curated.edition.zone)),
                "twice": Self.twice(
                    asked.field("do") == "schedule" ? ChosenTime(asked.field("at"), in: curated.edition.zone) : nil,
                    in: curated.edition.zone),
                "live": .text(
                    curation.published.map {
                        "Readers see the arrangement of \($0.by), published \(local.text($0.at))."
                    }
                        ?? "Readers see a page that fills itself."),
                "due": .text(curation.due.map { local.text($0) } ?? ""), "dueBy": .text(curation.dueBy ?? ""),
                "mayUndo": .flag(changes.first?.previous != nil),
                "changes": .list(
                    changes.map { change in
                        [
                            "author": .text(change.author), "change": .text(change.change),
                            "time": .text(change.saved.milliseconds == 0 ? "" : local.text(change.saved)),
                        ]
                    }),
                "pages": .list(
                    pagesOfEdition.map { each in
                        [
                            "href": .text(path(.front(each.0))), "label": .text(each.1),
                            "isCurrent": .flag(each.0 == page),
                        ]
                    }),
                "editions": .list(
                    editions.count < 2
                        ? []
                        : editions.map { edition in
                            [
                                "href": .text(path(.front(CuratedPage(edition.code)))), "label": .text(edition.name),
                                "lang": .text(edition.language), "isCurrent": .flag(edition.code == page.edition),
                            ]
                        }),
                "older": .text(
                    list.cards.count == Self.mostCandidates && list.older != nil
                        ? list.cards.last.map { path(.front(page, before: $0.position.token)) } ?? "" : ""),
                "bannerAct": .text(path(.front(CuratedPage(page.edition), "banner"))),
                "isFront": .flag(page.section == nil),
                "banner": .group(
                    banner.map { banner in
                        [
                            "text": .text(banner.text), "until": .text(local.text(banner.until)),
                            "author": .text(banner.author), "token": .text(asked.formToken),
                        ]
                    }),
                "bannerStories": .list(
                    newest.cards.prefix(20).map { ["id": .text($0.id.rawValue), "headline": .text($0.headline)] }),
            ])
    }

    private func list(_ page: CuratedPage, _ place: ListPage) async throws(StoreError) -> StoryList {
        guard let section = page.section else {
            return try await newsroom.latest(page.edition, place, limit: Self.mostCandidates)
        }
        return try await newsroom.section(page.edition, section, place, limit: Self.mostCandidates)
    }

    /// Stories that readers do not have yet and soon will.
    private func coming(_ page: CuratedPage) async throws(StoreError) -> [DeskStory] {
        let scheduled = try await newsroom.deskStories(.scheduled, limit: 50)
        let approved = try await newsroom.deskStories(.approved, limit: 50)
        return Array((scheduled + approved).filter { $0.edition == page.edition }.prefix(12))
    }
}

/// Times of an edition as its desk writes them: `25 Nov, 06:41 Berlin time`.
struct LocalClock {
    let zone: Zone

    func text(_ moment: Timestamp) -> String {
        let local = zone.local(moment)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(local.day.day) \(months[local.day.month - 1]), \(local.clock) \(zone.name)"
    }
}
