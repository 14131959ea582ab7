import Synchronization

/// Knows who observes the changes of this process, and wakes workers when a job waits.
final class Announcer: Sendable {
    private struct Listeners {
        var next = 0
        var workers: [Int: AsyncStream<Void>.Continuation] = [:]
        var observers: [@Sendable (ChangeSet) async -> Void] = []
        var isClosed = false
    }

    private let listeners = Mutex(Listeners())

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

    func wakeWorkers() {
        for worker in listeners.withLock({ Array($0.workers.values) }) { worker.yield() }
    }

    func close() {
        let workers = listeners.withLock { listeners in
            listeners.isClosed = true
            return Array(listeners.workers.values)
        }
        for worker in workers { worker.finish() }
    }
}
