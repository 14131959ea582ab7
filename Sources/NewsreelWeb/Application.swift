package import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
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
    /// Whether the front door answers; without it every request goes to the router.
    package var hasFrontDoor: Bool
    /// What a connection may bring to the front door.
    package var limits: DoorLimits
    /// The certificate of the site; without one it is served over plain HTTP.
    package var certificate: TLSCertificate?
    /// Whose `X-Forwarded-For` is believed.
    package var proxies: TrustedProxies
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
        hasFrontDoor: Bool = true, limits: DoorLimits = DoorLimits(),
        certificate: TLSCertificate? = nil, proxies: TrustedProxies = .none, uploads: UploadLimits = UploadLimits(),
        judge: @escaping FileJudge = { _, _ in .refused("This site takes no uploads.") }, desk: DeskTheme? = nil,
        mailer: Mailer? = nil, webhooks: WebhookPost? = nil, passwords: PasswordWork? = nil,
        liveConnections: Int = 20_000,
        services: [any Service] = [],
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.pageMemory = pageMemory
        self.hasFrontDoor = hasFrontDoor
        self.limits = limits
        self.certificate = certificate
        self.proxies = proxies
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
    let sessions = SessionGate(newsroom: newsroom, site: pages.site, proxies: options.proxies)
    let gate = APIGate(keys: KeyGate(newsroom: newsroom, clock: clock), sessions: sessions)
    let readerPages = ReaderPages(
        newsroom: newsroom, pages: pages, clock: clock, hasEvents: options.liveConnections > 0)
    let desk = options.desk.map { look in
        Desk(
            newsroom: newsroom, site: pages.site, clock: clock, theme: pages.theme, look: look,
            passwords: options.passwords ?? PasswordWork(), throttle: SignInThrottle(newsroom: newsroom),
            mailer: options.mailer, logger: logger, sessions: sessions, pages: readerPages)
    }
    let shelf = PageShelf(mostBytes: options.pageMemory) { edition in
        FinishedPage(pages.error(.notFound, edition: edition))
    }
    let views = ViewCounter(
        newsroom: newsroom, site: pages.site, clock: clock, sessions: gate.sessions, logger: logger)
    let hub = LiveHub(mostConnections: options.liveConnections, clock: clock)
    let responder = SiteResponder(
        desk: desk, pages: readerPages,
        files: MediaFiles(newsroom: newsroom),
        shelf: shelf,
        uploads: UploadDesk(
            newsroom: newsroom, site: pages.site, clock: clock, limits: options.uploads, judge: options.judge,
            gate: gate),
        api: API(newsroom: newsroom, site: pages.site, clock: clock, gate: gate, theme: pages.theme), views: views)
    let rounds = UploadRounds(newsroom: newsroom, limits: options.uploads, judge: options.judge, logger: logger)
    let webhooks = options.webhooks.map { WebhookRounds(newsroom: newsroom, post: $0, logger: logger) }
    let keeper = ShelfKeeper(newsroom: newsroom, shelf: shelf, logger: logger) { path in try await responder.warm(path)
    }
    let door = FrontDoor(site: pages.site, shelf: shelf, clock: clock, limits: options.limits)
    newsroom.observe { [weak shelf] change in await shelf?.take(change) }
    var services = options.services
    services += [rounds, views, keeper, LiveFeed(hub: hub, pages: readerPages, logger: logger)]
    if let webhooks { services.append(webhooks) }
    if let certificate = options.certificate { services.append(certificate) }
    return Application(
        responder: responder,
        server: HTTPServerBuilder { answer in channel(door, hub, options, answer) },
        configuration: ApplicationConfiguration(address: .hostname(options.host, port: options.port)),
        services: services,
        onServerRunning: { channel in await options.onListening(channel.localAddress?.port ?? options.port) },
        logger: logger
    )
}

/// What is done with a connection: the front door before Hummingbird's HTTP/1, and TLS with HTTP/2 where there is a
/// certificate.
private func channel(
    _ door: FrontDoor, _ hub: LiveHub, _ options: ApplicationOptions,
    _ answer: @escaping HTTPChannelHandler.Responder
) -> any ServerChildChannel {
    // The decoder's own bounds stand wider than the door's, which has refused with a reason what is too large.
    let http = HTTP1Channel(
        responder: answer,
        configuration: HTTP1Channel.Configuration(
            additionalChannelHandlers: [LiveHandler(hub: hub, site: door.site)], idleTimeout: options.limits.idleTime,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: options.limits.head, maxHeaderListSize: options.limits.head * 2,
                maxHeaderFieldCount: options.limits.fields)))
    func secured(_ plain: some ServerChildChannel) -> any ServerChildChannel {
        guard let certificate = options.certificate else { return plain }
        let idle = Duration.nanoseconds(options.limits.idleTime.nanoseconds)
        let http2 = HTTP2Channel(
            responder: answer,
            configuration: HTTP2ChannelConfiguration(
                idleTimeout: idle, gracefulCloseTimeout: idle,
                streamConfiguration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [LiveHandler(hub: hub, site: door.site)])))
        return SecureChannel(certificate: certificate, http1: plain, http2: http2)
    }
    return options.hasFrontDoor ? secured(FrontDoorChannel(door: door, http: http)) : secured(http)
}
