import Synchronization

/// A file of a theme's `assets` folder as it goes to browsers.
package struct ThemeAsset: Sendable {
    /// Beneath the folder: `fonts/text.woff2`.
    package let path: String
    package let contentType: String
    package let bytes: [UInt8]
    private let made = Made()

    init(path: String, contentType: String, bytes: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.bytes = bytes
    }

    /// The file in every coding; made when it is first asked for, since the highest compression takes a while.
    package var body: Compressed {
        made.body.withLock { body in
            let ready = body ?? Compressed(bytes, contentType: contentType, effort: .asset)
            body = ready
            return ready
        }
    }

    private final class Made: Sendable {
        let body = Mutex<Compressed?>(nil)
    }

    /// The media type for a file name; nil for endings that a theme does not serve.
    static func contentType(of path: String) -> String? {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        return types[path[path.index(after: dot)...].lowercased()]
    }

    private static let types: [String: String] = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif", "ico": "image/x-icon",
        "woff2": "font/woff2", "woff": "font/woff", "json": "application/json", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json",
    ]
}
