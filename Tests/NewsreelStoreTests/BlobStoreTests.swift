import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct BlobStoreTests {
    private func store() throws -> (BlobStore, String) {
        let folder = try TemporaryFolder.make("blobs")
        return (try BlobStore(folder: folder + "/blobs", temporaryFolder: folder + "/tmp"), folder)
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.split(separator: "/").count > 1 }
    }

    @Test func `a blob is named by its SHA-256`() throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // FIPS 180-2, appendix B.1.
        let blob = try store.put(Array("abc".utf8))
        #expect(blob.checksum.rawValue == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(blob.bytes == 3)
        #expect(store.path(of: blob.checksum) == folder + "/blobs/ba/" + blob.checksum.rawValue)
        #expect(try Data(contentsOf: URL(filePath: store.path(of: blob.checksum))) == Data("abc".utf8))
        #expect(store.contains(blob.checksum) && store.size(of: blob.checksum) == 3)
        #expect(try store.put([]).bytes == 0)
    }

    @Test func `the same bytes are stored once, however they come`() throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let path = folder + "/upload"
        try Data(bytes).write(to: URL(filePath: path))
        let first = try store.put(file: path)
        let second = try store.put(bytes)
        var writer = try store.writer()
        for start in stride(from: 0, to: bytes.count, by: 70_001) {
            try writer.write(Array(bytes[start..<min(bytes.count, start + 70_001)]))
        }
        let third = try writer.finish()
        #expect(first == second && second == third)
        #expect(try files(in: folder + "/blobs").count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp").isEmpty)
    }

    @Test func `what is given up leaves nothing`() throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var writer = try store.writer()
        try writer.write([1, 2, 3])
        writer.cancel()
        func abandon() throws {
            var writer = try store.writer()
            try writer.write([4, 5, 6])
        }
        try abandon()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp").isEmpty)
        let error = #expect(throws: StoreError.self) { try store.put(file: folder + "/missing") }
        #expect(error?.code == .io)
    }

    @Test func `a process killed half-way leaves no blob, and its rest is swept`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        setenv("NEWSREEL_TEST_BLOBS", folder, 1)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let folder = try #require(ProcessInfo.processInfo.environment["NEWSREEL_TEST_BLOBS"])
            let store = try BlobStore(folder: folder + "/blobs", temporaryFolder: folder + "/tmp")
            var writer = try store.writer()
            try writer.write([UInt8](repeating: 7, count: 3 << 20))
            kill(getpid(), SIGKILL)
            _ = try writer.finish()
        }
        #expect(try files(in: folder + "/blobs").isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp").count == 1)
        let writer = try store.writer()
        #expect(try store.sweep() == 1, "what is being written stays")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp").count == 1)
        _ = consume writer
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp").isEmpty)
        #expect(try store.put([UInt8](repeating: 7, count: 3 << 20)).bytes == 3 << 20)
    }

    @Test func `a finished file is taken by its name, once`() throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = [UInt8](repeating: 5, count: 3 << 20)
        for _ in 0..<2 {
            try Data(bytes).write(to: URL(filePath: folder + "/tmp/made"))
            let blob = try store.take(file: folder + "/tmp/made")
            #expect(blob == (try store.put(bytes)))
            #expect(!FileManager.default.fileExists(atPath: folder + "/tmp/made"))
        }
        #expect(try files(in: folder + "/blobs").count == 1)
        let error = #expect(throws: StoreError.self) { try store.take(file: folder + "/tmp/made") }
        #expect(error?.code == .io)
    }

    @Test func `a blob cut short under its name is written again`() throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let blob = try store.put([1, 2, 3, 4])
        try Data([1, 2]).write(to: URL(filePath: store.path(of: blob.checksum)))
        #expect(try store.put([1, 2, 3, 4]) == blob)
        #expect(store.size(of: blob.checksum) == 4)
    }

    @Test func `many writers of the same bytes at once end with one blob`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let blobs = try await withThrowingTaskGroup(of: Blob.self) { group in
            for _ in 0..<16 { group.addTask { try store.put([UInt8](repeating: 9, count: 200_000)) } }
            return try await group.reduce(into: Set<Blob>()) { $0.insert($1) }
        }
        #expect(blobs.count == 1)
        #expect(try files(in: folder + "/blobs").count == 1)
    }

    @Test func `a sweep takes nothing from those who write meanwhile`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (writers, puts) = (4, 500)
        let sweeper = Task { while !Task.isCancelled { try store.sweep() } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { for number in 0..<puts { _ = try store.put(Array("\(writer) \(number)".utf8)) } }
            }
            try await group.waitForAll()
        }
        sweeper.cancel()
        try await sweeper.value
        #expect(try files(in: folder + "/blobs").count == writers * puts)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/tmp") == [])
    }
}
