import Dispatch
import Foundation
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore
import ServiceLifecycle

/// Keeps the addresses of the most read pages over restarts, and makes what readers will ask for before they do.
struct ShelfKeeper: Service {
    let newsroom: Newsroom
    let source: PageSource
    let logger: Logger
    /// Files of the theme and the desk, compressed once the server answers.
    var assets: [ThemeAsset] = []

    /// Between two writings of the list.
    private static let interval = Duration.seconds(60)
    private static let mostWarmed = 500

    private var list: String { newsroom.folder + "/most-read-pages" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { while (try? await Task.sleep(for: Self.interval)) != nil { save() } }
                group.addTask {
                    await warm()
                    await compress()
                }
            }
        }
        save()
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
