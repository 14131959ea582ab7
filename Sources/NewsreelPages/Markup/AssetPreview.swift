package import NewsreelModel

/// The files by which the desk shows an asset.
package struct AssetPreview: Sendable {
    /// The picture, the still or the drawing of the sound, at about a width; nil while there is none.
    package let thumbnail: SiteURL?
    /// The same for those who look closely.
    package let picture: SiteURL?
    /// What plays; nil while nothing does.
    package let player: SiteURL?
    /// `video/mp4`.
    package let playerType: String
    /// The original of a document, or of a picture that may be downloaded.
    package let original: SiteURL?

    package init(_ asset: MediaAsset) {
        let set = PictureSet(asset)
        let drawing = asset.renditions.first { $0.purpose == .waveform }
        func url(_ rendition: Rendition?) -> SiteURL? {
            rendition.map { RenditionAddress.url(of: $0, media: asset.id) }
        }
        thumbnail = url(set?.nearest(320) ?? drawing)
        picture = url(set?.nearest(960) ?? drawing)
        let playback = Playback(asset)
        player = url(playback?.file)
        playerType = playback?.file.mimeType ?? ""
        let isOffered = asset.kind == .document || asset.kind == .image && asset.rights.download
        original = isOffered && asset.state.failure == nil ? RenditionAddress.original(of: asset) : nil
    }
}
