import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `Players` {
    private func page(_ change: (inout MediaAsset) -> Void = { _ in }, use: MediaUse? = nil) throws -> Markup {
        Markup(try story(change, use: use))
    }

    private func story(_ change: (inout MediaAsset) -> Void = { _ in }, use: MediaUse? = nil) throws -> RenderedPage {
        var page = Samples.clipStory
        var clip = Samples.video(1)
        change(&clip)
        page.media[clip.id] = clip
        if let use { page.story.content.media[0] = use }
        return try Samples.renderer().story(page)
    }

    private func text(_ page: RenderedPage) -> String { String(decoding: page.body, as: UTF8.self) }

    @Test func `a clip names its stream first, then the file, with all that the controls need`() throws {
        let markup = try page()
        let id = Samples.mediaID(1).rawValue
        let video = try #require(markup.all("video").first)
        let sources = markup.all("source").filter { $0["src"]?.contains(id) ?? false }
        #expect(sources.map { $0["type"] } == ["application/vnd.apple.mpegurl", "video/mp4"])
        #expect(sources.first?["src"] == "/media/\(id)/stream/master.m3u8")
        #expect(sources.last?["src"]?.hasSuffix("/play.mp4") ?? false)
        #expect(video["src"] == nil && video["controls"] != nil && video["playsinline"] != nil)
        #expect(video["width"] == "1280" && video["height"] == "720")
        #expect(video["poster"]?.hasSuffix("/poster-w1280.jpg") ?? false)
        #expect(video["data-asset"] == id)
        #expect(video["data-duration"] == "700.0")
        #expect(video["data-storyboard"]?.hasSuffix("/storyboard.vtt") ?? false)
        let qualities = try #require(video["data-qualities"]).split(separator: " ")
        #expect(qualities.map { $0.prefix { $0 != ":" } } == ["720", "540", "360"])
        #expect(qualities[1].hasPrefix("540:/media/\(id)/") && qualities[1].hasSuffix("/v540.m3u8"))
        #expect(video["data-url"] == "https://record.example/2026/06/17/night-camera-lagoon")
        #expect(video["data-title"] == "Night camera shows the hour the lagoon emptied")
        #expect(video["data-artist"]?.contains("Haldern Counting Society") ?? false)
        #expect(video["data-download"] == sources.last?["src"])
        #expect(video["data-autoplay"] == nil)
        let page = text(try story())
        #expect(page.contains("<div class=\"frame ratio-16x9\" data-player>\n<video"))
        #expect(page.contains("download=\"night-camera-lagoon.mp4\""))
        #expect(page.contains("MP4, 9.4 MB"))
    }

    @Test func `what may not be kept is offered nowhere`() throws {
        let markup = try page { $0.rights.download = false }
        #expect(markup.all("video").first?["data-download"] == nil)
        #expect(!markup.all("a").contains { $0["download"] != nil && $0["href"]?.contains("play.mp4") ?? false })
    }

    @Test func `a clip can be watched before its stream is made`() throws {
        let markup = try page { clip in
            clip.state = .processing
            clip.renditions.removeAll { $0.name != "first.mp4" }
        }
        let sources = markup.all("source").filter { $0["src"]?.contains(Samples.mediaID(1).rawValue) ?? false }
        #expect(sources.map { $0["src"]?.hasSuffix("/first.mp4") } == [true])
        let video = try #require(markup.all("video").first)
        for name in ["poster", "data-storyboard", "data-qualities"] { #expect(video[name] == nil, "\(name)") }
    }

    @Test func `rungs come into the stream as they are finished, and one alone is no choice`() throws {
        let markup = try page { clip in clip.renditions.removeAll { $0.name.hasPrefix("v7") || $0.name.hasPrefix("v3") }
        }
        #expect(markup.all("source").contains { $0["src"]?.hasSuffix("/master.m3u8") ?? false })
        #expect(markup.all("video").first?["data-qualities"] == nil)
    }

    @Test func `the original is never played, and what has nothing else is a placeholder`() throws {
        for state in [MediaState.processing, .ready] {
            let page = try story { clip in
                clip.state = state
                clip.renditions = []
            }
            #expect(Markup(page).all("video").isEmpty)
            #expect(text(page).contains("frame ratio-16x9 placeholder\""))
            #expect(!text(page).contains("gate.mp4"))
        }
        let failed = text(try story { $0.state = .failed(reason: "x") })
        #expect(failed.contains("frame ratio-16x9 placeholder placeholder-missing\""))
        #expect(!failed.contains("master.m3u8"))
    }

    @Test(arguments: [
        (1920, 1080, "16x9"), (640, 480, "16x9"), (720, 720, "1x1"), (864, 1080, "1x1"), (810, 1080, "9x16"),
        (360, 640, "9x16"),
    ])
    func `a clip has the room of its shape from the start`(width: Int, height: Int, ratio: String) throws {
        let made = Samples.video(1, width: width, height: height)
        #expect(text(try story { $0 = made }).contains("<div class=\"frame ratio-\(ratio)\" data-player>"))
        let waiting = text(
            try story { clip in
                clip = made
                clip.renditions = []
            })
        #expect(waiting.contains("<div class=\"frame ratio-\(ratio) placeholder\">"))
    }

    @Test func `a clip starts by itself only where an editor asked for it`() throws {
        let asked = try page(use: MediaUse(Samples.mediaID(1), autoplay: true))
        #expect(asked.all("video").first?["data-autoplay"] == "")
        let not = try page(use: MediaUse(Samples.mediaID(1), autoplay: false))
        #expect(not.all("video").first?["data-autoplay"] == nil)
    }

    @Test func `a recording has its waveform and its own name`() throws {
        let audio = try #require(try page().all("audio").first)
        #expect(audio["data-waveform"]?.hasSuffix("/waveform.svg") ?? false)
        #expect(audio["data-title"] == "The keeper of the tide tables")
        #expect(audio["data-duration"] == "1450.0")
        #expect(audio["data-download"] == nil)
        #expect(try page().all("source").contains { $0["src"]?.hasSuffix("/play.m4a") ?? false })
    }
}
