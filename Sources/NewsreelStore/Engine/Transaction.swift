import NewsreelModel

/// A connection of an engine inside a transaction; it stays on the thread that it was handed to.
protocol Connection {
    /// Calls `body` row by row until it answers false.
    func each(
        _ sql: String, _ arguments: [SQLValue], _ body: (borrowing RowView) throws(StoreError) -> Bool
    ) throws(StoreError)

    /// Runs one statement and answers how many rows it changed.
    func execute(_ sql: String, _ arguments: [SQLValue]) throws(StoreError) -> Int

    /// A statement that is run for many rows.
    func prepare(_ sql: String) throws(StoreError) -> any PreparedWrite
}

/// A statement made ready once; it belongs to the transaction that it was made in.
protocol PreparedWrite {
    /// Runs it with these values for `$1`, `$2` and so on.
    func run(_ values: [SQLValue]) throws(StoreError)
}

/// One view of the newsroom that no write disturbs.
class ReadTransaction {
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
final class WriteTransaction: ReadTransaction {
    private let ids: IdentifierSource
    /// How many stories the parts of the search index hold.
    let segments: SegmentSizes
    /// What readers are told once it is committed.
    var changes = ChangeSet()
    /// True once it has put a job in the queue, so that waiting workers are woken after the commit.
    var hasQueuedJobs = false

    init(_ connection: any Connection, now: Timestamp, ids: IdentifierSource, segments: SegmentSizes) {
        self.ids = ids
        self.segments = segments
        super.init(connection, now: now)
    }

    func newID<Owner>() -> Identifier<Owner> { ids.next(now) }

    /// Runs one statement and answers how many rows it changed; parameters are written `$1`.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue] = []) throws(StoreError) -> Int {
        try connection.execute(sql, arguments)
    }

    /// A statement that is run for many rows; parameters are written `$1`.
    func prepare(_ sql: String) throws(StoreError) -> any PreparedWrite { try connection.prepare(sql) }
}

/// A list of values for `IN (…)`, filled up by repeating the last to one of few lengths, so that an engine prepares
/// few statements.
struct ValueList {
    /// The most values of one list.
    static let longest = 512

    let values: [SQLValue]

    init(_ values: some Collection<SQLValue>) {
        var list = Array(values.prefix(Self.longest))
        if let last = list.last {
            var length = 1
            while length < list.count { length *= 2 }
            list += Array(repeating: last, count: length - list.count)
        }
        self.values = list
    }

    /// `$3, $4, $5` for values that begin at number `start`.
    func parameters(from start: Int = 1) -> String { NewsreelStore.parameters(values.count, from: start) }
}

/// `$3, $4, $5`: `count` parameters from number `start`.
func parameters(_ count: Int, from start: Int) -> String {
    (start..<start + count).map { "$\($0)" }.joined(separator: ", ")
}
