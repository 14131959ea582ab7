import NewsreelModel
import Testing

@Suite struct JobStateTests {
    let soon = Timestamp(milliseconds: 60_000)

    private func job(_ work: Job.Work) -> Job {
        Job(
            id: JobID(rawValue: "j"), work: work, media: MediaID(rawValue: "m"), priority: 1,
            started: Timestamp(milliseconds: 0), created: Timestamp(milliseconds: 0),
            updated: Timestamp(milliseconds: 0))
    }

    @Test func `a job runs from the queue to its end under one worker`() throws {
        let running = try JobState.queued.taking(.claim(worker: "a", leaseEnds: soon), attempts: 1)
        let half = try running.taking(.progress(worker: "a", leaseEnds: soon, fraction: 0.5), attempts: 1)
        #expect(half == .running(worker: "a", leaseEnds: soon, progress: 0.5))
        #expect(try half.taking(.finish(worker: "a"), attempts: 1) == .done)
        #expect(throws: JobEventError.self) { try half.taking(.finish(worker: "b"), attempts: 1) }
        #expect(throws: JobEventError.self) { try JobState.done.taking(.retry, attempts: 1) }
    }

    @Test func `a lease that ended gives the job back until it has been tried many times`() throws {
        let running = JobState.running(worker: "a", leaseEnds: soon, progress: 0)
        #expect(try running.taking(.expire(now: Timestamp(milliseconds: 59_999)), attempts: 1) == running)
        #expect(try running.taking(.expire(now: soon), attempts: JobState.mostAttempts - 1) == .queued)
        guard case .failed = try running.taking(.expire(now: soon), attempts: JobState.mostAttempts) else {
            Issue.record("the last lost lease must fail the job")
            return
        }
    }

    @Test func `people cancel what waits or runs and retry what failed`() throws {
        #expect(try JobState.queued.taking(.cancel, attempts: 0) == .cancelled)
        #expect(try JobState.failed(reason: "x").taking(.retry, attempts: 1) == .queued)
        #expect(throws: JobEventError.self) { try JobState.failed(reason: "x").taking(.cancel, attempts: 1) }
    }

    @Test func `a job whose work changed under way is done once more, and only once`() throws {
        var job = job(.stamp)
        try job.take(.claim(worker: "a", leaseEnds: soon))
        job.runsAgain = true
        job.attempts = 7
        try job.take(.finish(worker: "a"))
        #expect(job.state == .queued)
        #expect(job.attempts == 0, "the second time has all its attempts")
        try job.take(.claim(worker: "a", leaseEnds: soon))
        #expect(!job.runsAgain)
        try job.take(.finish(worker: "a"))
        #expect(job.state == .done)
        #expect(throws: JobEventError.self) { try job.take(.finish(worker: "a")) }
    }

    @Test func `a running job tells how long is left by what it has done`() {
        var job = job(.stream)
        #expect(job.secondsLeft(at: soon) == nil, "it waits")
        job.state = .running(worker: "a", leaseEnds: soon, progress: 0.25)
        #expect(job.secondsLeft(at: Timestamp(milliseconds: 20_000)) == 60)
        job.state = .running(worker: "a", leaseEnds: soon, progress: 0)
        #expect(job.secondsLeft(at: Timestamp(milliseconds: 20_000)) == nil, "nothing is done that would tell")
    }
}
