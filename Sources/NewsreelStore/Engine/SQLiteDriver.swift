import FoundationEssentials
import GRDB

/// SQLite through GRDB: one writer, several readers on snapshots, an acknowledged write on the disk.
struct SQLiteDriver: Sendable {
    private let pool: DatabasePool

    init(file: String) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "newsroom"
        configuration.foreignKeysEnabled = true
        // Another process (an import beside the server) may hold the one writer for a moment.
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA mmap_size = 1073741824;
                    PRAGMA cache_size = -16384;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        do {
            let opened = try DatabasePool(path: file, configuration: configuration)
            // GRDB leaves a WAL writer at NORMAL, where a power cut may take the last commits back.
            try opened.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            pool = opened
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func read<T: Sendable>(
        _ body: @Sendable @escaping (any Connection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        do {
            return try await pool.read { database in try body(SQLiteConnection(database)) }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func write<T: Sendable>(
        _ body: @Sendable @escaping (any Connection) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        do {
            return try await pool.write { database in try body(SQLiteConnection(database)) }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func writeNow<T>(_ body: (any Connection) throws(StoreError) -> T) throws(StoreError) -> T {
        do {
            return try pool.write { database in try body(SQLiteConnection(database)) }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func copy(to file: String) throws(StoreError) {
        do {
            try pool.vacuum(into: file)
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func isEmpty() throws(StoreError) -> Bool {
        do {
            return try pool.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
            }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func close() throws(StoreError) {
        do {
            try pool.close()
        } catch {
            throw SQLiteFault.error(error)
        }
    }
}

private struct SQLiteConnection: Connection {
    private let database: GRDB.Database

    init(_ database: GRDB.Database) { self.database = database }

    func each(
        _ sql: String, _ arguments: [SQLValue], _ body: (borrowing RowView) throws(StoreError) -> Bool
    ) throws(StoreError) {
        do {
            let statement = try database.cachedStatement(sql: Dialect.numbered(sql))
            let cursor = try GRDB.Row.fetchCursor(statement, arguments: Self.bindings(arguments))
            while let row = try cursor.next() {
                guard try body(RowView(SQLiteColumns(row: row))) else { return }
            }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        do {
            let statement = try database.cachedStatement(sql: Dialect.numbered(sql))
            try statement.execute(arguments: Self.bindings(arguments))
            return database.changesCount
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    private static func bindings(_ arguments: [SQLValue]) -> StatementArguments {
        StatementArguments(
            arguments.map { (value: SQLValue) -> DatabaseValue in
                switch value {
                case .null: .null
                case .integer(let number): number.databaseValue
                case .real(let number): number.databaseValue
                case .text(let text): text.databaseValue
                case .blob(let bytes): Data(bytes).databaseValue
                }
            })
    }
}

private struct SQLiteColumns: RowColumns {
    let row: GRDB.Row

    func isNull(at index: Int) -> Bool { row.hasNull(atIndex: index) }
    func text(at index: Int) -> String? { row[index] }
    func integer(at index: Int) -> Int64? { row[index] }
    func real(at index: Int) -> Double? { row[index] }

    func withBlob<T>(at index: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
        let found: T? = try? row.withUnsafeData(atIndex: index) { data in data.map { $0.withUnsafeBytes(body) } }
        return found ?? body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
}

/// Turns what GRDB and SQLite throw into the store's own error.
private enum SQLiteFault {
    static func error(_ error: any Error) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let error as DatabaseError: database(error)
        case is CancellationError: StoreError(.cancelled, "The work was cancelled before it was done.")
        default: StoreError(.statement, "The database did not answer as expected.", cause: String(describing: error))
        }
    }

    private static func database(_ error: DatabaseError) -> StoreError {
        let cause = error.description
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            StoreError(
                .busy, "Another process is writing to this newsroom and did not finish in time. Try again.",
                cause: cause)
        case .SQLITE_FULL:
            StoreError(.full, "The disk is full, so nothing was saved. Make room and try again.", cause: cause)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            StoreError(
                .damaged, "The newsroom's database file is damaged. Restore it from a copy.", cause: cause)
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            StoreError(
                .io, "The newsroom's database file cannot be read or written. Check the folder's owner and rights.",
                cause: cause)
        case .SQLITE_CONSTRAINT:
            StoreError(.statement, "What was to be saved breaks a rule of the newsroom's tables.", cause: cause)
        case .SQLITE_INTERRUPT, .SQLITE_ABORT:
            StoreError(.cancelled, "The work was cancelled before it was done.", cause: cause)
        case .SQLITE_MISUSE where error.message == "Connection is closed":
            StoreError(.closed, "The newsroom has been closed.", cause: cause)
        default:
            StoreError(.statement, "The database did not answer as expected.", cause: cause)
        }
    }
}
