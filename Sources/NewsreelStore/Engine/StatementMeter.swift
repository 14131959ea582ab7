import Synchronization

/// What statements cost, as SQLite counts it, so that a test can hold it down.
final class StatementMeter: Sendable {
    /// Of one statement.
    struct Cost: Sendable {
        var runs = 0
        /// The most instructions of SQLite's machine that one run took.
        var steps = 0
        /// The most rows that one run took from a table without an index.
        var scanned = 0
        /// Times that rows were sorted.
        var sorts = 0
    }

    private let costs = Mutex<[String: Cost]>([:])

    func take(_ sql: String, steps: Int, scanned: Int, sorts: Int) {
        costs.withLock { costs in
            var cost = costs[sql] ?? Cost()
            cost.runs += 1
            cost.steps = max(cost.steps, steps)
            cost.scanned = max(cost.scanned, scanned)
            cost.sorts += sorts
            costs[sql] = cost
        }
    }

    /// What was run since the last time this was asked.
    func taken() -> [String: Cost] {
        costs.withLock { costs in
            defer { costs = [:] }
            return costs
        }
    }
}
