/// 128 bits that two different bodies do not share by chance, as 32 hexadecimal digits. Quick, and no defence against someone who tries.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    init() {}

    package init(_ bytes: [UInt8]) {
        add(bytes)
    }

    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 8 <= buffer.count {
                mix(buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
                offset += 8
            }
            var tail: UInt64 = 0
            var shift: UInt64 = 0
            while offset < buffer.count {
                tail |= UInt64(buffer[offset]) << shift
                shift += 8
                offset += 1
            }
            mix(tail)
        }
        // The length tells apart bodies that differ in zeros at the end.
        mix(UInt64(bytes.count))
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    private mutating func mix(_ word: UInt64) {
        let product = (first ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        first = product.high ^ product.low &+ word
        second = (second ^ word) &* 0xE703_7ED1_A0B4_28DB
        second = second << 29 | second >> 35
    }

    package var description: String { hexadecimal(first ^ second >> 17) + hexadecimal(second ^ first << 11) }

    private func hexadecimal(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
