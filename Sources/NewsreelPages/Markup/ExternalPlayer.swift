internal import NewsreelModel

/// What another site shows in a frame of a page, once a reader asks for it. Nothing is fetched from it before.
package struct ExternalPlayer: Hashable, Sendable {
    /// Whole, with the site's own wish for privacy where it has one.
    let address: String
    let shape: Shape

    enum Shape: String, Sendable {
        /// A film, 16 to 9.
        case film
        /// A post, as high as it is.
        case post
    }

    /// The only sites that a page may frame; the content security policy names them.
    package static let origins = [
        "https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://platform.twitter.com", "https://t.me",
    ]

    /// Nil for an address that leads to a page only.
    init?(_ target: LinkTarget) {
        guard let (host, path, query) = Self.parts(target.description) else { return nil }
        switch host {
        case "youtube.com", "youtube-nocookie.com": self.init(youtube: Self.video(path, query))
        case "youtu.be": self.init(youtube: path.first)
        case "vimeo.com", "player.vimeo.com":
            guard let id = path.last(where: Self.isNumber) else { return nil }
            self.init(address: "\(Self.origins[1])/video/\(id)?autoplay=1&dnt=1", shape: .film)
        case "x.com", "twitter.com":
            guard path.count >= 3, path[1] == "status", Self.isNumber(path[2]) else { return nil }
            self.init(address: "\(Self.origins[2])/embed/Tweet.html?id=\(path[2])&dnt=true", shape: .post)
        case "t.me", "telegram.me":
            let post = path.first == "s" ? Array(path.dropFirst()) : path
            guard post.count == 2, Self.isName(post[0]), Self.isNumber(post[1]) else { return nil }
            self.init(address: "\(Self.origins[3])/\(post[0])/\(post[1])?embed=1", shape: .post)
        default: return nil
        }
    }

    private init(address: String, shape: Shape) {
        self.address = address
        self.shape = shape
    }

    private init?(youtube id: String?) {
        guard let id, id.utf8.count == 11, Self.isName(id) else { return nil }
        self.init(address: "\(Self.origins[0])/embed/\(id)?autoplay=1", shape: .film)
    }

    /// The identity of a film in the addresses that YouTube has for it.
    private static func video(_ path: [String], _ query: Substring) -> String? {
        if let first = path.first, ["embed", "shorts", "live", "v"].contains(first) {
            return path.dropFirst().first
        }
        return query.split(separator: "&").first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) }
    }

    private static func parts(_ address: String) -> (host: String, path: [String], query: Substring)? {
        guard let scheme = address.firstRange(of: "://"), address.hasPrefix("http") else { return nil }
        let rest = address[scheme.upperBound...].prefix { $0 != "#" }
        let whole = rest.prefix { $0 != "?" }
        let parts = whole.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard var host = parts.first?.lowercased() else { return nil }
        for prefix in ["www.", "m.", "mobile."] where host.hasPrefix(prefix) {
            host = String(host.dropFirst(prefix.count))
        }
        return (host, Array(parts.dropFirst()), rest.dropFirst(whole.count + 1))
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 20 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 45, 95: true
                default: false
                }
            }
    }
}
