package import NewsreelModel

extension Newsroom {
    /// Keeps the captions of a clip or recording, in place of those of the same kind and language; the stories that
    /// show it are found by what is said in it.
    package func putCaptions(_ media: MediaID, _ track: CaptionTrack) async throws(StoreError) {
        try await write("keep captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let asset = try MediaRecords.existing(media, in: transaction)
            guard asset.kind == .video || asset.kind == .audio else {
                throw StoreError(.invalid, "Only clips and recordings have captions, and \(media) is neither.")
            }
            try CaptionRecords.put(track, of: media, in: transaction)
            try MediaWriter(transaction).noteChange(of: media, words: true)
        }
    }

    /// Takes captions away; throws `notFound` where there are none of this kind and language.
    package func removeCaptions(
        _ media: MediaID, _ kind: CaptionTrack.Kind, language: LanguageTag
    ) async throws(StoreError) {
        try await write("remove captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let key: [SQLValue] = [.id(media), .text(kind.rawValue), .text(language.rawValue)]
            let isThere = try transaction.exists(
                "SELECT 1 FROM captions WHERE media = $1 AND kind = $2 AND language = $3", key)
            guard isThere else {
                throw StoreError(.notFound, "\(media) has no \(kind.rawValue) in \(language).")
            }
            try transaction.execute("DELETE FROM captions WHERE media = $1 AND kind = $2 AND language = $3", key)
            try MediaWriter(transaction).noteChange(of: media, words: true)
        }
    }

    /// The captions of assets; those without any are left out.
    package func captions(_ media: [MediaID]) async throws(StoreError) -> [MediaID: [CaptionTrack]] {
        guard !media.isEmpty else { return [:] }
        return try await read("read captions") { (transaction: ReadTransaction) throws(StoreError) in
            try CaptionRecords.tracks(of: media, in: transaction)
        }
    }

    /// Of each story the first clip or recording that has captions for its language, with them.
    package func spoken(
        in stories: [StoryID], language: String
    ) async throws(StoreError) -> [StoryID: CaptionTrack] {
        guard !stories.isEmpty else { return [:] }
        return try await read("read what is said in stories") { (transaction: ReadTransaction) throws(StoreError) in
            var media: [(story: StoryID, media: MediaID)] = []
            var rest = stories[...]
            while !rest.isEmpty {
                let part = ValueList(rest.prefix(ValueList.longest).map { SQLValue.id($0) })
                rest = rest.dropFirst(ValueList.longest)
                try transaction.each(
                    """
                    SELECT m.story, m.media FROM story_media m
                    WHERE m.story IN (\(part.parameters())) AND EXISTS (SELECT 1 FROM captions c WHERE c.media = m.media)
                    ORDER BY m.story, m.position
                    """, part.values
                ) { (row: borrowing RowView) in
                    media.append((row.id(0), row.id(1)))
                    return true
                }
            }
            let tracks = try CaptionRecords.tracks(of: media.map(\.media), in: transaction)
            var found: [StoryID: CaptionTrack] = [:]
            for (story, asset) in media where found[story] == nil {
                found[story] = tracks[asset]?.first { $0.isSpoken(in: language) }
            }
            return found
        }
    }
}
