internal import NewsreelModel

/// The renditions of an asset that can be shown as a picture, by format, narrowest first.
struct PictureSet {
    let asset: MediaAsset
    let avif: [Rendition]
    let webp: [Rendition]
    /// JPEG, or what else every browser shows.
    let plain: [Rendition]

    /// Nil when there is nothing to show.
    init?(_ asset: MediaAsset) {
        var avif: [Rendition] = []
        var webp: [Rendition] = []
        var jpeg: [Rendition] = []
        var other: [Rendition] = []
        for rendition in asset.renditions where rendition.isWholePicture && rendition.width > 0 {
            switch rendition.mimeType {
            case "image/avif": avif.append(rendition)
            case "image/webp": webp.append(rendition)
            case "image/jpeg": jpeg.append(rendition)
            case "image/png", "image/gif": other.append(rendition)
            default: continue
            }
        }
        guard !(avif.isEmpty && webp.isEmpty && jpeg.isEmpty && other.isEmpty) else { return nil }
        func sorted(_ list: [Rendition]) -> [Rendition] {
            list.count < 2 ? list : list.sorted { $0.width < $1.width }
        }
        self.asset = asset
        self.avif = sorted(avif)
        self.webp = sorted(webp)
        plain = sorted(jpeg.isEmpty ? other : jpeg)
    }

    /// All the renditions of the format that most browsers show.
    private var safest: [Rendition] { plain.isEmpty ? (webp.isEmpty ? avif : webp) : plain }

    /// The one for those that see all of it: a lightbox, a card on another site.
    var largest: Rendition? { safest.last { $0.width <= 1920 } ?? safest.first }

    /// The one nearest to `width` from above, in the safest format.
    func nearest(_ width: Int) -> Rendition? { safest.first { $0.width >= width } ?? safest.last }

    /// Upright pixels of the whole picture.
    var size: (width: Int, height: Int) {
        if let width = asset.width, let height = asset.height, width > 0, height > 0, asset.kind == .image {
            return (width, height)
        }
        return safest.last.map { ($0.width, $0.height) } ?? (16, 9)
    }
}

/// Writes `<picture>` elements.
struct PictureMarkup {
    let site: Site
    /// `sizes` by place.
    let sizes: [String: String]

    /// An eager picture is the one that readers wait for; all others load when they come near.
    func write(
        _ set: PictureSet, place: PicturePlace, alt: String, isEager: Bool = false, into html: inout HTMLWriter
    ) {
        let sizes = sizes[place.rawValue] ?? "100vw"
        html.markup("<picture>")
        let hasPlain = !set.plain.isEmpty
        source(set.avif, "image/avif", set.asset.id, place, sizes, &html)
        if hasPlain { source(set.webp, "image/webp", set.asset.id, place, sizes, &html) }
        let fallback = hasPlain ? set.plain : set.webp
        html.markup("<img")
        if let source = set.nearest(640) {
            html.attribute("src", RenditionAddress.path(of: source, media: set.asset.id, site: site))
        }
        if fallback.count > 1 {
            candidates(fallback, set.asset.id, place, &html)
            html.attribute("sizes", sizes)
        }
        let size = set.size
        html.attribute("width", size.width)
        html.attribute("height", size.height)
        html.attribute("alt", alt)
        focus(set.asset.focus, &html)
        if isEager {
            html.markup(" fetchpriority=\"high\">")
        } else {
            html.markup(" loading=\"lazy\" decoding=\"async\">")
        }
        html.markup("</picture>")
    }

    private func source(
        _ renditions: [Rendition], _ type: StaticString, _ id: MediaID, _ place: PicturePlace, _ sizes: String,
        _ html: inout HTMLWriter
    ) {
        guard !renditions.isEmpty else { return }
        html.markup("<source type=\"")
        html.markup(type)
        html.markup("\"")
        candidates(renditions, id, place, &html)
        html.attribute("sizes", sizes)
        html.markup(">")
    }

    private func candidates(_ renditions: [Rendition], _ id: MediaID, _ place: PicturePlace, _ html: inout HTMLWriter) {
        html.markup(" srcset=\"")
        var isFirst = true
        var last = 0
        for rendition in renditions where rendition.width > last {
            // The narrowest stands in even where it is wider than the place wants.
            guard isFirst || rendition.width <= place.widest else { break }
            if !isFirst { html.markup(", ") }
            html.path(of: rendition, media: id, site: site)
            html.markup(" ")
            html.made(String(rendition.width))
            html.markup("w")
            isFirst = false
            last = rendition.width
        }
        html.markup("\"")
    }

    /// The theme's classes for the point that crops keep, to a quarter of the picture.
    private func focus(_ point: FocalPoint?, _ html: inout HTMLWriter) {
        guard let point else { return }
        let x = Int((point.x * 4).rounded())
        let y = Int((point.y * 4).rounded())
        guard x != 2 || y != 2 else { return }
        html.markup(" class=\"")
        if x != 2 { html.made("fx-\(x)") }
        if x != 2, y != 2 { html.markup(" ") }
        if y != 2 { html.made("fy-\(y)") }
        html.markup("\"")
    }
}
