import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

@testable import NewsreelStore

@Suite struct UploadTests {
    private static let judge: FileJudge = { path, _ in
        let beginning = FileManager.default.contents(atPath: path)?.prefix(3) ?? Data()
        return beginning == Data("BAD".utf8)
            ? .refused("Hand in something else.") : .taken(.audio, mimeType: "audio/wav", fileExtension: "wav")
    }

    private func key(in newsroom: Newsroom) async throws -> APIKeyID {
        try await newsroom.addKey("Desk", scopes: [.upload]).key.id
    }

    /// An upload with these bytes, which nobody has open.
    private func upload(
        _ text: String, by key: APIKeyID, in newsroom: Newsroom, digest: Checksum? = nil, length: Int? = nil
    ) async throws -> UploadID {
        let id = try await newsroom.beginUpload(
            by: .key(key), filename: "horn.wav", length: length, digest: digest, caption: "The horn",
            limits: UploadLimits()
        ).id
        let file = try #require(try await newsroom.openUpload(id))
        try await file.append([Array(text.utf8)])
        try await file.sync()
        file.close()
        return id
    }

    private func finish(_ id: UploadID, in newsroom: Newsroom) async throws -> Upload {
        let file = try await newsroom.openUpload(id)
        defer { file?.close() }
        return try await newsroom.finishUpload(id, file: file, judge: Self.judge)
    }

