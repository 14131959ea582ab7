import Logging
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

/// Publishes scheduled stories when their time comes, also those whose time came while no server ran.
struct PublicationClock: Service {
    let newsroom: Newsroom
    let logger: Logger

    /// Half of the second within which a story appears; looking costs one read of an index.
    private static let interval = Duration.milliseconds(500)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look() async {
        do {
            let outcome = try await newsroom.publishDue()
            for story in outcome.published {
                logger.info("story published by the clock", metadata: ["story": "\(story.id)"])
            }
            for story in outcome.refused {
                logger.error(
                    "scheduled story not published",
                    metadata: ["story": "\(story.id)", "reason": "\(story.scheduleRefusal ?? "")"])
            }
            for page in try await newsroom.publishDueFrontPages() {
                let name = page.edition + (page.section.map { "/" + $0 } ?? "")
                logger.info("front page published by the clock", metadata: ["page": "\(name)"])
            }
        } catch {
            guard !Task.isCancelled else { return }
            logger.error("scheduled stories could not be looked for", metadata: ["error": "\(error)"])
        }
    }
}
