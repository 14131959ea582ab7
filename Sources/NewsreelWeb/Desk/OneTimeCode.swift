import Crypto
import Foundation
package import NewsreelModel

/// Time-based one-time codes: six digits, thirty seconds, HMAC-SHA-1 (RFC 6238, RFC 4226 §5.3).
package enum OneTimeCode {
    package static let seconds: Int64 = 30

    package static func step(at moment: Timestamp) -> Int64 { moment.milliseconds / 1000 / seconds }

    package static func code(_ secret: [UInt8], step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: Data(secret))))
        let start = Int(mac[19] & 15)
        let number = mac[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step that `typed` is the code of, a step early or late allowed for clocks that go wrong.
    static func step(of typed: String, _ secret: [UInt8], at moment: Timestamp) -> Int64? {
        let digits = typed.filter { !$0.isWhitespace }
        let now = step(at: moment)
        var found: Int64?
        for step in [now - 1, now, now + 1] where Secrets.areEqual(code(secret, step: step), digits) { found = step }
        return found
    }

    /// RFC 4648 §6, without padding.
    package static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[bits >> count & 31])
            }
        }
        if count > 0 { text.append(alphabet[bits << (5 - count) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    package static func bytes(base32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for character in text {
            guard let value = alphabet.firstIndex(of: character) else { continue }
            bits = (bits << 5 | value) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 255))
            }
        }
        return bytes
    }

    /// What an authenticator app reads.
    static func address(secret: String, account: String, issuer: String) -> String {
        let label = PercentEncoding.encode(issuer) + ":" + PercentEncoding.encode(account)
        return "otpauth://totp/\(label)?secret=\(secret)&issuer=\(PercentEncoding.encode(issuer))&digits=6&period=30"
    }
}
