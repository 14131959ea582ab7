/// Numbers as the search index stores them: variable length, seven bits a byte, low bits first; or fixed, low byte first.
extension [UInt8] {
    mutating func appendVarint(_ value: Int) {
        eachByte(ofVarint: value) { append($0) }
    }

    mutating func appendFixed(_ value: UInt64, bytes: Int) {
        Swift.withUnsafeBytes(of: value.littleEndian) {
            append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<bytes]))
        }
    }
}

/// Hands out the bytes of a number of variable length, in their order.
@inline(__always)
private func eachByte(ofVarint value: Int, _ take: (UInt8) -> Void) {
    var rest = UInt64(truncatingIfNeeded: value)
    while rest >= 0x80 {
        take(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    take(UInt8(rest))
}

/// Reads what those wrote, from bytes that outlive it; bytes that end too early read as zeros, never past the end.
struct ByteReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var offset: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    var isAtEnd: Bool { offset >= bytes.count }

    @inline(__always)
    mutating func varint() -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return Int(truncatingIfNeeded: value)
    }

    mutating func skip(_ count: Int) { offset = Swift.min(bytes.count, offset &+ Swift.max(0, count)) }

    @inline(__always)
    static func fixed(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, bytes count: Int) -> UInt64 {
        guard offset >= 0, offset + count <= bytes.count, let start = bytes.baseAddress else { return 0 }
        if offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self))
            return count == 8 ? word : word & ((1 << UInt64(count * 8)) - 1)
        }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(index * 8) }
        return value
    }
}

/// Writes the same into memory that has room for all of it.
struct ByteWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var offset: Int

    static let longestVarint = 10

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>, offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        precondition(offset < bytes.count)
        bytes[offset] = value
        offset += 1
    }

    @inline(__always)
    mutating func varint(_ value: Int) {
        eachByte(ofVarint: value) { byte($0) }
    }

    @inline(__always)
    mutating func fixed(_ value: UInt64, bytes count: Int) {
        for index in 0..<count { byte(UInt8(truncatingIfNeeded: value >> UInt64(index * 8))) }
    }

    @inline(__always)
    mutating func copy(_ source: [UInt8], _ part: Range<Int>) {
        for index in part { byte(source[index]) }
    }

    /// The bytes that a number takes as a varint.
    @inline(__always)
    static func size(varint value: Int) -> Int {
        (70 - (UInt64(truncatingIfNeeded: value) | 1).leadingZeroBitCount) / 7
    }
}
