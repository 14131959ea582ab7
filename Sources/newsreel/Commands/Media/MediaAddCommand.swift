import ArgumentParser
import Foundation
import Logging
import NewsreelMedia
import NewsreelModel
import NewsreelStore
import ServiceLifecycle
import UnixSignals

/// `newsreel media add`: a file in, its renditions made while one looks on.
struct MediaAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a picture, clip, recording or document.",
        discussion: """
            Prints the identity under which stories name it (newsreel import --media ID). Waits until it can be shown in \
            full and shows how far that is, unless --no-wait; a server that runs beside it may do the work.
            """)

    @OptionGroup var place: DataOptions
    @Option(help: "What it shows.") var caption: String?
    @Option(help: "Who made and supplied it.") var credit: String?
    @Option(help: "The same for somebody who cannot see it.") var alt: String?
    @Option(
        help: ArgumentHelp(
            "Captions for it (WebVTT or SubRip) with their language; may be given several times.",
            valueName: "file:language"))
    var captions: [String] = []
    @Flag(help: "Readers may download it.") var download = false
    @Flag(inversion: .prefixedNo, help: "Wait until its renditions are made.") var wait = true
    @Flag(help: "Print a JSON object.") var json = false
    @Argument(help: "The file.") var file: String

    func run() async throws {
        let settings = try await place.settings()
        let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: settings).newsroom
        let path = URL(fileURLWithPath: file).path
        let tracks = try captions.map(CaptionSource.init).map { try $0.track() }
        let kept = try MediaFile.keep(path, in: newsroom)
        if !tracks.isEmpty, kept.format.kind != .video, kept.format.kind != .audio {
            throw CommandFailure("Only clips and recordings have captions, and \(Terminal.plain(file)) is neither.")
        }
        let words = MediaFile.words(caption: caption, credit: credit)
        let asset: MediaAsset
        do {
            asset = try await newsroom.addMedia(
                MediaImport(
                    id: MediaID(rawValue: "added"), kind: kept.format.kind, caption: words.caption,
                    credit: words.credit, alt: alt,
                    rights: MediaRights(download: download || kept.format.kind == .document), original: kept.original))
            for track in tracks { try await newsroom.putCaptions(asset.id, track) }
        } catch {
            throw CommandFailure(error.message)
        }
        if wait { try await work(on: asset, newsroom, settings) }
        let made = try await newsroom.existingMedia(asset.id.rawValue)
        Terminal.say(json ? try Terminal.json(MediaReport(made)) : "\(Self.sentence(made)) as \(asset.id)")
        try newsroom.close()
        if let failure = made.state.failure { throw CommandFailure(Terminal.plain(failure)) }
    }

    private static func sentence(_ asset: MediaAsset) -> String {
        let name = Terminal.plain(asset.original?.filename ?? "")
        switch asset.state {
        case .ready: return "\(name) is ready"
        case .failed: return "\(name) is kept, but cannot be shown,"
        case .processing, .awaited: return "\(name) is kept, and waits for a worker,"
        }
    }

    private func work(on asset: MediaAsset, _ newsroom: Newsroom, _ settings: Settings) async throws {
        let logger = settings.logger("newsreel", quiet: true)
        let workers = try await MediaWorkers.open(newsroom: newsroom, logger: logger)
        let service = WatchedWork(
            newsroom: newsroom, worker: workers.worker(1, works: MediaWatch.works), media: asset.id,
            title: Terminal.plain(asset.original?.filename ?? asset.id.rawValue))
        let configuration = ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await ServiceGroup(configuration: configuration).run())
        } catch {
            outcome = .failure(error)
        }
        await workers.leave()
        try outcome.get()
    }
}

/// Does the work on one asset, unless another process does it, and shows how far it has come.
private struct WatchedWork: Service {
    let newsroom: Newsroom
    let worker: MediaWorker
    let media: MediaID
    let title: String

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        if try await !worker.doOne(for: media) { try await Task.sleep(for: .milliseconds(200)) }
                    }
                }
                group.addTask { try await MediaWatch(newsroom: newsroom, media: media).follow(title) }
                // The watch ends when all is done; the worker goes on looking for work until it is stopped.
                try await group.next()
                group.cancelAll()
            }
        }
    }
}

/// How far the work on one asset has come.
struct MediaWatch: Sendable {
    let newsroom: Newsroom
    let media: MediaID

    /// What has to be done before an asset can be shown in full; smaller files follow behind it.
    static let works: [Job.Work] = [.renditions, .stream, .poster]

    /// Draws a bar until nothing more is to be done.
    func follow(_ title: String) async throws {
        var bar = ProgressBar(title, total: 1000)
        defer { bar.clear() }
        var wasWatchable = false
        while !Task.isCancelled {
            let jobs = try await newsroom.jobs(JobFilter(media: media)).filter { Self.works.contains($0.work) }
            let pending = jobs.filter { $0.state.isPending }
            guard !pending.isEmpty else { return }
            let asset = try await newsroom.media(media)
            if !wasWatchable, asset?.renditions.contains(where: { $0.purpose == .progressive }) == true {
                wasWatchable = true
                bar.clear()
                if Terminal.showsProgress { Terminal.complain("\(title) can be played; the rest follows.") }
            }
            // The first look takes less than the stream behind it.
            let first = jobs.first { $0.work == .renditions }.map(Self.fraction) ?? 0
            let stream = jobs.first { $0.work == .stream }.map(Self.fraction)
            let hasStream = stream != nil || asset?.kind == .video || asset?.kind == .audio
            let done = hasStream ? 0.2 * first + 0.8 * (stream ?? 0) : first
            let left = pending.compactMap { $0.secondsLeft(at: newsroom.clock.now) }.max()
            bar.show(Int(done * 1000), percent: true, secondsLeft: left)
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private static func fraction(_ job: Job) -> Double {
        switch job.state {
        case .queued: 0
        case .running(_, _, let progress): progress
        case .done, .failed, .cancelled: 1
        }
    }
}

extension JobState {
    /// Waiting or under way.
    var isPending: Bool {
        switch self {
        case .queued, .running: true
        case .done, .failed, .cancelled: false
        }
    }
}
