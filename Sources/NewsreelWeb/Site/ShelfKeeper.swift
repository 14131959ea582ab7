import Dispatch
import Foundation
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import ServiceLifecycle

/// Keeps the shelf true to what other processes write, and keeps the addresses of the most read pages over restarts.
struct ShelfKeeper: Service {
    let newsroom: Newsroom
    let source: PageSource
    let logger: Logger
    /// Files of the theme and the desk, compressed once the server answers.
    var assets: [ThemeAsset] = []

    /// How long a change of another process stays unseen at most. To look costs up to half a millisecond.
    private static let interval = Duration.milliseconds(50)
    /// Times of looking between two writings of the list: a minute.
    private static let saveEvery = 1_200
    private static let mostWarmed = 500

    private var list: String { newsroom.folder + "/most-read-pages" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch() }
                group.addTask {
                    await warm()
                    await compress()
                }
            }
        }
        save()
    }

    private func watch() async {
        var last: Int64?
        var count = 0
        while !Task.isCancelled {
            do {
                if let number = last {
                    let (change, newest) = try await newsroom.foreignChanges(after: number)
                    last = newest
                    await take(source.pressroom.isBehind ? .everything : change)
                } else {
                    last = try await newsroom.lastChange()
                    // What was made before that number was known may be older than it.
                    await take(.everything)
                }
            } catch {
                if Task.isCancelled { return }
                logger.error("changes of other processes could not be read", metadata: ["error": "\(error)"])
            }
            count += 1
            if count % Self.saveEvery == 0 { save() }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Pages are made again only after what they are made with.
    private func take(_ change: ChangeSet) async {
        await source.pressroom.take(change)
        await source.shelf.take(change)
    }

    private func warm() async {
        guard let text = FileManager.default.contents(atPath: list) else { return }
        // The last read are made last, so that they leave last.
        for path in String(decoding: text, as: UTF8.self).split(separator: "\n").prefix(Self.mostWarmed).reversed() {
            guard !Task.isCancelled else { return }
            do {
                try await source.warm(String(path))
            } catch {
                logger.debug("page not made in advance", metadata: ["path": "\(path)", "error": "\(error)"])
            }
        }
    }

    /// Whoever asks for a file before waits for that one alone.
    private func compress() async {
        // A large one takes half a second, which is no time to keep one of the few threads that requests share.
        let queue = DispatchQueue(label: "newsreel.assets", qos: .utility)
        for asset in assets where !Task.isCancelled {
            await withCheckedContinuation { continuation in
                queue.async {
                    _ = asset.body
                    continuation.resume()
                }
            }
        }
    }

    private func save() {
        let paths = source.shelf.mostRead(Self.mostWarmed)
        guard !paths.isEmpty else { return }
        do {
            try Data(paths.joined(separator: "\n").utf8).write(to: URL(filePath: list), options: .atomic)
        } catch {
            logger.warning("the list of the most read pages cannot be kept", metadata: ["error": "\(error)"])
        }
    }
}
