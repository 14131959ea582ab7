internal import NewsreelModel

extension PageRenderer {
    /// A feed of an edition, a section or a tag; fifty stories at most.
    package func feed(_ feed: Feed) -> RenderedPage {
        let voice = voice(feed.edition)
        let entries = feed.items.prefix(50).compactMap {
            FeedEntry($0, voice: voice, isFull: publisher.fullFeeds)
        }
        let channel = FeedChannel(
            feed: feed, voice: voice, entries: entries, logo: site.origin + theme.assetRoot + "icon-512.png")
        let body: [UInt8]
        let type: String
        switch feed.format {
        case .rss:
            body = channel.rss()
            type = "application/rss+xml; charset=utf-8"
        case .atom:
            body = channel.atom()
            type = "application/atom+xml; charset=utf-8"
        case .json:
            body = channel.json()
            type = "application/feed+json; charset=utf-8"
        }
        let scope: String
        switch feed.scope {
        case .edition: scope = Dependency.stories(feed.edition)
        case .section(let slug): scope = Dependency.section(feed.edition, slug)
        case .tag(let slug): scope = Dependency.tag(feed.edition, slug)
        }
        var media: Set<MediaID> = []
        for entry in entries { media.formUnion(entry.enclosures.map(\.asset.id)) }
        return RenderedPage(
            contentType: type, body: body, lastModified: entries.map(\.updated).max(),
            dependsOn: [scope]
                + feed.items.prefix(50).map { Dependency.story($0.story.id) } + media.sorted().map(Dependency.media),
            freshness: .revalidated)
    }
}

/// A feed's head and its entries, written in one of the formats.
struct FeedChannel {
    let feed: Feed
    let voice: EditionVoice
    let entries: [FeedEntry]
    let logo: String

    private var title: String {
        feed.name.map { voice.strings(.formatTitle, ["page": $0, "name": voice.edition.masthead]) }
            ?? voice.edition.masthead
    }

    private var description: String {
        voice.edition.tagline ?? voice.strings(.feedStories, ["name": title])
    }

    /// Whose the stories are, and what others may do with them.
    private var rights: String {
        let words = voice.strings(.footerRights, ["name": voice.owner])
        return voice.publisher.licence.map { "\(words) · \($0)" } ?? words
    }

    private var home: String {
        switch feed.scope {
        case .edition: voice.absolute(.front)
        case .section(let slug): voice.absolute(.section(slug))
        case .tag(let slug): voice.absolute(.tag(slug))
        }
    }

    private var address: String { voice.absolute(.feed(feed.format, feed.scope)) }

    /// When the newest change in it was; a feed of nothing keeps one moment, so that it stays the same bytes.
    private var updated: Timestamp { entries.map(\.updated).max() ?? Timestamp(milliseconds: 0) }

    // RSS 2.0 (rssboard.org/rss-specification) with Media RSS 1.5.1.
    func rss() -> [UInt8] {
        var xml = XMLWriter()
        xml.open(
            "rss",
            [
                "version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom",
                "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
                "xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:media": "http://search.yahoo.com/mrss/",
            ])
        xml.open("channel")
        xml.element("title", title)
        xml.element("link", home)
        xml.element("description", description)
        xml.element("language", voice.edition.language.lowercased())
        xml.element("copyright", rights)
        xml.element("lastBuildDate", updated.rfc822)
        xml.element("generator", "Newsreel")
        xml.empty("atom:link", ["href": address, "rel": "self", "type": FeedFormat.rss.mediaType])
        for entry in entries { item(entry, &xml) }
        xml.close("channel")
        xml.close("rss")
        return xml.bytes
    }

    private func item(_ entry: FeedEntry, _ xml: inout XMLWriter) {
        xml.open("item")
        xml.element("title", entry.title)
        xml.element("link", entry.url)
        xml.element("guid", entry.id, ["isPermaLink": "false"])
        xml.element("pubDate", entry.published.rfc822)
        xml.element("description", entry.summary)
        for author in entry.authors { xml.element("dc:creator", author.name) }
        for category in entry.categories { xml.element("category", category) }
        // One enclosure an item: the first that plays, or else the picture.
        if let enclosure = entry.enclosures.first(where: { !$0.type.hasPrefix("image/") }) ?? entry.image {
            xml.empty("enclosure", ["url": enclosure.url, "length": String(enclosure.bytes), "type": enclosure.type])
        }
        for enclosure in entry.enclosures { media(enclosure, &xml) }
        xml.element("content:encoded", entry.content)
        xml.close("item")
    }

    /// Media RSS 1.5.1: one form of a thing stands alone, several stand in a group.
    private func media(_ enclosure: FeedEntry.Enclosure, _ xml: inout XMLWriter) {
        let file: KeyValuePairs<StaticString, String> = [
            "url": enclosure.url, "type": enclosure.type, "medium": enclosure.asset.kind.rawValue,
            "isDefault": enclosure.stream == nil ? "" : "true",
            "fileSize": enclosure.bytes > 0 ? String(enclosure.bytes) : "",
            "width": enclosure.width > 0 ? String(enclosure.width) : "",
            "height": enclosure.height > 0 ? String(enclosure.height) : "",
            "duration": enclosure.seconds.map(String.init) ?? "",
        ]
        guard let stream = enclosure.stream else {
            xml.open("media:content", file)
            about(enclosure, &xml)
            xml.close("media:content")
            return
        }
        xml.open("media:group")
        xml.empty("media:content", file)
        xml.empty(
            "media:content",
            [
                "url": stream, "type": PageRenderer.playlistType, "medium": enclosure.asset.kind.rawValue,
                "duration": enclosure.seconds.map(String.init) ?? "",
            ])
        about(enclosure, &xml)
        xml.close("media:group")
    }

