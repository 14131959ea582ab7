import ArgumentParser
import Foundation
import Hummingbird
import Logging
import NewsreelMedia
import NewsreelModel
import NewsreelPages
import NewsreelStore
import NewsreelWeb
import ServiceLifecycle
import UnixSignals

/// `newsreel serve`: the site, and a worker beside it.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a newsroom to readers until SIGTERM or SIGINT.")

    @OptionGroup var place: DataOptions

    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The port to listen on; 0 takes any free one.") var port: Int?

    func run() async throws {
        var commandLine: [String: String] = [:]
        if let host { commandLine["server.host"] = host }
        if let port { commandLine["server.port"] = String(port) }
        let settings = try await place.settings(adding: commandLine)
        let logger = settings.logger("newsreel")
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: settings)
        let newsroom = opened.newsroom

        var services: [any Service] = []
        if settings.bool("worker.enabled") {
            services += try await MediaWorkers.make(newsroom: newsroom, settings: settings, logger: logger)
        }
        let origin = opened.origin
        let application = buildApplication(
            newsroom: newsroom, pages: try await opened.pages(), clock: .system,
            options: ApplicationOptions(
                host: settings.string("server.host"), port: settings.int("server.port"),
                pageMemory: settings.int("pages.memory-megabytes") << 20, services: services,
                onListening: { port in
                    logger.info("listening", metadata: ["host": "\(settings.string("server.host"))", "port": "\(port)", "site": "\(origin)"])
                    Terminal.say("Newsreel serves \(opened.folder) at http://\(settings.string("server.host")):\(port)")
                }),
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(max(1, settings.int("server.drain-seconds")))
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(
                "The site cannot be served at \(settings.string("server.host")):\(settings.int("server.port")): \(error). "
                    + "Is another program using the port? --port names another.")
        }
        try newsroom.close()
        logger.info("stopped")
    }
}
