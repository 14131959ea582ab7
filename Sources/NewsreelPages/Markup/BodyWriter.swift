internal import NewsreelModel

/// Writes a story's blocks as HTML; there is no way through it for markup of anybody's own.
struct BodyWriter {
    let voice: EditionVoice
    let media: [MediaID: MediaAsset]
    let uses: [MediaID: MediaUse]
    /// Writes for readers elsewhere: plain figures, addresses in full.
    let isFeed: Bool
    private(set) var html: HTMLWriter
    private let figures: MediaFigures
    private var headingLevel = 1
    private var groups = 0

    init(
        voice: EditionVoice, story: Story, media: [MediaID: MediaAsset], uses: [MediaID: MediaUse],
        captions: [MediaID: [CaptionTrack]] = [:], isFeed: Bool = false
    ) {
        self.voice = voice
        self.media = media
        self.uses = uses
        figures = MediaFigures(voice: voice, story: story, captions: captions)
        self.isFeed = isFeed
        html = HTMLWriter(capacity: 16_384)
    }

    /// Blocks stand at most this deep in one another; what is deeper is left out.
    private static let deepest = 12

    mutating func write(_ blocks: [Block], depth: Int = 0) {
        guard depth < Self.deepest else { return }
        for block in blocks { write(block, depth: depth) }
    }

    private mutating func write(_ block: Block, depth: Int) {
        switch block {
        case .paragraph(let text):
            guard !text.isEmpty else { return }
            element("p", text)
        case .heading(let level, let text): heading(level, text)
        case .quote(let paragraphs, let speaker): quote(paragraphs, speaker)
        case .list(let ordered, let items): list(ordered, items, depth: depth)
        case .image(let id), .video(let id), .audio(let id), .document(let id): figure(id)
        case .gallery(let ids): gallery(ids)
        case .embed(let embed): self.embed(embed)
        case .aside(let title, let blocks): aside(title, blocks, depth: depth)
        case .rule: html.markup("<hr>\n")
        }
    }

    private mutating func element(_ name: StaticString, _ text: [Inline]) {
        html.markup("<")
        html.markup(name)
        direction(text)
        html.markup(">")
        html.inlines(text, site: voice.site, isAbsolute: isFeed)
        html.markup("</")
        html.markup(name)
        html.markup(">\n")
    }

    private mutating func direction(_ text: [Inline]) {
        let plain = text.count == 1 ? text[0].text : text.plainText
        if let direction = TextDirection.override(plain, in: voice.edition.direction) {
            html.attribute("dir", direction.rawValue)
        }
    }

    /// Never more than one level below the heading before it, the page's being the first.
    private mutating func heading(_ level: Int, _ text: [Inline]) {
        headingLevel = min(min(4, max(2, level)), headingLevel + 1)
        switch headingLevel {
        case 2: element("h2", text)
        case 3: element("h3", text)
        default: element("h4", text)
        }
    }

    private mutating func quote(_ paragraphs: [[Inline]], _ speaker: String?) {
        html.markup("<blockquote class=\"quote\">")
        for text in paragraphs {
            html.markup("<p")
            direction(text)
            html.markup(">")
            html.inlines(text, site: voice.site, isAbsolute: isFeed)
            html.markup("</p>")
        }
        if let speaker, !speaker.isEmpty {
            html.markup("<footer>")
            if let comma = speaker.firstRange(of: ", ") {
                html.text(speaker[..<comma.lowerBound])
                html.markup(", <cite>")
                html.text(speaker[comma.upperBound...])
                html.markup("</cite>")
            } else {
                html.text(speaker)
            }
            html.markup("</footer>")
        }
        html.markup("</blockquote>\n")
    }

    private mutating func list(_ ordered: Bool, _ items: [[Block]], depth: Int) {
        guard !items.isEmpty else { return }
        html.markup(ordered ? "<ol>\n" : "<ul>\n")
        for item in items {
            html.markup("<li>")
            if case .paragraph(let text)? = item.first {
                html.inlines(text, site: voice.site, isAbsolute: isFeed)
                if item.count > 1 { html.markup("\n") }
                write(Array(item.dropFirst()), depth: depth + 1)
            } else {
                write(item, depth: depth + 1)
            }
            html.markup("</li>\n")
        }
        html.markup(ordered ? "</ol>\n" : "</ul>\n")
    }

    private mutating func figure(_ id: MediaID) {
        guard let asset = media[id] else { return }
        if isFeed { return figures.feedFigure(asset, use: uses[id], into: &html) }
        groups += 1
        figures.figure(asset, use: uses[id], group: "m\(groups)", into: &html)
    }

    private mutating func gallery(_ ids: [MediaID]) {
        let assets = ids.compactMap { media[$0] }
        guard !assets.isEmpty else { return }
        if isFeed {
            for asset in assets { figures.feedFigure(asset, use: uses[asset.id], into: &html) }
            return
        }
        groups += 1
        headingLevel = 2
        figures.gallery(assets, uses: uses, number: groups, into: &html)
    }

    private mutating func aside(_ title: String?, _ blocks: [Block], depth: Int) {
        html.markup("<aside class=\"aside\"")
        if let title { html.attribute("aria-label", title) }
        html.markup(">")
        if let title, !title.isEmpty { heading(2, [Inline(title)]) }
        write(blocks, depth: depth + 1)
        html.markup("</aside>\n")
    }

    private mutating func embed(_ embed: Embed) {
        html.markup("<figure class=\"embed\"")
        if !isFeed, let player = ExternalPlayer(embed.url) {
            html.attribute("data-frame", player.address)
            html.attribute("data-shape", player.shape.rawValue)
            html.attribute("data-load", voice.strings(.embedLoad, ["site": embed.provider]))
        }
        html.markup("><a")
        html.attribute("href", embed.url.description)
        html.markup(" rel=\"noopener noreferrer\" target=\"_blank\"><span class=\"embed-site\">")
        html.text(embed.provider)
        html.markup("</span><b>")
        html.text(embed.title)
        html.markup("</b></a></figure>\n")
    }
}
