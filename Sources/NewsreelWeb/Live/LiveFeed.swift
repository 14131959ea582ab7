import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
package import ServiceLifecycle

/// Looks what happened, here and in other processes, and has the hub tell it.
struct LiveFeed: Service {
    let hub: LiveHub
    let pressroom: Pressroom
    let logger: Logger

    /// Between two looks for what another process wrote.
    private static let interval = Duration.milliseconds(50)
    private static let heartbeat = Duration.seconds(20)
    private static let most = 256

    private var pages: ReaderPages { pressroom.pages }
    private var newsroom: Newsroom { pages.newsroom }

    private struct Told: Encodable {
        var id: String?
        var html: String?
        var isOn: Bool?
    }

    func run() async throws {
        let newest = await begin()
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await follow(newest) }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: Self.heartbeat)
                        hub.heartbeat()
                    }
                }
                await group.waitForAll()
            }
        }
        hub.close()
    }

    /// Remembers what was told before this process began, for readers who come back to it.
    private func begin() async -> Int64 {
        do {
            let newest = try await newsroom.lastLiveChange()
            let start = max(0, newest - Int64(Self.most))
            hub.begin(after: start)
            hub.tell(try await events(of: try await newsroom.liveChanges(after: start, limit: Self.most)))
            return newest
        } catch {
            logger.error("what readers were told is not known", metadata: ["error": "\(error)"])
            return 0
        }
    }

    private func follow(_ newest: Int64) async {
        var newest = newest
        let (wake, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup { group in
            group.addTask {
                for await change in newsroom.changes() where change.keys.contains("live") || change.isEverything {
                    bell.yield()
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.interval)
                    bell.yield()
                }
                bell.finish()
            }
            for await _ in wake { newest = await look(after: newest) }
            group.cancelAll()
        }
    }

    private func look(after newest: Int64) async -> Int64 {
        do {
            let changes = try await newsroom.liveChanges(after: newest, limit: Self.most)
            guard let last = changes.last else { return newest }
            for change in changes where change.kind == .gone { change.story.map(hub.forget) }
            hub.tell(try await events(of: changes))
            return last.number
        } catch {
            guard !Task.isCancelled else { return newest }
            logger.error("readers could not be told what happened", metadata: ["error": "\(error)"])
            return newest
        }
    }

    private func events(of changes: [LiveChange]) async throws -> [LiveEvent] {
        var events: [LiveEvent] = []
        for change in changes {
            guard let told = try await told(of: change) else { continue }
            events.append(
                LiveEvent(
                    number: change.number, edition: change.edition, story: change.story, name: change.kind.rawValue,
                    item: change.item?.rawValue ?? "",
                    data: told, at: change.at))
        }
        return events
    }

    /// Nil for what readers may not be told any more.
    private func told(of change: LiveChange) async throws -> Told? {
        if change.kind == .banner {
            let line = try await pages.banner(of: change.edition)
            return Told(
                id: line?.banner.id.rawValue, html: pages.pages.bannerMarkup(of: change.edition, line))
        }
        guard let id = change.story, let story = try await newsroom.story(id) else { return nil }
        if change.kind == .gone { return Told() }
        guard story.status == .published, let coverage = try await newsroom.coverage(of: id, limit: 1) else {
            return nil
        }
        if change.kind == .coverage { return Told(isOn: coverage.ended == nil) }
        guard let item = change.item, let update = try await newsroom.liveUpdate(item) else { return nil }
        return Told(id: update.anchor, html: pages.pages.liveUpdate(update, of: story, coverage: coverage))
    }
}
