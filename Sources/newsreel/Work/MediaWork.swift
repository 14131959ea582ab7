import Foundation
import Logging
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// One media job: the original out of the blob store, its renditions and facts back into the newsroom.
///
/// A job may be done over after a crash, so each part asks first whether its renditions are there already.
struct MediaWork: Sendable {
    let newsroom: Newsroom
    let workshop: MediaWorkshop
    let job: Job
    /// Takes how much is done, 0 to 1.
    let report: @Sendable (Double) async -> Void
    let logger: Logger

    func run() async throws {
        guard let asset = try await newsroom.media(job.media) else { return }
        guard let original = asset.original else {
            throw MediaError(.unreadable, "There is no file for this picture or clip yet.")
        }
        let file = newsroom.blobs.path(of: original.checksum)
        let facts = try await workshop.identify(file: file)
        let embedded = try await workshop.readMetadata(file: file, facts: facts)
        switch job.work {
        case .renditions: try await first(asset, facts, embedded, file)
        case .stream: try await stream(asset, facts, embedded, file)
        case .poster: try await poster(asset, facts, embedded, file)
        case .compactRenditions: try await still(.compact, asset, facts, embedded, file)
        case .stamp: try await stamp(asset, facts, embedded)
        }
    }

    /// What readers get first: the picture, or the clip or recording as soon as it can be played, then its still.
    private func first(
        _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws {
        let described = try await newsroom.setFindings(
            asset.id,
            MediaFindings(
                kind: facts.kind, mimeType: facts.mimeType, width: facts.width, height: facts.height,
                duration: facts.duration, captured: embedded.captured, place: embedded.place,
                caption: embedded.caption, credit: embedded.credit))
        if facts.kind == .video || facts.kind == .audio {
            if !asset.renditions.contains(where: { $0.purpose == .progressive }) {
                try await firstClip(described, facts, embedded, file)
            }
            _ = try await newsroom.enqueue(.stream, media: asset.id)
        }
        if facts.kind == .image || facts.kind == .video {
            if !asset.renditions.contains(where: \.isWholePicture) || asset.preview == nil {
                try await still(.first, described, facts, embedded, file)
            }
            _ = try await newsroom.enqueue(.compactRenditions, media: asset.id, priority: 200)
        }
        _ = try await newsroom.markReady(asset.id)
    }

    private func firstClip(
        _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws {
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        let made = try await workshop.firstClip(
            file: file, facts: facts, stamp: embedded.overlaid(by: asset), into: folder.path,
            progress: { await report(0.7 * $0) })
        // From here on a story can show it, whatever is still to come.
        let kept = try keep(made)
        _ = try await newsroom.markReady(asset.id, renditions: [kept])
        note([kept])
    }

    /// The adaptive stream of a clip; of a recording, the form in which all browsers play it.
    private func stream(
        _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws {
        guard !asset.renditions.contains(where: { $0.name.hasPrefix("play.") }) else { return }
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        let stamp = embedded.overlaid(by: asset)
        var renditions: [Rendition] = []
        if facts.kind == .audio {
            let made = try await workshop.sound(
                file: file, facts: facts, stamp: stamp, into: folder.path, progress: report)
            renditions = [try keep(made.progressive), try keep(made.waveform)]
        } else {
            let made = try await workshop.stream(
                file: file, facts: facts, stamp: stamp, into: folder.path, progress: { await report(0.97 * $0) })
            for variant in made.variants {
                var rung = try keep(variant.file)
                rung.stream = variant.facts
                renditions.append(rung)
                renditions.append(
                    try keep(
                        variant.playlist.text(uri: Self.beside(rung)), variant.playlistName, .playlist,
                        "application/vnd.apple.mpegurl"))
            }
            renditions.append(try keep(made.progressive))
            if let board = made.storyboard {
                let sheet = try keep(board.sheet)
                renditions.append(sheet)
                renditions.append(
                    try keep(
                        board.storyboard.index(uri: Self.beside(sheet)), "storyboard.vtt", .storyboardIndex, "text/vtt")
                )
            }
        }
        _ = try await newsroom.addRenditions(asset.id, renditions)
        note(renditions)
    }

    /// The still that the desk chose, in place of the one that was there.
    private func poster(
        _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws {
        // Of a picture there is no choice of a still: its own renditions are made anew.
        if facts.kind == .image {
            try await still(.first, asset, facts, embedded, file)
            _ = try await newsroom.enqueue(.compactRenditions, media: asset.id, priority: 200, anew: true)
            return
        }
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        let work = try await workshop.posterRenditions(
            file: file, facts: facts, from: posterSource(asset), focus: asset.focus,
            stamp: embedded.overlaid(by: asset), into: folder.path, progress: report)
        let renditions = try work.renditions.map(keep)
        _ = try await newsroom.replaceRenditions(
            asset.id, for: [.poster, .crop], with: renditions, findings: MediaFindings(preview: work.preview))
        note(renditions)
        _ = try await newsroom.enqueue(.compactRenditions, media: asset.id, priority: 200, anew: true)
    }

    /// The files of a clip or recording that readers download say what the desk says now; nothing is coded again.
    private func stamp(_ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata) async throws {
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        var renditions: [Rendition] = []
        for rendition in asset.renditions where rendition.purpose == .progressive {
            let made = try await workshop.stamped(
                rendition, file: newsroom.blobs.path(of: rendition.checksum), stamp: embedded.overlaid(by: asset),
                milliseconds: facts.duration ?? 0, into: folder.path)
            renditions.append(try keep(made))
        }
        _ = try await newsroom.addRenditions(asset.id, renditions)
        note(renditions)
    }

    private func posterSource(_ asset: MediaAsset) -> PosterSource {
        switch asset.poster {
        case .moment(let milliseconds): .moment(milliseconds)
        case .picture(let checksum): .picture(newsroom.blobs.path(of: checksum))
        case nil: .best
        }
    }

    /// A set of a picture's renditions, or of a clip's still.
    private func still(
        _ set: RenditionSet, _ asset: MediaAsset, _ facts: MediaFacts, _ embedded: EmbeddedMetadata, _ file: String
    ) async throws {
        let folder = try WorkFolder(in: workshop.temporaryFolder)
        defer { folder.remove() }
        let stamp = embedded.overlaid(by: asset)
        let work: PictureWork
        if facts.kind == .video {
            work = try await workshop.posterRenditions(
                file: file, facts: facts, from: posterSource(asset), focus: asset.focus, stamp: stamp,
                into: folder.path, which: set, progress: { await report(set == .first ? 0.7 + 0.3 * $0 : $0) })
        } else {
            work = try await workshop.pictureRenditions(
                file: file, facts: facts, focus: asset.focus, stamp: stamp, into: folder.path, which: set,
                progress: report)
        }
        let renditions = try work.renditions.map(keep)
        _ = try await newsroom.replaceRenditions(
            asset.id, for: [], with: renditions, findings: MediaFindings(preview: work.preview))
        note(renditions)
    }

    /// Says which renditions are in the newsroom from now on.
    private func note(_ renditions: [Rendition]) {
        logger.info("renditions kept", metadata: ["names": "\(renditions.map(\.name).joined(separator: " "))"])
    }

    /// Moves a finished file into the blob store.
    private func keep(_ made: MadeRendition) throws -> Rendition {
        let blob = try newsroom.blobs.take(file: made.path)
        return Rendition(
            name: made.name, purpose: made.purpose, mimeType: made.mimeType, width: made.width, height: made.height,
            bytes: blob.bytes, checksum: blob.checksum)
    }

    private func keep(
        _ text: String, _ name: String, _ purpose: Rendition.Purpose, _ mimeType: String
    ) throws -> Rendition {
        let blob = try newsroom.blobs.put(Array(text.utf8))
        return Rendition(
            name: name, purpose: purpose, mimeType: mimeType, width: 0, height: 0, bytes: blob.bytes,
            checksum: blob.checksum)
    }

    /// The address of a rendition as seen from another of the same asset; the two differ in their versions and names.
    private static func beside(_ rendition: Rendition) -> String {
        "../\(rendition.checksum.rawValue.prefix(Rendition.versionLength))/\(rendition.name)"
    }
}
