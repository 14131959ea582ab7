/// A file made from an original for readers.
package struct Rendition: Hashable, Sendable, Codable {
    /// What a rendition is for.
    package enum Purpose: String, Sendable, Codable {
        /// A picture at one width.
        case picture
        /// A piece of a picture in a fixed shape around its focal point, for shared links; never one of a `srcset`.
        case crop
        /// A still that stands for a clip until it plays.
        case poster
        /// A file that plays from the first byte on.
        case progressive
        /// One rung of an adaptive stream: a clip at one size as fragmented MP4, in one file.
        case variant
        /// The HLS media playlist of a rung (RFC 8216 §4.3.3).
        case playlist
        /// Stills of a clip at even distances on one sheet.
        case storyboard
        /// Which still of the sheet stands for which time, as WebVTT.
        case storyboardIndex = "storyboard-index"
        /// The loudness of a recording over time as a drawing (SVG).
        case waveform
    }

    /// The name in addresses, made from what it is: `w640.avif`, `poster-w640.webp`.
    package var name: String
    package var purpose: Purpose
    package var mimeType: String
    /// Pixels; 0 where there is no picture.
    package var width: Int
    package var height: Int
    package var bytes: Int
    package var checksum: Checksum
    /// What a player has to know of a rung before it fetches any of it; nil for all other renditions.
    package var stream: StreamFacts?

    /// How many digits of the checksum stand in its address.
    package static let versionLength = 8

    /// True for the picture or poster at some width, and not for a cut of it or something that plays.
    package var isWholePicture: Bool { purpose == .picture || purpose == .poster }

    package init(
        name: String, purpose: Purpose, mimeType: String, width: Int, height: Int, bytes: Int, checksum: Checksum,
        stream: StreamFacts? = nil
    ) {
        self.name = name
        self.purpose = purpose
        self.mimeType = mimeType
        self.width = width
        self.height = height
        self.bytes = bytes
        self.checksum = checksum
        self.stream = stream
    }
}

/// A rung as a multivariant playlist describes it (RFC 8216 §4.3.4.2).
package struct StreamFacts: Hashable, Sendable, Codable {
    /// RFC 6381 names: `avc1.64001f,mp4a.40.2`.
    package var codecs: String
    /// Frames a second; nil for sound alone.
    package var frameRate: Double?
    /// Bits a second of the largest segment.
    package var peakBandwidth: Int
    /// Bits a second over the whole.
    package var averageBandwidth: Int

    package init(codecs: String, frameRate: Double?, peakBandwidth: Int, averageBandwidth: Int) {
        self.codecs = codecs
        self.frameRate = frameRate
        self.peakBandwidth = peakBandwidth
        self.averageBandwidth = averageBandwidth
    }
}
