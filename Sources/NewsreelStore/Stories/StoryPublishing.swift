import NewsreelModel

/// The step that brings a story to readers.
enum StoryPublishing {
    /// How far ahead of the newsroom's clock a time of publication may be, for clocks that differ, in seconds.
    private static let clockDifference: Double = 300

    static func publish(
        _ old: Story, at moment: Timestamp?, liftingEmbargo: Bool = false, in transaction: WriteTransaction
    ) throws(StoreError) -> Story {
        var story = old
        if liftingEmbargo, let embargo = old.embargo, embargo > transaction.now { story.embargo = nil }
        try checkEmbargo(story, until: transaction.now, in: transaction)
        story.status = try status(after: .publish, from: old.status)
        if old.status == .published && (moment == nil || moment == old.publication?.published) { return old }
        if story.publication == nil {
            let writer = try StoryWriter(transaction, edition: old.edition)
            let source = try sourceTimes(old.id, in: transaction)
            let published = moment ?? source.published ?? transaction.now
            guard published <= transaction.now.adding(seconds: clockDifference) else {
                throw StoreError(
                    .invalid,
                    "A story cannot be published at \(published.iso8601(in: writer.edition.zone)), which is still to "
                        + "come. Schedule it, or give a time that has passed.")
            }
            story.publication = Publication(
                published: published, day: writer.edition.zone.local(published).day,
                updated: source.updated.flatMap { $0 > published ? $0 : nil })
        } else if old.status == .published {
            throw StoreError(
                .stepRefused, "This story was published before; the time in its address does not change.")
        } else {
            story.publication?.updated = transaction.now
        }
        story.scheduled = nil
        story.scheduleRefusal = nil
        story.updated = transaction.now
        return try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
    }

    /// Nothing brings a story to readers before its embargo ends, unless an editor lifts it.
    static func checkEmbargo(
        _ story: Story, until moment: Timestamp, in transaction: ReadTransaction
    ) throws(StoreError) {
        guard let embargo = story.embargo, embargo > moment else { return }
        let zone = try EditionRecords.edition(story.edition, in: transaction).zone
        throw StoreError(
            .stepRefused,
            "The story is under embargo until \(embargo.iso8601(in: zone)). Schedule it for then or later; an editor may "
                + "lift the embargo and say why.")
    }

    static func status(after step: StoryStep, from status: StoryStatus) throws(StoreError) -> StoryStatus {
        do {
            return try status.taking(step)
        } catch {
            throw StoreError(.stepRefused, error.description)
        }
    }

    /// The times that the story's material came with.
    private static func sourceTimes(
        _ id: StoryID, in transaction: ReadTransaction
    ) throws(StoreError) -> (published: Timestamp?, updated: Timestamp?) {
        try transaction.first("SELECT source_published_ms, source_updated_ms FROM stories WHERE id = $1", [.id(id)]) {
            (row: borrowing RowView) in (row.optionalTime(0), row.optionalTime(1))
        } ?? (nil, nil)
    }
}
