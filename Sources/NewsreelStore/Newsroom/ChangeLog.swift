import NewsreelModel

/// The changes of the last writes in a table, in the order of their commits, so that other processes hear of them.
enum ChangeLog {
    /// How many changes are kept; who is further behind takes everything as changed.
    static let length = 10_000

    static func append(_ transaction: WriteTransaction, writer: String) throws(StoreError) {
        let changes = transaction.changes
        guard !changes.isEmpty else { return }
        try transaction.execute(
            "INSERT INTO changes (writer, keys, is_withdrawal) VALUES ($1, $2, $3)",
            [.text(writer), .text(changes.keys.sorted().joined(separator: "\n")), .flag(changes.isWithdrawal)])
        try transaction.execute(
            "DELETE FROM changes WHERE number <= (SELECT max(number) FROM changes) - $1", [.integer(length)])
    }

    static let following = "SELECT number, writer, keys, is_withdrawal FROM changes WHERE number > $1 ORDER BY number"
}

extension Newsroom {
    /// The number of the last change in the log; 0 for an empty one.
    package func lastChange() async throws(StoreError) -> Int64 {
        try await read("read the last change") { (transaction: ReadTransaction) throws(StoreError) in
            Int64(try transaction.count("SELECT COALESCE(max(number), 0) FROM changes"))
        }
    }

    /// What other processes changed after the change `number`, joined, and the number of the last change.
    package func foreignChanges(after number: Int64) async throws(StoreError) -> (change: ChangeSet, last: Int64) {
        let own = database.writer
        return try await read("read what others changed") { (transaction: ReadTransaction) throws(StoreError) in
            var all = ChangeSet()
            var last = number
            try transaction.each(ChangeLog.following, [.integer(number)]) { (row: borrowing RowView) in
                // Numbers follow each other, so a gap says that the log was cut before it was read.
                if row.int64(0) != last + 1 { all.isEverything = true }
                last = row.int64(0)
                guard row.text(1) != own else { return true }
                all.keys.formUnion(row.text(2).split(separator: "\n").map(String.init))
                if row.bool(3) { all.isWithdrawal = true }
                return true
            }
            return (all, last)
        }
    }
}
