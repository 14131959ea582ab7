import HTTPTypes
import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let api = DeskURL(["api"])
    static let apiReference = DeskURL(["api", "reference"])
    static func key(_ id: APIKeyID, _ what: String) -> DeskURL { DeskURL(["api", "keys", id.rawValue, what]) }
    static func webhook(_ id: WebhookID) -> DeskURL { DeskURL(["api", "webhooks", id.rawValue]) }
    static func webhook(_ id: WebhookID, _ what: String) -> DeskURL {
        DeskURL(["api", "webhooks", id.rawValue, what])
    }
}

extension DeskRoutes {
    /// What programs may do, and what they are told.
    static let api: [DeskRoute] = [
        DeskRoute(.get, "api", .role(.administrator)) { try await $0.apiPage($1) },
        DeskRoute(.get, "api/reference", .role(.reporter)) { try await $0.apiReference($1) },
        DeskRoute(.post, "api/keys", .role(.administrator)) { try await $0.addKey($1) },
        DeskRoute(.post, "api/keys/:id/revoke", .role(.administrator)) { try await $0.revokeKey($1) },
        DeskRoute(.post, "api/webhooks", .role(.administrator)) { try await $0.addWebhook($1) },
        DeskRoute(.get, "api/webhooks/:id", .role(.administrator)) { try await $0.webhookPage($1) },
        DeskRoute(.post, "api/webhooks/:id/remove", .role(.administrator)) { try await $0.removeWebhook($1) },
        DeskRoute(.post, "api/webhooks/:id/test", .role(.administrator)) { try await $0.testWebhook($1) },
        DeskRoute(.post, "api/webhooks/:id/again", .role(.administrator)) { try await $0.sendAgain($1) },
    ]
}

