import ArgumentParser
import Logging
import NewsreelStore
import ServiceLifecycle
import UnixSignals

/// `newsreel worker`: workers alone, for a machine that serves elsewhere.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Work on pictures, clips and recordings until SIGTERM or SIGINT.")

    @OptionGroup var place: DataOptions

    @Flag(help: "Stop when no job waits.") var once = false

    func run() async throws {
        let settings = try await place.settings()
        let logger = settings.logger("newsreel")
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: settings).newsroom
        if once {
            let workshop = try await MediaWorkers.workshop(for: newsroom)
            await MediaWorker(newsroom: newsroom, workshop: workshop, logger: logger, number: 0).drain()
        } else {
            let services = try await MediaWorkers.make(newsroom: newsroom, settings: settings, logger: logger)
            try await ServiceGroup(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        }
        try newsroom.close()
    }
}
