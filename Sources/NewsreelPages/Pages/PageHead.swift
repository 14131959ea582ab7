internal import NewsreelModel

/// What stands in a page's `<head>`: for browsers, search engines and the cards of other sites.
struct PageHead {
    var title: String
    /// The title for cards of other sites, which show the site's name themselves; nil is `title`.
    var cardTitle: String?
    var description: String?
    var canonical: SiteURL?
    /// Addresses of the same page in other editions, this one left out.
    var alternates: [SiteURL] = []
    var newer: SiteURL?
    var older: SiteURL?
    /// Feeds of what the page lists, beside the edition's own.
    var feeds: [(title: String, scope: FeedScope)] = []
    var isIndexed = true
    var openGraphType = "website"
    var image: (asset: MediaAsset, set: PictureSet)?
    var imageAlt: String?
    var article: StoryPage?
    /// JSON-LD.
    var structured: [UInt8] = []

    func fields(_ voice: EditionVoice, editions: [String: Edition]) -> Fields {
        let site = voice.site
        var fields = Fields()
        fields.text("title", title)
        fields.text("cardTitle", cardTitle ?? title)
        fields.text("description", description)
        fields.text("manifest", voice.path(.manifest))
        fields.text("siteName", voice.edition.masthead)
        fields.text("type", openGraphType)
        fields.text("locale", voice.locale.replacing("-", with: "_"))
        fields.flag("noindex", !isIndexed)
        if let canonical {
            fields.text("canonical", site.absolute(canonical))
        } else {
            fields.text("canonical", nil)
        }
        let same = canonical.map { [$0] + alternates } ?? []
        fields.list("alternates", alternates.isEmpty ? [] : links(same, site, editions))
        fields.text("newer", newer.map { site.path($0) })
        fields.text("older", older.map { site.path($0) })
        fields.list("feeds", feedLinks(voice))
        fields.group("image", nil)
        if let image, let rendition = image.set.nearest(1280) {
            var picture = Fields()
            picture.text("url", site.origin + RenditionAddress.path(of: rendition, media: image.asset.id, site: site))
            picture.text("type", rendition.mimeType)
            picture.text("width", String(rendition.width))
            picture.text("height", String(rendition.height))
            picture.text("alt", imageAlt)
            fields.group("image", picture)
        }
        fields.text("card", image == nil ? "summary" : "summary_large_image")
        fields.group("article", article.map { self.article($0, voice) })
        fields.text("structured", String(decoding: structured, as: UTF8.self))
        return fields
    }

    private func article(_ page: StoryPage, _ voice: EditionVoice) -> Fields {
        var fields = Fields()
        let content = page.story.content
        fields.text("published", page.story.publication.map { voice.local.machine($0.published) })
        fields.text("modified", page.story.publication?.updated.map { voice.local.machine($0) })
        fields.text("section", content.section.flatMap(voice.edition.section)?.name)
        fields.list("authors", content.bylines.map { Fields(["url": Shown(voice.absolute(.author($0.slug)))]) })
        fields.list("tags", content.tags.map { Fields(["name": Shown($0)]) })
        return fields
    }

    private func links(_ urls: [SiteURL], _ site: Site, _ editions: [String: Edition]) -> [Fields] {
        var links: [Fields] = []
        for url in urls {
            guard let code = url.edition, let edition = editions[code] else { continue }
            links.append(Fields(["language": Shown(edition.language), "href": Shown(site.absolute(url))]))
            if code == site.defaultEdition {
                links.append(Fields(["language": Shown("x-default"), "href": Shown(site.absolute(url))]))
            }
        }
        return links
    }

    private func feedLinks(_ voice: EditionVoice) -> [Fields] {
        var links: [Fields] = []
        for feed in feeds + [(voice.edition.masthead, .edition)] {
            for format in FeedFormat.allCases {
                links.append(
                    Fields([
                        "type": Shown(format.mediaType), "title": Shown(feed.title),
                        "href": Shown(voice.path(.feed(format, feed.scope))),
                    ]))
            }
        }
        return links
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
