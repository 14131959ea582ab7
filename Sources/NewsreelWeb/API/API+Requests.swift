import Crypto
import FoundationEssentials
import HTTPTypes
import NewsreelModel
import NewsreelStore

/// Requests that are done once, however often their sender has to send them (draft-ietf-httpapi-idempotency-key-header).
extension API {
    /// Lets the row answer, unless a request of this name was answered before.
    func answer(_ row: APIRoute, _ asked: APIRequest, to path: String) async throws -> APIAnswer {
        guard row.method == .post, let name = asked.headers[.idempotencyKey] else {
            return try await row.handle(self, asked)
        }
        try Self.check(name)
        let owner = asked.caller.author
        let digest = try Self.digest(path, asked.content)
        switch try await newsroom.claimRequest(name, of: owner, digest: digest) {
        case .first: break
        case .answered(let kept): return APIAnswer(kept)
        case .begun: throw Self.begun
        case .different: throw Self.different
        }
        let answer: APIAnswer
        do {
            answer = try await row.handle(self, asked)
        } catch {
            try await newsroom.giveUpRequest(name, of: owner)
            throw error
        }
        try await newsroom.keepAnswer(KeptAnswer(answer), to: name, of: owner)
        return answer
    }

    private static func check(_ name: String) throws(Problem) {
        guard (1...200).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(.badRequest, "Idempotency-Key is 1 to 200 visible ASCII characters, such as a UUID.")
        }
    }

    /// Equal for the same content sent to the same address.
    private static func digest(_ path: String, _ content: JSONTree) throws -> String {
        var hash = SHA256()
        hash.update(data: Data((path + "\n").utf8))
        hash.update(data: Data(try APIAnswer.bytes(content)))
        return Data(hash.finalize()).base64EncodedString()
    }

    private static let begun = Problem(
        .idempotency,
        "A request with this Idempotency-Key is under way, or was cut off before its end. Look whether it "
            + "was done; if not, send it with another key.")
    private static let different = Problem(
        .idempotencyReused, "Another request had this Idempotency-Key. Each request has a key of its own.")
}

extension KeptAnswer {
    fileprivate init(_ answer: APIAnswer) {
        var headers: [String: String] = [:]
        headers["etag"] = answer.etag
        headers["location"] = answer.location
        self.init(status: answer.status, headers: headers, content: answer.content)
    }
}

extension APIAnswer {
    fileprivate init(_ kept: KeptAnswer) {
        self.init(
            status: kept.status, content: kept.content, etag: kept.headers["etag"], location: kept.headers["location"],
            isReplayed: true)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed") ?? .via
}
