import GRDB

/// What SQLite's own full-text search does with the same stories: FTS5 with its Porter tokenizer, ordered by its bm25.
struct PlainFTS {
    private let queue: DatabaseQueue

    struct Row {
        var id: String
        var section: String
        var kind: String
        /// Milliseconds from 1970.
        var published: Int64
        var headline: String
        var body: String
    }

    init(file: String) throws {
        queue = try DatabaseQueue(path: file)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE story (number INTEGER PRIMARY KEY, id TEXT, section TEXT, kind TEXT, published INTEGER);
                    CREATE VIRTUAL TABLE story_text USING fts5(headline, body, tokenize = 'porter unicode61');
                    """)
        }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -65536") }
    }

    func add(_ rows: [Row]) throws {
        try queue.write { database in
            for row in rows {
                try database.cachedStatement(
                    sql: "INSERT INTO story (id, section, kind, published) VALUES (?, ?, ?, ?)"
                )
                .execute(arguments: [row.id, row.section, row.kind, row.published])
                try database.cachedStatement(sql: "INSERT INTO story_text (rowid, headline, body) VALUES (?, ?, ?)")
                    .execute(arguments: [database.lastInsertedRowID, row.headline, row.body])
            }
        }
    }

    /// The stories that have the words, all or any of them, best first.
    func search(
        _ words: [String], any: Bool, section: String? = nil, kind: String? = nil, published: Range<Int64>? = nil,
        limit: Int, headlineWeight: Double = 1
    ) throws -> [String] {
        let match = words.map { "\"\($0)\"" }.joined(separator: any ? " OR " : " AND ")
        return try queue.read { database in
            var sql = "SELECT s.id FROM story_text t JOIN story s ON s.number = t.rowid WHERE story_text MATCH ?"
            var arguments: StatementArguments = [match]
            if let section {
                sql += " AND s.section = ?"
                arguments += [section]
            }
            if let kind {
                sql += " AND s.kind = ?"
                arguments += [kind]
            }
            if let published {
                sql += " AND s.published >= ? AND s.published < ?"
                arguments += [published.lowerBound, published.upperBound]
            }
            sql += " ORDER BY bm25(story_text, \(headlineWeight), 1.0) LIMIT \(limit)"
            return try String.fetchAll(database, sql: sql, arguments: arguments)
        }
    }
}
