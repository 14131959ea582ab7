import Foundation

/// The plainest reader: one connection, one answer, its bytes as they came.
enum HTTPFetch {
    struct Answer {
        var status: Int
        /// By their names in small letters.
        var fields: [String: String]
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    static func get(_ path: String, port: Int, coding: String? = nil) throws -> Answer {
        let connection = try connect(port: port)
        defer { close(connection) }
        try send(path, on: connection, coding: coding)
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            data.append(contentsOf: buffer[..<count])
        }
        return try answer(data)
    }

    /// A connection that nothing was asked on.
    static func connect(port: Int) throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(port: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                Glibc.connect(connection, place, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(connection)
            throw BenchFailure("cannot connect to port \(port): \(String(cString: strerror(errno)))")
        }
        return connection
    }

    /// Asks for a page and for the end of the connection after it.
    static func send(_ path: String, on connection: Int32, coding: String? = nil) throws {
        let field = coding.map { "Accept-Encoding: \($0)\r\n" } ?? ""
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(field)Connection: close\r\n\r\n".utf8)
        guard Glibc.send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchFailure("cannot ask for \(path): \(String(cString: strerror(errno)))")
        }
    }

    static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func answer(_ data: Data) throws -> Answer {
        guard let end = data.range(of: Data("\r\n\r\n".utf8)) else { throw BenchFailure("an answer has no end") }
        let lines = String(decoding: data[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            fields[line[..<colon].lowercased()] = value
        }
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, fields: fields, body: Data(data[end.upperBound...]))
    }
}
