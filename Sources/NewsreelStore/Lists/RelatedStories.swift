import NewsreelModel

/// What a reader of a story may want to read next.
struct RelatedStories {
    let transaction: ReadTransaction
    let story: Story

    /// The newest stories of a tag that are looked at.
    private static let depth = 40

    func cards(_ limit: Int) throws(StoreError) -> [StoryCard] {
        var ids: [StoryID] = []
        var seen: Set<StoryID> = [story.id]
        func add(_ more: [StoryID]) { ids += more.filter { seen.insert($0).inserted } }

        add(story.content.related)
        var chosen = try published(ids)
        if chosen.count < limit {
            add(try byTags())
            chosen = try published(Array(ids.prefix(limit * 2 + story.content.related.count)))
        }
        if chosen.count < limit, let section = story.content.section {
            add(try newest(.section(edition: story.edition, section), limit + ids.count + 1))
            chosen = try published(ids)
        }
        if chosen.count < limit {
            add(try newest(.latest(edition: story.edition), limit + ids.count + 1))
            chosen = try published(ids)
        }
        return Array(chosen.prefix(limit))
    }

    /// No page serves a story of another edition.
    private func published(_ ids: [StoryID]) throws(StoreError) -> [StoryCard] {
        try StoryCards.cards(ids, in: transaction).filter { $0.edition == story.edition }
    }

    private func byTags() throws(StoreError) -> [StoryID] {
        var shared: [StoryID: (tags: Int, published: Timestamp)] = [:]
        for tag in story.content.tags.prefix(20) {
            try transaction.each(
                ListQueries.taggedIDs, [.text(story.edition), .text(Slug.make(tag)), .integer(Self.depth)]
            ) { (row: borrowing RowView) in
                let id: StoryID = row.id(0)
                shared[id] = ((shared[id]?.tags ?? 0) + 1, row.time(1))
                return true
            }
        }
        return shared.sorted { left, right in
            if left.value.tags != right.value.tags { return left.value.tags > right.value.tags }
            if left.value.published != right.value.published { return left.value.published > right.value.published }
            return left.key > right.key
        }.map(\.key)
    }

    private func newest(_ scope: ListScope, _ limit: Int) throws(StoreError) -> [StoryID] {
        try transaction.rows(
            scope.query(scope.key.id, .older, isFromPosition: false), scope.arguments + [.integer(limit)]
        ) { (row: borrowing RowView) in row.id(0) }
    }
}
