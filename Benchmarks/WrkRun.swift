import Foundation

/// One run of wrk against one server.
struct WrkRun {
    var requestsPerSecond: Double
    /// Milliseconds.
    var p99: Double
    /// Answers of 400 and above, and requests without an answer.
    var failures: Int

    /// What is asked, the same of both servers.
    struct Load {
        var connections = 32
        var seconds = 5
        /// Asked in turn.
        var paths: [String]
        var fields: [String: String] = ["Accept-Encoding": "gzip"]
    }

    static func of(_ load: Load, port: Int, folder: String) throws -> WrkRun {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/wrk") else {
            throw BenchFailure("wrk is missing: Scripts/setup bench installs it")
        }
        let list = folder + "/paths.txt"
        let script = folder + "/ask.lua"
        try Data(load.paths.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: list))
        let fields = load.fields.sorted { $0.key < $1.key }
            .map { "wrk.headers[\"\($0.key)\"] = '\($0.value)'" }.joined(separator: "\n")
        let lua = """
            \(fields)
            local asked = {}
            local next = 0
            init = function(args)
                for path in io.lines("\(list)") do asked[#asked + 1] = wrk.format("GET", path) end
            end
            request = function()
                next = next % #asked + 1
                return asked[next]
            end
            """
        try Data(lua.utf8).write(to: URL(fileURLWithPath: script))
        let output = try run(
            "/usr/bin/wrk",
            [
                "-t1", "-c\(load.connections)", "-d\(load.seconds)s", "--latency", "-s", script,
                "http://127.0.0.1:\(port)",
            ])
        return try parsed(output)
    }

    private static func parsed(_ output: String) throws -> WrkRun {
        var run = WrkRun(requestsPerSecond: 0, p99: 0, failures: 0)
        for line in output.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "," }
            if line.contains("Requests/sec:"), let last = words.last { run.requestsPerSecond = Double(last) ?? 0 }
            if words.first == "99%", words.count > 1 { run.p99 = milliseconds(words[1]) }
            if line.contains("Non-2xx"), let last = words.last { run.failures += Int(last) ?? 0 }
            if line.contains("Socket errors") { run.failures += words.compactMap { Int($0) }.reduce(0, +) }
        }
        guard run.requestsPerSecond > 0 else { throw BenchFailure("wrk printed no figure: \(output)") }
        return run
    }

    private static func milliseconds(_ text: Substring) -> Double {
        for (unit, factor) in [("us", 0.001), ("ms", 1), ("s", 1000)] where text.hasSuffix(unit) {
            return (Double(text.dropLast(unit.count)) ?? 0) * factor
        }
        return 0
    }
}
