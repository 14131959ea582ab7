import Crypto
import NewsreelModel

/// The SHA-256 of bytes that come in pieces.
struct BlobHash {
    private var hash = SHA256()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    func checksum() throws(StoreError) -> Checksum {
        guard let checksum = Checksum(rawValue: Self.hexadecimal(hash.finalize())) else {
            throw StoreError(.io, "A checksum could not be made.")
        }
        return checksum
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
