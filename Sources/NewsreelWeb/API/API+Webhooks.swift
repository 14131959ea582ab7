import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APIRoutes {
    /// Addresses that are told of events.
    static let webhooks: [APIRoute] = [
        APIRoute(
            .get, "webhooks", .administrator, .manage, "List the webhooks.",
            gives: .object([APIField("webhooks", .list(.named("Webhook")))])
        ) { try await $0.webhooks($1) },
        APIRoute(
            .post, "webhooks", .administrator, .manage,
            "Add a webhook. Its secret, which signs what it is told, is in this answer alone.",
            takes: .object([
                APIField("url", .text(format: .address, most: 2000), "Told by POST; https."),
                APIField("events", .list(event, most: 20)),
            ]), gives: .named("Webhook"), status: 201
        ) { try await $0.addWebhook($1) },
        APIRoute(
            .delete, "webhooks/:webhook", .administrator, .manage, "Remove a webhook; what waits for it is given up.",
            gives: nil, status: 204
        ) { try await $0.removeWebhook($1) },
        APIRoute(
            .post, "webhooks/:webhook/test", .administrator, .manage, "Send a webhook the event “test”.", gives: nil,
            status: 202
        ) { try await $0.testWebhook($1) },
        APIRoute(
            .get, "webhooks/:webhook/deliveries", .administrator, .manage,
            "List the last hundred deliveries to a webhook, the newest first.",
            gives: .object([APIField("deliveries", .list(.named("Delivery")))])
        ) { try await $0.deliveries($1) },
        APIRoute(
            .post, "deliveries/:delivery/again", .administrator, .manage, "Send a delivery that came to its end again.",
            gives: nil, status: 202
        ) { try await $0.sendAgain($1) },
    ]

    fileprivate static let event = APISchema.text(choices: WebhookEvent.allCases.map(\.rawValue))
}

extension APISchemas {
    static let webhooks: [(name: String, schema: APISchema)] = [
        (
            "Webhook",
            .object([
                APIField("id", .text), APIField("url", .text), APIField("events", .list(APIRoutes.event)),
                APIField("created", .moment), .optional("secret", .text, "Shown once, when it is added."),
            ])
        ),
        (
            "Delivery",
            .object([
                APIField("id", .text, "Its webhook-id."), APIField("event", .text),
                APIField("state", .text(choices: WebhookDelivery.State.allCases.map(\.rawValue))),
                APIField("created", .moment), .optional("due", .moment, "When it is tried next."),
                APIField("attempts", .integer), .optional("tried", .moment, "When it was tried last."),
                .optional("status", .integer, "What the address answered."),
                .optional("failure", .text, "Why it did not come about."),
            ])
        ),
    ]
}

/// Webhooks.
extension API {
    private struct WebhookAnswer: Encodable {
        let id: WebhookID
        let url: String
        let events: [WebhookEvent]
        let created: Timestamp
        let secret: String?

        init(_ webhook: Webhook, secret: String? = nil) {
            id = webhook.id
            url = webhook.url
            events = webhook.events.sorted()
            created = webhook.created
            self.secret = secret
        }
    }

    func webhooks(_ asked: APIRequest) async throws -> APIAnswer {
        try .json(["webhooks": try await newsroom.webhooks().map { WebhookAnswer($0) }])
    }

    private struct NewWebhook: Decodable {
        let url: String
        let events: [WebhookEvent]
    }

    func addWebhook(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(NewWebhook.self)
        let (webhook, secret) = try await newsroom.addWebhook(
            sent.url, events: Set(sent.events), by: asked.caller.actor)
        return try .json(WebhookAnswer(webhook, secret: secret), status: 201)
    }

    private func webhook(_ asked: APIRequest) -> WebhookID { WebhookID(rawValue: asked.parameter("webhook")) }

    func removeWebhook(_ asked: APIRequest) async throws -> APIAnswer {
        try await newsroom.removeWebhook(webhook(asked), by: asked.caller.actor)
        return .nothing
    }

    func testWebhook(_ asked: APIRequest) async throws -> APIAnswer {
        try await newsroom.testWebhook(webhook(asked))
        return APIAnswer(status: 202)
    }

    private struct DeliveryAnswer: Encodable {
        let id: WebhookDeliveryID
        let event: String
        let state: String
        let created: Timestamp
        let due: Timestamp?
        let attempts: Int
        let tried: Timestamp?
        let status: Int?
        let failure: String?
    }

    func deliveries(_ asked: APIRequest) async throws -> APIAnswer {
        let found = try await newsroom.deliveries(to: webhook(asked)).map { delivery in
            DeliveryAnswer(
                id: delivery.id, event: delivery.event, state: delivery.state.rawValue, created: delivery.created,
                due: delivery.due, attempts: delivery.attempts, tried: delivery.tried, status: delivery.status,
                failure: delivery.failure)
        }
        return try .json(["deliveries": found])
    }

    func sendAgain(_ asked: APIRequest) async throws -> APIAnswer {
        _ = try await newsroom.sendAgain(WebhookDeliveryID(rawValue: asked.parameter("delivery")))
        return APIAnswer(status: 202)
    }
}
