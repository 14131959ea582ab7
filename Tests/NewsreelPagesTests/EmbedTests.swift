import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `What other sites show` {
    private let story = Samples.clipStory.story

    private func text(_ page: RenderedPage) -> String { String(decoding: page.body, as: UTF8.self) }

    @Test func `the player alone`() throws {
        let page = try Samples.renderer().embed(EmbedPage(story: story, asset: Samples.video(1)))
        try expectGolden(page, "embed-en.html")
        #expect(page.audience == .frames)
    }

    @Test func `a frame holds the player, the credit and the way to the story, and nothing else of the site`() throws {
        for asset in [Samples.video(1), Samples.audio(5)] {
            let page = try Samples.renderer().embed(EmbedPage(story: story, asset: asset))
            let markup = Markup(page)
            #expect(markup.problems == [])
            #expect(markup.all(asset.kind.rawValue).count == 1)
            #expect(markup.all("h1").count == 1 && markup.all("main").count == 1)
            #expect(markup.all("header").isEmpty && markup.all("footer").isEmpty && markup.all("nav").isEmpty)
            let back = try #require(markup.all("a").first { $0["target"] == "_blank" })
            #expect(back["href"] == "https://record.example/2026/06/17/night-camera-lagoon")
            #expect(back["rel"] == "noopener")
            #expect(text(page).contains("class=\"credit\""))
            #expect(markup.all("meta").contains { $0["name"] == "robots" && $0["content"] == "noindex" })
            let links = markup.all("link")
            #expect(links.contains { $0["rel"] == "canonical" && $0["href"] == back["href"] })
            #expect(!links.contains { $0["rel"] == "alternate" })
            #expect(markup.scripts.allSatisfy { $0.attributes["type"] != "application/ld+json" })
            #expect(page.dependsOn.contains("media:\(asset.id)") && page.dependsOn.contains("stories:en"))
        }
    }

    @Test func `a story's page tells where to ask how it may be shown`() throws {
        let links = Markup(try Samples.renderer().story(Samples.clipStory)).all("link")
        let found = links.filter { $0["type"]?.hasSuffix("+oembed") ?? false }
        #expect(found.map { $0["type"] } == ["application/json+oembed", "text/xml+oembed"])
        #expect(
            found.first?["href"]
                == "https://record.example/oembed?url=https%3A%2F%2Frecord.example%2F2026%2F06%2F17%2Fnight-camera-lagoon&amp;format=json"
        )
        let listing = Markup(try Samples.renderer().listing(Samples.listing())).all("link")
        #expect(!listing.contains { $0["type"]?.hasSuffix("+oembed") ?? false })
    }

    private func answer(_ page: OEmbedPage) throws -> [String: Any] {
        let made = try Samples.renderer().oembed(page)
        return try #require(try JSONSerialization.jsonObject(with: Data(made.body)) as? [String: Any])
    }

    @Test func `a story with a clip is a video of a size`() throws {
        let answer = try answer(OEmbedPage(story: story, asset: Samples.video(1), second: 73))
        #expect(answer["version"] as? String == "1.0")
        #expect(answer["type"] as? String == "video")
        #expect(answer["title"] as? String == "Night camera shows the hour the lagoon emptied")
        #expect(answer["author_name"] as? String == "Marit Oshane and Ilse Varga")
        #expect(answer["author_url"] == nil)
        #expect(answer["provider_name"] as? String == "The Harbour Record")
        #expect(answer["provider_url"] as? String == "https://record.example/")
        #expect(answer["width"] as? Int == 640 && answer["height"] as? Int == 360)
        #expect(answer["thumbnail_width"] as? Int == 1280 && answer["thumbnail_height"] as? Int == 720)
        let frame = try #require(Markup(answer["html"] as? String ?? "").all("iframe").first)
        #expect(frame["src"] == "https://record.example/embed/\(Samples.mediaID(1))?t=73")
        #expect(frame["width"] == "640" && frame["height"] == "360" && frame["allowfullscreen"] != nil)
    }

    @Test(arguments: [
        (1280, 720, nil, nil, 640, 360), (1280, 720, 480, nil, 480, 270), (1280, 720, 1600, 200, 356, 200),
        (1280, 720, nil, 180, 320, 180), (720, 1280, nil, nil, 360, 640), (720, 1280, 300, nil, 300, 533),
        (720, 1280, 2000, nil, 405, 720), (1000, 1000, 5000, 5000, 1920, 1920), (1280, 720, 1, 1, 1, 1),
    ])
    func `the frame has the clip's shape within the room there is`(
        width: Int, height: Int, maxWidth: Int?, maxHeight: Int?, fittedWidth: Int, fittedHeight: Int
    ) throws {
        let answer = try answer(
            OEmbedPage(
                story: story, asset: Samples.video(1, width: width, height: height), maxWidth: maxWidth,
                maxHeight: maxHeight))
        #expect(answer["width"] as? Int == fittedWidth)
        #expect(answer["height"] as? Int == fittedHeight)
        if let wide = answer["thumbnail_width"] as? Int { #expect(wide <= maxWidth ?? .max) }
        if let high = answer["thumbnail_height"] as? Int { #expect(high <= maxHeight ?? .max) }
    }

    @Test func `a recording is a rich frame, a story of words a link`() throws {
        let recording = try answer(OEmbedPage(story: story, asset: Samples.audio(5), maxHeight: 150))
        #expect(recording["type"] as? String == "rich")
        #expect(recording["height"] as? Int == 150)
        #expect((recording["html"] as? String)?.contains("/embed/") ?? false)
        let picture = try answer(OEmbedPage(story: story, asset: Samples.picture(2), maxWidth: 700))
        #expect(picture["type"] as? String == "link")
        #expect(picture["html"] == nil && picture["width"] == nil)
        #expect(picture["thumbnail_width"] as? Int == 640)
        #expect(try answer(OEmbedPage(story: story, asset: nil))["thumbnail_url"] == nil)
    }

    @Test func `the same in XML`() throws {
        let page = try Samples.renderer().oembed(OEmbedPage(story: story, asset: Samples.video(1), format: .xml))
        #expect(page.contentType == "text/xml; charset=utf-8")
        #expect(page.audience == .anySite)
        let root = try XMLTree.parse(page.body)
        #expect(root.name == "oembed")
        #expect(root.value("version") == "1.0" && root.value("type") == "video")
        #expect(root.value("width") == "640")
        #expect(Markup(root.value("html") ?? "").all("iframe").count == 1)
    }
}
