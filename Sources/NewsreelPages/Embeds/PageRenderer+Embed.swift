internal import NewsreelModel

extension PageRenderer {
    /// The player of a clip or recording alone, with its credit and the way to the newest story that shows it.
    package func embed(_ page: EmbedPage) -> RenderedPage {
        let voice = voice(page.story.edition)
        let use = page.story.content.media.first { $0.media == page.asset.id }
        var figure = HTMLWriter(capacity: 2048)
        MediaFigures(voice: voice, story: page.story, captions: [page.asset.id: page.captions]).framed(
            page.asset, use: use, into: &figure)
        var main = Fields()
        main.text("figure", figure.string)
        main.flag("hasPlayers", true)
        var head = PageHead(
            title: voice.strings(
                .formatTitle, ["page": page.story.content.headline, "name": voice.edition.masthead]),
            canonical: page.story.url)
        head.isIndexed = false
        head.isFramed = true
        return RenderedPage(
            contentType: Self.htmlType, body: html("embed", voice, head: head, header: "", main: main),
            lastModified: [page.asset.updated, page.story.publication?.updated, page.story.publication?.published]
                .compactMap { $0 }.max(),
            // A newer story that shows it takes this one's place.
            dependsOn: [
                Dependency.media(page.asset.id), Dependency.story(page.story.id),
                Dependency.stories(page.story.edition),
            ], audience: .frames)
    }
}

extension MediaFigures {
    /// The player with nothing around it but where it is from.
    fileprivate func framed(_ asset: MediaAsset, use: MediaUse?, into html: inout HTMLWriter) {
        let isLead = story.content.lead == asset.id
        if asset.kind == .audio {
            html.markup("<figure class=\"media-audio\" data-media>\n")
            recording(asset, use: use, isLead: isLead, into: &html)
        } else {
            html.markup("<figure class=\"media-video\" data-media>\n")
            clip(asset, use: use, isLead: isLead, into: &html)
        }
        html.markup("<figcaption class=\"caption\"><h1 class=\"embed-title\"")
        if let direction = TextDirection.override(story.content.headline, in: voice.edition.direction) {
            html.attribute("dir", direction.rawValue)
        }
        html.markup("><a")
        html.attribute("href", story.url.map { voice.site.absolute($0) } ?? voice.absolute(.front))
        html.markup(" target=\"_blank\" rel=\"noopener\">")
        html.text(story.content.headline)
        html.markup("</a></h1> <span class=\"embed-name\">")
        html.text(voice.edition.masthead)
        html.markup("</span>")
        let credit = voice.credits.text(asset.credit, kind: asset.kind)
        if !credit.isEmpty {
            html.markup(" <small class=\"credit\">")
            html.text(credit)
            html.markup("</small>")
        }
        html.markup("</figcaption>\n</figure>\n")
    }
}
