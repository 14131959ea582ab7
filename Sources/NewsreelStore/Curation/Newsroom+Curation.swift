package import NewsreelModel

/// When readers are to see an arrangement that is saved with it.
package enum FrontPageMove: Hashable, Sendable {
    case publish
    case schedule(Timestamp)
}

extension Newsroom {
    /// A curated page: its draft, what readers see, and what comes when.
    package func curation(of page: CuratedPage) async throws(StoreError) -> Curation {
        try await read("read the front page of \(page.edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try CurationRecords.curation(of: page, in: transaction)
        }
    }

    /// What version `version` of a page's draft had pinned; nothing before the first.
    package func pins(of page: CuratedPage, version: Int) async throws(StoreError) -> PagePins {
        try await read("read version \(version) of the front page of \(page.edition)") {
            (transaction: ReadTransaction) throws(StoreError) in
            try CurationRecords.change(page, version: version, in: transaction)?.pins ?? [:]
        }
    }

    /// Who changed what on a page, the newest change first.
    package func curationChanges(of page: CuratedPage, limit: Int) async throws(StoreError) -> [CurationChange] {
        try await read("read who changed the front page of \(page.edition)") {
            (transaction: ReadTransaction) throws(StoreError) in
            try CurationRecords.changes(of: page, limit: limit, in: transaction)
        }
    }

    /// Arranges the draft of a page, made from version `version`. Where somebody changed other slots since, both
    /// changes stand; where they changed the same slot, or with `merging` false, it is refused as a conflict. With
    /// `move` readers see it too, at once or in time; where that is refused nothing is arranged.
    package func reorderFrontPage(
        _ page: CuratedPage, _ pins: PagePins, basedOn version: Int, merging: Bool = true, slots: [PageSlot],
        then move: FrontPageMove? = nil, by actor: Actor
    ) async throws(StoreError) -> Curation {
        try await write("reorder the front page of \(page.edition)") {
            (transaction: WriteTransaction) throws(StoreError) in
            let writer = try CurationWriter(transaction, page: page, actor: actor, slots: slots)
            let draft = try writer.reorder(pins, basedOn: version, merging: merging)
            switch move {
            case nil: return draft
            case .publish: return try writer.publish(draft.version)
            case .schedule(let moment): return try writer.schedule(draft.version, at: moment)
            }
        }
    }

    /// Brings back what stood before the newest change that is not undone yet; undoing again goes further back.
    package func undoFrontPage(
        _ page: CuratedPage, basedOn version: Int, slots: [PageSlot], by actor: Actor
    )
        async throws(StoreError) -> Curation
    {
        try await write("undo a change of the front page of \(page.edition)") {
            (transaction: WriteTransaction) throws(StoreError) in
            try CurationWriter(transaction, page: page, actor: actor, slots: slots).undo(basedOn: version)
        }
    }

    /// Shows readers the draft, which must still be version `version`.
    package func publishFrontPage(
        _ page: CuratedPage, version: Int, by actor: Actor
    ) async throws(StoreError) -> Curation {
        try await write("publish the front page of \(page.edition)") {
            (transaction: WriteTransaction) throws(StoreError) in
            try CurationWriter(transaction, page: page, actor: actor).publish(version)
        }
    }

    /// Has the clock show readers the draft, as it is now, at `moment`; a page waits for one time only.
    package func scheduleFrontPage(
        _ page: CuratedPage, version: Int, at moment: Timestamp, by actor: Actor
    ) async throws(StoreError) -> Curation {
        try await write("schedule the front page of \(page.edition)") {
            (transaction: WriteTransaction) throws(StoreError) in
            try CurationWriter(transaction, page: page, actor: actor).schedule(version, at: moment)
        }
    }

    package func unscheduleFrontPage(_ page: CuratedPage, by actor: Actor) async throws(StoreError) -> Curation {
        try await write("unschedule the front page of \(page.edition)") {
            (transaction: WriteTransaction) throws(StoreError) in
            try CurationWriter(transaction, page: page, actor: actor).unschedule()
        }
    }

    /// Publishes every front page whose time has come, each once however many processes ask.
    package func publishDueFrontPages() async throws(StoreError) -> [CuratedPage] {
        let now = clock.now
        let due: [CuratedPage] = try await read("look for scheduled front pages") {
            (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                "SELECT edition, section FROM curated_pages WHERE due_ms IS NOT NULL AND due_ms <= $1", [.time(now)]
            ) { (row: borrowing RowView) in
                CuratedPage(row.text(0), section: row.text(1).isEmpty ? nil : row.text(1))
            }
        }
        var published: [CuratedPage] = []
        for page in due {
            let isDone = try await write("publish the scheduled front page of \(page.edition)") {
                (transaction: WriteTransaction) throws(StoreError) in
                try CurationWriter(transaction, page: page, actor: .clock).publishDue()
            }
            if isDone { published.append(page) }
        }
        return published
    }
}

