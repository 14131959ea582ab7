/// The JSON of a block: an object with `type` and what that type holds.
extension Block: Codable {
    private enum Key: String, CodingKey {
        case type, level, text, paragraphs, speaker, ordered, items, media, title, blocks, url, provider
    }

    /// How deep blocks may stand inside blocks.
    package static let deepest = 8

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard decoder.codingPath.count <= Self.deepest * 4 else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "blocks stand more than \(Self.deepest) deep")
        }
        let type = try container.decode(String.self, forKey: .type)
        switch type {
        case "paragraph": self = .paragraph(try container.decode([Inline].self, forKey: .text))
        case "heading":
            let level = try container.decode(Int.self, forKey: .level)
            self = .heading(level: min(4, max(2, level)), try container.decode([Inline].self, forKey: .text))
        case "quote":
            self = .quote(
                try container.decode([[Inline]].self, forKey: .paragraphs),
                speaker: try container.decodeIfPresent(String.self, forKey: .speaker))
        case "list":
            self = .list(
                ordered: try container.decodeIfPresent(Bool.self, forKey: .ordered) ?? false,
                items: try container.decode([[Block]].self, forKey: .items))
        case "image": self = .image(try container.decode(MediaID.self, forKey: .media))
        case "gallery": self = .gallery(try container.decode([MediaID].self, forKey: .media))
        case "video": self = .video(try container.decode(MediaID.self, forKey: .media))
        case "audio": self = .audio(try container.decode(MediaID.self, forKey: .media))
        case "document": self = .document(try container.decode(MediaID.self, forKey: .media))
        case "embed":
            self = .embed(
                Embed(
                    url: try container.decode(LinkTarget.self, forKey: .url),
                    title: try container.decode(String.self, forKey: .title),
                    provider: try container.decode(String.self, forKey: .provider)))
        case "aside":
            self = .aside(
                title: try container.decodeIfPresent(String.self, forKey: .title),
                try container.decode([Block].self, forKey: .blocks))
        case "rule": self = .rule
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no block is called \(type)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(typeName, forKey: .type)
        switch self {
        case .paragraph(let text): try container.encode(text, forKey: .text)
        case .heading(let level, let text):
            try container.encode(level, forKey: .level)
            try container.encode(text, forKey: .text)
        case .quote(let paragraphs, let speaker):
            try container.encode(paragraphs, forKey: .paragraphs)
            try container.encodeIfPresent(speaker, forKey: .speaker)
        case .list(let ordered, let items):
            try container.encode(ordered, forKey: .ordered)
            try container.encode(items, forKey: .items)
        case .image(let id), .video(let id), .audio(let id), .document(let id):
            try container.encode(id, forKey: .media)
        case .gallery(let ids): try container.encode(ids, forKey: .media)
        case .embed(let embed):
            try container.encode(embed.url, forKey: .url)
            try container.encode(embed.title, forKey: .title)
            try container.encode(embed.provider, forKey: .provider)
        case .aside(let title, let blocks):
            try container.encodeIfPresent(title, forKey: .title)
            try container.encode(blocks, forKey: .blocks)
        case .rule: break
        }
    }

    private var typeName: String {
        switch self {
        case .paragraph: "paragraph"
        case .heading: "heading"
        case .quote: "quote"
        case .list: "list"
        case .image: "image"
        case .gallery: "gallery"
        case .video: "video"
        case .audio: "audio"
        case .document: "document"
        case .embed: "embed"
        case .aside: "aside"
        case .rule: "rule"
        }
    }
}
