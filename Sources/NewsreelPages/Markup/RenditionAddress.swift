package import NewsreelModel

/// The addresses of a media asset's files.
package enum RenditionAddress {
    package static func url(of rendition: Rendition, media: MediaID) -> SiteURL {
        SiteURL(
            edition: nil,
            .rendition(
                media, version: String(rendition.checksum.rawValue.prefix(Rendition.versionLength)),
                name: rendition.name))
    }

    /// Nil while there is no file.
    package static func original(of asset: MediaAsset) -> SiteURL? {
        asset.original.map { SiteURL(edition: nil, .original(asset.id, filename: filename($0))) }
    }

    /// A name that may stand in a path; one that would not come back from it is replaced.
    private static func filename(_ original: Original) -> String {
        let name = original.filename
        let isPlain =
            !name.isEmpty && name != "." && name != ".." && !name.contains("/")
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isPlain ? name : "file"
    }

    /// The path of a rendition; what `Site.path` makes of its `url`, without the detours: a page holds a hundred.
    static func path(of rendition: Rendition, media: MediaID, site: Site) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        write(rendition, media: media, site: site, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The path as bytes that need no escaping.
    static func write(_ rendition: Rendition, media: MediaID, site: Site, into bytes: inout [UInt8]) {
        guard isUnreserved(media.rawValue), isUnreserved(rendition.name) else {
            return bytes.append(contentsOf: site.path(url(of: rendition, media: media)).utf8)
        }
        bytes.append(contentsOf: "/media/".utf8)
        bytes.append(contentsOf: media.rawValue.utf8)
        bytes.append(UInt8(ascii: "/"))
        bytes.append(contentsOf: rendition.checksum.rawValue.utf8.prefix(Rendition.versionLength))
        bytes.append(UInt8(ascii: "/"))
        bytes.append(contentsOf: rendition.name.utf8)
    }

    private static func isUnreserved(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
                default: false
                }
            }
    }
}
