import FoundationEssentials
package import NewsreelModel

/// A delivery that this process has to itself for `WebhookPatience.lease` seconds, with all that sending it takes.
package struct ClaimedDelivery: Sendable {
    package let delivery: WebhookDelivery
    package let url: String
    /// `whsec_` and the key in base 64.
    package let secret: String
    package let body: String
}

extension Newsroom {
    /// Addresses that one newsroom may tell.
    private static let mostWebhooks = 50
    /// How long deliveries that came to an end are kept, in seconds.
    private static let deliveryMemory: Double = 30 * 86_400

    /// Tells `url` of these events from now on; the secret that signs what it is told is shown only here.
    package func addWebhook(
        _ url: String, events: Set<WebhookEvent>, by actor: Actor
    ) async throws(StoreError) -> (webhook: Webhook, secret: String) {
        let url = try Self.webhookAddress(url)
        guard !events.isEmpty else {
            throw StoreError(.invalid, "A webhook that is told of nothing is no use. Choose events.")
        }
        var generator = SystemRandomNumberGenerator()
        let key = Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let secret = "whsec_" + key.base64EncodedString()
        let webhook = try await write("add a webhook") { (transaction: WriteTransaction) throws(StoreError) in
            let count = try transaction.count("SELECT count(*) FROM webhooks WHERE removed_ms IS NULL")
            guard count < Self.mostWebhooks else {
                throw StoreError(.invalid, "There are \(count) webhooks, which is as many as there may be.")
            }
            let webhook = Webhook(id: transaction.newID(), url: url, events: events, created: transaction.now)
            try transaction.execute(
                "INSERT INTO webhooks (id, url, events, secret, created_ms) VALUES ($1, $2, $3, $4, $5)",
                [
                    .id(webhook.id), .text(url), .text(events.sorted().map(\.rawValue).joined(separator: " ")),
                    .text(secret), .time(webhook.created),
                ])
            try transaction.log(.webhookAdded, of: url, by: actor)
            return webhook
        }
        return (webhook, secret)
    }

