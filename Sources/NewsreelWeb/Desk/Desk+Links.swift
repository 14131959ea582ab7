import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Invitations and forgotten passwords.
extension Desk {
    /// What a password has to have; nil where it has it.
    func complaint(about password: String, repeated: String) -> String? {
        if password.count < 10 { return "The password needs at least 10 characters. Four or five words are good." }
        if password.utf8.count > 400 { return "The password is longer than 400 bytes." }
        if Set(password).count < 5 { return "The password repeats too few characters." }
        if password != repeated { return "The two passwords are not the same." }
        return nil
    }

    private func invitation(_ asked: DeskRequest) async throws -> (email: String?, role: Role)? {
        guard let link = try await newsroom.accountLink(asked.parameters["secret"] ?? ""),
            case .invitation(let email, let role) = link.purpose
        else { return nil }
        return (email, role)
    }

    private var usedUp: DeskAnswer {
        .page(
            DeskView(
                template: "message", title: "This link no longer works",
                values: [
                    "text": "It has been used, or it is too old. Ask an administrator for a new one.",
                    "isSignIn": true,
                ]), status: 410)
    }

    func invitationPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        guard let invited = try await invitation(asked) else { return usedUp }
        return .page(invitationView(invited.role, name: "", email: invited.email ?? "", error: ""))
    }

    private func invitationView(_ role: Role, name: String, email: String, error: String) -> DeskView {
        DeskView(
            template: "invitation", title: "Join the newsroom",
            values: [
                "role": .text(role.rawValue), "name": .text(name), "email": .text(email), "error": .text(error),
            ])
    }

    func join(_ asked: DeskRequest) async throws -> DeskAnswer {
        guard let invited = try await invitation(asked) else { return usedUp }
        let name = asked.field("name")
        let email = asked.field("email")
        func again(_ error: String) -> DeskAnswer {
            .page(invitationView(invited.role, name: name, email: email, error: error), status: 422)
        }
        if let complaint = complaint(about: asked.field("password"), repeated: asked.field("repeated")) {
            return again(complaint)
        }
        let password = try await passwords.make(asked.field("password"))
        let user: User
        do throws(StoreError) {
            user = try await newsroom.join(
                by: asked.parameters["secret"] ?? "", name: name, email: email, password: password,
                address: asked.address)
        } catch {
            guard error.isForPeople else { throw error }
            return again(error.message)
        }
        return try await begin(user, isPending: false, asked)
    }

    func forgotPage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(forgotView(isSent: false)) }

    private func forgotView(isSent: Bool) -> DeskView {
        DeskView(
            template: "forgot", title: "Forgotten password",
            values: ["isSent": .flag(isSent), "hasMail": .flag(mailer != nil)])
    }

    /// The answer is the same for every address, and comes before anything is looked up.
    func forgot(_ asked: DeskRequest) async throws -> DeskAnswer {
        let email = String(asked.field("email").trimmingWhitespace().lowercased().prefix(200))
        guard let mailer, try await throttle.begin("forgot \(email)", from: asked.address) == nil else {
            return .page(forgotView(isSent: true))
        }
        let actor = asked.actor
        Task {
            do {
                guard let user = try await newsroom.credentials(email: email)?.user else { return }
                let (_, secret) = try await newsroom.makeReset(of: user, by: actor)
                try await mailer.send(resetMail(to: user, secret))
            } catch {
                logger.error("a reset link was not sent", metadata: ["error": "\(error)"])
            }
        }
        return .page(forgotView(isSent: true))
    }

    func resetMail(to user: User, _ secret: String) -> Mail {
        let address = site.absolute(SiteURL(edition: nil, .desk(.reset(secret))))
        return Mail(
            to: user.email, subject: "Choose a new password",
            text: """
                Somebody, most likely you, asked for a new password at \(site.origin).
                This link lets you choose one. It works once, and for one hour:

                \(address)

                If it was not you, do nothing: your password stays as it is.
                """)
    }

    private func resets(_ asked: DeskRequest) async throws -> Bool {
        guard let link = try await newsroom.accountLink(asked.parameters["secret"] ?? ""),
            case .reset = link.purpose
        else { return false }
        return true
    }

    private func resetView(error: String = "") -> DeskView {
        DeskView(template: "reset", title: "Choose a new password", values: ["error": .text(error)])
    }

    func resetPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        try await resets(asked) ? .page(resetView()) : usedUp
    }

    /// Afterwards they sign in, with the second factor where they have one: the link alone is not both.
    func reset(_ asked: DeskRequest) async throws -> DeskAnswer {
        guard try await resets(asked) else { return usedUp }
        if let complaint = complaint(about: asked.field("password"), repeated: asked.field("repeated")) {
            return .page(resetView(error: complaint), status: 422)
        }
        let password = try await passwords.make(asked.field("password"))
        let user = try await newsroom.resetPassword(
            by: asked.parameters["secret"] ?? "", password: password, address: asked.address)
        try await throttle.succeed(user.email, from: asked.address)
        return .see(.signIn, cookie: .gone)
    }
}
