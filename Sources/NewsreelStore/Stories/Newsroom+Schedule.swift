package import NewsreelModel

/// What the clock published, and what it could not.
package struct ScheduleOutcome: Sendable {
    package var published: [Story] = []
    /// Stories that went back to the desk, each with its reason.
    package var refused: [Story] = []
}

extension Newsroom {
    /// How late a story may come and still bear the time it was meant for, in seconds; later, it says when it came.
    private static let lateness: Double = 60
    /// How far ahead a story may be scheduled, in seconds: what is further off is a slip of the pen.
    private static let farthest: Double = 5 * 366 * 86_400

    /// Has a story published by itself at `moment`; one that was scheduled gets the new time. Refused where it could
    /// not be published now.
    package func schedule(
        _ id: StoryID, at moment: Timestamp, liftingEmbargo: Bool = false, noting note: ActNote? = nil
    ) async throws(StoreError) -> Story {
        try await write("schedule story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            try transaction.log(note)
            let writer = try StoryWriter(transaction, edition: old.edition)
            let told = moment.iso8601(in: writer.edition.zone)
            guard moment > transaction.now else {
                throw StoreError(.invalid, "\(told) has passed. Publish the story, or give a time to come.")
            }
            guard moment.seconds(since: transaction.now) <= Self.farthest else {
                throw StoreError(.invalid, "\(told) is more than five years away. Check the year.")
            }
            var story = old
            story.status = try StoryPublishing.status(after: .schedule, from: old.status)
            if liftingEmbargo, let embargo = old.embargo, embargo > moment { story.embargo = nil }
            try StoryPublishing.checkEmbargo(story, until: moment, in: transaction)
            story.scheduled = moment
            story.scheduleRefusal = nil
            story.updated = transaction.now
            return try writer.put(story, replacing: old, author: nil)
        }
    }

    /// Publishes every scheduled story whose time has come, each once however many processes ask. One that cannot be
    /// published goes back to the approved ones and says why.
    package func publishDue() async throws(StoreError) -> ScheduleOutcome {
        var outcome = ScheduleOutcome()
        let now = clock.now
        let due: [StoryID] = try await read("look for scheduled stories") {
            (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT id FROM stories WHERE status = 'scheduled' AND scheduled_ms <= $1
                ORDER BY scheduled_ms, id LIMIT 100
                """, [.time(now)]
            ) { (row: borrowing RowView) in row.id(0) }
        }
        for id in due {
            do {
                if let story = try await publishScheduled(id) { outcome.published.append(story) }
            } catch {
                guard error.code != .closed, error.code != .busy else { throw error }
                if let story = try await sendBack(id, because: error.message) { outcome.refused.append(story) }
            }
        }
        return outcome
    }

    /// Nil where another process, or the desk, was quicker.
    private func publishScheduled(_ id: StoryID) async throws(StoreError) -> Story? {
        try await write("publish scheduled story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            guard let old = try StoryRecords.story(id, in: transaction), old.status == .scheduled,
                let meant = old.scheduled, meant <= transaction.now
            else { return nil }
            let isLate = transaction.now.seconds(since: meant) > Self.lateness
            return try StoryPublishing.publish(old, at: isLate ? transaction.now : meant, in: transaction)
        }
    }

    private func sendBack(_ id: StoryID, because reason: String) async throws(StoreError) -> Story? {
        try await write("send back scheduled story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            guard let old = try StoryRecords.story(id, in: transaction), old.status == .scheduled else { return nil }
            var story = old
            story.status = try StoryPublishing.status(after: .unschedule, from: old.status)
            story.scheduled = nil
            story.scheduleRefusal = reason
            story.updated = transaction.now
            return try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
        }
    }

    /// True for what only withdrawn stories show: its files are gone for readers too.
    package func isWithdrawn(_ media: MediaID) async throws(StoreError) -> Bool {
        try await read("ask whether media \(media) is withdrawn") { (transaction: ReadTransaction) throws(StoreError) in
            let statuses: [String] = try transaction.rows(Self.statusesShowing, [.id(media)]) {
                (row: borrowing RowView) in row.text(0)
            }
            return statuses.contains("killed") && !statuses.contains("published")
        }
    }

    static let statusesShowing = """
        SELECT DISTINCT s.status FROM story_media m JOIN stories s ON s.id = m.story WHERE m.media = $1
        """
}
