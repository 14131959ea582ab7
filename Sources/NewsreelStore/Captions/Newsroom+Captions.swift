package import NewsreelModel

extension Newsroom {
    /// Keeps the captions of a clip or recording, in place of those of the same kind and language; the stories that
    /// show it are found by what is said in it.
    package func putCaptions(_ media: MediaID, _ track: CaptionTrack) async throws(StoreError) {
        try await write("keep captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            try CaptionWriter(media, transaction).put(track)
        }
    }

    /// Takes captions away; throws `notFound` where there are none of this kind and language.
    package func removeCaptions(
        _ media: MediaID, _ kind: CaptionTrack.Kind, language: LanguageTag
    ) async throws(StoreError) {
        try await write("remove captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let writer = try CaptionWriter(media, transaction)
            _ = try writer.existing(CaptionKey(kind, language))
            try writer.remove(CaptionKey(kind, language))
        }
    }

    /// Adds captions to a clip or recording; throws `alreadyExists` where it has some of this kind and language.
    package func addCaptions(
        _ media: MediaID, _ track: CaptionTrack, by actor: Actor
    ) async throws(StoreError) {
        try await write("add captions to media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let writer = try CaptionWriter(media, transaction)
            try writer.needFree(track.key)
            try writer.put(try track.asKept())
            try writer.log("\(track.key.words) added", by: actor)
        }
    }

    /// Writes captions in place of `version` of `old`, under the same or another kind and language. Throws `conflict`
    /// where somebody wrote something else in between.
    package func changeCaptions(
        _ media: MediaID, _ old: CaptionKey, onto version: String, to track: CaptionTrack, by actor: Actor
    ) async throws(StoreError) {
        try await write("change captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let writer = try CaptionWriter(media, transaction)
            let before = try writer.existing(old, version)
            let after = try track.asKept()
            guard after != before else { return }
            if after.key != old {
                try writer.needFree(after.key)
                try writer.remove(old)
            }
            try writer.put(after)
            let name = after.key == old ? "" : ", now \(after.key.words)"
            try writer.log("\(old.words) changed\(name)", by: actor)
        }
    }

    /// Takes captions away whose `version` somebody knows; throws `conflict` where they say something else by now.
    package func removeCaptions(
        _ media: MediaID, _ key: CaptionKey, onto version: String, by actor: Actor
    ) async throws(StoreError) {
        try await write("remove captions of media \(media)") { (transaction: WriteTransaction) throws(StoreError) in
            let writer = try CaptionWriter(media, transaction)
            _ = try writer.existing(key, version)
            try writer.remove(key)
            try writer.log("\(key.words) removed", by: actor)
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
