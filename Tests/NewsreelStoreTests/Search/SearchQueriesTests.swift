import Testing

@testable import NewsreelStore

/// No search walks through a whole table of the index.
@Suite struct SearchQueriesTests {
    private static let walks: [(sql: String, by: String)] = [
        (SearchQueries.pending, "search_pending_edition (edition=?)"),
        (SearchQueries.segments, "search_segment_place (edition=?)"),
        (SearchQueries.postings + " ($1, $2, $3)", "INTEGER PRIMARY KEY"),
        (SearchQueries.placedPostings + " ($1, $2, $3)", "INTEGER PRIMARY KEY"),
        (SearchQueries.termCounts + " ($1, $2, $3)", "INTEGER PRIMARY KEY"),
        (SearchQueries.vectors + " ($1, $2, $3)", "INTEGER PRIMARY KEY"),
        (SearchQueries.found + " ($1, $2, $3)", "INTEGER PRIMARY KEY"),
        (SearchQueries.spellings, "search_term_spelling (edition=? AND spelling>? AND spelling<?)"),
        (SearchQueries.tags, "PRIMARY KEY (edition=? AND slug=?)"),
        ("SELECT id FROM search_document WHERE story = $1", "(story=?)"),
    ]

    @Test(arguments: walks.indices)
    func `a search query walks along an index`(index: Int) async throws {
        let walk = Self.walks[index]
        let newsroom = try await SearchNewsroom([])
        let plan = try await newsroom.newsroom.read("plan") { (transaction: ReadTransaction) throws(StoreError) in
            let arguments = (1...4).prefix { walk.sql.contains("$\($0)") }.map { SQLValue.integer($0) }
            return try transaction.rows("EXPLAIN QUERY PLAN " + walk.sql, arguments) { (row: borrowing RowView) in
                row.text(3)
            }
        }
        #expect(plan.contains { $0.contains(walk.by) }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }
}
