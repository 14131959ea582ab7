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

    /// How long a job stays this worker's without a sign of life, in seconds.
    static let lease = 60.0

    init(newsroom: Newsroom, workshop: MediaWorkshop, logger: Logger, number: Int) {
        self.newsroom = newsroom
        self.workshop = workshop
        self.logger = logger
        name = "\(ProcessInfo.processInfo.processIdentifier)-\(number)"
    }

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
            logger.error("no job could be claimed", metadata: ["error": "\(error)"])
        }
    }

    /// Does the next job of `works` (nil: of any); false when none waits.
    func doOne(of works: [Job.Work]? = nil) async throws -> Bool {
        guard let job = try await newsroom.claim(worker: name, lease: Self.lease, works: works) else { return false }
        await run(job)
        return true
    }

    private func run(_ job: Job) async {
        var logger = logger
        logger[metadataKey: "job"] = "\(job.id)"
        logger[metadataKey: "media"] = "\(job.media)"
        logger.info("job started", metadata: ["work": "\(job.work.rawValue)", "attempt": "\(job.attempts)"])
        do {
            try await withHeartbeat(job) { try await MediaWork(newsroom: newsroom, workshop: workshop, job: job, worker: name).run() }
            _ = try await newsroom.finish(job.id, worker: name)
            logger.info("job done")
        } catch let error as MediaError where error.code == .cancelled {
            // A stopping server leaves the job to its lease, so that the next one takes it up.
            logger.info("job left off")
        } catch let error as MediaError {
            logger.warning("job failed", metadata: ["reason": "\(error.message)", "detail": "\(error.detail ?? "")"])
            await fail(job, error.message, logger)
        } catch is CancellationError {
            logger.info("job left off")
        } catch {
            logger.error("job failed", metadata: ["error": "\(error)"])
            await fail(job, "The newsroom could not keep what was made. Try again; the log says more.", logger)
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

    /// Runs `work`, renewing the lease every fifteen seconds; a job that was cancelled or lost meanwhile stops the work.
    private func withHeartbeat(_ job: Job, _ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return true
            }
            group.addTask { [newsroom, name] in
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(15))
                    guard let now = try await newsroom.job(job.id),
                        case .running(_, _, let progress) = now.state
                    else { return false }
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
