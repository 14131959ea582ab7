/// What a list shows of a published story.
package struct StoryCard: Hashable, Sendable {
    package var id: StoryID
    package var edition: String
    package var label: String?
    package var headline: String
    package var standfirst: String?
    package var bylines: [Byline]
    package var section: String?
    package var slug: String
    package var publication: Publication
    /// The lead with its caption and renditions; nil for a story without pictures.
    package var lead: MediaAsset?
    /// The most telling kind of media in the story, lead first.
    package var kind: MediaKind?

    package init(
        id: StoryID, edition: String, label: String? = nil, headline: String, standfirst: String? = nil,
        bylines: [Byline] = [], section: String? = nil, slug: String, publication: Publication,
        lead: MediaAsset? = nil, kind: MediaKind? = nil
    ) {
        self.id = id
        self.edition = edition
        self.label = label
        self.headline = headline
        self.standfirst = standfirst
        self.bylines = bylines
        self.section = section
        self.slug = slug
        self.publication = publication
        self.lead = lead
        self.kind = kind
    }

    package var url: SiteURL { SiteURL(edition: edition, .story(day: publication.day, slug: slug)) }
}
