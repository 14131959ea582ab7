import NewsreelModel
import Synchronization

/// Counts failures to sign in and says when to wait. What is counted fades after a quarter of an hour, so nobody is
/// locked out for good, and the first to be stopped is one address that tries one account.
final class SignInThrottle: Sendable {
    private let clock: NewsClock
    private let failures = Mutex<[String: (count: Int, since: Timestamp)]>([:])

    static let window = 900.0
    /// For one account from one address.
    static let mostOfPair = 8
    /// For one account from everywhere: stops a guess that comes from many addresses.
    static let mostOfAccount = 40
    /// For all accounts from one address, which may be a newsroom's proxy.
    static let mostOfAddress = 100
    private static let mostEntries = 50_000

    init(clock: NewsClock) { self.clock = clock }

    private func limits(_ account: String, _ address: String) -> [(key: String, most: Int)] {
        [
            ("pair \(address) \(account)", Self.mostOfPair), ("account \(account)", Self.mostOfAccount),
            ("address \(address)", Self.mostOfAddress),
        ]
    }

    /// The seconds to wait before the next try; nil where it may come now. The try is counted as failed until it is known
    /// to be right, so that many at once are no way round.
    func begin(_ account: String, from address: String) -> Int? {
        let now = clock.now
        let limits = limits(account, address)
        return failures.withLock { failures in
            if failures.count >= Self.mostEntries {
                failures = failures.filter { now.seconds(since: $0.value.since) < Self.window }
                if failures.count >= Self.mostEntries { failures.removeAll() }
            }
            for (key, most) in limits {
                if let entry = failures[key], now.seconds(since: entry.since) < Self.window, entry.count >= most {
                    return max(1, Int(Self.window - now.seconds(since: entry.since)))
                }
            }
            for (key, _) in limits {
                var entry = failures[key] ?? (0, now)
                if now.seconds(since: entry.since) >= Self.window { entry = (0, now) }
                entry.count += 1
                failures[key] = entry
            }
            return nil
        }
    }

    /// The try was right: it and the failures before it are forgotten for this account, and it alone for the address.
    func succeed(_ account: String, from address: String) {
        failures.withLock { failures in
            failures["pair \(address) \(account)"] = nil
            failures["account \(account)"] = nil
            if let entry = failures["address \(address)"] {
                failures["address \(address)"] = (max(0, entry.count - 1), entry.since)
            }
        }
    }
}
