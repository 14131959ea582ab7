import NewsreelModel

/// Jobs as the tables have them.
enum JobRecords {
    static let columns = """
        id, work, media, priority, state, worker, lease_ends_ms, progress, reason, attempts, created_ms, updated_ms,
        started_ms, runs_again
        """

    /// The queued job that comes first; `condition` narrows it. What was made with an old description must not be put in
    /// place of what was made with the new one, so a job waits while another makes the files that it is to make anew.
    static func next(_ condition: String = "") -> String {
        """
        SELECT \(columns) FROM jobs WHERE state = 'queued'\(condition) AND NOT EXISTS (
            SELECT 1 FROM jobs r WHERE r.media = jobs.media AND r.state = 'running' AND (
                jobs.work = 'stamp' AND r.work IN ('renditions', 'stream')
                OR jobs.work = 'poster' AND r.work = 'renditions'))
        ORDER BY priority, created_ms, id LIMIT 1 \(Dialect.claiming)
        """
    }

    static let expired = """
        SELECT \(columns) FROM jobs WHERE state = 'running' AND lease_ends_ms <= $1 ORDER BY lease_ends_ms
        """

    static func job(_ id: JobID, in transaction: ReadTransaction) throws(StoreError) -> Job? {
        try transaction.first("SELECT \(columns) FROM jobs WHERE id = $1", [.id(id)], job)
    }

    static func insert(_ job: Job, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO jobs (id, work, media, priority, state, attempts, created_ms, updated_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(job.id), .text(job.work.rawValue), .id(job.media), .integer(job.priority), .text(job.state.name),
                .integer(job.attempts), .time(job.created), .time(job.updated),
            ])
    }

    static func update(_ job: Job, in transaction: WriteTransaction) throws(StoreError) {
        var worker: String?
        var leaseEnds: Timestamp?
        var progress: Double?
        var reason: String?
        switch job.state {
        case .running(let owner, let ends, let fraction): (worker, leaseEnds, progress) = (owner, ends, fraction)
        case .failed(let why): reason = why
        case .queued, .done, .cancelled: break
        }
        try transaction.execute(
            """
            UPDATE jobs SET state = $2, worker = $3, lease_ends_ms = $4, progress = $5, reason = $6, attempts = $7,
                updated_ms = $8, started_ms = $9, runs_again = $10
            WHERE id = $1
            """,
            [
                .id(job.id), .text(job.state.name), .optional(worker), .optional(leaseEnds), .optional(progress),
                .optional(reason), .integer(job.attempts), .time(job.updated), .optional(job.started),
                .flag(job.runsAgain),
            ])
    }

    static func job(_ row: borrowing RowView) throws(StoreError) -> Job {
        let id: JobID = row.id(0)
        guard let work = Job.Work(rawValue: row.text(1)), let state = state(row) else {
            throw StoreError(.damaged, "The work or state of the job \(id) is none that this program knows.")
        }
        return Job(
            id: id, work: work, media: row.id(2), priority: row.int(3), state: state, attempts: row.int(9),
            runsAgain: row.bool(13), started: row.optionalTime(12), created: row.time(10), updated: row.time(11))
    }

    private static func state(_ row: borrowing RowView) -> JobState? {
        switch row.text(4) {
        case "queued": .queued
        case "running": .running(worker: row.text(5), leaseEnds: row.time(6), progress: row.double(7))
        case "done": .done
        case "failed": .failed(reason: row.text(8))
        case "cancelled": .cancelled
        default: nil
        }
    }
}
