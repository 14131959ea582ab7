import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct EngineTests {
    @Test func `only the engine knows which database there is`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/NewsreelStore").resolvingSymlinksInPath()
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        #expect(files.count > 20)
        let foreign = [
            "import GRDB", "INSERT OR ", "REPLACE INTO", "json_extract", "datetime(", "PRAGMA ", "IFNULL(", " GLOB ",
            "sqlite_", "AUTOINCREMENT", "strftime(",
        ]
        for file in files where !file.hasPrefix("Engine/") {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for word in foreign where text.contains(word) {
                Issue.record("\(file) has what only one engine understands: \(word)")
            }
        }
    }

    @Test func `values come back as they were given`() async throws {
        let temporary = try await TemporaryNewsroom()
        let values: [SQLValue] = [
            .null, .integer(Int64.min), .real(0.1), .text("a\u{0}b ж 한"), .blob([0, 255, 1]), .blob([]),
        ]
        let found = try await temporary.newsroom.read("echo") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first("SELECT $1, $2, $3, $4, $5, $6", values) { (row: borrowing RowView) in
                row.isNull(0) && row.optionalText(0) == nil && row.int64(1) == Int64.min && row.double(2) == 0.1
                    && row.text(3).hasPrefix("a") && row.blob(4) == [0, 255, 1] && row.blob(5).isEmpty
                    && row.withBlob(4) { $0.count } == 3
            }
        }
        #expect(found == true)
    }

    @Test func `parameters go by their numbers, not by where they stand`() async throws {
        let temporary = try await TemporaryNewsroom()
        let text = try await temporary.newsroom.read("order") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.first("SELECT $2 || '$1' || $1 || $2", ["one", "two"]) { (row: borrowing RowView) in
                row.text(0)
            }
        }
        #expect(text == "two$1onetwo")
    }

    @Test func `a migration with a type that no engine has is refused`() {
        #expect(Dialect.expand("a {key} b {table}") == "a TEXT b STRICT")
        #expect(Dialect.expand("a {money}") == nil)
        #expect(Dialect.expand("a {key") == nil)
    }

    @Test func `a statement that fails names what was being done`() async throws {
        let temporary = try await TemporaryNewsroom()
        let error = await #expect(throws: StoreError.self) {
            try await temporary.newsroom.read("guess") { (transaction: ReadTransaction) throws(StoreError) in
                try transaction.count("SELECT count(*) FROM nowhere")
            }
        }
        #expect(error?.code == .statement)
        #expect(error?.place == "guess")
        #expect(error?.cause?.contains("nowhere") == true)
    }

    @Test func `a cancelled task writes nothing`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await newsroom.createStory(edition: "en", content: .fixture(), author: "mara")
        }
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await newsroom.deskStories(edition: "en").isEmpty)
    }
}
