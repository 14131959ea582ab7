import Foundation
import Logging
import NewsreelMedia
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

/// Takes media jobs from the newsroom, one after the other, until it is told to stop.
struct MediaWorker: Service {
    let newsroom: Newsroom
    let workshop: MediaWorkshop
    let logger: Logger
    /// Names this worker in leases.
    let name: String
    /// What it takes of the queue; nil is everything.
    var works: [Job.Work]?

    /// How long a job stays this worker's without a sign of life, in seconds.
    static let lease = 60.0

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }

    /// Works until its task is cancelled; looks for jobs of other processes every two seconds.
    private func work() async {
        let waiting = newsroom.jobsWaiting()
        let bell = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in waiting { bell.continuation.yield() } }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(2))
                    bell.continuation.yield()
                }
                bell.continuation.finish()
            }
            for await _ in bell.stream { await drain() }
            group.cancelAll()
        }
    }

    /// Does every job that waits.
    func drain() async {
        do {
            while !Task.isCancelled, try await doOne() {}
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("no job could be claimed", metadata: ["error": "\(error)"])
        }
    }

    /// Does the next job of those it takes, or of `media` alone; false when none waits.
    func doOne(for media: MediaID? = nil) async throws -> Bool {
        guard let job = try await newsroom.claim(worker: name, lease: Self.lease, works: works, media: media) else {
            return false
        }
        await run(job)
        return true
    }

    private func run(_ job: Job) async {
        var logger = logger
        logger[metadataKey: "job"] = "\(job.id)"
        logger[metadataKey: "media"] = "\(job.media)"
        logger.info("job started", metadata: ["work": "\(job.work.rawValue)", "attempt": "\(job.attempts)"])
        do {
            let progress = JobProgress(newsroom: newsroom, job: job.id, worker: name)
            try await withHeartbeat(job) { [logger] in
                try await MediaWork(
                    newsroom: newsroom, workshop: workshop, job: job, report: { await progress.report($0) },
                    logger: logger
                ).run()
            }
            _ = try await newsroom.finish(job.id, worker: name)
            logger.info("job done")
        } catch  where Task.isCancelled {
            // A stopping process puts what it holds back into the queue once all its workers have stopped.
            logger.info("job left off")
        } catch let error as MediaError where error.code != .cancelled {
            logger.warning("job failed", metadata: ["reason": "\(error.message)", "detail": "\(error.detail ?? "")"])
            await fail(job, error.message, logger)
        } catch  where Self.isTakenAway(error) {
            logger.info("job cancelled, or given to another worker")
        } catch {
            logger.error("job failed", metadata: ["error": "\(error)"])
            await fail(job, "The newsroom could not keep what was made. Try again; the log says more.", logger)
        }
    }

    /// True for what work on a job ends with that is this worker's no more.
    private static func isTakenAway(_ error: any Error) -> Bool {
        switch error {
        case let error as MediaError: error.code == .cancelled
        case let error as StoreError: error.code == .stepRefused
        default: error is CancellationError
        }
    }

    private func fail(_ job: Job, _ reason: String, _ logger: Logger) async {
        do {
            _ = try await newsroom.fail(job.id, worker: name, reason: reason)
            if job.work == .renditions { _ = try await newsroom.markFailed(job.media, reason: reason) }
        } catch {
            logger.error("the failure could not be noted", metadata: ["error": "\(error)"])
        }
    }

    /// Runs `work`, renewing the lease every fifteen seconds; a job that was cancelled or lost meanwhile stops the work
    /// within two.
    private func withHeartbeat(_ job: Job, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return true
            }
            group.addTask { [newsroom, name] in
                var beats = 0
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(2))
                    guard let now = try await newsroom.job(job.id), case .running(name, _, let progress) = now.state
                    else { return false }
                    beats += 1
                    guard beats % 7 == 0 else { continue }
                    _ = try await newsroom.progress(job.id, worker: name, fraction: progress, lease: Self.lease)
                }
                return false
            }
            let finished = try await group.next() ?? false
            group.cancelAll()
            if !finished { throw CancellationError() }
        }
    }
}

/// Writes down how far a job has come, at most once a second: each note is a write to the disk.
private actor JobProgress {
    private let newsroom: Newsroom
    private let job: JobID
    private let worker: String
    private var last: ContinuousClock.Instant?

    init(newsroom: Newsroom, job: JobID, worker: String) {
        self.newsroom = newsroom
        self.job = job
        self.worker = worker
    }

    func report(_ fraction: Double) async {
        let now = ContinuousClock.now
        if let last, now - last < .seconds(1) { return }
        last = now
        // A refusal means that the job is this worker's no more, which the heartbeat finds out too.
        _ = try? await newsroom.progress(job, worker: worker, fraction: fraction, lease: MediaWorker.lease)
    }
}
