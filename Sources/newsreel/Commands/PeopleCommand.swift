import ArgumentParser
import NewsreelModel
import NewsreelStore
import NewsreelWeb

extension Role: ExpressibleByArgument {}

/// `newsreel people`: who may sign in at the desk.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "List who may sign in at the desk, let somebody in, or back in.",
        subcommands: [List.self, Invite.self, Reset.self, ChangeRole.self, Remove.self],
        defaultSubcommand: List.self)

    fileprivate static func user(_ email: String, in newsroom: Newsroom) async throws -> User {
        let sought = email.lowercased()
        guard let user = try await newsroom.people().first(where: { $0.user.email == sought })?.user else {
            throw CommandFailure("Nobody here has the address \(Terminal.plain(email)). newsreel people lists them.")
        }
        return user
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List everybody: address, role, name.")

        @OptionGroup var place: DataOptions

        func run() async throws {
            try await OpenedNewsroom.with(place) { opened in
                for (user, hasFactor) in try await opened.newsroom.people() {
                    let factor = hasFactor ? "  second factor" : ""
                    Terminal.say("\(user.email)  \(user.role.rawValue)  \(Terminal.plain(user.name))\(factor)")
                }
            }
        }
    }

    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invite", abstract: "Print a link that lets somebody join, once.")

        @OptionGroup var place: DataOptions

        @Argument(help: "Their mail address; they may choose one where it is left out.") var email: String?
        @Option(help: "reporter, editor or administrator.") var role = Role.reporter
        @Option(help: "How many days the link works.") var days = 7

        func run() async throws {
            guard (1...30).contains(days) else { throw CommandFailure("--days is from 1 to 30.", exitCode: 2) }
            try await OpenedNewsroom.with(place) { opened in
                let (_, secret) = try await opened.newsroom.invite(
                    email: email, role: role, lifetime: Double(days) * 86_400, by: .operatorOfMachine)
                Terminal.say(try await opened.site().absolute(SiteURL(edition: nil, .desk(.invitation(secret)))))
                Terminal.complain("This link lets one \(role.rawValue) join, within \(days) days.")
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset", abstract: "Print a link that lets somebody choose a new password, once.")

        @OptionGroup var place: DataOptions

        @Argument(help: "Their mail address.") var email: String
        @Flag(help: "Also take away their second factor, for a lost phone.") var withoutSecondFactor = false

        func run() async throws {
            try await OpenedNewsroom.with(place) { opened in
                let user = try await PeopleCommand.user(email, in: opened.newsroom)
                if withoutSecondFactor {
                    try await opened.newsroom.removeFactor(of: user, by: .operatorOfMachine)
                }
                let (_, secret) = try await opened.newsroom.makeReset(of: user, by: .operatorOfMachine)
                Terminal.say(try await opened.site().absolute(SiteURL(edition: nil, .desk(.reset(secret)))))
                Terminal.complain("This link lets \(Terminal.plain(user.name)) choose a password, within one hour.")
            }
        }
    }

    struct ChangeRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "role", abstract: "Give somebody another role.")

        @OptionGroup var place: DataOptions

        @Argument(help: "Their mail address.") var email: String
        @Argument(help: "reporter, editor or administrator.") var role: Role

        func run() async throws {
            try await OpenedNewsroom.with(place) { opened in
                let user = try await PeopleCommand.user(email, in: opened.newsroom)
                try await opened.newsroom.changeRole(of: user, to: role, by: .operatorOfMachine)
                Terminal.say("\(Terminal.plain(user.name)) is \(role.rawValue) now, and signs in again.")
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Take somebody out of the newsroom at once.")

        @OptionGroup var place: DataOptions

        @Argument(help: "Their mail address.") var email: String

        func run() async throws {
            try await OpenedNewsroom.with(place) { opened in
                let user = try await PeopleCommand.user(email, in: opened.newsroom)
                try await opened.newsroom.remove(user, by: .operatorOfMachine)
                Terminal.say("\(Terminal.plain(user.name)) is out, and signed out everywhere.")
            }
        }
    }
}
