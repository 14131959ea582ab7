import Foundation
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// One media job: the original out of the blob store, its renditions and facts back into the newsroom.
struct MediaWork: Sendable {
    let newsroom: Newsroom
    let workshop: MediaWorkshop
    let job: Job
    let worker: String

    func run() async throws {
        guard let asset = try await newsroom.media(job.media) else { return }
        guard let original = asset.original else {
            throw MediaError(.unreadable, "There is no file for this picture or clip yet.")
        }
        let file = newsroom.blobs.path(of: original.checksum)
        switch job.work {
        case .renditions: try await first(asset, file)
        case .compactRenditions: try await compact(asset, file)
        }
    }

    private func first(_ asset: MediaAsset, _ file: String) async throws {
        let facts = try await workshop.identify(file: file)
        let embedded = try await workshop.readMetadata(file: file, facts: facts)
        _ = try await newsroom.setFindings(
            asset.id,
            MediaFindings(
                kind: facts.kind, mimeType: facts.mimeType, width: facts.width, height: facts.height,
                duration: facts.duration,
                captured: embedded.captured, caption: embedded.caption, credit: embedded.credit))
        if case .needsConversion(let reason)? = facts.playback { throw MediaError(.unsupported, reason) }
        if facts.kind == .image || facts.kind == .video {
            let described = try await newsroom.media(asset.id) ?? asset
            let work = try await make(.first, described, facts, embedded, file)
            if let preview = work { _ = try await newsroom.setFindings(asset.id, MediaFindings(preview: preview)) }
        }
        _ = try await newsroom.markReady(asset.id)
        if facts.kind == .image || facts.kind == .video {
            _ = try await newsroom.enqueue(.compactRenditions, media: asset.id, priority: 200)
        }
    }

    private func compact(_ asset: MediaAsset, _ file: String) async throws {
        let facts = try await workshop.identify(file: file)
        let embedded = try await workshop.readMetadata(file: file, facts: facts)
        _ = try await make(.compact, asset, facts, embedded, file)
    }

    /// Makes a set of renditions and keeps them; returns the inline preview where the set has one.
    private func make(
        _ set: RenditionSet, _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws -> String? {
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        let stamp = embedded.overlaid(by: asset)
        let report: (Double) async -> Void = { fraction in
            _ = try? await newsroom.progress(job.id, worker: worker, fraction: fraction, lease: MediaWorker.lease)
        }
        let work =
            facts.kind == .video
            ? try await workshop.posterRenditions(
                file: file, facts: facts, focus: asset.focus, stamp: stamp, into: folder.path, which: set,
                progress: report)
            : try await workshop.pictureRenditions(
                file: file, facts: facts, focus: asset.focus, stamp: stamp, into: folder.path, which: set,
                progress: report)
        var renditions: [Rendition] = []
        for made in work.renditions {
            let blob = try newsroom.blobs.put(file: made.path)
            renditions.append(
                Rendition(
                    name: made.name, purpose: made.purpose, mimeType: made.mimeType, width: made.width,
                    height: made.height,
                    bytes: blob.bytes, checksum: blob.checksum))
        }
        _ = try await newsroom.addRenditions(asset.id, renditions)
        return work.preview
    }
}
