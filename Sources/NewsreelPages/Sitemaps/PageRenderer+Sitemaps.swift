package import NewsreelModel

extension PageRenderer {
    /// The index of all sitemaps (sitemaps.org 0.9), at most 50,000.
    package func sitemapIndex(_ sitemaps: [ListedSitemap]) -> RenderedPage {
        var xml = XMLWriter()
        xml.open("sitemapindex", ["xmlns": Self.sitemapNamespace])
        for sitemap in sitemaps.prefix(50_000) {
            xml.open("sitemap")
            xml.element("loc", site.absolute(sitemap.url))
            xml.element("lastmod", sitemap.updated?.iso8601(in: .utc))
            xml.close("sitemap")
        }
        xml.close("sitemapindex")
        return RenderedPage(
            contentType: Self.xmlType, body: xml.bytes, lastModified: sitemaps.compactMap(\.updated).max(),
            dependsOn: order.map { Dependency.stories($0.code) })
    }

    /// Stories of an edition with their pictures, all of them of the days of `range`.
    package func sitemap(edition: String, _ cards: [StoryCard], of range: SitemapRange) -> RenderedPage {
        var xml = XMLWriter()
        xml.open(
            "urlset",
            [
                "xmlns": Self.sitemapNamespace, "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
                "xmlns:video": "http://www.google.com/schemas/sitemap-video/1.1",
            ])
        for card in cards {
            let publication = card.publication
            xml.open("url")
            xml.element("loc", site.absolute(card.url))
            xml.element("lastmod", (publication.updated ?? publication.published).iso8601(in: .utc))
            image(card, &xml)
            video(card, &xml)
            xml.close("url")
        }
        xml.close("urlset")
        return RenderedPage(
            contentType: Self.xmlType, body: xml.bytes,
            lastModified: cards.map { $0.publication.updated ?? $0.publication.published }.max(),
            dependsOn: range.days.map { Dependency.day(edition, $0) })
    }

    /// News is what was published after this moment.
    package static func newsBegins(_ now: Timestamp) -> Timestamp { now.adding(seconds: -newsLasts) }

    /// These stories as news search engines want them; all of them are of the days of `range`, where there is one.
    package func newsSitemap(edition: String, _ cards: [StoryCard], of range: SitemapRange? = nil) -> RenderedPage {
        let voice = voice(edition)
        var xml = XMLWriter()
        xml.open(
            "urlset",
            [
                "xmlns": Self.sitemapNamespace, "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
                "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
            ])
        for card in cards {
            xml.open("url")
            xml.element("loc", site.absolute(card.url))
            xml.open("news:news")
            xml.open("news:publication")
            xml.element("news:name", voice.edition.masthead)
            xml.element("news:language", String(voice.edition.language.prefix { $0 != "-" }).lowercased())
            xml.close("news:publication")
            xml.element("news:publication_date", voice.local.machine(card.publication.published))
            xml.element("news:title", card.headline)
            xml.close("news:news")
            image(card, &xml)
            xml.close("url")
        }
        xml.close("urlset")
        return RenderedPage(
            contentType: Self.xmlType, body: xml.bytes,
            lastModified: cards.map { $0.publication.updated ?? $0.publication.published }.max(),
            dependsOn: range?.days.map { Dependency.day(edition, $0) } ?? [Dependency.stories(edition)],
            expires: cards.map(\.publication.published).min()?.adding(seconds: Self.newsLasts))
    }

    private func image(_ card: StoryCard, _ xml: inout XMLWriter) {
        guard let lead = card.lead, let picture = PictureSet(lead)?.largest else { return }
        xml.open("image:image")
        xml.element("image:loc", site.origin + RenditionAddress.path(of: picture, media: lead.id, site: site))
        xml.close("image:image")
    }

    /// The clip that leads a story, its elements in the order of Google's schema (sitemap-video 1.1) and within its bounds.
    private func video(_ card: StoryCard, _ xml: inout XMLWriter) {
        guard let lead = card.lead, lead.kind == .video, let playback = Playback(lead),
            let poster = PictureSet(lead)?.largest
        else { return }
        xml.open("video:video")
        xml.element(
            "video:thumbnail_loc", site.origin + RenditionAddress.path(of: poster, media: lead.id, site: site))
        xml.element("video:title", card.headline.shortened(to: 99))
        xml.element(
            "video:description", (card.standfirst ?? lead.caption ?? card.headline).shortened(to: 2000))
        xml.element("video:content_loc", site.origin + playback.path(site))
        xml.element("video:player_loc", site.absolute(SiteURL(edition: card.edition, .embed(lead.id))))
        if let seconds = playback.seconds, seconds <= Self.longestVideo {
            xml.element("video:duration", String(seconds))
        }
        xml.element("video:publication_date", card.publication.published.iso8601(in: .utc))
        xml.close("video:video")
    }

    /// Seconds: eight hours.
    private static let longestVideo = 28_800
    private static let sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    private static let xmlType = "application/xml; charset=utf-8"
    /// Seconds: two days.
    private static let newsLasts = 2.0 * 86_400
}
