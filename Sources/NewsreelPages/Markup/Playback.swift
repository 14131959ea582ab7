internal import NewsreelModel

/// What readers can play of a clip or a recording.
struct Playback {
    /// The outline of a clip, as a theme's classes name it.
    enum Shape: Sendable {
        case landscape, square, portrait

        var ratio: StaticString {
            switch self {
            case .landscape: "ratio-16x9"
            case .square: "ratio-1x1"
            case .portrait: "ratio-9x16"
            }
        }
    }

    let asset: MediaAsset
    /// The file that plays from its first byte on.
    let file: Rendition
    /// The finished rungs of its stream, the one to start with first.
    let rungs: [MediaAsset.Rung]

    /// Nil while there is nothing to play. The original is never it: it carries no credit, and it may say where it was taken.
    init?(_ asset: MediaAsset) {
        guard asset.kind == .video || asset.kind == .audio, asset.state.failure == nil else { return nil }
        let files = asset.renditions.filter { $0.purpose == .progressive }
        // The one that was there first may be the camera's own loudness and size.
        guard let file = files.first(where: { $0.name.hasPrefix("play.") }) ?? files.first else { return nil }
        self.asset = asset
        self.file = file
        rungs = asset.kind == .video ? asset.rungs : []
    }

    /// Upright pixels.
    var size: (width: Int, height: Int) {
        if let width = asset.width, let height = asset.height, width > 0, height > 0 { return (width, height) }
        return file.width > 0 && file.height > 0 ? (file.width, file.height) : (1280, 720)
    }

    var shape: Shape { Self.shape(width: size.width, height: size.height) }

    static func shape(width: Int, height: Int) -> Shape {
        let ratio = Double(width) / Double(max(1, height))
        return ratio >= 1.2 ? .landscape : ratio > 0.75 ? .square : .portrait
    }

    /// The path of the multivariant playlist; nil while no rung is finished.
    func stream(_ site: Site) -> String? {
        rungs.isEmpty ? nil : site.path(SiteURL(edition: nil, .stream(asset.id)))
    }

    func path(_ site: Site) -> String { RenditionAddress.path(of: file, media: asset.id, site: site) }

    /// The path of a rendition that players use besides; nil where there is none.
    func path(of purpose: Rendition.Purpose, _ site: Site) -> String? {
        asset.renditions.first { $0.purpose == purpose }.map {
            RenditionAddress.path(of: $0, media: asset.id, site: site)
        }
    }

    /// What readers may keep; nil where rights do not allow it.
    var download: Rendition? { asset.rights.download ? file : nil }

    /// Whole seconds, at least one; nil where nobody measured.
    var seconds: Int? { asset.duration.map { max(1, ($0 + 500) / 1000) } }
}
