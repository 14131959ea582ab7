import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Finds the files behind media addresses.
struct MediaFiles {
    let newsroom: Newsroom

    /// A rendition whose checksum begins with `version`; nil when there is none.
    func rendition(_ id: MediaID, version: String, name: String) async throws -> StoredFile? {
        guard let asset = try await newsroom.media([id])[id],
            let rendition = asset.renditions.first(where: { $0.name == name }),
            version == rendition.checksum.rawValue.prefix(Rendition.versionLength)
        else { return nil }
        return StoredFile(
            path: newsroom.blobs.path(of: rendition.checksum), bytes: rendition.bytes, mimeType: rendition.mimeType,
            checksum: rendition.checksum, isImmutable: true, downloadName: nil)
    }

    /// The original of a clip, a recording, a document or a picture that may be downloaded.
    func original(_ id: MediaID, filename: String) async throws -> StoredFile? {
        guard let asset = try await newsroom.media([id])[id], let original = asset.original,
            original.filename == filename,
            asset.kind != .image || asset.rights.download
        else { return nil }
        if case .failed = asset.state { return nil }
        let plays = asset.kind == .video || asset.kind == .audio
        return StoredFile(
            path: newsroom.blobs.path(of: original.checksum), bytes: original.bytes, mimeType: original.mimeType,
            checksum: original.checksum, isImmutable: false, downloadName: plays ? nil : original.filename)
    }
}
