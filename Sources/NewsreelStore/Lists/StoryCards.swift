package import NewsreelModel

/// Cards for lists: one query for the stories, then their leads and renditions for all of them at once.
enum StoryCards {
    static let columns = """
        s.id, s.edition, s.label, s.headline, s.standfirst, s.bylines, s.section, s.slug, s.published_ms, s.day,
        s.republished_ms, s.lead, s.kind, s.lead_caption, s.lead_alt
        """

    /// A card whose lead is not read yet.
    private struct Bare {
        var card: StoryCard
        var lead: MediaID?
        var caption: String?
        var alt: String?
    }

    /// One page of a list, and whether there are pages beside it.
    static func list(
        _ scope: ListScope, _ page: ListPage, limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> StoryList {
        let limit = min(500, max(1, limit))
        switch page {
        case .newest:
            var bare = try bare(
                scope.query(columns, .older, isFromPosition: false), scope.arguments + [.integer(limit + 1)],
                transaction)
            let hasOlder = bare.count > limit
            if hasOlder { bare.removeLast() }
            return StoryList(
                cards: try complete(bare, transaction),
                older: hasOlder ? bare.last.map { .before($0.card.position) } : nil)
        case .before(let position):
            var bare = try bare(
                scope.query(columns, .older, isFromPosition: true),
                scope.arguments + [.time(position.published), .id(position.id), .integer(limit + 1)], transaction)
            let hasOlder = bare.count > limit
            if hasOlder { bare.removeLast() }
            guard let first = bare.first?.card.position else { return StoryList(newer: .newest) }
            return StoryList(
                cards: try complete(bare, transaction), newer: try newer(than: first, limit, scope, transaction),
                older: hasOlder ? bare.last.map { .before($0.card.position) } : nil)
        case .after(let position):
            var bare = try bare(
                scope.query(columns, .newer, isFromPosition: true),
                scope.arguments + [.time(position.published), .id(position.id), .integer(limit + 1)], transaction)
            if bare.count > limit { bare.removeLast() }
            bare.reverse()
            guard let first = bare.first?.card.position, let last = bare.last?.card.position else {
                return StoryList(older: .newest)
            }
            let hasOlder = try exists(older: last, scope, transaction)
            return StoryList(
                cards: try complete(bare, transaction), newer: try newer(than: first, limit, scope, transaction),
                older: hasOlder ? .before(last) : nil)
        }
    }

    /// Published stories in the order asked for; those that are not there are left out.
    static func cards(_ ids: [StoryID], in transaction: ReadTransaction) throws(StoreError) -> [StoryCard] {
        var found: [StoryID: StoryCard] = [:]
        var rest = ids[...]
        while !rest.isEmpty {
            let part = ValueList(rest.prefix(ValueList.longest).map { SQLValue.id($0) })
            rest = rest.dropFirst(ValueList.longest)
            for card in try cards(Self.among(part), part.values, in: transaction) {
                found[card.id] = card
            }
        }
        var seen: Set<StoryID> = []
        return ids.compactMap { seen.insert($0).inserted ? found[$0] : nil }
    }

    /// What follows the columns: the published ones of a list. The status is no bare column there, or the engine would
    /// sooner walk through all that is published than look up more than a few stories.
    static func among(_ ids: ValueList) -> String {
        "FROM stories s WHERE s.status || '' = 'published' AND s.id IN (\(ids.parameters()))"
    }

    /// Cards of `SELECT … \(source)`, in its order.
    static func cards(
        _ source: String, _ arguments: [SQLValue], in transaction: ReadTransaction
    ) throws(StoreError) -> [StoryCard] {
        try complete(bare("SELECT \(columns) \(source)", arguments, transaction), transaction)
    }

    /// The cards of a list that are newer than `position`, the oldest first.
    static func cards(
        after position: ListPosition, _ scope: ListScope, _ limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [StoryCard] {
        let found = try bare(
            scope.query(columns, .newer, isFromPosition: true),
            scope.arguments + [.time(position.published), .id(position.id), .integer(limit)], transaction)
        return try complete(found, transaction)
    }

    /// The published stories just before and just after a story in its edition, newest first.
    static func neighbourIDs(_ story: Story, in transaction: ReadTransaction) throws(StoreError) -> [StoryID] {
        guard let publication = story.publication else { return [] }
        let scope = ListScope.latest(edition: story.edition)
        let arguments = scope.arguments + [.time(publication.published), .id(story.id), 1]
        var found: [StoryID] = []
        for direction in [ListScope.Direction.newer, .older] {
            found += try transaction.rows(scope.query("s.id", direction, isFromPosition: true), arguments) {
                (row: borrowing RowView) in row.id(0)
            }
        }
        return found
    }

    private static func exists(
        older position: ListPosition, _ scope: ListScope, _ transaction: ReadTransaction
    ) throws(StoreError) -> Bool {
        try transaction.exists(
            scope.query("1", .older, isFromPosition: true),
            scope.arguments + [.time(position.published), .id(position.id), 1])
    }

    /// The page that ends just above `first`; nil where nothing stands there. What fits on the newest page is that page.
    private static func newer(
        than first: ListPosition, _ limit: Int, _ scope: ListScope, _ transaction: ReadTransaction
    ) throws(StoreError) -> ListPage? {
        let above = try scope.positions(.newer, of: first, limit: limit + 1, in: transaction)
        guard !above.isEmpty else { return nil }
        return above.count > limit ? .before(above[limit]) : .newest
    }

    private static func bare(
        _ sql: String, _ arguments: [SQLValue], _ transaction: ReadTransaction
    ) throws(StoreError) -> [Bare] {
        try transaction.rows(sql, arguments) { (row: borrowing RowView) throws(StoreError) -> Bare in
            let id: StoryID = row.id(0)
            guard
                let publication = try StoryRecords.publication(
                    published: row.optionalTime(8), day: row.optionalText(9), updated: row.optionalTime(10), of: id)
            else { throw StoreError(.damaged, "The published story \(id) has no time of publication.") }
            return Bare(
                card: StoryCard(
                    id: id, edition: row.text(1), label: row.optionalText(2), headline: row.text(3),
                    standfirst: row.optionalText(4),
                    bylines: row.text(5).split(separator: "\n").map { Byline(String($0)) },
                    section: row.optionalText(6), slug: row.text(7), publication: publication,
                    kind: row.optionalText(12).flatMap(MediaKind.init)),
                lead: row.optionalID(11), caption: row.optionalText(13), alt: row.optionalText(14))
        }
    }

    private static func complete(_ bare: [Bare], _ transaction: ReadTransaction) throws(StoreError) -> [StoryCard] {
        let assets = try MediaRecords.assets(bare.compactMap(\.lead), in: transaction)
        return bare.map { bare in
            var card = bare.card
            card.lead = bare.lead.flatMap { assets[$0] }
            if let caption = bare.caption { card.lead?.caption = caption }
            if let alt = bare.alt { card.lead?.alt = alt }
            return card
        }
    }
}

extension StoryCard {
    /// Where the card stands in a list.
    package var position: ListPosition { ListPosition(published: publication.published, id: id) }
}
