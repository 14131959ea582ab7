import Synchronization

/// Lets so many makings be under way at once; the others wait their turn, in the order in which they came. A making holds a
/// story in several forms while it waits for the database, so a crowd of readers would otherwise hold as many.
final class MakingTurns: Sendable {
    private struct Line {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let line: Mutex<Line>

    init(most: Int) { line = Mutex(Line(free: most)) }

    /// How many wait for their turn.
    var waiting: Int { line.withLock { $0.waiting.count } }

    func take<T: Sendable>(_ making: @Sendable () async throws -> T) async rethrows -> T {
        await begin()
        defer { end() }
        return try await making()
    }

    private func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = line.withLock { line in
                guard line.free > 0 else {
                    line.waiting.append(continuation)
                    return false
                }
                line.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func end() {
        let next = line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard !line.waiting.isEmpty else {
                line.free += 1
                return nil
            }
            return line.waiting.removeFirst()
        }
        next?.resume()
    }
}
