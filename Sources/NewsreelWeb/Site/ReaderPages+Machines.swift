import NewsreelModel
import NewsreelPages
import NewsreelStore

extension ReaderPages {
    func feed(_ edition: Edition, _ format: FeedFormat, _ scope: FeedScope) async throws -> Making {
        let length = 50
        let name: String?
        let list: StoryList
        switch scope {
        case .edition:
            name = nil
            list = try await newsroom.latest(edition.code, .newest, limit: length)
        case .section(let slug):
            guard let section = edition.section(slug) else {
                return try await moved(edition.code, slug) { .feed(format, .section($0)) }
            }
            name = section.name
            list = try await newsroom.section(edition.code, slug, .newest, limit: length)
        case .tag(let slug):
            if let moved = try await newsroom.movedTag(edition.code, slug) {
                return .moved(SiteURL(edition: edition.code, .feed(format, .tag(moved.slug))))
            }
            guard let tag = try await newsroom.tag(edition.code, slug) else { return .missing }
            name = tag.name
            list = try await newsroom.tag(edition.code, slug, .newest, limit: length)
        }
        let stories = try await newsroom.stories(list.cards.map(\.id))
        let media = try await newsroom.media(stories.flatMap { $0.content.media.map(\.media) })
        let updates = try await newsroom.updates(of: stories.map(\.id), limit: Self.updatesInFeed)
        let items = stories.map { story in
            FeedItem(
                story: story, media: media.filter { id, _ in story.content.media.contains { $0.media == id } },
                updates: updates[story.id] ?? [])
        }
        return .page(
            pages.feed(Feed(edition: edition.code, scope: scope, name: name, format: format, items: items)))
    }

    /// The sitemaps of an edition as the index lists them.
    func sitemaps(of edition: Edition) async throws -> [ListedSitemap] {
        let code = edition.code
        let start = edition.zone.local(PageRenderer.newsBegins(clock.now)).day
        let news = try await newsroom.newsSitemaps(code, since: start)
        return ([nil] + news).map { ListedSitemap(SiteURL(edition: code, .newsSitemap($0))) }
            + (try await newsroom.sitemaps(code)).map {
                ListedSitemap(SiteURL(edition: code, .sitemap($0.range)), updated: $0.updated)
            }
    }

    func sitemap(_ edition: Edition, _ range: SitemapRange) async throws -> Making {
        let cards = try await newsroom.sitemap(edition.code, range)
        guard !cards.isEmpty else { return .missing }
        return .page(pages.sitemap(edition: edition.code, cards, of: range))
    }

    func newsSitemap(_ edition: Edition, _ range: SitemapRange?) async throws -> Making {
        let (code, start) = (edition.code, PageRenderer.newsBegins(clock.now))
        guard let range else {
            let cards = try await newsroom.news(code, since: start)
            return .page(pages.newsSitemap(edition: code, cards))
        }
        let cards = try await newsroom.sitemap(code, range, most: SitemapRange.mostNews).filter {
            $0.publication.published >= start
        }
        guard !cards.isEmpty else { return .missing }
        return .page(pages.newsSitemap(edition: code, cards, of: range))
    }
}
