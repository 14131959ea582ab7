package import NewsreelModel

/// What search knows of a published story.
package struct SearchableStory: Sendable {
    package var id: StoryID
    /// The edition's code, and its language as BCP 47.
    package var edition: String
    package var language: String
    package var published: Timestamp
    package var section: String?
    package var tags: [Tag]
    package var media: Set<MediaKind>
    package var label: String?
    package var headline: String
    package var standfirst: String?
    package var bylines: [String]
    package var captions: [String]
    package var credits: [String]
    /// What is said in its clips and recordings, in the edition's language.
    package var spoken: [String]
    package var body: String

    package init(
        id: StoryID, edition: String, language: String, published: Timestamp, section: String? = nil, tags: [Tag] = [],
        media: Set<MediaKind> = [], label: String? = nil, headline: String, standfirst: String? = nil,
        bylines: [String] = [], captions: [String] = [], credits: [String] = [], spoken: [String] = [],
        body: String
    ) {
        self.id = id
        self.edition = edition
        self.language = language
        self.published = published
        self.section = section
        self.tags = tags
        self.media = media
        self.label = label
        self.headline = headline
        self.standfirst = standfirst
        self.bylines = bylines
        self.captions = captions
        self.credits = credits
        self.spoken = spoken
        self.body = body
    }

    /// The words of a story and of the media it shows; nil before its first publication.
    ///
    /// Assets that the story does not use are left out, whatever the caller hands over.
    package init?(
        _ story: Story, in edition: Edition, assets: [MediaAsset], captions: [MediaID: [CaptionTrack]] = [:]
    ) {
        guard let publication = story.publication else { return nil }
        let content = story.content
        let byID = Dictionary(assets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let placed = content.body.flatMap(\.media)
        let used = content.media.map(\.media)
        let shown = Set(used + placed + [content.lead].compactMap { $0 }).compactMap { byID[$0] }
        self.init(
            id: story.id, edition: edition.code, language: edition.language, published: publication.published,
            section: content.section, tags: content.tags.map { Tag(edition: edition.code, name: $0) },
            media: Set(shown.map(\.kind)), label: content.label, headline: content.headline,
            standfirst: content.standfirst, bylines: content.bylines.map(\.name),
            captions: content.media.compactMap { use in use.caption ?? byID[use.media]?.caption }
                + shown.filter { asset in !used.contains(asset.id) }.compactMap(\.caption),
            credits: shown.map { asset in
                (asset.credit.parties.flatMap { [$0.name, $0.abbreviation].compactMap { $0 } }
                    + [asset.credit.copyright].compactMap { $0 }).joined(separator: ", ")
            },
            spoken: shown.compactMap { asset in
                captions[asset.id]?.first { $0.isSpoken(in: edition.language) }?.cues.map(\.plainText)
                    .joined(separator: " ")
            },
            body: content.bodyText)
    }
}

extension SearchableStory {
    /// How much a word counts by where it stands; `Postings.plainWeight` is once in the body.
    private enum Weight {
        static let headline = 6
        static let standfirst = 4
        static let tag = 4
        static let label = 3
        static let caption = 3
        static let byline = 3
        static let credit = 2
        static let body = Postings.plainWeight
    }

    var fields: [(text: String, weight: Int)] {
        [(headline, Weight.headline), (label ?? "", Weight.label), (standfirst ?? "", Weight.standfirst)]
            + tags.map { ($0.name, Weight.tag) } + bylines.map { ($0, Weight.byline) }
            + captions.map { ($0, Weight.caption) } + credits.map { ($0, Weight.credit) } + [(body, Weight.body)]
            + spoken.map { ($0, Weight.body) }
    }

    /// The text that a snippet is cut from: standfirst, body and captions on one line.
    var snippetText: String {
        let text = ([standfirst ?? "", body] + captions).filter { !$0.isEmpty }.joined(separator: " ")
        return SearchHighlighter.onOneLine(TextAnalyzer.composed(SearchHighlighter.beginning(of: text)))
    }

    /// What only filters: the section, the tags and the kinds of media.
    var filterTerms: [TermID] {
        (section.map { [TermID.section($0, edition: edition)] } ?? [])
            + tags.map { TermID.tag($0.slug, edition: edition) }
            + media.map { TermID.media($0.rawValue, edition: edition) }
    }
}
