import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// The newsroom's own side: finds the row of the route table, who asks and whether they may, then lets the row answer.
struct Desk: Sendable {
    let newsroom: Newsroom
    let clock: NewsClock
    let look: DeskTheme
    let passwords: PasswordWork
    let throttle: SignInThrottle
    let mailer: Mailer?
    let logger: Logger
    let sessions: SessionGate
    /// What readers see, for looking at a page before they do, and where it is; as it is for one request.
    var pages: ReaderPages
    /// What the settings file, the environment and the command line set.
    let settings: [ServerSetting]

    var site: Site { pages.site }
    var theme: Theme { pages.theme }

    func answer(_ url: DeskURL, query: String, to request: Request, _ context: SiteContext) async -> Response {
        var response: Response
        do {
            response = try await route(url, query, request, context)
        } catch let refusal as DeskRefusal {
            response = refused(refusal, request)
        } catch is PasswordWork.Overloaded {
            response = refused(DeskRefusal(.busy), request)
        } catch let error as StoreError where error.isForPeople {
            response = refused(DeskRefusal(.other(error.message)), request)
        } catch {
            context.logger.error(
                "desk request failed", metadata: ["path": "/desk/\(url.segments.first ?? "")", "error": "\(error)"])
            let text = "Something went wrong inside. The log of the server tells more beneath \(context.id)."
            response = message(500, "This did not work", text, to: request)
        }
        if response.status.kind == .clientError || response.status.kind == .serverError {
            response.leaveBody(of: request, context)
        }
        if request.method == .head { response.body = ResponseBody() }
        return response
    }

    private func route(
        _ url: DeskURL, _ query: String, _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        let method = request.method == .head ? HTTPRequest.Method.get : request.method
        let matching = DeskRoutes.all.compactMap { row in row.pattern.parameters(of: url.segments).map { (row, $0) } }
        guard !matching.isEmpty else { throw DeskRefusal(.missing) }
        guard let (row, parameters) = matching.first(where: { $0.0.method == method }) else {
            throw DeskRefusal(.method)
        }
        if method == .post, !sessions.isFromHere(request) { throw DeskRefusal(.origin) }
        let visit = try await sessions.visit(request.headers)
        let isKnown = visit.isKnown
        let formSecret =
            visit.session == nil ? (visit.formSecret.isEmpty ? Secrets.make() : visit.formSecret) : visit.secret
        var asked = DeskRequest(
            user: isKnown || row.access == .pending ? visit.user : nil, session: visit.session,
            secret: visit.secret, parameters: parameters, before: url.before,
            query: PercentEncoding.fields(of: query),
            formToken: SessionGate.formToken(formSecret),
            address: sessions.address(of: request, context), device: request.headers[.userAgent] ?? "")
        switch row.access {
        case .open: break
        case .pending:
            guard visit.session?.isPending == true else { return redirect(to: isKnown ? .home : .signIn) }
        case .role(let least):
            guard isKnown, let user = visit.user else {
                if method == .get { return redirect(to: visit.session == nil ? .signIn : .secondFactor) }
                throw DeskRefusal(.signIn)
            }
            guard user.role >= least else { throw DeskRefusal(.role) }
        }
        if method == .post {
            // Read only for those who may send it.
            asked.form = try await form(of: request, mostBytes: row.mostBytes)
            guard Secrets.areEqual(asked.field("token"), asked.formToken) else { throw DeskRefusal(.form) }
        }
        let answer = try await row.handle(self, asked)
        var response = self.response(answer, asked, isKnown: isKnown, to: request)
        if visit.session == nil, visit.formSecret.isEmpty, case .page = answer.body {
            response.headers.append(HTTPField(name: .setCookie, value: sessions.cookies.form(formSecret)))
        }
        return response
    }

    private func form(of request: Request, mostBytes: Int) async throws -> [String: String] {
        let type = request.headers[.contentType]?.split(separator: ";").first.map {
            $0.trimmingWhitespace().lowercased()
        }
        if let length = UploadFields.number(request.headers[.contentLength]), length > mostBytes {
            throw DeskRefusal(.tooLarge)
        }
        do {
            let body = try await request.body.collect(upTo: mostBytes)
            guard type == "application/x-www-form-urlencoded" else { return [:] }
            return PercentEncoding.fields(of: String(buffer: body))
        } catch {
            throw DeskRefusal(.tooLarge)
        }
    }

    // MARK: Answering

    func path(_ url: DeskURL) -> String { site.path(SiteURL(edition: nil, .desk(url))) }

