import Foundation

/// Megabytes per second of one upload over loopback to a running server, from the first byte to the media asset, beside
/// copying the same file with an fsync: what any upload that survives a power cut has to do at the least.
func upload(megabytes: Int = 1000) async throws -> [BenchReport] {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("newsreel").path
    guard FileManager.default.isExecutableFile(atPath: binary) else {
        throw BenchFailure("upload needs \(binary): swift build -c release --product newsreel")
    }
    return try await withTemporaryFolder { folder in
        let data = folder + "/news"
        _ = try run(binary, ["init", "--data", data])
        let key = try run(binary, ["keys", "add", "bench", "--data", data])
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let server = Process()
        let output = Pipe()
        server.executableURL = URL(fileURLWithPath: binary)
        server.arguments = ["serve", "--data", data, "--port", "0", "--set", "worker.enabled=false"]
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = line.split(separator: ":").last.map({ $0.trimmingCharacters(in: .whitespacesAndNewlines) })
        else { throw BenchFailure("the server did not say its port") }

        var ours: [Double] = []
        var copies: [Double] = []
        for round in 0..<3 {
            BenchReport.progress("upload: round \(round + 1) of 3")
            let file = folder + "/clip\(round).wav"
            try write(megabytes, to: file)
            var start = ContinuousClock.now
            // curl, so that what is measured is the server: no file is read before it is sent.
            let status = try run(
                "/usr/bin/env",
                [
                    "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "POST", "-T", file, "-H", "Expect:",
                    "-H", "Authorization: Bearer \(key)", "http://127.0.0.1:\(port)/api/v1/uploads",
                ])
            guard status == "201" else { throw BenchFailure("the upload was answered with \(status)") }
            ours.append(Double(megabytes) / seconds(since: start))
            start = ContinuousClock.now
            _ = try run("/usr/bin/env", ["cp", file, folder + "/copy"])
            _ = try run("/usr/bin/env", ["sync", folder + "/copy"])
            copies.append(Double(megabytes) / seconds(since: start))
            try FileManager.default.removeItem(atPath: folder + "/copy")
            try FileManager.default.removeItem(atPath: file)
        }
        let value = percentile(ours, 0.5)
        let copy = percentile(copies, 0.5)
        return [
            BenchReport("upload", value, "MB/s", peer: .init(name: "copy", value: copy), aim: .ratioAtLeast(0.3))
        ]
    }
}

/// Begins like a recording and is different each time, so that no blob is there already.
private func write(_ megabytes: Int, to path: String) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let handle = FileHandle(forWritingAtPath: path), let random = FileHandle(forReadingAtPath: "/dev/urandom")
    else { throw BenchFailure("cannot write \(path)") }
    for number in 0..<megabytes {
        var piece = try random.read(upToCount: 1_000_000) ?? Data()
        if number == 0 { piece.replaceSubrange(0..<16, with: Data("RIFF\u{0}\u{0}\u{0}\u{0}WAVEfmt ".utf8)) }
        try handle.write(contentsOf: piece)
    }
    try handle.synchronize()
    try handle.close()
}
