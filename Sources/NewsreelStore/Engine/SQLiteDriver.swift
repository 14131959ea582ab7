import FoundationEssentials
import GRDB
import GRDBSQLite

/// SQLite through GRDB: one writer, several readers on snapshots, an acknowledged write on the disk.
struct SQLiteDriver: Sendable {
    private let pool: DatabasePool
    private let copier: LogCopier
    /// Told of every statement; the connections know its address.
    private let meter: StatementMeter?

    /// What a connection keeps of the file in memory, in KiB. Nothing is mapped: each connection has a map of its own, and
    /// the file would be in the process's memory once for each.
    private static let cache = 4096
    private static let writerCache = 16_384
    private static let bulkCache = 262_144

    init(file: String, meter: StatementMeter? = nil) throws(StoreError) {
        self.meter = meter
        var configuration = Configuration()
        configuration.label = "newsroom"
        configuration.foreignKeysEnabled = true
        // Another process (an import beside the server) may hold the one writer for a moment.
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(Self.cache);
                    PRAGMA temp_store = MEMORY;
                    PRAGMA journal_size_limit = 67108864;
                    """)
            if let meter { Self.measure(database, meter) }
        }
        do {
            let opened = try DatabasePool(path: file, configuration: configuration)
            let copier = try LogCopier(file: file)
            // GRDB leaves a WAL writer at NORMAL, where a power cut may take the last commits back.
            try opened.writeWithoutTransaction { database in
                try database.execute(
                    sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -\(Self.writerCache)")
                copier.watch(database)
            }
            pool = opened
            self.copier = copier
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

    private static func measure(_ database: GRDB.Database, _ meter: StatementMeter) {
        let address = Unmanaged.passUnretained(meter).toOpaque()
        sqlite3_trace_v2(
            database.sqliteConnection, UInt32(SQLITE_TRACE_PROFILE),
            { _, context, statement, _ in
                guard let context, let statement else { return 0 }
                let raw = OpaquePointer(statement)
                func counted(_ what: Int32) -> Int { Int(sqlite3_stmt_status(raw, what, 1)) }
                Unmanaged<StatementMeter>.fromOpaque(context).takeUnretainedValue().take(
                    sqlite3_sql(raw).map { String(cString: $0) } ?? "", steps: counted(SQLITE_STMTSTATUS_VM_STEP),
                    scanned: counted(SQLITE_STMTSTATUS_FULLSCAN_STEP), sorts: counted(SQLITE_STMTSTATUS_SORT))
                return 0
            }, address)
    }

    /// Lets the log grow and leaves syncing to the system: a crash of the machine may then damage what is being written.
    /// What refers to rows is not looked up; whole archives are written with what they refer to.
    func beginBulk() throws(StoreError) {
        try set("OFF", cache: Self.bulkCache, .bulk, checksReferences: false)
    }

    func endBulk() throws(StoreError) {
        try set("FULL", cache: Self.writerCache, .usual, checksReferences: true)
        do {
            try pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
        } catch {
            throw SQLiteFault.error(error)
        }
    }

    private func set(
        _ level: String, cache: Int, _ limits: LogCopier.Limits, checksReferences: Bool
    ) throws(StoreError) {
        do {
            try copier.set(level, limits)
            try pool.writeWithoutTransaction { database in
                try database.execute(
                    sql: """
                        PRAGMA synchronous = \(level); PRAGMA cache_size = -\(cache);
                        PRAGMA foreign_keys = \(checksReferences ? "ON" : "OFF")
                        """)
            }
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
            try copier.close()
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

    func prepare(_ sql: String) throws(StoreError) -> any PreparedWrite {
        do {
            return SQLitePreparedWrite(try database.makeStatement(sql: Dialect.numbered(sql)))
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

/// Binds and steps by itself: for a row among a million, what GRDB does for any statement is most of the time.
private final class SQLitePreparedWrite: PreparedWrite {
    private let statement: GRDB.Statement
    /// Texts and blobs of the row under way, where SQLite reads them.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ statement: GRDB.Statement) { self.statement = statement }

    func run(_ values: [SQLValue]) throws(StoreError) {
        // In names of their own, so that no access to the object is checked value by value.
        var bytes: [UInt8] = []
        var ends: [Int] = []
        swap(&bytes, &self.bytes)
        swap(&ends, &self.ends)
        defer {
            swap(&bytes, &self.bytes)
            swap(&ends, &self.ends)
        }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for value in values {
            switch value {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .blob(let blob): bytes += blob
            case .null, .integer, .real: break
            }
            ends.append(bytes.count)
        }
        // Never without an address, which would be a null.
        bytes.append(0)
        let raw = statement.sqliteStatement
        let code = bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, value) in values.enumerated() {
                let part = UnsafeRawBufferPointer(rebasing: bytes[start..<ends[index]])
                let address = bytes.baseAddress.map { $0 + start }
                start = ends[index]
                let code = Self.bind(value, part.count, address, at: Int32(index + 1), raw)
                guard code == SQLITE_OK else { return code }
            }
            let code = sqlite3_step(raw)
            sqlite3_reset(raw)
            return code
        }
        guard code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(raw)))
            throw SQLiteFault.error(
                DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql))
        }
    }

    /// The bytes stay where they are until the statement has run, so that nothing is copied.
    private static func bind(
        _ value: SQLValue, _ count: Int, _ address: UnsafeRawPointer?, at index: Int32, _ raw: SQLiteStatement
    ) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(raw, index)
        case .integer(let number): sqlite3_bind_int64(raw, index, number)
        case .real(let number): sqlite3_bind_double(raw, index, number)
        case .text:
            sqlite3_bind_text64(
                raw, index, address?.assumingMemoryBound(to: CChar.self), sqlite3_uint64(count), nil,
                UInt8(SQLITE_UTF8))
        case .blob: sqlite3_bind_blob64(raw, index, address, sqlite3_uint64(count), nil)
        }
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
