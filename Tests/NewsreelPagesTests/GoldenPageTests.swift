import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `Golden pages` {
    @Test func `a story with a clip and every kind of block`() throws {
        try expectGolden(try Samples.renderer().story(Samples.clipStory), "story-clip-en.html")
    }

    @Test(arguments: ["en", "ar"]) func `a story with a gallery`(edition: String) throws {
        try expectGolden(
            try Samples.renderer().story(Samples.galleryStory(edition: edition)), "story-gallery-\(edition).html")
    }

    @Test(arguments: ["en", "ar"]) func `a front page`(edition: String) throws {
        try expectGolden(try Samples.renderer().front(Samples.front(edition: edition)), "front-\(edition).html")
    }

    @Test(arguments: ["en", "ar"]) func `a section`(edition: String) throws {
        try expectGolden(try Samples.renderer().listing(Samples.listing(edition: edition)), "section-\(edition).html")
    }

    @Test(arguments: ["en", "ar"]) func `a search`(edition: String) throws {
        try expectGolden(try Samples.renderer().search(Samples.search(edition: edition)), "search-\(edition).html")
    }

    @Test(arguments: ["en", "ar"]) func `the bookmarks`(edition: String) throws {
        try expectGolden(try Samples.renderer().bookmarks(edition: edition), "bookmarks-\(edition).html")
    }

    @Test(arguments: ["en", "ar"]) func `the error pages`(edition: String) throws {
        let pages = try Samples.renderer()
        let note = Correction(at: Samples.time("2026-06-18T09:00:00Z"), note: "The pictures were not of Haldern.")
        try expectGolden(pages.error(.notFound, edition: edition), "error-404-\(edition).html")
        try expectGolden(pages.error(.withdrawn(notes: [note]), edition: edition), "error-410-\(edition).html")
        try expectGolden(pages.error(.failure(id: "7f3a-20c1"), edition: edition), "error-500-\(edition).html")
        try expectGolden(pages.offline(edition: edition), "offline-\(edition).html")
    }

    @Test(arguments: FeedFormat.allCases) func `a feed`(format: FeedFormat) throws {
        let stories = [Samples.clipStory, Samples.galleryStory()]
        let feed = Feed(
            edition: "en", scope: .edition, format: format,
            items: stories.map { FeedItem(story: $0.story, media: $0.media) })
        try expectGolden(try Samples.renderer().feed(feed), "feed-\(format.rawValue).txt")
    }

    @Test func `what machines read`() throws {
        let pages = try Samples.renderer()
        try expectGolden(pages.robots(), "robots.txt")
        try expectGolden(pages.manifest(edition: "ar"), "manifest-ar.json")
    }
}
