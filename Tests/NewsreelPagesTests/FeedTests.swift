import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `Feeds` {
    private func body(_ format: FeedFormat, scope: FeedScope = .edition, full: Bool = true) throws -> [UInt8] {
        let items = [Samples.clipStory, Samples.galleryStory()].map { FeedItem(story: $0.story, media: $0.media) }
        let pages = try Samples.renderer(publisher: Publisher(fullFeeds: full))
        return pages.feed(
            Feed(edition: "en", scope: scope, name: scope == .edition ? nil : "Harbour", format: format, items: items)
        ).body
    }

    @Test func `RSS has what the format demands`() throws {
        let rss = try XMLTree.parse(try body(.rss))
        #expect(rss.name == "rss")
        #expect(rss.attributes["version"] == "2.0")
        let channel = try #require(rss.first("channel"))
        for name in ["title", "link", "description"] { #expect(channel.value(name)?.isEmpty == false) }
        #expect(channel.first("atom:link")?.attributes["href"] == "https://record.example/rss.xml")
        let items = channel.all("item")
        #expect(items.count == 2)
        #expect(Set(items.compactMap { $0.value("guid") }).count == 2)
        let date = try Regex(
            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} [0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-5][0-9] (GMT|[+-][0-9]{4})"
        )
        for item in items {
            #expect(try date.wholeMatch(in: item.value("pubDate") ?? "") != nil)
            #expect(item.value("link")?.hasPrefix("https://record.example/2026/06/") ?? false)
            #expect(item.all("enclosure").count == 1)
            let enclosure = try #require(item.first("enclosure"))
            #expect(enclosure.attributes["url"]?.hasPrefix("https://record.example/media/") ?? false)
            #expect(enclosure.attributes["length"].flatMap(Int.init) ?? 0 > 0)
            #expect(enclosure.attributes["type"]?.contains("/") ?? false)
        }
        #expect(items[0].first("enclosure")?.attributes["type"] == "video/mp4")
        let clip = try #require(items[0].first("media:group"))
        let forms = clip.all("media:content")
        #expect(forms.map { $0.attributes["type"] } == ["video/mp4", "application/vnd.apple.mpegurl"])
        #expect(forms.map { $0.attributes["isDefault"] } == ["true", nil])
        #expect(forms.allSatisfy { $0.attributes["duration"] == "700" && $0.attributes["medium"] == "video" })
        #expect(forms.first?.attributes["fileSize"] == "9400000")
        #expect(forms.last?.attributes["url"]?.hasSuffix("/stream/master.m3u8") ?? false)
        #expect(clip.value("media:credit")?.contains("Haldern Counting Society") ?? false)
        #expect(clip.value("media:copyright") == "© Haldern Counting Society via Northwire")
        let player = "https://record.example/embed/\(Samples.mediaID(1))"
        #expect(clip.first("media:player")?.attributes["url"] == player)
        #expect(clip.first("media:thumbnail")?.attributes["width"] == "1280")
        let others = items[0].all("media:content")
        #expect(others.map { $0.attributes["medium"] } == ["image", "audio", "document"])
        #expect(others[1].attributes["type"] == "audio/mp4" && others[1].attributes["duration"] == "1450")
        #expect(others[0].first("media:player") == nil && others[1].first("media:player") != nil)
    }

    @Test func `every address in a feed is whole`() throws {
        let rss = try XMLTree.parse(try body(.rss))
        let content = try #require(rss.first("channel")?.all("item").first?.value("content:encoded"))
        let markup = Markup(content)
        #expect(markup.problems == [])
        for (name, attributes) in markup.elements {
            for key in ["href", "src"] {
                guard let value = attributes[key] else { continue }
                #expect(value.hasPrefix("https://"), "\(name) \(key)=\(value)")
            }
        }
        #expect(content.contains("https://record.example/2026/06/16/report"))
        #expect(content.contains("Sixty-four boats"))
        #expect(content.contains("An earlier version gave nine hours"))
    }

    @Test func `a feed of summaries leaves the text on the site`() throws {
        let rss = try XMLTree.parse(try body(.rss, full: false))
        let content = try #require(rss.first("channel")?.all("item").first?.value("content:encoded"))
        #expect(!content.contains("Sixty-four boats"))
        #expect(content.contains("The harbour office released eleven hours"))
    }

    @Test func `Atom has what RFC 4287 demands`() throws {
        let feed = try XMLTree.parse(try body(.atom, scope: .section("harbour")))
        #expect(feed.name == "feed")
        #expect(feed.attributes["xmlns"] == "http://www.w3.org/2005/Atom")
        for name in ["id", "title", "updated"] { #expect(feed.all(name).count == 1) }
        #expect(
            feed.all("link").contains {
                $0.attributes["rel"] == "self"
                    && $0.attributes["href"] == "https://record.example/section/harbour/atom.xml"
            })
        let entries = feed.all("entry")
        #expect(entries.count == 2)
        #expect(Set(entries.compactMap { $0.value("id") }).count == 2)
        for entry in entries {
            for name in ["id", "title", "updated", "published", "content"] { #expect(entry.all(name).count == 1) }
            #expect(entry.value("id")?.hasPrefix("tag:record.example,2026-06-") ?? false)
            #expect(Timestamp(iso8601: entry.value("updated") ?? "") != nil)
            #expect(entry.all("link").filter { $0.attributes["rel"] == "alternate" }.count == 1)
            #expect(entry.all("author").allSatisfy { $0.value("name")?.isEmpty == false })
        }
        #expect(feed.value("updated") == "2026-06-17T07:12:00Z")
    }

    @Test func `JSON Feed has the keys of version 1_1`() throws {
        let root = try #require(try JSONSerialization.jsonObject(with: Data(try body(.json))) as? [String: Any])
        #expect(root["version"] as? String == "https://jsonfeed.org/version/1.1")
        #expect(root["title"] as? String == "The Harbour Record")
        #expect(root["feed_url"] as? String == "https://record.example/feed.json")
        let items = try #require(root["items"] as? [[String: Any]])
        #expect(Set(items.compactMap { $0["id"] as? String }).count == 2)
        for item in items {
            #expect(item["content_html"] is String)
            #expect((item["url"] as? String)?.hasPrefix("https://") ?? false)
            #expect(Timestamp(iso8601: item["date_published"] as? String ?? "") != nil)
            let attachments = try #require(item["attachments"] as? [[String: Any]])
            #expect(attachments.allSatisfy { $0["url"] is String && $0["mime_type"] is String })
        }
        let clip = try #require((items[0]["attachments"] as? [[String: Any]])?.first)
        #expect(clip["duration_in_seconds"] as? Int == 700)
        #expect(clip["size_in_bytes"] as? Int == 9_400_000)
        let authors = try #require(items[0]["authors"] as? [[String: Any]])
        #expect(authors.first?["name"] as? String == "Marit Oshane")
    }

    @Test func `a feed without stories is still a feed`() throws {
        let pages = try Samples.renderer()
        for format in FeedFormat.allCases {
            let body = pages.feed(Feed(edition: "ko", scope: .edition, format: format, items: [])).body
            if format == .json {
                #expect((try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?["items"] != nil)
            } else {
                #expect(throws: Never.self) { try XMLTree.parse(body) }
            }
        }
    }
}

@Suite struct `Sitemaps` {
    private static let june = SitemapRange(monthOf: LocalDay(daysSince1970: 20_620))

    @Test func `the index names the sitemaps of every edition`() throws {
        let page = try Samples.renderer().sitemapIndex([
            ListedSitemap(SiteURL(edition: "en", .sitemap(Self.june)), updated: Samples.made),
            ListedSitemap(SiteURL(edition: "ar", .sitemap(Self.june))),
            ListedSitemap(SiteURL(edition: "ko", .newsSitemap())),
        ])
        let index = try XMLTree.parse(page.body)
        #expect(index.name == "sitemapindex")
        #expect(index.attributes["xmlns"] == "http://www.sitemaps.org/schemas/sitemap/0.9")
        let addresses = index.all("sitemap").compactMap { $0.value("loc") }
        #expect(addresses.contains("https://record.example/sitemap-2026-06.xml"))
        #expect(addresses.contains("https://record.example/ar/sitemap-2026-06.xml"))
        #expect(addresses.contains("https://record.example/ko/sitemap-news.xml"))
        #expect(addresses.count == 3)
        #expect(index.all("sitemap").compactMap { $0.value("lastmod") }.count == 1)
        #expect(index.first("sitemap")?.value("lastmod") == Samples.made.iso8601(in: .utc))
    }

    @Test func `a month names stories and their pictures`() throws {
        let page = try Samples.renderer().sitemap(
            edition: "en", [Samples.card(1, lead: Samples.picture(1)), Samples.card(2)], of: Self.june)
        let set = try XMLTree.parse(page.body)
        let urls = set.all("url")
        #expect(urls.count == 2)
        #expect(urls.allSatisfy { $0.value("loc")?.hasPrefix("https://record.example/2026/06/17/") ?? false })
        #expect(urls.allSatisfy { Timestamp(iso8601: $0.value("lastmod") ?? "") != nil })
        #expect(urls[0].first("image:image")?.value("image:loc")?.hasSuffix("/w1920.jpg") ?? false)
        #expect(urls[1].first("image:image") == nil)
    }

    @Test func `a month describes the clips that lead stories, in the order of the schema`() throws {
        var long = Samples.card(2, headline: String(repeating: "word ", count: 40), lead: Samples.video(2))
        long.lead?.duration = 40_000_000
        var unmade = Samples.card(3, lead: Samples.video(3))
        unmade.lead?.renditions.removeAll { $0.purpose == .progressive }
        let page = try Samples.renderer().sitemap(
            edition: "en",
            [Samples.card(1, lead: Samples.video(1)), long, unmade, Samples.card(4, lead: Samples.audio(4))],
            of: Self.june)
        let set = try XMLTree.parse(page.body)
        #expect(set.attributes["xmlns:video"] == "http://www.google.com/schemas/sitemap-video/1.1")
        let videos = set.all("url").map { $0.first("video:video") }
        #expect(videos.map { $0 != nil } == [true, true, false, false])
        let video = try #require(videos[0])
        #expect(
            video.children.map(\.name) == [
                "video:thumbnail_loc", "video:title", "video:description", "video:content_loc", "video:player_loc",
                "video:duration", "video:publication_date",
            ])
        #expect(video.value("video:content_loc")?.hasSuffix("/play.mp4") ?? false)
        #expect(video.value("video:player_loc") == "https://record.example/embed/\(Samples.mediaID(1))")
        #expect(video.value("video:duration") == "700")
        #expect(Timestamp(iso8601: video.value("video:publication_date") ?? "") != nil)
        #expect(video.value("video:description") == "The east gate lifts at 01:52.")
        #expect(videos[1]?.value("video:title")?.count ?? 101 <= 100)
        #expect(videos[1]?.first("video:duration") == nil)
    }

    @Test func `a news sitemap names publication, language, time and title`() throws {
        let cards = (0..<3).map { Samples.card($0) }
        let page = try Samples.renderer().newsSitemap(edition: "en", cards)
        let urls = try XMLTree.parse(page.body).all("url")
        #expect(urls.count == 3)
        for url in urls {
            let news = try #require(url.first("news:news"))
            #expect(news.first("news:publication")?.value("news:name") == "The Harbour Record")
            #expect(news.first("news:publication")?.value("news:language") == "en")
            #expect(Timestamp(iso8601: news.value("news:publication_date") ?? "") != nil)
            #expect(news.value("news:title")?.isEmpty == false)
        }
        let oldest = try #require(cards.map(\.publication.published).min())
        #expect(page.expires == oldest.adding(seconds: 2 * 86_400))
    }

    @Test func `robots may read stories and not searches`() throws {
        let text = String(decoding: try Samples.renderer().robots().body, as: UTF8.self)
        #expect(text.contains("Disallow: /search\n"))
        #expect(text.contains("Disallow: /ar/api/tags\n"))
        #expect(text.contains("Sitemap: https://record.example/sitemap.xml\n"))
        #expect(!text.contains("Disallow: /\n"))
    }

    @Test func `suggestions carry names and addresses`() throws {
        let tag = Tag(edition: "ar", name: "البحيرة")
        let body = try Samples.renderer().tagSuggestions([(tag: tag, stories: 4)]).body
        let list = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]])
        #expect(list[0]["name"] as? String == "البحيرة")
        #expect((list[0]["url"] as? String)?.hasPrefix("/ar/tag/") ?? false)
    }
}
