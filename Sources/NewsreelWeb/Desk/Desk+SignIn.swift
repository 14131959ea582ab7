import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Signing in and out.
extension Desk {
    func signInPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        asked.user == nil ? .page(signInView()) : .see(.home)
    }

    private func signInView(email: String = "", error: String = "") -> DeskView {
        DeskView(
            template: "sign-in", title: "Sign in",
            values: ["email": .text(email), "error": .text(error), "forgot": .text(path(.forgot))])
    }

    func signIn(_ asked: DeskRequest) async throws -> DeskAnswer {
        let email = String(asked.field("email").trimmingWhitespace().lowercased().prefix(200))
        let password = asked.field("password")
        if let wait = try await throttle.begin(email, from: asked.address) {
            return waiting(signInView(email: email, error: waitText(wait)), wait)
        }
        let credentials = try await newsroom.credentials(email: email)
        let isRight = try await passwords.check(String(password.prefix(400)), against: credentials?.password)
        guard isRight, let credentials else {
            // Somebody may have typed their password into the wrong field.
            let subject = email.contains("@") ? email : "no mail address"
            try await newsroom.note(.signInFailed, of: subject, by: Actor(name: nil, address: asked.address))
            return .page(
                signInView(email: email, error: "The mail address or the password is not right."), status: 403)
        }
        try await throttle.succeed(email, from: asked.address)
        return try await begin(credentials.user, isPending: credentials.factor != nil, asked)
    }

    /// A new session in place of the one that the browser had.
    func begin(_ user: User, isPending: Bool, _ asked: DeskRequest) async throws -> DeskAnswer {
        let secret = try await newsroom.beginSession(
            user, isPending: isPending, device: asked.device, address: asked.address, replacing: asked.session?.id)
        let seconds = Int(isPending ? AccountTimes.pending : AccountTimes.session)
        return .see(isPending ? .secondFactor : .home, cookie: .session(secret, seconds: seconds))
    }

    func waitText(_ seconds: Int) -> String {
        let minutes = (seconds + 59) / 60
        return "There were too many tries. Wait \(minutes == 1 ? "a minute" : "\(minutes) minutes"), then try again."
    }

    func waiting(_ view: DeskView, _ seconds: Int) -> DeskAnswer {
        var answer = DeskAnswer.page(view, status: 429)
        answer.retryAfter = seconds
        return answer
    }

    func secondFactorPage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(secondFactorView()) }

    private func secondFactorView(error: String = "") -> DeskView {
        DeskView(template: "second-factor", title: "Second factor", values: ["error": .text(error)])
    }

    func secondFactor(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        let account = "factor \(user.id)"
        if let wait = try await throttle.begin(account, from: asked.address) {
            return waiting(secondFactorView(error: waitText(wait)), wait)
        }
        guard try await isFactor(asked.field("code"), of: user, asked) else {
            try await newsroom.note(.signInFailed, of: "second factor of \(user.email)", by: asked.actor)
            return .page(
                secondFactorView(error: "This code is not right, or has been used. Wait for the next one."),
                status: 403)
        }
        try await throttle.succeed(account, from: asked.address)
        return try await begin(user, isPending: false, asked)
    }

    /// Uses up the code of an app or a recovery code.
    private func isFactor(_ typed: String, of user: User, _ asked: DeskRequest) async throws -> Bool {
        let plain = typed.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        if plain.count > 6 { return try await newsroom.useRecoveryCode(plain, of: user, by: asked.actor) }
        guard let secret = try await newsroom.credentials(of: user.id)?.factor,
            let step = OneTimeCode.step(of: plain, OneTimeCode.bytes(base32: secret), at: clock.now)
        else { return false }
        return try await newsroom.useFactor(step: step, of: user.id)
    }

    func signOut(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        if let session = asked.session {
            try await newsroom.endSession(session.id, of: user, act: .signedOut, by: asked.actor)
        }
        return .see(.signIn, cookie: .gone)
    }
}
