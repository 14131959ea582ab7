import Crypto
package import NewsreelModel

extension Newsroom {
    /// Takes raw material in as a draft, or as a new version of the story that it was imported as before.
    ///
    /// The same material again changes nothing. With `publish` the story also goes to readers; where the rules refuse
    /// that, the draft is kept and the outcome says why.
    package func importStory(
        _ material: StoryImport, publish: Bool = false
    ) async throws(StoreError) -> ImportOutcome {
        try await write("import \(material.sourceKey)") { (transaction: WriteTransaction) throws(StoreError) in
            var outcome = try ImportedMaterial(material, in: transaction).write()
            guard publish, outcome.story.status != .published else { return outcome }
            do throws(StoreError) {
                outcome.story = try StoryPublishing.publish(outcome.story, at: nil, in: transaction)
            } catch  where [.noHeadline, .mediaWithoutCredit, .stepRefused, .invalid].contains(error.code) {
                // These are found before the first row is written.
                outcome.refusal = error.at("publish story \(outcome.story.id)")
            }
            return outcome
        }
    }
}

/// One import: from material to rows.
struct ImportedMaterial {
    private let transaction: WriteTransaction
    private let material: StoryImport
    private let writer: StoryWriter

    init(_ material: StoryImport, in transaction: WriteTransaction) throws(StoreError) {
        self.transaction = transaction
        self.material = material
        writer = try StoryWriter(transaction, edition: material.edition)
        guard !material.sourceKey.isEmpty else {
            throw StoreError(.invalid, "Imported material needs a name of its own, so that it can be imported again.")
        }
    }

    func write() throws(StoreError) -> ImportOutcome {
        let digest = try Self.digest(of: material)
        let old = try StoryRecords.story(sourceKey: material.sourceKey, edition: material.edition, in: transaction)
        let known = try old.map { (old: Story) throws(StoreError) in try sourceFacts(of: old.id) }
        if let old, known?.digest == digest { return ImportOutcome(story: old, change: .unchanged) }

        let media = ImportedMedia(transaction: transaction, material: material.media)
        let identities = try media.write(for: old?.id)
        var content = try resolved(material.content, identities)
        if let old, known?.slug == material.content.slug { content.slug = old.content.slug }
        content.related = try related(content.related, old: old)
        content = StoryRecords.normalised(content)

        var story =
            old
            ?? Story(
                id: transaction.newID(), edition: material.edition, content: content, created: transaction.now,
                updated: transaction.now, sourceKey: material.sourceKey)
        let isSame = old?.content == content
        if old != nil, !isSame { story.take(content, at: transaction.now) }
        story.translationKey = material.translationKey ?? story.translationKey
        story.corrections = merged(story.corrections, material.corrections)
        if let publication = story.publication, !isSame, let updated = material.updated,
            updated > publication.published, updated > old?.publication?.updated ?? publication.published,
            updated <= transaction.now
        {
            story.publication?.updated = updated
        }
        story = try writer.put(story, replacing: old, author: old == nil || !isSame ? "import" : nil)
        try media.remember(identities, of: story.id)
        try setSourceFacts(of: story.id, digest: digest)
        try awaitLinks(of: story)
        story = try answerLinks(to: story)
        return ImportOutcome(story: story, change: old == nil ? .created : .updated)
    }

    private struct SourceFacts {
        var digest: String?
        var slug: String?
    }

    private func sourceFacts(of id: StoryID) throws(StoreError) -> SourceFacts {
        try transaction.first("SELECT source_digest, source_slug FROM stories WHERE id = $1", [.id(id)]) {
            (row: borrowing RowView) in SourceFacts(digest: row.optionalText(0), slug: row.optionalText(1))
        } ?? SourceFacts()
    }

    private func setSourceFacts(of id: StoryID, digest: String) throws(StoreError) {
        try transaction.execute(
            """
            UPDATE stories SET source_digest = $2, source_slug = $3, source_published_ms = $4, source_updated_ms = $5
            WHERE id = $1
            """,
            [
                .id(id), .text(digest), .text(material.content.slug), .optional(material.published),
                .optional(material.updated),
            ])
    }

    /// The content with the newsroom's own media identities.
    private func resolved(
        _ content: StoryContent, _ identities: [MediaID: MediaID]
    ) throws(StoreError) -> StoryContent {
        var content = content
        content.body = content.body.compactMap { $0.mappingMedia { identities[$0] ?? $0 } }
        content.lead = content.lead.map { identities[$0] ?? $0 }
        content.media = content.media.map {
            MediaUse(identities[$0.media] ?? $0.media, caption: $0.caption, alt: $0.alt, autoplay: $0.autoplay)
        }
        let listed = Set(content.media.map(\.media))
        for item in material.media {
            guard let id = identities[item.id], !listed.contains(id) else { continue }
            content.media.append(MediaUse(id))
        }
        return content
    }

    private func related(_ given: [StoryID], old: Story?) throws(StoreError) -> [StoryID] {
        var ids = given
        for key in material.relatedKeys {
            if let story = try StoryRecords.story(sourceKey: key, edition: material.edition, in: transaction) {
                ids.append(story.id)
            }
        }
        return ids.filter { $0 != old?.id }
    }

    /// Remembers which stories this one is waiting for.
    private func awaitLinks(of story: Story) throws(StoreError) {
        try transaction.execute("DELETE FROM awaited_links WHERE story = $1", [.id(story.id)])
        for key in Set(material.relatedKeys) where key != material.sourceKey {
            let isHere = try transaction.exists(
                "SELECT 1 FROM stories WHERE edition = $1 AND source_key = $2", [.text(material.edition), .text(key)])
            guard !isHere else { continue }
            try transaction.execute(
                "INSERT INTO awaited_links (edition, source_key, story) VALUES ($1, $2, $3)",
                [.text(material.edition), .text(key), .id(story.id)])
        }
    }

    /// Links the stories that were waiting for this one.
    private func answerLinks(to story: Story) throws(StoreError) -> Story {
        let key: [SQLValue] = [.text(material.edition), .text(material.sourceKey)]
        let waiting: [StoryID] = try transaction.rows(
            "SELECT story FROM awaited_links WHERE edition = $1 AND source_key = $2 ORDER BY story", key
        ) { (row: borrowing RowView) in row.id(0) }
        guard !waiting.isEmpty else { return story }
        for id in waiting where id != story.id {
            let old = try StoryRecords.existing(id, in: transaction)
            var linked = old
            linked.content.related.append(story.id)
            _ = try writer.put(linked, replacing: old, author: nil)
        }
        try transaction.execute("DELETE FROM awaited_links WHERE edition = $1 AND source_key = $2", key)
        return story
    }

    private func merged(_ own: [Correction], _ imported: [Correction]) -> [Correction] {
        var seen = Set(own)
        return (own + imported.filter { seen.insert($0).inserted }).sorted { $0.at < $1.at }
    }

    /// Equal for equal material.
    private static func digest(of material: StoryImport) throws(StoreError) -> String {
        let digest = SHA256.hash(data: try StoredJSON.bytes(material))
        return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
