/// A durable piece of work on a media asset.
package struct Job: Hashable, Sendable, Codable {
    package enum Work: String, Sendable, Codable, CaseIterable {
        /// Probe the original, read what its file says of itself, make the renditions that readers get first.
        case renditions
        /// Make the adaptive stream of a clip, and what is made from it.
        case stream
        /// Make the still of a clip anew, after the desk chose another.
        case poster
        /// Make the slow, small renditions (AVIF) behind them.
        case compactRenditions = "compact-renditions"
        /// Write description and credit anew into the files of a clip or recording, after the desk changed them.
        case stamp
    }

    package let id: JobID
    package let work: Work
    package let media: MediaID
    /// Lower runs first.
    package let priority: Int
    package var state: JobState
    /// How often it has been started.
    package var attempts: Int
    /// What it works from has changed while it runs: it goes back to the queue when it is done.
    package var runsAgain: Bool
    /// When the last worker began with it; nil before the first.
    package var started: Timestamp?
    package let created: Timestamp
    package var updated: Timestamp

    package init(
        id: JobID, work: Work, media: MediaID, priority: Int, state: JobState = .queued, attempts: Int = 0,
        runsAgain: Bool = false, started: Timestamp? = nil, created: Timestamp, updated: Timestamp
    ) {
        self.id = id
        self.work = work
        self.media = media
        self.priority = priority
        self.state = state
        self.attempts = attempts
        self.runsAgain = runsAgain
        self.started = started
        self.created = created
        self.updated = updated
    }

    /// Takes an event that its state allows. One whose work has changed under way goes back to the queue when it is done.
    package mutating func take(_ event: JobEvent) throws(JobEventError) {
        state = try state.taking(event, attempts: attempts)
        switch (event, state) {
        case (.finish, .done) where runsAgain:
            state = .queued
            attempts = 0
        // The next start sees all that has changed.
        case (.claim, _): runsAgain = false
        case (.retry, _): attempts = 0
        default: break
        }
    }

    /// How many seconds are left by what has been done since the start; nil while that says too little.
    package func secondsLeft(at now: Timestamp) -> Int? {
        guard case .running(_, _, let progress) = state, let started, progress >= 0.02 else { return nil }
        let spent = now.seconds(since: started)
        guard spent >= 1 else { return nil }
        return max(1, Int((spent * (1 - progress) / progress).rounded()))
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
    /// How often a job is started before it counts as failed, since a file that brings its machine down would do it for
    /// ever. Files are opened in processes of their own, with limits, so a worker that ended in the middle mostly ended
    /// for another reason: the number is large enough for a machine with a bad day.
    package static let mostAttempts = 40

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
