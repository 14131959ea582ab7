package import NewsreelModel

extension Newsroom {
    /// The most updates that a page shows.
    package static let mostUpdates = 500
    private static let longestHeadline = 200
    private static let longestUpdate = 20_000

    /// How a story is told while it happens; nil for one that never was.
    package func coverage(
        of story: StoryID, limit: Int = Newsroom.mostUpdates
    ) async throws(StoreError) -> LiveCoverage? {
        try await read("read the updates of story \(story)") { (transaction: ReadTransaction) throws(StoreError) in
            try LiveRecords.coverage(of: story, limit: limit, in: transaction)
        }
    }

    /// The newest updates of those stories that are or were live.
    package func updates(of stories: [StoryID], limit: Int) async throws(StoreError) -> [StoryID: [LiveUpdate]] {
        try await read("read the updates of \(stories.count) stories") {
            (transaction: ReadTransaction) throws(StoreError) in
            var found: [StoryID: [LiveUpdate]] = [:]
            for id in stories {
                found[id] = try LiveRecords.coverage(of: id, limit: limit, in: transaction)?.updates
            }
            return found
        }
    }

    package func liveUpdate(_ id: LiveUpdateID) async throws(StoreError) -> LiveUpdate? {
        try await read("read update \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try LiveRecords.update(id, in: transaction)
        }
    }

