import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One HTTP/1.1 connection that a test drives byte by byte: it can stop in the middle of a body.
package final class HTTPTalk: Sendable {
    package struct Reply: Sendable {
        package let status: Int
        /// By their names in small letters.
        package let headers: [String: String]
        package let body: [UInt8]
        /// Status and header of the responses before the response.
        package let interim: [(status: Int, headers: [String: String])]

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package struct Trouble: Error, CustomStringConvertible {
        package let description: String
    }

    private let socket: Int32
    private let received = Mutex<[UInt8]>([])

    /// `window` bounds in bytes what the system takes in before the test reads it.
    package init(port: Int, window: Int32? = nil) throws {
        socket = systemSocket()
        if var window { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size)) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            throw Trouble(description: "connect to \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(socket) }

    /// Sends the head of a request; the body comes with `send`.
    package func begin(_ method: String, _ path: String, _ headers: [String: String] = [:]) async throws {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        try await send(Array((text + "\r\n").utf8))
    }

    package func send(_ bytes: [UInt8]) async throws {
        try await Self.onThread { [socket] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    systemSend(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
                }
                guard count > 0 else { throw Trouble(description: "send: \(String(cString: strerror(errno)))") }
                sent += count
            }
        }
    }

    /// Sends a request with its whole body and reads the answer.
    package func ask(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> Reply {
        var headers = headers
        if let body { headers["Content-Length"] = String(body.count) }
        try await begin(method, path, headers)
        if let body { try await send(body) }
        return try await answer(isHead: method == "HEAD")
    }

    /// Cuts the connection as a lost network does not: at once.
    package func cut() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// Ends what is sent, and still reads.
    package func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    package func answer(isHead: Bool = false) async throws -> Reply {
        try await Self.onThread {
            var interim: [(status: Int, headers: [String: String])] = []
            while true {
                let (status, headers) = try self.head()
                if (100..<200).contains(status) {
                    interim.append((status, headers))
                    continue
                }
                let length = isHead || status == 204 ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
                let body = try self.take(length)
                return Reply(status: status, headers: headers, body: body, interim: interim)
            }
        }
    }

    /// What comes until `end` has come, with it; throws where the connection ends before.
    package func text(until end: String) async throws -> String {
        try await Self.onThread {
            let bytes = Array(end.utf8)
            return try self.received.withLock { received in
                var searched = 0
                while true {
                    if let found = received[searched...].firstRange(of: bytes) {
                        defer { received.removeFirst(found.upperBound) }
                        return String(decoding: received[..<found.upperBound], as: UTF8.self)
                    }
                    searched = max(0, received.count - bytes.count + 1)
                    try self.fill(&received)
                }
            }
        }
    }

    /// All that comes until the other side closes.
    package func rest() async throws -> [UInt8] {
        try await Self.onThread {
            try self.received.withLock { received in
                var piece = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let got = recv(self.socket, &piece, piece.count, 0)
                    guard got >= 0 else { throw Trouble(description: String(cString: strerror(errno))) }
                    if got == 0 { break }
                    received += piece.prefix(got)
                }
                defer { received = [] }
                return received
            }
        }
    }

    private func head() throws -> (Int, [String: String]) {
        var text = ""
        while !text.hasSuffix("\r\n\r\n") { text += String(decoding: try take(1), as: UTF8.self) }
        let lines = text.split(separator: "\r\n").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return (lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, headers)
    }

    private func take(_ count: Int) throws -> [UInt8] {
        try received.withLock { received in
            while received.count < count { try fill(&received) }
            defer { received.removeFirst(count) }
            return Array(received.prefix(count))
        }
    }

    private func fill(_ received: inout [UInt8]) throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let got = recv(socket, &piece, piece.count, 0)
        guard got > 0 else {
            throw Trouble(description: got == 0 ? "the connection ended" : String(cString: strerror(errno)))
        }
        received += piece.prefix(got)
    }

    /// Waits on a thread of its own, which a serial queue gets whenever it has work. The global queues share their few
    /// threads with the tasks of tests and servers: two talks that waited there would keep both from going on.
    private static func onThread<T: Sendable>(_ body: @Sendable @escaping () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "newsreel.talk").async { continuation.resume(with: Result { try body() }) }
        }
    }
}

private func systemSocket() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
}

private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    send(socket, bytes, count, Int32(MSG_NOSIGNAL))
}
