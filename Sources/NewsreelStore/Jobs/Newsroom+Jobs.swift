package import NewsreelModel

/// Which jobs to list, the last changed first.
package struct JobFilter: Hashable, Sendable {
    /// A name of `JobState`.
    package var state: String?
    package var media: MediaID?
    package var limit: Int

    package init(state: String? = nil, media: MediaID? = nil, limit: Int = 100) {
        self.state = state
        self.media = media
        self.limit = limit
    }
}

extension Newsroom {
    /// Puts work into the queue, unless the same is queued or running; waiting workers are woken. Lower runs first. Work
    /// that runs already begins `anew` when it is done, where it works from something that has changed.
    @discardableResult
    package func enqueue(
        _ work: Job.Work, media: MediaID, priority: Int? = nil, anew: Bool = false
    ) async throws(StoreError) -> Job {
        try await write("queue \(work.rawValue) of media \(media)") {
            (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).enqueue(work, media: media, priority: priority, anew: anew)
        }
    }

    /// Gives the first queued job to `worker` for `lease` seconds; nil when there is nothing to do. `works` and `media`
    /// narrow what it takes.
    package func claim(
        worker: String, lease: Double = 60, works: [Job.Work]? = nil, media: MediaID? = nil
    ) async throws(StoreError) -> Job? {
        // A look without the writer, since workers ask often and mostly in vain.
        let now = clock.now
        let mayHaveWork = try await read("look for a job") { (transaction: ReadTransaction) throws(StoreError) in
            let isQueued = try transaction.exists("SELECT 1 FROM jobs WHERE state = 'queued' LIMIT 1")
            if isQueued { return true }
            return try transaction.exists(
                "SELECT 1 FROM jobs WHERE state = 'running' AND lease_ends_ms <= $1 LIMIT 1", [.time(now)])
        }
        guard mayHaveWork else { return nil }
        return try await write("claim a job") { (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).claim(worker: worker, lease: lease, works: works, media: media)
        }
    }

    /// Renews the lease; refused once the job was cancelled or given to another worker, which then has to stop.
    @discardableResult
    package func progress(
        _ id: JobID, worker: String, fraction: Double, lease: Double = 60
    ) async throws(StoreError) -> Job {
        try await write("renew job \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).take(
                .progress(worker: worker, leaseEnds: transaction.now.adding(seconds: lease), fraction: fraction), id)
        }
    }

    @discardableResult
    package func finish(_ id: JobID, worker: String) async throws(StoreError) -> Job {
        try await step(.finish(worker: worker), id, "finish")
    }

    /// `reason` is shown to a reporter.
    @discardableResult
    package func fail(_ id: JobID, worker: String, reason: String) async throws(StoreError) -> Job {
        try await step(.fail(worker: worker, reason: reason), id, "fail")
    }

    /// Puts a failed or cancelled job back into the queue, with all its attempts before it.
    @discardableResult
    package func retry(_ id: JobID) async throws(StoreError) -> Job { try await step(.retry, id, "retry") }

    @discardableResult
    package func cancel(_ id: JobID) async throws(StoreError) -> Job { try await step(.cancel, id, "cancel") }

    private func step(_ event: JobEvent, _ id: JobID, _ verb: String) async throws(StoreError) -> Job {
        try await write("\(verb) job \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).take(event, id)
        }
    }

    /// Puts the jobs of silent workers back into the queue; answers how many there were.
    @discardableResult
    package func expireLeases() async throws(StoreError) -> Int {
        try await write("expire leases") { (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).expireLeases()
        }
    }

    /// Puts the jobs of workers that `hasEnded` knows to be gone back into the queue without waiting for their leases;
    /// answers how many there were. Attempts count unless the workers were stopped on purpose.
    @discardableResult
    package func endLeases(
        countingAttempts: Bool, of hasEnded: @Sendable @escaping (String) -> Bool
    ) async throws(StoreError) -> Int {
        try await write("end the leases of workers that are gone") {
            (transaction: WriteTransaction) throws(StoreError) in
            try JobQueue(transaction).endLeases(countingAttempts: countingAttempts, of: hasEnded)
        }
    }

    package func job(_ id: JobID) async throws(StoreError) -> Job? {
        try await read("read job \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try JobRecords.job(id, in: transaction)
        }
    }

    package func jobs(_ filter: JobFilter = JobFilter()) async throws(StoreError) -> [Job] {
        try await read("list jobs") { (transaction: ReadTransaction) throws(StoreError) in
            var conditions: [String] = []
            var arguments: [SQLValue] = []
            if let state = filter.state {
                arguments.append(.text(state))
                conditions.append("state = $\(arguments.count)")
            }
            if let media = filter.media {
                arguments.append(.id(media))
                conditions.append("media = $\(arguments.count)")
            }
            arguments.append(.integer(filter.limit))
            let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
            return try transaction.rows(
                """
                SELECT \(JobRecords.columns) FROM jobs \(condition)
                ORDER BY updated_ms DESC, id DESC LIMIT $\(arguments.count)
                """, arguments, JobRecords.job)
        }
    }

    /// How many jobs there are by the name of their state.
    package func jobCounts() async throws(StoreError) -> [String: Int] {
        try await read("count jobs") { (transaction: ReadTransaction) throws(StoreError) in
            var counts: [String: Int] = [:]
            try transaction.each("SELECT state, count(*) FROM jobs GROUP BY state") { (row: borrowing RowView) in
                counts[row.text(0)] = row.int(1)
                return true
            }
            return counts
        }
    }

    /// Yields at once, and whenever a commit of this process put a job into the queue; another process's jobs are found
    /// by asking now and then.
    package func jobsWaiting() -> AsyncStream<Void> { announcer.jobsWaiting() }
}
