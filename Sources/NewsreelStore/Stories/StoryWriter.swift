import NewsreelModel

/// The one place that writes a story: its row, its places in lists, its address, the search index and what changed.
struct StoryWriter {
    let transaction: WriteTransaction
    let edition: Edition

    init(_ transaction: WriteTransaction, edition code: String) throws(StoreError) {
        self.transaction = transaction
        edition = try EditionRecords.edition(code, in: transaction)
    }

    /// Writes `story` in place of `old`; `author` saves its content as a revision, nil keeps the last one.
    func put(_ story: Story, replacing old: Story?, author: String?) throws(StoreError) -> Story {
        var story = story
        story.content = StoryRecords.normalised(story.content)
        story.content.tags = try TagMoves(transaction, edition: story.edition).current(story.content.tags)
        if let section = story.content.section, edition.section(section) == nil {
            // Whoever still writes a section that went to another means the other.
            story.content.section =
                try EditionRecords.sectionMove(story.edition, section, in: transaction) ?? section
        }
        if let publication = story.publication {
            let address = StoryAddress(transaction: transaction, edition: story.edition, day: publication.day)
            if old?.publication == nil || old?.content.slug != story.content.slug {
                story.content.slug = try address.free(story.content.slug, for: story.id)
            }
        }
        let assets = try assets(of: story.content)
        if story.status == .published || story.status == .scheduled {
            try PublicationRules.check(story, assets: assets)
        }

        try writeRow(story, assets: assets, isNew: old == nil)
        try writeMedia(story, replacing: old)
        if let author { try writeRevision(story, author: author) }
        try writeRedirect(story, replacing: old)
        try StoryLists(transaction: transaction).put(story, replacing: old)
        try writeSearch(story, replacing: old, assets: assets)
        try noteChanges(story, replacing: old)
        try WebhookQueue(transaction: transaction).note(story, replacing: old)
        if story.status == .killed, old?.status != .killed {
            try CurationWriter.release(story, in: transaction)
            try LiveRecords.release(story, in: transaction)
        }
        return story
    }

    private func assets(of content: StoryContent) throws(StoreError) -> [MediaID: MediaAsset] {
        let assets = try MediaRecords.assets(content.media.map(\.media), in: transaction)
        if let missing = content.media.first(where: { assets[$0.media] == nil }) {
            throw StoreError(
                .mediaMissing, "The story shows the media asset \(missing.media), which this newsroom does not have.")
        }
        return assets
    }

    private func writeRow(
        _ story: Story, assets: [MediaID: MediaAsset], isNew: Bool
    ) throws(StoreError) {
        let values = try Self.values(story, text: try StoredJSON.text(story.content), assets: assets)
        try transaction.execute(isNew ? Self.insert : Self.update, values)
    }

    /// The story's row in the order of `insert`; `text` is the content as it is stored.
    static func values(
        _ story: Story, text: String, assets: [MediaID: MediaAsset]
    ) throws(StoreError) -> [SQLValue] {
        let content = story.content
        let lead = content.lead.flatMap { id in content.media.first { $0.media == id } }
        return [
            .id(story.id), .text(story.edition), .text(story.status.rawValue), .text(content.slug),
            .optional(story.publication?.day.description), .optional(story.publication?.published),
            .optional(story.publication?.updated), .time(story.created), .time(story.updated), .integer(story.version),
            .optional(content.section), .optional(content.label), .text(content.headline),
            .optional(content.standfirst),
            .text(content.bylines.map(\.name).joined(separator: "\n")), .optional(content.lead),
            .optional(lead?.caption),
            .optional(lead?.alt), .optional(kind(of: content, assets: assets)?.rawValue),
            .optional(story.translationKey), .optional(story.sourceKey),
            .text(story.corrections.isEmpty ? "[]" : try StoredJSON.text(story.corrections)),
            .text(text), .optional(story.scheduled), .optional(story.scheduleRefusal),
            .optional(story.embargo),
        ]
    }

    /// Where values stand among those of a row that an archive knows only as it is written.
    enum Place {
        static let id = 0
        static let slug = 3
        static let created = 7
        static let updated = 8
        static let content = 22
    }

    static let insert = """
        INSERT INTO stories (id, edition, status, slug, day, published_ms, republished_ms, created_ms,
            updated_ms, version, section, label, headline, standfirst, bylines, lead, lead_caption, lead_alt,
            kind, translation_key, source_key, corrections, content, scheduled_ms, schedule_refusal, embargo_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26)
        """

    private static let update = """
        UPDATE stories SET edition = $2, status = $3, slug = $4, day = $5, published_ms = $6,
            republished_ms = $7, created_ms = $8, updated_ms = $9, version = $10, section = $11, label = $12,
            headline = $13, standfirst = $14, bylines = $15, lead = $16, lead_caption = $17, lead_alt = $18,
            kind = $19, translation_key = $20, source_key = $21, corrections = $22, content = $23, scheduled_ms = $24,
            schedule_refusal = $25, embargo_ms = $26
        WHERE id = $1
        """

    private func writeMedia(_ story: Story, replacing old: Story?) throws(StoreError) {
        let used = story.content.media.map(\.media)
        let before = old?.content.media.map(\.media) ?? []
        if old != nil, before == used { return }
        if old != nil { try transaction.execute("DELETE FROM story_media WHERE story = $1", [.id(story.id)]) }
        for (position, id) in used.enumerated() {
            try transaction.execute(
                "INSERT INTO story_media (story, media, position) VALUES ($1, $2, $3)",
                [.id(story.id), .id(id), .integer(position)])
        }
        for (id, change) in Set(used).subtracting(before).map({ ($0, 1) })
            + Set(before).subtracting(used).map({ ($0, -1) })
        {
            try transaction.execute("UPDATE media SET uses = uses + $2 WHERE id = $1", [.id(id), .integer(change)])
        }
    }

