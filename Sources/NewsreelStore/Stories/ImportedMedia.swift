import NewsreelModel

/// The media of one import: which of them the newsroom has already, and which are new.
///
/// An asset is the same when its file is the same, or its caption and credit; so a placeholder that was filled since
/// stays filled, and a picture whose words changed is not given to another picture.
struct ImportedMedia {
    let transaction: WriteTransaction
    let material: [MediaImport]

    private struct Known {
        var id: MediaID
        var sourceKey: String
        var checksum: String?
    }

    /// Writes the assets and answers the newsroom's identity of each provisional one.
    func write(for story: StoryID?) throws(StoreError) -> [MediaID: MediaID] {
        var known = try story.map { (id: StoryID) throws(StoreError) in try imported(by: id) } ?? []
        var identities: [MediaID: MediaID] = [:]
        var rest: [MediaImport] = []
        // The file decides first, so that words that were swapped between two files follow their files.
        for item in material where identities[item.id] == nil {
            guard let checksum = item.original?.checksum.rawValue,
                let place = known.firstIndex(where: { $0.checksum == checksum })
            else {
                rest.append(item)
                continue
            }
            identities[item.id] = known.remove(at: place).id
        }
        for item in rest where identities[item.id] == nil {
            let key = try Self.sourceKey(item)
            // Where nothing is said of two files, only an empty place can be the same picture.
            let place = known.firstIndex { known in
                known.sourceKey == key && (!key.isEmpty || item.original == nil || known.checksum == nil)
            }
            if let place { identities[item.id] = known.remove(at: place).id }
        }
        var written: Set<MediaID> = []
        for item in material where written.insert(item.id).inserted {
            if let id = identities[item.id] {
                try update(id, from: item)
            } else {
                identities[item.id] = try MediaWriter(transaction).add(item).id
            }
            if let id = identities[item.id], let captions = item.captions, !captions.isEmpty {
                for track in captions { try CaptionRecords.put(track, of: id, in: transaction) }
                try MediaWriter(transaction).noteChange(of: id, words: true)
            }
        }
        return identities
    }

    /// Keeps what each asset was in the material, for the next import of it.
    func remember(_ identities: [MediaID: MediaID], of story: StoryID) throws(StoreError) {
        try transaction.execute("DELETE FROM imported_media WHERE story = $1", [.id(story)])
        for (position, item) in material.enumerated() {
            guard let id = identities[item.id] else { continue }
            try transaction.execute(
                """
                INSERT INTO imported_media (story, media, position, source_key) VALUES ($1, $2, $3, $4)
                ON CONFLICT (story, media) DO NOTHING
                """, [.id(story), .id(id), .integer(position), .text(try Self.sourceKey(item))])
        }
    }

    private func imported(by story: StoryID) throws(StoreError) -> [Known] {
        try transaction.rows(
            """
            SELECT i.media, i.source_key, m.checksum FROM imported_media i JOIN media m ON m.id = i.media
            WHERE i.story = $1 ORDER BY i.position
            """, [.id(story)]
        ) { (row: borrowing RowView) in
            Known(id: row.id(0), sourceKey: row.text(1), checksum: row.optionalText(2))
        }
    }

    private func update(_ id: MediaID, from item: MediaImport) throws(StoreError) {
        let writer = MediaWriter(transaction)
        let old = try MediaRecords.existing(id, in: transaction)
        var asset = old
        if let caption = item.caption { asset.caption = caption }
        if !item.credit.isEmpty { asset.credit = item.credit }
        if let alt = item.alt { asset.alt = alt }
        if let focus = item.focus { asset.focus = focus }
        if let captured = item.captured { asset.captured = captured }
        if item.rights != MediaRights() { asset.rights = item.rights }
        if asset != old { try writer.put(asset, replacing: old) }
        if let original = item.original, original.checksum != old.original?.checksum {
            _ = try writer.fill(id, original: original)
        }
    }

    /// Empty for media of which the material says nothing.
    private static func sourceKey(_ item: MediaImport) throws(StoreError) -> String {
        guard item.caption != nil || !item.credit.isEmpty else { return "" }
        return try StoredJSON.text([item.kind.rawValue, item.caption ?? "", StoredJSON.text(item.credit)])
    }
}
