import Foundation

/// The head of an HTTP/1 request, measured in the bytes that came (RFC 9112 §2 to §6).
///
/// What is not plainly right is refused, and not passed on to a second reader that might read it in another way.
struct RequestHead {
    enum Scan {
        case incomplete
        case head(RequestHead)
        case refused(DoorRefusal)
    }

    enum Method { case get, head, other }

    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    var method = Method.other
    /// Where things stand, counted from the first byte of the request.
    var target = 0..<0
    /// With the empty line at its end.
    var length = 0
    var framing = Framing.none
    var closes = false
    /// True where only what is measured here decides the answer.
    var isPlain = true
    /// An absolute target without scheme and authority; the router knows paths alone.
    var path: String?
    var acceptEncoding: Range<Int>?
    var ifNoneMatch: Range<Int>?
    var ifModifiedSince: Range<Int>?
    var forwardedProto: Range<Int>?
    var lastEventID: Range<Int>?

    private var host: Range<Int>?
    private var isOld = false
    private var hasLength = false
    private var hasCoding = false

    static func scan(_ bytes: UnsafeRawBufferPointer, _ limits: DoorLimits) -> Scan {
        var head = RequestHead()
        do throws(DoorRefusal) {
            return try head.read(bytes, limits) ? .head(head) : .incomplete
        } catch {
            return .refused(error)
        }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ limits: DoorLimits) throws(DoorRefusal) -> Bool {
        guard let first = try Self.line(bytes, from: 0) else {
            guard bytes.count <= limits.requestLine else { throw Self.longLine }
            return false
        }
        guard first.count <= limits.requestLine else { throw Self.longLine }
        try readRequestLine(bytes, first)
        var position = first.upperBound + 2
        var count = 0
        while let line = try Self.line(bytes, from: position) {
            position = line.upperBound + 2
            guard position <= limits.head else { throw Self.longHead }
            if line.isEmpty {
                length = position
                try finish(bytes)
                return true
            }
            count += 1
            guard count <= limits.fields else { throw Self.longHead }
            try readField(bytes, line)
        }
        guard bytes.count <= limits.head else { throw Self.longHead }
        return false
    }

    private static let longLine = DoorRefusal(414, "The request line is longer than this site reads.")
    private static let longHead = DoorRefusal(431, "The fields of the request are longer than this site reads.")

