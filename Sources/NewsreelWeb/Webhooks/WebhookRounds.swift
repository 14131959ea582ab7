import Logging
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

/// Tells other sites of events: what is due is sent, each by one process at a time, a few at once.
struct WebhookRounds: Service {
    let newsroom: Newsroom
    let post: WebhookPost
    let logger: Logger

    /// Looking costs one read of an index.
    private static let interval = Duration.milliseconds(500)
    /// Letters under way at once, so that a site that is slow to answer does not hold up the others.
    private static let atOnce = 8
    /// Looks between two sweeps: about a day.
    private static let looksToSweep = 172_800

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                var underWay = 0
                var looks = 0
                while !Task.isCancelled {
                    if looks % Self.looksToSweep == 0 { await sweep() }
                    looks += 1
                    while let claimed = await claim() {
                        if underWay == Self.atOnce {
                            await group.next()
                            underWay -= 1
                        }
                        group.addTask { await send(claimed) }
                        underWay += 1
                    }
                    try? await Task.sleep(for: Self.interval)
                }
            }
        }
    }

    private func claim() async -> ClaimedDelivery? {
        guard !Task.isCancelled else { return nil }
        do {
            return try await newsroom.claimDelivery()
        } catch {
            if !Task.isCancelled { logger.error("no webhook could be claimed", metadata: ["error": "\(error)"]) }
            return nil
        }
    }

    private func send(_ claimed: ClaimedDelivery) async {
        var status: Int?
        var failure: String?
        var isFinal = false
        do {
            let answered = try await post.send(WebhookLetter(claimed, at: newsroom.clock.now))
            status = answered
            if !(200..<300).contains(answered) { failure = Self.sentence(answered) }
            isFinal = answered == 410
        } catch let refusal as WebhookFailure {
            failure = refusal.reason
            isFinal = refusal.isFinal
        } catch {
            // A server that stops leaves the attempt to the one that comes after it.
            guard !Task.isCancelled else { return }
            failure = "The address could not be reached."
            logger.notice(
                "webhook not sent", metadata: ["webhook": "\(claimed.delivery.webhook)", "error": "\(error)"])
        }
        do {
            try await newsroom.endDelivery(claimed, status: status, failure: failure, isFinal: isFinal)
        } catch {
            logger.error("the outcome of a webhook was not kept", metadata: ["error": "\(error)"])
        }
    }

    private static func sentence(_ status: Int) -> String {
        switch status {
        case 300..<400: "The address answered \(status); no redirect is followed. Give the address that it leads to."
        case 410: "The address answered 410: it is gone for good."
        default: "The address answered \(status)."
        }
    }

    private func sweep() async {
        do {
            try await newsroom.sweepDeliveries()
        } catch {
            if !Task.isCancelled {
                logger.error("deliveries could not be swept", metadata: ["error": "\(error)"])
            }
        }
    }
}
