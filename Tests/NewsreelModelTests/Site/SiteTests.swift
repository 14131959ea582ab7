import Foundation
import NewsreelModel
import Testing

@Suite struct SiteTests {
    let site = Site(origin: "https://record.example/", defaultEdition: "en", editions: ["en", "ru", "ar"])

    static let day = LocalDay("2020-06-17") ?? LocalDay(daysSince1970: 0)
    static let position = ListPosition(
        published: Timestamp(milliseconds: 1_592_369_700_123), id: StoryID(rawValue: "01jab"))

    static let places: [SiteURL.Place] = [
        .front, .latest(), .latest(.before(position)), .story(day: day, slug: "the-bridge"), .day(day),
        .day(day, .before(position)), .day(day, .after(position)),
        .section("harbour"), .section("harbour", .after(position)), .tag("мост", .newest), .author("mara-quill"),
        .search(SearchTerms(words: "a & b + c=d", section: "x", tag: "y", kind: .video, from: day, to: day, page: 3)),
        .bookmarks, .feed(.rss), .feed(.atom, .section("harbour")), .feed(.json, .tag("ports")),
        .sitemap(SitemapRange(monthOf: day)), .sitemap(SitemapRange(day: day)),
        .sitemap(SitemapRange(day: day, after: position)), .newsSitemap(), .newsSitemap(SitemapRange(day: day)),
        .newsSitemap(SitemapRange(day: day, after: position)), .manifest, .offline, .tagSuggestions("por t"),
        .embed(MediaID(rawValue: "01m")),
    ]

    @Test(arguments: places, ["en", "ru"])
    func `an address leads back to its place`(place: SiteURL.Place, edition: String) {
        let url = SiteURL(edition: edition, place)
        let parts = site.path(url).split(separator: "?", maxSplits: 1).map(String.init)
        #expect(site.url(path: parts[0], query: parts.count > 1 ? parts[1] : "") == url)
    }

    @Test(arguments: [
        ("2026-11", "2026-11-01", "2026-11-30"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-11-14", "2026-11-14", "2026-11-14"), ("2026-11-09-16", "2026-11-09", "2026-11-16"),
        ("2026-11-14-kbf0q8c0-01jab", "2026-11-14", "2026-11-14"),
    ])
    func `a sitemap says in its name which days it holds`(name: String, first: String, last: String) throws {
        let range = try #require(SitemapRange(name: name))
        #expect(range.first == LocalDay(first) && range.last == LocalDay(last))
        #expect(range.name == name && range.days.first == range.first && range.days.last == range.last)
        #expect(site.url(path: "/ru/sitemap-\(name).xml") == SiteURL(edition: "ru", .sitemap(range)))
    }

    @Test(arguments: [
        "2026", "2026-13", "2026-11-31", "2026-11-01-30", "2026-11-14-14", "2026-11-16-09", "2026-11-09-9", "26-11",
        "2026-11-09-31", "2026-11-", "2026-11-14-", "2026-11-14-x", "2026-11-14-kbf0q8c0-", "+026-11", "news", "",
    ])
    func `a sitemap has one name`(name: String) {
        #expect(SitemapRange(name: name) == nil)
        #expect(
            site.url(path: "/sitemap-\(name).xml") == (name == "news" ? SiteURL(edition: "en", .newsSitemap()) : nil))
        #expect(site.url(path: "/sitemap-news-\(name).xml") == nil)
    }

