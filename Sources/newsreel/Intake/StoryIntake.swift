import Foundation
import NewsreelImport
import NewsreelMedia
import NewsreelModel
import NewsreelStore

/// Takes files of raw material into a newsroom: reads each, keeps its media, stores its story.
struct StoryIntake {
    let newsroom: Newsroom
    let site: Site
    let editions: [Edition]
    let edition: Edition
    let format: ImportFormat
    let publishes: Bool
    let mostBytes: Int
    /// Folders in which media that a story names are looked for, besides the ones beside the story.
    var mediaFolders: [String] = []
    /// Whole days added to every time of the material.
    var shiftedDays = 0

    /// What a story of this run is known by before all of them are stored.
    private struct Entry {
        let edition: String
        let sourceKey: String
        let path: String?
        let translationOf: String?
    }

    /// A story whose text names others, kept until the others are known.
    private struct Waiting {
        let source: SourceFile
        let story: ImportedStory
    }

    /// Takes in `sources` in order and hands each result to `report`; stories that name others come last.
    func take(_ sources: [SourceFile], handed: [HandedMedia], report: (IntakeResult) throws -> Void) async throws {
        let importer = Importer(edition: edition, editions: editions, now: newsroom.clock.now)
        var known: [String: [Entry]] = [:]
        var waiting: [Waiting] = []
        for source in sources {
            let imported: ImportedStory
            do {
                var read = try importer.importStory(
                    try source.read(atMost: mostBytes), name: source.name, format: format)
                shift(&read)
                imported = read
            } catch let error as ImportError {
                try report(.failed(source.name, error.diagnostics))
                continue
            } catch let failure as CommandFailure {
                try report(.failed(source.name, [Diagnostic(.error, "unreadable", failure.description)]))
                continue
            }
            known[source.stem, default: []].append(
                Entry(
                    edition: imported.edition, sourceKey: source.key, path: predictedPath(imported),
                    translationOf: imported.translationOf))
            if imported.storyLinks.isEmpty, imported.relatedKeys.isEmpty {
                try report(await store(imported, of: source, handed: handed, known: [:]))
            } else {
                waiting.append(Waiting(source: source, story: imported))
            }
        }
        for one in waiting {
            try report(await store(one.story, of: one.source, handed: handed, known: known))
        }
        // A story can only name as related what is stored already, so those that name later ones are stored once more.
        for one in waiting where !one.story.relatedKeys.isEmpty {
            _ = await store(one.story, of: one.source, handed: handed, known: known)
        }
    }

    private func store(
        _ imported: ImportedStory, of source: SourceFile, handed: [HandedMedia], known: [String: [Entry]]
    ) async -> IntakeResult {
        var diagnostics = imported.diagnostics
        var content = imported.story
        func entry(_ key: String, in edition: String) -> Entry? { known[key]?.first { $0.edition == edition } }
        if !imported.storyLinks.isEmpty {
            content.body = content.body.compactMap { block in
                block.mappingLinks { target in
                    guard let key = StoryLink.key(target) else { return target }
                    return entry(key, in: imported.edition)?.path.flatMap { LinkTarget($0) }
                }
            }
            for key in imported.storyLinks where entry(key, in: imported.edition) == nil {
                diagnostics.append(
                    Diagnostic(
                        .warning, "unknown-story",
                        "The text links to the story “\(key)”, which is not among the files; the link is left out."))
            }
        }
        do {
            var media: [MediaImport] = []
            for one in imported.media { media.append(try await keep(one, beside: source, &diagnostics)) }
            for (number, one) in handed.enumerated() {
                let handed = try await keep(one, number: number)
                if case .new(let item, _) = handed { media.append(item) }
                content.media.append(handed.use)
                if content.lead == nil, handed.kind != .document {
                    content.lead = handed.use.media
                } else {
                    content.body.append(Self.block(handed.use.media, handed.kind))
                }
            }
            content.body = Self.withoutOpeningLead(content)
            let outcome = try await newsroom.importStory(
                StoryImport(
                    edition: imported.edition, sourceKey: source.key, content: content, published: imported.published,
                    updated: imported.updated, corrections: imported.corrections, media: media,
                    translationKey: "source:" + (imported.translationOf ?? source.stem),
                    relatedKeys: imported.relatedKeys.compactMap { entry($0, in: imported.edition)?.sourceKey }),
                publish: publishes)
            if let refusal = outcome.refusal {
                diagnostics.append(Diagnostic(.warning, "not-published", refusal.message))
            }
            let kept = try await newsroom.media(for: outcome.story)
            return .stored(
                source.name, outcome.story, media: kept, url: outcome.story.url.map(site.absolute),
                zone: editions.first { $0.code == imported.edition }?.zone ?? .utc, diagnostics)
        } catch let failure as CommandFailure {
            return .failed(source.name, diagnostics + [Diagnostic(.error, "media-unreadable", failure.description)])
        } catch let error as StoreError {
            return .failed(source.name, diagnostics + [Diagnostic(.error, error.code.rawValue, error.message)])
        } catch {
            return .failed(
                source.name, diagnostics + [Diagnostic(.error, "not-stored", "The story could not be stored: \(error)")]
            )
        }
    }

    /// The body without a lead that it begins with: the page shows the lead above the text already.
    private static func withoutOpeningLead(_ content: StoryContent) -> [Block] {
        guard let lead = content.lead, let first = content.body.first, first.media == [lead] else {
            return content.body
        }
        return Array(content.body.dropFirst())
    }

    /// Where the story will stand, as far as its own text tells.
    private func predictedPath(_ story: ImportedStory) -> String? {
        guard let zone = editions.first(where: { $0.code == story.edition })?.zone else { return nil }
        let day = zone.local(story.published ?? newsroom.clock.now).day
        return site.path(SiteURL(edition: story.edition, .story(day: day, slug: story.story.slug)))
    }

    private func shift(_ story: inout ImportedStory) {
        guard shiftedDays != 0 else { return }
        let seconds = Double(shiftedDays) * 86_400
        story.published = story.published?.adding(seconds: seconds)
        story.updated = story.updated?.adding(seconds: seconds)
        story.corrections = story.corrections.map { Correction(at: $0.at.adding(seconds: seconds), note: $0.note) }
    }

    private static func block(_ id: MediaID, _ kind: MediaKind) -> Block {
        switch kind {
        case .image: .image(id)
        case .video: .video(id)
        case .audio: .audio(id)
        case .document: .document(id)
        }
    }
}
