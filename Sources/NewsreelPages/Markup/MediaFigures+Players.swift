internal import NewsreelModel

/// Clips and recordings: the browser's own player with all that the theme's script needs to put its controls over it.
extension MediaFigures {
    func video(_ asset: MediaAsset, use: MediaUse?, isLead: Bool, into html: inout HTMLWriter) {
        html.markup(
            isLead ? "<figure class=\"lead media-video\" data-media>\n" : "<figure class=\"media-video\" data-media>\n")
        clip(asset, use: use, isLead: isLead, into: &html)
        // Before the caption, since a caption is a figure's last element (HTML §4.4.12).
        transcript(of: asset, into: &html)
        caption(asset, use: use, into: &html)
        html.markup("\n</figure>\n")
    }

    func audio(_ asset: MediaAsset, use: MediaUse?, isLead: Bool, into html: inout HTMLWriter) {
        html.markup(
            isLead ? "<figure class=\"lead media-audio\" data-media>\n" : "<figure class=\"media-audio\" data-media>\n")
        html.markup("<p class=\"label label-listen\">")
        html.made(voice.icon("music"))
        html.text(voice.strings(.labelListen))
        html.markup("</p>\n")
        let title = use?.alt ?? asset.alt ?? ""
        if !title.isEmpty, title != use?.caption ?? asset.caption {
            html.markup("<p class=\"audio-title\">")
            html.text(title)
            html.markup("</p>\n")
        }
        recording(asset, use: use, isLead: isLead, into: &html)
        // Before the caption, since a caption is a figure's last element (HTML §4.4.12).
        transcript(of: asset, into: &html)
        caption(asset, use: use, into: &html)
        html.markup("\n</figure>\n")
    }

    /// A clip's player, or what stands for it while there is nothing to play.
    func clip(_ asset: MediaAsset, use: MediaUse?, isLead: Bool, into html: inout HTMLWriter) {
        guard let playback = Playback(asset) else { return placeholder(asset, into: &html) }
        html.markup("<div class=\"frame ")
        html.markup(playback.shape.ratio)
        html.markup("\" data-player>\n<video controls preload=\"metadata\" playsinline")
        if let poster = PictureSet(asset)?.nearest(1280) {
            html.attribute("poster", RenditionAddress.path(of: poster, media: asset.id, site: voice.site))
        }
        html.attribute("width", playback.size.width)
        html.attribute("height", playback.size.height)
        facts(playback, use: use, isLead: isLead, into: &html)
        if use?.autoplay == true { html.markup(" data-autoplay") }
        html.markup(">\n")
        sources(playback, into: &html)
        tracks(of: asset, into: &html)
        html.markup("</video>\n</div>\n")
    }

    /// A recording's player, or what stands for it while there is nothing to play.
    func recording(_ asset: MediaAsset, use: MediaUse?, isLead: Bool, into html: inout HTMLWriter) {
        guard let playback = Playback(asset) else { return placeholder(asset, into: &html) }
        html.markup("<div data-player>\n<audio controls preload=\"metadata\"")
        facts(playback, use: use, isLead: isLead, into: &html)
        html.markup(">\n")
        sources(playback, into: &html)
        tracks(of: asset, into: &html)
        html.markup("</audio>\n</div>\n")
    }

    /// What the player's script reads from its element; each is left out where there is nothing to say.
    private func facts(_ playback: Playback, use: MediaUse?, isLead: Bool, into html: inout HTMLWriter) {
        let asset = playback.asset
        let site = voice.site
        html.attribute("aria-label", alt(asset, use))
        html.attribute("data-asset", asset.id.rawValue)
        if let duration = asset.duration { html.attribute("data-duration", "\(Double(duration) / 1000)") }
        if let index = playback.path(of: .storyboardIndex, site) { html.attribute("data-storyboard", index) }
        if let drawing = playback.path(of: .waveform, site) { html.attribute("data-waveform", drawing) }
        if playback.rungs.count > 1 {
            let rungs = playback.rungs.sorted { $0.shortSide > $1.shortSide }
            html.attribute(
                "data-qualities",
                rungs.map { "\($0.shortSide):\(RenditionAddress.path(of: $0.playlist, media: asset.id, site: site))" }
                    .joined(separator: " "))
        }
        if let url = story.url { html.attribute("data-url", site.absolute(url)) }
        html.attribute("data-title", title(asset, use, isLead: isLead))
        let credit = voice.credits.text(asset.credit, kind: asset.kind)
        if !credit.isEmpty { html.attribute("data-artist", credit) }
        if let file = playback.download {
            html.attribute("data-download", RenditionAddress.path(of: file, media: asset.id, site: site))
        }
    }

    /// What a lock screen calls it: the story that it leads, or else its own words.
    private func title(_ asset: MediaAsset, _ use: MediaUse?, isLead: Bool) -> String {
        let headline = story.content.headline
        if isLead { return headline }
        return (use?.alt ?? asset.alt ?? use?.caption ?? asset.caption ?? headline).shortened(to: 120)
    }

    /// The adaptive stream for browsers that read one, then the file for all.
    private func sources(_ playback: Playback, into html: inout HTMLWriter) {
        if let stream = playback.stream(voice.site) { source(stream, PageRenderer.playlistType, into: &html) }
        source(playback.path(voice.site), playback.file.mimeType, into: &html)
    }

    private func source(_ path: String, _ type: String, into html: inout HTMLWriter) {
        html.markup("<source")
        html.attribute("src", path)
        html.attribute("type", type)
        html.markup(">\n")
    }
}
