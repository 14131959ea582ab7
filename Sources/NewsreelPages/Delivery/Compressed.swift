/// A body in every form that a browser may ask for, made once.
package struct Compressed: Sendable {
    /// How much time the smaller forms are worth.
    package enum Effort: Sendable {
        /// A page that somebody may be waiting for: a few milliseconds.
        case page
        /// A file that is sent for as long as the server runs.
        case asset
    }

    /// A content coding (RFC 9110 §8.4.1).
    package enum Coding: String, Sendable, CaseIterable {
        case identity, gzip
        case brotli = "br"
    }

    package let identity: [UInt8]
    /// Nil where it would not be smaller.
    package let gzip: [UInt8]?
    /// Nil where it would not be smaller.
    package let brotli: [UInt8]?
    /// A strong validator of the identity form, in quotes (RFC 9110 §8.8.3).
    package let etag: String

    package init(_ body: [UInt8], contentType: String, effort: Effort = .page) {
        identity = body
        etag = "\"\(Fingerprint(body))\""
        guard body.count >= Self.least, Self.isCompressible(contentType) else {
            gzip = nil
            brotli = nil
            return
        }
        let most = body.count - Self.least / 4
        gzip = Deflate.gzip(body).flatMap { $0.count < most ? $0 : nil }
        brotli = Brotli.compress(body, effort: effort).flatMap { $0.count < most ? $0 : nil }
    }

    /// The bytes of one form; nil where there are none of it.
    package func body(_ coding: Coding) -> [UInt8]? {
        switch coding {
        case .identity: identity
        case .gzip: gzip
        case .brotli: brotli
        }
    }

    /// The validator of one form: each coding needs its own (RFC 9110 §8.8.3.3).
    package func etag(for coding: Coding) -> String { Self.etag(etag, for: coding) }

    /// The validator of one form, from that of the identity form.
    package static func etag(_ etag: String, for coding: Coding) -> String {
        switch coding {
        case .identity: etag
        case .gzip: etag.dropLast() + "-gz\""
        case .brotli: etag.dropLast() + "-br\""
        }
    }

    /// Below this the headers outweigh what is saved.
    private static let least = 200

    /// True for types whose bodies are text, by whatever name.
    package static func isCompressible(_ contentType: String) -> Bool {
        contentType.hasPrefix("text/") || contentType.contains("json") || contentType.contains("xml")
            || contentType.hasSuffix("mpegurl") || contentType.hasPrefix("image/svg")
            || contentType.hasPrefix("image/x-icon")
    }
}
