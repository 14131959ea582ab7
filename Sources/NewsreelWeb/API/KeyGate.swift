import HTTPTypes
import Hummingbird
import NIOCore
import NewsreelModel
import NewsreelStore
import Synchronization

/// Lets those in who hold a key, and answers those who keep guessing with 429.
///
/// A good key is let in whatever came before it: behind a proxy all have one address, and one of them must not lock
/// out the others.
final class KeyGate: Sendable {
    private let newsroom: Newsroom
    private let clock: NewsClock
    private let failures = Mutex<[String: (count: Int, since: Timestamp)]>([:])

    /// Failures of one address in `window` seconds before it is told to wait.
    private static let mostFailures = 10
    private static let window = 60.0
    private static let mostAddresses = 10_000

    init(newsroom: Newsroom, clock: NewsClock) {
        self.newsroom = newsroom
        self.clock = clock
    }

    func key(_ field: String, from address: String) async throws -> APIKey {
        let secret = Self.secret(of: field)
        let key = secret.isEmpty ? nil : try await newsroom.key(secret: secret)
        if let key { return key }
        try refuse(address)
    }

    /// The secret that came as “Bearer SECRET” (RFC 6750 clause 2.1); empty where another scheme was named.
    private static func secret(of field: String) -> String {
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : ""
    }

    private func refuse(_ address: String) throws -> Never {
        if let wait = fail(address) {
            throw Problem(
                .tooManyAttempts, "Too many wrong keys came from this address. Try again in \(wait) seconds.",
                headers: [.retryAfter: String(wait)])
        }
        throw Problem(
            .unauthorized, "This key is none of the newsroom's, or was revoked. newsreel keys lists those that hold.",
            headers: [.wwwAuthenticate: #"Bearer realm="newsreel", error="invalid_token""#])
    }

    /// Counts a failure; the seconds to wait where there were too many.
    private func fail(_ address: String) -> Int? {
        let now = clock.now
        return failures.withLock { failures in
            if failures.count >= Self.mostAddresses {
                failures = failures.filter { now.seconds(since: $0.value.since) < Self.window }
                if failures.count >= Self.mostAddresses { failures.removeAll() }
            }
            var entry = failures[address] ?? (0, now)
            if now.seconds(since: entry.since) >= Self.window { entry = (0, now) }
            entry.count += 1
            failures[address] = entry
            guard entry.count > Self.mostFailures else { return nil }
            return max(1, Int(Self.window - now.seconds(since: entry.since)))
        }
    }
}
