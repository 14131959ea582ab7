/// An address of the public site: what the router parses and what pages link to.
package struct SiteURL: Hashable, Sendable {
    /// The code of the edition; nil for what all editions share (`/robots.txt`, media, assets).
    package var edition: String?
    package var place: Place

    package init(edition: String?, _ place: Place) {
        self.edition = edition
        self.place = place
    }

    /// A place of the public site within an edition.
    package enum Place: Hashable, Sendable {
        case front
        /// Everything published, newest first.
        case latest(ListPage = .newest)
        case story(day: LocalDay, slug: String)
        /// What was published on a day. Its further pages have their key in the path, so that a mirror has files for them.
        case day(LocalDay, ListPage = .newest)
        case section(String, ListPage = .newest)
        case tag(String, ListPage = .newest)
        case author(String, ListPage = .newest)
        case search(SearchTerms = SearchTerms())
        case bookmarks
        case feed(FeedFormat, FeedScope = .edition)
        /// Story addresses of a month or a part of it.
        case sitemap(SitemapRange)
        /// What is news, the newest first; what is among the stories of a range, where one file does not hold all of it.
        case newsSitemap(SitemapRange? = nil)
        case manifest
        case offline
        case tagSuggestions(String)
        /// The player of a clip or recording for the frames of other sites.
        case embed(MediaID)
        // Shared by all editions:
        case sitemapIndex
        case robots
        case favicon
        case live
        case ready
        /// What open pages listen to.
        case events(LiveTopic)
        /// A file of the theme beneath its fingerprint.
        case asset(fingerprint: String, path: String)
        /// A rendition of a media asset, immutable: `version` is the start of its checksum.
        case rendition(MediaID, version: String, name: String)
        /// The original, for downloads.
        case original(MediaID, filename: String)
        /// The multivariant playlist of a clip (RFC 8216 §4.3.4); rungs appear in it as they are made.
        case stream(MediaID)
        /// Captions of a clip or recording.
        case captions(MediaID, CaptionName)
        /// How another site is to show one of our addresses (oembed.com).
        case oembed(OEmbedRequest)
        /// Where programs begin uploads.
        case uploads
        /// One upload, for whoever began it.
        case upload(UploadID)
        /// Where pages tell that they are read, and players how far they are watched.
        case views
        /// What programs ask and do: the parts of the path beneath `/api/v1`.
        case api([String])
        /// A page of the newsroom's own side.
        case desk(DeskURL)
    }
}

package enum FeedFormat: String, Sendable, CaseIterable {
    case rss, atom, json

    /// The file name in addresses.
    package var filename: String {
        switch self {
        case .rss: "rss.xml"
        case .atom: "atom.xml"
        case .json: "feed.json"
        }
    }
}

package enum FeedScope: Hashable, Sendable {
    case edition
    case section(String)
    case tag(String)
}

/// A page of a list that stays what it is when newer stories come: it starts from a story, not from a number.
package enum ListPage: Hashable, Sendable {
    case newest
    case before(ListPosition)
    /// No page leads to one of these; readers may have kept the address.
    case after(ListPosition)
}

/// A place in a list ordered by publication, newest first, then by identity.
package struct ListPosition: Hashable, Sendable {
    package let published: Timestamp
    package let id: StoryID

    package init(published: Timestamp, id: StoryID) {
        self.published = published
        self.id = id
    }

    /// `kbf0q8c0-01h…`: the milliseconds in base 36 and the story's identity.
    package var token: String { String(published.milliseconds, radix: 36) + "-" + id.rawValue }

    package init?(token: String) {
        guard token.utf8.count <= 60, let hyphen = token.firstIndex(of: "-"),
            let milliseconds = Int64(token[..<hyphen], radix: 36)
        else { return nil }
        let id = token[token.index(after: hyphen)...]
        guard !id.isEmpty, id.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) }) else { return nil }
        self.init(published: Timestamp(milliseconds: milliseconds), id: StoryID(rawValue: String(id)))
    }
}

/// What a reader asked the search page for, as the address carries it.
package struct SearchTerms: Hashable, Sendable {
    package var words: String
    package var section: String?
    package var tag: String?
    package var kind: MediaKind?
    /// First and last day, both included, in the edition's zone.
    package var from: LocalDay?
    package var to: LocalDay?
    /// From 1.
    package var page: Int

    package init(
        words: String = "", section: String? = nil, tag: String? = nil, kind: MediaKind? = nil,
        from: LocalDay? = nil, to: LocalDay? = nil, page: Int = 1
    ) {
        self.words = words
        self.section = section
        self.tag = tag
        self.kind = kind
        self.from = from
        self.to = to
        self.page = page
    }
}

/// What a site asks that wants to show one of our addresses within its own page (oembed.com §2.2).
package struct OEmbedRequest: Hashable, Sendable {
    /// The address as somebody pasted it; nil where it was forgotten.
    package var url: String?
    /// `json` or `xml`; what else may stand there is answered with 501. Nil is JSON.
    package var format: String?
    /// Pixels that there is room for; nil where the other site does not mind.
    package var maxWidth: Int?
    package var maxHeight: Int?

    package init(url: String?, format: String? = nil, maxWidth: Int? = nil, maxHeight: Int? = nil) {
        self.url = url
        self.format = format
        self.maxWidth = maxWidth
        self.maxHeight = maxHeight
    }
}
