package import NewsreelModel

/// How much may be on its way in.
package struct UploadLimits: Hashable, Sendable {
    /// Bytes of one upload.
    package var mostBytes: Int
    /// Bytes of all unfinished uploads together.
    package var quotaBytes: Int
    /// Unfinished uploads of one key or person.
    package var mostPerKey: Int
    /// Seconds after its last request that an unfinished upload is given up.
    package var lifetime: Int
    /// Bytes of the disk that uploads leave free.
    package var reserve: Int

    package init(
        mostBytes: Int = 10 << 30, quotaBytes: Int = 50 << 30, mostPerKey: Int = 20, lifetime: Int = 24 * 3600,
        reserve: Int = 512 << 20
    ) {
        self.mostBytes = mostBytes
        self.quotaBytes = quotaBytes
        self.mostPerKey = mostPerKey
        self.lifetime = lifetime
        self.reserve = reserve
    }
}

extension Newsroom {
    /// A new upload with an empty file; throws `tooLarge`, `overQuota`, `tooMany` or `full` where there is no room.
    package func beginUpload(
        by owner: UploadOwner, filename: String? = nil, length: Int? = nil, digest: Checksum? = nil,
        caption: String? = nil,
        credit: CreditChain = CreditChain(), alt: String? = nil, limits: UploadLimits
    ) async throws(StoreError) -> Upload {
        let files = uploadFiles
        return try await write("begin an upload") { (transaction: WriteTransaction) throws(StoreError) in
            let pending = try transaction.count(UploadRecords.unfinishedOfOwner, [.text(UploadRecords.text(owner))])
            guard pending < limits.mostPerKey else {
                throw StoreError(
                    .tooMany,
                    "You have \(pending) unfinished uploads, which is as many as there may be. Finish or cancel some."
                )
            }
            try UploadRoom(transaction, files: files, limits: limits).check(adding: length ?? 0)
            let upload = Upload(
                id: transaction.newID(), owner: owner, filename: filename, length: length, digest: digest,
                caption: caption, credit: credit, alt: alt, created: transaction.now, touched: transaction.now)
            // The file first: a file without a row is swept away, a row without a file would have lost its bytes.
            try files.create(upload.id)
            try UploadRecords.put(upload, in: transaction)
            return upload
        }
    }

    package func upload(_ id: UploadID) async throws(StoreError) -> Upload? {
        try await read("read upload \(id)") { (transaction: ReadTransaction) throws(StoreError) in
            try UploadRecords.upload(id, in: transaction)
        }
    }

    /// The upload's file, for one writer at a time; nil where it is gone.
    package func openUpload(_ id: UploadID) async throws(StoreError) -> UploadFile? {
        let files = uploadFiles
        return try await DiskWork.run { () throws(StoreError) in try files.open(id) }
    }

    /// Bytes that have come, of which the last may not be on the disk yet; nil for an upload that holds none any more.
    package func uploadedBytes(_ id: UploadID) -> Int? { uploadFiles.size(of: id) }

    /// Notes that a request came, and what it says of the whole.
    @discardableResult
    package func touchUpload(
        _ id: UploadID, length: Int? = nil, digest: Checksum? = nil, limits: UploadLimits
    ) async throws(StoreError) -> Upload {
        let files = uploadFiles
        return try await write("note a request of upload \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            var upload = try Self.existing(id, in: transaction)
            if let length, upload.length == nil {
                let room = UploadRoom(transaction, files: files, limits: limits)
                try room.check(adding: max(0, length - (files.size(of: id) ?? 0)), length: length)
                upload.length = length
            }
            upload.digest = upload.digest ?? digest
            upload.touched = transaction.now
            try UploadRecords.put(upload, in: transaction)
            return upload
        }
    }

    /// Throws where what has come of an upload of unknown length leaves no room for more.
    package func checkUploadRoom(_ limits: UploadLimits) async throws(StoreError) {
        let files = uploadFiles
        try await read("look for room") { (transaction: ReadTransaction) throws(StoreError) in
            try UploadRoom(transaction, files: files, limits: limits).check(adding: 0)
        }
    }

    /// Forgets an upload that is not finished, and its bytes.
    package func cancelUpload(_ id: UploadID) async throws(StoreError) {
        let isGone = try await write("cancel upload \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute("DELETE FROM uploads WHERE id = $1 AND state = 'receiving'", [.id(id)]) > 0
        }
        if isGone { uploadFiles.remove(id) }
    }

    /// Keeps nothing of an upload and remembers why.
    @discardableResult
    package func refuseUpload(_ id: UploadID, _ refusal: UploadRefusal) async throws(StoreError) -> Upload {
        let upload = try await step(id, .refuse(refusal))
        uploadFiles.remove(id)
        return upload
    }

    func step(_ id: UploadID, _ event: UploadEvent) async throws(StoreError) -> Upload {
        try await write("\(event) of upload \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            try Self.step(id, event, in: transaction)
        }
    }

    static func step(
        _ id: UploadID, _ event: UploadEvent, in transaction: WriteTransaction
    ) throws(StoreError) -> Upload {
        var upload = try existing(id, in: transaction)
        do {
            upload.state = try upload.state.taking(event)
        } catch {
            throw StoreError(.stepRefused, error.description)
        }
        upload.touched = transaction.now
        try UploadRecords.put(upload, in: transaction)
        return upload
    }

    static func existing(_ id: UploadID, in transaction: ReadTransaction) throws(StoreError) -> Upload {
        guard let upload = try UploadRecords.upload(id, in: transaction) else {
            throw StoreError(.notFound, "There is no upload \(id) in this newsroom.")
        }
        return upload
    }
}

/// What unfinished uploads take of the disk, and what there is.
private struct UploadRoom {
    let transaction: ReadTransaction
    let files: UploadFiles
    let limits: UploadLimits

    init(_ transaction: ReadTransaction, files: UploadFiles, limits: UploadLimits) {
        self.transaction = transaction
        self.files = files
        self.limits = limits
    }

    /// Throws where `bytes` more are too many; `length` is what the one upload will have, where that is more.
    func check(adding bytes: Int, length: Int? = nil) throws(StoreError) {
        guard max(bytes, length ?? 0) <= limits.mostBytes else {
            throw StoreError(
                .tooLarge, "The file has more than \(limits.mostBytes) bytes, which is the most that one may have.")
        }
        var promised = 0
        var awaited = 0
        for upload in try transaction.rows(UploadRecords.unfinished, [], UploadRecords.upload) {
            let here = files.size(of: upload.id) ?? 0
            promised += max(here, upload.length ?? 0)
            awaited += max(0, (upload.length ?? 0) - here)
        }
        guard promised + bytes <= limits.quotaBytes else {
            throw StoreError(
                .overQuota,
                "Unfinished uploads hold \(promised) of the \(limits.quotaBytes) bytes that they may have together. "
                    + "Finish or cancel some, or wait until they expire.")
        }
        guard try files.room() - awaited - bytes >= limits.reserve else {
            throw StoreError(.full, "The newsroom's disk has too little room for this file. Make room and try again.")
        }
    }
}
