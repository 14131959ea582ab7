internal import NewsreelModel

/// A story as all three formats tell it.
struct FeedEntry {
    /// A file that goes with a story.
    struct Enclosure {
        let asset: MediaAsset
        let url: String
        let type: String
        let bytes: Int
        let width: Int
        let height: Int
        let caption: String?
        let credit: String
        /// The adaptive stream of a clip.
        var stream: String?
        /// The page with its player.
        var player: String?

        var seconds: Int? { asset.duration.map { max(1, ($0 + 500) / 1000) } }
    }

    let id: String
    let url: String
    let title: String
    let summary: String?
    /// HTML with addresses in full.
    let content: String
    let published: Timestamp
    let updated: Timestamp
    let authors: [(name: String, url: String)]
    let categories: [String]
    let enclosures: [Enclosure]
    let image: Enclosure?

    /// Nil for a story that was never published.
    init?(_ item: FeedItem, voice: EditionVoice, isFull: Bool) {
        let story = item.story
        guard let publication = story.publication, let address = story.url else { return nil }
        let content = story.content
        id = Self.tag(story.id.rawValue, day: publication.day, site: voice.site)
        url = voice.site.absolute(address)
        title = content.headline
        summary = content.standfirst
        published = publication.published
        updated = max(publication.updated ?? publication.published, publication.published)
        authors = content.bylines.map { ($0.name, voice.absolute(.author($0.slug))) }
        categories = [content.section.flatMap(voice.edition.section)?.name].compactMap { $0 } + content.tags

        let uses = Dictionary(content.media.map { ($0.media, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<MediaID> = []
        var enclosures: [Enclosure] = []
        for id in [content.lead].compactMap({ $0 }) + content.body.flatMap(\.media) where seen.insert(id).inserted {
            if let asset = item.media[id], let enclosure = Self.enclosure(asset, uses[id], voice) {
                enclosures.append(enclosure)
            }
        }
        self.enclosures = enclosures
        image = enclosures.first { $0.type.hasPrefix("image/") }
        self.content = Self.content(item, uses, voice, isFull: isFull)
    }

    /// A tag URI (RFC 4151): stays what it is when the address changes.
    static func tag(_ name: String, day: LocalDay, site: Site) -> String {
        "tag:\(host(site)),\(day):\(name)"
    }

    static func host(_ site: Site) -> String {
        let rest = site.origin.firstRange(of: "://").map { site.origin[$0.upperBound...] } ?? site.origin[...]
        return String(rest.prefix { $0 != ":" && $0 != "/" })
    }

    private static func content(
        _ item: FeedItem, _ uses: [MediaID: MediaUse], _ voice: EditionVoice, isFull: Bool
    ) -> String {
        let content = item.story.content
        var body = BodyWriter(voice: voice, story: item.story, media: item.media, uses: uses, isFeed: true)
        if let lead = content.lead { body.write([.image(lead)]) }
        if let standfirst = content.standfirst, !standfirst.isEmpty {
            body.write([.paragraph([Inline(standfirst, marks: isFull ? [.strong] : [])])])
        }
        if isFull {
            body.write(content.body)
            for update in item.updates {
                let line = voice.local.dateTime(update.at) + ": " + update.headline
                body.write([.heading(level: 3, [Inline(line)])] + update.body)
                body.write(
                    update.corrections.map { correction in
                        .paragraph([
                            Inline(voice.local.dateTime(correction.at) + ": " + correction.note, marks: [.emphasis])
                        ])
                    })
            }
            for correction in item.story.corrections {
                body.write([
                    .paragraph([
                        Inline(voice.local.dateTime(correction.at) + ": " + correction.note, marks: [.emphasis])
                    ])
                ])
            }
        } else if content.standfirst == nil {
            body.write(content.body.prefix(1).filter { if case .paragraph = $0 { true } else { false } })
        }
        return body.html.string
    }

    private static func enclosure(_ asset: MediaAsset, _ use: MediaUse?, _ voice: EditionVoice) -> Enclosure? {
        let caption = use?.caption ?? asset.caption
        let credit = voice.credits.text(asset.credit, kind: asset.kind)
        if asset.kind == .image {
            guard let picture = PictureSet(asset)?.largest else { return nil }
            return Enclosure(
                asset: asset,
                url: voice.site.origin + RenditionAddress.path(of: picture, media: asset.id, site: voice.site),
                type: picture.mimeType, bytes: picture.bytes, width: picture.width, height: picture.height,
                caption: caption, credit: credit)
        }
        guard let file = voice.file(asset) else { return nil }
        let playback = Playback(asset)
        return Enclosure(
            asset: asset, url: voice.site.origin + file.path, type: file.type, bytes: file.bytes,
            width: asset.width ?? 0, height: asset.height ?? 0, caption: caption, credit: credit,
            stream: playback?.stream(voice.site).map { voice.site.origin + $0 },
            player: playback.map { voice.absolute(.embed($0.asset.id)) })
    }
}
