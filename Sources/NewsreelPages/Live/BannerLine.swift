internal import Mustache
package import NewsreelModel

/// A banner with the address that it leads to.
package struct BannerLine: Sendable {
    package let banner: Banner
    package let url: SiteURL?

    package init(_ banner: Banner, url: SiteURL?) {
        self.banner = banner
        self.url = url
    }
}

extension PageRenderer {
    /// The banner of an edition as markup; empty where there is none.
    func bannerMarkup(_ voice: EditionVoice) -> String {
        banners[voice.edition.code].map { bannerMarkup($0, voice) } ?? ""
    }

    /// The banner stands before the header, behind the link that skips both.
    func withBanner(_ header: String, _ voice: EditionVoice) -> String {
        let banner = bannerMarkup(voice)
        guard !banner.isEmpty, let place = header.firstRange(of: "<header") else { return banner + header }
        return header[..<place.lowerBound] + banner + header[place.lowerBound...]
    }

    private func bannerMarkup(_ line: BannerLine, _ voice: EditionVoice) -> String {
        var fields = Fields()
        fields.text("id", line.banner.id.rawValue)
        fields.text("text", line.banner.text)
        fields.text("dir", TextDirection.override(line.banner.text, in: voice.edition.direction)?.rawValue)
        fields.text("href", line.url.map { voice.site.path($0) })
        return voice.library.render(fields, withTemplate: "banner") ?? ""
    }

    /// What an open page is told when the banner changes; empty when it went.
    package func bannerMarkup(of edition: String, _ line: BannerLine?) -> String {
        line.map { bannerMarkup($0, voice(edition)) } ?? ""
    }

    /// What an open page is told of one update.
    package func liveUpdate(_ update: LiveUpdate, of story: Story, coverage: LiveCoverage) -> String {
        LiveUpdates(voice: voice(story.edition), story: story, coverage: coverage).markup(update)
    }
}
