import NewsreelModel

/// Where a published story stands in the lists of tags, authors and days, and how many stories each has.
struct StoryLists {
    let transaction: WriteTransaction

    func put(_ story: Story, replacing old: Story?) throws(StoreError) {
        let before = old.flatMap { $0.status == .published ? $0 : nil }
        let after = story.status == .published ? story : nil
        guard before != nil || after != nil else { return }
        try putTags(after, replacing: before)
        try putAuthors(after, replacing: before)
        try putDay(after, replacing: before)
    }

    private struct Place: Hashable {
        var slug: String
        var published: Timestamp
    }

    private func putTags(_ story: Story?, replacing old: Story?) throws(StoreError) {
        let before = places(old) { $0.content.tags.map { Slug.make($0) } }
        let after = places(story) { $0.content.tags.map { Slug.make($0) } }
        if let old {
            for place in before.subtracting(after) {
                try transaction.execute(
                    "DELETE FROM story_tags WHERE edition = $1 AND tag = $2 AND published_ms = $3 AND story = $4",
                    [.text(old.edition), .text(place.slug), .time(place.published), .id(old.id)])
                try transaction.execute(
                    "UPDATE tags SET stories = stories - 1 WHERE edition = $1 AND slug = $2",
                    [.text(old.edition), .text(place.slug)])
            }
        }
        guard let story else { return }
        for name in story.content.tags {
            let slug = Slug.make(name)
            guard let place = after.subtracting(before).first(where: { $0.slug == slug }) else { continue }
            try transaction.execute(
                "INSERT INTO story_tags (edition, tag, published_ms, story) VALUES ($1, $2, $3, $4)",
                [.text(story.edition), .text(slug), .time(place.published), .id(story.id)])
            try transaction.execute(
                """
                INSERT INTO tags (edition, slug, name, stories) VALUES ($1, $2, $3, 1)
                ON CONFLICT (edition, slug) DO UPDATE SET stories = tags.stories + 1
                """, [.text(story.edition), .text(slug), .text(name)])
        }
    }

    private func putAuthors(_ story: Story?, replacing old: Story?) throws(StoreError) {
        let before = places(old) { $0.content.bylines.map(\.slug) }
        let after = places(story) { $0.content.bylines.map(\.slug) }
        if let old, story == nil || old.content.bylines != story?.content.bylines || before != after {
            for place in before {
                try transaction.execute(
                    "DELETE FROM story_authors WHERE edition = $1 AND author = $2 AND published_ms = $3 AND story = $4",
                    [.text(old.edition), .text(place.slug), .time(place.published), .id(old.id)])
            }
        } else if old != nil {
            return
        }
        guard let story, let publication = story.publication else { return }
        for byline in story.content.bylines {
            try transaction.execute(
                "INSERT INTO story_authors (edition, author, published_ms, story, name) VALUES ($1, $2, $3, $4, $5)",
                [
                    .text(story.edition), .text(byline.slug), .time(publication.published), .id(story.id),
                    .text(byline.name),
                ])
        }
    }

    private func putDay(_ story: Story?, replacing old: Story?) throws(StoreError) {
        if let old, let day = old.publication?.day { try count(-1, on: day, in: old.edition) }
        if let story, let day = story.publication?.day { try count(1, on: day, in: story.edition) }
        guard let old, let day = old.publication?.day, day != story?.publication?.day else { return }
        try transaction.execute(
            "DELETE FROM story_days WHERE edition = $1 AND day = $2 AND stories = 0",
            [.text(old.edition), .text(day.description)])
        try transaction.execute(
            "DELETE FROM story_months WHERE edition = $1 AND month = $2 AND stories = 0",
            [.text(old.edition), .text(Self.month(day))])
    }

    /// Counts stories that come to a day and its month, or go.
    func count(_ stories: Int, on day: LocalDay, in edition: String) throws(StoreError) {
        for (table, column, value) in [
            ("story_days", "day", day.description), ("story_months", "month", Self.month(day)),
        ] {
            try transaction.execute(
                """
                INSERT INTO \(table) (edition, \(column), stories, updated_ms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (edition, \(column)) DO UPDATE SET stories = \(table).stories + excluded.stories,
                    updated_ms = excluded.updated_ms
                """, [.text(edition), .text(value), .integer(stories), .time(transaction.now)])
        }
    }

    /// `2020-06`.
    private static func month(_ day: LocalDay) -> String { String(day.description.prefix(7)) }

    private func places(_ story: Story?, _ slugs: (Story) -> [String]) -> Set<Place> {
        guard let story, let publication = story.publication else { return [] }
        return Set(slugs(story).map { Place(slug: $0, published: publication.published) })
    }
}
