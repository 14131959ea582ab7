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

    /// True for the picture or poster at some width, and not for a cut of it or something that plays.
    package var isWholePicture: Bool { purpose == .picture || purpose == .poster }

    package init(
        name: String, purpose: Purpose, mimeType: String, width: Int, height: Int, bytes: Int, checksum: Checksum
    ) {
        self.name = name
        self.purpose = purpose
        self.mimeType = mimeType
        self.width = width
        self.height = height
        self.bytes = bytes
        self.checksum = checksum
    }
}
