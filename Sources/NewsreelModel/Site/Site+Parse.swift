extension Site {
    /// The address that a request's path and query name; nil when there can be no such page.
    package func url(path: String, query: String = "") -> SiteURL? {
        guard path.hasPrefix("/"), path.utf8.count <= 2000, let all = PercentEncoding.segments(of: path) else {
            return nil
        }
        var segments = all[...]
        var edition = defaultEdition
        if let first = segments.first, first != defaultEdition, editions.contains(first) {
            edition = first
            segments = segments.dropFirst()
        }
        let fields = PercentEncoding.fields(of: query)
        if let place = Self.sharedPlace(Array(segments), fields) {
            return edition == defaultEdition ? SiteURL(edition: nil, place) : nil
        }
        return Self.place(Array(segments), fields).map { SiteURL(edition: edition, $0) }
    }

    /// Where a path that names no page led before: with a slash at its end, or beneath the code of an edition that has
    /// become the default one.
    package func moved(path: String, query: String = "") -> SiteURL? {
        var path = path
        if path.count > 1, path.hasSuffix("/") {
            path.removeLast()
            if let url = url(path: path, query: query) { return url }
        }
        let prefix = "/" + defaultEdition
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        guard rest.isEmpty || rest.hasPrefix("/") else { return nil }
        let found = url(path: rest.isEmpty ? "/" : String(rest), query: query)
        return found?.edition == defaultEdition ? found : nil
    }

    /// True where something else than an edition may stand at `/code`.
    package static func isTaken(_ code: String) -> Bool {
        firstParts.contains(code) || (code.utf8.count == 4 && Int(code) != nil)
    }

    private static let firstParts: Set<String> = [
        "healthz", "readyz", "views", "live", "oembed", "assets", "media", "api", "desk", "latest", "section", "tag",
        "author", "search", "bookmarks", "offline", "embed",
    ]

    private static func sharedPlace(_ segments: [String], _ fields: [String: String]) -> SiteURL.Place? {
        switch segments.first {
        case "sitemap.xml" where segments.count == 1: return .sitemapIndex
        case "robots.txt" where segments.count == 1: return .robots
        case "favicon.ico" where segments.count == 1: return .favicon
        case "healthz" where segments.count == 1: return .live
        case "readyz" where segments.count == 1: return .ready
        case "views" where segments.count == 1: return .views
        case "live" where segments.count == 2 && segments[1] == "events":
            return .events(
                LiveTopic(
                    edition: fields["edition"] ?? "",
                    story: fields["story"].flatMap { $0.isEmpty ? nil : StoryID(rawValue: $0) }))
        case "oembed" where segments.count == 1: return .oembed(oembed(fields))
        case "assets" where segments.count >= 3:
            return .asset(fingerprint: segments[1], path: segments[2...].joined(separator: "/"))
        case "media" where segments.count == 4:
            let id = MediaID(rawValue: segments[1])
            switch segments[2] {
            case "original": return .original(id, filename: segments[3])
            case "captions": return CaptionName(file: segments[3]).map { .captions(id, $0) }
            case "stream": return segments[3] == streamFile ? .stream(id) : nil
            default: return .rendition(id, version: segments[2], name: segments[3])
            }
        case "api" where segments.count == 3 && segments[1] == "v1" && segments[2] == "uploads": return .uploads
        case "api" where segments.count == 4 && segments[1] == "v1" && segments[2] == "uploads":
            return .upload(UploadID(rawValue: segments[3]))
        case "api" where segments.count >= 2 && segments[1] == "v1": return .api(Array(segments.dropFirst(2)))
        case "desk":
            return .desk(
                DeskURL(Array(segments.dropFirst()), before: fields["before"].flatMap { $0.isEmpty ? nil : $0 }))
        default: return nil
        }
    }

    private static func place(_ segments: [String], _ fields: [String: String]) -> SiteURL.Place? {
        guard let first = segments.first else { return .front }
        if first.utf8.count == 4, Int(first) != nil { return dated(segments) }
        switch (first, segments.count) {
        case ("latest", 1): return page(fields).map { .latest($0) }
        case ("section", 2): return page(fields).map { .section(segments[1], $0) }
        case ("tag", 2): return page(fields).map { .tag(segments[1], $0) }
        case ("author", 2): return page(fields).map { .author(segments[1], $0) }
        case ("section", 3): return format(segments[2]).map { .feed($0, .section(segments[1])) }
        case ("tag", 3): return format(segments[2]).map { .feed($0, .tag(segments[1])) }
        case ("search", 1): return .search(terms(fields))
        case ("bookmarks", 1): return .bookmarks
        case ("offline", 1): return .offline
        case ("manifest.webmanifest", 1): return .manifest
        case ("sitemap-news.xml", 1): return .newsSitemap()
        case ("embed", 2): return .embed(MediaID(rawValue: segments[1]))
        case ("api", 2) where segments[1] == "tags": return .tagSuggestions(fields["q"] ?? "")
        case (_, 1):
            if let format = format(first) { return .feed(format, .edition) }
            guard first.hasPrefix("sitemap-"), first.hasSuffix(".xml") else { return nil }
            let name = first.dropFirst("sitemap-".count).dropLast(".xml".count)
            guard name.hasPrefix("news-") else { return SitemapRange(name: String(name)).map { .sitemap($0) } }
            return SitemapRange(name: String(name.dropFirst("news-".count))).map { .newsSitemap($0) }
        default: return nil
        }
    }

    private static func dated(_ segments: [String]) -> SiteURL.Place? {
        guard (3...5).contains(segments.count), segments[1].utf8.count == 2, segments[2].utf8.count == 2,
            let day = LocalDay("\(segments[0])-\(segments[1])-\(segments[2])")
        else { return nil }
        switch segments.count {
        case 3: return .day(day)
        case 4: return Slug.isValid(segments[3]) ? .story(day: day, slug: segments[3]) : nil
        default:
            return ["before", "after"].contains(segments[3])
                ? page([segments[3]: segments[4]]).map { .day(day, $0) } : nil
        }
    }

    private static func format(_ filename: String) -> FeedFormat? {
        FeedFormat.allCases.first { $0.filename == filename }
    }

    private static func page(_ fields: [String: String]) -> ListPage? {
        if let token = fields["before"] { return ListPosition(token: token).map(ListPage.before) }
        if let token = fields["after"] { return ListPosition(token: token).map(ListPage.after) }
        return .newest
    }

    /// A size that is none is no bound.
    private static func oembed(_ fields: [String: String]) -> OEmbedRequest {
        func size(_ name: String) -> Int? { fields[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
        return OEmbedRequest(
            url: fields["url"], format: fields["format"], maxWidth: size("maxwidth"), maxHeight: size("maxheight"))
    }

    /// Fields that cannot be read are left out, so that a hand-edited address still searches.
    private static func terms(_ fields: [String: String]) -> SearchTerms {
        func field(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
        return SearchTerms(
            words: String((fields["q"] ?? "").prefix(200)), section: field("section"), tag: field("tag"),
            kind: field("kind").flatMap(MediaKind.init), from: field("from").flatMap { LocalDay($0) },
            to: field("to").flatMap { LocalDay($0) }, page: min(100, max(1, fields["page"].flatMap { Int($0) } ?? 1)))
    }
}
