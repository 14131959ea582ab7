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
        let workers = try await MediaWorkers.open(newsroom: newsroom, logger: logger)
        let services: [any Service] =
            once ? [DrainingWorker(worker: workers.worker(1))] : workers.services(settings.int("worker.parallel"))
        let configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: configuration).run())
        } catch {
            outcome = .failure(error)
        }
        await workers.leave()
        try newsroom.close()
        try outcome.get()
    }
}

/// A worker that stops when no job waits.
private struct DrainingWorker: Service {
    let worker: MediaWorker

    func run() async throws { await cancelWhenGracefulShutdown { await worker.drain() } }
}
