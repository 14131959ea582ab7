import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
package import ServiceLifecycle

/// Reads what open pages are to be told when a change says that there is something, and has the hub tell it.
struct LiveFeed: Service {
    let hub: LiveHub
    let pressroom: Pressroom
    let logger: Logger
    private let bell = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Before what could not be read is read again.
    private static let pause = Duration.milliseconds(50)
    private static let heartbeat = Duration.seconds(20)
    private static let most = 256

    private var pages: ReaderPages { pressroom.pages }
    private var newsroom: Newsroom { pages.newsroom }

    private struct Told: Encodable {
        var id: String?
        var html: String?
        var isOn: Bool?
    }

    /// Called with every change, from here or another process.
    func take(_ change: ChangeSet) {
        if change.keys.contains("live") || change.isEverything { bell.continuation.yield() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await follow() }
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

    private func follow() async {
        var last: Int64?
        bell.continuation.yield()
        for await _ in bell.stream {
            do {
                let number = if let last { last } else { try await begin() }
                last = try await tell(after: number)
            } catch {
                guard !Task.isCancelled else { return }
                logger.error("readers could not be told what happened", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: Self.pause)
                bell.continuation.yield()
            }
        }
    }

    /// Has the hub begin with what was told before this process began, for readers who come back to it.
    private func begin() async throws -> Int64 {
        let start = max(0, try await newsroom.lastLiveChange() - Int64(Self.most))
        hub.begin(after: start)
        return start
    }

    /// Tells what happened after change `number`; answers the number of the last that was told.
    private func tell(after number: Int64) async throws -> Int64 {
        let changes = try await newsroom.liveChanges(after: number, limit: Self.most)
        for change in changes where change.kind == .gone { change.story.map(hub.forget) }
        hub.tell(try await events(of: changes))
        if changes.count == Self.most { bell.continuation.yield() }
        return changes.last?.number ?? number
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