    private func writeRevision(_ story: Story, author: String) throws(StoreError) {
        let id: RevisionID = transaction.newID()
        try transaction.execute(
            "INSERT INTO revisions (story, version, id, saved_ms, author, content) VALUES ($1, $2, $3, $4, $5, $6)",
            [
                .id(story.id), .integer(story.version), .id(id), .time(transaction.now), .text(author),
                .text(try StoredJSON.text(story.content)),
            ])
    }

    /// Whoever has the old address of a story that was once published is sent on for good.
    private func writeRedirect(_ story: Story, replacing old: Story?) throws(StoreError) {
        guard let publication = story.publication else { return }
        if let old, let before = old.publication, old.content.slug != story.content.slug {
            try transaction.execute(
                """
                INSERT INTO redirects (edition, day, slug, story) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, day, slug) DO UPDATE SET story = excluded.story
                """, [.text(old.edition), .text(before.day.description), .text(old.content.slug), .id(old.id)])
        }
        try transaction.execute(
            "DELETE FROM redirects WHERE edition = $1 AND day = $2 AND slug = $3",
            [.text(story.edition), .text(publication.day.description), .text(story.content.slug)])
    }

    private func writeSearch(
        _ story: Story, replacing old: Story?, assets: [MediaID: MediaAsset]
    ) throws(StoreError) {
        if story.status == .published {
            let captions = try CaptionRecords.tracks(
                of: assets.values.filter(\.isPlayed).map(\.id), in: transaction)
            guard
                let words = SearchableStory(
                    story, in: edition, assets: Array(assets.values), captions: captions)
            else { return }
            try SearchIndex.index(words, in: transaction)
        } else if old?.status == .published {
            try SearchIndex.remove(story.id, in: transaction)
        }
    }

    private func noteChanges(_ story: Story, replacing old: Story?) throws(StoreError) {
        transaction.changes.keys.insert(ChangeSet.story(story.id))
        let isPublic = story.status == .published
        let wasPublic = old?.status == .published
        guard isPublic || wasPublic else { return }
        if let old, wasPublic { transaction.changes.take(old) }
        if isPublic { transaction.changes.take(story) }
        if !isPublic { transaction.changes.isWithdrawal = true }
        // Whether a file is a reader's depends on the stories that show it.
        let media = Set(isPublic ? story.content.media.map(\.media) : [])
        for id in media.symmetricDifference(wasPublic ? old?.content.media.map(\.media) ?? [] : []) {
            transaction.changes.keys.insert(ChangeSet.media(id))
        }
        if isPublic != wasPublic { try noteDays(of: story, isPublic: isPublic) }
        guard
            isPublic != wasPublic || old?.content.headline != story.content.headline
                || old?.content.slug != story.content.slug || old?.translationKey != story.translationKey
        else { return }
        // The pages beside it link to it.
        for id in try StoryCards.neighbourIDs(story, in: transaction) {
            transaction.changes.keys.insert(ChangeSet.beside(id))
        }
        if let key = story.translationKey {
            try transaction.each(
                ListQueries.translated, [.text(key)]
            ) { (row: borrowing RowView) in
                transaction.changes.keys.insert(ChangeSet.beside(row.id(0)))
                transaction.changes.editions.insert(row.text(1))
                return true
            }
        }
    }

    /// The days beside the first story of a day, or the last that went, link to that day.
    private func noteDays(of story: Story, isPublic: Bool) throws(StoreError) {
        guard let day = story.publication?.day else { return }
        let arguments: [SQLValue] = [.text(story.edition), .text(day.description)]
        guard try transaction.count(ListQueries.storiesOfDay, arguments) == (isPublic ? 1 : 0) else { return }
        for query in [ListQueries.newerDay, ListQueries.olderDay] {
            let beside = try transaction.first(query, arguments) { (row: borrowing RowView) in row.text(0) }
            if let beside = beside.flatMap({ LocalDay($0) }) {
                transaction.changes.keys.insert(ChangeSet.besideDay(story.edition, beside))
            }
        }
    }

    /// The lead's kind; without a lead the most telling kind that the story shows.
    static func kind(of content: StoryContent, assets: [MediaID: MediaAsset]) -> MediaKind? {
        if let lead = content.lead, let asset = assets[lead] { return asset.kind }
        let kinds = Set(content.media.compactMap { assets[$0.media]?.kind })
        let order: [MediaKind] = [.video, .audio, .image, .document]
        return order.first { kinds.contains($0) }
    }
}

extension ChangeSet {
    /// All that readers find a published story on.
    mutating func take(_ story: Story) {
        editions.insert(story.edition)
        keys.insert(Self.story(story.id))
        keys.insert(Self.stories(story.edition))
        keys.insert(Self.front(story.edition))
        if let section = story.content.section { keys.insert(Self.section(story.edition, section)) }
        if let day = story.publication?.day { keys.insert(Self.day(story.edition, day)) }
        for tag in story.content.tags { keys.insert(Self.tag(story.edition, Slug.make(tag))) }
        for byline in story.content.bylines { keys.insert(Self.author(story.edition, byline.slug)) }
    }
}
