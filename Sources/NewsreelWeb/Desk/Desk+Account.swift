import NewsreelModel
import NewsreelPages
import NewsreelStore

/// What somebody changes about their own account.
extension Desk {
    func accountPage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(try await accountView(asked)) }

    private func accountView(_ asked: DeskRequest, error: String = "") async throws -> DeskView {
        let user = try asked.person()
        let credentials = try await newsroom.credentials(of: user.id)
        let hasFactor = credentials?.factor != nil
        let left = hasFactor ? try await newsroom.recoveryCodesLeft(of: user.id) : 0
        let times = try await times()
        var rows: [[String: DeskValue]] = []
        for session in try await newsroom.sessions(of: user.id) {
            let end = path(DeskURL(["account", "sessions", session.id.rawValue, "end"]))
            rows.append([
                "device": .text(Device.name(of: session.device)), "address": .text(session.address),
                "seen": .text(times.text(session.seen)), "seenISO": .text(times.iso(session.seen)),
                "isThis": .flag(session.id == asked.session?.id), "end": .text(end), "token": .text(asked.formToken),
            ])
        }
        return DeskView(
            template: "account", title: "Your account",
            values: [
                "name": .text(user.name), "email": .text(user.email), "error": .text(error),
                "hasFactor": .flag(hasFactor), "codesLeft": .text("\(left)"), "sessions": .list(rows),
                "account": .text(path(.account)), "password": .text(path(.password)),
                "factor": .text(path(.factor)),
                "factorRemove": .text(path(DeskURL(["account", "second-factor", "remove"]))),
                "everywhere": .text(path(DeskURL(["account", "sign-out-everywhere"]))),
            ])
    }

    func rename(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        do throws(StoreError) {
            try await newsroom.rename(user, to: asked.field("name"), by: asked.actor)
            return .see(.account)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await accountView(asked, error: error.message), status: 422)
        }
    }

    /// Whether the password that was typed is theirs; whoever sits at an open browser must not guess it either.
    private func confirms(_ asked: DeskRequest) async throws -> String? {
        let user = try asked.person()
        let account = "confirm \(user.id)"
        if let wait = try await throttle.begin(account, from: asked.address) { return waitText(wait) }
        let credentials = try await newsroom.credentials(of: user.id)
        let typed = String(asked.field("current").prefix(400))
        guard try await passwords.check(typed, against: credentials?.password) else {
            return "This is not your password."
        }
        try await throttle.succeed(account, from: asked.address)
        return nil
    }

    func changePassword(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        var error = complaint(about: asked.field("password"), repeated: asked.field("repeated"))
        if error == nil { error = try await confirms(asked) }
        if let error { return .page(try await accountView(asked, error: error), status: 422) }
        let password = try await passwords.make(asked.field("password"))
        try await newsroom.changePassword(of: user, to: password, by: asked.actor)
        return try await begin(user, isPending: false, asked)
    }

    /// The secret that this session may enrol: made from the session, so that no form carries it back and a page that is
    /// opened twice shows the same.
    private func enrolling(_ asked: DeskRequest) -> [UInt8] {
        Array(Secrets.derived(from: asked.secret, for: "second factor").prefix(20))
    }

    func factorPage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(try factorView(asked)) }

    private func factorView(_ asked: DeskRequest, error: String = "") throws -> DeskView {
        let user = try asked.person()
        let secret = OneTimeCode.base32(enrolling(asked))
        let issuer = site.origin.split(separator: "/").last.map(String.init) ?? "Newsreel"
        var groups = ""
        for (index, character) in secret.enumerated() {
            if index > 0, index % 4 == 0 { groups += " " }
            groups.append(character)
        }
        let address = OneTimeCode.address(secret: secret, account: user.email, issuer: issuer)
        let code = QRCode(address).map { ["side": DeskValue.text("\($0.side)"), "path": DeskValue.text($0.path)] }
        return DeskView(
            template: "factor", title: "Add a second factor",
            values: [
                "secret": .text(groups), "error": .text(error), "account": .text(path(.account)),
                "address": .text(address), "code": .group(code),
            ])
    }

    func addFactor(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        let secret = enrolling(asked)
        guard let step = OneTimeCode.step(of: asked.field("code"), secret, at: clock.now) else {
            let error = "This code is not right. Check the clock of your phone, and type the newest code."
            return .page(try factorView(asked, error: error), status: 422)
        }
        let codes = (0..<10).map { _ in Secrets.make(characters: 16) }
        try await newsroom.addFactor(
            OneTimeCode.base32(secret), step: step, recoveryCodes: codes, to: user, by: asked.actor)
        let fresh = try await newsroom.beginSession(
            user, isPending: false, device: asked.device, address: asked.address, replacing: asked.session?.id)
        let rows: [[String: DeskValue]] = codes.map { (code: String) -> [String: DeskValue] in
            let parts = stride(from: 0, to: 16, by: 4).map { code.dropFirst($0).prefix(4) }
            return ["code": .text(parts.joined(separator: "-"))]
        }
        let view = DeskView(
            template: "recovery", title: "Recovery codes",
            values: ["codes": .list(rows), "account": .text(path(.account))])
        var answer = DeskAnswer.page(view)
        answer.cookie = .session(fresh, seconds: Int(AccountTimes.session))
        return answer
    }

    func removeFactor(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        if let error = try await confirms(asked) {
            return .page(try await accountView(asked, error: error), status: 422)
        }
        try await newsroom.removeFactor(of: user, by: asked.actor)
        return try await begin(user, isPending: false, asked)
    }

    func endSession(_ asked: DeskRequest) async throws -> DeskAnswer {
        let id = SessionID(rawValue: asked.parameters["id"] ?? "")
        try await newsroom.endSession(id, of: try asked.person(), act: .sessionEnded, by: asked.actor)
        return .see(.account)
    }

    func signOutEverywhere(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await newsroom.endSessions(of: try asked.person(), by: asked.actor)
        return .see(.signIn, cookie: .gone)
    }
}

/// What a browser calls itself, as a person would.
enum Device {
    static func name(of agent: String) -> String {
        let browsers = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { agent.contains($0.0) }?.1
        let system = systems.first { agent.contains($0.0) }?.1
        guard let browser else { return agent.isEmpty ? "An unnamed program" : String(agent.prefix(60)) }
        return system.map { "\(browser) on \($0)" } ?? browser
    }
}
