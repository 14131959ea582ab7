import NewsreelModel

/// What a page says of itself in its head and its structured data.
struct PageFacts {
    var canonical: LinkTarget?
    var address: PageAddress
    var title: String?
    var siteName: String?
    var openGraphTitle: String?
    var headline: String?
    var description: String?
    var published: Timestamp?
    var publishedDoubt: String?
    var updated: Timestamp?
    var authors: [String] = []
    var section: String?
    var tags: [String] = []
    var pictures: [Picture] = []
    var diagnostics: [Diagnostic] = []

    /// A picture that the page's data name.
    struct Picture {
        let url: LinkTarget
        var caption: String?
        var credit: String?
        var copyright: String?
        var alt: String?
    }

    private static let articleTypes: Set<String> = [
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
        "BackgroundNewsArticle", "ReviewNewsArticle", "BlogPosting",
        "LiveBlogPosting", "Report", "AdvertiserContentArticle",
    ]

    init(_ tree: HTMLTree, zone: Zone) {
        var metas: [(name: String, content: String, line: Int)] = []
        var canonicalText: String?
        var baseText: String?
        var structured: [(JSONValue, Int)] = []
        address = PageAddress(base: nil)
        for (index, node) in tree.nodes.enumerated() where !node.isText {
            switch node.tag {
            case "meta":
                if let name = node["property"] ?? node["name"] ?? node["itemprop"], let content = node["content"] {
                    metas.append((name.lowercased(), Cleaning.line(content), node.line))
                }
            case "link":
                if node["rel"]?.lowercased() == "canonical", canonicalText == nil { canonicalText = node["href"] }
            case "base":
                if baseText == nil { baseText = node["href"] }
            case "title":
                if title == nil { title = Self.words(tree, index) }
            case "script":
                if node["type"]?.lowercased().hasPrefix("application/ld+json") == true {
                    readScript(tree, index, &structured)
                }
            default: break
            }
        }
        func meta(_ names: String...) -> String? {
            for name in names {
                if let found = metas.first(where: { $0.name == name && !$0.content.isEmpty }) { return found.content }
            }
            return nil
        }
        canonical = [canonicalText, meta("og:url")].lazy.compactMap { $0 }.compactMap { LinkTarget($0) }.first {
            $0.isExternal
        }
        let outer = PageAddress(base: canonical)
        address = PageAddress(base: baseText.flatMap { outer.resolve($0) } ?? canonical)
        siteName = meta("og:site_name", "application-name")
        openGraphTitle = meta("og:title", "twitter:title")
        description = meta("og:description", "description", "twitter:description")
        section = meta("article:section", "og:article:section")
        authors = metas.filter {
            ["author", "article:author", "dc.creator", "parsely-author", "byl"].contains($0.name)
        }
        .filter { !$0.content.holds("://") }.flatMap { Self.names($0.content) }
        tags = metas.filter { $0.name == "article:tag" }.map(\.content)
        if tags.isEmpty, let keywords = meta("news_keywords", "keywords") { tags = Self.keywords(keywords) }
        if let image = meta("og:image", "og:image:url", "twitter:image").flatMap({ address.resolve($0) }) {
            pictures.append(Picture(url: image, alt: meta("og:image:alt")))
        }
        published = time(
            meta(
                "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate",
                "publishdate", "dc.date.issued", "dc.date", "date"), zone)
        updated = time(
            meta("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time"), zone)
        if let article = Self.article(structured.map(\.0)) { read(article, zone) }
    }

    private static func words(_ tree: HTMLTree, _ index: Int) -> String? {
        let text = Cleaning.line((index..<tree.nodes[index].end).map { tree.nodes[$0].text }.joined())
        return text.isEmpty ? nil : text
    }

