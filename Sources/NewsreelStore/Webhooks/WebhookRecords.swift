import NewsreelModel

/// Webhooks and their deliveries as the tables have them.
enum WebhookRecords {
    static let columns = "w.id, w.url, w.events, w.created_ms"
    static let deliveryColumns = """
        d.id, d.webhook, d.event, d.state, d.created_ms, d.due_ms, d.attempts, d.tried_ms, d.status, d.failure
        """

    /// The one that has waited longest of those that are due.
    static let next = """
        SELECT \(deliveryColumns), d.body, w.url, w.secret FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
        WHERE d.state = 'waiting' AND d.due_ms <= $1 ORDER BY d.due_ms, d.id LIMIT 1
        """

    static let recent = """
        SELECT \(deliveryColumns) FROM webhook_deliveries d WHERE d.webhook = $1 ORDER BY d.id DESC LIMIT $2
        """

    static func webhook(_ row: borrowing RowView) -> Webhook {
        Webhook(
            id: row.id(0), url: row.text(1),
            events: Set(row.text(2).split(separator: " ").compactMap { WebhookEvent(rawValue: String($0)) }),
            created: row.time(3))
    }

    static func delivery(_ row: borrowing RowView) throws(StoreError) -> WebhookDelivery {
        guard let state = WebhookDelivery.State(rawValue: row.text(3)) else {
            throw StoreError(.damaged, "The state of the delivery \(row.text(0)) is none that this program knows.")
        }
        return WebhookDelivery(
            id: row.id(0), webhook: row.id(1), event: row.text(2), state: state, created: row.time(4),
            due: state == .waiting ? row.time(5) : nil, attempts: row.int(6), tried: row.optionalTime(7),
            status: row.optionalInt(8), failure: row.optionalText(9))
    }
}

/// What a webhook is told, as JSON: `type`, `timestamp` and `data`, as Standard Webhooks has them.
private struct WebhookMessage<Facts: Encodable>: Encodable {
    let type: String
    let timestamp: Timestamp
    let data: Facts
}

private struct StoryFacts: Encodable {
    let id: StoryID
    let edition: String
    let status: StoryStatus
    let version: Int
    let headline: String
    /// The path of its page.
    let address: String?
    let published: Timestamp?
    let updated: Timestamp
    /// The newest public note; nil where there is none.
    let correction: String?
}

private struct MediaFacts: Encodable {
    let id: MediaID
    let kind: MediaKind
}

private struct TestFacts: Encodable {
    let note: String
}

/// Puts events in the queue, in the transaction that makes them happen.
struct WebhookQueue {
    let transaction: WriteTransaction

    /// Tells what a change of a story means for readers.
    func note(_ story: Story, replacing old: Story?) throws(StoreError) {
        let was = old?.status == .published
        let event: WebhookEvent
        switch story.status {
        case .published where !was: event = .storyPublished
        case .published where story.corrections.count > old?.corrections.count ?? 0: event = .storyCorrected
        case .published where story.version != old?.version: event = .storyUpdated
        case .killed where was: event = .storyKilled
        default: return
        }
        let listeners = try listeners(of: event)
        guard !listeners.isEmpty else { return }
        let editions = try EditionRecords.all(in: transaction)
        let site = Site(
            origin: "", defaultEdition: editions.first?.code ?? "", editions: editions.map(\.code))
        let facts = StoryFacts(
            id: story.id, edition: story.edition, status: story.status, version: story.version,
            headline: story.content.headline, address: story.url.map(site.path),
            published: story.publication?.published, updated: story.updated, correction: story.corrections.last?.note)
        try put(event.rawValue, facts, to: listeners)
    }

    /// Tells that an asset can be shown.
    func note(_ asset: MediaAsset, replacing old: MediaAsset) throws(StoreError) {
        guard asset.state == .ready, old.state != .ready else { return }
        try put(
            WebhookEvent.mediaReady.rawValue, MediaFacts(id: asset.id, kind: asset.kind),
            to: try listeners(of: .mediaReady))
    }

    func test(_ id: WebhookID) throws(StoreError) {
        try put("test", TestFacts(note: "Somebody at the desk tries whether this address answers."), to: [id])
    }

    private func listeners(of event: WebhookEvent) throws(StoreError) -> [WebhookID] {
        try transaction.rows(
            "SELECT \(WebhookRecords.columns) FROM webhooks w WHERE w.removed_ms IS NULL ORDER BY w.id"
        ) {
            (row: borrowing RowView) in WebhookRecords.webhook(row)
        }.filter { $0.events.contains(event) }.map(\.id)
    }

    private func put(_ type: String, _ facts: some Encodable, to webhooks: [WebhookID]) throws(StoreError) {
        guard !webhooks.isEmpty else { return }
        let body = try StoredJSON.text(WebhookMessage(type: type, timestamp: transaction.now, data: facts))
        for webhook in webhooks {
            let id: WebhookDeliveryID = transaction.newID()
            try transaction.execute(
                """
                INSERT INTO webhook_deliveries (id, webhook, event, body, state, created_ms, due_ms, attempts)
                VALUES ($1, $2, $3, $4, 'waiting', $5, $5, 0)
                """, [.id(id), .id(webhook), .text(type), .text(body), .time(transaction.now)])
        }
    }
}
