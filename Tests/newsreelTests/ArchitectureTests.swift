import Foundation
import Testing

/// The arrows of ARCHITECTURE.md, held for the modules that the package manager cannot hold.
@Suite struct ArchitectureTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What no file of a target may import.
    static let forbidden: [String: Set<String>] = [
        "NewsreelModel": [
            "Foundation", "GRDB", "Hummingbird", "NIOCore", "Mustache", "Yams", "Crypto", "Subprocess", "NewsreelStore",
            "NewsreelMedia",
            "NewsreelPages", "NewsreelImport", "NewsreelWeb", "Logging",
        ],
        "NewsreelStore": [
            "Hummingbird", "NewsreelPages", "NewsreelMedia", "NewsreelImport", "NewsreelWeb", "Mustache", "Subprocess",
        ],
        "NewsreelMedia": [
            "GRDB", "Hummingbird", "NewsreelPages", "NewsreelStore", "NewsreelImport", "NewsreelWeb", "Mustache",
        ],
        "NewsreelPages": [
            "GRDB", "Hummingbird", "NIOCore", "NewsreelStore", "NewsreelMedia", "NewsreelImport", "NewsreelWeb",
            "Subprocess",
        ],
        "NewsreelImport": [
            "NewsreelStore", "NewsreelWeb", "NewsreelPages", "NewsreelMedia", "GRDB", "Hummingbird", "Subprocess",
        ],
        "NewsreelWeb": ["NewsreelMedia", "NewsreelImport", "GRDB", "Subprocess"],
        "newsreel": ["GRDB"],
        "NewsreelTesting": ["NewsreelWeb"],
    ]

    static func imports(in file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").filter {
                !["package", "internal", "public", "private", "fileprivate"].contains($0)
            }
            guard let at = words.firstIndex(of: "import"), at == 0 || words[0].hasPrefix("@"), words.count > at + 1
            else { return nil }
            let name =
                ["struct", "class", "enum", "func", "protocol"].contains(words[at + 1]) && words.count > at + 2
                ? words[at + 2] : words[at + 1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    static func sources(of folder: String) -> [URL] {
        let place = root.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: place.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.map { place.appending(path: $0) }
    }

    @Test(arguments: forbidden.keys.sorted())
    func `a target imports nothing that it must not know`(target: String) throws {
        let files = Self.sources(of: "Sources/" + target)
        #expect(!files.isEmpty)
        for file in files {
            let found = try Self.imports(in: file).filter { Self.forbidden[target]?.contains($0) == true }
            #expect(found.isEmpty, "\(file.lastPathComponent) imports \(found)")
        }
    }

    @Test func `only the engine of the store speaks to GRDB`() throws {
        for file in Self.sources(of: "Sources") where !file.path.contains("/NewsreelStore/Engine/") {
            #expect(try !Self.imports(in: file).contains("GRDB"), "\(file.lastPathComponent)")
        }
    }

    @Test func `the model knows of Foundation only its essentials`() throws {
        for file in Self.sources(of: "Sources/NewsreelModel") {
            for name in try Self.imports(in: file) {
                #expect(name == "FoundationEssentials", "\(file.lastPathComponent) imports \(name)")
            }
        }
    }

    /// A global or concurrent queue runs on the threads of Swift's tasks: what waits there keeps requests from their answers.
    @Test func `nothing waits on the threads that tasks run on`() throws {
        for file in Self.sources(of: "Sources") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for word in ["DispatchQueue.global", "attributes: .concurrent", "DispatchSemaphore", "Thread.sleep"] {
                #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
            }
        }
    }

    @Test func `every file of the sources stays short enough to tell one story`() throws {
        for file in Self.sources(of: "Sources") {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false
            ).count
            #expect(lines <= 600, "\(file.lastPathComponent) has \(lines) lines")
        }
    }
}
