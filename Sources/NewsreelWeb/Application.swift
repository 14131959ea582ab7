import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
package import Logging
import NIOCore
import NIOPosix
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
    /// The bound of the newsroom's disk for those that memory has no room for, in bytes; with 0 they are made again.
    package var pageDisk: Int
    /// Whether the front door answers; without it every request goes to the router.
    package var hasFrontDoor: Bool
    /// What a connection may bring to the front door.
    package var limits: DoorLimits
    /// The certificate of the site; without one it is served over plain HTTP.
    package var certificate: TLSCertificate?
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    package var proxies: TrustedProxies
    /// For how many days browsers come by HTTPS alone after an answer by it; with 0 they are not told to.
    package var strictDays: Int
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
    /// What the server was started with, for administrators to look at.
    package var settings: [ServerSetting]
    /// Open pages that listen at the same time; with 0 none is told to.
    package var liveConnections: Int
    /// Runs beside the server and stops with it.
    package var services: [any Service]
    /// Called with the port once the server listens.
    package var onListening: @Sendable (Int) async -> Void

    package init(
        host: String = "127.0.0.1", port: Int = 0, pageMemory: Int = 64 << 20,
        pageDisk: Int = 1 << 30, hasFrontDoor: Bool = true, limits: DoorLimits = DoorLimits(),
        certificate: TLSCertificate? = nil, proxies: TrustedProxies = .none, strictDays: Int = 365,
        uploads: UploadLimits = UploadLimits(),
        judge: @escaping FileJudge = { _, _ in .refused("This site takes no uploads.") }, desk: DeskTheme? = nil,
        mailer: Mailer? = nil, webhooks: WebhookPost? = nil, passwords: PasswordWork? = nil,
        settings: [ServerSetting] = [], liveConnections: Int = 20_000,
        services: [any Service] = [],
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.pageMemory = pageMemory
        self.pageDisk = pageDisk
        self.hasFrontDoor = hasFrontDoor
        self.limits = limits
        self.certificate = certificate
        self.proxies = proxies
        self.strictDays = strictDays
        self.uploads = uploads
        self.judge = judge
        self.desk = desk
        self.mailer = mailer
        self.webhooks = webhooks
        self.passwords = passwords
        self.settings = settings
        self.liveConnections = liveConnections
        self.services = services
        self.onListening = onListening
    }
}

/// A setting that the server was started with.
package struct ServerSetting: Hashable, Sendable, Codable {
    /// Its name in the settings file: `server.port`.
    package let name: String
    package let value: String
    /// One sentence.
    package let meaning: String
    /// Where the value comes from: a file, the environment, the command line, `default`.
    package let origin: String

    package init(name: String, value: String, meaning: String, origin: String) {
        self.name = name
        self.value = value
        self.meaning = meaning
        self.origin = origin
    }
}

