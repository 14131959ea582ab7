package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import NewsreelModel
package import NewsreelPages
package import NewsreelStore
package import ServiceLifecycle

/// What an application is made with besides its newsroom and its pages.
package struct ApplicationOptions: Sendable {
    package var host: String
    /// 0 takes any free port.
    package var port: Int
    /// The bound of memory for finished pages, in bytes.
    package var pageMemory: Int
    /// How much may be on its way in.
    package var uploads: UploadLimits
    /// Says which files are taken; only the wiring can look into them.
    package var judge: FileJudge
    /// The look of the desk; without it the site has none.
    package var desk: DeskTheme?
    /// Takes the letters of the desk; nil where the newsroom sends none.
    package var mailer: Mailer?
    /// Tells other sites of events; nil leaves them waiting.
    package var webhooks: WebhookPost?
    /// Checks passwords.
    package var passwords: PasswordWork?
    /// Open pages that listen at the same time; with 0 none is told to.
    package var liveConnections: Int
    /// Runs beside the server and stops with it.
    package var services: [any Service]
    /// Called with the port once the server listens.
    package var onListening: @Sendable (Int) async -> Void

    package init(
        host: String = "127.0.0.1", port: Int = 0, pageMemory: Int = 64 << 20,
        uploads: UploadLimits = UploadLimits(),
        judge: @escaping FileJudge = { _, _ in .refused("This site takes no uploads.") }, desk: DeskTheme? = nil,
        mailer: Mailer? = nil, webhooks: WebhookPost? = nil, passwords: PasswordWork? = nil,
        liveConnections: Int = 20_000,
        services: [any Service] = [],
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.pageMemory = pageMemory
        self.uploads = uploads
        self.judge = judge
        self.desk = desk
        self.mailer = mailer
        self.webhooks = webhooks
        self.passwords = passwords
        self.liveConnections = liveConnections
        self.services = services
        self.onListening = onListening
    }
}

/// The one composition of the site, for `newsreel serve` and for the tests.
package func buildApplication(
    newsroom: Newsroom, pages: PageRenderer, clock: NewsClock, options: ApplicationOptions, logger: Logger
) -> some ApplicationProtocol {
    let sessions = SessionGate(newsroom: newsroom, site: pages.site)
    let gate = APIGate(keys: KeyGate(newsroom: newsroom, clock: clock), sessions: sessions)
    let readerPages = ReaderPages(
        newsroom: newsroom, pages: pages, clock: clock, hasEvents: options.liveConnections > 0)
    let desk = options.desk.map { look in
        Desk(
            newsroom: newsroom, site: pages.site, clock: clock, theme: pages.theme, look: look,
            passwords: options.passwords ?? PasswordWork(), throttle: SignInThrottle(clock: clock),
            mailer: options.mailer, logger: logger, sessions: sessions, pages: readerPages)
    }
    let views = ViewCounter(
        newsroom: newsroom, site: pages.site, clock: clock, sessions: gate.sessions, logger: logger)
    let hub = LiveHub(mostConnections: options.liveConnections, clock: clock)
    let responder = SiteResponder(
        desk: desk, pages: readerPages,
        files: MediaFiles(newsroom: newsroom),
        shelf: PageShelf(mostBytes: options.pageMemory),
        uploads: UploadDesk(
            newsroom: newsroom, site: pages.site, clock: clock, limits: options.uploads, judge: options.judge,
            gate: gate),
        api: API(newsroom: newsroom, site: pages.site, clock: clock, gate: gate, theme: pages.theme), views: views)
    let rounds = UploadRounds(newsroom: newsroom, limits: options.uploads, judge: options.judge, logger: logger)
    let webhooks = options.webhooks.map { WebhookRounds(newsroom: newsroom, post: $0, logger: logger) }
    return Application(
        responder: responder,
        server: .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [LiveHandler(hub: hub, site: pages.site)], idleTimeout: .seconds(60),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100))),
        configuration: ApplicationConfiguration(address: .hostname(options.host, port: options.port)),
        services: options.services + [rounds, views, LiveFeed(hub: hub, pages: readerPages, logger: logger)]
            + [webhooks].compactMap { $0 },
        onServerRunning: { channel in await options.onListening(channel.localAddress?.port ?? options.port) },
        logger: logger
    )
}
