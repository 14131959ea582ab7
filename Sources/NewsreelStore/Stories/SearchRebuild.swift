import NewsreelModel

extension Newsroom {
    /// Makes the search index anew from the published stories, in writes of 200; answers how many there were.
    ///
    /// `progress` is called with how many are done.
    @discardableResult
    package func rebuildSearch(
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws(StoreError) -> Int {
        try await emptySearchIndex()
        var last = StoryID(rawValue: "")
        var done = 0
        while true {
            let start = last
            let batch = try await read("read stories to index") { (transaction: ReadTransaction) throws(StoreError) in
                try SearchRebuild.batch(after: start, in: transaction)
            }
            guard let end = batch.last else { return done }
            try await indexForSearch(batch)
            last = end.id
            done += batch.count
            progress(done)
        }
    }
}

/// Published stories as search wants them, read in the order of their identities.
enum SearchRebuild {
    static func batch(
        after id: StoryID, in transaction: ReadTransaction
    ) throws(StoreError) -> [SearchableStory] {
        let editions = try EditionRecords.all(in: transaction)
        let stories = try transaction.rows(
            """
            SELECT \(StoryRecords.columns) FROM stories s WHERE s.status || '' = 'published' AND s.id > $1
            ORDER BY s.id LIMIT 200
            """, [.id(id)], StoryRecords.story)
        let assets = try MediaRecords.assets(stories.flatMap { $0.content.media.map(\.media) }, in: transaction)
        let captions = try CaptionRecords.tracks(
            of: assets.values.filter(\.isPlayed).map(\.id), in: transaction)
        return stories.compactMap { story in
            guard let edition = editions.first(where: { $0.code == story.edition }) else { return nil }
            return SearchableStory(
                story, in: edition, assets: story.content.media.compactMap { assets[$0.media] }, captions: captions)
        }
    }

    /// Fills the index of a newsroom that was written before there was one.
    static func run(_ database: Database) throws(StoreError) {
        var last: StoryID? = StoryID(rawValue: "")
        while let start = last {
            last = try database.writeNow("index stories") { (transaction: WriteTransaction) throws(StoreError) in
                let stories = try batch(after: start, in: transaction)
                for story in stories { try SearchIndex.index(story, in: transaction) }
                return stories.last?.id
            }
        }
    }
}
