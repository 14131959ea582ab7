import ArgumentParser
import Foundation

/// The command line: one file per command beneath `Commands/`.
@main
struct Newsreel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "newsreel",
        abstract: "A video-first newsroom: raw material in, published stories out.",
        version: NewsreelVersion.current,
        subcommands: [
            InitCommand.self, ImportCommand.self, CheckCommand.self, StoryCommand.self, MediaCommand.self,
            ExportCommand.self,
            ServeCommand.self,
            WorkerCommand.self,
            JobsCommand.self, UploadCommand.self, KeysCommand.self, PeopleCommand.self, EditionsCommand.self,
            ConfigCommand.self,
            BenchCommand.self,
        ]
    )

    /// As ArgumentParser's own, with exit code 2 for wrong usage and errors told in one sentence.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
            try Terminal.checkOutput()
        } catch let failure as CommandFailure {
            Terminal.complain(failure.description)
            Foundation.exit(failure.exitCode)
        } catch {
            let code = exitCode(for: error)
            if code == .validationFailure {
                Terminal.complain(fullMessage(for: error))
                Foundation.exit(2)
            }
            exit(withError: error)
        }
    }
}

enum NewsreelVersion {
    static let current = "0.1.0"
}

/// Why a command could not do its work, in words for whoever typed it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    var exitCode: Int32 = 1

    init(_ description: String, exitCode: Int32 = 1) {
        self.description = description
        self.exitCode = exitCode
    }
}
