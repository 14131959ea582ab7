package import NewsreelModel

/// A month of an edition in the sitemap index.
package struct SitemapMonth: Sendable {
    package var edition: String
    /// `2026-11`.
    package var month: String
    package var updated: Timestamp?

    package init(edition: String, month: String, updated: Timestamp? = nil) {
        self.edition = edition
        self.month = month
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
