package import NewsreelModel

extension PageRenderer {
    /// `robots.txt` (RFC 9309): everything but searches, personal pages and the API.
    package func robots() -> RenderedPage {
        var text = "User-agent: *\n"
        for edition in order {
            for place in [SiteURL.Place.search(), .bookmarks] {
                text += "Disallow: \(site.path(SiteURL(edition: edition.code, place)))\n"
            }
            let suggestions = site.path(SiteURL(edition: edition.code, .tagSuggestions("")))
            text += "Disallow: \(suggestions.prefix { $0 != "?" })\n"
        }
        text += "\nSitemap: \(site.absolute(SiteURL(edition: nil, .sitemapIndex)))\n"
        return RenderedPage(
            contentType: "text/plain; charset=utf-8", body: Array(text.utf8), freshness: .seconds(3600))
    }

    /// The web app manifest of an edition (W3C Web Application Manifest).
    package func manifest(edition: String) -> RenderedPage {
        let voice = voice(edition)
        var json = JSONWriter()
        json.object { json in
            json.member("id", voice.path(.front))
            json.member("name", voice.edition.masthead)
            json.member("short_name", voice.edition.masthead)
            json.member("description", voice.edition.tagline)
            json.member("lang", voice.edition.language)
            json.member("dir", voice.edition.direction.rawValue)
            json.member("start_url", voice.path(.front))
            json.member("scope", voice.path(.front))
            json.member("display", "minimal-ui")
            json.member("background_color", "#fcfbf8")
            json.member("theme_color", "#fcfbf8")
            json.array("icons") { json in
                for size in ["192", "512"] where theme.asset("icon-\(size).png") != nil {
                    json.object { json in
                        json.member("src", theme.assetRoot + "icon-\(size).png")
                        json.member("sizes", "\(size)x\(size)")
                        json.member("type", "image/png")
                        json.member("purpose", "any maskable")
                    }
                }
            }
        }
        return RenderedPage(
            contentType: "application/manifest+json", body: json.bytes, freshness: .seconds(3600))
    }

    /// Tags that begin as the reader typed, for the search page's script.
    package func tagSuggestions(_ tags: [(tag: Tag, stories: Int)]) -> RenderedPage {
        var json = JSONWriter()
        json.array { json in
            for (tag, stories) in tags.prefix(20) {
                json.object { json in
                    json.member("name", tag.name)
                    json.member("slug", tag.slug)
                    json.member("url", site.path(SiteURL(edition: tag.edition, .tag(tag.slug))))
                    json.member("count", stories)
                }
            }
        }
        return RenderedPage(
            contentType: "application/json; charset=utf-8", body: json.bytes, freshness: .seconds(60))
    }
}
