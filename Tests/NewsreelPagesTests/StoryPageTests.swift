import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `The story page` {
    private func text(_ page: RenderedPage) -> String { String(decoding: page.body, as: UTF8.self) }

    /// The places of these texts in the page, in order.
    private func expectOrder(_ page: RenderedPage, _ parts: [String]) {
        var rest = text(page)[...]
        for part in parts {
            guard let found = rest.range(of: part) else {
                Issue.record("after what stands before it, the page does not hold: \(part)")
                return
            }
            rest = rest[found.upperBound...]
        }
    }

    @Test func `it runs from label to footer in the order of the visual brief`() throws {
        expectOrder(
            try Samples.renderer().story(Samples.clipStory),
            [
                "class=\"masthead\"", "label label-watch", "WATCH</p>", "<h1 class=\"headline\">Night camera",
                "class=\"standfirst\">The harbour office",
                "By <a href=\"/author/marit-oshane\" rel=\"author\">Marit Oshane</a> and <a",
                "class=\"place\">Haldern<",
                "<time datetime=\"2026-06-17T07:55:00+02:00\" data-local>17 June 2026, 07:55</time>",
                "Updated <time datetime=\"2026-06-17T09:12:00+02:00\" data-local>09:12</time>", "data-save",
                "data-share",
                "facebook.com", "connect.ok.ru", "vk.com", "t.me", "x.com", "wa.me", "fb-messenger", "mailto:",
                "data-copy", "data-print",
                "Download", "figure class=\"lead media-video\"", "<video controls preload=\"metadata\"",
                "The east gate lifts at 01:52. <small class=\"credit\">",
                "fifty-three minutes", "class=\"correction\"", "class=\"tags\"", "Where this footage comes from",
                "Haldern Counting Society",
                "class=\"related\"", "rel=\"prev\"", "rel=\"next\"", "site-footer", "rss.xml", "data-announce",
            ])
    }

    @Test func `every kind of page closes what it opens, and names no element's id twice`() throws {
        let pages = try Samples.renderer()
        let all = [
            pages.story(Samples.clipStory), pages.story(Samples.galleryStory()),
            pages.story(Samples.galleryStory(edition: "ar")),
            pages.front(Samples.front()), pages.front(Samples.front(edition: "ar")),
            pages.front(FrontPageLayout(edition: "en", now: Samples.made)),
            pages.listing(Samples.listing()), pages.search(Samples.search()),
            pages.search(SearchPage(edition: "ko", terms: SearchTerms())),
            pages.bookmarks(edition: "ru"), pages.error(.notFound, edition: "en"),
            pages.error(.failure(id: "1"), edition: "ar"),
            pages.offline(edition: "en"),
        ]
        for page in all {
            let markup = Markup(page)
            #expect(markup.problems == [])
            let ids = markup.elements.compactMap { $0.attributes["id"] }
            #expect(ids.count == Set(ids).count, "\(ids.sorted())")
            #expect(markup.all("h1").count == 1)
            #expect(markup.all("main").count == 1)
            #expect(!text(page).contains("{{"))
        }
    }

    @Test func `headings never skip a level on the way down`() throws {
        let markup = Markup(try Samples.renderer().story(Samples.clipStory))
        var last = 0
        var isMain = false
        for (name, attributes) in markup.elements {
            if name == "main" { isMain = true }
            if attributes["class"] == "site-footer" { break }
            guard isMain, name.count == 2, name.hasPrefix("h"), let level = Int(name.dropFirst()) else { continue }
            #expect(level <= last + 1)
            last = level
        }
        #expect(last > 1)
    }

    @Test func `a card says how long what leads its story plays, with a picture or without`() throws {
        let pages = try Samples.renderer()
        var bare = Samples.card(3, lead: Samples.video(3))
        bare.lead?.renditions = []
        let cards = [Samples.card(1, lead: Samples.video(1)), bare, Samples.card(5, lead: Samples.audio(5))]
        let hits = cards.map { SearchHit(card: $0) }
        let every = [
            pages.front(
                FrontPageLayout(
                    edition: "en", now: Samples.made, lead: cards[0], seconds: [cards[1], cards[2]],
                    rows: [FrontRow(section: Samples.english.sections[0], cards: [])])),
            pages.listing(ListingPage(edition: "en", subject: .latest, cards: cards)),
            pages.search(SearchPage(edition: "en", terms: SearchTerms(words: "x"), hits: hits, total: 3)),
        ]
        for page in every {
            let html = text(page)
            #expect(html.contains("11:40</span></div></div>"))
            #expect(html.contains("<span class=\"length\">") && html.contains("24:10</span>"))
            #expect(html.components(separatedBy: "11:40</span>").count == 3)
            #expect(html.components(separatedBy: "label-watch").count == 3)
            #expect(html.components(separatedBy: "label-listen").count == 2)
        }
    }

    @Test func `pictures have their place before they come`() throws {
        let pages = try Samples.renderer()
        for page in [pages.story(Samples.clipStory), pages.story(Samples.galleryStory()), pages.front(Samples.front())]
        {
            let images = Markup(page).all("img")
            for image in images where image["alt"] != nil && image["src"] != nil {
                #expect(image["width"].flatMap(Int.init) != nil)
                #expect(image["height"].flatMap(Int.init) != nil)
            }
        }
        let gallery = Markup(pages.story(Samples.galleryStory()))
        let eager = gallery.all("img").filter { $0["fetchpriority"] == "high" }
        #expect(eager.count == 1)
        let lazy = gallery.all("img").filter { $0["loading"] == "lazy" }
        #expect(lazy.count == 12)
        let types = gallery.all("source").compactMap { $0["type"] }
        #expect(Set(types) == ["image/avif", "image/webp"])
        #expect(types.first == "image/avif")
        #expect(gallery.all("source").allSatisfy { $0["sizes"]?.isEmpty == false && $0["srcset"]?.isEmpty == false })
    }

    @Test func `a picture that has not come stands as a placeholder with its credit`() throws {
        let html = text(try Samples.renderer().story(Samples.clipStory))
        #expect(html.contains("placeholder-missing"))
        #expect(html.contains("Picture awaited."))
        #expect(
            html.contains(
                "The gauge at Skarn Point, 1968. <small class=\"credit\">Picture supplied by Skarn Point Society (SPS). © SPS via NORTHWIRE</small>"
            ))
        #expect(
            html.contains(
                "<div class=\"frame ratio-3x2 placeholder\"><img class=\"preview\" src=\"data:image/webp;base64,"))
    }

    @Test func `a picture that has come takes its placeholder's place`() throws {
        let pages = try Samples.renderer()
        var page = Samples.clipStory
        #expect(text(pages.story(page)).contains("Picture awaited."))
        page.media[Samples.mediaID(3)] = Samples.picture(3, caption: "The gauge, at last.")
        let html = text(pages.story(page))
        #expect(!html.contains("Picture awaited."))
        #expect(html.contains("The gauge, at last."))
        #expect(html.contains("\"caption\":\"The gauge, at last.\""))
    }

    @Test func `a failed picture says so without the reason, which is the desk's`() throws {
        var page = Samples.galleryStory()
        page.media[Samples.mediaID(10)] = Samples.picture(10, state: .failed(reason: "SECRET-PATH /tmp/x"))
        let html = text(try Samples.renderer().story(page))
        #expect(html.contains("The file could not be shown."))
        #expect(!html.contains("SECRET-PATH"))
    }

    @Test func `links of this site go without rel, others with noopener`() throws {
        let links = Markup(try Samples.renderer().story(Samples.clipStory)).all("a")
        let outside = links.filter { $0["href"]?.hasPrefix("http") ?? false }
        #expect(outside.count > 5)
        #expect(outside.allSatisfy { $0["rel"]?.contains("noopener") ?? false })
        #expect(links.contains { $0["href"] == "/2026/06/16/report" && $0["rel"] == nil })
    }

    @Test func `the head names the page for search engines and other sites`() throws {
        let markup = Markup(try Samples.renderer().story(Samples.clipStory))
        let links = markup.all("link")
        #expect(
            links.contains {
                $0["rel"] == "canonical" && $0["href"] == "https://record.example/2026/06/17/night-camera-lagoon"
            })
        let languages = links.filter { $0["rel"] == "alternate" && $0["hreflang"] != nil }
        #expect(Set(languages.compactMap { $0["hreflang"] }) == ["en", "ar", "x-default"])
        #expect(languages.allSatisfy { $0["href"]?.hasPrefix("https://record.example/") ?? false })
        let properties = Dictionary(
            markup.all("meta").compactMap { meta in meta["property"].map { ($0, meta["content"] ?? "") } },
            uniquingKeysWith: { first, _ in first })
        #expect(properties["og:type"] == "article")
        #expect(properties["og:url"] == "https://record.example/2026/06/17/night-camera-lagoon")
        #expect(properties["og:image"]?.hasPrefix("https://record.example/media/") ?? false)
        #expect(properties["og:image:width"] == "1280")
        #expect(properties["article:published_time"] == "2026-06-17T07:55:00+02:00")
        #expect(markup.all("meta").contains { $0["name"] == "twitter:card" && $0["content"] == "summary_large_image" })
    }

    @Test func `it holds nothing that a strict content security policy forbids`() throws {
        let pages = try Samples.renderer()
        for page in [pages.story(Samples.clipStory), pages.front(Samples.front()), pages.search(Samples.search())] {
            let markup = Markup(page)
            #expect(markup.all("style").isEmpty)
            for (name, attributes) in markup.elements {
                #expect(attributes["style"] == nil)
                #expect(!attributes.keys.contains { $0.hasPrefix("on") }, "\(name)")
            }
            for script in markup.scripts where script.attributes["type"] != "application/ld+json" {
                #expect(script.attributes["src"]?.hasPrefix("/assets/") ?? false)
                #expect(script.text.isEmpty)
            }
        }
    }

    @Test func `it depends on what it shows`() throws {
        let page = try Samples.renderer().story(Samples.clipStory)
        #expect(page.dependsOn.contains("story:\(Samples.storyID(100))"))
        #expect(page.dependsOn.contains("story:\(Samples.storyID(1))"))
        #expect(page.dependsOn.contains("media:\(Samples.mediaID(3))"))
        #expect(!page.dependsOn.contains("stories:en"))
        let newest = try Samples.renderer().story(Samples.galleryStory())
        #expect(newest.dependsOn.contains("stories:en"))
    }

    @Test func `an Arabic story stands right to left and in Arabic words`() throws {
        let page = try Samples.renderer().story(Samples.galleryStory(edition: "ar"))
        let html = text(page)
        #expect(html.contains("<html lang=\"ar\" dir=\"rtl\""))
        #expect(html.contains("بقلم <a"))
        #expect(html.contains("8 صور"))
        for word in [">Save<", "Share<", "Previous story", "Photograph by", "More on this", ">Menu"] {
            #expect(!html.contains(word), "\(word)")
        }
    }
}

@Suite struct `The weight of pages` {
    @Test func `a normal story is at most 14 KB compressed`() throws {
        for edition in ["en", "ar"] {
            let page = try Samples.renderer().story(Samples.galleryStory(edition: edition))
            let body = Compressed(page.body, contentType: page.contentType)
            let gzip = try #require(body.gzip).count
            let brotli = try #require(body.brotli).count
            print("story \(edition): \(page.body.count) bytes, gzip \(gzip), brotli \(brotli)")
            #expect(gzip <= 14_336)
            #expect(brotli <= 14_336)
        }
    }
}
