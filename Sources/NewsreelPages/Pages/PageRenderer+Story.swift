internal import NewsreelModel

extension PageRenderer {
    /// The page of a published story.
    package func story(_ page: StoryPage) -> RenderedPage {
        let voice = voice(page.story.edition)
        let parts = StoryParts(page: page, voice: voice)
        let head = parts.head()
        let place: PageFrame.Place = page.story.content.section.map { .section($0) } ?? .nowhere
        let header = frame(page.story.edition).header(place, translations: page.translations)
        let body = html("story", voice, head: head, header: header, main: parts.main())
        return RenderedPage(
            contentType: Self.htmlType, body: body, lastModified: parts.lastModified, dependsOn: parts.dependencies)
    }
}

/// A story's page, piece by piece.
struct StoryParts {
    let page: StoryPage
    let voice: EditionVoice
    let uses: [MediaID: MediaUse]
    let lead: MediaAsset?
    /// The lead first, then the body's, each once.
    let media: [MediaAsset]
    /// The names and addresses of those who wrote it.
    private let authors: [(name: String, place: SiteURL.Place)]

    init(page: StoryPage, voice: EditionVoice) {
        self.page = page
        self.voice = voice
        let content = page.story.content
        uses = Dictionary(content.media.map { ($0.media, $0) }, uniquingKeysWith: { first, _ in first })
        lead = content.lead.flatMap { page.media[$0] }
        var seen: Set<MediaID> = []
        var media: [MediaAsset] = []
        for id in [content.lead].compactMap({ $0 }) + content.body.flatMap(\.media) where seen.insert(id).inserted {
            if let asset = page.media[id] { media.append(asset) }
        }
        self.media = media
        authors = content.bylines.map { ($0.name, .author(voice.kept.slug($0.name))) }
    }

    private var content: StoryContent { page.story.content }

    var lastModified: Timestamp? {
        var moments: [Timestamp] = []
        if let publication = page.story.publication { moments.append(publication.updated ?? publication.published) }
        if let live = page.live { moments.append(live.changed) }
        moments += media.map(\.updated) + page.story.corrections.map(\.at)
        moments += (page.related + [page.previous, page.next].compactMap { $0 }).map {
            $0.publication.updated ?? $0.publication.published
        }
        return moments.max()
    }

    var dependencies: [String] {
        var keys = [Dependency.story(page.story.id), Dependency.beside(page.story.id)]
        keys += media.map { Dependency.media($0.id) }
        keys += (page.related + [page.previous, page.next].compactMap { $0 }).map { Dependency.story($0.id) }
        // The newest story's page changes when there is a newer one to lead on to.
        if page.next == nil { keys.append(Dependency.stories(page.story.edition)) }
        var seen: Set<String> = []
        return keys.filter { seen.insert($0).inserted }
    }

    func head() -> PageHead {
        var head = PageHead(
            title: voice.strings(.formatTitle, ["page": content.headline, "name": voice.edition.masthead]),
            description: description, canonical: page.story.url, alternates: page.translations)
        head.cardTitle = content.headline
        head.openGraphType = "article"
        head.article = PageHead.Article(
            publication: page.story.publication, section: content.section.flatMap(voice.edition.section)?.name,
            authors: authors.map { voice.absolute($0.place) }, tags: content.tags)
        if let picture = media.lazy.compactMap({ asset in PictureSet(asset).map { (asset: asset, set: $0) } }).first {
            head.image = picture
            head.imageAlt = uses[picture.asset.id]?.alt ?? picture.asset.alt ?? picture.asset.caption
        }
        head.isEmbeddable = true
        head.liveStory = page.live.flatMap { $0.ended == nil ? page.story.id : nil }
        head.playback = lead.flatMap { Playback($0) }
        if let section = content.section.flatMap(voice.edition.section) {
            head.feeds = [(section.name, .section(section.slug))]
        }
        head.structured = NewsArticle(voice: voice, page: page, media: media, authors: authors).write()
        return head
    }

    /// The standfirst, or the beginning of the text.
    private var description: String {
        if let standfirst = content.standfirst, !standfirst.isEmpty { return standfirst }
        return content.body.lazy.map(\.plainText).first { !$0.isEmpty }.map { $0.shortened(to: 200) }
            ?? content.headline
    }

    func main() -> Fields {
        var fields = Fields()
        fields.text("headline", content.headline)
        fields.text("standfirst", content.standfirst)
        let standfirstDirection = TextDirection.override(content.standfirst ?? "", in: voice.edition.direction)
        fields.text("standfirstDir", standfirstDirection?.rawValue)
        fields.text("path", page.story.url.map { voice.site.path($0) })
        fields.text("label", StoryLabel(content.label, kind: lead?.kind, voice)?.markup(voice))
        fields.text("headlineDir", TextDirection.override(content.headline, in: voice.edition.direction)?.rawValue)
        fields.text("byline", byline)
        fields.text("place", content.dateline)
        times(&fields)
        fields.group("share", ShareLinks(page: page, voice: voice).fields)
        fields.group("download", download)
        writing(&fields)
        fields.group(
            "live",
            page.live.map { LiveUpdates(voice: voice, story: page.story, coverage: $0).fields })
        fields.list("corrections", page.story.corrections.map(correction))
        fields.list("tags", tags)
        let provenance = lead.flatMap { Provenance(asset: $0, voice: voice).fields }
        fields.group("provenance", provenance)
        let cards = CardFields(
            voice: voice, style: .init(place: .related, classes: "card card-row", clock: .day, showsStandfirst: false))
        fields.group(
            "related", page.related.isEmpty ? nil : Fields(["cards": page.related.map { cards.markup($0) }]))
        fields.flag("rail", provenance != nil || !page.related.isEmpty)
        fields.group("neighbours", neighbours)
        return fields
    }