    /// An address that could be told; whether it may be is found out when it is.
    private static func webhookAddress(_ text: String) throws(StoreError) -> String {
        let text = text.trimmingWhitespace()
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), let target = LinkTarget(text),
            let parts = URL(string: target.description), let host = parts.host(), !host.isEmpty, parts.user() == nil,
            parts.fragment() == nil
        else {
            throw StoreError(
                .invalid, "Give the whole address that is to be told, such as https://partner.example/newsreel.")
        }
        return target.description
    }

    package func webhooks() async throws(StoreError) -> [Webhook] {
        try await read("read the webhooks") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                "SELECT \(WebhookRecords.columns) FROM webhooks w WHERE w.removed_ms IS NULL ORDER BY w.id"
            ) { (row: borrowing RowView) in WebhookRecords.webhook(row) }
        }
    }

    /// Tells an address nothing more; what waits for it is given up.
    package func removeWebhook(_ id: WebhookID, by actor: Actor) async throws(StoreError) {
        try await write("remove a webhook") { (transaction: WriteTransaction) throws(StoreError) in
            let webhook = try Self.existing(id, in: transaction)
            try transaction.execute(
                "UPDATE webhooks SET removed_ms = $2 WHERE id = $1", [.id(id), .time(transaction.now)])
            try transaction.execute(
                "UPDATE webhook_deliveries SET state = 'failed', failure = 'The webhook was removed.' "
                    + "WHERE webhook = $1 AND state = 'waiting'", [.id(id)])
            try transaction.log(.webhookRemoved, of: webhook.url, by: actor)
        }
    }

    /// Tells an address that somebody tries it.
    package func testWebhook(_ id: WebhookID) async throws(StoreError) {
        try await write("test a webhook") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try Self.existing(id, in: transaction)
            try WebhookQueue(transaction: transaction).test(id)
        }
    }

    /// The last deliveries to an address, the newest first.
    package func deliveries(to id: WebhookID, limit: Int = 100) async throws(StoreError) -> [WebhookDelivery] {
        try await read("read deliveries") { (transaction: ReadTransaction) throws(StoreError) in
            _ = try Self.existing(id, in: transaction)
            return try transaction.rows(
                WebhookRecords.recent, [.id(id), .integer(limit)], WebhookRecords.delivery)
        }
    }

    /// Sends a delivery once more, from now on.
    package func sendAgain(_ id: WebhookDeliveryID) async throws(StoreError) -> WebhookDelivery {
        try await write("send again") { (transaction: WriteTransaction) throws(StoreError) in
            let sql = "SELECT \(WebhookRecords.deliveryColumns) FROM webhook_deliveries d WHERE d.id = $1"
            guard let delivery = try transaction.first(sql, [.id(id)], WebhookRecords.delivery) else {
                throw StoreError(.notFound, "There is no such delivery any more.")
            }
            _ = try Self.existing(delivery.webhook, in: transaction)
            guard delivery.state != .waiting else {
                throw StoreError(.stepRefused, "This delivery is on its way already.")
            }
            try transaction.execute(
                "UPDATE webhook_deliveries SET state = 'waiting', due_ms = $2, attempts = 0 WHERE id = $1",
                [.id(id), .time(transaction.now)])
            return delivery
        }
    }

    /// The next delivery that is due, for this process alone; nil where none is.
    package func claimDelivery() async throws(StoreError) -> ClaimedDelivery? {
        // Looking takes no turn of the writer.
        let now = clock.now
        let isDue = try await read("look for deliveries") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.exists(
                "SELECT 1 FROM webhook_deliveries WHERE state = 'waiting' AND due_ms <= $1 LIMIT 1", [.time(now)])
        }
        guard isDue else { return nil }
        return try await write("claim a delivery") { (transaction: WriteTransaction) throws(StoreError) in
            let claimed = try transaction.first(WebhookRecords.next + Dialect.claiming, [.time(transaction.now)]) {
                (row: borrowing RowView) throws(StoreError) -> ClaimedDelivery in
                ClaimedDelivery(
                    delivery: try WebhookRecords.delivery(row), url: row.text(11), secret: row.text(12),
                    body: row.text(10))
            }
            guard let claimed else { return nil }
            try transaction.execute(
                "UPDATE webhook_deliveries SET attempts = attempts + 1, tried_ms = $2, due_ms = $3 WHERE id = $1",
                [
                    .id(claimed.delivery.id), .time(transaction.now),
                    .time(transaction.now.adding(seconds: WebhookPatience.lease)),
                ])
            return claimed
        }
    }

    /// Keeps what came of an attempt: `failure` is nil where the address took it. What failed is tried again later,
    /// unless `isFinal`.
    package func endDelivery(
        _ claimed: ClaimedDelivery, status: Int?, failure: String?, isFinal: Bool = false
    ) async throws(StoreError) {
        let id = claimed.delivery.id
        let attempts = claimed.delivery.attempts + 1
        try await write("end an attempt") { (transaction: WriteTransaction) throws(StoreError) in
            var state = WebhookDelivery.State.delivered
            var due = transaction.now
            if failure != nil {
                let wait = isFinal ? nil : WebhookPatience.wait(after: attempts)
                state = wait == nil ? .failed : .waiting
                due = transaction.now.adding(seconds: wait ?? 0)
            }
            // Nothing where the lease ended meanwhile and another process made the next attempt.
            _ = try transaction.execute(
                """
                UPDATE webhook_deliveries SET state = $3, due_ms = $4, status = $5, failure = $6
                WHERE id = $1 AND attempts = $2 AND state = 'waiting'
                """,
                [
                    .id(id), .integer(attempts), .text(state.rawValue), .time(due), .optional(status),
                    .optional(failure),
                ])
        }
    }

    /// Forgets deliveries that came to an end a month ago.
    package func sweepDeliveries() async throws(StoreError) {
        try await write("forget deliveries") { (transaction: WriteTransaction) throws(StoreError) in
            _ = try transaction.execute(
                "DELETE FROM webhook_deliveries WHERE state IN ('delivered', 'failed') AND due_ms <= $1",
                [.time(transaction.now.adding(seconds: -Self.deliveryMemory))])
        }
    }

    private static func existing(_ id: WebhookID, in transaction: ReadTransaction) throws(StoreError) -> Webhook {
        let sql = "SELECT \(WebhookRecords.columns) FROM webhooks w WHERE w.id = $1 AND w.removed_ms IS NULL"
        guard
            let found = try transaction.first(
                sql, [.id(id)], { (row: borrowing RowView) in WebhookRecords.webhook(row) })
        else { throw StoreError(.notFound, "There is no webhook \(id) in this newsroom.") }
        return found
    }
}