    private func about(_ enclosure: FeedEntry.Enclosure, _ xml: inout XMLWriter) {
        xml.element("media:description", enclosure.caption, ["type": "plain"])
        xml.element("media:credit", enclosure.credit, ["role": "owner", "scheme": "urn:ebu"])
        xml.element("media:copyright", CreditLine.copyright(enclosure.asset.credit))
        if let player = enclosure.player {
            xml.empty(
                "media:player",
                [
                    "url": player, "width": enclosure.width > 0 ? String(enclosure.width) : "",
                    "height": enclosure.height > 0 ? String(enclosure.height) : "",
                ])
        }
        if enclosure.asset.kind != .image, let poster = PictureSet(enclosure.asset)?.nearest(640) {
            xml.empty(
                "media:thumbnail",
                [
                    "url": voice.site.origin
                        + RenditionAddress.path(of: poster, media: enclosure.asset.id, site: voice.site),
                    "width": String(poster.width), "height": String(poster.height),
                ])
        }
    }

    // RFC 4287.
    func atom() -> [UInt8] {
        var xml = XMLWriter()
        xml.open("feed", ["xmlns": "http://www.w3.org/2005/Atom", "xml:lang": voice.edition.language])
        xml.element("title", title)
        xml.element("subtitle", description)
        xml.element("id", home)
        xml.element("updated", updated.iso8601(in: .utc))
        xml.empty("link", ["rel": "self", "type": FeedFormat.atom.mediaType, "href": address])
        xml.empty("link", ["rel": "alternate", "type": "text/html", "href": home])
        xml.open("author")
        xml.element("name", voice.edition.masthead)
        xml.element("uri", voice.absolute(.front))
        xml.close("author")
        xml.element("logo", logo)
        xml.element("rights", rights)
        xml.element("generator", "Newsreel")
        for entry in entries {
            xml.open("entry")
            xml.element("title", entry.title)
            xml.element("id", entry.id)
            xml.empty("link", ["rel": "alternate", "type": "text/html", "href": entry.url])
            xml.element("published", entry.published.iso8601(in: .utc))
            xml.element("updated", entry.updated.iso8601(in: .utc))
            for author in entry.authors {
                xml.open("author")
                xml.element("name", author.name)
                xml.element("uri", author.url)
                xml.close("author")
            }
            for category in entry.categories { xml.empty("category", ["term": category]) }
            for enclosure in entry.enclosures {
                xml.empty(
                    "link",
                    [
                        "rel": "enclosure", "type": enclosure.type, "href": enclosure.url,
                        "length": enclosure.bytes > 0 ? String(enclosure.bytes) : "",
                        "title": enclosure.credit,
                    ])
            }
            xml.element("summary", entry.summary)
            xml.element("content", entry.content, ["type": "html"])
            xml.close("entry")
        }
        xml.close("feed")
        return xml.bytes
    }

    // jsonfeed.org/version/1.1
    func json() -> [UInt8] {
        var json = JSONWriter(capacity: 32_768)
        json.object { json in
            json.member("version", "https://jsonfeed.org/version/1.1")
            json.member("title", title)
            json.member("home_page_url", home)
            json.member("feed_url", address)
            json.member("description", description)
            json.member("icon", logo)
            json.member("language", voice.edition.language)
            json.array("items") { json in
                for entry in entries { json.object { item(entry, &$0) } }
            }
        }
        return json.bytes
    }

    private func item(_ entry: FeedEntry, _ json: inout JSONWriter) {
        json.member("id", entry.id)
        json.member("url", entry.url)
        json.member("title", entry.title)
        json.key("content_html")
        json.string(entry.content)
        json.member("summary", entry.summary)
        json.member("image", entry.image?.url)
        json.member("date_published", entry.published.iso8601(in: voice.edition.zone))
        json.member("date_modified", entry.updated.iso8601(in: voice.edition.zone))
        if !entry.authors.isEmpty {
            json.array("authors") { json in
                for author in entry.authors {
                    json.object { json in
                        json.member("name", author.name)
                        json.member("url", author.url)
                    }
                }
            }
        }
        if !entry.categories.isEmpty {
            json.array("tags") { json in for category in entry.categories { json.string(category) } }
        }
        if !entry.enclosures.isEmpty {
            json.array("attachments") { json in
                for enclosure in entry.enclosures {
                    json.object { json in
                        json.member("url", enclosure.url)
                        json.member("mime_type", enclosure.type)
                        json.member("title", enclosure.caption)
                        if enclosure.bytes > 0 { json.member("size_in_bytes", enclosure.bytes) }
                        if let seconds = enclosure.seconds { json.member("duration_in_seconds", seconds) }
                        // Members of one's own begin with an underscore.
                        json.member("_credit", enclosure.credit)
                    }
                }
            }
        }
    }
}
