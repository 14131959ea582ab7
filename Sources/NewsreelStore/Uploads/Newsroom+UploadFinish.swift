package import NewsreelModel

/// Looks at the contents of a file, whole or only begun.
package typealias FileJudge = @Sendable (_ path: String, _ isWhole: Bool) -> FileVerdict

extension Newsroom {
    /// Makes a media asset of a file that came whole, or refuses it; each step is on the disk before the next begins, so
    /// that it can be done again from wherever a crash left it, and never makes two assets.
    package func finishUpload(
        _ id: UploadID, file: UploadFile?, judge: @escaping FileJudge
    ) async throws(StoreError) -> Upload {
        guard let begun = try await upload(id) else {
            throw StoreError(.notFound, "There is no upload \(id) in this newsroom.")
        }
        var upload = begun
        if case .receiving = upload.state { upload = try await step(id, .complete) }
        if case .finishing(nil) = upload.state {
            guard let file else {
                throw StoreError(.damaged, "The bytes of the upload \(id) are gone. Send the file again.")
            }
            do {
                upload = try await step(id, .identify(try await identify(upload, file, judge)))
            } catch let refusal as UploadRefusal {
                return try await refuseUpload(id, refusal)
            } catch let error as StoreError {
                throw error
            } catch {
                throw StoreError(.io, "The upload \(id) could not be looked at.", cause: String(describing: error))
            }
        }
        guard case .finishing(let arrival?) = upload.state else { return upload }
        let blob = Blob(checksum: arrival.checksum, bytes: arrival.bytes)
        let blobs = blobs
        let path = uploadFiles.path(of: id)
        let isHere = file != nil
        try await DiskWork.run { () throws(StoreError) in
            if isHere {
                try blobs.take(file: path, as: blob)
            } else if blobs.size(of: blob.checksum) != blob.bytes {
                throw StoreError(.damaged, "The bytes of the upload \(id) are gone. Send the file again.")
            }
        }
        uploadFiles.forget(id)
        return try await keep(id)
    }

    /// What the bytes that have come so far say.
    package func judgeUpload(_ id: UploadID, _ judge: @escaping FileJudge) async throws(StoreError) -> FileVerdict {
        let path = uploadFiles.path(of: id)
        return try await DiskWork.run { () throws(StoreError) in judge(path, false) }
    }

    /// What the whole file is; throws `UploadRefusal` where it is not taken.
    private func identify(_ upload: Upload, _ file: UploadFile, _ judge: @escaping FileJudge) async throws -> Arrival {
        let (verdict, blob) = try await DiskWork.run { () throws(StoreError) in
            (judge(file.path, true), try file.blob())
        }
        if let digest = upload.digest, digest != blob.checksum {
            throw UploadRefusal(
                .digest,
                "The bytes that came have the SHA-256 \(blob.checksum) and not the one that was announced. Send the file again."
            )
        }
        switch verdict {
        case .refused(let reason): throw UploadRefusal(.type, reason)
        case .undecided: throw UploadRefusal(.type, "The file is of no kind that Newsreel knows.")
        case .taken(let kind, let mimeType, let fileExtension):
            return Arrival(
                checksum: blob.checksum, bytes: blob.bytes, kind: kind, mimeType: mimeType,
                filename: upload.filename ?? "upload-\(upload.id).\(fileExtension)")
        }
    }

    /// One write for the asset, its job and the end of the upload; whoever comes second finds it done.
    private func keep(_ id: UploadID) async throws(StoreError) -> Upload {
        try await write("keep upload \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let upload = try Self.existing(id, in: transaction)
            guard case .finishing(let arrival?) = upload.state else { return upload }
            var sender: UserID?
            if case .person(let id) = upload.owner { sender = id }
            let asset = try MediaWriter(transaction).add(
                MediaImport(
                    id: MediaID(rawValue: "upload"), kind: arrival.kind, caption: upload.caption,
                    credit: upload.credit, alt: upload.alt, focus: nil,
                    rights: MediaRights(download: arrival.kind == .document),
                    original: Original(
                        checksum: arrival.checksum, bytes: arrival.bytes, mimeType: arrival.mimeType,
                        filename: arrival.filename)), uploader: sender)
            return try Self.step(id, .keep(asset.id), in: transaction)
        }
    }

    /// Finishes what a crash left between the last byte and the asset; answers what became of each.
    package func finishLeftUploads(judge: @escaping FileJudge) async throws(StoreError) -> [Upload] {
        let left = try await unfinishedUploads().filter { $0.state != .receiving }
        var finished: [Upload] = []
        for upload in left {
            do throws(StoreError) {
                let file = try await openUpload(upload.id)
                defer { file?.close() }
                finished.append(try await finishUpload(upload.id, file: file, judge: judge))
            } catch  where error.code == .busy {
                continue  // a request is at it
            } catch  where error.code == .damaged {
                try await refuseUpload(upload.id, UploadRefusal(.digest, error.message))
            }
        }
        return finished
    }

    package func unfinishedUploads() async throws(StoreError) -> [Upload] {
        try await read("list unfinished uploads") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(UploadRecords.unfinished, [], UploadRecords.upload)
        }
    }

    /// How long it can be asked what became of an upload, in seconds.
    private static let memory = 30.0 * 86_400

    /// Gives up uploads that nobody went on with for `lifetime` seconds or whose key was taken back, and forgets finished
    /// ones after thirty days; answers how many were given up.
    @discardableResult
    package func sweepUploads(lifetime: Int) async throws(StoreError) -> Int {
        let revoked = Set(try await keys().filter { $0.revoked != nil }.map { UploadOwner.key($0.id) })
        let oldest = clock.now.adding(seconds: -Double(lifetime))
        var removed = 0
        for upload in try await unfinishedUploads()
        where upload.state == .receiving && (upload.touched <= oldest || revoked.contains(upload.owner)) {
            do throws(StoreError) {
                // A request that is still under way has the file.
                let file = try await openUpload(upload.id)
                defer { file?.close() }
                try await cancelUpload(upload.id)
                removed += 1
            } catch  where error.code == .busy {
                continue
            }
        }
        let forgotten = clock.now.adding(seconds: -Self.memory)
        try await write("forget finished uploads") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "DELETE FROM uploads WHERE state IN ('done', 'refused') AND touched_ms <= $1", [.time(forgotten)])
        }
        let known = Set(try await unfinishedUploads().map(\.id))
        let files = uploadFiles
        try await DiskWork.run { () throws(StoreError) in files.sweep(keeping: known) }
        return removed
    }
}