    private mutating func readScript(_ tree: HTMLTree, _ index: Int, _ structured: inout [(JSONValue, Int)]) {
        let node = tree.nodes[index]
        var text = (index..<node.end).map { tree.nodes[$0].text }.joined().trimmingWhitespace()
        for (open, close) in [
            ("<!--", "-->"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>"), ("//<![CDATA[", "//]]>"),
        ] where text.hasPrefix(open) {
            text = String(text.dropFirst(open.count))
            if text.hasSuffix(close) { text = String(text.dropLast(close.count)) }
        }
        if let value = JSONValue(text) {
            structured.append((value, node.line))
        } else {
            diagnostics.append(
                Diagnostic(
                    .note, "bad-json-ld", "The structured data on line \(node.line) cannot be read and were left out.",
                    line: node.line))
        }
    }

    /// The article among all structured data, within `@graph` and lists, too: the first with a headline, else the first.
    private static func article(_ values: [JSONValue]) -> JSONValue? {
        var queue = values
        var found: [JSONValue] = []
        var index = 0
        while index < queue.count, index < 2000 {
            let value = queue[index]
            index += 1
            switch value {
            case .list(let elements): queue += elements
            case .object(let fields):
                let types = (fields["@type"]?.elements ?? []).compactMap(\.string)
                if types.contains(where: { articleTypes.contains($0) }) { found.append(value) }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"] {
                    if let inner = fields[key] { queue.append(inner) }
                }
            default: break
            }
        }
        return found.first { $0["headline"]?.string?.isEmpty == false } ?? found.first
    }

    private mutating func read(_ article: JSONValue, _ zone: Zone) {
        func text(_ key: String) -> String? {
            article[key]?.elements.first?.string.map { Self.plain($0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        headline = text("headline") ?? text("name")
        description = text("description") ?? description
        published = time(text("datePublished"), zone) ?? published
        updated = time(text("dateModified"), zone) ?? updated
        section = text("articleSection") ?? section
        let named = (article["author"]?.elements ?? []).flatMap { author -> [String] in
            if let name = author.string { return Self.names(Self.plain(name)) }
            return (author["name"]?.elements ?? []).compactMap(\.string).flatMap { Self.names(Self.plain($0)) }
        }
        if !named.isEmpty { authors = named }
        if let keywords = article["keywords"] {
            let words = keywords.elements.compactMap(\.string).flatMap { Self.keywords(Self.plain($0)) }
            if tags.isEmpty || words.count > tags.count { tags = words }
        }
        if canonical == nil,
            let own =
                (article["url"]?.string ?? article["mainEntityOfPage"]?.string
                ?? article["mainEntityOfPage"]?["@id"]?.string).flatMap({ LinkTarget($0) }), own.isExternal
        {
            canonical = own
            if address.base == nil { address = PageAddress(base: own) }
        }
        for image in (article["image"]?.elements ?? []).prefix(20) {
            guard
                let url = (image.string ?? image["url"]?.string ?? image["contentUrl"]?.string).flatMap({
                    address.resolve($0)
                })
            else { continue }
            let picture = Picture(
                url: url, caption: image["caption"]?.string.map { Self.plain($0) },
                credit: image["creditText"]?.string.map { Self.plain($0) },
                copyright: image["copyrightNotice"]?.string.map { Self.plain($0) })
            if let place = pictures.firstIndex(where: { PageFacts.same($0.url, url) }) {
                let alt = pictures[place].alt
                pictures[place] = picture
                pictures[place].alt = alt
            } else {
                pictures.append(picture)
            }
        }
    }

    /// The same picture, whatever size the query asks for.
    static func same(_ left: LinkTarget, _ right: LinkTarget) -> Bool {
        left.description.prefix { $0 != "?" && $0 != "#" } == right.description.prefix { $0 != "?" && $0 != "#" }
    }

    private func time(_ text: String?, _ zone: Zone) -> Timestamp? {
        guard let text else { return nil }
        if let moment = Timestamp(iso8601: text, in: zone) { return moment }
        if let seconds = Int64(text), (100_000_000...9_999_999_999).contains(seconds) {
            return Timestamp(milliseconds: seconds * 1000)
        }
        return DateReader(zone: zone).read(text).dates.first?.moment
    }

    /// Texts in structured data often carry entities.
    private static func plain(_ text: String) -> String {
        guard text.contains("&") || text.contains("<") else { return Cleaning.line(text) }
        return HTMLTree.paragraphs(of: String(text.prefix(20_000))).joined(separator: " ")
    }

    private static func names(_ text: String) -> [String] {
        BylineReader.names(text) ?? BylineReader.list(text)
            ?? (text.isEmpty || text.count > 80 || text.contains("@") ? [] : [text])
    }

    private static func keywords(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.split(whereSeparator: { ",;،".contains($0) }).map({ $0.trimmingWhitespace() })
        where !word.isEmpty && word.count <= 60 && !words.contains(word) {
            words.append(word)
        }
        return Array(words.prefix(20))
    }
}
