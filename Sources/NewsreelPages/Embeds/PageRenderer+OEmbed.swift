internal import NewsreelModel

extension PageRenderer {
    /// How another site shows a story (oembed.com §2.3): a clip or recording in a frame, any other as a link with a picture.
    package func oembed(_ page: OEmbedPage) -> RenderedPage {
        let answer = OEmbedAnswer(page, voice(page.story.edition))
        return RenderedPage(
            contentType: page.format.contentType, body: page.format == .json ? answer.json() : answer.xml(),
            dependsOn: [Dependency.story(page.story.id)] + (page.asset.map { [Dependency.media($0.id)] } ?? []),
            freshness: .seconds(OEmbedAnswer.cacheAge), audience: .anySite)
    }
}

/// The members of an oEmbed answer, in both forms.
struct OEmbedAnswer {
    /// Seconds that others may keep it.
    static let cacheAge = 3600

    private let members: [(name: StaticString, value: Value)]

    private enum Value {
        case text(String)
        case number(Int)
    }

    init(_ page: OEmbedPage, _ voice: EditionVoice) {
        let content = page.story.content
        let playback = page.asset.flatMap { Playback($0) }
        var members: [(StaticString, Value)] = [("version", .text("1.0"))]
        let type = playback == nil ? "link" : playback?.asset.kind == .video ? "video" : "rich"
        members += [("type", .text(type)), ("title", .text(content.headline))]
        if !content.bylines.isEmpty {
            members.append(("author_name", .text(voice.credits.join(content.bylines.map(\.name)))))
        }
        if content.bylines.count == 1 {
            members.append(("author_url", .text(voice.absolute(.author(content.bylines[0].slug)))))
        }
        members += [
            ("provider_name", .text(voice.edition.masthead)), ("provider_url", .text(voice.absolute(.front))),
            ("cache_age", .number(Self.cacheAge)),
        ]
        if let asset = page.asset, let picture = Self.thumbnail(asset, page) {
            members += [
                (
                    "thumbnail_url",
                    .text(voice.site.origin + RenditionAddress.path(of: picture, media: asset.id, site: voice.site))
                ), ("thumbnail_width", .number(picture.width)), ("thumbnail_height", .number(picture.height)),
            ]
        }
        if let playback {
            let size = Self.size(of: playback, page)
            members += [
                ("width", .number(size.width)), ("height", .number(size.height)),
                ("html", .text(Self.frame(playback, size, page, voice))),
            ]
        }
        self.members = members
    }

    func json() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            for (name, value) in members {
                switch value {
                case .text(let text): json.member(name, text)
                case .number(let number): json.member(name, number)
                }
            }
        }
        return json.bytes
    }

    func xml() -> [UInt8] {
        var xml = XMLWriter()
        xml.open("oembed")
        for (name, value) in members {
            switch value {
            case .text(let text): xml.element(name, text)
            case .number(let number): xml.element(name, String(number))
            }
        }
        xml.close("oembed")
        return xml.bytes
    }

    /// The largest that fits the room, up to what a card shows.
    private static func thumbnail(_ asset: MediaAsset, _ page: OEmbedPage) -> Rendition? {
        let width = min(page.maxWidth ?? 1280, 1280)
        guard let set = PictureSet(asset) else { return nil }
        let shown = set.plain.isEmpty ? set.webp : set.plain
        return shown.last { $0.width <= width && $0.height <= page.maxHeight ?? .max }
    }

    /// As large as the room, in the clip's own shape; recordings are as high as their player.
    private static func size(of playback: Playback, _ page: OEmbedPage) -> (width: Int, height: Int) {
        if playback.asset.kind == .audio { return (min(page.maxWidth ?? 640, 1280), min(page.maxHeight ?? 200, 200)) }
        let isFree = page.maxWidth == nil && page.maxHeight == nil
        let width = min(page.maxWidth ?? (isFree ? 640 : 1280), 1920)
        let height = min(page.maxHeight ?? (isFree ? 640 : 720), 1920)
        let clip = playback.size
        let scale = min(Double(width) / Double(clip.width), Double(height) / Double(clip.height))
        func fitted(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
        return (fitted(clip.width), fitted(clip.height))
    }

    private static func frame(
        _ playback: Playback, _ size: (width: Int, height: Int), _ page: OEmbedPage, _ voice: EditionVoice
    ) -> String {
        let url = voice.url(.embed(playback.asset.id))
        var html = HTMLWriter(capacity: 512)
        html.markup("<iframe")
        html.attribute(
            "src", voice.site.origin + (page.second.map { voice.site.path(url, second: $0) } ?? voice.site.path(url)))
        html.attribute("width", size.width)
        html.attribute("height", size.height)
        html.attribute("title", page.story.content.headline)
        html.markup(" allow=\"autoplay; clipboard-write; fullscreen; picture-in-picture; web-share\"")
        html.markup(" allowfullscreen loading=\"lazy\" style=\"border:0\"></iframe>")
        return html.string
    }
}
