import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `Structured data` {
    private func graph(_ page: StoryPage) throws -> [[String: Any]] {
        let markup = Markup(try Samples.renderer().story(page))
        let script = try #require(markup.scripts.first { $0.attributes["type"] == "application/ld+json" })
        let root = try #require(try JSONSerialization.jsonObject(with: Data(script.text.utf8)) as? [String: Any])
        #expect(root["@context"] as? String == "https://schema.org")
        return try #require(root["@graph"] as? [[String: Any]])
    }

    @Test func `a story is a NewsArticle with credited media and its correction`() throws {
        let article = try graph(Samples.clipStory)[0]
        #expect(article["@type"] as? String == "NewsArticle")
        #expect(article["headline"] as? String == "Night camera shows the hour the lagoon emptied")
        #expect(article["datePublished"] as? String == "2026-06-17T07:55:00+02:00")
        #expect(article["dateModified"] as? String == "2026-06-17T09:12:00+02:00")
        let images = try #require(article["image"] as? [[String: Any]])
        for image in images {
            #expect((image["url"] as? String)?.hasPrefix("https://record.example/media/") ?? false)
            #expect((image["creditText"] as? String)?.isEmpty == false)
            #expect((image["copyrightNotice"] as? String)?.hasPrefix("©") ?? false)
            #expect(image["creator"] is [[String: Any]])
        }
        #expect(images[0]["license"] as? String == "https://creativecommons.org/licenses/by-sa/4.0/")
        let video = try #require((article["video"] as? [[String: Any]])?.first)
        for key in ["name", "description", "contentUrl", "embedUrl", "encodingFormat", "uploadDate", "creditText"] {
            #expect(video[key] is String, "\(key)")
        }
        #expect((video["contentUrl"] as? String)?.hasSuffix("/play.mp4") ?? false)
        #expect(video["embedUrl"] as? String == "https://record.example/embed/\(Samples.mediaID(1))")
        #expect((video["thumbnailUrl"] as? [String])?.first?.hasSuffix("/poster-w1280.jpg") ?? false)
        #expect(video["duration"] as? String == "PT11M40S")
        #expect(video["width"] as? Int == 1280 && video["height"] as? Int == 720)
        let audio = try #require((article["audio"] as? [[String: Any]])?.first)
        #expect(audio["@type"] as? String == "AudioObject")
        #expect(audio["name"] as? String == "The keeper of the tide tables")
        #expect(audio["duration"] as? String == "PT24M10S")
        let correction = try #require((article["correction"] as? [[String: Any]])?.first)
        #expect(correction["@type"] as? String == "CorrectionComment")
        #expect((correction["text"] as? String)?.contains("eleven") ?? false)
    }

    @Test func `where a clip was taken is said only where the desk says so`() throws {
        for isPublic in [false, true] {
            var page = Samples.clipStory
            page.media[Samples.mediaID(1)]?.place = CapturePlace(
                latitude: 59.9139, longitude: -10.5, isPublic: isPublic)
            let video = try #require((try graph(page)[0]["video"] as? [[String: Any]])?.first)
            let geo = (video["contentLocation"] as? [String: Any])?["geo"] as? [String: Any]
            #expect(geo?["latitude"] as? Double == (isPublic ? 59.9139 : nil))
            #expect(geo?["longitude"] as? Double == (isPublic ? -10.5 : nil))
        }
    }

    @Test func `a clip that cannot be played yet is no video for machines`() throws {
        var page = Samples.clipStory
        page.media[Samples.mediaID(1)]?.renditions = []
        #expect(try graph(page)[0]["video"] == nil)
    }

    @Test func `cards of other sites play what leads a story`() throws {
        let pages = try Samples.renderer()
        func properties(_ page: StoryPage) -> [String: String] {
            Dictionary(
                Markup(pages.story(page)).all("meta").compactMap { meta in
                    meta["property"].map { ($0, meta["content"] ?? "") }
                }, uniquingKeysWith: { first, _ in first })
        }
        let clip = properties(Samples.clipStory)
        #expect(clip["og:video"]?.hasSuffix("/play.mp4") ?? false)
        #expect(clip["og:video:secure_url"] == clip["og:video"])
        #expect(clip["og:video:type"] == "video/mp4")
        #expect(clip["og:video:width"] == "1280" && clip["og:video:height"] == "720")
        #expect(clip["og:video:duration"] == "700")
        var recording = Samples.clipStory
        recording.story.content.lead = Samples.mediaID(5)
        let sound = properties(recording)
        #expect(sound["og:video"] == nil && sound["og:audio"]?.hasSuffix("/play.m4a") ?? false)
        #expect(properties(Samples.galleryStory())["og:video"] == nil)
    }

    @Test func `a trail leads from the front page to the story`() throws {
        let trail = try graph(Samples.clipStory)[1]
        #expect(trail["@type"] as? String == "BreadcrumbList")
        let items = try #require(trail["itemListElement"] as? [[String: Any]])
        #expect(items.compactMap { $0["position"] as? Int } == [1, 2, 3])
        #expect(items.compactMap { $0["item"] as? String }.allSatisfy { $0.hasPrefix("https://record.example") })
    }
}

