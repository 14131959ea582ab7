import Foundation
import Subprocess
import SystemPackage
import Testing

/// The soak itself, small: that it runs, and that it finds what is wrong.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SoakTests {
    private func soak(_ arguments: String...) async throws -> (code: Int32, output: String) {
        let bench = URL(fileURLWithPath: Binary.path).deletingLastPathComponent().appending(path: "newsreel-bench").path
        let result = try await Subprocess.run(
            .path(FilePath(bench)), arguments: Arguments(["soak"] + arguments), environment: .inherit,
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        guard case .exited(let code) = result.terminationStatus else {
            throw TestTrouble("\(result.terminationStatus)")
        }
        return (code, (result.standardOutput ?? "") + (result.standardError ?? ""))
    }

    @Test func `every answer is right while servers are read and published on at once`() async throws {
        // A build for tests beside an encoder: `make soak` gives another server one second.
        let run = try await soak(
            "--minutes", "0.35", "--readers", "4", "--stories", "10", "--clips-every", "15", "--lag", "2")
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains(": 0 wrong"))
    }

    @Test func `a server that does not hear of changes is found by its stale pages`() async throws {
        let run = try await soak("--minutes", "0.1", "--readers", "4", "--stories", "6", "--untold")
        #expect(run.code == 1, "\(run.output)")
        #expect(run.output.contains("it is stale: "), "\(run.output)")
    }

    @Test func `an option that the soak does not know is refused`() async throws {
        let run = try await soak("--hours", "2")
        #expect(run.code == 2 && run.output.contains("--minutes"))
    }
}
