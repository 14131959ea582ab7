package typealias WebhookID = Identifier<Webhook>
package typealias WebhookDeliveryID = Identifier<WebhookDelivery>

/// What other sites can be told of.
package enum WebhookEvent: String, Sendable, Codable, CaseIterable, Comparable {
    case storyPublished = "story.published"
    case storyUpdated = "story.updated"
    case storyCorrected = "story.corrected"
    case storyKilled = "story.killed"
    case mediaReady = "media.ready"

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// An address of another site that is told of events, each told once it has answered well.
package struct Webhook: Hashable, Sendable {
    package let id: WebhookID
    package let url: String
    package let events: Set<WebhookEvent>
    package let created: Timestamp

    package init(id: WebhookID, url: String, events: Set<WebhookEvent>, created: Timestamp) {
        self.id = id
        self.url = url
        self.events = events
        self.created = created
    }
}

/// One event on its way to one address.
package struct WebhookDelivery: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        case waiting, delivered
        /// It was tried as often as it is tried.
        case failed
    }

    package let id: WebhookDeliveryID
    package let webhook: WebhookID
    /// The name of a `WebhookEvent`, or `test`.
    package let event: String
    package let state: State
    package let created: Timestamp
    /// When it is tried next.
    package let due: Timestamp?
    package let attempts: Int
    /// When it was tried last, and the status or the sentence that came of it.
    package let tried: Timestamp?
    package let status: Int?
    package let failure: String?

    package init(
        id: WebhookDeliveryID, webhook: WebhookID, event: String, state: State, created: Timestamp, due: Timestamp?,
        attempts: Int, tried: Timestamp?, status: Int?, failure: String?
    ) {
        self.id = id
        self.webhook = webhook
        self.event = event
        self.state = state
        self.created = created
        self.due = due
        self.attempts = attempts
        self.tried = tried
        self.status = status
        self.failure = failure
    }
}

/// When a delivery that failed is tried again.
package enum WebhookPatience {
    /// Seconds after each failed attempt; there is one attempt more than there are waits.
    package static let waits: [Double] = [5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600]
    /// How long a process may take for one attempt before another one makes the next, in seconds.
    package static let lease: Double = 60

    /// The wait after this many attempts; nil where there were enough.
    package static func wait(after attempts: Int) -> Double? {
        attempts <= waits.count ? waits[max(0, attempts - 1)] : nil
    }
}
