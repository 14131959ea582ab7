package import NewsreelModel

/// A sitemap in the index of all.
package struct ListedSitemap: Sendable {
    package var url: SiteURL
    package var updated: Timestamp?

    package init(_ url: SiteURL, updated: Timestamp? = nil) {
        self.url = url
        self.updated = updated
    }
}

/// A story in a sitemap.
package struct SitemapEntry: Sendable {
    package var card: StoryCard
    /// The addresses of this story in other editions.
    package var translations: [SiteURL]

    package init(card: StoryCard, translations: [SiteURL] = []) {
        self.card = card
        self.translations = translations
    }
}