/// The one composition of the site, for `newsreel serve` and for the tests.
package func buildApplication(
    newsroom: Newsroom, pages: PageRenderer, clock: NewsClock, options: ApplicationOptions, logger: Logger
) -> SiteApplication {
    let sessions = SessionGate(newsroom: newsroom, origin: pages.site.origin, proxies: options.proxies)
    let gate = APIGate(keys: KeyGate(newsroom: newsroom, clock: clock), sessions: sessions)
    let pressroom = Pressroom(
        ReaderPages(newsroom: newsroom, pages: pages, clock: clock, hasEvents: options.liveConnections > 0),
        logger: logger)
    let desk = options.desk.map { look in
        Desk(
            newsroom: newsroom, clock: clock, look: look, passwords: options.passwords ?? PasswordWork(),
            throttle: SignInThrottle(newsroom: newsroom), mailer: options.mailer, logger: logger, sessions: sessions,
            pages: pressroom.pages, settings: options.settings)
    }
    let disk =
        options.pageDisk > 0 ? DiskShelf(folder: newsroom.temporaryFolder, mostBytes: options.pageDisk) : nil
    let shelf = PageShelf(mostBytes: options.pageMemory, disk: disk, logger: logger) { edition in
        FinishedPage(pressroom.pages.pages.error(.notFound, edition: edition))
    }
    let views = ViewCounter(
        newsroom: newsroom, pressroom: pressroom, clock: clock, sessions: gate.sessions, logger: logger)
    let hub = LiveHub(mostConnections: options.liveConnections, clock: clock)
    let transport = StrictTransport(
        days: options.strictDays, isSecure: options.certificate != nil, proxies: options.proxies)
    let source = PageSource(pressroom: pressroom, shelf: shelf)
    let responder = SiteResponder(
        desk: desk, files: MediaFiles(newsroom: newsroom), source: source,
        uploads: UploadDesk(
            newsroom: newsroom, site: pages.site, clock: clock, limits: options.uploads, judge: options.judge,
            gate: gate),
        api: API(
            newsroom: newsroom, clock: clock, gate: gate, pages: pressroom.pages, settings: options.settings),
        views: views, transport: transport)
    let rounds = UploadRounds(newsroom: newsroom, limits: options.uploads, judge: options.judge, logger: logger)
    let webhooks = options.webhooks.map { WebhookRounds(newsroom: newsroom, post: $0, logger: logger) }
    let keeper = ShelfKeeper(
        newsroom: newsroom, source: source, logger: logger,
        assets: Array(pages.theme.assets.values) + (options.desk?.files ?? []))
    let door = FrontDoor(
        source: source, hub: hub, clock: clock, limits: options.limits, transport: transport)
    let feed = LiveFeed(hub: hub, pressroom: pressroom, logger: logger)
    let watch = ChangeWatch(newsroom: newsroom, source: source, feed: feed, logger: logger)
    newsroom.observe { [weak watch] change in await watch?.take(change) }
    var services = options.services
    services += [rounds, views, keeper, feed, watch]
    if let webhooks { services.append(webhooks) }
    if let certificate = options.certificate { services.append(certificate) }
    return SiteApplication(
        server: SiteServer(
            host: options.host, port: options.port, group: MultiThreadedEventLoopGroup.singleton,
            reception: { reception(door, options, answering(responder, logger), logger, $0) },
            onListening: options.onListening, logger: logger),
        services: services, logger: logger)
}

/// The site as one service: its server, and what runs beside it.
package struct SiteApplication: Service {
    var server: SiteServer
    let services: [any Service]
    let logger: Logger

    /// Called with the port once the server listens.
    package var onListening: @Sendable (Int) async -> Void {
        get { server.onListening }
        set { server.onListening = newValue }
    }

    package func run() async throws {
        // With names of their own: without them, the group spells out all that the services hold.
        let named = (services + [server]).map { service in
            ServiceGroupConfiguration.ServiceConfiguration(service: service, serviceName: "\(type(of: service))")
        }
        try await ServiceGroup(configuration: ServiceGroupConfiguration(services: named, logger: logger)).run()
    }
}

/// The router as a channel of Hummingbird's asks for it.
private func answering(_ responder: SiteResponder, _ logger: Logger) -> HTTPChannelHandler.Responder {
    { request, writer, channel in
        var logger = logger
        logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
        let context = SiteContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        var response = try await responder.respond(to: request, context: context)
        response.headers[.date] = DateLine.now.text
        try await writer.write(response: response.head, body: response.body)
    }
}

private func reception(
    _ door: FrontDoor, _ options: ApplicationOptions,
    _ answer: @escaping HTTPChannelHandler.Responder, _ logger: Logger,
    _ conversations: AsyncStream<Reception.Conversation>.Continuation
) -> Reception {
    let idle = Duration.nanoseconds(options.limits.idleTime.nanoseconds)
    // The decoder's own bounds stand wider than the door's, which has refused with a reason what is too large.
    let http1 = HTTP1Channel.Configuration(
        idleTimeout: options.limits.idleTime,
        httpDecoderConfiguration: .init(
            maxHeaderFieldSize: options.limits.head, maxHeaderListSize: options.limits.head * 2,
            maxHeaderFieldCount: options.limits.fields))
    let http2 = HTTP2ChannelConfiguration(
        idleTimeout: idle, gracefulCloseTimeout: idle,
        streamConfiguration: HTTP1Channel.Configuration(
            additionalChannelHandlers: [LiveHandler(hub: door.hub, pressroom: door.pressroom)]))
    return Reception(
        door: options.hasFrontDoor ? door : nil, http1: HTTP1Channel(responder: answer, configuration: http1),
        http2: HTTP2Channel(responder: answer, configuration: http2), certificate: options.certificate,
        logger: logger, conversations: conversations)
}
