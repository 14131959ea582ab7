import NewsreelModel

/// The queue inside a write; what a job may do next is the model's to say.
struct JobQueue {
    private let transaction: WriteTransaction

    init(_ transaction: WriteTransaction) { self.transaction = transaction }

    /// What readers wait for comes before what only saves them bytes.
    static func usualPriority(_ work: Job.Work) -> Int {
        switch work {
        case .renditions, .poster: 10
        case .stream: 30
        case .stamp: 40
        case .compactRenditions: 50
        }
    }

    /// A job for this work on this asset, or the one that is queued or running already. Where what it works from has
    /// changed (`anew`), one that runs already begins again when it is done.
    func enqueue(
        _ work: Job.Work, media: MediaID, priority: Int? = nil, anew: Bool = false
    ) throws(StoreError) -> Job {
        let pending = try transaction.first(
            """
            SELECT \(JobRecords.columns) FROM jobs
            WHERE media = $1 AND work = $2 AND state IN ('queued', 'running')
            """, [.id(media), .text(work.rawValue)], JobRecords.job)
        if var pending {
            guard anew, case .running = pending.state, !pending.runsAgain else { return pending }
            pending.runsAgain = true
            try JobRecords.update(pending, in: transaction)
            return pending
        }
        let job = Job(
            id: transaction.newID(), work: work, media: media, priority: priority ?? Self.usualPriority(work),
            created: transaction.now, updated: transaction.now)
        try JobRecords.insert(job, in: transaction)
        transaction.hasQueuedJobs = true
        return job
    }

    /// The queued job that comes first, now running for `worker`.
    func claim(
        worker: String, lease: Double, works: [Job.Work]?, media: MediaID?
    ) throws(StoreError) -> Job? {
        try expireLeases()
        var arguments: [SQLValue] = []
        var condition = ""
        if let works {
            guard !works.isEmpty else { return nil }
            let list = ValueList(works.map { SQLValue.text($0.rawValue) })
            arguments = list.values
            condition = " AND work IN (\(list.parameters()))"
        }
        if let media {
            arguments.append(.id(media))
            condition += " AND media = $\(arguments.count)"
        }
        let first = try transaction.first(JobRecords.next(condition), arguments, JobRecords.job)
        guard var job = first else { return nil }
        job.attempts += 1
        job.started = transaction.now
        return try take(.claim(worker: worker, leaseEnds: transaction.now.adding(seconds: lease)), job)
    }

    /// Puts the jobs of workers that went silent back into the queue, or fails them after too many attempts.
    @discardableResult
    func expireLeases() throws(StoreError) -> Int {
        let expired = try transaction.rows(JobRecords.expired, [.time(transaction.now)], JobRecords.job)
        for job in expired { try expire(job, now: transaction.now) }
        return expired.count
    }

    /// The same for the workers that `hasEnded` knows to be gone, before their leases end.
    func endLeases(countingAttempts: Bool, of hasEnded: (String) -> Bool) throws(StoreError) -> Int {
        let running = try transaction.rows(
            "SELECT \(JobRecords.columns) FROM jobs WHERE state = 'running' ORDER BY lease_ends_ms", [], JobRecords.job)
        var ended = 0
        for var job in running {
            guard case .running(let worker, let leaseEnds, _) = job.state, hasEnded(worker) else { continue }
            if !countingAttempts { job.attempts = max(0, job.attempts - 1) }
            try expire(job, now: leaseEnds)
            ended += 1
        }
        return ended
    }

    private func expire(_ job: Job, now: Timestamp) throws(StoreError) {
        let job = try take(.expire(now: now), job)
        if case .failed(let reason) = job.state { try markFailed(job.media, reason) }
    }

    func take(_ event: JobEvent, _ id: JobID) throws(StoreError) -> Job {
        guard let job = try JobRecords.job(id, in: transaction) else {
            throw StoreError(.notFound, "There is no job \(id) in this newsroom.")
        }
        if case .retry = event {
            // The same work may have been queued anew in the meantime.
            let pending = try transaction.first(
                """
                SELECT \(JobRecords.columns) FROM jobs
                WHERE media = $1 AND work = $2 AND state IN ('queued', 'running')
                """, [.id(job.media), .text(job.work.rawValue)], JobRecords.job)
            if let pending, pending.id != id { return pending }
        }
        return try take(event, job)
    }

    func cancelAll(of media: MediaID) throws(StoreError) {
        let pending = try transaction.rows(
            "SELECT \(JobRecords.columns) FROM jobs WHERE media = $1 AND state IN ('queued', 'running')", [.id(media)],
            JobRecords.job)
        for job in pending { _ = try take(.cancel, job) }
    }

    private func take(_ event: JobEvent, _ job: Job) throws(StoreError) -> Job {
        var job = job
        do {
            try job.take(event)
        } catch {
            throw StoreError(.stepRefused, error.description)
        }
        if job.state == .queued { transaction.hasQueuedJobs = true }
        job.updated = transaction.now
        try JobRecords.update(job, in: transaction)
        return job
    }

    /// The asset of a job that failed without its worker says so too.
    private func markFailed(_ id: MediaID, _ reason: String) throws(StoreError) {
        guard let old = try MediaRecords.asset(id, in: transaction), old.state == .processing else { return }
        var asset = old
        asset.state = .failed(reason: reason)
        try MediaWriter(transaction).put(asset, replacing: old)
    }
}
