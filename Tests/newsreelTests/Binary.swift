import Foundation
import NewsreelTesting
import Subprocess
import SystemPackage
import Testing

/// The built `newsreel`, run as people run it.
enum Binary {
    struct Outcome {
        let code: Int32
        let output: String
        let errors: String

        /// The output's lines as JSON objects.
        func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        }
    }

    /// The binary stands beside the test bundle.
    static let path: String = {
        var place = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
            place = URL(fileURLWithPath: bundle.bundlePath).deletingLastPathComponent()
        }
        let candidates = [
            place.appending(path: "newsreel").path,
            ArchitectureTests.root.appending(path: ".build/debug/newsreel").path,
        ]
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[1]
    }()

    static func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: input)
    }

    static func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit, input: .string(input),
            output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Outcome(code: code, output: result.standardOutput ?? "", errors: result.standardError ?? "")
    }
}

/// A folder that is gone with the test.
final class TestFolder: Sendable {
    let path: String

    init() throws { path = try TemporaryFolder.make("command") }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
