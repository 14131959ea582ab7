package import NewsreelModel

/// A finished response body and what a server and a cache have to know of it.
package struct RenderedPage: Sendable {
    /// How long a copy may be used without asking.
    package enum Freshness: Sendable, Hashable {
        /// Ask each time; the answer is mostly 304.
        case revalidated
        /// Seconds.
        case seconds(Int)
        /// A year: what its address names never changes.
        case immutable
        /// Never kept.
        case never

        /// The `Cache-Control` field (RFC 9111 §5.2.2).
        package var cacheControl: String {
            switch self {
            case .revalidated: "public, no-cache"
            case .seconds(let seconds): "public, max-age=\(seconds)"
            case .immutable: "public, max-age=31536000, immutable"
            case .never: "no-store"
            }
        }
    }

    /// Whom it is for besides the reader who opens it.
    package enum Audience: Sendable, Hashable {
        case reader
        /// The pages of other sites may show it in a frame.
        case frames
        /// The scripts of other sites may read it, and players on them.
        case anySite
    }

    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    package var lastModified: Timestamp?
    /// What a change of must drop this page from a cache; see ``Dependency``.
    package var dependsOn: [String]
    package var freshness: Freshness
    /// From then on the page says something else even if nothing changed (a front page at midnight).
    package var expires: Timestamp?
    package var audience: Audience

    package init(
        status: Int = 200, contentType: String, body: [UInt8], lastModified: Timestamp? = nil,
        dependsOn: [String] = [], freshness: Freshness = .revalidated, expires: Timestamp? = nil,
        audience: Audience = .reader
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.lastModified = lastModified
        self.dependsOn = dependsOn
        self.freshness = freshness
        self.expires = expires
        self.audience = audience
    }
}

/// The keys that pages depend on and writes announce; the facts of an edition (name, sections, clock) are fixed for a renderer.
package enum Dependency {
    package static func story(_ id: StoryID) -> String { "story:\(id)" }
    /// The links of a story's page to its neighbours and translations.
    package static func beside(_ id: StoryID) -> String { "beside:\(id)" }
    package static func media(_ id: MediaID) -> String { "media:\(id)" }
    /// The desk's choice for a front page.
    package static func front(_ edition: String) -> String { "front:\(edition)" }
    /// Everything published in an edition: any story that comes, changes or goes.
    package static func stories(_ edition: String) -> String { "stories:\(edition)" }
    /// What stands over all pages of an edition.
    package static func banner(_ edition: String) -> String { "banner:\(edition)" }
    package static func section(_ edition: String, _ slug: String) -> String { "section:\(edition)/\(slug)" }
    package static func tag(_ edition: String, _ slug: String) -> String { "tag:\(edition)/\(slug)" }
    package static func author(_ edition: String, _ slug: String) -> String { "author:\(edition)/\(slug)" }
    package static func day(_ edition: String, _ day: LocalDay) -> String { "day:\(edition)/\(day)" }
    /// The links of a day's pages to the days beside it.
    package static func besideDay(_ edition: String, _ day: LocalDay) -> String { "beside-day:\(edition)/\(day)" }
}
