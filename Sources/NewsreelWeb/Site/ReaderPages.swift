import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Gathers what a page shows from the newsroom and has it rendered.
struct ReaderPages: Sendable {
    /// What there is at an address.
    enum Making: Sendable {
        case page(RenderedPage)
        case moved(SiteURL)
        case missing
        /// A killed story, with the desk's notes.
        case withdrawn([Correction])
    }

    let newsroom: Newsroom
    var pages: PageRenderer
    let clock: NewsClock
    /// True for pages that are written as files: lists end after their newest page and go on at its last day, which has
    /// all of its pages.
    var isMirrored = false
    /// Whether open pages ask the server for events.
    var hasEvents = true

    var site: Site { pages.site }
    var theme: Theme { pages.theme }

    /// Stories on one page of a list.
    static let listLength = 20
    /// Updates of a live story in a feed.
    static let updatesInFeed = 20
    /// Results on one page of a search.
    static let searchLength = 20

    /// The page at an address, finished for the shelf.
    func outcome(of url: SiteURL) async throws -> PageOutcome {
        let edition = url.edition ?? site.defaultEdition
        return switch try await make(url) {
        case .page(let page): .finished(FinishedPage(page))
        case .moved(let target): .moved(to: site.path(target))
        case .missing: .missing(edition: edition)
        case .withdrawn(let notes):
            .finished(FinishedPage(pages.error(.withdrawn(notes: notes), edition: edition)))
        }
    }

    func make(_ url: SiteURL) async throws -> Making {
        guard let code = url.edition else { return try await makeShared(url.place) }
        guard let edition = pages.edition(code) else { return .missing }
        // What hurries is of no use in a copy that is read later.
        guard !isMirrored else { return try await made(url, edition) }
        let line = try await banner(of: code)
        var now = self
        now.pages.isLive = hasEvents
        now.pages.banners[code] = line
        let making = try await now.made(url, edition)
        guard case .page(var page) = making else { return making }
        page.dependsOn.append(Dependency.banner(code))
        if let until = line?.banner.until { page.expires = min(page.expires ?? until, until) }
        return .page(page)
    }

    /// The page at an address of `edition`. What the default edition does not have may be another's that was the default
    /// one when the address was given out.
    private func made(_ url: SiteURL, _ edition: Edition) async throws -> Making {
        let making = try await make(url, edition)
        guard case .missing = making, edition.isDefault, Self.isLasting(url.place) else { return making }
        for other in pages.order where !other.isDefault {
            switch try await make(SiteURL(edition: other.code, url.place), other) {
            case .missing: continue
            case .moved(let target): return .moved(target)
            case .page, .withdrawn: return .moved(SiteURL(edition: other.code, url.place))
            }
        }
        return making
    }

    /// What readers keep addresses of.
    private static func isLasting(_ place: SiteURL.Place) -> Bool {
        switch place {
        case .story, .section, .tag, .author, .embed, .feed(_, .section), .feed(_, .tag): true
        default: false
        }
    }

