import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelStore
import ServiceLifecycle
import Synchronization

/// Counts what readers do, in memory, and writes it down every few seconds: no reader waits for it, and nothing of a
/// reader is kept but that one more was there.
final class ViewCounter: Service {
    private struct State {
        var acts: [ReaderAct: Int] = [:]
        /// How much came from each address in the minute that began at `since`; forgotten with it.
        var came: [String: Int] = [:]
        var since = Timestamp(milliseconds: 0)
    }

    private let newsroom: Newsroom
    private let pressroom: Pressroom
    private let clock: NewsClock
    private let sessions: SessionGate
    private let logger: Logger
    private let state = Mutex(State())

    /// Seconds between two writes.
    private static let pause = 5
    private static let mostBytes = 1024
    private static let mostLines = 8
    /// Acts of one address in a minute. Many readers may share one.
    private static let mostFromAddress = 240
    private static let mostAddresses = 20_000
    private static let mostActs = 20_000

    init(newsroom: Newsroom, pressroom: Pressroom, clock: NewsClock, sessions: SessionGate, logger: Logger) {
        self.newsroom = newsroom
        self.pressroom = pressroom
        self.clock = clock
        self.sessions = sessions
        self.logger = logger
    }

    /// Takes what a page sends once it is shown: lines such as `view /2026/11/29/slug` and `25 01m8…`. The answer is the
    /// same whether it counts or not.
    func take(_ request: Request, _ context: SiteContext) async -> Response {
        if request.method == .post, Self.isReader(request.headers),
            let body = try? await request.body.collect(upTo: Self.mostBytes)
        {
            let acts = String(buffer: body).split(separator: "\n").prefix(Self.mostLines).compactMap { act(String($0)) }
            count(acts, from: sessions.address(of: request, context))
        }
        var response = Response(status: .noContent, headers: [.cacheControl: "no-store"])
        if request.method != .post {
            response.status = .methodNotAllowed
            response.headers[.allow] = "POST"
        }
        return response
    }

    private func act(_ line: String) -> ReaderAct? {
        let parts = line.split(separator: " ").map(String.init)
        guard parts.count == 2, let kind = ReaderAct.Kind(rawValue: parts[0]) else { return nil }
        if kind != .view { return ReaderAct(kind, .media(MediaID(rawValue: String(parts[1].prefix(40))))) }
        guard let url = pressroom.site.url(path: parts[1]), let edition = url.edition,
            case .story(let day, let slug) = url.place
        else { return nil }
        return ReaderAct(.view, .story(edition: edition, day, slug: slug))
    }

    private func count(_ acts: [ReaderAct], from address: String) {
        let now = clock.now
        // A proxy that does not say for whom it asks stands for all readers.
        let most = address.hasPrefix("127.") || address == "::1" ? Int.max : Self.mostFromAddress
        state.withLock { state in
            if now.seconds(since: state.since) >= 60 || state.came.count > Self.mostAddresses {
                state.came.removeAll(keepingCapacity: true)
                state.since = now
            }
            for act in acts where state.came[address, default: 0] < most {
                state.came[address, default: 0] += 1
                guard state.acts.count < Self.mostActs || state.acts[act] != nil else { continue }
                state.acts[act, default: 0] += 1
            }
        }
    }

    /// Writes what was counted since the last time.
    func flush() async {
        let acts = state.withLock { state in
            defer { state.acts.removeAll() }
            return state.acts
        }
        do {
            try await newsroom.count(acts)
        } catch {
            logger.error("readers were not counted", metadata: ["error": "\(error)"])
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            do {
                try await newsroom.forgetOldViews()
            } catch {
                if !Task.isCancelled {
                    logger.error("old counts were not forgotten", metadata: ["error": "\(error)"])
                }
            }
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(Self.pause))
                await flush()
            }
        }
        // What came in the last seconds is written by a task that is not cancelled with this one.
        await Task { await flush() }.value
    }

    /// What programs that read the web call themselves. A newspaper counts its readers, and errs by leaving out.
    private static let programs = [
        "bot", "crawl", "spider", "slurp", "headless", "lighthouse", "preview", "curl", "wget", "python", "java/",
        "go-http", "http-client", "httpclient", "okhttp", "axios", "node", "monitor", "scan", "fetch", "feed",
        "archive",
        "facebookexternalhit", "whatsapp", "telegram", "embedly", "pingdom", "uptime", "phantom", "selenium",
    ]

    /// Whether somebody reads: a browser that does not only load ahead, on a page of this site.
    static func isReader(_ headers: HTTPFields) -> Bool {
        guard let agent = headers[.userAgent]?.lowercased(), agent.hasPrefix("mozilla/"),
            !programs.contains(where: { agent.contains($0) })
        else { return false }
        if let purpose = headers[.secPurpose], purpose.contains("prefetch") { return false }
        return headers[.secFetchSite].map { $0 == "same-origin" } ?? true
    }
}
