import Foundation
import Logging
import NewsreelMedia
import NewsreelStore
import ServiceLifecycle

/// The workers of one process.
enum MediaWorkers {
    /// As many workers as `worker.parallel` says; throws when a tool they need is not on this machine.
    static func make(newsroom: Newsroom, settings: Settings, logger: Logger) async throws -> [any Service] {
        let workshop = try await workshop(for: newsroom)
        return (1...max(1, settings.int("worker.parallel"))).map { number in
            MediaWorker(newsroom: newsroom, workshop: workshop, logger: logger, number: number)
        }
    }

    static func workshop(for newsroom: Newsroom) async throws -> MediaWorkshop {
        do {
            let tools = try await MediaTools.find(path: nil)
            let workshop = MediaWorkshop(tools: tools, limits: MediaLimits(), temporaryFolder: newsroom.temporaryFolder)
            workshop.sweep()
            return workshop
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}
