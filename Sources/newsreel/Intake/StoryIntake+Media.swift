import Foundation
import NewsreelImport
import NewsreelMedia
import NewsreelModel
import NewsreelStore

extension StoryIntake {
    /// A medium that the material names, with its file kept where there is one beside the material.
    func keep(
        _ media: ImportedMedia, beside source: SourceFile, _ diagnostics: inout [Diagnostic]
    ) async throws -> MediaImport {
        var kept = MediaImport(
            id: media.id, kind: media.kind, caption: media.caption, credit: media.credit, alt: media.alt,
            focus: media.focus, rights: MediaRights(download: media.download))
        guard let name = media.file else { return kept }
        guard let path = find(name, beside: source) else {
            diagnostics.append(
                Diagnostic(.warning, "media-missing", "“\(name)” is not beside the story; its place is kept for it."))
            return kept
        }
        do {
            let original = try MediaFile.keep(path, in: newsroom)
            kept.kind = original.format.kind
            kept.original = original.original
        } catch let failure as CommandFailure {
            diagnostics.append(Diagnostic(.warning, "media-unreadable", failure.description))
        }
        let captions = captions(of: media, kind: kept.kind, beside: source, &diagnostics)
        if !captions.isEmpty { kept.captions = captions }
        return kept
    }

    /// The captions that the material names for a clip or recording; those that cannot be had are warned of.
    private func captions(
        of media: ImportedMedia, kind: MediaKind, beside source: SourceFile, _ diagnostics: inout [Diagnostic]
    ) -> [CaptionTrack] {
        if !media.captions.isEmpty, kind != .video, kind != .audio {
            diagnostics.append(
                Diagnostic(
                    .warning, "captions-unused",
                    "Only clips and recordings have captions, and “\(media.file ?? "")” is neither."))
            return []
        }
        var tracks: [CaptionTrack] = []
        for named in media.captions {
            guard let path = find(named.file, beside: source) else {
                diagnostics.append(
                    Diagnostic(.warning, "media-missing", "The captions “\(named.file)” are not beside the story."))
                continue
            }
            do {
                let read = try CaptionSource(file: path, language: named.language).read()
                diagnostics += read.diagnostics.filter { $0.severity > .note }
                    .map { Diagnostic($0.severity, $0.code, "\(named.file): \($0.message)") }
                tracks.append(read.track(.captions, language: named.language, label: named.language.ownName))
            } catch {
                diagnostics.append(Diagnostic(.warning, "captions-unreadable", "\(error)"))
            }
        }
        return tracks
    }

    /// A medium handed in with `--media`; its own file says what the options leave out, once it has been read. One that
    /// the newsroom has already is named by its identity.
    func keep(_ media: HandedMedia, number: Int) async throws -> HandedResult {
        if !FileManager.default.fileExists(atPath: media.file),
            let known = try await newsroom.media(MediaID(rawValue: media.file))
        {
            guard media.credit == nil else {
                throw CommandFailure(
                    "\(known.id) has its credit already: \(known.credit.text). Leave --credit out; newsreel media add is where it is given."
                )
            }
            return .known(known, MediaUse(known.id, caption: media.caption, alt: media.alt, autoplay: media.autoplay))
        }
        let kept = try MediaFile.keep(URL(fileURLWithPath: media.file).path, in: newsroom)
        let words = MediaFile.words(caption: media.caption, credit: media.credit)
        let id = MediaID(rawValue: "handed\(number + 1)")
        return .new(
            MediaImport(
                id: id, kind: kept.format.kind, caption: words.caption, credit: words.credit, alt: media.alt,
                focus: nil, rights: MediaRights(download: kept.format.kind == .document), original: kept.original),
            MediaUse(id, autoplay: media.autoplay))
    }

    /// The file that a story means by `name`: beside it or in one of the media folders, and never outside them.
    private func find(_ name: String, beside source: SourceFile) -> String? {
        let folders = [source.folder, source.folder.map { $0 + "/media" }].compactMap { $0 } + mediaFolders
        for folder in folders {
            let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
            let path = URL(fileURLWithPath: root).appending(path: name).resolvingSymlinksInPath().path
            guard path.hasPrefix(root + "/"), FileManager.default.isReadableFile(atPath: path) else { continue }
            return path
        }
        return nil
    }
}

/// What a `--media` turned out to be, and how the story shows it.
enum HandedResult {
    case new(MediaImport, MediaUse)
    case known(MediaAsset, MediaUse)

    var use: MediaUse {
        switch self {
        case .new(_, let use), .known(_, let use): use
        }
    }

    var kind: MediaKind {
        switch self {
        case .new(let item, _): item.kind
        case .known(let asset, _): asset.kind
        }
    }
}
