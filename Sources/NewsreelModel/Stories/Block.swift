/// One block of a story's body. A body is a list of these and never markup.
package enum Block: Hashable, Sendable {
    case paragraph([Inline])
    /// `level` is 2 to 4.
    case heading(level: Int, [Inline])
    /// What somebody said, in paragraphs, and who said it.
    case quote([[Inline]], speaker: String?)
    /// Items hold blocks: paragraphs and further lists.
    case list(ordered: Bool, items: [[Block]])
    case image(MediaID)
    case gallery([MediaID])
    case video(MediaID)
    case audio(MediaID)
    case document(MediaID)
    case embed(Embed)
    case aside(title: String?, [Block])
    case rule
}

/// Something of another site, shown as a card that leads there.
package struct Embed: Hashable, Sendable, Codable {
    package var url: LinkTarget
    package var title: String
    /// The name of the other site, as readers know it.
    package var provider: String

    package init(url: LinkTarget, title: String, provider: String) {
        self.url = url
        self.title = title
        self.provider = provider
    }
}

extension Block {
    /// The media that this block places, in reading order.
    package var media: [MediaID] {
        switch self {
        case .image(let id), .video(let id), .audio(let id), .document(let id): [id]
        case .gallery(let ids): ids
        case .list(_, let items): items.flatMap { $0.flatMap(\.media) }
        case .aside(_, let blocks): blocks.flatMap(\.media)
        case .paragraph, .heading, .quote, .embed, .rule: []
        }
    }

    /// The text a reader reads, blocks inside blocks on lines of their own.
    package var plainText: String {
        switch self {
        case .paragraph(let text), .heading(_, let text): text.plainText
        case .quote(let paragraphs, let speaker):
            (paragraphs.map(\.plainText) + [speaker].compactMap { $0 }).joined(separator: "\n")
        case .list(_, let items): items.map { $0.map(\.plainText).joined(separator: "\n") }.joined(separator: "\n")
        case .aside(let title, let blocks):
            ([title].compactMap { $0 } + blocks.map(\.plainText)).joined(separator: "\n")
        case .embed(let embed): embed.title
        case .image, .gallery, .video, .audio, .document, .rule: ""
        }
    }

    /// The same block with every media identity passed through `map`; media that it maps to nil are dropped.
    package func mappingMedia(_ map: (MediaID) -> MediaID?) -> Block? {
        switch self {
        case .image(let id): return map(id).map(Block.image)
        case .video(let id): return map(id).map(Block.video)
        case .audio(let id): return map(id).map(Block.audio)
        case .document(let id): return map(id).map(Block.document)
        case .gallery(let ids):
            let kept = ids.compactMap(map)
            return kept.isEmpty ? nil : .gallery(kept)
        case .list(let ordered, let items):
            return .list(ordered: ordered, items: items.map { $0.compactMap { $0.mappingMedia(map) } })
        case .aside(let title, let blocks):
            return .aside(title: title, blocks.compactMap { $0.mappingMedia(map) })
        case .paragraph, .heading, .quote, .embed, .rule: return self
        }
    }
}
