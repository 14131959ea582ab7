import FoundationEssentials
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// All that the editor has to know to open a story without asking again; the page carries it as JSON.
struct EditorData: Encodable, Sendable {
    struct Person: Encodable, Sendable {
        let id: UserID
        let name: String
        let isEditor: Bool
    }

    struct Place: Encodable, Sendable {
        let code: String
        let name: String
        let language: String
        let direction: String
    }

    struct Asset: Encodable, Sendable {
        let id: MediaID
        let kind: MediaKind
        let title: String
        let thumbnail: String?
        let caption: String?
        let alt: String?
        let credit: String
        let state: String
    }

    struct Copy: Encodable, Sendable {
        let version: Int
        let saved: Timestamp
        let content: StoryContent
    }

    struct SiteFacts: Encodable, Sendable {
        let name: String
        let origin: String
        let tagline: String
    }

    let me: Person
    let story: StoryAnswer
    let copy: Copy?
    let media: [Asset]
    let editions: [Place]
    let sections: [Section]
    /// The address with `SLUG` where its name goes.
    let address: String
    /// The name in the address is still made from the headline.
    let followsHeadline: Bool
    let site: SiteFacts
    let related: [String: String]
    /// The zone in which the page writes its times, and what people call it.
    let zone: String
    let zoneName: String

    /// The same as text for a page.
    func json() throws -> String { String(decoding: try APIAnswer.bytes(self), as: UTF8.self) }
}

extension EditorData.Asset {
    init(_ asset: MediaAsset, site: Site) {
        id = asset.id
        kind = asset.kind
        title = asset.caption ?? asset.original?.filename ?? asset.kind.rawValue
        thumbnail = Self.still(asset).map { site.path(RenditionAddress.url(of: $0, media: asset.id)) }
        caption = asset.caption
        alt = asset.alt
        credit = asset.credit.text
        state = asset.state.name
    }

    /// The smallest picture that is sharp in the text.
    private static func still(_ asset: MediaAsset) -> Rendition? {
        let whole = asset.renditions
            .filter { $0.isWholePicture && ["image/jpeg", "image/webp"].contains($0.mimeType) }
            .sorted { $0.width < $1.width }
        return whole.first { $0.width >= 900 } ?? whole.last ?? asset.renditions.first { $0.purpose == .waveform }
    }
}

extension Desk {
    /// What the editor of a story is opened with.
    func editorData(_ story: Story, for user: User) async throws -> EditorData {
        let editions = try await newsroom.editions()
        let edition = editions.first { $0.code == story.edition }
        let copy = try await newsroom.workingCopy(of: story.id, by: user.id)
        var ids = story.content.media.map(\.media)
        ids += (copy?.content.media ?? []).map(\.media).filter { !ids.contains($0) }
        let media = try await newsroom.media(ids)
        let content = story.content
        let day = story.publication?.day ?? (edition?.zone ?? .utc).local(clock.now).day
        let related = try await newsroom.stories(content.related + (copy?.content.related ?? []))
        return EditorData(
            me: .init(id: user.id, name: user.name, isEditor: user.role >= .editor),
            story: StoryAnswer(story, site: site),
            copy: copy.map { .init(version: $0.version, saved: $0.saved, content: $0.content) },
            media: ids.compactMap { media[$0] }.map { .init($0, site: site) },
            editions: editions.map {
                .init(code: $0.code, name: $0.name, language: $0.language, direction: $0.direction.rawValue)
            },
            sections: edition?.sections ?? [],
            address: site.path(SiteURL(edition: story.edition, .story(day: day, slug: "SLUG"))),
            followsHeadline: story.publication == nil
                && (content.headline.isEmpty || content.slug == Slug.make(content.headline)),
            site: .init(
                name: edition?.masthead ?? "", origin: site.origin, tagline: edition?.tagline ?? ""),
            related: Dictionary(related.map { ($0.id.rawValue, $0.content.headline) }) { first, _ in first },
            zone: (edition?.zone ?? .utc).identifier, zoneName: (edition?.zone ?? .utc).name)
    }
}
