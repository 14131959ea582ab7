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
