import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Thrown for the files of what only withdrawn stories show.
struct Withdrawn: Error {}

/// Finds the files behind media addresses.
struct MediaFiles {
    let newsroom: Newsroom

    /// A rendition whose checksum begins with `version`; nil when there is none.
    func rendition(_ id: MediaID, version: String, name: String) async throws -> StoredFile? {
        guard let asset = try await newsroom.media([id])[id],
            let rendition = asset.renditions.first(where: { $0.name == name }),
            version == rendition.checksum.rawValue.prefix(Rendition.versionLength)
        else { return nil }
        guard try await !newsroom.isWithdrawn(id) else { throw Withdrawn() }
        return StoredFile(
            path: newsroom.blobs.path(of: rendition.checksum), bytes: rendition.bytes, mimeType: rendition.mimeType,
            checksum: rendition.checksum, isImmutable: true, downloadName: nil, isForAnySite: true)
    }

    /// The address of what was made anew since a page with this one was opened; nil for the parts of a stream and of a file
    /// that plays, whose places mean nothing in another version, and for what is no reader's any more.
    func successor(_ id: MediaID, version: String, name: String, isPart: Bool) async throws -> SiteURL? {
        guard version.utf8.count == Rendition.versionLength,
            let rendition = try await newsroom.media([id])[id]?.renditions.first(where: { $0.name == name })
        else { return nil }
        switch rendition.purpose {
        case .picture, .poster, .crop: break
        case .progressive where !isPart: break
        default: return nil
        }
        return try await newsroom.isWithdrawn(id) ? nil : RenditionAddress.url(of: rendition, media: id)
    }

    /// True for playlists, indexes and drawings, which are worth compressing, up to a length that memory can keep.
    static func isText(_ file: StoredFile) -> Bool {
        file.bytes <= 4 << 20 && Compressed.isCompressible(file.mimeType)
    }

    /// The file as a page, so that it is compressed once; nil where its blob is gone.
    func text(_ file: StoredFile, of id: MediaID) -> RenderedPage? {
        newsroom.blobs.bytes(of: file.checksum).map {
            RenderedPage(
                contentType: file.mimeType, body: $0, dependsOn: [Dependency.media(id)], freshness: .immutable,
                audience: .anySite)
        }
    }

    /// The original of a document, or of a picture that may be downloaded. Clips and recordings are handed out as they
    /// were made for readers: those carry the credit and not the place.
    func original(_ id: MediaID, filename: String) async throws -> StoredFile? {
        guard let asset = try await newsroom.media([id])[id], let original = asset.original,
            original.filename == filename,
            asset.kind == .document || asset.kind == .image && asset.rights.download
        else { return nil }
        if case .failed = asset.state { return nil }
        guard try await !newsroom.isWithdrawn(id) else { throw Withdrawn() }
        return StoredFile(
            path: newsroom.blobs.path(of: original.checksum), bytes: original.bytes, mimeType: original.mimeType,
            checksum: original.checksum, isImmutable: false, downloadName: original.filename)
    }
}
