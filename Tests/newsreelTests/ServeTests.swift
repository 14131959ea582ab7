import Foundation
import Subprocess
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct ServeTests {
    /// A newsroom with a document of `megabytes` to download, and the document's path on the site.
    private func newsroomWithDocument(
        _ megabytes: Int, in folder: TestFolder
    ) async throws -> (data: String, path: String) {
        let data = try await folder.newsroom()
        let line = "Water level at the sluice, measured on the hour, in centimetres above the sill.\n"
        let text = String(repeating: line, count: megabytes * 1_000_000 / line.utf8.count)
        let file = try folder.write(text, "levels.txt")
        let story = try await folder.publish(
            "Levels at the sluice", in: data, media: ["--media", file, "--credit", "© Water Board"])
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let page = try server.page(story)
        let link = try #require(page.firstMatch(of: #/"(/media/[^"]+/original/levels\.txt)"/#))
        return (data, String(link.1))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a stopping server finishes the download in flight and ends with code 0`(signal: Int32) async throws {
        let folder = try TestFolder()
        let (data, path) = try await newsroomWithDocument(24, in: folder)
        let server = try await ServerProcess(data: data, in: folder)
        let download = try HTTPConnection(port: server.port, path, window: 65_536)
        _ = try download.read()
        server.process.signal(signal)
        try await Task.sleep(for: .milliseconds(400))
        // Nobody new is let in, and the one who reads gets all of it.
        #expect(throws: TestTrouble.self) { try HTTPConnection(port: server.port, "/").answer() }
        let answer = try download.answer()
        #expect(answer.status == 200)
        #expect(answer.body.count == Int(answer.headers["content-length"] ?? ""))
        #expect(try await server.process.end(within: 8) == 0, "\(server.process.errors)")
        #expect(server.process.errors.contains("stopped"))
    }

    @Test func `a reader who never reads holds a stopping server no longer than server drain-seconds`() async throws {
        let folder = try TestFolder()
        let (data, path) = try await newsroomWithDocument(24, in: folder)
        let server = try await ServerProcess(data: data, in: folder, "server.drain-seconds=1")
        let download = try HTTPConnection(port: server.port, path, window: 65_536)
        _ = try download.read()
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0, "\(server.process.errors)")
        #expect(!server.process.errors.contains("another program"))
    }

    @Test func `where the system has no more files, those who say nothing make room for those who ask`() async throws {
        let folder = try TestFolder()
        let server = try await ServerProcess(data: try await folder.newsroom(), in: folder, "worker.enabled=false")
        #expect(try server.get("/").status == 200)
        let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(server.process.pid)/fd").count
        let limited = try await Subprocess.run(
            .name("prlimit"), arguments: ["--pid", "\(server.process.pid)", "--nofile=\(files + 20)"],
            output: .discarded, error: .discarded)
        try #require(limited.terminationStatus.isSuccess)
        let silent = (0..<60).map { _ in SilentConnection(port: server.port) }
        #expect(try server.get("/").status == 200)
        #expect(server.process.errors.contains("allow more open files"), "\(server.process.errors)")
        withExtendedLifetime(silent) {}
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0)
    }

    @Test func `a second server on the same port says so and ends with code 1`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let second = try await Binary.run("serve", "--data", data, "--port", "\(server.port)")
        #expect(second.code == 1)
        #expect(
            second.errors.contains("Another program already listens at 127.0.0.1:\(server.port)."), "\(second.errors)")
        #expect(try server.get("/healthz").status == 200)
    }

    @Test func `a server is live at once, and ready only while the newsroom can be written`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        #expect(server.port > 0)
        #expect(try server.get("/healthz").status == 200)
        #expect(try server.get("/readyz").status == 200)
        // What another process holds while it writes in WAL mode: byte 120 of the shared memory (wal.c, WAL_WRITE_LOCK).
        let descriptor = open(data + "/newsroom.sqlite-shm", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        var lock = flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 120, l_len: 1, l_pid: 0)
        try #require(fcntl(descriptor, F_SETLK, &lock) == 0)
        #expect(try server.get("/readyz").status == 503)
        #expect(try server.get("/healthz").status == 200)
        #expect(try server.get("/").status == 200)
        close(descriptor)
        #expect(try server.get("/readyz").status == 200)
    }

    @Test func `an import by another process shows within a second`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let first = try await folder.publish("A barge in the lock", in: data)
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        let places = ["/", "/rss.xml", "/atom.xml", "/feed.json", "/search?q=heron", "/tag/sluices"]
        for place in places { #expect(try !server.get(place).text.contains("Heron on the weir"), "\(place)") }
        #expect(try server.page(first).contains("A barge in the lock"))
        let second = try await folder.publish("Heron on the weir", in: data)
        #expect(try server.page(second).contains("Heron on the weir"))
        for place in places {
            _ = try await eventually("\(place) has the story", within: 1) {
                let answer = try server.get(place)
                // The search marks its word.
                let text = answer.text.replacing("<mark>", with: "").replacing("</mark>", with: "")
                return answer.status == 200 && text.contains("Heron on the weir") ? true : nil
            }
        }
        _ = try folder.write(
            "---\nheadline: Heron on the dam\npublished: 2026-11-20T07:55\n---\nIt moved.\n", "heron-on-the-weir.md")
        let again = try await Binary.run("import", "--data", data, "--publish", folder.path + "/heron-on-the-weir.md")
        #expect(again.code == 0, "\(again.errors)")
        // The headline is in the address, so the old one leads to the new one.
        let place = try await eventually("the old address leads on", within: 1) {
            let moved = try server.get(second)
            return moved.status == 301 ? moved.headers["location"] : nil
        }
        #expect(try server.page(place).contains("Heron on the dam"))
        #expect(try server.page("/").contains("Heron on the dam"))
    }
}