    private func make(_ url: SiteURL, _ edition: Edition) async throws -> Making {
        let code = edition.code
        switch url.place {
        case .front: return .page(try await front(edition))
        case .story(let day, let slug): return try await story(edition, day, slug)
        case .latest(let page):
            return listing(edition, .latest, page, try await newsroom.latest(code, page, limit: Self.listLength))
        case .section(let slug, let page):
            guard let section = edition.section(slug) else {
                return try await moved(code, slug) { .section($0, .newest) }
            }
            return try await self.section(edition, section, page)
        case .tag(let slug, let page):
            if let moved = try await newsroom.movedTag(code, slug) {
                return .moved(SiteURL(edition: code, .tag(moved.slug)))
            }
            guard let tag = try await newsroom.tag(code, slug) else { return .missing }
            return listing(edition, .tag(tag), page, try await newsroom.tag(code, slug, page, limit: Self.listLength))
        case .author(let slug, let page):
            guard let name = try await newsroom.authorName(code, slug) else { return .missing }
            let list = try await newsroom.author(code, slug, page, limit: Self.listLength)
            return listing(edition, .author(Byline(name)), page, list)
        case .day(let day, let page): return try await archive(edition, day, page)
        case .search(let terms): return .page(try await search(edition, terms))
        case .tagSuggestions(let typed):
            let found = try await newsroom.suggestTags(typed, edition: code, limit: 8)
            return .page(pages.tagSuggestions(found.map { (tag: $0.tag, stories: $0.stories) }))
        case .bookmarks: return .page(pages.bookmarks(edition: code))
        case .embed(let id): return try await embed(edition, id)
        case .offline: return .page(pages.offline(edition: code))
        case .manifest: return .page(pages.manifest(edition: code))
        case .feed(let format, let scope): return try await feed(edition, format, scope)
        case .sitemap(let range): return try await sitemap(edition, range)
        case .newsSitemap(let range): return try await newsSitemap(edition, range)
        case .sitemapIndex, .robots, .favicon, .live, .ready, .asset, .rendition, .original, .stream, .captions,
            .oembed,
            .uploads, .upload, .views, .api, .desk, .events:
            return .missing
        }
    }

    /// What stands over all pages of an edition now.
    func banner(of code: String) async throws -> BannerLine? {
        guard let banner = try await newsroom.banner(of: code) else { return nil }
        let cards = try await newsroom.cards([banner.story].compactMap { $0 })
        let url = cards.first?.url
        return BannerLine(banner, url: url)
    }

    private func makeShared(_ place: SiteURL.Place) async throws -> Making {
        switch place {
        case .robots: return .page(pages.robots())
        case .sitemapIndex:
            var listed: [ListedSitemap] = []
            for edition in pages.order { listed += try await sitemaps(of: edition) }
            return .page(pages.sitemapIndex(listed))
        case .stream(let id):
            guard let asset = try await newsroom.media(id), asset.state.failure == nil,
                let playlist = pages.stream(asset, captions: try await newsroom.captions([id])[id] ?? [])
            else { return .missing }
            return try await newsroom.isWithdrawn(id) ? .withdrawn([]) : .page(playlist)
        case .captions(let id, let name):
            guard let asset = try await newsroom.media(id), asset.state.failure == nil,
                let track = try await newsroom.captions([id])[id]?.first(where: {
                    $0.kind == name.kind && $0.language == name.language
                })
            else { return .missing }
            guard try await !newsroom.isWithdrawn(id) else { return .withdrawn([]) }
            switch name.form {
            case .webVTT: return .page(pages.captions(track, of: asset))
            case .playlist: return .page(pages.captionPlaylist(track, of: asset))
            }
        default: return .missing
        }
    }

    /// Where the stories of a section went that is gone.
    func moved(
        _ edition: String, _ section: String, _ place: (String) -> SiteURL.Place
    ) async throws -> Making {
        try await newsroom.movedSection(edition, section).map { .moved(SiteURL(edition: edition, place($0))) }
            ?? .missing
    }

    func listing(
        _ edition: Edition, _ subject: ListingPage.Subject, _ page: ListPage, _ list: StoryList, pins: PagePins = [:],
        pinned: [StoryCard] = []
    ) -> Making {
        // A page token that leads past every story names no page; an empty section is one.
        if list.cards.isEmpty, page != .newest { return .missing }
        let endsHere = isMirrored && list.older != nil && !subject.isDay
        var listing = ListingPage(
            edition: edition.code, subject: subject, cards: list.cards, page: page, newer: list.newer,
            older: endsHere ? nil : list.older, goesOnAt: endsHere ? list.cards.last?.publication.day : nil)
        listing.place(pins, of: theme.sectionSlots, pinned: pinned)
        return .page(pages.listing(listing))
    }
}
