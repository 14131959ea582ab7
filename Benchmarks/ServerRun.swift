import Foundation

/// A server that runs beside the benchmark, on a free port of this machine; `stop` ends it.
final class ServerRun {
    let port: Int
    private let process: Process

    /// Its number, for reading what it uses.
    var pid: Int32 { process.processIdentifier }

    /// `log` is the file that takes what it says.
    private init(_ binary: String, _ arguments: [String], port: Int, log: String? = nil) throws {
        self.port = port
        process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        if let log {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
            process.standardError = FileHandle(forWritingAtPath: log) ?? FileHandle.nullDevice
        }
        try process.run()
    }

    /// `newsreel serve` of a newsroom; returns once it answers.
    static func newsreel(
        _ data: String, settings: [String] = [], hasWorkers: Bool = false, log: String? = nil, isSecure: Bool = false
    ) throws -> ServerRun {
        let port = try freePort()
        let run = try ServerRun(
            try newsreelBinary(),
            ["serve", "--data", data, "--port", String(port)]
                + (["worker.enabled=\(hasWorkers)", "log.level=error"] + settings).flatMap { ["--set", $0] },
            port: port,
            log: log)
        try run.waitForAnswer(to: isSecure ? nil : "/healthz")
        return run
    }

    /// nginx that serves `folder/files` as fast as it can: compressed beforehand, by sendfile, with its files kept open.
    static func nginx(_ folder: String) throws -> ServerRun {
        let port = try freePort()
        let user = getuid() == 0 ? "user root;" : ""
        let configuration = """
            daemon off; \(user) worker_processes auto; pid \(folder)/nginx.pid; error_log \(folder)/nginx.log crit;
            worker_rlimit_nofile 60000;
            events { worker_connections 8192; }
            http {
                access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 1000000000;
                open_file_cache max=60000 inactive=600s; open_file_cache_valid 600s; default_type text/html;
                client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi; uwsgi_temp_path \(folder)/uwsgi; scgi_temp_path \(folder)/scgi;
                server {
                    listen 127.0.0.1:\(port) backlog=4096; root \(folder)/files; error_page 404 /missing.html;
                    location / { try_files $uri.html $uri =404; }
                }
            }
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/nginx.conf"))
        let binary = ["/usr/sbin/nginx", "/usr/bin/nginx"].first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let binary else { throw BenchFailure("nginx is missing: Scripts/setup bench installs it") }
        let run = try ServerRun(
            binary, ["-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/nginx.log"], port: port)
        try run.waitForAnswer(to: "/missing.html")
        return run
    }

    /// The built program that is measured.
    static func newsreelBinary() throws -> String {
        let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("newsreel").path
        guard FileManager.default.isExecutableFile(atPath: binary) else {
            throw BenchFailure("this needs \(binary): swift build -c release --product newsreel")
        }
        return binary
    }

    /// Asks it to end, and waits until it has; its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Megabytes that the process has in memory now, or had at most.
    func megabytes(most: Bool = false) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(most ? "VmHWM:" : "VmRSS:") }
        let kilobytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }

    /// Without a path it is enough that the server listens.
    private func waitForAnswer(to path: String?) throws {
        let start = ContinuousClock.now
        while seconds(since: start) < 60, process.isRunning {
            if let path {
                if let answer = try? HTTPFetch.get(path, port: port), answer.status > 0 { return }
            } else if let connection = try? HTTPFetch.connect(port: port) {
                close(connection)
                return
            }
            usleep(1_000)
        }
        stop()
        throw BenchFailure("\(process.executableURL?.lastPathComponent ?? "the server") did not answer within 60 s")
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = HTTPFetch.address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(listener, place, length) == 0 ? getsockname(listener, place, &length) : -1
            }
        }
        guard result == 0 else { throw BenchFailure("no free port: \(String(cString: strerror(errno)))") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
