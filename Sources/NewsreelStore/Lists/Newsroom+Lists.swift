package import NewsreelModel

extension Newsroom {
    /// All published stories of an edition, newest first; at most 500 a page, as in every list.
    package func latest(
        _ edition: String, _ page: ListPage = .newest, limit: Int
    ) async throws(StoreError) -> StoryList {
        try await list(.latest(edition: edition), page, limit)
    }

    package func section(
        _ edition: String, _ slug: String, _ page: ListPage = .newest, limit: Int
    ) async throws(StoreError) -> StoryList {
        try await list(.section(edition: edition, slug), page, limit)
    }

    package func tag(
        _ edition: String, _ slug: String, _ page: ListPage = .newest, limit: Int
    ) async throws(StoreError) -> StoryList {
        try await list(.tag(edition: edition, slug), page, limit)
    }

    package func author(
        _ edition: String, _ slug: String, _ page: ListPage = .newest, limit: Int
    ) async throws(StoreError) -> StoryList {
        try await list(.author(edition: edition, slug), page, limit)
    }

    /// The stories whose addresses have this day.
    package func day(
        _ edition: String, _ day: LocalDay, _ page: ListPage = .newest, limit: Int
    ) async throws(StoreError) -> StoryList {
        try await list(.day(edition: edition, day), page, limit)
    }

    private func list(_ scope: ListScope, _ page: ListPage, _ limit: Int) async throws(StoreError) -> StoryList {
        try await read("list stories") { (transaction: ReadTransaction) throws(StoreError) in
            try StoryCards.list(scope, page, limit: limit, in: transaction)
        }
    }

    /// Cards of published stories in the order asked for; others are left out.
    package func cards(_ ids: [StoryID]) async throws(StoreError) -> [StoryCard] {
        try await read("read cards") { (transaction: ReadTransaction) throws(StoreError) in
            try StoryCards.cards(ids, in: transaction)
        }
    }

    /// The published stories just after and just before this one in its edition.
    package func neighbours(_ story: Story) async throws(StoreError) -> Neighbours {
        try await read("read the neighbours of story \(story.id)") {
            (transaction: ReadTransaction) throws(StoreError) in
            let cards = try StoryCards.cards(StoryCards.neighbourIDs(story, in: transaction), in: transaction)
            guard let own = story.publication.map({ ListPosition(published: $0.published, id: story.id) }) else {
                return Neighbours()
            }
            return Neighbours(
                newer: cards.first { $0.position.isNewer(than: own) },
                older: cards.first { own.isNewer(than: $0.position) })
        }
    }

    /// What to read next: what the desk chose, then what shares most tags, then the newest of the section and edition.
    package func related(_ story: Story, limit: Int) async throws(StoreError) -> [StoryCard] {
        try await read("read what is related to story \(story.id)") {
            (transaction: ReadTransaction) throws(StoreError) in
            try RelatedStories(transaction: transaction, story: story).cards(limit)
        }
    }
}

extension ListPosition {
    /// True for what stands above `other` in a list.
    func isNewer(than other: ListPosition) -> Bool {
        published != other.published ? published > other.published : id > other.id
    }
}
