import HTTPTypes
import Hummingbird
import NewsreelModel
import NewsreelStore

/// Knows people by the cookie of their browser, and whether what they send was sent by a page of this site.
struct SessionGate: Sendable {
    let newsroom: Newsroom
    /// Scheme and host of the site.
    let origin: String
    let cookies: DeskCookies
    let proxies: TrustedProxies

    /// Whose cookie came with a request, and the two secrets that may have come.
    struct Visit: Sendable {
        let session: Session?
        let user: User?
        /// Of the session's cookie; empty without one.
        let secret: String
        /// Of the cookie that binds forms to a browser that is not signed in.
        let formSecret: String

        /// True for whoever has given all that was asked of them at sign-in.
        var isKnown: Bool { session.map { !$0.isPending } ?? false }
    }

    init(newsroom: Newsroom, origin: String, proxies: TrustedProxies) {
        self.newsroom = newsroom
        self.origin = origin
        cookies = DeskCookies(origin: origin)
        self.proxies = proxies
    }

    func visit(_ headers: HTTPFields) async throws(StoreError) -> Visit {
        let sent = cookies.read(headers)
        let found = sent.session.isEmpty ? nil : try await newsroom.session(sent.session)
        return Visit(session: found?.session, user: found?.user, secret: sent.session, formSecret: sent.form)
    }

    /// What only pages of the desk can have been told that were sent to the browser with this secret.
    static func formToken(_ secret: String) -> String {
        OneTimeCode.base32(Secrets.derived(from: secret, for: "form"))
    }

    /// Whether a browser says that a page of this site sent it (Fetch Metadata, then RFC 6454). One that says neither
    /// is refused: every browser that the desk is for says one of them.
    func isFromHere(_ request: Request) -> Bool {
        if let field = request.headers[.secFetchSite] { return field == "same-origin" }
        guard let origin = request.headers[.origin] else { return false }
        if origin == self.origin { return true }
        guard let host = request.head.authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...] == host
    }

    /// Where the request came from, as the trusted proxies tell.
    func address(of request: Request, _ context: SiteContext) -> String { proxies.client(of: request, context) }
}
