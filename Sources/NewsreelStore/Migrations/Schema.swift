import FoundationEssentials
import NewsreelModel

/// Brings a newsroom's tables to the version of this release, and refuses those of a later one.
struct Schema {
    let migrations: [Migration]

    /// The version that this release writes.
    var newest: Int { migrations.last?.version ?? 0 }

    /// The version of the file; nil where it holds no newsroom.
    static func version(of database: Database) throws(StoreError) -> Int? {
        guard try !database.isEmpty() else { return nil }
        return try database.writeNow("read the version") { (transaction: WriteTransaction) throws(StoreError) -> Int? in
            try version(in: transaction)
        }
    }

    /// Makes all tables in an empty file.
    func create(in database: Database) throws(StoreError) {
        try database.writeNow("create the tables") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                Self.expanded("CREATE TABLE meta (name {key} NOT NULL PRIMARY KEY, value {text} NOT NULL) {table}"))
            _ = try transaction.execute("INSERT INTO meta (name, value) VALUES ('version', '0')")
            try migrate(transaction)
        }
    }

    /// Migrates an older file after making a copy of it in `folder`; answers the version it had, nil for one of today.
    func update(_ database: Database, file: String, folder: String) throws(StoreError) -> Int? {
        guard let version = try Self.version(of: database) else {
            throw StoreError(
                .notANewsroom, "\(file) is not the database of a newsroom. Make one with `newsreel init`.")
        }
        guard version <= newest else {
            throw StoreError(
                .newerSchema,
                "This newsroom was written by a later Newsreel: its tables have version \(version), this program knows "
                    + "versions up to \(newest). Start the newer program again, or restore a copy made before it.",
                place: "open \(file)")
        }
        guard version < newest else { return nil }
        try Self.copy(database, to: "\(folder)/newsroom-v\(version)-before-v\(newest).sqlite")
        try database.writeNow("update the tables") { (transaction: WriteTransaction) throws(StoreError) in
            try migrate(transaction)
        }
        return version
    }

    private func migrate(_ transaction: WriteTransaction) throws(StoreError) {
        // Read inside the write, since two programs may open an older newsroom at once.
        let version = try Self.version(in: transaction) ?? 0
        for migration in migrations where migration.version > version {
            for statement in migration.statements { _ = try transaction.execute(Self.expanded(statement)) }
        }
        _ = try transaction.execute("UPDATE meta SET value = $1 WHERE name = 'version'", [.text(String(newest))])
    }

    private static func version(in transaction: ReadTransaction) throws(StoreError) -> Int? {
        do {
            return try transaction.first("SELECT value FROM meta WHERE name = 'version'") { (row: borrowing RowView) in
                Int(row.text(0))
            } ?? nil
        } catch  where error.code == .statement {
            return nil  // tables of some other program
        }
    }

    /// A copy appears under its name only when it is whole.
    private static func copy(_ database: Database, to file: String) throws(StoreError) {
        let half = file + ".part"
        try? FileManager.default.removeItem(atPath: half)
        try database.copy(to: half)
        try FileSync.file(half)
        try FileSync.rename(half, to: file)
    }

    private static func expanded(_ sql: String) throws(StoreError) -> String {
        guard let text = Dialect.expand(sql) else {
            throw StoreError(.statement, "A migration names a type that no engine knows.", cause: sql)
        }
        return text
    }
}
