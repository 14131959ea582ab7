package import NewsreelModel

/// A tag that a reader may mean.
package struct TagSuggestion: Hashable, Sendable {
    package var tag: Tag
    /// Published stories under it.
    package var stories: Int

    package init(tag: Tag, stories: Int) {
        self.tag = tag
        self.stories = stories
    }
}

/// Finds tags by what is typed of them.
enum SearchTags {
    /// Tags with a word that begins with what is typed, the most used first; for nothing typed, the most used.
    static func suggestions(
        for typed: String, edition: String, limit: Int, in db: ReadTransaction
    ) throws(StoreError) -> [TagSuggestion] {
        let start = starts(SearchQuery(typed).text).first ?? ""
        return try db.rows(
            SearchQueries.tags,
            [.text(edition), .text(start), .text(start + "\u{10FFFF}"), .integer(min(100, max(1, limit)))]
        ) { (row: borrowing RowView) in
            TagSuggestion(tag: Tag(edition: edition, name: row.text(0)), stories: row.int(1))
        }
    }

    /// Where a name can begin to be typed: at each of its words, and at each character of scripts without spaces.
    static func starts(_ name: String) -> [String] {
        var scanner = WordScanner(keepsApostrophes: true)
        var name = TextAnalyzer.composed(name)
        name.withUTF8 { scanner.scan($0, limit: 32) }
        let words = scanner.words
        return words.indices.map { first in
            var text = ""
            for index in first..<words.count {
                // Characters of a run stand together, words apart.
                let follows =
                    index > first && words[index].isGram && words[index - 1].isGram
                    && words[index].start == words[index - 1].end
                if index > first, !follows { text += " " }
                text += TextAnalyzer.folded(Array(scanner.bytes[words[index].from..<words[index].to]))
            }
            return text
        }
    }
}

extension SearchIndex {
    /// Counts a story under its tags.
    func count(_ tags: [Tag], in edition: String, by stories: Int = 1) throws(StoreError) {
        for tag in Set(tags) {
            try db.execute(
                """
                INSERT INTO search_tag (edition, slug, name, stories) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, slug) DO UPDATE SET stories = search_tag.stories + excluded.stories
                """, [.text(edition), .text(tag.slug), .text(tag.name), .integer(stories)])
            for start in Set(SearchTags.starts(tag.name)) {
                try db.execute(
                    "INSERT INTO search_tag_start (edition, start, slug) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    [.text(edition), .text(start), .text(tag.slug)])
            }
        }
    }

    /// Takes a story away from the tags it was counted under.
    func discount(_ slugs: [String], in edition: String) throws(StoreError) {
        for slug in Set(slugs) {
            try db.execute(
                "UPDATE search_tag SET stories = stories - 1 WHERE edition = $1 AND slug = $2",
                [.text(edition), .text(slug)])
        }
    }
}