    @Test func `a file that came whole is a media asset with work waiting`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let id = try await upload("toot toot", by: try await key(in: newsroom), in: newsroom)
        let done = try await finish(id, in: newsroom)
        guard case .done(let media, let arrival) = done.state else {
            Issue.record("\(done.state)")
            return
        }
        let asset = try #require(try await newsroom.media(media))
        #expect(asset.kind == .audio && asset.state == .processing && asset.caption == "The horn")
        #expect(asset.original?.filename == "horn.wav" && asset.original?.mimeType == "audio/wav")
        #expect(arrival.checksum == asset.original?.checksum)
        let stored = try Data(contentsOf: URL(filePath: newsroom.blobs.path(of: arrival.checksum)))
        #expect(stored == Data("toot toot".utf8))
        #expect(try await newsroom.jobs(JobFilter(media: media)).map(\.work) == [.renditions])
        #expect(newsroom.uploadedBytes(id) == nil)
        // Asked again it is the same asset.
        #expect(try await finish(id, in: newsroom) == done)
        #expect(try await newsroom.recentMedia().count == 1)
    }

    /// Where a server may be killed between the last byte and the asset.
    enum Crash: CaseIterable { case afterTheLastByte, afterTheLook, afterTheRename }

    @Test(arguments: Crash.allCases)
    func `a crash at the end loses no file and makes no asset twice`(crash: Crash) async throws {
        let temporary = try await TemporaryNewsroom()
        let before = temporary.newsroom
        let id = try await upload("toot toot", by: try await key(in: before), in: before)
        _ = try await before.step(id, .complete)
        let blob = try BlobStore.blob(of: before.uploadFiles.path(of: id))
        if crash != .afterTheLastByte {
            let arrival = Arrival(
                checksum: blob.checksum, bytes: blob.bytes, kind: .audio, mimeType: "audio/wav", filename: "horn.wav")
            _ = try await before.step(id, .identify(arrival))
        }
        if crash == .afterTheRename { try before.blobs.take(file: before.uploadFiles.path(of: id), as: blob) }

        let after = try Newsroom.open(at: temporary.folder)
        let finished = try await after.finishLeftUploads(judge: Self.judge)
        #expect(finished.map(\.state.name) == ["done"])
        #expect(try await after.finishLeftUploads(judge: Self.judge).isEmpty)
        #expect(try await after.media(checksum: blob.checksum).count == 1)
        #expect(after.blobs.size(of: blob.checksum) == 9)
        #expect(try await after.jobCounts() == ["queued": 1])
        try after.close()
    }

    @Test func `bytes that came before a restart count, in the checksum too`() async throws {
        let temporary = try await TemporaryNewsroom()
        let before = temporary.newsroom
        let whole = try before.blobs.put(Array("toot toot".utf8))
        let id = try await upload("toot ", by: try await key(in: before), in: before, digest: whole.checksum)
        let after = try Newsroom.open(at: temporary.folder)
        let file = try #require(try await after.openUpload(id))
        #expect(file.size == 5)
        try await file.append([Array("toot".utf8)])
        try await file.sync()
        let done = try await after.finishUpload(id, file: file, judge: Self.judge)
        file.close()
        #expect(done.state.name == "done")
        try after.close()
    }

    @Test func `one writer at a time has the file`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let id = try await upload("toot", by: try await key(in: newsroom), in: newsroom)
        let first = try #require(try await newsroom.openUpload(id))
        let error = await #expect(throws: StoreError.self) { try await newsroom.openUpload(id) }
        #expect(error?.code == .busy)
        first.close()
        let second = try #require(try await newsroom.openUpload(id))
        try await second.truncate(to: 2)
        #expect(second.size == 2 && newsroom.uploadedBytes(id) == 2)
        second.close()
    }

    @Test(arguments: [("BAD tune", nil), ("toot", String(repeating: "a", count: 64))])
    func `nothing is kept of a file that is refused`(text: String, digest: String?) async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let id = try await upload(
            text, by: try await key(in: newsroom), in: newsroom, digest: digest.flatMap { Checksum(rawValue: $0) })
        let upload = try await finish(id, in: newsroom)
        guard case .refused(let refusal) = upload.state else {
            Issue.record("\(upload.state)")
            return
        }
        #expect(refusal.code == (digest == nil ? .type : .digest))
        #expect(newsroom.uploadedBytes(id) == nil)
        #expect(try await newsroom.recentMedia().isEmpty)
        #expect(FileManager.default.enumerator(atPath: temporary.folder + "/blobs")?.allObjects.isEmpty == true)
    }

    @Test func `uploads stay within what the newsroom has room for`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let key = try await key(in: newsroom)
        let limits = UploadLimits(mostBytes: 1000, quotaBytes: 1500, mostPerKey: 3, lifetime: 60, reserve: 0)
        func code(_ length: Int?, _ limits: UploadLimits) async -> StoreError.Code? {
            do throws(StoreError) {
                _ = try await newsroom.beginUpload(by: .key(key), length: length, limits: limits)
                return nil
            } catch { return error.code }
        }
        #expect(await code(1001, limits) == .tooLarge)
        #expect(await code(1000, limits) == nil)
        #expect(await code(501, limits) == .overQuota)
        #expect(await code(500, limits) == nil)
        #expect(await code(0, limits) == nil)
        #expect(await code(0, limits) == .tooMany)
        let full = UploadLimits(mostPerKey: 100, reserve: 1 << 60)
        #expect(await code(1, full) == .full)
        // What is refused leaves no file.
        let files = try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/uploads")
        #expect(files.count == 3)
    }

    @Test func `an upload that nobody goes on with is given up, and one that is written to is not`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let key = try await key(in: newsroom)
        let left = try await upload("to", by: key, in: newsroom)
        let busy = try await upload("to", by: key, in: newsroom)
        let done = try await upload("toot", by: key, in: newsroom)
        _ = try await finish(done, in: newsroom)
        let file = try #require(try await newsroom.openUpload(busy))
        temporary.clock.advance(seconds: 3599)
        #expect(try await newsroom.sweepUploads(lifetime: 3600) == 0)
        temporary.clock.advance(seconds: 2)
        #expect(try await newsroom.sweepUploads(lifetime: 3600) == 1)
        #expect(try await newsroom.upload(left) == nil && newsroom.uploadedBytes(left) == nil)
        #expect(try await newsroom.upload(busy) != nil && newsroom.uploadedBytes(busy) == 2)
        #expect(try await newsroom.upload(done) != nil)
        file.close()
        // A key that was taken back takes what it was uploading with it.
        _ = try await newsroom.revokeKey("Desk")
        _ = try await newsroom.touchUpload(busy, limits: UploadLimits())
        #expect(try await newsroom.sweepUploads(lifetime: 3600) == 1)
        temporary.clock.advance(seconds: 31 * 86_400)
        try await newsroom.sweepUploads(lifetime: 3600)
        #expect(try await newsroom.upload(done) == nil)
        #expect(try await newsroom.recentMedia().count == 1)
    }

    @Test func `a file in no upload's name goes after an hour`() async throws {
        let temporary = try await TemporaryNewsroom()
        let newsroom = temporary.newsroom
        let kept = try await upload("to", by: try await key(in: newsroom), in: newsroom)
        let folder = temporary.folder + "/uploads/"
        for (name, age) in [("old", 3700.0), ("new", 0), (kept.rawValue, 3700)] {
            if name != kept.rawValue { #expect(FileManager.default.createFile(atPath: folder + name, contents: nil)) }
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: folder + name)
        }
        try await newsroom.sweepUploads(lifetime: 3600)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == ["new", kept.rawValue])
    }
}
