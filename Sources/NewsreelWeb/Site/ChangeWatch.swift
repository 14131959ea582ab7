import Logging
import NewsreelStore
import ServiceLifecycle

/// Has the site take every change: what this process writes before the write returns, what others write once a look
/// finds it.
final class ChangeWatch: Service {
    private let newsroom: Newsroom
    private let source: PageSource
    private let feed: LiveFeed
    private let logger: Logger

    /// How long a change of another process stays unseen at most. To look costs up to half a millisecond.
    private static let interval = Duration.milliseconds(50)

    init(newsroom: Newsroom, source: PageSource, feed: LiveFeed, logger: Logger) {
        self.newsroom = newsroom
        self.source = source
        self.feed = feed
        self.logger = logger
    }

    /// Pages are made again only after what they are made with; open pages do not wait for them.
    func take(_ change: ChangeSet) async {
        await source.pressroom.take(change)
        feed.take(change)
        await source.shelf.take(change)
    }

    func run() async throws { await cancelWhenGracefulShutdown { await self.watch() } }

    private func watch() async {
        var last: Int64?
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let (change, newest) = try await look(after: last)
                    last = newest
                    if change.isEverything {
                        await take(change)
                    } else if !change.isEmpty {
                        // The next look does not wait until pages are made again.
                        group.addTask { await self.take(change) }
                    }
                } catch {
                    if Task.isCancelled { return }
                    logger.error("changes of other processes could not be read", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look(after last: Int64?) async throws(StoreError) -> (change: ChangeSet, last: Int64) {
        // What was made before that number was known may be older than it.
        guard let last else { return (.everything, try await newsroom.lastChange()) }
        let found = try await newsroom.foreignChanges(after: last)
        return source.pressroom.isBehind ? (.everything, found.last) : found
    }
}