    private var byline: String? {
        guard !authors.isEmpty else { return nil }
        let names = authors.map { author in
            "<a href=\"\(HTMLWriter.escaped(voice.path(author.place)))\" rel=\"author\">\(HTMLWriter.escaped(author.name))</a>"
        }
        return voice.markup(.bylineBy, ["names": voice.credits.join(names)])
    }

    private func times(_ fields: inout Fields) {
        guard let publication = page.story.publication else { return }
        fields.text("published", voice.local.dateTime(publication.published))
        fields.text("publishedMachine", voice.local.machine(publication.published))
        guard let updated = publication.updated, updated > publication.published else { return }
        let isSameDay = voice.local.localDay(updated) == voice.local.localDay(publication.published)
        let text = isSameDay ? voice.local.time(updated) : voice.local.dateTime(updated)
        let time = "<time datetime=\"\(voice.local.machine(updated))\" data-local>\(HTMLWriter.escaped(text))</time>"
        fields.text("updated", voice.markup(.storyUpdated, ["time": time]))
    }

    /// A picture's original; of what plays, the file made for readers, which carries the credit and names no place.
    private var download: Fields? {
        guard let lead, lead.rights.download, lead.kind != .document else { return nil }
        if let file = Playback(lead)?.download {
            let ending = file.name.split(separator: ".").last.map { "." + $0 } ?? ""
            return Fields([
                "href": Shown(RenditionAddress.path(of: file, media: lead.id, site: voice.site)),
                "name": Shown(content.slug + ending), "facts": Shown(voice.fileFacts(file)),
            ])
        }
        guard lead.kind == .image, let original = lead.original, let url = RenditionAddress.original(of: lead) else {
            return nil
        }
        return Fields([
            "href": Shown(voice.site.path(url)), "name": Shown(""), "facts": Shown(voice.fileFacts(original)),
        ])
    }

    /// Lead, text and, when a gallery ends the story, that gallery across the page.
    private func writing(_ fields: inout Fields) {
        let figures = MediaFigures(voice: voice, story: page.story, captions: page.captions)
        var hasPictures = false
        if let lead {
            var html = HTMLWriter(capacity: 2048)
            figures.lead(lead, use: uses[lead.id], into: &html)
            fields.text("lead", html.string)
            hasPictures = lead.kind == .image
        }
        var blocks = content.body[...]
        var closing: [MediaAsset] = []
        if case .gallery(let ids)? = blocks.last {
            closing = ids.compactMap { page.media[$0] }
            blocks = blocks.dropLast()
        }
        var body = BodyWriter(
            voice: voice, story: page.story, media: page.media, uses: uses, captions: page.captions)
        body.write(Array(blocks))
        fields.text("body", body.html.string)
        if !closing.isEmpty {
            var html = HTMLWriter(capacity: 8192)
            figures.gallery(closing, uses: uses, number: 0, into: &html)
            fields.text("gallery", html.string)
        }
        hasPictures = hasPictures || media.contains { $0.kind == .image }
        fields.flag("hasPictures", hasPictures)
        fields.flag("hasPlayers", media.contains { Playback($0) != nil })
    }

    private func correction(_ correction: Correction) -> Fields {
        var fields = Fields()
        fields.text("machine", voice.local.machine(correction.at))
        fields.text("time", voice.local.dateTime(correction.at))
        fields.text("note", correction.note)
        return fields
    }

    private var tags: [Fields] {
        content.tags.map { name in
            Fields(["name": Shown(name), "href": Shown(voice.path(.tag(voice.kept.slug(name))))])
        }
    }

    private var neighbours: Fields? {
        guard page.previous != nil || page.next != nil else { return nil }
        var fields = Fields()
        fields.group("previous", page.previous.map(neighbour))
        fields.group("next", page.next.map(neighbour))
        return fields
    }

    private func neighbour(_ card: StoryCard) -> Fields {
        Fields(["href": Shown(voice.site.path(card.url)), "headline": Shown(card.headline)])
    }
}

extension EditionVoice {
    /// A phrase whose places are filled with markup.
    func markup(_ phrase: Phrase, _ values: KeyValuePairs<String, String>) -> String {
        Strings.fill(HTMLWriter.escaped(strings(phrase)), values)
    }
}

extension String {
    /// At most `length` characters, ended at a word with an ellipsis where something was left out.
    func shortened(to length: Int) -> String {
        guard count > length else { return self }
        let start = prefix(length)
        let end = start.lastIndex(where: \.isWhitespace) ?? start.endIndex
        return start[..<end].trimmingWhitespace() + "…"
    }
}
