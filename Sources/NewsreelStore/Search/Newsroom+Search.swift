import NewsreelModel

extension Newsroom {
    /// Published stories that answer `request`, a page of them.
    package func search(_ request: SearchRequest) async throws(StoreError) -> SearchResults {
        let cache = searchCache
        return try await read("search") { (transaction: ReadTransaction) throws(StoreError) in
            try SearchReading(transaction, cache: cache).search(request)
        }
    }

    /// Tags of an edition that begin, or have a word that begins, with what is typed; the most used first.
    package func suggestTags(
        _ typed: String, edition: String, limit: Int = 10
    ) async throws(StoreError) -> [TagSuggestion] {
        try await read("suggest tags") { (transaction: ReadTransaction) throws(StoreError) in
            try SearchTags.suggestions(for: typed, edition: edition, limit: limit, in: transaction)
        }
    }

    /// Puts stories into the index in one write, for archives and benchmarks; publishing a story does it by itself.
    package func indexForSearch(_ stories: [SearchableStory]) async throws(StoreError) {
        var analyzers: [String: StoryAnalyzer] = [:]
        let prepared = stories.map { story in
            let key = story.edition + " " + story.language
            let analyzer = analyzers[key] ?? StoryAnalyzer(edition: story.edition, language: story.language)
            analyzers[key] = analyzer
            return PreparedStory(story, analyzer)
        }
        try await write("index \(stories.count) stories") { (transaction: WriteTransaction) throws(StoreError) in
            let index = SearchIndex(transaction)
            for story in prepared { try index.index(story) }
        }
    }

    /// Empties the search index, to be filled again with `indexForSearch`.
    package func emptySearchIndex() async throws(StoreError) {
        try await write("empty the search index") { (transaction: WriteTransaction) throws(StoreError) in
            try SearchIndex(transaction).removeAll()
        }
    }
}
