import HTTPTypes
import Hummingbird
import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Answers every request of the public site; `Site.url` is its route table.
struct SiteResponder: HTTPResponder {
    typealias Context = SiteContext

    private var desk: Desk?
    private var pages: ReaderPages
    private let files: MediaFiles
    private let source: PageSource
    private let uploads: UploadDesk
    private var api: API
    private let views: ViewCounter
    /// Nil where nothing is said of HTTPS.
    private let transport: StrictTransport?

    init(
        desk: Desk?, files: MediaFiles, source: PageSource, uploads: UploadDesk, api: API,
        views: ViewCounter, transport: StrictTransport? = nil
    ) {
        self.desk = desk
        pages = source.pressroom.pages
        self.files = files
        self.source = source
        self.uploads = uploads
        self.api = api
        self.views = views
        self.transport = transport
    }

    /// As editions and settings are now.
    private var now: SiteResponder {
        var now = self
        now.pages = source.pressroom.pages
        now.desk?.pages = now.pages
        now.api.pages = now.pages
        return now
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        await now.respond(to: request, context)
    }

    private func respond(to request: Request, _ context: Context) async -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await answer(request, context)
        } catch is Withdrawn {
            response = Answers.page(
                FinishedPage(pages.pages.error(.withdrawn(notes: []), edition: pages.site.defaultEdition)), to: request)
        } catch {
            // The reader sees the identity of the log line and nothing of what went wrong inside.
            context.logger.error(
                "request failed", metadata: ["path": "\(Self.loggable(request.uri.path))", "error": "\(error)"])
            response = Answers.page(
                FinishedPage(pages.pages.error(.failure(id: context.id), edition: pages.site.defaultEdition)),
                to: request)
        }
        transport?.mark(&response, to: request, context)
        context.logger.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(Self.loggable(request.uri.path))",
                "status": "\(response.status.code)",
                "took": "\(ContinuousClock.now - start)",
            ])
        return response
    }

    /// The path without the secret of a one-time link, which stands in its last part.
    private static func loggable(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 3, parts[1] == "desk" else { return path }
        return parts.prefix(3).joined(separator: "/") + "/…"
    }

    private func answer(_ request: Request, _ context: Context) async throws -> Response {
        let target = RequestTarget(request.head.path ?? "/")
        let (path, query) = (target.path, target.query)
        let url = pages.site.url(target)
        if let url, let response = await uploads.answer(url.place, query: query, to: request, context) {
            return response
        }
        if let segments = Self.apiSegments(path, url) {
            return await api.answer(segments, query: query, to: request, context)
        }
        if let desk, case .desk(let place)? = url?.place {
            return await desk.answer(place, query: query, to: request, context)
        }
        if url?.place == .views { return await views.take(request, context) }
        if request.method == .options, isOpen(request) { return Answers.preflight() }
        guard request.method == .get || request.method == .head else {
            var response = Answers.text(.methodNotAllowed, "This address answers GET and HEAD only.", to: request)
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        guard let url else {
            if let url = pages.site.moved(target) { return Answers.moved(to: pages.site.path(url)) }
            return notFound(in: pages.site.edition(ofPath: path), request)
        }
        switch url.place {
        case .live: return Answers.text(.ok, "live", to: request)
        case .ready: return await readiness(request, context)
        case .events(let topic):
            // Whoever asked in the usual way was answered before; see `LiveHandler`.
            guard pages.site.editions.contains(topic.edition) else {
                return try await notFound(in: pages.site.defaultEdition, request)
            }
            var response = Answers.text(
                .serviceUnavailable, "Ask for events on a connection of their own.", to: request)
            response.headers[.retryAfter] = "1"
            return response
        case .rendition(let id, let version, let name):
            if let file = try await files.rendition(id, version: version, name: name) {
                return try await rendition(file, of: id, url, request, context)
            }
            let range = request.headers[.range]
            let newer = try await files.successor(
                id, version: version, name: name, isPart: range.map { !$0.hasPrefix("bytes=0-") } ?? false)
            return newer.map { Answers.replaced(by: pages.site.path($0)) }
                ?? notFound(in: pages.site.defaultEdition, request)
        case .original(let id, let filename):
            return try await file(try await files.original(id, filename: filename), request, context)
        case .oembed(let asked): return try await oembed(asked, request)
        default:
            let isShelved = PageSource.isShelved(url.place)
            return answer(
                isShelved ? try await source.outcome(of: url) : try await pages.outcome(of: url), to: request)
        }
    }

    private func answer(_ outcome: PageOutcome, to request: Request) -> Response {
        switch outcome {
        case .finished(let page): Answers.page(page, to: request)
        case .moved(let path): Answers.moved(to: path)
        case .missing(let edition): notFound(in: edition, request)
        }
    }

    /// True for what players and scripts of other sites may read.
    private func isOpen(_ request: Request) -> Bool {
        switch pages.site.url(RequestTarget(request.head.path ?? "/"))?.place {
        case .rendition, .stream, .oembed: true
        default: false
        }
    }

    private func oembed(_ asked: OEmbedRequest, _ request: Request) async throws -> Response {
        switch try await pages.oembed(asked) {
        case .page(let page): return Answers.page(FinishedPage(page), to: request)
        case .refused(let status, let words): return Answers.text(status, words, to: request, forAnySite: true)
        }
    }

    /// Text is compressed and kept as pages are; everything else goes from the disk to the reader.
    private func rendition(
        _ file: StoredFile, of id: MediaID, _ url: SiteURL, _ request: Request, _ context: Context
    ) async throws -> Response {
        guard MediaFiles.isText(file) else { return try await self.file(file, request, context) }
        let outcome = try await source.shelf.page(pages.site.path(url), now: pages.clock.now) { [files, pages] in
            // Asked again, since the page may be made again when the file is no reader's any more.
            guard try await !pages.newsroom.isWithdrawn(id) else { throw Withdrawn() }
            return files.text(file, of: id).map { .finished(FinishedPage($0)) }
                ?? .missing(edition: pages.site.defaultEdition)
        }
        return answer(outcome, to: request)
    }

    private func file(_ file: StoredFile?, _ request: Request, _ context: Context) async throws -> Response {
        guard let file else { return notFound(in: pages.site.defaultEdition, request) }
        return try await file.answer(to: request, context)
    }

    private func notFound(in edition: String, _ request: Request) -> Response {
        Answers.page(source.shelf.missingPage(edition), to: request)
    }

    private func readiness(_ request: Request, _ context: Context) async -> Response {
        do {
            try await pages.newsroom.check()
            return Answers.text(.ok, "ready", to: request)
        } catch {
            context.logger.error("not ready", metadata: ["error": "\(error)"])
            return Answers.text(.serviceUnavailable, "not ready: the newsroom cannot be read and written", to: request)
        }
    }

    /// The path beneath `/api/v1`, of which programs are told everything in JSON, also that there is no such address.
    private static func apiSegments(_ path: String, _ url: SiteURL?) -> [String]? {
        if case .api(let segments)? = url?.place { return segments }
        return url == nil && path.hasPrefix("/api/v1/") ? [""] : nil
    }
}
