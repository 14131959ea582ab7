import Foundation
import Testing

/// A `newsreel` that runs beside the test; ended with the object, however the test ends.
final class RunningBinary: Sendable {
    let pid: pid_t
    private let outputFile: String
    private let errorFile: String

    /// Starts the binary with its output and its errors in files of `folder`, or where the caller wants them.
    init(_ arguments: [String], in folder: TestFolder, output: String? = nil, errors: String? = nil) throws {
        let number = String(UInt64.random(in: 0 ... .max), radix: 36)
        outputFile = output ?? folder.path + "/output-\(number).txt"
        errorFile = errors ?? folder.path + "/errors-\(number).txt"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputFile, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorFile, O_WRONLY | O_CREAT, 0o600)
        // The threads that tests run on hold signals back, which the binary must not inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([Binary.path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, Binary.path, &actions, &attributes, &words, environ)
        try #require(result == 0, "\(Binary.path): \(String(cString: strerror(result)))")
        pid = process
    }

    deinit {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }

    func signal(_ signal: Int32) { kill(pid, signal) }

    /// The exit code, or 128 and the signal that ended it; fails when it still runs after `seconds`.
    func end(within seconds: Double) async throws -> Int32 {
        var information = siginfo_t()
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(seconds) {
            // Left for `deinit` to reap, so that the number cannot come to stand for another process before that.
            if waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0, information.si_code != 0 {
                let status = information._sifields._sigchld.si_status
                return information.si_code == CLD_EXITED ? status : 128 + status
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TestTrouble("newsreel still runs after \(seconds) s\n\(errors)")
    }
}

/// `newsreel serve` on a free port of this machine.
final class ServerProcess: Sendable {
    let process: RunningBinary
    let port: Int

    init(data: String, in folder: TestFolder, errors: String? = nil, _ settings: String...) async throws {
        let process = try RunningBinary(
            ["serve", "--data", data, "--port", "0"] + settings.flatMap { ["--set", $0] }, in: folder, errors: errors)
        self.process = process
        port = try await eventually("newsreel serve says its port", within: 40) {
            process.output.split(separator: "\n").first { $0.contains("at http://127.0.0.1:") }
                .flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
        }
    }

    func get(_ path: String) throws -> HTTPAnswer { try HTTPConnection(port: port, path).answer() }

    /// The page's text; fails when the page does not answer 200.
    func page(_ path: String) throws -> String {
        let answer = try get(path)
        try #require(answer.status == 200, "\(path): \(answer.status)")
        return answer.text
    }
}

struct HTTPAnswer {
    let status: Int
    /// By their names in small letters.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A connection over which nothing is asked.
final class SilentConnection {
    private let socket: Int32

    init(port: Int) {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        _ = connectToLoopback(socket, port)
    }

    deinit { close(socket) }
}

/// What `connect` answers.
private func connectToLoopback(_ socket: Int32, _ port: Int) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// One request over a socket of its own, read as slowly as the test wants.
final class HTTPConnection {
    private let socket: Int32
    private var received: [UInt8] = []

    /// Connects and asks; `window` bounds in bytes what the system takes in before the test reads it.
    init(port: Int, _ path: String, window: Int32? = nil) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var window { setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size)) }
        var patience = timeval(tv_sec: 14, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let connected = connectToLoopback(socket, port)
        guard connected == 0 else { throw TestTrouble("connect to \(port): \(String(cString: strerror(errno)))") }
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
        guard send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count else {
            throw TestTrouble("the request could not be sent")
        }
    }

    deinit { close(socket) }

    /// Reads what has come, at most `count` bytes; false at the end.
    func read(_ count: Int = 1 << 16) throws -> Bool {
        var piece = [UInt8](repeating: 0, count: count)
        let got = recv(socket, &piece, count, 0)
        guard got >= 0 else { throw TestTrouble("no answer: \(String(cString: strerror(errno)))") }
        received += piece.prefix(got)
        return got > 0
    }

    /// Reads to the end.
    func answer() throws -> HTTPAnswer {
        while try read() {}
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { throw TestTrouble("half an answer") }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return HTTPAnswer(status: status ?? 0, headers: headers, body: Array(received[end.upperBound...]))
    }
}

/// What went wrong around the thing that is tested.
struct TestTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What `look` finds, asked for again and again; fails when it finds nothing within `seconds`.
func eventually<T>(_ what: String, within seconds: Double, _ look: () async throws -> T?) async throws -> T {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(seconds) {
        if let found = try await look() { return found }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw TestTrouble("not within \(seconds) s: \(what)")
}

/// Programs that work in a folder below `path`.
func programs(in path: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { name in
        guard Int(name) != nil else { return false }
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"))?.hasPrefix(path)
            == true
    }
}

extension TestFolder {
    /// A newsroom of one English edition in UTC, made by `newsreel init`.
    func newsroom() async throws -> String {
        let data = path + "/news"
        let made = try await Binary.run("init", "--data", data, "--name", "The Harbour Lamp")
        try #require(made.code == 0, "\(made.errors)")
        return data
    }

    func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        return path + "/" + name
    }

    /// Imports a story of this headline and publishes it; its path on the site.
    func publish(_ headline: String, in data: String, media: [String] = []) async throws -> String {
        let name = headline.lowercased().replacing(" ", with: "-")
        let file = try write(
            "---\nheadline: \(headline)\npublished: 2026-11-20T07:55\ntags: [Sluices]\n---\nThe keeper saw the barge first.\n",
            name + ".md")
        let run = try await Binary.run(["import", "--data", data, "--publish", "--json"] + media + [file])
        try #require(run.code == 0, "\(run.output)\(run.errors)")
        let story = try #require(try run.objects().first?["story"] as? [String: Any])
        let url = try #require((story["url"] as? String).flatMap { URL(string: $0) }, "\(run.output)")
        return url.path
    }
}
