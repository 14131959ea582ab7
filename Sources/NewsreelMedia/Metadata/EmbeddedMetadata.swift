package import NewsreelModel

/// What a media file says of itself that readers and partners may know, and what is written into every rendition.
package struct EmbeddedMetadata: Hashable, Sendable {
    package var headline: String?
    /// What the picture shows, without its credit.
    package var caption: String?
    /// The same for somebody who cannot see it (IPTC Alt Text).
    package var alt: String?
    package var credit: CreditChain
    /// Where the licence or the terms can be read.
    package var licenceURL: String?
    /// When the camera says it was taken.
    package var captured: Timestamp?
    /// The file says where it was taken. Renditions never do.
    package var hasLocation: Bool
    /// Where that was, as far as it can be read.
    package var place: CapturePlace?

    package init(
        headline: String? = nil, caption: String? = nil, alt: String? = nil, credit: CreditChain = CreditChain(),
        licenceURL: String? = nil, captured: Timestamp? = nil, hasLocation: Bool = false
    ) {
        self.headline = headline
        self.caption = caption
        self.alt = alt
        self.credit = credit
        self.licenceURL = licenceURL
        self.captured = captured
        self.hasLocation = hasLocation
    }

    /// The same with what the desk says put over what the file says.
    package func overlaid(by asset: MediaAsset) -> EmbeddedMetadata {
        var result = self
        result.caption = asset.caption ?? caption
        result.alt = asset.alt ?? alt
        if !asset.credit.isEmpty { result.credit = asset.credit }
        result.credit.usage = result.credit.usage ?? asset.rights.usage
        return result
    }

    /// True when there is nothing to write into a rendition.
    package var isEmpty: Bool {
        headline == nil && caption == nil && alt == nil && licenceURL == nil && credit == CreditChain()
    }
}
