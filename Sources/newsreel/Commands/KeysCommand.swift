import ArgumentParser
import NewsreelModel
import NewsreelStore

/// `newsreel keys`: which programs may do what.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "List the keys of programs, add one or revoke one.",
        subcommands: [List.self, Add.self], defaultSubcommand: List.self)

    /// `newsreel keys`, `newsreel keys --revoke NAME`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the keys: identity, name, what they may do, made, last used.")

        @OptionGroup var place: DataOptions

        @Option(help: ArgumentHelp("Take this key back at once.", valueName: "name or id")) var revoke: String?

        func run() async throws {
            let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
                .newsroom
            do throws(StoreError) {
                if let revoke {
                    let key = try await newsroom.revokeKey(revoke)
                    Terminal.say("Revoked “\(Terminal.plain(key.name))”. What it was uploading is given up.")
                } else {
                    for key in try await newsroom.keys() { Terminal.say(Self.line(key)) }
                }
                try newsroom.close()
            } catch {
                throw CommandFailure(error.message)
            }
        }

        private static func line(_ key: APIKey) -> String {
            let used = key.used.map { "last used \($0.iso8601(in: .utc))" } ?? "never used"
            let revoked = key.revoked.map { ", revoked \($0.iso8601(in: .utc))" } ?? ""
            return
                "\(key.id)  \(Terminal.plain(key.name))  \(key.scopes.sorted().map(\.rawValue).joined(separator: " "))  made \(key.created.iso8601(in: .utc)), \(used)\(revoked)"
        }
    }

    /// `newsreel keys add NAME --scope read --scope write`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a key and print its secret, which cannot be shown again.")

        @OptionGroup var place: DataOptions

        @Argument(help: "What or whom it is for.") var name: String

        @Option(
            name: .customLong("scope"),
            help: ArgumentHelp("What it may do; may be given several times. Without it: upload.", valueName: "scope"))
        var scopes: [APIKey.Scope] = []

        func run() async throws {
            let newsroom = try await OpenedNewsroom(folder: try place.folder(), settings: try await place.settings())
                .newsroom
            do throws(StoreError) {
                let (key, secret) = try await newsroom.addKey(
                    name, scopes: scopes.isEmpty ? [.upload] : Set(scopes))
                let allowed = key.scopes.sorted().map(\.rawValue).joined(separator: ", ")
                Terminal.say(secret)
                Terminal.complain(
                    "“\(Terminal.plain(key.name))” may \(allowed) with this secret. Keep it now: it cannot be shown again."
                )
                try newsroom.close()
            } catch {
                throw CommandFailure(error.message)
            }
        }
    }
}

extension APIKey.Scope: ExpressibleByArgument {}