    /// The line that begins at `start`, without its end; nil where the end has not come.
    private static func line(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(DoorRefusal) -> Range<Int>? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, 0x0A, bytes.count - start)
        else { return nil }
        let end = UnsafeRawPointer(found) - base
        guard end > start, bytes[end - 1] == 0x0D else {
            throw .malformed("A line of the request ends without a carriage return.")
        }
        return start..<(end - 1)
    }

    // MARK: The request line

    private mutating func readRequestLine(
        _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
    ) throws(DoorRefusal) {
        guard let space = bytes[line].firstIndex(of: 0x20), space > line.lowerBound,
            let second = bytes[(space + 1)..<line.upperBound].firstIndex(of: 0x20), second > space + 1
        else { throw .malformed("The request line is not a method, a target and a version.") }
        try readMethod(bytes, line.lowerBound..<space)
        target = (space + 1)..<second
        for byte in bytes[target] where byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#") {
            throw .malformed("The target of the request holds a character that no address has.")
        }
        let version = (second + 1)..<line.upperBound
        if Self.isSame(bytes, version, "HTTP/1.1") { return }
        guard Self.isSame(bytes, version, "HTTP/1.0") else {
            let isVersion =
                version.count == 8 && Self.isSame(bytes, version.lowerBound..<(version.lowerBound + 5), "HTTP/")
            throw isVersion
                ? DoorRefusal(505, "This port speaks HTTP/1.1.")
                : .malformed("The request line is not a method, a target and a version.")
        }
        isOld = true
        closes = true
    }

    private mutating func readMethod(_ bytes: UnsafeRawBufferPointer, _ name: Range<Int>) throws(DoorRefusal) {
        if Self.isSame(bytes, name, "GET") {
            method = .get
        } else if Self.isSame(bytes, name, "HEAD") {
            method = .head
        } else {
            let known: [StaticString] = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
            if known.contains(where: { Self.isSame(bytes, name, $0) }) { return }
            guard bytes[name].allSatisfy(Self.isTokenByte) else { throw .malformed("The method is no word.") }
            if Self.isSame(bytes, name, "TRACE") || Self.isSame(bytes, name, "CONNECT") {
                throw DoorRefusal(405, "This address answers GET and HEAD only.")
            }
            throw DoorRefusal(501, "This site knows no such method.")
        }
    }

    // MARK: Fields

    private mutating func readField(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) throws(DoorRefusal) {
        var colon = line.lowerBound
        while colon < line.upperBound, Self.isTokenByte(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            throw .malformed(
                bytes[line.lowerBound] == 0x20 || bytes[line.lowerBound] == 0x09
                    ? "A field of the request goes on in a second line." : "The name of a field is no word.")
        }
        let name = line.lowerBound..<colon
        var value = (colon + 1)..<line.upperBound
        for byte in bytes[value] where byte < 0x20 && byte != 0x09 || byte == 0x7F {
            throw .malformed("A field of the request holds a control character.")
        }
        while let byte = bytes[value].first, byte == 0x20 || byte == 0x09 {
            value = (value.lowerBound + 1)..<value.upperBound
        }
        while let byte = bytes[value].last, byte == 0x20 || byte == 0x09 {
            value = value.lowerBound..<(value.upperBound - 1)
        }
        try take(bytes, name, value)
    }

    private mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ name: Range<Int>, _ value: Range<Int>
    ) throws(DoorRefusal) {
        func isNamed(_ word: StaticString) -> Bool { Self.isWord(bytes, name, word) }
        switch name.count {
        case 4:
            guard isNamed("host") else { return }
            guard host == nil else { throw .malformed("The request names its host twice.") }
            guard !value.isEmpty, bytes[value].allSatisfy(Self.isHostByte) else {
                throw .malformed("The host of the request is no name.")
            }
            host = value
        case 5: if isNamed("range") { isPlain = false }
        case 6: if isNamed("expect") { isPlain = false }
        case 7:
            // Nothing is upgraded here, and the decoder reads no further after such a request.
            if isNamed("upgrade") {
                isPlain = false
                closes = true
            }
        case 8: if isNamed("if-range") || isNamed("if-match") { isPlain = false }
        case 10: if isNamed("connection") { takeConnection(bytes, value) }
        case 13:
            if isNamed("if-none-match") { keep(value, \.ifNoneMatch) }
            if isNamed("last-event-id") { keep(value, \.lastEventID) }
        case 14: if isNamed("content-length") { try takeLength(bytes, value) }
        case 15: if isNamed("accept-encoding") { keep(value, \.acceptEncoding) }
        case 17:
            if isNamed("if-modified-since") { keep(value, \.ifModifiedSince) }
            if isNamed("transfer-encoding") { try takeCoding(bytes, value) }
            if isNamed("x-forwarded-proto") { keep(value, \.forwardedProto) }
        default: return
        }
    }

    /// A field that comes twice is left to the router.
    private mutating func keep(_ value: Range<Int>, _ place: WritableKeyPath<RequestHead, Range<Int>?>) {
        if self[keyPath: place] != nil { isPlain = false }
        self[keyPath: place] = value
    }

    private mutating func takeConnection(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) {
        if Self.isWord(bytes, value, "keep-alive") { return }
        if Self.isWord(bytes, value, "close") {
            closes = true
            return
        }
        let words = String(decoding: bytes[value], as: UTF8.self).lowercased().split {
            $0 == "," || $0 == " " || $0 == "\t"
        }
        if words.contains("close") { closes = true }
        if words.contains("upgrade") { isPlain = false }
    }

    private mutating func takeLength(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) throws(DoorRefusal) {
        guard !hasLength else { throw .malformed("The request says its length twice.") }
        hasLength = true
        var number = 0
        guard (1...18).contains(value.count) else { throw .malformed("The length of the request is no number.") }
        for byte in bytes[value] {
            guard (0x30...0x39).contains(byte) else { throw .malformed("The length of the request is no number.") }
            number = number * 10 + Int(byte - 0x30)
        }
        framing = .length(number)
    }

    private mutating func takeCoding(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) throws(DoorRefusal) {
        guard !hasCoding else { throw .malformed("The request says its transfer coding twice.") }
        hasCoding = true
        guard Self.isWord(bytes, value, "chunked") else {
            throw DoorRefusal(501, "This site knows no transfer coding but chunked.")
        }
    }

    /// What the fields mean together.
    private mutating func finish(_ bytes: UnsafeRawBufferPointer) throws(DoorRefusal) {
        guard host != nil || isOld else { throw .malformed("The request names no host.") }
        if hasCoding {
            guard !hasLength else {
                throw .malformed("The request has a length and a transfer coding; where it ends is uncertain.")
            }
            guard !isOld else { throw .malformed("A request of HTTP/1.0 has no transfer coding.") }
            framing = .chunked
        }
        if framing != .none || method == .other { isPlain = false }
        if bytes[target.lowerBound] != UInt8(ascii: "/") { try readTarget(bytes) }
    }

    /// RFC 9112 §3.2: an absolute target must be understood; where it and `Host` differ it is not.
    private mutating func readTarget(_ bytes: UnsafeRawBufferPointer) throws(DoorRefusal) {
        isPlain = false
        let text = String(decoding: bytes[target], as: UTF8.self)
        if text == "*" {
            guard method == .other else { throw .malformed("The target of the request is no address.") }
            return
        }
        let lowered = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lowered.hasPrefix($0) }) else {
            throw .malformed("The target of the request is no address.")
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let named = host.map { String(decoding: bytes[$0], as: UTF8.self).lowercased() }
        guard !authority.isEmpty, named == nil || named == authority.lowercased(), !authority.contains("@") else {
            throw .malformed("The target of the request and its host are not the same.")
        }
        let origin = rest.dropFirst(authority.count)
        path = origin.hasPrefix("/") ? String(origin) : "/" + origin
    }

    // MARK: Bytes

    private static func isSame(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
        return memcmp(base + range.lowerBound, text.utf8Start, range.count) == 0
    }

    /// `word` is in small letters.
    private static func isWord(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<range.count where bytes[range.lowerBound + index] | 0x20 != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// RFC 9110 §5.6.2.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        let half: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
        return byte < 128 && half >> UInt64(byte & 63) & 1 == 1
    }

    /// Letters, digits and `-._~%!$&'()*+,;=:[]` (RFC 3986 §3.2.2).
    private static func isHostByte(_ byte: UInt8) -> Bool {
        let half: UInt64 = byte < 64 ? 0x2FFF_7FF2_0000_0000 : 0x47FF_FFFE_AFFF_FFFE
        return byte < 128 && half >> UInt64(byte & 63) & 1 == 1
    }
}
