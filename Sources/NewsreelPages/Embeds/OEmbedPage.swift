package import NewsreelModel

/// The two forms of an oEmbed answer.
package enum OEmbedFormat: String, Sendable, CaseIterable {
    case json, xml

    /// As the answer names itself (oembed.com §2.3.2).
    var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .xml: "text/xml; charset=utf-8"
        }
    }

    /// As pages name it that can be asked about (oembed.com §4).
    var discoveryType: String {
        switch self {
        case .json: "application/json+oembed"
        case .xml: "text/xml+oembed"
        }
    }
}

/// What another site wants to show, and how much room it has.
package struct OEmbedPage: Sendable {
    package var story: Story
    /// The lead of the story, or what was asked for by its embed address.
    package var asset: MediaAsset?
    /// The second at which it is to start.
    package var second: Int?
    package var format: OEmbedFormat
    /// Pixels; nil where the other site does not mind.
    package var maxWidth: Int?
    package var maxHeight: Int?

    package init(
        story: Story, asset: MediaAsset?, second: Int? = nil, format: OEmbedFormat = .json, maxWidth: Int? = nil,
        maxHeight: Int? = nil
    ) {
        self.story = story
        self.asset = asset
        self.second = second
        self.format = format
        self.maxWidth = maxWidth
        self.maxHeight = maxHeight
    }
}
