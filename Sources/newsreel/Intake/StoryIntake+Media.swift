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
            let original = try original(path)
            kept.kind = original.format.kind
            kept.original = original.file
        } catch let failure as CommandFailure {
            diagnostics.append(Diagnostic(.warning, "media-unreadable", failure.description))
        }
        return kept
    }

    /// A medium handed in with `--media`; its own file says what the options leave out, once it has been read.
    func keep(_ media: HandedMedia, number: Int) async throws -> MediaImport {
        let original = try original(URL(fileURLWithPath: media.file).path)
        var caption = media.caption
        var credit = CreditChain()
        if let given = media.credit {
            credit = CreditParser.credit(given)
        } else if let given = media.caption {
            (caption, credit) = CreditParser.parse(given)
        }
        return MediaImport(
            id: MediaID(rawValue: "handed\(number + 1)"), kind: original.format.kind, caption: caption, credit: credit,
            alt: media.alt, focus: nil, rights: MediaRights(download: original.format.kind == .document),
            original: original.file)
    }

    /// Puts a file into the blob store; throws in words when it is nothing that Newsreel takes.
    private func original(_ path: String) throws -> (file: Original, format: FileFormat) {
        let name = URL(fileURLWithPath: path).lastPathComponent
        do {
            let format = try FileFormat.of(file: path)
            let blob = try newsroom.blobs.put(file: path)
            return (
                Original(checksum: blob.checksum, bytes: blob.bytes, mimeType: format.mimeType, filename: name), format
            )
        } catch let error as MediaError {
            throw CommandFailure("\(name): \(error.message)")
        } catch let error as StoreError {
            throw CommandFailure("\(name): \(error.message)")
        }
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
