import NewsreelModel
import Testing

@testable import NewsreelPages

@Suite struct ExternalPlayerTests {
    @Test(arguments: [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
        ),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        ("https://vimeo.com/channels/news/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        (
            "https://x.com/lamp/status/1234567890",
            "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"
        ),
        (
            "https://twitter.com/lamp/status/1234567890?s=20",
            "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"
        ),
        ("https://t.me/s/lamp/42", "https://t.me/lamp/42?embed=1"),
    ])
    func `links of known sites lead to their player, without cookies where there is a choice`(
        link: String, frame: String
    ) throws {
        #expect(ExternalPlayer(try #require(LinkTarget(link)))?.address == frame)
    }

    @Test(arguments: [
        "https://www.youtube.com/@lamp", "https://www.youtube.com/watch?v=short",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/about", "https://x.com/lamp",
        "https://t.me/lamp", "/2026/06/17/a-story", "mailto:desk@lamp.example",
        "https://youtu.be/dQw4w9WgXc%22", "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
    ])
    func `any other link stays a link`(link: String) throws {
        #expect(ExternalPlayer(try #require(LinkTarget(link))) == nil)
    }
}