    @Test(arguments: [
        SiteURL.Place.sitemapIndex, .robots, .favicon, .live, .ready, .desk(.home), .desk(.people),
        .desk(.log(before: "01h")),
        .desk(.invitation("secret")),
        .asset(fingerprint: "ab12", path: "fonts/serif.woff2"),
        .rendition(MediaID(rawValue: "01m"), version: "0a1b2c3d4e5f", name: "w640.avif"),
        .original(MediaID(rawValue: "01m"), filename: "Отчёт 2026.pdf"), .uploads, .upload(UploadID(rawValue: "01u")),
    ])
    func `what all editions share has no edition`(place: SiteURL.Place) {
        let url = SiteURL(edition: nil, place)
        let parts = site.path(url).split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1] : ""
        #expect(site.url(path: parts[0], query: query) == url)
        #expect(site.url(path: "/ru" + parts[0], query: query) == nil)
    }

    @Test func `a question about an address keeps the address whole`() throws {
        let request = OEmbedRequest(
            url: "https://record.example/2020/06/17/most?t=73&a=b#c", format: "xml", maxWidth: 640, maxHeight: 360)
        let parts = site.path(SiteURL(edition: nil, .oembed(request))).split(separator: "?").map(String.init)
        #expect(parts.count == 2)
        #expect(site.url(path: parts[0], query: parts[1]) == SiteURL(edition: nil, .oembed(request)))
        #expect(
            site.url(path: "/oembed", query: "maxwidth=-1&maxheight=a")
                == SiteURL(edition: nil, .oembed(OEmbedRequest(url: nil))))
        #expect(site.url(path: "/ru/oembed") == nil)
    }

    @Test(arguments: [
        ("https://record.example/ru/2020/06/17/most", nil), ("http://RECORD.example/ru/2020/06/17/most/", nil),
        (" /ru/2020/06/17/most?t=73&utm_source=x#now ", 73), ("https://record.example/ru/2020/06/17/most?t=x", nil),
    ])
    func `a copied address leads to its page, whatever hangs on it`(address: String, second: Int?) throws {
        let copied = try #require(site.copied(address))
        #expect(copied.url == SiteURL(edition: "ru", .story(day: Self.day, slug: "most")))
        #expect(copied.second == second)
    }

    @Test(arguments: [
        "https://other.example/2020/06/17/most", "//other.example/2020/06/17/most", "record.example/2020/06/17/most",
        "https://record.example:8080/2020/06/17/most", "https://record.example@other.example/2020/06/17/most",
        "ftp://record.example/2020/06/17/most", "javascript:alert(1)", "https://record.example.other/2020/06/17/most",
        "https://record.example/no such page", "", String(repeating: "/x", count: 3000),
    ])
    func `an address of another site, or of nothing, is no copy of ours`(address: String) {
        #expect(site.copied(address) == nil)
    }

    @Test func `the default edition has no prefix and the others have theirs`() {
        #expect(site.path(SiteURL(edition: "en", .front)) == "/")
        #expect(site.path(SiteURL(edition: "ru", .front)) == "/ru")
        #expect(
            site.absolute(SiteURL(edition: "ru", .story(day: Self.day, slug: "most")))
                == "https://record.example/ru/2020/06/17/most")
    }

    @Test(arguments: [
        "", "x", "//", "/a//b", "/../etc/passwd", "/section/..", "/section/%2e%2e", "/section/a%2fb", "/2020/13/01",
        "/2020/06/17/Bad_Slug",
        "/2020/06/17/a/b", "/nowhere", "/%zz", "/%ff", "/section/a%00b", "/sitemap-2026-13.xml", "/sitemap-.xml",
        "/en/robots.txt/x",
    ])
    func `a path that names nothing is no address`(path: String) {
        #expect(site.url(path: path) == nil)
    }

    @Test func `a broken page token is no address and a broken filter is left out`() {
        #expect(site.url(path: "/latest", query: "before=%F0%9F") == SiteURL(edition: "en", .latest()))
        #expect(site.url(path: "/latest", query: "before=!!") == nil)
        #expect(
            site.url(path: "/search", query: "q=tide&from=yesterday&page=-4")
                == SiteURL(edition: "en", .search(SearchTerms(words: "tide"))))
    }

    @Test func `any bytes for a path end in an address or in none`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...40)).map { _ in UInt8.random(in: 0x21...0x7E, using: &generator) }
            let path = "/" + String(decoding: bytes, as: UTF8.self)
            guard let url = site.url(path: path) else { continue }
            let parts = site.path(url).split(separator: "?", maxSplits: 1).map(String.init)
            #expect(site.url(path: parts[0], query: parts.count > 1 ? parts[1] : "") == url)
        }
    }
}
