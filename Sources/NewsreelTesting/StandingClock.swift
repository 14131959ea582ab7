package import NewsreelModel
import Synchronization

/// A clock that moves only when a test moves it.
package final class StandingClock: Sendable {
    private let moment: Mutex<Timestamp>

    package init(_ now: Timestamp) { moment = Mutex(now) }

    package var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    package func advance(seconds: Double) { moment.withLock { $0 = $0.adding(seconds: seconds) } }

    package var clock: NewsClock { NewsClock { self.now } }
}

extension IdentifierSource {
    /// `id000001`, `id000002` and so on, so that they sort by their making.
    package static func counting() -> IdentifierSource {
        let counter = Counter()
        return IdentifierSource { _ in
            let digits = String(counter.next())
            return "id" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        }
    }
}

private final class Counter: Sendable {
    private let last = Mutex(0)

    func next() -> Int {
        last.withLock {
            $0 += 1
            return $0
        }
    }
}
