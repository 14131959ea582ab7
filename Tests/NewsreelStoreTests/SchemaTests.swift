import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct SchemaTests {
    private func newsroomFolder(_ migrations: [Migration]) throws -> String {
        let folder = try TemporaryFolder.make("schema")
        let database = try Database(file: folder + "/newsroom.sqlite", clock: .system, ids: .random)
        try Schema(migrations: migrations).create(in: database)
        try database.close()
        return folder
    }

    private func copies(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("newsroom-v") }
    }

    @Test func `an older newsroom is copied, then updated with its stories`() async throws {
        let folder = try newsroomFolder([Migration.all[0]])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(file: folder + "/newsroom.sqlite", clock: .system, ids: .random)
        try database.writeNow("prepare") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                """
                INSERT INTO editions (code, position, is_default, language, direction, zone, name, masthead)
                VALUES ('en', 0, 1, 'en', 'ltr', 'UTC', 'English', 'The Harbour Lamp')
                """)
            try transaction.execute(
                """
                INSERT INTO stories (id, edition, status, slug, day, published_ms, created_ms, updated_ms,
                    version, headline, bylines, corrections, content)
                VALUES ('s1', 'en', 'published', 'old-news', '2026-01-01', 1767225600000, 1, 1, 1, 'Old news', '',
                    '[]',
                    '{"bylines":[],"body":[],"headline":"Old news","media":[],"related":[],"slug":"old","tags":[]}')
                """)
            // A clip that was played as it came.
            let checksum = String(repeating: "ab", count: 32)
            try transaction.execute(
                """
                INSERT INTO media (id, kind, state, checksum, bytes, mime_type, filename, download, created_ms,
                    updated_ms, credit)
                VALUES ('m1', 'video', 'ready', '\(checksum)', 9, 'video/mp4', 'a.mp4', 0, 1, 1, '{"parties":[]}')
                """)
        }
        try database.close()
        let newest = try #require(Migration.all.last?.version)

        let newsroom = try Newsroom.open(at: folder)
        #expect(try await newsroom.latest("en", limit: 5).cards.map(\.headline) == ["Old news"])
        #expect(try await newsroom.search(SearchRequest(SearchQuery("news"), edition: "en")).total == 1)
        let job = try #require(try await newsroom.claim(worker: "w"))
        #expect(job.work == .renditions && job.media == MediaID(rawValue: "m1"), "what is played of it is made now")
        try newsroom.close()
        let copy = "newsroom-v1-before-v\(newest).sqlite"
        #expect(try copies(in: folder) == [copy])

        // The copy is a whole newsroom of the older version.
        let old = try Database(file: folder + "/" + copy, clock: .system, ids: .random)
        #expect(try Schema.version(of: old) == 1)
        let count = try await old.read("count") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.count("SELECT count(*) FROM stories")
        }
        #expect(count == 1)
        try old.close()

        // Opened again there is nothing to do.
        let again = try Newsroom.open(at: folder)
        try again.close()
        #expect(try copies(in: folder).filter { !$0.hasPrefix(copy) }.isEmpty)
    }

    @Test func `a newsroom of a later version is refused and left as it is`() async throws {
        let newest = try #require(Migration.all.last?.version)
        let folder = try newsroomFolder(Migration.all + [Migration(version: newest + 3, statements: [])])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let error = #expect(throws: StoreError.self) { try Newsroom.open(at: folder) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("version \(newest + 3)") == true)
        #expect(error?.message.contains("up to \(newest)") == true)
        #expect(try copies(in: folder).isEmpty)
    }

    @Test func `a step that fails leaves the older newsroom whole`() async throws {
        let folder = try newsroomFolder(Migration.all)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let next = try #require(Migration.all.last?.version) + 1
        let broken = Migration(
            version: next, statements: ["CREATE TABLE extra (id {key} NOT NULL PRIMARY KEY) {table}", "NONSENSE"])
        #expect(throws: StoreError.self) {
            try Newsroom.open(at: folder, clock: .system, ids: .random, migrations: Migration.all + [broken])
        }
        let newsroom = try Newsroom.open(at: folder)
        #expect(try await newsroom.editions().isEmpty)
        let extra = try await newsroom.read("look") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.exists("SELECT 1 FROM sqlite_master WHERE name = 'extra'")
        }
        #expect(!extra)
        try newsroom.close()
    }

    @Test func `a folder without a newsroom and a file of something else are refused`() async throws {
        let folder = try TemporaryFolder.make("empty")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let missing = #expect(throws: StoreError.self) { try Newsroom.open(at: folder) }
        #expect(missing?.code == .notANewsroom)
        #expect(missing?.message.contains("newsreel init") == true)
        try Data("This is a shopping list, not a database, and it is long enough to be read as one.".utf8)
            .write(to: URL(filePath: folder + "/newsroom.sqlite"))
        let foreign = #expect(throws: StoreError.self) { try Newsroom.open(at: folder) }
        #expect(foreign?.code == .damaged)
    }

    @Test func `a newsroom is not made over another`() async throws {
        let temporary = try await TemporaryNewsroom()
        let error = #expect(throws: StoreError.self) { try Newsroom.create(at: temporary.folder) }
        #expect(error?.code == .alreadyExists)
        #expect(try await temporary.newsroom.editions().count == 1)
    }

    /// Released steps never change: write a new one instead, and add it here.
    @Test func `released migrations are frozen`() throws {
        var hashes: [Int: UInt64] = [:]
        for migration in Migration.all {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
            for byte in migration.statements.joined(separator: ";\n").utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
            hashes[migration.version] = hash
        }
        let text = hashes.sorted { $0.key < $1.key }.map { "\($0.key) \(String($0.value, radix: 16))\n" }.joined()
        expectGolden(text, named: "migrations.txt")
    }

    @Test func `every write is on the disk before it is acknowledged`() async throws {
        let temporary = try await TemporaryNewsroom()
        let facts = try await temporary.newsroom.write("look") { (transaction: WriteTransaction) throws(StoreError) in
            [
                try transaction.count("PRAGMA synchronous"), try transaction.count("PRAGMA foreign_keys"),
                try transaction.count("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"),
            ]
        }
        #expect(facts == [2, 1, 1])  // FULL, on, WAL
    }

    @Test func `what was acknowledged is there after the process is killed`() async throws {
        let folder = try TemporaryFolder.make("killed")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        setenv("NEWSREEL_TEST_KILLED", folder, 1)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let folder = try #require(ProcessInfo.processInfo.environment["NEWSREEL_TEST_KILLED"])
            let newsroom = try Newsroom.create(at: folder)
            try await newsroom.putEditions([.fixtureEnglish], default: "en")
            for number in 0..<20 { _ = try await newsroom.publishFixture(.fixture("Story \(number)")) }
            kill(getpid(), SIGKILL)
        }
        let newsroom = try Newsroom.open(at: folder)
        #expect(try await newsroom.latest("en", limit: 50).cards.count == 20)
        #expect(try await newsroom.storyCount() == 20)
        try newsroom.close()
    }
}