    /// Where readers find what has this address; nil in an edition that they do not see.
    func publicPath(_ url: SiteURL?) -> String? {
        guard let url, url.edition.map(site.editions.contains) ?? true else { return nil }
        return site.path(url)
    }

    private func response(
        _ answer: DeskAnswer, _ asked: DeskRequest, isKnown: Bool, to request: Request
    ) -> Response {
        var response: Response
        switch answer.body {
        case .asset(let asset): return Answers.asset(asset, to: request, immutable: true)
        case .bytes(let page):
            var headers = HTTPFields.deskSecurity
            headers[.contentType] = page.contentType
            headers[.contentLength] = String(page.body.count)
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
        case .see(let url, let query): response = redirect(to: url, query)
        case .page(let view):
            var token = asked.formToken
            // The forms of the page are sent with the cookie that it brings.
            if case .session(let secret, _) = answer.cookie { token = SessionGate.formToken(secret) }
            response = page(view, user: isKnown ? asked.user : nil, token: token, status: answer.status)
        }
        if let seconds = answer.retryAfter { response.headers[.retryAfter] = String(seconds) }
        switch answer.cookie {
        case .session(let secret, let seconds):
            response.headers.append(
                HTTPField(name: .setCookie, value: sessions.cookies.session(secret, seconds: seconds)))
        case .gone:
            response.headers.append(HTTPField(name: .setCookie, value: sessions.cookies.session("", seconds: 0)))
        case nil: break
        }
        return response
    }

    private func redirect(to url: DeskURL, _ query: [String: String] = [:]) -> Response {
        var headers = HTTPFields.deskSecurity
        headers[.location] = link(url, query)
        headers[.contentLength] = "0"
        return Response(status: .seeOther, headers: headers)
    }

    private func page(_ view: DeskView, user: User?, token: String, status: Int) -> Response {
        var values = view.values
        values["title"] = .text(view.title)
        values["token"] = .text(token)
        values["home"] = .text(path(.home))
        values["site"] = .text(site.path(SiteURL(edition: site.defaultEdition, .front)))
        values["signIn"] = .text(path(.signIn))
        values["signOut"] = .text(path(.signOut))
        values["me"] = .group(
            user.map { user in
                [
                    "name": .text(user.name), "role": .text(user.role.rawValue), "account": .text(path(.account)),
                    "nav": .list(navigation(for: user, view.template)), "token": .text(token),
                ]
            })
        let bytes = look.render(view.template, values, theme: theme, site: site)
        var headers = HTTPFields.deskSecurity
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLength] = String(bytes.count)
        return Response(
            status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The menu of the desk: a new page adds its line here, with the role that its route demands.
    private func navigation(for user: User, _ template: String) -> [[String: DeskValue]] {
        let lines: [(template: String, label: String, url: DeskURL, least: Role)] = [
            ("home", "Stories", .home, .reporter), ("stories", "All stories", .stories, .reporter),
            ("front", "Front pages", .front(CuratedPage(site.defaultEdition)), .editor),
            ("media", "Media", .media, .reporter), ("tags", "Tags", .tags, .editor),
            ("people", "People", .people, .administrator),
            ("editions", "Editions", .editions, .administrator),
            ("settings", "Settings", .settings, .administrator), ("api", "API", .api, .administrator),
            ("log", "Log", .log(), .administrator), ("account", "Your account", .account, .reporter),
        ]
        return lines.filter { user.role >= $0.least }.map { line in
            [
                "href": .text(path(line.url)), "label": .text(line.label),
                "isCurrent": .flag(line.template == template || (line.template, template) == ("editions", "edition")),
            ]
        }
    }

    private func refused(_ refusal: DeskRefusal, _ request: Request) -> Response {
        let (status, title, text) = refusal.facts
        return message(status, title, text, to: request)
    }

    private func message(_ status: Int, _ title: String, _ text: String, to request: Request) -> Response {
        let view = DeskView(
            template: "message", title: title, values: ["text": .text(text), "isSignIn": .flag(status == 401)])
        return page(view, user: nil, token: "", status: status)
    }

    func asset(_ asked: DeskRequest) async throws -> DeskAnswer {
        guard asked.parameters["fingerprint"] == look.fingerprint, let name = asked.parameters["name"],
            let asset = look.asset(name)
        else { throw DeskRefusal(.missing) }
        return DeskAnswer(body: .asset(asset))
    }
}

extension StoreError {
    /// Told to whoever sent the form; anything else is a fault of ours and stays in the log.
    var isForPeople: Bool {
        switch code {
        case .invalid, .alreadyExists, .notFound, .stepRefused, .conflict: true
        default: false
        }
    }
}
