package import NewsreelModel

/// How often something may be tried in a while: one account from one address, say.
package struct TryLimit: Hashable, Sendable {
    /// What is counted; only its hash is kept, since people type passwords into the wrong field.
    package let name: String
    package let most: Int

    package init(_ name: String, most: Int) {
        self.name = name
        self.most = most
    }

    fileprivate func key() throws(StoreError) -> SQLValue {
        var hash = BlobHash()
        Array(name.utf8).withUnsafeBytes { hash.update($0) }
        return .text(String(try hash.checksum().rawValue.prefix(32)))
    }
}

extension Newsroom {
    /// Numbers of rows that are kept: what was tried longest ago goes first when somebody floods the table.
    static let mostTries = 100_000

    /// Counts a try against all of `limits` for `window` seconds, in every process of the newsroom, and answers nil; or,
    /// where one of them is reached, counts nothing and answers the seconds to wait.
    package func beginTry(_ limits: [TryLimit], window: Double) async throws(StoreError) -> Int? {
        // Whoever is told to wait costs no write.
        let known = try await read("look how often was tried") { (transaction: ReadTransaction) throws(StoreError) in
            try SignInTries(window: window, transaction).wait(limits)
        }
        if let known { return known }
        return try await write("count a try") { (transaction: WriteTransaction) throws(StoreError) in
            let tries = SignInTries(window: window, transaction)
            if let wait = try tries.wait(limits) { return wait }
            try transaction.execute(
                "DELETE FROM sign_in_tries WHERE since_ms <= $1", [.time(transaction.now.adding(seconds: -window))])
            for limit in limits {
                // A row that was tried again is the newest, so that a flood does not wash it away.
                let key = try limit.key()
                let old = try tries.row(key)
                try transaction.execute("DELETE FROM sign_in_tries WHERE name = $1", [key])
                try transaction.execute(
                    "INSERT INTO sign_in_tries (name, count, since_ms) VALUES ($1, $2, $3)",
                    [key, .integer((old?.count ?? 0) + 1), .time(old?.since ?? transaction.now)])
            }
            try transaction.execute(
                "DELETE FROM sign_in_tries WHERE number <= (SELECT max(number) FROM sign_in_tries) - $1",
                [.integer(Self.mostTries)])
            return nil
        }
    }

    /// The try was right: what was counted for `forgotten` is over, and `lessened` has one try less.
    package func endTry(forgotten: [TryLimit], lessened: TryLimit) async throws(StoreError) {
        try await write("forget tries") { (transaction: WriteTransaction) throws(StoreError) in
            for limit in forgotten {
                try transaction.execute("DELETE FROM sign_in_tries WHERE name = $1", [try limit.key()])
            }
            try transaction.execute(
                "UPDATE sign_in_tries SET count = count - 1 WHERE name = $1 AND count > 0", [try lessened.key()])
        }
    }
}

/// What was counted, as the table has it.
private struct SignInTries {
    private let window: Double
    private let transaction: ReadTransaction

    init(window: Double, _ transaction: ReadTransaction) {
        (self.window, self.transaction) = (window, transaction)
    }

    /// The count of a name while it holds.
    func row(_ key: SQLValue) throws(StoreError) -> (count: Int, since: Timestamp)? {
        let row = try transaction.first("SELECT count, since_ms FROM sign_in_tries WHERE name = $1", [key]) {
            (row: borrowing RowView) in (count: row.int(0), since: row.time(1))
        }
        guard let row, transaction.now.seconds(since: row.since) < window else { return nil }
        return row
    }

    /// The seconds to wait where a limit is reached.
    func wait(_ limits: [TryLimit]) throws(StoreError) -> Int? {
        for limit in limits {
            guard let row = try row(try limit.key()), row.count >= limit.most else { continue }
            return max(1, Int(window - transaction.now.seconds(since: row.since)))
        }
        return nil
    }
}