    /// Makes a story live, or live again; `label` is the edition's word for that, which stands over its headline.
    package func beginLive(_ id: StoryID, label: String, author: String, by actor: Actor) async throws(StoreError) {
        try await write("make story \(id) live") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try Self.telling(id, in: transaction)
            let known = try LiveRecords.coverage(of: id, limit: 1, in: transaction)
            guard known == nil || known?.ended != nil else { return }
            try transaction.execute(
                """
                INSERT INTO live_stories (story, started_ms, label_before) VALUES ($1, $2, $3)
                ON CONFLICT (story) DO UPDATE SET ended_ms = NULL, label_before = excluded.label_before
                """, [.id(id), .time(transaction.now), .optional(old.content.label)])
            var story = old
            story.content.label = label
            try Self.put(story, replacing: old, author: author, kind: .coverage, in: transaction)
            try transaction.log(.liveChanged, of: "begin: \(old.content.headline)", by: actor)
        }
    }

    /// Ends a live story: its updates stay, its label is again what it was.
    package func endLive(_ id: StoryID, author: String, by actor: Actor) async throws(StoreError) {
        try await write("end live story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try Self.telling(id, in: transaction)
            guard try LiveRecords.coverage(of: id, limit: 1, in: transaction)?.ended == nil,
                let label = try transaction.first(
                    "SELECT label_before FROM live_stories WHERE story = $1", [.id(id)],
                    {
                        (row: borrowing RowView) in row.optionalText(0)
                    })
            else { throw StoreError(.stepRefused, "This story is not live.") }
            try transaction.execute(
                "UPDATE live_stories SET ended_ms = $2 WHERE story = $1", [.id(id), .time(transaction.now)])
            var story = old
            story.content.label = label
            try Self.put(story, replacing: old, author: author, kind: .coverage, in: transaction)
            try transaction.log(.liveChanged, of: "end: \(old.content.headline)", by: actor)
        }
    }

    /// Adds an update to a live story; readers who have it open are told.
    package func addUpdate(
        to id: StoryID, headline: String, body: [Block], isKey: Bool, by actor: Actor
    ) async throws(StoreError) -> LiveUpdate {
        try await write("add an update to story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try Self.telling(id, in: transaction)
            guard let coverage = try LiveRecords.coverage(of: id, limit: 1, in: transaction), coverage.ended == nil
            else { throw StoreError(.stepRefused, "This story is not live. Begin it first.") }
            let update = LiveUpdate(
                id: transaction.newID(), story: id, at: transaction.now, headline: headline.trimmingWhitespace(),
                body: body, author: actor.name ?? "", isKey: isKey)
            try Self.check(update)
            try LiveRecords.put(update, in: transaction)
            try Self.put(old, replacing: old, author: nil, kind: .update, item: update.id, in: transaction)
            return update
        }
    }

    /// Puts an update right. Its old words are gone for readers; `note` says what was wrong, and when.
    package func correctUpdate(
        _ id: LiveUpdateID, headline: String, body: [Block], isKey: Bool, note: String, by actor: Actor
    ) async throws(StoreError) -> LiveUpdate {
        try await write("correct update \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            guard let before = try LiveRecords.update(id, in: transaction) else {
                throw StoreError(.notFound, "There is no update \(id) in this newsroom.")
            }
            let old = try Self.telling(before.story, in: transaction)
            var update = before
            update.headline = headline.trimmingWhitespace()
            update.body = body
            update.isKey = isKey
            let note = note.trimmingWhitespace()
            if update.headline != before.headline || update.body != before.body {
                guard !note.isEmpty else {
                    throw StoreError(.invalid, "Readers have seen this update. Say in words what was wrong with it.")
                }
                update.corrections.append(Correction(at: transaction.now, note: note))
            }
            try Self.check(update)
            guard update != before else { return before }
            try LiveRecords.put(update, in: transaction)
            try Self.put(old, replacing: old, author: nil, kind: .update, item: id, in: transaction)
            try transaction.log(.liveChanged, of: "correct: \(before.headline)", by: actor)
            return update
        }
    }

    // MARK: The banner

    /// What stands over all pages of an edition, as long as its time has not passed.
    package func banner(of edition: String) async throws(StoreError) -> Banner? {
        let now = clock.now
        return try await read("read the banner of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try LiveRecords.banner(of: edition, in: transaction)
        }.flatMap { $0.until > now ? $0 : nil }
    }

    /// Puts a banner over all pages of an edition, in place of the one that may be there.
    package func setBanner(
        edition code: String, text: String, story: StoryID?, until moment: Timestamp, by actor: Actor
    ) async throws(StoreError) -> Banner {
        try await write("set the banner of \(code)") { (transaction: WriteTransaction) throws(StoreError) in
            let edition = try EditionRecords.edition(code, in: transaction)
            let text = text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingWhitespace()
            guard !text.isEmpty, text.count <= Self.longestHeadline else {
                throw StoreError(
                    .invalid, "A banner has 1 to \(Self.longestHeadline) characters; this has \(text.count).")
            }
            guard moment > transaction.now, moment.seconds(since: transaction.now) <= 7 * 86_400 else {
                throw StoreError(
                    .invalid,
                    "A banner stands for seven days at the most; \(moment.iso8601(in: edition.zone)) is not within them."
                )
            }
            if let story {
                let found = try StoryRecords.existing(story, in: transaction)
                guard found.edition == code, found.status == .published else {
                    throw StoreError(.invalid, "A banner leads to a published story of its own edition.")
                }
            }
            let banner = Banner(
                id: transaction.newID(), edition: code, text: text, story: story, until: moment,
                author: actor.name ?? "")
            try transaction.execute(
                """
                INSERT INTO banners (edition, id, words, story, until_ms, author) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (edition) DO UPDATE SET id = excluded.id, words = excluded.words, story = excluded.story,
                    until_ms = excluded.until_ms, author = excluded.author
                """,
                [
                    .text(code), .id(banner.id), .text(text), .optional(story), .time(moment), .text(banner.author),
                ])
            try Self.noteBanner(code, "set: \(text)", by: actor, in: transaction)
            return banner
        }
    }

    package func clearBanner(edition code: String, by actor: Actor) async throws(StoreError) {
        try await write("clear the banner of \(code)") { (transaction: WriteTransaction) throws(StoreError) in
            guard try transaction.execute("DELETE FROM banners WHERE edition = $1", [.text(code)]) > 0 else { return }
            try Self.noteBanner(code, "clear: \(code)", by: actor, in: transaction)
        }
    }

    // MARK: What readers are told

    /// What happened after change `number`, oldest first.
    package func liveChanges(after number: Int64, limit: Int) async throws(StoreError) -> [LiveChange] {
        try await read("look for what readers are to be told") { (transaction: ReadTransaction) throws(StoreError) in
            try LiveRecords.changes(after: number, limit: limit, in: transaction)
        }
    }

    /// The number of the newest change; 0 where there was none.
    package func lastLiveChange() async throws(StoreError) -> Int64 {
        try await read("look for the last change") { (transaction: ReadTransaction) throws(StoreError) in
            Int64(try transaction.count("SELECT coalesce(max(number), 0) FROM live_changes"))
        }
    }

    private static func noteBanner(
        _ edition: String, _ subject: String, by actor: Actor, in transaction: WriteTransaction
    ) throws(StoreError) {
        try LiveRecords.note(.banner, edition: edition, in: transaction)
        try transaction.log(.bannerChanged, of: subject, by: actor)
        // It stands in the bytes of every page of the edition.
        transaction.changes.takeBanner(of: edition)
    }

    /// A published story, which alone can be told live.
    private static func telling(_ id: StoryID, in transaction: ReadTransaction) throws(StoreError) -> Story {
        let story = try StoryRecords.existing(id, in: transaction)
        guard story.status == .published else {
            throw StoreError(
                .stepRefused, "Only a published story can be live; this one is \(story.status.rawValue).")
        }
        return story
    }

    private static func check(_ update: LiveUpdate) throws(StoreError) {
        guard !update.headline.isEmpty, update.headline.count <= longestHeadline else {
            throw StoreError(.invalid, "An update has a headline of 1 to \(longestHeadline) characters.")
        }
        guard update.body.map(\.plainText.utf8.count).reduce(0, +) <= longestUpdate else {
            throw StoreError(
                .invalid, "An update has at most \(longestUpdate) bytes of text. Put the rest into the story.")
        }
        guard update.body.allSatisfy(\.media.isEmpty) else {
            throw StoreError(.invalid, "An update is text; pictures and clips stand in the story itself.")
        }
    }

    /// Writes the story with its new time, so that lists, feeds and searches know, and notes what readers are told.
    private static func put(
        _ story: Story, replacing old: Story, author: String?, kind: LiveChange.Kind, item: LiveUpdateID? = nil,
        in transaction: WriteTransaction
    ) throws(StoreError) {
        var story = story
        story.updated = transaction.now
        if author != nil { story.version += 1 }
        story.publication?.updated = transaction.now
        _ = try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: author)
        try LiveRecords.note(kind, edition: old.edition, story: old.id, item: item, in: transaction)
    }
}
