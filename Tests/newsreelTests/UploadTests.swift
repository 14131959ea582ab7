import Crypto
import Foundation
import NewsreelModel
import NewsreelStore
import NewsreelTesting
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct UploadTests {
    private static let uploads = "/api/v1/uploads"

    init() throws {
        // What the client remembers is kept apart from the tester's own.
        setenv("XDG_STATE_HOME", NSTemporaryDirectory() + "newsreel-test-state", 1)
    }

    /// A file that begins like a recording and goes on as anything.
    private func recording(_ bytes: Int, in folder: TestFolder) throws -> (path: String, sha256: String) {
        let path = folder.path + "/horn-\(bytes).wav"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        var hash = SHA256()
        var left = bytes
        var piece = Array("RIFF\u{0}\u{0}\u{0}\u{0}WAVEfmt ".utf8)
        var random = SystemRandomNumberGenerator()
        while left > 0 {
            while piece.count < 1 << 20 { withUnsafeBytes(of: random.next()) { piece += $0 } }
            let part = Data(piece.prefix(left))
            try handle.write(contentsOf: part)
            hash.update(data: part)
            left -= part.count
            piece = []
        }
        try handle.close()
        return (path, hash.finalize().map { String(format: "%02x", $0) }.joined())
    }

    private func key(_ data: String) async throws -> String {
        let run = try await Binary.run("keys", "add", "Camera desk", "--data", data)
        try #require(run.code == 0, "\(run.errors)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func begin(_ server: ServerProcess, _ key: String, length: Int) async throws -> String {
        let reply = try await HTTPTalk(port: server.port).ask(
            "POST", Self.uploads,
            ["Authorization": "Bearer \(key)", "Upload-Complete": "?0", "Upload-Length": "\(length)"], body: [])
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.headers["location"])
    }

    private func patch(_ offset: Int, _ key: String, count: Int) -> [String: String] {
        [
            "Authorization": "Bearer \(key)", "Upload-Offset": "\(offset)", "Upload-Complete": "?1",
            "Content-Type": "application/partial-upload", "Content-Length": "\(count)",
        ]
    }

    private func blob(_ sha256: String, in data: String) -> String { "\(data)/blobs/\(sha256.prefix(2))/\(sha256)" }

    @Test func `an upload goes on after the server was killed in the middle of it, again and again`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let key = try await key(data)
        let (file, sha256) = try recording(24_000_000, in: folder)
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        var server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let path = try await begin(server, key, length: bytes.count)
        var offset = 0
        for round in 1...3 {
            let talk = try HTTPTalk(port: server.port)
            try await talk.begin("PATCH", path, patch(offset, key, count: bytes.count - offset))
            try await talk.send(Array(bytes[offset..<(round * 6_000_000 + 1234)]))
            try await Task.sleep(for: .milliseconds(100))
            server.process.signal(SIGKILL)
            _ = try await server.process.end(within: 5)
            server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
            let head = try await HTTPTalk(port: server.port).ask("HEAD", path, ["Authorization": "Bearer \(key)"])
            let came = try #require(head.headers["upload-offset"].flatMap { Int($0) })
            #expect(head.status == 204 && came >= offset && came <= round * 6_000_000 + 1234)
            #expect(came > offset, "nothing of round \(round) came")
            #expect(head.headers["upload-length"] == "\(bytes.count)")
            offset = came
        }
        let talk = try HTTPTalk(port: server.port)
        try await talk.begin("PATCH", path, patch(offset, key, count: bytes.count - offset))
        try await talk.send(Array(bytes[offset...]))
        let reply = try await talk.answer()
        #expect(reply.status == 200, "\(reply.text)")
        let stored = try Data(contentsOf: URL(fileURLWithPath: blob(sha256, in: data)))
        #expect(stored == Data(bytes))
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/uploads").isEmpty)
    }

    @Test func `a stopping server lets go of an upload, which goes on with the next`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let key = try await key(data)
        let (file, sha256) = try recording(4_000_000, in: folder)
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let path = try await begin(server, key, length: bytes.count)
        let talk = try HTTPTalk(port: server.port)
        try await talk.begin("PATCH", path, patch(0, key, count: bytes.count))
        try await talk.send(Array(bytes[..<2_000_000]))
        let kept = data + "/uploads/" + (path.split(separator: "/").last.map(String.init) ?? "")
        for _ in 0..<500 {
            let size = try FileManager.default.attributesOfItem(atPath: kept)[.size] as? Int
            if size == 2_000_000 { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0, "\(server.process.errors)")
        let next = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let head = try await HTTPTalk(port: next.port).ask("HEAD", path, ["Authorization": "Bearer \(key)"])
        #expect(head.headers["upload-offset"] == "2000000")
        let reply = try await HTTPTalk(port: next.port).ask(
            "PATCH", path, patch(2_000_000, key, count: 2_000_000), body: Array(bytes[2_000_000...]))
        #expect(reply.status == 200, "\(reply.text)")
        #expect(FileManager.default.fileExists(atPath: blob(sha256, in: data)))
    }

    @Test func `three hundred megabytes pass through the server without filling its memory`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let key = try await key(data)
        let size = 300_000_000
        let (file, sha256) = try recording(size, in: folder)
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let path = try await begin(server, key, length: size)
        let before = try peak(of: server)
        let handle = try #require(FileHandle(forReadingAtPath: file))
        let talk = try HTTPTalk(port: server.port)
        try await talk.begin("PATCH", path, patch(0, key, count: size))
        while let piece = try handle.read(upToCount: 4 << 20), !piece.isEmpty { try await talk.send([UInt8](piece)) }
        let reply = try await talk.answer()
        #expect(reply.status == 200, "\(reply.text)")
        #expect(try peak(of: server) - before < 100_000, "kilobytes")
        let facts = try FileManager.default.attributesOfItem(atPath: blob(sha256, in: data))
        #expect(facts[.size] as? Int == size)
    }

    /// The most memory that the server has had, in kilobytes.
    private func peak(of server: ServerProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(server.process.pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    @Test func `newsreel upload brings a file in, and a list of keys tells of its use`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let keyFile = try folder.write(try await key(data) + "\n", "key")
        let (file, sha256) = try recording(3_000_000, in: folder)
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let to = "http://127.0.0.1:\(server.port)"
        let run = try await Binary.run(
            "upload", file, "--to", to, "--key-file", keyFile, "--caption", "The horn + the fog")
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output.contains("  audio  \(sha256)  horn-3000000.wav"), "\(run.output)")
        #expect(FileManager.default.fileExists(atPath: blob(sha256, in: data)))
        let newsroom = try Newsroom.open(at: data)
        let asset = try #require(try await newsroom.recentMedia().first)
        #expect(asset.caption == "The horn + the fog" && asset.original?.filename == "horn-3000000.wav")
        try newsroom.close()
        let archive = folder.path + "/refused.zip"
        try Data([0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 1, count: 500)).write(to: URL(fileURLWithPath: archive))
        let refused = try await Binary.run("upload", archive, "--to", to, "--key-file", keyFile)
        #expect(refused.code == 1 && refused.errors.contains("refused.zip: The document ends"), "\(refused.errors)")
        #expect(try await Binary.run("keys", "--data", data).output.contains("last used"))
        #expect(try await Binary.run("keys", "--revoke", "Camera desk", "--data", data).code == 0)
        let revoked = try await Binary.run("upload", file, "--to", to, "--key-file", keyFile)
        #expect(revoked.code == 1 && revoked.errors.contains("revoked"), "\(revoked.errors)")
        let clear = try await Binary.run("upload", file, "--to", "http://news.example", "--key-file", keyFile)
        #expect(clear.code == 2 && clear.errors.contains("https"))
    }

    @Test func `newsreel upload goes on by itself when the server comes back`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let keyFile = try folder.write(try await key(data) + "\n", "key")
        let (file, sha256) = try recording(200_000_000, in: folder)
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let client = try RunningBinary(
            ["upload", file, "--to", "http://127.0.0.1:\(server.port)", "--key-file", keyFile], in: folder)
        let folderOfUploads = data + "/uploads"
        _ = try await eventually("some of the file is there", within: 30) { () -> Bool? in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folderOfUploads)) ?? []
            return names.contains { name in
                let facts = try? FileManager.default.attributesOfItem(atPath: folderOfUploads + "/" + name)
                return (facts?[.size] as? Int ?? 0) > 3_000_000
            } ? true : nil
        }
        server.process.signal(SIGKILL)
        _ = try await server.process.end(within: 5)
        let again = try RunningBinary(
            ["serve", "--data", data, "--port", "\(server.port)", "--set", "worker.enabled=false"], in: folder)
        #expect(try await client.end(within: 60) == 0, "\(client.errors)")
        #expect(client.output.contains(sha256))
        #expect(client.errors.contains("goes on in") || client.errors.isEmpty)
        #expect(FileManager.default.fileExists(atPath: blob(sha256, in: data)))
        _ = again
    }
}
