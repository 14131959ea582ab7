internal import NewsreelModel

/// What a page's `<head>` says to search engines, feed readers and the cards of other sites; a theme's template holds the rest.
struct PageHead {
    var title: String
    /// The title for cards of other sites, which show the site's name themselves; nil is `title`.
    var cardTitle: String?
    var description: String?
    var canonical: SiteURL?
    /// Addresses of the same page in other editions, this one left out.
    var alternates: [SiteURL] = []
    /// The story whose updates an open page listens to.
    var liveStory: StoryID?
    var newer: SiteURL?
    var older: SiteURL?
    /// Feeds of what the page lists, beside the edition's own.
    var feeds: [(title: String, scope: FeedScope)] = []
    var isIndexed = true
    /// Shown within pages of other sites: it has no feeds, no card and no other languages.
    var isFramed = false
    /// Other sites may ask how to show the canonical address (oembed.com §4).
    var isEmbeddable = false
    /// The clip or recording that leads the page.
    var playback: Playback?
    var openGraphType = "website"
    var image: (asset: MediaAsset, set: PictureSet)?
    var imageAlt: String?
    var article: Article?
    /// JSON-LD.
    var structured: [UInt8] = []

    /// What Open Graph says of an article beyond its card.
    struct Article {
        var publication: Publication?
        var section: String?
        var authors: [String]
        var tags: [String]
    }

    func markup(_ voice: EditionVoice, editions: [String: Edition]) -> String {
        var html = HTMLWriter(capacity: 4096 + structured.count)
        addresses(voice, editions, &html)
        if isFramed { return html.string }
        card(voice, &html)
        if let playback { film(playback, voice.site, &html) }
        if let article { properties(of: article, voice, &html) }
        // `<`, `>` and `&` are escaped in the data, so that it cannot end the element (HTML §4.12.1.3).
        if !structured.isEmpty {
            html.markup("<script type=\"application/ld+json\">")
            html.made(structured)
            html.markup("</script>\n")
        }
        return html.string
    }

    private func addresses(_ voice: EditionVoice, _ editions: [String: Edition], _ html: inout HTMLWriter) {
        let site = voice.site
        if !isIndexed { html.markup("<meta name=\"robots\" content=\"noindex\">\n") }
        if let canonical {
            html.link("canonical", site.absolute(canonical))
            if !alternates.isEmpty {
                for url in [canonical] + alternates { alternate(url, site, editions, &html) }
            }
            if isEmbeddable { discovery(site.absolute(canonical), site, &html) }
        }
        if isFramed { return }
        if let newer { html.link("prev", site.path(newer)) }
        if let older { html.link("next", site.path(older)) }
        for feed in feeds { Self.feeds(feed.title, feed.scope, voice, &html) }
        Self.feeds(voice.edition.masthead, .edition, voice, &html)
    }

    private func discovery(_ address: String, _ site: Site, _ html: inout HTMLWriter) {
        for format in OEmbedFormat.allCases {
            let request = OEmbedRequest(url: address, format: format.rawValue)
            html.markup("<link rel=\"alternate\"")
            html.attribute("type", format.discoveryType)
            html.attribute("title", cardTitle ?? title)
            html.attribute("href", site.absolute(SiteURL(edition: nil, .oembed(request))))
            html.markup(">\n")
        }
    }

    /// The default edition's page is also the one for readers of any other language.
    private func alternate(_ url: SiteURL, _ site: Site, _ editions: [String: Edition], _ html: inout HTMLWriter) {
        guard let edition = url.edition.flatMap({ editions[$0] }) else { return }
        let address = site.absolute(url)
        for language in edition.code == site.defaultEdition ? [edition.language, "x-default"] : [edition.language] {
            html.markup("<link rel=\"alternate\"")
            html.attribute("hreflang", language)
            html.attribute("href", address)
            html.markup(">\n")
        }
    }

    private static func feeds(_ title: String, _ scope: FeedScope, _ voice: EditionVoice, _ html: inout HTMLWriter) {
        for format in FeedFormat.allCases {
            html.markup("<link rel=\"alternate\"")
            html.attribute("type", format.mediaType)
            html.attribute("title", title)
            html.attribute("href", voice.path(.feed(format, scope)))
            html.markup(">\n")
        }
    }

    private func card(_ voice: EditionVoice, _ html: inout HTMLWriter) {
        html.property("og:site_name", voice.edition.masthead)
        html.property("og:type", openGraphType)
        html.property("og:title", cardTitle ?? title)
        html.property("og:description", description)
        html.property("og:url", canonical.map { voice.site.absolute($0) })
        html.property("og:locale", voice.locale.replacing("-", with: "_"))
        if let image,
            let rendition = image.asset.renditions.first(where: { $0.purpose == .crop }) ?? image.set.nearest(1280)
        {
            let path = RenditionAddress.path(of: rendition, media: image.asset.id, site: voice.site)
            html.property("og:image", voice.site.origin + path)
            html.property("og:image:type", rendition.mimeType)
            html.property("og:image:width", String(rendition.width))
            html.property("og:image:height", String(rendition.height))
            html.property("og:image:alt", imageAlt)
        }
        html.markup("<meta name=\"twitter:card\"")
        html.attribute("content", image == nil ? "summary" : "summary_large_image")
        html.markup(">\n")
    }

    /// `og:video` and `og:audio` (ogp.me): the file that plays anywhere.
    private func film(_ playback: Playback, _ site: Site, _ html: inout HTMLWriter) {
        let address = site.origin + playback.path(site)
        let secure = address.hasPrefix("https:") ? address : nil
        guard playback.asset.kind == .video else {
            html.property("og:audio", address)
            html.property("og:audio:secure_url", secure)
            html.property("og:audio:type", playback.file.mimeType)
            return
        }
        html.property("og:video", address)
        html.property("og:video:secure_url", secure)
        html.property("og:video:type", playback.file.mimeType)
        html.property("og:video:width", String(playback.size.width))
        html.property("og:video:height", String(playback.size.height))
        html.property("og:video:duration", playback.seconds.map(String.init))
    }

    private func properties(of article: Article, _ voice: EditionVoice, _ html: inout HTMLWriter) {
        if let publication = article.publication {
            html.property("article:published_time", voice.local.machine(publication.published))
            html.property("article:modified_time", publication.updated.map { voice.local.machine($0) })
        }
        html.property("article:section", article.section)
        for author in article.authors { html.property("article:author", author) }
        for tag in article.tags { html.property("article:tag", tag) }
    }
}

extension HTMLWriter {
    fileprivate mutating func property(_ name: StaticString, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        markup("<meta property=\"")
        markup(name)
        markup("\"")
        attribute("content", value)
        markup(">\n")
    }

    fileprivate mutating func link(_ relation: StaticString, _ address: String) {
        markup("<link rel=\"")
        markup(relation)
        markup("\"")
        attribute("href", address)
        markup(">\n")
    }
}

extension FeedFormat {
    /// Without parameters, as links name it.
    var mediaType: String {
        switch self {
        case .rss: "application/rss+xml"
        case .atom: "application/atom+xml"
        case .json: "application/feed+json"
        }
    }
}
