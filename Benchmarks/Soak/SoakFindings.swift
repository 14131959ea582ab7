import Foundation
import Synchronization

/// What was asked and what was wrong, counted over all readers.
final class SoakFindings: Sendable {
    private struct State {
        var counts: [String: Int] = [:]
        var wrong = 0
        var first: [String] = []
    }

    private let state = Mutex(State())
    /// How many wrong answers are told in full.
    private static let told = 10

    /// Another good answer of a kind.
    func count(_ kind: String, _ number: Int = 1) { state.withLock { $0.counts[kind, default: 0] += number } }

    func wrong(_ text: @autoclosure () -> String) {
        let told: String? = state.withLock { state in
            state.wrong += 1
            guard state.first.count < Self.told else { return nil }
            state.first.append(text())
            return state.first.last
        }
        // At once too, for whoever watches, and for a soak that is broken off.
        if let told { BenchReport.progress("soak wrong: \(told)") }
    }

    var wrongs: Int { state.withLock { $0.wrong } }
    var texts: [String] { state.withLock { $0.first } }
    var counts: [(kind: String, count: Int)] {
        state.withLock { $0.counts.map { (kind: $0.key, count: $0.value) }.sorted { $0.kind < $1.kind } }
    }
}

/// Threads of readers, until the soak is over.
final class SoakCrew: Sendable {
    private let state = Mutex((isOver: false, running: 0))

    /// Work goes on while it is false.
    var isOver: Bool { state.withLock { $0.isOver } }

    func begin(_ body: @Sendable @escaping () -> Void) {
        state.withLock { $0.running += 1 }
        Thread.detachNewThread {
            body()
            self.state.withLock { $0.running -= 1 }
        }
    }

    /// Ends the work and waits for all.
    func end(within limit: Duration) async throws {
        state.withLock { $0.isOver = true }
        let start = ContinuousClock.now
        while state.withLock({ $0.running }) > 0 {
            guard ContinuousClock.now - start < limit else { throw BenchFailure("a reader of the soak does not end") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
