import NewsreelModel

/// The newsroom's tables behind one writer and several readers.
struct Database: Sendable {
    private let driver: SQLiteDriver
    let clock: NewsClock
    private let ids: IdentifierSource
    private let segments: SegmentSizes
    /// Tells this process's changes in the log from those of others.
    let writer = String(UInt64.random(in: 0 ... .max), radix: 36)

    /// Opens the file, making it where there is none.
    init(
        file: String, clock: NewsClock, ids: IdentifierSource, segments: SegmentSizes = .standard,
        meter: StatementMeter? = nil
    ) throws(StoreError) {
        driver = try SQLiteDriver(file: file, meter: meter)
        self.clock = clock
        self.ids = ids
        self.segments = segments
    }

    /// From here to `endBulk` writes are on the disk only when the engine finds it convenient.
    func beginBulk() throws(StoreError) { try driver.beginBulk() }

    /// Brings all that was written since `beginBulk` to the disk.
    func endBulk() throws(StoreError) { try driver.endBulk() }

    func read<T: Sendable>(
        _ place: String, _ body: @Sendable @escaping (ReadTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let now = clock.now
        do {
            return try await driver.read { (connection: any Connection) throws(StoreError) -> T in
                try body(ReadTransaction(connection, now: now))
            }
        } catch {
            throw error.at(place)
        }
    }

    /// Runs `body` in a transaction that is on the disk when this returns, and undone when `body` throws.
    func write<T: Sendable>(
        _ place: String, _ body: @Sendable @escaping (WriteTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> (T, ChangeSet, hasQueuedJobs: Bool) {
        let now = clock.now
        let (ids, segments, writer) = (ids, segments, writer)
        do {
            return try await driver.write {
                (connection: any Connection) throws(StoreError) -> (T, ChangeSet, hasQueuedJobs: Bool) in
                let transaction = WriteTransaction(connection, now: now, ids: ids, segments: segments)
                let value = try body(transaction)
                try Generations.raise(transaction)
                try ChangeLog.append(transaction, writer: writer)
                return (value, transaction.changes, transaction.hasQueuedJobs)
            }
        } catch {
            throw error.at(place)
        }
    }

    /// The same, for opening a newsroom, where nothing is served yet.
    func writeNow<T>(
        _ place: String, _ body: (WriteTransaction) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        do {
            return try driver.writeNow { (connection: any Connection) throws(StoreError) -> T in
                try body(WriteTransaction(connection, now: clock.now, ids: ids, segments: segments))
            }
        } catch {
            throw error.at(place)
        }
    }

    /// Writes a complete copy of the tables, as they stand, to a new file.
    func copy(to file: String) throws(StoreError) { try driver.copy(to: file) }

    /// True where the tables hold nothing at all.
    func isEmpty() throws(StoreError) -> Bool { try driver.isEmpty() }

    func close() throws(StoreError) { try driver.close() }
}
