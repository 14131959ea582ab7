package import NewsreelModel

/// What was found in a file; nil fields stay what they are.
package struct MediaFindings: Hashable, Sendable {
    package var kind: MediaKind?
    /// By content.
    package var mimeType: String?
    /// Upright, in pixels.
    package var width: Int?
    package var height: Int?
    /// Milliseconds.
    package var duration: Int?
    package var captured: Timestamp?
    package var place: CapturePlace?
    package var preview: String?
    /// Words of the file's own metadata, taken only where the desk has given none.
    package var caption: String?
    package var credit: CreditChain?
    package var usage: String?

    package init(
        kind: MediaKind? = nil, mimeType: String? = nil, width: Int? = nil, height: Int? = nil, duration: Int? = nil,
        captured: Timestamp? = nil, place: CapturePlace? = nil, preview: String? = nil, caption: String? = nil,
        credit: CreditChain? = nil,
        usage: String? = nil
    ) {
        self.kind = kind
        self.mimeType = mimeType
        self.width = width
        self.height = height
        self.duration = duration
        self.captured = captured
        self.place = place
        self.preview = preview
        self.caption = caption
        self.credit = credit
        self.usage = usage
    }
}

extension Newsroom {
    /// Assets with their renditions; those that are not there are left out.
    package func media(_ ids: [MediaID]) async throws(StoreError) -> [MediaID: MediaAsset] {
        try await read("read media") { (transaction: ReadTransaction) throws(StoreError) in
            try MediaRecords.assets(ids, in: transaction)
        }
    }

    package func media(_ id: MediaID) async throws(StoreError) -> MediaAsset? { try await media([id])[id] }

    /// Everything that a story shows.
    package func media(for story: Story) async throws(StoreError) -> [MediaID: MediaAsset] {
        try await media(story.content.media.map(\.media))
    }

