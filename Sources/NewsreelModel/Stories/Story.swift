/// A story of one edition: what it says, what it shows, and where it stands on its way to readers.
package struct Story: Hashable, Sendable, Codable {
    package let id: StoryID
    /// The code of the edition it belongs to.
    package var edition: String
    package var content: StoryContent
    package var status: StoryStatus
    /// Set at the first publication, and the day in its address ever after.
    package var publication: Publication?
    package var corrections: [Correction]
    /// When a scheduled story is published by itself.
    package var scheduled: Timestamp?
    /// Why it was not published when its time came; nil once it is scheduled again or published.
    package var scheduleRefusal: String?
    /// The moment before which nothing brings it to readers; nil for most.
    package var embargo: Timestamp?
    package let created: Timestamp
    /// The last saved change, published or not.
    package var updated: Timestamp
    /// Counts saved versions from 1.
    package var version: Int
    /// Stories that are this one in other editions carry the same key.
    package var translationKey: String?
    /// Names the material it was imported from, so that the same material updates the same story.
    package var sourceKey: String?

    package init(
        id: StoryID, edition: String, content: StoryContent, status: StoryStatus = .draft,
        publication: Publication? = nil, corrections: [Correction] = [], scheduled: Timestamp? = nil,
        scheduleRefusal: String? = nil,
        embargo: Timestamp? = nil, created: Timestamp, updated: Timestamp, version: Int = 1,
        translationKey: String? = nil, sourceKey: String? = nil
    ) {
        self.id = id
        self.edition = edition
        self.content = content
        self.status = status
        self.publication = publication
        self.corrections = corrections
        self.scheduled = scheduled
        self.scheduleRefusal = scheduleRefusal
        self.embargo = embargo
        self.created = created
        self.updated = updated
        self.version = version
        self.translationKey = translationKey
        self.sourceKey = sourceKey
    }

    /// The address of the story on the site; nil before its first publication.
    package var url: SiteURL? {
        publication.map { SiteURL(edition: edition, .story(day: $0.day, slug: content.slug)) }
    }
}

/// What a desk writes and a revision keeps.
package struct StoryContent: Hashable, Sendable, Codable {
    /// What stands over the headline (`WATCH`, `LIVE`), in the edition's language.
    package var label: String?
    package var headline: String
    package var standfirst: String?
    package var bylines: [Byline]
    /// Where it was written from.
    package var dateline: String?
    package var section: String?
    package var slug: String
    package var body: [Block]
    /// The picture, clip or recording that leads the story; one of `media`.
    package var lead: MediaID?
    package var media: [MediaUse]
    package var tags: [String]
    package var related: [StoryID]

    package init(
        label: String? = nil, headline: String, standfirst: String? = nil, bylines: [Byline] = [],
        dateline: String? = nil, section: String? = nil, slug: String, body: [Block] = [], lead: MediaID? = nil,
        media: [MediaUse] = [], tags: [String] = [], related: [StoryID] = []
    ) {
        self.label = label
        self.headline = headline
        self.standfirst = standfirst
        self.bylines = bylines
        self.dateline = dateline
        self.section = section
        self.slug = slug
        self.body = body
        self.lead = lead
        self.media = media
        self.tags = tags
        self.related = related
    }

    /// True where readers see the asset on the story's page.
    package func shows(_ id: MediaID) -> Bool { lead == id || body.contains { $0.media.contains(id) } }

    /// The words of the body, a block a line.
    package var bodyText: String { body.map(\.plainText).filter { !$0.isEmpty }.joined(separator: "\n") }
}

/// Who wrote it, as readers see the name.
package struct Byline: Hashable, Sendable, Codable {
    package var name: String

    package init(_ name: String) { self.name = name }

    /// The author's place in addresses.
    package var slug: String { Slug.make(name) }
}

/// When the story first reached readers, and when its published text last changed.
package struct Publication: Hashable, Sendable, Codable {
    package var published: Timestamp
    /// The day of `published` in the edition's zone, frozen into the address.
    package var day: LocalDay
    /// Later than `published` once the published text has changed.
    package var updated: Timestamp?

    package init(published: Timestamp, day: LocalDay, updated: Timestamp? = nil) {
        self.published = published
        self.day = day
        self.updated = updated
    }
}

/// A public note on what a published story had wrong.
package struct Correction: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var note: String

    package init(at: Timestamp, note: String) {
        self.at = at
        self.note = note
    }
}

/// A story's use of a media asset; nil fields are the asset's own.
package struct MediaUse: Hashable, Sendable, Codable {
    package var media: MediaID
    package var caption: String?
    package var alt: String?
    /// A clip that starts without its sound when it comes into view, where the reader's settings allow that; nil is no.
    package var autoplay: Bool?

    package init(_ media: MediaID, caption: String? = nil, alt: String? = nil, autoplay: Bool? = nil) {
        self.media = media
        self.caption = caption
        self.alt = alt
        self.autoplay = autoplay
    }
}

/// A saved version of a story's content.
package struct Revision: Hashable, Sendable, Codable {
    package let id: RevisionID
    package let story: StoryID
    package let version: Int
    package let content: StoryContent
    package let saved: Timestamp
    /// Who saved it: a user's name, or `import`.
    package let author: String

    package init(
        id: RevisionID, story: StoryID, version: Int, content: StoryContent, saved: Timestamp, author: String
    ) {
        self.id = id
        self.story = story
        self.version = version
        self.content = content
        self.saved = saved
        self.author = author
    }
}