extension Actor {
    /// The server itself, when a time has come.
    package static let clock = Actor(name: "the clock", address: "server")
}

/// The one place that changes a curated page.
struct CurationWriter {
    let transaction: WriteTransaction
    let page: CuratedPage
    let actor: Actor
    /// The slots of the page; empty where no slot is named.
    var slots: [PageSlot] = []
    private var name: String { actor.name ?? "somebody" }

    init(
        _ transaction: WriteTransaction, page: CuratedPage, actor: Actor, slots: [PageSlot] = []
    ) throws(StoreError) {
        let edition = try EditionRecords.edition(page.edition, in: transaction)
        if let section = page.section, edition.section(section) == nil {
            throw StoreError(.notFound, "The edition \(page.edition) has no section \(section).")
        }
        self.transaction = transaction
        self.page = page
        self.actor = actor
        self.slots = slots
    }

    func reorder(_ pins: PagePins, basedOn version: Int, merging: Bool) throws(StoreError) -> Curation {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        var wanted = pins
        if version != curation.version {
            guard merging else { throw try overtaken(curation, basedOn: version) }
            wanted = try merged(pins, basedOn: version, with: curation)
        }
        try check(wanted, known: curation.pins)
        guard wanted != curation.pins else { return curation }
        let change = try words(from: curation.pins, to: wanted)
        try save(wanted, change, undoingTo: curation.version, &curation)
        return curation
    }

    func undo(basedOn version: Int) throws(StoreError) -> Curation {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        guard version == curation.version else { throw try overtaken(curation, basedOn: version) }
        guard let newest = try CurationRecords.change(page, version: curation.version, in: transaction),
            let previous = newest.previous
        else { throw StoreError(.stepRefused, "There is nothing to undo on this page.") }
        let old = try CurationRecords.change(page, version: previous, in: transaction)
        // What was withdrawn meanwhile does not come back with an older arrangement.
        var pins = old?.pins ?? [:]
        for (slot, story) in pins where try StoryRecords.story(story, in: transaction)?.status == .killed {
            pins[slot] = nil
        }
        try save(pins, "Undone: \(newest.change)", undoingTo: old?.previous, &curation)
        return curation
    }

    func publish(_ version: Int) throws(StoreError) -> Curation {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        guard version == curation.version else { throw try overtaken(curation, basedOn: version) }
        curation.livePins = curation.pins
        curation.liveVersion = curation.version
        try show(&curation)
        try transaction.log(.frontPageMoved, of: "publish: \(place)", by: actor)
        return curation
    }

    func schedule(_ version: Int, at moment: Timestamp) throws(StoreError) -> Curation {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        guard version == curation.version else { throw try overtaken(curation, basedOn: version) }
        let zone = try EditionRecords.edition(page.edition, in: transaction).zone
        guard moment > transaction.now else {
            throw StoreError(
                .invalid, "\(moment.iso8601(in: zone)) has passed. Publish the page now, or give a time to come.")
        }
        guard moment.seconds(since: transaction.now) <= 366 * 86_400 else {
            throw StoreError(.invalid, "\(moment.iso8601(in: zone)) is more than a year away. Check the year.")
        }
        curation.due = moment
        curation.dueVersion = curation.version
        curation.duePins = curation.pins
        curation.dueBy = name
        try CurationRecords.put(curation, in: transaction)
        try transaction.log(
            .frontPageMoved, of: "schedule for \(moment.iso8601(in: zone)): \(place)", by: actor)
        return curation
    }

    func unschedule() throws(StoreError) -> Curation {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        guard curation.due != nil else { throw StoreError(.stepRefused, "This page waits for no time.") }
        curation.forgetDue()
        try CurationRecords.put(curation, in: transaction)
        try transaction.log(.frontPageMoved, of: "unschedule: \(place)", by: actor)
        return curation
    }

    /// False where another process, or the desk, was quicker.
    func publishDue() throws(StoreError) -> Bool {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        guard let due = curation.due, due <= transaction.now, let pins = curation.duePins else { return false }
        let by = curation.dueBy
        curation.livePins = pins
        curation.liveVersion = curation.dueVersion ?? curation.version
        curation.forgetDue()
        try show(&curation, by: by)
        try transaction.log(.frontPageMoved, of: "publish: \(place), set by \(by ?? "the desk")", by: actor)
        return true
    }

    /// Takes a withdrawn story off the page, wherever it is pinned.
    func release(_ story: Story) throws(StoreError) {
        var curation = try CurationRecords.curation(of: page, in: transaction)
        func without(_ pins: PagePins) -> PagePins { pins.filter { $0.value != story.id } }
        let isLive = curation.livePins.values.contains(story.id)
        curation.livePins = without(curation.livePins)
        curation.duePins = curation.duePins.map(without)
        if curation.pins.values.contains(story.id) {
            let change = "“\(story.content.headline)” was withdrawn"
            try save(without(curation.pins), change, undoingTo: curation.version, &curation)
        } else {
            try CurationRecords.put(curation, in: transaction)
        }
        if isLive { noteChange() }
    }

