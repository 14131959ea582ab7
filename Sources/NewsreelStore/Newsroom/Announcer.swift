import Synchronization

/// Hands every committed change to those who listen in this process, and wakes workers when a job waits.
final class Announcer: Sendable {
    private struct Listeners {
        var next = 0
        var changes: [Int: AsyncStream<ChangeSet>.Continuation] = [:]
        var workers: [Int: AsyncStream<Void>.Continuation] = [:]
        var observers: [@Sendable (ChangeSet) async -> Void] = []
        var isClosed = false
    }

    private let listeners = Mutex(Listeners())

    func changes() -> AsyncStream<ChangeSet> {
        let (stream, continuation) = AsyncStream.makeStream(of: ChangeSet.self, bufferingPolicy: .bufferingNewest(256))
        let number: Int? = listeners.withLock { listeners in
            guard !listeners.isClosed else { return nil }
            listeners.next += 1
            listeners.changes[listeners.next] = continuation
            return listeners.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in _ = listeners.changes.removeValue(forKey: number) }
        }
        return stream
    }

    func jobsWaiting() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = listeners.withLock { listeners in
            guard !listeners.isClosed else { return nil }
            listeners.next += 1
            listeners.workers[listeners.next] = continuation
            return listeners.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in _ = listeners.workers.removeValue(forKey: number) }
        }
        continuation.yield()  // jobs may have been waiting before anybody listened
        return stream
    }

    func observe(_ observer: @escaping @Sendable (ChangeSet) async -> Void) {
        listeners.withLock { $0.observers.append(observer) }
    }

    var observers: [@Sendable (ChangeSet) async -> Void] { listeners.withLock { $0.observers } }

    func announce(_ changes: ChangeSet, hasQueuedJobs: Bool) {
        let (readers, workers) = listeners.withLock { listeners in
            (Array(listeners.changes.values), hasQueuedJobs ? Array(listeners.workers.values) : [])
        }
        if !changes.isEmpty {
            for reader in readers {
                if case .dropped = reader.yield(changes) { reader.yield(.everything) }
            }
        }
        for worker in workers { worker.yield() }
    }

    func close() {
        let (readers, workers) = listeners.withLock { listeners in
            listeners.isClosed = true
            return (Array(listeners.changes.values), Array(listeners.workers.values))
        }
        for reader in readers { reader.finish() }
        for worker in workers { worker.finish() }
    }
}