    /// Assets with this very file.
    package func media(checksum: Checksum) async throws(StoreError) -> [MediaID] {
        try await read("find media by checksum") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows("SELECT id FROM media WHERE checksum = $1 ORDER BY id", [.text(checksum.rawValue)]) {
                (row: borrowing RowView) in row.id(0)
            }
        }
    }

    /// A new asset under an identity of its own; with a file its renditions are put in the queue.
    package func addMedia(_ item: MediaImport) async throws(StoreError) -> MediaAsset {
        try await write("add media") { (transaction: WriteTransaction) throws(StoreError) in
            try MediaWriter(transaction).add(item)
        }
    }

    /// Gives an asset its file, in place of one that it had, and puts its renditions in the queue.
    package func fill(_ id: MediaID, original: Original) async throws(StoreError) -> MediaAsset {
        try await write("fill media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            try MediaWriter(transaction).fill(id, original: original)
        }
    }

    /// Keeps what was found in the file.
    @discardableResult
    package func setFindings(_ id: MediaID, _ findings: MediaFindings) async throws(StoreError) -> MediaAsset {
        try await change(id, "keep what was found in") { asset in asset.take(findings) }
    }

    /// Keeps renditions, each in place of one of the same name, with what was found in the file; the asset is ready.
    @discardableResult
    package func markReady(
        _ id: MediaID, renditions: [Rendition] = [], findings: MediaFindings = MediaFindings()
    ) async throws(StoreError) -> MediaAsset {
        try await write("make media \(id) ready") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            for rendition in renditions { try MediaRecords.put(rendition, of: id, in: transaction) }
            var asset = old
            asset.take(findings)
            asset.state = .ready
            try MediaWriter(transaction).put(asset, replacing: old)
            return try MediaRecords.existing(id, in: transaction)
        }
    }

    /// Adds renditions, each in place of one of the same name; the asset's state stays what it is.
    @discardableResult
    package func addRenditions(_ id: MediaID, _ renditions: [Rendition]) async throws(StoreError) -> MediaAsset {
        try await write("add renditions to media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try MediaRecords.existing(id, in: transaction)
            for rendition in renditions { try MediaRecords.put(rendition, of: id, in: transaction) }
            try MediaWriter(transaction).noteChange(of: id)
            return try MediaRecords.existing(id, in: transaction)
        }
    }

    /// Adds renditions, each in place of one of the same name and all in place of those that serve `purposes`.
    @discardableResult
    package func replaceRenditions(
        _ id: MediaID, for purposes: [Rendition.Purpose], with renditions: [Rendition],
        findings: MediaFindings = MediaFindings()
    ) async throws(StoreError) -> MediaAsset {
        try await write("replace renditions of media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            for purpose in purposes {
                try transaction.execute(
                    "DELETE FROM renditions WHERE media = $1 AND purpose = $2", [.id(id), .text(purpose.rawValue)])
            }
            for rendition in renditions { try MediaRecords.put(rendition, of: id, in: transaction) }
            var asset = old
            asset.take(findings)
            try MediaWriter(transaction).put(asset, replacing: old)
            return try MediaRecords.existing(id, in: transaction)
        }
    }

    /// Chooses the still of a clip (nil leaves it to Newsreel) and queues the making of it.
    @discardableResult
    package func choosePoster(_ id: MediaID, _ choice: PosterChoice?) async throws(StoreError) -> MediaAsset {
        try await write("choose the still of media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            guard old.kind == .video, old.original != nil else {
                throw StoreError(.invalid, "Only a clip has a still that stands for it, and \(id) is none.")
            }
            if case .moment(let milliseconds) = choice, let duration = old.duration, milliseconds >= duration {
                throw StoreError(
                    .invalid, "The clip is over by then: it plays for \(Double(duration) / 1000) seconds.")
            }
            var asset = old
            asset.poster = choice
            try MediaWriter(transaction).put(asset, replacing: old)
            _ = try JobQueue(transaction).enqueue(.poster, media: id, anew: true)
            return asset
        }
    }

    /// Says whether readers may know where a picture or clip was taken; throws where nobody knows it.
    @discardableResult
    package func showPlace(_ id: MediaID, _ isPublic: Bool) async throws(StoreError) -> MediaAsset {
        try await write("show the place of media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            guard old.place != nil else {
                throw StoreError(.invalid, "The file of \(id) does not say where it was taken.")
            }
            var asset = old
            asset.place?.isPublic = isPublic
            return try MediaWriter(transaction).put(asset, replacing: old)
        }
    }

    /// Assets in the order in which they came, the newest first.
    package func recentMedia(
        kind: MediaKind? = nil, limit: Int = 100
    ) async throws(StoreError) -> [MediaAsset] {
        try await read("list media") { (transaction: ReadTransaction) throws(StoreError) in
            let condition = kind == nil ? "" : "WHERE kind = $2"
            let ids: [MediaID] = try transaction.rows(
                "SELECT id FROM media \(condition) ORDER BY created_ms DESC, id DESC LIMIT $1",
                [.integer(limit)] + (kind.map { [SQLValue.text($0.rawValue)] } ?? [])
            ) { (row: borrowing RowView) in row.id(0) }
            let found = try MediaRecords.assets(ids, in: transaction)
            return ids.compactMap { found[$0] }
        }
    }

    @discardableResult
    package func markProcessing(_ id: MediaID) async throws(StoreError) -> MediaAsset {
        try await change(id, "begin work on") { asset in asset.state = .processing }
    }

    /// `reason` is shown to a reporter.
    @discardableResult
    package func markFailed(_ id: MediaID, reason: String) async throws(StoreError) -> MediaAsset {
        try await change(id, "give up on") { asset in asset.state = .failed(reason: reason) }
    }

    /// What the desk says of an asset; nil fields stay what they are.
    @discardableResult
    package func describe(
        _ id: MediaID, caption: String? = nil, credit: CreditChain? = nil, alt: String? = nil,
        rights: MediaRights? = nil
    ) async throws(StoreError) -> MediaAsset {
        try await change(id, "describe") { asset in
            asset.caption = caption ?? asset.caption
            asset.credit = credit ?? asset.credit
            asset.alt = alt ?? asset.alt
            asset.rights = rights ?? asset.rights
        }
    }

    /// The point that crops keep; nil is the middle.
    @discardableResult
    package func setFocus(_ id: MediaID, _ focus: FocalPoint?) async throws(StoreError) -> MediaAsset {
        try await change(id, "set the focus of") { asset in asset.focus = focus }
    }

    private func change(
        _ id: MediaID, _ verb: String, _ body: @Sendable @escaping (inout MediaAsset) -> Void
    ) async throws(StoreError) -> MediaAsset {
        try await write("\(verb) media \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try MediaRecords.existing(id, in: transaction)
            var asset = old
            body(&asset)
            return asset == old ? old : try MediaWriter(transaction).put(asset, replacing: old)
        }
    }
}

extension MediaAsset {
    mutating func take(_ findings: MediaFindings) {
        kind = findings.kind ?? kind
        if let type = findings.mimeType { original?.mimeType = type }
        width = findings.width ?? width
        height = findings.height ?? height
        duration = findings.duration ?? duration
        captured = findings.captured ?? captured
        // What the desk decided of the place it knows stays.
        place = place ?? findings.place
        preview = findings.preview ?? preview
        caption = caption ?? findings.caption
        if credit.isEmpty, let found = findings.credit { credit = found }
        rights.usage = rights.usage ?? findings.usage
    }
}
