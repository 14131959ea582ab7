import Foundation
import Testing

/// `/dev/full` is a disk without room.
@Suite(.timeLimit(.minutes(1))) struct TerminalTests {
    @Test func `a server goes on while its log cannot be written`() async throws {
        let folder = try TestFolder()
        let server = try await ServerProcess(
            data: try await folder.newsroom(), in: folder, errors: "/dev/full", "worker.enabled=false")
        #expect(try server.get("/").status == 200)
        #expect(try server.get("/nowhere").status == 404)
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0)
    }

    @Test func `a server goes on when whoever read its log is gone`() async throws {
        let folder = try TestFolder()
        let pipe = folder.path + "/log"
        try #require(mkfifo(pipe, 0o600) == 0)
        // Opened for both ways, so that the server finds a reader.
        let reader = open(pipe, O_RDWR)
        let server = try await ServerProcess(data: try await folder.newsroom(), in: folder, errors: pipe)
        close(reader)
        #expect(try server.get("/").status == 200)
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 8) == 0)
    }

    @Test func `a list that cannot be written is no success`() async throws {
        let folder = try TestFolder()
        let listing = try RunningBinary(
            ["config", "--data", try await folder.newsroom()], in: folder, output: "/dev/full")
        #expect(try await listing.end(within: 20) == 1)
        #expect(listing.errors.contains("could not be written: No space left on device."), "\(listing.errors)")
    }
}
