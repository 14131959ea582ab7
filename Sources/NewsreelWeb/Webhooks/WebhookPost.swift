import Crypto
package import FoundationEssentials
import NewsreelModel
import NewsreelStore

/// What is sent to another site.
package struct WebhookLetter: Sendable {
    package let url: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// Why another site was not told, in a sentence.
package struct WebhookFailure: Error, Sendable {
    package let reason: String
    /// It is no use to try again.
    package let isFinal: Bool

    package init(_ reason: String, isFinal: Bool = false) {
        self.reason = reason
        self.isFinal = isFinal
    }
}

/// How letters leave for other sites; only the wiring has a client. Answers the status, throws `WebhookFailure`.
package struct WebhookPost: Sendable {
    package let send: @Sendable (WebhookLetter) async throws -> Int

    package init(send: @escaping @Sendable (WebhookLetter) async throws -> Int) { self.send = send }
}

extension WebhookLetter {
    /// The letter of a delivery, signed at `now` as Standard Webhooks has it (standardwebhooks.com §Signature scheme).
    init(_ claimed: ClaimedDelivery, at now: Timestamp) {
        let id = claimed.delivery.id.rawValue
        let seconds = String(now.milliseconds / 1000)
        let key = Data(base64Encoded: String(claimed.secret.dropFirst("whsec_".count))) ?? Data()
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(seconds).\(claimed.body)".utf8), using: SymmetricKey(data: key))
        url = claimed.url
        headers = [
            ("content-type", "application/json"), ("user-agent", "Newsreel"), ("webhook-id", id),
            ("webhook-timestamp", seconds), ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
        body = Array(claimed.body.utf8)
    }
}
