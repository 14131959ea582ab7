import HTTPTypes

extension HTTPFields {
    /// What every page carries: no foreign code, no inline code, no framing, no address sent to other sites.
    static let pageSecurity: HTTPFields = {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'"
        fields[.xContentTypeOptions] = "nosniff"
        fields[.referrerPolicy] = "strict-origin-when-cross-origin"
        fields[.permissionsPolicy] = "camera=(), microphone=(), geolocation=(), payment=(), interest-cohort=()"
        fields[.crossOriginOpenerPolicy] = "same-origin"
        return fields
    }()

    /// What files carry, so that an uploaded document cannot act as a page of the site.
    static let fileSecurity: HTTPFields = {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        fields[.xContentTypeOptions] = "nosniff"
        return fields
    }()
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy") ?? .via
    static let crossOriginOpenerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
}
