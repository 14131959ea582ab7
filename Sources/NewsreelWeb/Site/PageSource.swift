import NewsreelModel
import NewsreelPages

/// Where a page that the shelf keeps comes from: the shelf, or what is made for it from editions and settings as they
/// are then.
struct PageSource: Sendable {
    let pressroom: Pressroom
    let shelf: PageShelf

    /// True for places whose pages are kept. Searches and what is typed into them are as many as readers.
    static func isShelved(_ place: SiteURL.Place) -> Bool {
        switch place {
        case .front, .latest, .story, .day, .section, .tag, .author, .bookmarks, .feed, .sitemap, .newsSitemap,
            .manifest, .offline, .embed, .sitemapIndex, .robots, .favicon, .asset, .stream, .captions:
            true
        case .search(let terms): terms == SearchTerms()
        case .tagSuggestions, .live, .ready, .events, .rendition, .original, .oembed, .uploads, .upload, .views,
            .api, .desk:
            false
        }
    }

    /// The page at an address whose place is kept; readers who come meanwhile share its making.
    func outcome(of url: SiteURL) async throws -> PageOutcome {
        let pages = pressroom.pages
        let path = pages.site.path(url)
        return try await shelf.page(path, now: pages.clock.now, make: making(path))
    }

    /// Makes the page at `path`, so that its first reader finds it ready; passes over what is not kept.
    func warm(_ path: String) async throws {
        guard let url = pressroom.site.url(RequestTarget(path)), Self.isShelved(url.place) else { return }
        _ = try await outcome(of: url)
    }

    /// Makes the page at `path` as often as it has to be. After a change of editions the same path may be another's.
    private func making(_ path: String) -> PageShelf.Make {
        let target = RequestTarget(path)
        return { [pressroom] in
            let pages = pressroom.pages
            guard let url = pages.site.url(target) else {
                return pages.site.moved(target).map { .moved(to: pages.site.path($0)) }
                    ?? .missing(edition: pages.site.edition(ofPath: target.path))
            }
            return switch url.place {
            case .asset(pages.theme.fingerprint, let name): Self.asset(name, isVersioned: true, pages)
            case .favicon: Self.asset("favicon.ico", isVersioned: false, pages)
            default: try await pages.outcome(of: url)
            }
        }
    }

    private static func asset(_ name: String, isVersioned: Bool, _ pages: ReaderPages) -> PageOutcome {
        guard let asset = pages.theme.asset(name) else { return .missing(edition: pages.site.defaultEdition) }
        return .finished(FinishedPage(asset, isVersioned: isVersioned))
    }
}
