import CBrotliDecode
import CZlib
import Foundation

/// What a server answered, as it came.
struct SoakAnswer: Sendable {
    var head: String
    var status: Int
    /// By their names in small letters.
    var fields: [String: String]
    var body: [UInt8]

    var etag: String { fields["etag"] ?? "" }
    var coding: String { fields["content-encoding"] ?? "identity" }

    /// The body without its coding; nil where it is not in that coding.
    var identity: [UInt8]? {
        switch coding {
        case "gzip": Decoding.gzip(body)
        case "br": Decoding.brotli(body)
        case "identity": body
        default: nil
        }
    }
}

/// One connection of a reader; requests may be sent before the answers to earlier ones have come.
final class SoakConnection {
    private let socket: Int32
    private var received: [UInt8] = []
    private var position = 0
    /// False once the server has said that it closes.
    private(set) var isOpen = true

    /// Seconds that a reader waits for more of an answer.
    private static let patience = 20

    init(port: Int) throws {
        socket = try HTTPFetch.connect(port: port)
        var patience = timeval(tv_sec: Self.patience, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchFailure("the request could not be sent: \(Self.trouble(count))") }
            sent += count
        }
    }

    func answer(isHead: Bool = false) throws -> SoakAnswer {
        var answer = try head()
        // Interim answers come before the answer.
        while (100..<200).contains(answer.status) { answer = try head() }
        if answer.fields["connection"]?.lowercased().contains("close") == true { isOpen = false }
        if isHead || answer.status == 204 || answer.status == 304 { return answer }
        if answer.fields["transfer-encoding"] != nil {
            answer.body = try chunks()
        } else if let length = answer.fields["content-length"].flatMap({ Int($0) }) {
            answer.body = try take(length)
        } else {
            throw BenchFailure("an answer without a length:\n\(answer.head)")
        }
        return answer
    }

    /// What has come of a body that does not end, within `seconds`; nil where nothing came, throws at its end.
    func more(within seconds: Double) throws -> [UInt8]? {
        if position < received.count { return try take(received.count - position) }
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { return nil }
        try fill("events")
        return try take(received.count - position)
    }

    func head() throws -> SoakAnswer {
        while true {
            if let end = received[position...].firstRange(of: "\r\n\r\n".utf8) {
                let head = String(decoding: received[position..<end.upperBound], as: UTF8.self)
                position = end.upperBound
                return try Self.head(head)
            }
            try fill("a head")
        }
    }

    static func head(_ text: String) throws -> SoakAnswer {
        let lines = text.split(separator: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw BenchFailure("no field: \(line)") }
            fields[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        guard let words = lines.first?.split(separator: " "), words.count > 1, words[0].hasPrefix("HTTP/"),
            let status = Int(words[1])
        else {
            throw BenchFailure("no answer: \(text.prefix(200))")
        }
        return SoakAnswer(head: text, status: status, fields: fields, body: [])
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try self.line()
            guard let length = Int(line.prefix { $0 != ";" }, radix: 16) else {
                throw BenchFailure("no chunk: \(line)")
            }
            if length == 0 {
                while try !self.line().isEmpty {}
                return body
            }
            body += try take(length)
            guard try self.line().isEmpty else { throw BenchFailure("a chunk is longer than it says") }
        }
    }

    private func line() throws -> String {
        while true {
            if let end = received[position...].firstRange(of: "\r\n".utf8) {
                defer { position = end.upperBound }
                return String(decoding: received[position..<end.lowerBound], as: UTF8.self)
            }
            try fill("a chunk")
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count - position < count { try fill("byte \(received.count - position) of \(count)") }
        defer {
            position += count
            if position == received.count {
                received.removeAll(keepingCapacity: true)
                position = 0
            }
        }
        return Array(received[position..<(position + count)])
    }

    private func fill(_ what: String) throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let got = recv(socket, &piece, piece.count, 0)
        guard got > 0 else {
            isOpen = false
            throw BenchFailure("the connection ended before \(what): \(Self.trouble(got))")
        }
        received += piece[..<got]
    }

    private static func trouble(_ result: Int) -> String {
        result == 0 ? "closed by the server" : String(cString: strerror(errno))
    }
}

/// Content codings, as readers undo them.
enum Decoding {
    static func gzip(_ body: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var input = body
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        var result = Z_OK
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = uInt(source.count)
            while result == Z_OK {
                let count = piece.count
                let left = piece.withUnsafeMutableBufferPointer { place in
                    stream.next_out = place.baseAddress
                    stream.avail_out = uInt(count)
                    result = inflate(&stream, Z_NO_FLUSH)
                    return Int(stream.avail_out)
                }
                output += piece[..<(count - left)]
            }
        }
        return result == Z_STREAM_END && stream.avail_in == 0 ? output : nil
    }

    static func brotli(_ body: [UInt8]) -> [UInt8]? {
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { return nil }
        defer { BrotliDecoderDestroyInstance(state) }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        return body.withUnsafeBufferPointer { source -> [UInt8]? in
            var next = source.baseAddress
            var left = source.count
            while true {
                var room = piece.count
                let result = piece.withUnsafeMutableBufferPointer { place -> BrotliDecoderResult in
                    var out = place.baseAddress
                    return BrotliDecoderDecompressStream(state, &left, &next, &room, &out, nil)
                }
                output += piece[..<(piece.count - room)]
                switch result {
                case BROTLI_DECODER_RESULT_SUCCESS: return left == 0 ? output : nil
                case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
                default: return nil
                }
            }
        }
    }
}
