import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Copies SQLite's log into the database file from time to time, on a connection and a thread of its own, so that no write
/// waits until what others wrote before has come to its place.
final class LogCopier: Sendable {
    /// How many pages the log may have.
    struct Limits {
        /// From here on it is copied beside the writes.
        var beside: Int32
        /// From here on the write that made it so long copies what is left of it, so that the next can begin it anew:
        /// where one write follows the other, a copy beside them never finds the log at rest.
        var most: Int32

        static let usual = Limits(beside: 1_000, most: 16_000)
        /// What fills the log at once is copied at once: a log that grew meanwhile would cost more than the wait.
        static let bulk = Limits(beside: .max, most: 32_768)
    }

    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "newsreel.log-copier")
    private let limits = Mutex(Limits.usual)
    private let isAsked = Atomic(false)

    init(file: String) throws {
        connection = try DatabaseQueue(path: file)
        try set("FULL", .usual)
    }

    /// Has `writer` tell of its commits; it must not outlive this.
    func watch(_ writer: GRDB.Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, writer, name, pages in
                guard let context else { return SQLITE_OK }
                let copier = Unmanaged<LogCopier>.fromOpaque(context).takeUnretainedValue()
                if pages >= copier.limits.withLock({ $0.most }) {
                    // Busy while it is being copied beside; then the next write tries again.
                    sqlite3_wal_checkpoint_v2(writer, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                } else if pages >= copier.limits.withLock({ $0.beside }) {
                    copier.copy()
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// What cannot be copied now, because the disk is full or another process is at it, stays in the log for the next time.
    private func copy() {
        guard !isAsked.exchange(true, ordering: .relaxed) else { return }
        queue.async { [self] in
            isAsked.store(false, ordering: .relaxed)
            _ = try? connection.writeWithoutTransaction { database in try database.checkpoint(.passive) }
        }
    }

    /// Waits until nothing is being copied, then goes on with these limits and SQLite's `synchronous` at this level.
    func set(_ level: String, _ new: Limits) throws {
        rest()
        limits.withLock { $0 = new }
        try connection.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = \(level)")
        }
    }

    /// Waits until nothing is being copied.
    func rest() { queue.sync {} }

    func close() throws {
        rest()
        try connection.close()
    }
}
