import Crypto
import CryptoExtras
import Dispatch
import Foundation
import Synchronization

/// Makes and checks the scrypt texts of passwords (RFC 7914) on threads of its own, few at a time: each check takes
/// memory and a tenth of a second, and must hold up neither readers nor the machine.
package final class PasswordWork: Sendable {
    /// What makes guessing dear: 2^`logN` rounds over blocks of `r` times 128 bytes.
    package struct Cost: Sendable {
        var logN = 15
        var r = 8
        var p = 1

        package static let standard = Cost()
        /// For tests that sign in often.
        package static let light = Cost(logN: 10)
    }

    private let cost: Cost
    private let queues: [DispatchQueue]
    private let turns = Mutex<(next: Int, waiting: Int)>((0, 0))
    /// A password that nobody has, so that an unknown account takes as long as a known one.
    private let nobody: String
    private static let mostWaiting = 64

    package init(cost: Cost = .standard, threads: Int = 2) {
        self.cost = cost
        queues = (0..<threads).map { DispatchQueue(label: "passwords-\($0)") }
        nobody = Self.text(of: UUID().uuidString, cost)
    }

    /// The text to keep for a password.
    func make(_ password: String) async throws -> String {
        try await run { [cost] in Self.text(of: password, cost) }
    }

    /// Whether this is the password; false, after the same work, where there is no text.
    func check(_ password: String, against text: String?) async throws -> Bool {
        let isKnown = text != nil
        let kept = text ?? nobody
        return try await run { Self.isRight(password, kept) } && isKnown
    }

    struct Overloaded: Error {}

    private func run<T: Sendable>(_ work: @Sendable @escaping () -> T) async throws -> T {
        let index: Int? = turns.withLock { turns in
            guard turns.waiting < Self.mostWaiting else { return nil }
            turns.waiting += 1
            turns.next = (turns.next + 1) % queues.count
            return turns.next
        }
        guard let index else { throw Overloaded() }
        defer { turns.withLock { $0.waiting -= 1 } }
        return await withCheckedContinuation { continuation in
            queues[index].async { continuation.resume(returning: work()) }
        }
    }

    private static func text(of password: String, _ cost: Cost) -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let key = derive(password, salt, cost) ?? Data()
        return "scrypt$\(cost.logN)$\(cost.r)$\(cost.p)$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    private static func isRight(_ password: String, _ text: String) -> Bool {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let r = Int(parts[2]),
            let p = Int(parts[3]), (1...20).contains(logN), let salt = Data(base64Encoded: parts[4]),
            let kept = Data(base64Encoded: parts[5]), kept.count == 32,
            let made = derive(password, salt, Cost(logN: logN, r: r, p: p))
        else { return false }
        return Secrets.areEqual(Array(made), Array(kept))
    }

    private static func derive(_ password: String, _ salt: Data, _ cost: Cost) -> Data? {
        // The same letters may come composed or decomposed, as the keyboard likes.
        let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try? KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << cost.logN, blockSize: cost.r,
            parallelism: cost.p, maxMemory: 256 << 20)
        return key?.withUnsafeBytes { Data($0) }
    }
}

/// Comparing and making secrets.
enum Secrets {
    /// Takes as long for a first byte that differs as for a last one.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    static func areEqual(_ left: String, _ right: String) -> Bool { areEqual(Array(left.utf8), Array(right.utf8)) }

    /// 256 random bits in Crockford base 32.
    static func make(characters: Int = 52) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var generator = SystemRandomNumberGenerator()
        return String(decoding: (0..<characters).map { _ in alphabet[Int(generator.next() & 31)] }, as: UTF8.self)
    }

    /// What only the holder of `secret` can have been told, for one purpose.
    static func derived(from secret: String, for purpose: String) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(purpose.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return Array(code)
    }
}
