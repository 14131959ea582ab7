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

    func sitemap(_ edition: Edition, _ month: String) async throws -> Making {
        let cards = try await newsroom.sitemap(edition.code, month: month)
        guard !cards.isEmpty else { return .missing }
        return .page(pages.sitemap(edition: edition.code, month: month, cards.map { SitemapEntry(card: $0) }))
    }
}
