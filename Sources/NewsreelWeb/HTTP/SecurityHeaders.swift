import HTTPTypes
import NewsreelPages

extension HTTPFields {
    /// What every page carries: no foreign code, no inline code, no framing, no address sent to other sites.
    static let pageSecurity = security(frames: "'none'")

    /// The same for a page that other sites may show within theirs.
    static let frameSecurity = security(frames: "*")

    /// Other sites that a page may show in a frame, which it does once a reader asks for it.
    private static let framed = ExternalPlayer.origins.joined(separator: " ")

    private static func security(frames: String) -> HTTPFields {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-src \(framed); "
            + "frame-ancestors \(frames)"
        fields[.xContentTypeOptions] = "nosniff"
        fields[.referrerPolicy] = "strict-origin-when-cross-origin"
        fields[.permissionsPolicy] = "camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()"
        fields[.crossOriginOpenerPolicy] = "same-origin"
        return fields
    }

    /// What files carry, so that an uploaded document cannot act as a page of the site.
    static let fileSecurity: HTTPFields = {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        fields[.xContentTypeOptions] = "nosniff"
        return fields
    }()

    /// Lets scripts and players of any site read the answer (Fetch §3.2.5), nothing of which is for one reader alone.
    mutating func allowAnySite() {
        self[.accessControlAllowOrigin] = "*"
        self[.accessControlExposeHeaders] = "Accept-Ranges, Content-Length, Content-Range, ETag"
    }
}

extension RenderedPage.Audience {
    var headers: HTTPFields {
        switch self {
        case .reader: return .pageSecurity
        case .frames: return .frameSecurity
        case .anySite:
            var fields = HTTPFields.fileSecurity
            fields.allowAnySite()
            return fields
        }
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
}
