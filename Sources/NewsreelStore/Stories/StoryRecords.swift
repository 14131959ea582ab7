import NewsreelModel

/// Stories as the tables have them.
enum StoryRecords {
    static let columns = """
        s.id, s.edition, s.status, s.published_ms, s.day, s.republished_ms, s.created_ms, s.updated_ms, s.version,
        s.translation_key, s.source_key, s.corrections, s.content, s.scheduled_ms, s.schedule_refusal,
        s.embargo_ms
        """

    static func story(_ id: StoryID, in transaction: ReadTransaction) throws(StoreError) -> Story? {
        try transaction.first("SELECT \(columns) FROM stories s WHERE s.id = $1", [.id(id)], story)
    }

    /// The story, or an error that says it is not there.
    static func existing(_ id: StoryID, in transaction: ReadTransaction) throws(StoreError) -> Story {
        guard let story = try story(id, in: transaction) else {
            throw StoreError(.notFound, "There is no story \(id) in this newsroom.")
        }
        return story
    }

    static func story(
        sourceKey: String, edition: String, in transaction: ReadTransaction
    ) throws(StoreError) -> Story? {
        try transaction.first(
            "SELECT \(columns) FROM stories s WHERE s.edition = $1 AND s.source_key = $2",
            [.text(edition), .text(sourceKey)], story)
    }

    static func story(_ row: borrowing RowView) throws(StoreError) -> Story {
        let id: StoryID = row.id(0)
        guard let status = StoryStatus(rawValue: row.text(2)) else {
            throw StoreError(.damaged, "The status \(row.text(2)) of the story \(id) is none that this program knows.")
        }
        return Story(
            id: id, edition: row.text(1),
            content: try StoredJSON.value(StoryContent.self, row.text(12), of: "story \(id)"), status: status,
            publication: try publication(
                published: row.optionalTime(3), day: row.optionalText(4), updated: row.optionalTime(5), of: id),
            corrections: try StoredJSON.value([Correction].self, row.text(11), of: "story \(id)"),
            scheduled: row.optionalTime(13), scheduleRefusal: row.optionalText(14),
            embargo: row.optionalTime(15), created: row.time(6),
            updated: row.time(7), version: row.int(8), translationKey: row.optionalText(9),
            sourceKey: row.optionalText(10))
    }

    static func publication(
        published: Timestamp?, day: String?, updated: Timestamp?, of id: StoryID
    ) throws(StoreError) -> Publication? {
        guard let published, let day else { return nil }
        guard let day = LocalDay(day) else {
            throw StoreError(.damaged, "The day in the address of the story \(id) cannot be read.")
        }
        return Publication(published: published, day: day, updated: updated)
    }

    /// The same content in the form that is stored: trimmed, each media asset and tag once, everything used listed.
    static func normalised(_ content: StoryContent) -> StoryContent {
        var content = content
        content.headline = content.headline.trimmingWhitespace()
        content.label = nonEmpty(content.label)
        content.standfirst = nonEmpty(content.standfirst)
        content.dateline = nonEmpty(content.dateline)
        content.section = nonEmpty(content.section)
        if !Slug.isValid(content.slug) {
            content.slug = Slug.make(content.slug.isEmpty ? content.headline : content.slug)
        }
        var names: Set<String> = []
        content.bylines = content.bylines.map { Byline(oneLine($0.name)) }
            .filter { !$0.name.isEmpty && names.insert($0.slug).inserted }
        var tags: Set<String> = []
        content.tags = content.tags.map { $0.trimmingWhitespace() }
            .filter { !$0.isEmpty && tags.insert(Slug.make($0)).inserted }
        var listed: Set<MediaID> = []
        content.media = content.media.filter { listed.insert($0.media).inserted }
        for id in [content.lead].compactMap({ $0 }) + content.body.flatMap(\.media) where listed.insert(id).inserted {
            content.media.append(MediaUse(id))
        }
        var related: Set<StoryID> = []
        content.related = content.related.filter { related.insert($0).inserted }
        return content
    }

    /// Lists keep the names of a story a line each.
    private static func oneLine(_ name: String) -> String {
        name.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingWhitespace()
    }

    private static func nonEmpty(_ text: String?) -> String? {
        guard let trimmed = text?.trimmingWhitespace(), !trimmed.isEmpty else { return nil }
        return trimmed
    }
}