    private var place: String {
        page.section.map { "section \($0) of \(page.edition)" } ?? "front page of \(page.edition)"
    }

    private func show(_ curation: inout Curation, by name: String? = nil) throws(StoreError) {
        curation.liveAt = transaction.now
        curation.liveBy = name ?? self.name
        try CurationRecords.put(curation, in: transaction)
        noteChange()
    }

    private func noteChange() {
        transaction.changes.editions.insert(page.edition)
        transaction.changes.keys.insert(
            page.section.map { ChangeSet.section(page.edition, $0) } ?? ChangeSet.front(page.edition))
    }

    private func save(
        _ pins: PagePins, _ change: String, undoingTo previous: Int?, _ curation: inout Curation
    ) throws(StoreError) {
        curation.pins = pins
        curation.version += 1
        try CurationRecords.add(
            CurationChange(
                version: curation.version, pins: pins, previous: previous, author: name, saved: transaction.now,
                change: change), to: page, in: transaction)
        try CurationRecords.put(curation, in: transaction)
    }

    private func check(_ pins: PagePins, known: PagePins) throws(StoreError) {
        let names = Set(slots.map(\.id))
        var seen: Set<StoryID> = []
        for (slot, story) in pins.sorted(by: { $0.key < $1.key }) where known[slot] != story {
            guard names.contains(slot) else {
                throw StoreError(
                    .invalid, "This page has no slot \(slot). It has: \(slots.map(\.id).joined(separator: ", ")).")
            }
            let found = try StoryRecords.story(story, in: transaction)
            guard let found, found.edition == page.edition else {
                throw StoreError(.notFound, "The edition \(page.edition) has no story \(story) for its front page.")
            }
            guard found.status != .killed else {
                throw StoreError(.invalid, "“\(found.content.headline)” was withdrawn and stands on no page.")
            }
        }
        for story in pins.values where !seen.insert(story).inserted {
            throw StoreError(.invalid, "A story stands in one slot of a page only; \(story) is in two.")
        }
    }

    /// Slot by slot: a change of one side stands, the same change of both too, two different ones do not.
    private func merged(
        _ mine: PagePins, basedOn version: Int, with curation: Curation
    ) throws(StoreError) -> PagePins {
        let base = try CurationRecords.change(page, version: version, in: transaction)?.pins ?? [:]
        var result = curation.pins
        for slot in Set(base.keys).union(mine.keys) where mine[slot] != base[slot] {
            guard curation.pins[slot] == base[slot] || curation.pins[slot] == mine[slot] else {
                throw try overtaken(curation, basedOn: version)
            }
            result[slot] = mine[slot]
        }
        guard Set(result.values).count == result.count else { throw try overtaken(curation, basedOn: version) }
        return result
    }

    private func overtaken(_ curation: Curation, basedOn version: Int) throws(StoreError) -> StoreError {
        let newest = try CurationRecords.change(page, version: curation.version, in: transaction)
        let who = newest.map { "\($0.author) changed this page meanwhile (\($0.change))" } ?? "This page has changed"
        return StoreError(
            .conflict,
            "\(who), so your change of version \(version) was not made. Look at version "
                + "\(curation.version) and try again.")
    }

    /// What is different, slot by slot.
    private func words(from old: PagePins, to new: PagePins) throws(StoreError) -> String {
        var parts: [String] = []
        let known = Set(slots.map(\.id))
        let gone = Set(old.keys).subtracting(known).sorted().map { PageSlot(id: $0, group: $0, label: $0) }
        for slot in slots + gone where old[slot.id] != new[slot.id] {
            guard let story = new[slot.id] else {
                parts.append("\(slot.label): automatic")
                continue
            }
            let headline = try StoryRecords.story(story, in: transaction)?.content.headline ?? story.rawValue
            parts.append("\(slot.label): “\(headline)”")
        }
        return parts.joined(separator: "; ")
    }
}

extension Curation {
    mutating func forgetDue() {
        due = nil
        dueVersion = nil
        duePins = nil
        dueBy = nil
    }
}

extension CurationWriter {
    /// Takes a withdrawn story off every page of its edition.
    static func release(_ story: Story, in transaction: WriteTransaction) throws(StoreError) {
        let pages: [CuratedPage] = try transaction.rows(
            "SELECT edition, section FROM curated_pages WHERE edition = $1", [.text(story.edition)]
        ) { (row: borrowing RowView) in
            CuratedPage(row.text(0), section: row.text(1).isEmpty ? nil : row.text(1))
        }
        for page in pages {
            let curation = try CurationRecords.curation(of: page, in: transaction)
            let pinned = [curation.pins, curation.livePins, curation.duePins ?? [:]].flatMap(\.values)
            guard pinned.contains(story.id) else { continue }
            try CurationWriter(transaction, page: page, actor: Actor(name: "the desk", address: "")).release(story)
        }
    }
}