/// Keys and webhooks of programs.
extension Desk {
    func apiPage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(try await apiView(asked)) }

    private struct Shown {
        var secret = ""
        var text = ""
        var error = ""
    }

    private func apiView(_ asked: DeskRequest, _ shown: Shown = Shown()) async throws -> DeskView {
        let keys = try await newsroom.keys()
        let webhooks = try await newsroom.webhooks()
        let isAgain = !shown.error.isEmpty
        let scopes: [[String: DeskValue]] = APIKey.Scope.allCases.map { scope in
            [
                "scope": .text(scope.rawValue), "meaning": .text(scope.meaning),
                "isChosen": .flag(isAgain && asked.field("scope-\(scope.rawValue)") == "yes"),
            ]
        }
        let events: [[String: DeskValue]] = WebhookEvent.allCases.map { event in
            [
                "event": .text(event.rawValue),
                "isChosen": .flag(!isAgain || asked.field("event-\(event.rawValue)") == "yes"),
            ]
        }
        let times = try await times()
        return DeskView(
            template: "api", title: "API",
            values: [
                "error": .text(shown.error), "secret": .text(shown.secret), "secretText": .text(shown.text),
                "reference": .text(path(.apiReference)), "addKey": .text(path(DeskURL(["api", "keys"]))),
                "addWebhook": .text(path(DeskURL(["api", "webhooks"]))), "scopes": .list(scopes),
                "events": .list(events), "typedName": .text(isAgain ? asked.field("name") : ""),
                "typedURL": .text(isAgain ? asked.field("url") : ""),
                "keys": .list(keys.filter { $0.revoked == nil }.map { row($0, asked, times) }),
                "revoked": .list(keys.filter { $0.revoked != nil }.reversed().prefix(50).map { row($0, asked, times) }),
                "webhooks": .list(
                    webhooks.map { webhook in
                        [
                            "url": .text(webhook.url), "page": .text(path(.webhook(webhook.id))),
                            "told": .text(webhook.events.sorted().map(\.rawValue).joined(separator: ", ")),
                        ]
                    }),
            ])
    }

    private func row(_ key: APIKey, _ asked: DeskRequest, _ times: DeskTimes) -> [String: DeskValue] {
        [
            "name": .text(key.name), "may": .text(key.scopes.sorted().map(\.rawValue).joined(separator: ", ")),
            "made": .text(times.text(key.created)),
            "used": .text(key.used.map { "last used \(times.text($0))" } ?? "never used"),
            "ended": .text(key.revoked.map { times.text($0) } ?? ""), "revoke": .text(path(.key(key.id, "revoke"))),
            "token": .text(asked.formToken),
        ]
    }

    func addKey(_ asked: DeskRequest) async throws -> DeskAnswer {
        let scopes = APIKey.Scope.allCases.filter { asked.field("scope-\($0.rawValue)") == "yes" }
        let added: (key: APIKey, secret: String)
        do throws(StoreError) {
            added = try await newsroom.addKey(asked.field("name"), scopes: Set(scopes), by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await apiView(asked, Shown(error: error.message)), status: 422)
        }
        let text = "The key “\(added.key.name)”. Copy it now and hand it over: it is shown only this once."
        return .page(try await apiView(asked, Shown(secret: added.secret, text: text)))
    }

    func revokeKey(_ asked: DeskRequest) async throws -> DeskAnswer {
        _ = try await newsroom.revokeKey(asked.parameters["id"] ?? "", by: asked.actor)
        return .see(.api)
    }

    func addWebhook(_ asked: DeskRequest) async throws -> DeskAnswer {
        let events = WebhookEvent.allCases.filter { asked.field("event-\($0.rawValue)") == "yes" }
        let added: (webhook: Webhook, secret: String)
        do throws(StoreError) {
            added = try await newsroom.addWebhook(asked.field("url"), events: Set(events), by: asked.actor)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await apiView(asked, Shown(error: error.message)), status: 422)
        }
        let text = "The secret that signs what \(added.webhook.url) is told. Copy it now: it is shown only this once."
        return .page(try await apiView(asked, Shown(secret: added.secret, text: text)))
    }

    private func webhook(_ asked: DeskRequest) async throws -> Webhook {
        let id = WebhookID(rawValue: asked.parameters["id"] ?? "")
        guard let found = try await newsroom.webhooks().first(where: { $0.id == id }) else {
            throw DeskRefusal(.missing)
        }
        return found
    }

    func webhookPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        let webhook = try await webhook(asked)
        let deliveries = try await newsroom.deliveries(to: webhook.id)
        let times = try await times()
        let rows: [[String: DeskValue]] = deliveries.map { delivery in
            [
                "event": .text(delivery.event), "made": .text(times.text(delivery.created)),
                "madeISO": .text(times.iso(delivery.created)), "state": .text(delivery.state.rawValue),
                "attempts": .text("\(delivery.attempts)"), "status": .text(delivery.status.map { "\($0)" } ?? ""),
                "failure": .text(delivery.failure ?? ""),
                "next": .text(delivery.due.map { times.text($0) } ?? ""), "id": .text(delivery.id.rawValue),
                "mayAgain": .flag(delivery.state != .waiting), "again": .text(path(.webhook(webhook.id, "again"))),
                "token": .text(asked.formToken),
            ]
        }
        return .page(
            DeskView(
                template: "webhook", title: "Webhook",
                values: [
                    "url": .text(webhook.url), "back": .text(path(.api)),
                    "told": .text(webhook.events.sorted().map(\.rawValue).joined(separator: ", ")),
                    "deliveries": .list(rows),
                    "test": .text(path(.webhook(webhook.id, "test"))),
                    "remove": .text(path(.webhook(webhook.id, "remove"))), "here": .text(path(.webhook(webhook.id))),
                ]))
    }

    func removeWebhook(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await newsroom.removeWebhook(try await webhook(asked).id, by: asked.actor)
        return .see(.api)
    }

    func testWebhook(_ asked: DeskRequest) async throws -> DeskAnswer {
        let webhook = try await webhook(asked)
        try await newsroom.testWebhook(webhook.id)
        return .see(.webhook(webhook.id))
    }

    func sendAgain(_ asked: DeskRequest) async throws -> DeskAnswer {
        let webhook = try await webhook(asked)
        _ = try await newsroom.sendAgain(WebhookDeliveryID(rawValue: asked.field("delivery")))
        return .see(.webhook(webhook.id))
    }
}