@Suite struct `A front page` {
    @Test func `shows no story twice among lead, seconds and rows`() {
        let cards = (1...30).map {
            Samples.card(
                $0, lead: $0.isMultiple(of: 2) ? Samples.picture($0) : nil, section: $0 < 20 ? "harbour" : "city")
        }
        let layout = FrontPageLayout.filled(
            edition: Samples.english, now: Samples.made, slots: PageSlot.standardFront,
            pins: [
                "lead": Samples.storyID(7), "seconds-1": Samples.storyID(9), "seconds-2": Samples.storyID(99),
            ],
            pinned: [cards[8], cards[6]], latest: cards,
            bySection: ["harbour": Array(cards[0..<19]), "city": Array(cards[19...])])
        #expect(layout.lead?.id == Samples.storyID(7))
        #expect(layout.seconds.count == 3)
        #expect(layout.seconds.contains { $0.id == Samples.storyID(9) })
        let shown =
            [layout.lead].compactMap { $0?.id } + layout.seconds.map(\.id) + layout.rows.flatMap { $0.cards.map(\.id) }
        #expect(shown.count == Set(shown).count)
        #expect(layout.rows.map(\.section.slug) == ["harbour", "city"])
    }

    @Test func `no two rows after one another have the same shape`() throws {
        let sections = (1...12).map { Section(slug: "s\($0)", name: "Section \($0)") }
        for pictures in [0, 1, 2, 4] {
            let rows = sections.enumerated().map { index, section in
                FrontRow(
                    section: section,
                    cards: (0..<4).map {
                        Samples.card(index * 10 + $0 + 1, lead: $0 < pictures ? Samples.picture(index * 10 + $0) : nil)
                    })
            }
            let page = try Samples.renderer().front(
                FrontPageLayout(edition: "en", now: Samples.made, rows: rows.map { $0 }))
            let shapes = Markup(page).all("section").compactMap { $0["class"] }.filter { $0.hasPrefix("row ") }
            if pictures > 1 { #expect(zip(shapes, shapes.dropFirst()).allSatisfy { $0 != $1 }, "\(shapes)") }
        }
    }

    @Test func `is stale at midnight in its own zone`() throws {
        let page = try Samples.renderer().front(Samples.front())
        #expect(page.expires == Samples.time("2026-06-17T22:00:00Z"))
    }

    @Test func `a card that has changed is shown as it is now`() throws {
        let pages = try Samples.renderer()
        var card = Samples.card(1, lead: Samples.picture(1))
        func page() -> String {
            String(
                decoding: pages.listing(ListingPage(edition: "en", subject: .latest, cards: [card])).body, as: UTF8.self
            )
        }
        #expect(page().contains("Pilot station 1 to be rebuilt"))
        card.headline = "Pilot station saved"
        #expect(page().contains("Pilot station saved"))
        #expect(!page().contains("Pilot station 1 to be rebuilt"))
        card.lead?.renditions.removeAll { $0.mimeType == "image/avif" }
        #expect(!page().contains("image/avif"))
    }
}
