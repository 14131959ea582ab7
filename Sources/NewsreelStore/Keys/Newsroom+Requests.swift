import FoundationEssentials
package import NewsreelModel

/// The answer to a request, kept so that the same request again is not done again.
package struct KeptAnswer: Hashable, Sendable {
    package let status: Int
    /// By their names.
    package let headers: [String: String]
    package let content: [UInt8]?

    package init(status: Int, headers: [String: String], content: [UInt8]?) {
        self.status = status
        self.headers = headers
        self.content = content
    }
}

/// What is known of a request that says it may come twice.
package enum RequestClaim: Hashable, Sendable {
    /// It is the first: whoever asked does it, then keeps its answer or gives it up.
    case first
    case answered(KeptAnswer)
    /// It is under way, or whoever did it was cut off: its outcome is not known.
    case begun
    /// Another request had this name.
    case different
}

extension Newsroom {
    /// How long a request is remembered, in seconds.
    package static let requestMemory: Double = 24 * 3600

    /// Notes that `owner` sends a request called `name`, whose content has this digest.
    package func claimRequest(_ name: String, of owner: String, digest: String) async throws(StoreError) -> RequestClaim
    {
        try await write("claim a request") { (transaction: WriteTransaction) throws(StoreError) in
            try transaction.execute(
                "DELETE FROM api_requests WHERE begun_ms <= $1",
                [.time(transaction.now.adding(seconds: -Self.requestMemory))])
            let isFirst = try transaction.execute(
                """
                INSERT INTO api_requests (owner, name, digest, begun_ms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (owner, name) DO NOTHING
                """, [.text(owner), .text(name), .text(digest), .time(transaction.now)])
            guard isFirst == 0 else { return .first }
            return try transaction.first(
                "SELECT digest, status, headers, content FROM api_requests WHERE owner = $1 AND name = $2",
                [.text(owner), .text(name)]
            ) { (row: borrowing RowView) throws(StoreError) -> RequestClaim in
                guard row.text(0) == digest else { return .different }
                guard let status = row.optionalInt(1) else { return .begun }
                let headers = try StoredJSON.value([String: String].self, row.text(2), of: "a request of \(owner)")
                return .answered(
                    KeptAnswer(status: status, headers: headers, content: row.isNull(3) ? nil : row.blob(3)))
            } ?? .begun
        }
    }

    /// Keeps the answer to a request that was claimed.
    package func keepAnswer(_ answer: KeptAnswer, to name: String, of owner: String) async throws(StoreError) {
        try await write("keep an answer") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "UPDATE api_requests SET status = $3, headers = $4, content = $5 WHERE owner = $1 AND name = $2",
                [
                    .text(owner), .text(name), .integer(answer.status), .text(try StoredJSON.text(answer.headers)),
                    answer.content.map { .blob($0) } ?? .null,
                ])
        }
    }

    /// Forgets a claimed request that changed nothing, so that it may come again.
    package func giveUpRequest(_ name: String, of owner: String) async throws(StoreError) {
        try await write("give up a request") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "DELETE FROM api_requests WHERE owner = $1 AND name = $2 AND status IS NULL",
                [.text(owner), .text(name)])
        }
    }
}
