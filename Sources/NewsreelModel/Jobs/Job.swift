/// A durable piece of work on a media asset.
package struct Job: Hashable, Sendable, Codable {
    package enum Work: String, Sendable, Codable {
        /// Probe the original, read what its file says of itself, make the renditions that readers get first.
        case renditions
        /// Make the slow, small renditions (AVIF) behind them.
        case compactRenditions = "compact-renditions"
    }

    package let id: JobID
    package let work: Work
    package let media: MediaID
    /// Lower runs first.
    package let priority: Int
    package var state: JobState
    /// How often it has been started.
    package var attempts: Int
    package let created: Timestamp
    package var updated: Timestamp

    package init(
        id: JobID, work: Work, media: MediaID, priority: Int, state: JobState = .queued, attempts: Int = 0,
        created: Timestamp, updated: Timestamp
    ) {
        self.id = id
        self.work = work
        self.media = media
        self.priority = priority
        self.state = state
        self.attempts = attempts
        self.created = created
        self.updated = updated
    }
}

/// Where a job stands. A running job belongs to a worker until its lease ends.
package enum JobState: Hashable, Sendable, Codable {
    case queued
    /// `progress` is 0 to 1.
    case running(worker: String, leaseEnds: Timestamp, progress: Double)
    case done
    case failed(reason: String)
    case cancelled

    package var name: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .done: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}

/// What happens to a job.
package enum JobEvent: Hashable, Sendable {
    case claim(worker: String, leaseEnds: Timestamp)
    case progress(worker: String, leaseEnds: Timestamp, fraction: Double)
    case finish(worker: String)
    case fail(worker: String, reason: String)
    /// The time is `now`; a running job whose lease has ended goes back to the queue.
    case expire(now: Timestamp)
    case retry
    case cancel
}

/// An event that the job's state does not allow.
package struct JobEventError: Error, Hashable, Sendable, CustomStringConvertible {
    package let state: String
    package let event: String

    package var description: String { "A job that is \(state) does not take the event \(event)." }
}

extension JobState {
    /// How often a job is started before it counts as failed, since a file that brings its worker down would do it for ever.
    package static let mostAttempts = 3

    /// The state after `event`; `attempts` is how often the job has been started.
    package func taking(_ event: JobEvent, attempts: Int) throws(JobEventError) -> JobState {
        switch (self, event) {
        case (.queued, .claim(let worker, let leaseEnds)):
            return .running(worker: worker, leaseEnds: leaseEnds, progress: 0)
        case (.running(let owner, _, _), .progress(let worker, let leaseEnds, let fraction)) where owner == worker:
            return .running(worker: owner, leaseEnds: leaseEnds, progress: min(1, max(0, fraction)))
        case (.running(let owner, _, _), .finish(let worker)) where owner == worker:
            return .done
        case (.running(let owner, _, _), .fail(let worker, let reason)) where owner == worker:
            return .failed(reason: reason)
        case (.running(_, let leaseEnds, _), .expire(let now)):
            guard leaseEnds <= now else { return self }
            return attempts >= Self.mostAttempts
                ? .failed(reason: "The work stopped half-way \(attempts) times. The file may be too large or damaged.")
                : .queued
        case (.failed, .retry), (.cancelled, .retry): return .queued
        case (.queued, .cancel), (.running, .cancel): return .cancelled
        default: throw JobEventError(state: name, event: "\(event)")
        }
    }
}
