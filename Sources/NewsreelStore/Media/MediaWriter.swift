import NewsreelModel

/// The one place that writes media assets and says which stories look different for it.
struct MediaWriter {
    private let transaction: WriteTransaction

    init(_ transaction: WriteTransaction) { self.transaction = transaction }

    /// A new asset; with a file its renditions are put in the queue.
    func add(_ item: MediaImport, uploader: UserID? = nil) throws(StoreError) -> MediaAsset {
        let asset = MediaAsset(
            id: transaction.newID(), kind: item.kind, state: item.original == nil ? .awaited : .processing,
            original: item.original, caption: item.caption, credit: item.credit, alt: item.alt, rights: item.rights,
            focus: item.focus, captured: item.captured, created: transaction.now, updated: transaction.now)
        try MediaRecords.put(asset, in: transaction)
        if let uploader {
            try transaction.execute(
                "UPDATE media SET uploader = $2 WHERE id = $1", [.id(asset.id), .id(uploader)])
        }
        if asset.original != nil { _ = try JobQueue(transaction).enqueue(.renditions, media: asset.id) }
        return asset
    }

    /// Gives an asset its file, in place of one that it had.
    func fill(_ id: MediaID, original: Original) throws(StoreError) -> MediaAsset {
        let old = try MediaRecords.existing(id, in: transaction)
        guard old.original?.checksum != original.checksum else { return old }
        var asset = old
        asset.original = original
        asset.state = .processing
        asset.width = nil
        asset.height = nil
        asset.duration = nil
        asset.preview = nil
        asset.renditions = []
        try transaction.execute("DELETE FROM renditions WHERE media = $1", [.id(id)])
        // Work on the file it had would come to nothing.
        try JobQueue(transaction).cancelAll(of: id)
        _ = try JobQueue(transaction).enqueue(.renditions, media: id)
        return try put(asset, replacing: old)
    }

    @discardableResult
    func put(_ asset: MediaAsset, replacing old: MediaAsset) throws(StoreError) -> MediaAsset {
        var asset = asset
        asset.updated = transaction.now
        try checkCredit(asset, replacing: old)
        try MediaRecords.put(asset, in: transaction)
        let words = asset.caption != old.caption || asset.credit != old.credit || asset.kind != old.kind
        try noteChange(of: asset.id, words: words)
        try WebhookQueue(transaction: transaction).note(asset, replacing: old)
        return asset
    }

    /// Says that readers of the stories that use the asset see something different; `words` updates search too.
    func noteChange(of id: MediaID, words: Bool = false) throws(StoreError) {
        transaction.changes.keys.insert(ChangeSet.media(id))
        let stories: [StoryID] = try transaction.rows("SELECT story FROM story_media WHERE media = $1", [.id(id)]) {
            (row: borrowing RowView) in row.id(0)
        }
        for story in stories {
            guard let story = try StoryRecords.story(story, in: transaction) else { continue }
            if words {
                _ = try StoryWriter(transaction, edition: story.edition).put(story, replacing: story, author: nil)
            } else if story.status == .published {
                transaction.changes.editions.insert(story.edition)
                transaction.changes.keys.insert(ChangeSet.story(story.id))
                if story.content.lead == id { transaction.changes.take(story) }
            }
        }
    }

    private func checkCredit(_ asset: MediaAsset, replacing old: MediaAsset) throws(StoreError) {
        guard asset.credit.isEmpty, !old.credit.isEmpty else { return }
        let isPublic = try transaction.exists(
            """
            SELECT 1 FROM story_media m CROSS JOIN stories s
            WHERE m.media = $1 AND s.id = m.story AND s.status = 'published'
            """, [.id(asset.id)])
        guard isPublic else { return }
        throw StoreError(
            .mediaWithoutCredit,
            "A published story shows this picture or clip, so its credit cannot be taken away. Change it, or take the "
                + "story back first.")
    }
}
