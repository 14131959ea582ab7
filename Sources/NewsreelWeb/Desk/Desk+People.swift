import Logging
import NewsreelModel
import NewsreelPages
import NewsreelStore

/// Who is in the newsroom, and the log of who did what.
extension Desk {
    func peoplePage(_ asked: DeskRequest) async throws -> DeskAnswer { .page(try await peopleView(asked)) }

    private struct Shown {
        var link = ""
        var text = ""
        var error = ""
        var email = ""
    }

    private func roles(_ chosen: Role) -> DeskValue {
        .list(Role.allCases.map { ["role": .text($0.rawValue), "isChosen": .flag($0 == chosen)] })
    }

    private func peopleView(_ asked: DeskRequest, _ shown: Shown = Shown()) async throws -> DeskView {
        let me = try asked.person()
        let people: [[String: DeskValue]] = try await newsroom.people().map {
            (person: (user: User, hasFactor: Bool)) -> [String: DeskValue] in
            [
                "name": .text(person.user.name), "email": .text(person.user.email),
                "role": .text(person.user.role.rawValue), "roles": roles(person.user.role),
                "hasFactor": .flag(person.hasFactor), "isMe": .flag(person.user.id == me.id),
                "changeRole": .text(path(.person(person.user.id, "role"))),
                "reset": .text(path(.person(person.user.id, "reset"))),
                "remove": .text(path(.person(person.user.id, "remove"))),
                "key": .text(person.user.id.rawValue), "token": .text(asked.formToken),
            ]
        }
        let times = try await times()
        let open: [[String: DeskValue]] = try await newsroom.openInvitations().map {
            (link: AccountLink) -> [String: DeskValue] in
            guard case .invitation(let email, let role) = link.purpose else { return [:] }
            return [
                "email": .text(email ?? "whoever has the link"), "role": .text(role.rawValue),
                "expires": .text(times.text(link.expires)),
            ]
        }
        return DeskView(
            template: "people", title: "People",
            values: [
                "people": .list(people), "open": .list(open), "roles": roles(.reporter),
                "invite": .text(path(DeskURL(["people", "invite"]))), "hasMail": .flag(mailer != nil),
                "link": .text(shown.link), "linkText": .text(shown.text), "error": .text(shown.error),
                "typed": .text(shown.email),
            ])
    }

    func invite(_ asked: DeskRequest) async throws -> DeskAnswer {
        let me = try asked.person()
        let typed = asked.field("email").trimmingWhitespace()
        var shown = Shown(email: typed)
        guard let role = Role(rawValue: asked.field("role")), let days = Int(asked.field("days")),
            (1...30).contains(days)
        else {
            shown.error = "Choose a role, and a number of days from 1 to 30."
            return .page(try await peopleView(asked, shown), status: 422)
        }
        let secret: String
        do throws(StoreError) {
            secret = try await newsroom.invite(
                email: typed.isEmpty ? nil : typed, role: role, lifetime: Double(days) * 86_400, by: asked.actor
            ).secret
        } catch {
            guard error.isForPeople else { throw error }
            shown.error = error.message
            return .page(try await peopleView(asked, shown), status: 422)
        }
        let address = site.absolute(SiteURL(edition: nil, .desk(.invitation(secret))))
        if let mailer, !typed.isEmpty, asked.field("mail") == "yes" {
            let mail = Mail(
                to: typed.lowercased(), subject: "You are invited to the newsroom",
                text: """
                    \(me.name) invites you to \(site.origin) as \(role.rawValue).
                    This link lets you choose your name and password. It works once, for \(days) days:

                    \(address)
                    """)
            do {
                try await mailer.send(mail)
                shown = Shown(text: "The invitation was sent to \(typed).")
                return .page(try await peopleView(asked, shown))
            } catch {
                logger.error("an invitation was not sent", metadata: ["error": "\(error)"])
                shown.error = "The letter could not be sent. Hand the link over yourself."
            }
        }
        shown.email = ""
        shown.link = address
        shown.text = "Hand this link to whoever is invited. It works once and is shown only now."
        return .page(try await peopleView(asked, shown))
    }

    private func somebody(_ asked: DeskRequest) async throws -> User {
        let id = UserID(rawValue: asked.parameters["id"] ?? "")
        guard let user = try await newsroom.people().first(where: { $0.user.id == id })?.user else {
            throw DeskRefusal(.missing)
        }
        return user
    }

    private func refusal(_ error: StoreError, _ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await peopleView(asked, Shown(error: error.message)), status: 422)
    }

    func changeRole(_ asked: DeskRequest) async throws -> DeskAnswer {
        guard let role = Role(rawValue: asked.field("role")) else { throw DeskRefusal(.other("Choose a role.")) }
        let user = try await somebody(asked)
        do throws(StoreError) {
            try await newsroom.changeRole(of: user, to: role, by: asked.actor)
            return .see(.people)
        } catch {
            guard error.isForPeople else { throw error }
            return try await refusal(error, asked)
        }
    }

    func removePerson(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try await somebody(asked)
        do throws(StoreError) {
            try await newsroom.remove(user, by: asked.actor)
            return .see(.people)
        } catch {
            guard error.isForPeople else { throw error }
            return try await refusal(error, asked)
        }
    }

    func makeReset(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try await somebody(asked)
        let (_, secret) = try await newsroom.makeReset(of: user, by: asked.actor)
        let shown = Shown(
            link: site.absolute(SiteURL(edition: nil, .desk(.reset(secret)))),
            text: "Hand this link to \(user.name). It lets them choose a new password, once, within an hour.")
        return .page(try await peopleView(asked, shown))
    }

    private static let actsOnPage = 50

    func log(_ asked: DeskRequest) async throws -> DeskAnswer {
        let before = asked.before.map { LoggedActID(rawValue: $0) }
        var acts = try await newsroom.acts(before: before, limit: Self.actsOnPage + 1)
        let hasMore = acts.count > Self.actsOnPage
        if hasMore { acts.removeLast() }
        let times = try await times()
        let rows: [[String: DeskValue]] = acts.map { (act: LoggedAct) -> [String: DeskValue] in
            [
                "at": .text(times.text(act.at)), "atISO": .text(times.iso(act.at)),
                "actor": .text(act.actor ?? "not signed in"),
                "act": .text(act.act.rawValue.replacing("-", with: " ")),
                "subject": .text(act.subject), "address": .text(act.address),
            ]
        }
        let older = hasMore ? acts.last.map { path(.log(before: $0.id.rawValue)) } : nil
        return .page(
            DeskView(
                template: "log", title: "Log",
                values: [
                    "acts": .list(rows), "older": .text(older ?? ""),
                    "newest": .text(asked.before == nil ? "" : path(.log())),
                ]))
    }
}
