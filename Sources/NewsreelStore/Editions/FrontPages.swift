import NewsreelModel

/// Front pages as the tables have them.
enum FrontPages {
    static func page(_ edition: String, in transaction: ReadTransaction) throws(StoreError) -> FrontPage {
        try transaction.first("SELECT lead, seconds FROM front_pages WHERE edition = $1", [.text(edition)]) {
            (row: borrowing RowView) throws(StoreError) -> FrontPage in
            FrontPage(
                edition: edition, lead: row.optionalID(0),
                seconds: try StoredJSON.value([StoryID].self, row.text(1), of: "the front page of \(edition)"))
        } ?? FrontPage(edition: edition)
    }

    static func put(_ page: FrontPage, in transaction: WriteTransaction) throws(StoreError) {
        var seen: Set<StoryID> = []
        let stories = ([page.lead].compactMap { $0 } + page.seconds).filter { seen.insert($0).inserted }
        for id in stories {
            let edition = try transaction.first("SELECT edition FROM stories WHERE id = $1", [.id(id)]) {
                (row: borrowing RowView) in row.text(0)
            }
            guard edition == page.edition else {
                throw StoreError(.notFound, "The edition \(page.edition) has no story \(id) for its front page.")
            }
        }
        let seconds = stories.filter { $0 != page.lead }
        try transaction.execute(
            """
            INSERT INTO front_pages (edition, lead, seconds) VALUES ($1, $2, $3)
            ON CONFLICT (edition) DO UPDATE SET lead = excluded.lead, seconds = excluded.seconds
            """, [.text(page.edition), .optional(page.lead), .text(try StoredJSON.text(seconds))])
        transaction.changes.editions.insert(page.edition)
        transaction.changes.keys.insert(ChangeSet.front(page.edition))
    }
}
