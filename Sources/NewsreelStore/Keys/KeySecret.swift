import Crypto
import FoundationEssentials

/// The secrets of keys, of which the newsroom keeps the SHA-256 alone.
///
/// A secret has 256 random bits, so a plain hash of it cannot be searched as that of a password could.
enum KeySecret {
    static let prefix = "nrk_"

    /// `nrk_` and 52 characters of Crockford base 32.
    static func make() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var generator = SystemRandomNumberGenerator()
        let characters = (0..<52).map { _ in alphabet[Int(generator.next() & 31)] }
        return prefix + String(decoding: characters, as: UTF8.self)
    }

    static func hash(_ secret: String) -> String { BlobHash.hexadecimal(SHA256.hash(data: Data(secret.utf8))) }

    /// Takes as long for a first character that differs as for a last one.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
