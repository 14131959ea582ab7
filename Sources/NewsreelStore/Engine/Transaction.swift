package import NewsreelModel

/// A connection of an engine inside a transaction; it stays on the thread that it was handed to.
protocol Connection {
    /// Calls `body` row by row until it answers false.
    func each(
        _ sql: String, _ arguments: [SQLValue], _ body: (borrowing RowView) throws(StoreError) -> Bool
    ) throws(StoreError)

    /// Runs one statement and answers how many rows it changed.
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int
}

/// One view of the newsroom that no write disturbs.
package class ReadTransaction {
    let connection: any Connection
    /// When the transaction began, by the newsroom's clock.
    let now: Timestamp

    init(_ connection: any Connection, now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    /// Calls `body` row by row until it answers false; parameters are written `$1`.
    final func each(
        _ sql: String, _ arguments: [SQLValue] = [], _ body: (borrowing RowView) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try connection.each(sql, arguments, body)
    }

    final func rows<T>(
        _ sql: String, _ arguments: [SQLValue] = [], _ map: (borrowing RowView) throws(StoreError) -> T
    ) throws(StoreError) -> [T] {
        var found: [T] = []
        try connection.each(sql, arguments) { (row: borrowing RowView) throws(StoreError) -> Bool in
            found.append(try map(row))
            return true
        }
        return found
    }

    final func first<T>(
        _ sql: String, _ arguments: [SQLValue] = [], _ map: (borrowing RowView) throws(StoreError) -> T
    ) throws(StoreError) -> T? {
        var found: T?
        try connection.each(sql, arguments) { (row: borrowing RowView) throws(StoreError) -> Bool in
            found = try map(row)
            return false
        }
        return found
    }

    /// All rows, copied out of the engine.
    package final func rows(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> [Row] {
        var found: [Row] = []
        try connection.each(sql, arguments) { (row: borrowing RowView) in
            found.append(row.copy())
            return true
        }
        return found
    }

    /// The first column of the first row; 0 where there is none.
    final func count(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Int {
        try first(sql, arguments) { (row: borrowing RowView) in row.int(0) } ?? 0
    }

    /// True where the query finds a row.
    final func exists(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Bool {
        try first(sql, arguments) { (_: borrowing RowView) in true } ?? false
    }
}

/// The one write under way: what it does becomes visible all at once or not at all.
package final class WriteTransaction: ReadTransaction {
    private let ids: IdentifierSource
    /// What readers are told once it is committed.
    var changes = ChangeSet()
    /// True once it has put a job in the queue, so that waiting workers are woken after the commit.
    var hasQueuedJobs = false

    init(_ connection: any Connection, now: Timestamp, ids: IdentifierSource) {
        self.ids = ids
        super.init(connection, now: now)
    }

    func newID<Owner>() -> Identifier<Owner> { ids.next(now) }

    /// Runs one statement and answers how many rows it changed; parameters are written `$1`.
    @discardableResult
    package func execute(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Int {
        try connection.execute(sql, arguments)
    }
}

/// `$3, $4, $5`: `count` parameters from number `start`, for a list of values.
func parameters(_ count: Int, from start: Int) -> String {
    (start..<start + count).map { "$\($0)" }.joined(separator: ", ")
}
