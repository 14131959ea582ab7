import NewsreelModel

/// Writes the captions of one clip or recording, and says that whoever shows it has to look again.
struct CaptionWriter {
    private let transaction: WriteTransaction
    private let asset: MediaAsset

    init(_ media: MediaID, _ transaction: WriteTransaction) throws(StoreError) {
        self.transaction = transaction
        asset = try MediaRecords.existing(media, in: transaction)
        guard asset.isPlayed else {
            throw StoreError(.invalid, "Only clips and recordings have captions, and \(media) is neither.")
        }
    }

    private func track(_ key: CaptionKey) throws(StoreError) -> CaptionTrack? {
        try CaptionRecords.tracks(of: [asset.id], in: transaction)[asset.id]?.first { $0.key == key }
    }

    /// The captions that are there, in the version that somebody knows.
    func existing(_ key: CaptionKey, _ version: String? = nil) throws(StoreError) -> CaptionTrack {
        guard let track = try track(key) else {
            throw StoreError(.notFound, "\(asset.id) has no \(key.words).")
        }
        guard let version, try track.version != version else { return track }
        throw StoreError(
            .conflict, "Somebody else changed these captions while you worked on them. Compare, and save again.")
    }

    func needFree(_ key: CaptionKey) throws(StoreError) {
        guard try track(key) != nil else { return }
        throw StoreError(
            .alreadyExists,
            "There are \(key.words) already. Open them to change them, or choose another language or kind.")
    }

    func put(_ track: CaptionTrack) throws(StoreError) {
        try CaptionRecords.put(track, of: asset.id, in: transaction)
        try MediaWriter(transaction).noteChange(of: asset.id, words: true)
    }

    func remove(_ key: CaptionKey) throws(StoreError) {
        try transaction.execute(
            "DELETE FROM captions WHERE media = $1 AND kind = $2 AND language = $3",
            [.id(asset.id), .text(key.kind.rawValue), .text(key.language.rawValue)])
        try MediaWriter(transaction).noteChange(of: asset.id, words: true)
    }

    func log(_ what: String, by actor: Actor) throws(StoreError) {
        try transaction.log(
            .captionsChanged, of: "\(asset.original?.filename ?? asset.id.rawValue): \(what)", by: actor)
    }
}

extension CaptionTrack {
    /// Names these very words, times and names, so that whoever writes over them says that they have read them.
    package var version: String {
        get throws(StoreError) {
            var hash = BlobHash()
            try StoredJSON.bytes(["\(key)", label, WebVTT.write(self)]).withUnsafeBytes { hash.update($0) }
            return String(try hash.checksum().rawValue.prefix(16))
        }
    }

    /// Throws in words for a cue that no player shows. Files may have some, which readers of them say; people who write
    /// cues mean them to be seen.
    package func checkCues() throws(StoreError) {
        for (index, cue) in cues.enumerated() {
            guard let fault = cue.fault else { continue }
            throw StoreError(.invalid, "Cue \(index + 1) \(fault)")
        }
    }

    /// The same with a label and its cues in the order of their times.
    func asKept() throws(StoreError) -> CaptionTrack {
        let limits = CaptionLimits()
        guard !cues.isEmpty else {
            throw StoreError(.invalid, "There is no cue left. Delete the captions if the clip is to have none.")
        }
        guard cues.count <= limits.cues else {
            throw StoreError(
                .invalid, "There are \(cues.count) cues; captions may have \(limits.cues). Join short cues.")
        }
        var kept = self
        // By place as well, so that cues of one moment keep their order.
        kept.cues = cues.indices.sorted { (cues[$0].start, $0) < (cues[$1].start, $1) }.map { cues[$0] }
        kept.label = String(
            label.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingWhitespace().prefix(100))
        if kept.label.isEmpty { kept.label = language.ownName }
        let bytes = WebVTT.write(kept).utf8.count
        guard bytes <= limits.bytes else {
            throw StoreError(.invalid, "The captions have \(bytes) bytes; captions may have \(limits.bytes).")
        }
        return kept
    }
}

extension Cue {
    /// Why no player shows it, as the end of a sentence that begins with its name.
    fileprivate var fault: String? {
        let times = "\(WebVTT.timestamp(start)) --> \(WebVTT.timestamp(end))"
        if start < 0 { return "begins before the clip does." }
        if end <= start { return "ends before it begins, or with it: \(times)." }
        if end > 1_000_000_000 { return "ends later than any clip: \(times)." }
        if text.allSatisfy(\.isWhitespace) { return "has no words (\(times)). Write some, or delete it." }
        return nil
    }
}
