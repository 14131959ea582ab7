import HTTPTypes
import NewsreelModel
import NewsreelPages

/// The two cookies of the desk: the session's, and one that binds a form to the browser that was sent it.
///
/// Their names begin with `__Host-`, so that neither another host nor plain HTTP can set them. Browsers take them from
/// loopback too; for a site that is served over plain HTTP elsewhere they have other names and no `Secure`.
struct DeskCookies: Sendable {
    private let isSecure: Bool

    init(origin: String) {
        let plain = "http://"
        let host = origin.hasPrefix(plain) ? origin.dropFirst(plain.count) : ""
        let isLoopback = ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
        isSecure = host.isEmpty || isLoopback
    }

    var sessionName: String { isSecure ? "__Host-newsreel" : "newsreel-http" }
    private var formName: String { isSecure ? "__Host-newsreel-form" : "newsreel-http-form" }

    func read(_ headers: HTTPFields) -> (session: String, form: String) {
        var found = (session: "", form: "")
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingWhitespace() }
                guard parts.count == 2, parts[1].utf8.count <= 100 else { continue }
                if parts[0] == sessionName { found.session = parts[1] }
                if parts[0] == formName { found.form = parts[1] }
            }
        }
        return found
    }

    func session(_ secret: String, seconds: Int) -> String { cookie(sessionName, secret) + "; Max-Age=\(seconds)" }

    func form(_ secret: String) -> String { cookie(formName, secret) }

    private func cookie(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }
}

extension HTTPFields {
    /// What pages of the desk carry besides: they are kept nowhere and found by no search engine, and the links of
    /// invitations are told to no other site.
    static let deskSecurity: HTTPFields = {
        var fields = HTTPFields.pageSecurity
        fields[.cacheControl] = "no-store"
        fields[.robotsTag] = "noindex, nofollow"
        // Not `no-referrer`, with which browsers send forms without their origin.
        fields[.referrerPolicy] = "same-origin"
        return fields
    }()
}

extension HTTPField.Name {
    static let robotsTag = HTTPField.Name("X-Robots-Tag") ?? .via
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
}
