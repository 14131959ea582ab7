import HTTPTypes
import Hummingbird

/// Tells browsers to come by HTTPS alone from now on (RFC 6797), in answers that go by HTTPS.
struct StrictTransport: Sendable {
    /// How long a browser remembers it.
    let value: String
    /// The whole line of a head.
    let line: String
    /// The server speaks nothing but TLS.
    private let isSecure: Bool
    /// Those whose word is taken for how the reader came.
    private let proxies: TrustedProxies

    /// Nil with 0 days, which say nothing.
    init?(days: Int, isSecure: Bool, proxies: TrustedProxies) {
        guard days > 0 else { return nil }
        value = "max-age=\(days * 86_400)"
        line = "\(HTTPField.Name.strictTransportSecurity.canonicalName): \(value)\r\n"
        self.isSecure = isSecure
        self.proxies = proxies
    }

    /// Whether a reader came by HTTPS, over a connection from `peer` that says `forwarded` of it.
    func applies(peer: @autoclosure () -> String?, forwarded: String?) -> Bool {
        isSecure || forwarded?.lowercased() == "https" && peer().map(proxies.contains) == true
    }

    /// Adds the field to an answer by HTTPS.
    func mark(_ response: inout Response, to request: Request, _ context: SiteContext) {
        guard applies(peer: context.channel.remoteAddress?.ipAddress, forwarded: request.headers[.forwardedProto])
        else { return }
        response.headers[.strictTransportSecurity] = value
    }
}

extension HTTPField.Name {
    static let forwardedProto = HTTPField.Name("X-Forwarded-Proto") ?? .via
}
