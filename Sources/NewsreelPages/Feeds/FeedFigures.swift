internal import NewsreelModel

extension MediaFigures {
    /// A figure for readers of feeds: one picture or a link, with caption and credit, nothing that needs our styles.
    func feedFigure(_ asset: MediaAsset, use: MediaUse?, into html: inout HTMLWriter) {
        html.markup("<figure>")
        if let picture = PictureSet(asset)?.nearest(960) {
            html.markup("<img")
            html.attribute(
                "src", voice.site.origin + RenditionAddress.path(of: picture, media: asset.id, site: voice.site))
            html.attribute("width", picture.width)
            html.attribute("height", picture.height)
            html.attribute("alt", use?.alt ?? asset.alt ?? "")
            html.markup(">")
        }
        if let file = voice.file(asset) {
            html.markup("<p><a")
            html.attribute("href", voice.site.origin + file.path)
            html.markup(">")
            html.text(use?.alt ?? asset.alt ?? voice.strings(Self.name(asset.kind)))
            html.markup("</a></p>")
        }
        caption(asset, use: use, into: &html)
        html.markup("</figure>\n")
    }
}
