import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct JobTests {
    private func media(_ count: Int, in newsroom: Newsroom) async throws -> [MediaID] {
        var ids: [MediaID] = []
        for number in 0..<count { ids.append(try await newsroom.addMedia(.fixture(caption: "\(number)")).id) }
        return ids
    }

    @Test func `jobs run by priority, then in the order they came`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(3, in: newsroom)
        try await newsroom.enqueue(.compactRenditions, media: media[0])
        temporary.clock.advance(seconds: 1)
        try await newsroom.enqueue(.renditions, media: media[1])
        temporary.clock.advance(seconds: 1)
        try await newsroom.enqueue(.renditions, media: media[2])
        var order: [MediaID] = []
        while let job = try await newsroom.claim(worker: "a") { order.append(job.media) }
        #expect(order == [media[1], media[2], media[0]])
        #expect(try await newsroom.jobCounts() == ["running": 3])
    }

    @Test func `the same work waits only once, and again after it was done`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(1, in: newsroom)[0]
        let first = try await newsroom.enqueue(.renditions, media: media)
        #expect(try await newsroom.enqueue(.renditions, media: media).id == first.id)
        let claimed = try #require(try await newsroom.claim(worker: "a"))
        #expect(try await newsroom.enqueue(.renditions, media: media).id == first.id)
        #expect(try await newsroom.finish(claimed.id, worker: "a").state == .done)
        #expect(try await newsroom.enqueue(.renditions, media: media).id != first.id)
        #expect(try await newsroom.jobs(JobFilter(media: media)).count == 2)
        #expect(try await newsroom.jobs(JobFilter(state: "done")).map(\.id) == [first.id])
    }

    @Test func `work that is asked for anew while it runs begins again with what has changed`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(1, in: newsroom)[0]
        let first = try await newsroom.enqueue(.poster, media: media)
        #expect(try await newsroom.enqueue(.poster, media: media, anew: true).id == first.id)
        _ = try #require(try await newsroom.claim(worker: "a"))
        #expect(try await newsroom.enqueue(.poster, media: media, anew: true).id == first.id)
        #expect(try await newsroom.enqueue(.poster, media: media).id == first.id)
        #expect(try await newsroom.claim(worker: "b") == nil, "not while the first is at it")
        #expect(try await newsroom.finish(first.id, worker: "a").state == .queued)
        #expect(try #require(try await newsroom.claim(worker: "b")).id == first.id)
        #expect(try await newsroom.finish(first.id, worker: "b").state == .done)
        #expect(try await newsroom.claim(worker: "a") == nil)
    }

    @Test func `what carries the new description waits for what is being made with the old one`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(2, in: newsroom)
        let stream = try await newsroom.enqueue(.stream, media: media[0])
        _ = try #require(try await newsroom.claim(worker: "a"))
        for id in media { try await newsroom.enqueue(.stamp, media: id) }
        let other = try #require(try await newsroom.claim(worker: "b"))
        #expect(other.media == media[1] && other.work == .stamp)
        try await newsroom.enqueue(.poster, media: media[0])
        #expect(try await newsroom.claim(worker: "b")?.work == .poster, "stills come from elsewhere")
        #expect(try await newsroom.claim(worker: "b") == nil)
        try await newsroom.finish(stream.id, worker: "a")
        #expect(try await newsroom.claim(worker: "b")?.media == media[0])
    }

    @Test func `many workers at once never get the same job`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        for id in try await media(40, in: newsroom) { try await newsroom.enqueue(.renditions, media: id) }
        let claimed = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var mine: [JobID] = []
                    while let job = try await newsroom.claim(worker: "worker-\(worker)") { mine.append(job.id) }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 40 && Set(claimed).count == 40)
    }

    @Test func `a silent worker loses its job, and after many times the job and its asset fail`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let asset = try await newsroom.addMedia(.fixture(original: .fixture()))
        for attempt in 1...JobState.mostAttempts {
            let job = try #require(try await newsroom.claim(worker: "w\(attempt)", lease: 30))
            #expect(job.attempts == attempt)
            #expect(try await newsroom.claim(worker: "other", lease: 30) == nil)
            temporary.clock.advance(seconds: 20)
            try await newsroom.progress(job.id, worker: "w\(attempt)", fraction: 0.5, lease: 30)
            temporary.clock.advance(seconds: 29)
            #expect(try await newsroom.expireLeases() == 0)
            temporary.clock.advance(seconds: 1)
        }
        #expect(try await newsroom.claim(worker: "late") == nil)
        let job = try #require(try await newsroom.jobs().first)
        #expect(job.state.name == "failed")
        #expect(try await newsroom.media(asset.id)?.state.name == "failed")
        let late = await #expect(throws: StoreError.self) {
            try await newsroom.finish(job.id, worker: "w\(JobState.mostAttempts)")
        }
        #expect(late?.code == .stepRefused)

        let again = try await newsroom.retry(job.id)
        #expect(again.state == .queued && again.attempts == 0)
        #expect(try await newsroom.claim(worker: "w5")?.attempts == 1)
    }

    @Test func `the jobs of workers that are gone wait for no lease, and count as tried unless stopped on purpose`()
        async throws
    {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(2, in: newsroom)
        try await newsroom.enqueue(.renditions, media: media[0])
        try await newsroom.enqueue(.renditions, media: media[1])
        let theirs = try #require(try await newsroom.claim(worker: "dead.1"))
        let other = try #require(try await newsroom.claim(worker: "living.1"))
        #expect(try await newsroom.endLeases(countingAttempts: false) { $0 == "dead.1" } == 1)
        #expect(try await newsroom.job(theirs.id)?.state == .queued)
        #expect(try await newsroom.job(theirs.id)?.attempts == 0)
        #expect(try await newsroom.job(other.id)?.state.name == "running")
        for attempt in 1...JobState.mostAttempts {
            #expect(try await newsroom.claim(worker: "dead.1")?.attempts == attempt)
            #expect(try await newsroom.endLeases(countingAttempts: true) { $0 == "dead.1" } == 1)
        }
        #expect(try await newsroom.job(theirs.id)?.state.name == "failed")
        #expect(try await newsroom.endLeases(countingAttempts: true) { $0 == "dead.1" } == 0)
    }

    @Test func `a cancelled job tells its worker at the next sign of life`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(1, in: newsroom)[0]
        try await newsroom.enqueue(.renditions, media: media)
        let job = try #require(try await newsroom.claim(worker: "a"))
        try await newsroom.cancel(job.id)
        let error = await #expect(throws: StoreError.self) {
            try await newsroom.progress(job.id, worker: "a", fraction: 0.3)
        }
        #expect(error?.code == .stepRefused)
        #expect(try await newsroom.claim(worker: "a") == nil)
    }

    @Test func `a failed job keeps its reason, and a retry gives way to the same work queued anew`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(1, in: newsroom)[0]
        try await newsroom.enqueue(.renditions, media: media)
        let job = try #require(try await newsroom.claim(worker: "a"))
        try await newsroom.fail(job.id, worker: "a", reason: "The file ends in the middle.")
        #expect(try await newsroom.job(job.id)?.state == .failed(reason: "The file ends in the middle."))
        let anew = try await newsroom.enqueue(.renditions, media: media)
        #expect(try await newsroom.retry(job.id).id == anew.id)
    }

    @Test func `a worker takes only the work it can do`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let media = try await media(1, in: newsroom)[0]
        try await newsroom.enqueue(.renditions, media: media)
        #expect(try await newsroom.claim(worker: "a", works: [.compactRenditions]) == nil)
        #expect(try await newsroom.claim(worker: "a", works: [.compactRenditions, .renditions]) != nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a waiting worker is woken by the commit that queues a job`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let worker = Task {
            for await _ in newsroom.jobsWaiting() {
                if let job = try await newsroom.claim(worker: "a") { return job.media }
            }
            throw StoreError(.closed, "The newsroom was closed first.")
        }
        let asset = try await newsroom.addMedia(.fixture(original: .fixture()))
        #expect(try await worker.value == asset.id)
    }

    @Test func `jobs outlive the process that queued them`() async throws {
        let temporary = try await TemporaryNewsroom()
        let asset = try await temporary.newsroom.addMedia(.fixture(original: .fixture()))
        try temporary.newsroom.close()
        let second = try Newsroom.open(at: temporary.folder, clock: temporary.clock.clock)
        #expect(try await second.claim(worker: "b")?.media == asset.id)
        try second.close()
    }
}
