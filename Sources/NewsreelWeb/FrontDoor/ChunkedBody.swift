/// Follows a chunked body to its end without keeping it (RFC 9112 §7.1).
struct ChunkedBody {
    private enum State {
        case size, extras, sizeEnd, data, dataReturn, dataEnd, trailer, inTrailer, trailerEnd, lastEnd, done
    }

    private var state = State.size
    private var left = 0
    private var digits = 0
    /// Bytes of the lines that are not data, since the last chunk.
    private var overhead = 0

    private static let mostOverhead = 8 << 10
    private static let wrong = DoorRefusal.malformed("The body of the request is not in whole chunks.")

    /// True once the last byte of the body has been taken.
    var isDone: Bool { state == .done }

    /// Takes what belongs to the body from `bytes` and answers how many they are.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(DoorRefusal) -> Int {
        var index = 0
        while index < bytes.count, state != .done {
            if state == .data {
                let count = min(left, bytes.count - index)
                index += count
                left -= count
                if left == 0 { state = .dataReturn }
                continue
            }
            try step(bytes[index])
            index += 1
            guard overhead <= Self.mostOverhead else { throw Self.wrong }
        }
        return index
    }

    private mutating func step(_ byte: UInt8) throws(DoorRefusal) {
        overhead += 1
        switch state {
        case .size:
            if let digit = Self.digit(byte) {
                digits += 1
                guard digits <= 15 else { throw Self.wrong }
                left = left << 4 | digit
            } else if digits > 0, byte == UInt8(ascii: ";") {
                state = .extras
            } else if digits > 0, byte == 0x0D {
                state = .sizeEnd
            } else {
                throw Self.wrong
            }
        case .extras:
            if byte == 0x0D { state = .sizeEnd } else { try checkText(byte) }
        case .sizeEnd:
            guard byte == 0x0A else { throw Self.wrong }
            digits = 0
            if left == 0 {
                state = .trailer
            } else {
                state = .data
                overhead = 0
            }
        case .dataReturn:
            guard byte == 0x0D else { throw Self.wrong }
            state = .dataEnd
        case .dataEnd:
            guard byte == 0x0A else { throw Self.wrong }
            state = .size
        case .trailer:
            if byte == 0x0D {
                state = .lastEnd
            } else {
                guard RequestHead.isTokenByte(byte) else { throw Self.wrong }
                state = .inTrailer
            }
        case .inTrailer:
            if byte == 0x0D { state = .trailerEnd } else { try checkText(byte) }
        case .trailerEnd:
            guard byte == 0x0A else { throw Self.wrong }
            state = .trailer
        case .lastEnd:
            guard byte == 0x0A else { throw Self.wrong }
            state = .done
        case .data, .done: break
        }
    }

    private func checkText(_ byte: UInt8) throws(DoorRefusal) {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw Self.wrong }
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte - 0x30)
        case 0x41...0x46: Int(byte - 0x37)
        case 0x61...0x66: Int(byte - 0x57)
        default: nil
        }
    }
}
