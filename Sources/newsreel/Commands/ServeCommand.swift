import ArgumentParser
import CLibrary
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
        Self.shareHeaps()
        Self.allowFiles()
        let settings = try await place.settings(adding: commandLine)
        let logger = settings.logger("newsreel")
        let opened = try await OpenedNewsroom(folder: try place.folder(), settings: settings)
        let newsroom = opened.newsroom

        let pages = try await opened.pages()
        let certificate = try Self.certificate(settings, logger)
        let workers =
            settings.bool("worker.enabled") ? try await MediaWorkers.open(newsroom: newsroom, logger: logger) : nil
        let origin = opened.origin
        let scheme = certificate == nil ? "http" : "https"
        let application = buildApplication(
            newsroom: newsroom, pages: pages, clock: .system,
            options: ApplicationOptions(
                host: settings.string("server.host"), port: settings.int("server.port"),
                pageMemory: settings.int("pages.memory-megabytes") << 20,
                pageDisk: settings.int("pages.disk-megabytes") << 20,
                certificate: certificate, proxies: TrustedProxies(settings.string("server.trusted-proxies")) ?? .none,
                strictDays: settings.int("tls.strict-days"), uploads: settings.uploadLimits,
                judge: { path, isWhole in FileVerdict.of(path, isWhole: isWhole) },
                desk: try opened.desk(), mailer: Sendmail.mailer(settings, origin: origin),
                webhooks: Egress.post(settings), settings: settings.server,
                liveConnections: settings.int("server.live-connections"),
                services: [PublicationClock(newsroom: newsroom, logger: logger)]
                    + (workers?.services(settings.int("worker.parallel")) ?? []),
                onListening: { port in
                    logger.info(
                        "listening",
                        metadata: ["host": "\(settings.string("server.host"))", "port": "\(port)", "site": "\(origin)"])
                    Terminal.say(
                        "Newsreel serves \(opened.folder) at \(scheme)://\(settings.string("server.host")):\(port)")
                }),
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [
                // With a name of its own: without it, the group spells out all that the application holds.
                .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "site")
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(max(1, settings.int("server.drain-seconds")))
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: configuration).run())
        } catch {
            outcome = .failure(error)
        }
        await workers?.leave()
        try newsroom.close()
        do {
            try outcome.get()
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(
                Self.sentence(error, host: settings.string("server.host"), port: settings.int("server.port")))
        }
        logger.info("stopped")
    }

    /// The allocator gives each of many threads a heap of its own, and each keeps the most that one publication ever took
    /// there; a heap for each processor is enough.
    private static func shareHeaps() {
        share_heaps(Int32(clamping: max(2, ProcessInfo.processInfo.activeProcessorCount)))
    }

    /// Every open page that listens is a file to the system, which lets a program have few until it asks for more.
    private static func allowFiles() {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)
    }

    #if canImport(Glibc)
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let files = RLIMIT_NOFILE
    #endif

    /// The certificate that the settings name; nil where they name none.
    private static func certificate(_ settings: Settings, _ logger: Logger) throws -> TLSCertificate? {
        let files = TLSFiles(certificate: settings.string("tls.certificate"), key: settings.string("tls.key"))
        guard !files.certificate.isEmpty || !files.key.isEmpty else { return nil }
        guard !files.certificate.isEmpty, !files.key.isEmpty else {
            throw CommandFailure("tls.certificate and tls.key go together: name both files or none.", exitCode: 2)
        }
        do {
            return try TLSCertificate(files, logger: logger)
        } catch let error as TLSError {
            throw CommandFailure(error.description, exitCode: 2)
        }
    }

    /// Why the server ended, in words.
    private static func sentence(_ error: any Error, host: String, port: Int) -> String {
        let cause = "\(error)"
        // The numbers of errno(3): the library that listens gives them in its text alone.
        if cause.contains("(errno: \(EADDRINUSE))") {
            return "Another program already listens at \(host):\(port). Stop it, or name another port with --port."
        }
        if cause.contains("(errno: \(EACCES))") {
            return "This user may not listen at \(host):\(port). Name a port from 1024 with --port."
        }
        if cause.contains("(errno: \(EADDRNOTAVAIL))") {
            return "The address \(host) is not one of this machine's. Name one that is with --host, such as 127.0.0.1."
        }
        return "The site cannot be served at \(host):\(port): \(cause)"
    }
}
