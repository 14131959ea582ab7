package import NewsreelModel

/// A link to another story of the newsroom by its key, written `story:KEY` in Markdown and kept as `/-/story/KEY`
/// until the story is stored and the address is known.
package enum StoryLink {
    private static let prefix = "/-/story/"

    /// Nil for a key that cannot be one: only letters, digits, `.`, `_` and `-`.
    package static func path(_ key: String) -> LinkTarget? {
        guard isKey(key) else { return nil }
        return LinkTarget(prefix + key)
    }

    /// The key that `target` names; nil for every other link.
    package static func key(_ target: LinkTarget) -> String? {
        guard target.description.hasPrefix(prefix) else { return nil }
        let key = String(target.description.dropFirst(prefix.count))
        return isKey(key) ? key : nil
    }

    static func isKey(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 200
            && key.unicodeScalars.allSatisfy {
                $0 == "." || $0 == "_" || $0 == "-" || $0.properties.isAlphabetic
                    || $0.properties.numericType == .decimal
            }
    }
}

extension Block {
    /// The same block with every link passed through `map`; where it gives nil the text stays without a link.
    package func mappingLinks(_ map: (LinkTarget) -> LinkTarget?) -> Block? {
        func inlines(_ text: [Inline]) -> [Inline] {
            text.map { inline in
                Inline(
                    inline.text,
                    marks: inline.marks.compactMap { mark in
                        guard case .link(let target) = mark else { return mark }
                        return map(target).map(Mark.link)
                    })
            }
        }
        switch self {
        case .paragraph(let text): return .paragraph(inlines(text))
        case .heading(let level, let text): return .heading(level: level, inlines(text))
        case .quote(let paragraphs, let speaker): return .quote(paragraphs.map(inlines), speaker: speaker)
        case .list(let ordered, let items):
            return .list(ordered: ordered, items: items.map { $0.compactMap { $0.mappingLinks(map) } })
        case .aside(let title, let blocks):
            return .aside(title: title, blocks.compactMap { $0.mappingLinks(map) })
        case .embed(let embed):
            return map(embed.url).map { .embed(Embed(url: $0, title: embed.title, provider: embed.provider)) }
        case .image, .gallery, .video, .audio, .document, .rule: return self
        }
    }
}
