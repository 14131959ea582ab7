/// The site's address and editions: turns a `SiteURL` into text and back.
package struct Site: Hashable, Sendable {
    /// Scheme and authority without a slash at the end: `https://news.example`.
    package let origin: String
    package let defaultEdition: String
    package let editions: [String]

    package init(origin: String, defaultEdition: String, editions: [String]) {
        self.origin = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
        self.defaultEdition = defaultEdition
        self.editions = editions
    }

    package func absolute(_ url: SiteURL) -> String { origin + path(url) }

    /// The path of a page whose lead clip is to start at `second`.
    package func path(_ url: SiteURL, second: Int) -> String { path(url) + "?t=\(second)" }

    /// Path and query, percent-encoded.
    package func path(_ url: SiteURL) -> String {
        let (segments, query) = Self.parts(of: url.place)
        var path = ""
        if let edition = url.edition, edition != defaultEdition { path += "/" + edition }
        for segment in segments { path += "/" + PercentEncoding.encode(segment) }
        if path.isEmpty { path = "/" }
        let pairs = query.map { "\($0.0)=\(PercentEncoding.encodeQuery($0.1))" }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    private static func parts(of place: SiteURL.Place) -> (segments: [String], query: [(String, String)]) {
        switch place {
        case .front: ([], [])
        case .latest(let page): (["latest"], query(of: page))
        case .story(let day, let slug): (segments(of: day) + [slug], [])
        case .day(let day, let page): (segments(of: day) + query(of: page).flatMap { [$0.0, $0.1] }, [])
        case .section(let slug, let page): (["section", slug], query(of: page))
        case .tag(let slug, let page): (["tag", slug], query(of: page))
        case .author(let slug, let page): (["author", slug], query(of: page))
        case .search(let terms): (["search"], query(of: terms))
        case .bookmarks: (["bookmarks"], [])
        case .feed(let format, .edition): ([format.filename], [])
        case .feed(let format, .section(let slug)): (["section", slug, format.filename], [])
        case .feed(let format, .tag(let slug)): (["tag", slug, format.filename], [])
        case .sitemap(let range): (["sitemap-\(range.name).xml"], [])
        case .newsSitemap(let range): (["sitemap-news\(range.map { "-" + $0.name } ?? "").xml"], [])
        case .manifest: (["manifest.webmanifest"], [])
        case .offline: (["offline"], [])
        case .tagSuggestions(let typed): (["api", "tags"], [("q", typed)])
        case .embed(let id): (["embed", id.rawValue], [])
        case .sitemapIndex: (["sitemap.xml"], [])
        case .robots: (["robots.txt"], [])
        case .favicon: (["favicon.ico"], [])
        case .live: (["healthz"], [])
        case .ready: (["readyz"], [])
        case .events(let topic):
            (["live", "events"], [("edition", topic.edition)] + (topic.story.map { [("story", $0.rawValue)] } ?? []))
        case .asset(let fingerprint, let path):
            (["assets", fingerprint] + path.split(separator: "/").map(String.init), [])
        case .rendition(let id, let version, let name): (["media", id.rawValue, version, name], [])
        case .original(let id, let filename): (["media", id.rawValue, "original", filename], [])
        case .stream(let id): (["media", id.rawValue, "stream", streamFile], [])
        case .captions(let id, let name): (["media", id.rawValue, "captions", name.file], [])
        case .oembed(let request): (["oembed"], query(of: request))
        case .uploads: (["api", "v1", "uploads"], [])
        case .upload(let id): (["api", "v1", "uploads", id.rawValue], [])
        case .views: (["views"], [])
        case .api(let segments): (["api", "v1"] + segments, [])
        case .desk(let url): (["desk"] + url.segments, url.before.map { [("before", $0)] } ?? [])
        }
    }

    /// The last part of every stream's address.
    static let streamFile = "master.m3u8"

    private static func segments(of day: LocalDay) -> [String] {
        [padded(day.year, 4), padded(day.month, 2), padded(day.day, 2)]
    }

    private static func query(of page: ListPage) -> [(String, String)] {
        switch page {
        case .newest: []
        case .before(let position): [("before", position.token)]
        case .after(let position): [("after", position.token)]
        }
    }

    private static func query(of request: OEmbedRequest) -> [(String, String)] {
        var pairs: [(String, String)] = []
        if let url = request.url { pairs.append(("url", url)) }
        if let format = request.format { pairs.append(("format", format)) }
        if let width = request.maxWidth { pairs.append(("maxwidth", String(width))) }
        if let height = request.maxHeight { pairs.append(("maxheight", String(height))) }
        return pairs
    }

    private static func query(of terms: SearchTerms) -> [(String, String)] {
        var pairs: [(String, String)] = []
        if !terms.words.isEmpty { pairs.append(("q", terms.words)) }
        if let section = terms.section { pairs.append(("section", section)) }
        if let tag = terms.tag { pairs.append(("tag", tag)) }
        if let kind = terms.kind { pairs.append(("kind", kind.rawValue)) }
        if let from = terms.from { pairs.append(("from", from.description)) }
        if let to = terms.to { pairs.append(("to", to.description)) }
        if terms.page > 1 { pairs.append(("page", String(terms.page))) }
        return pairs
    }
}
