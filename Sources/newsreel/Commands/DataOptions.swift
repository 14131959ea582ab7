import ArgumentParser
import Foundation

/// The options that name a newsroom and its settings.
struct DataOptions: ParsableArguments {
    @Option(help: "The newsroom's folder; NEWSREEL_DATA where it is left out.")
    var data: String?

    @Option(help: "A settings file in place of DIR/newsreel.yaml.")
    var config: String?

    @Option(
        name: .customLong("set"), help: ArgumentHelp("A setting, before all other places.", valueName: "name=value"))
    var set: [String] = []

    /// The newsroom's folder as an absolute path.
    func folder() throws -> String {
        guard let given = data ?? ProcessInfo.processInfo.environment["NEWSREEL_DATA"], !given.isEmpty else {
            throw CommandFailure("Say which newsroom: --data DIR, or NEWSREEL_DATA in the environment.", exitCode: 2)
        }
        return URL(fileURLWithPath: given).standardizedFileURL.path
    }

    func settings(adding more: [String: String] = [:]) async throws -> Settings {
        var commandLine: [String: String] = [:]
        for pair in set {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, Setting.all.contains(where: { $0.key == parts[0] }) else {
                throw CommandFailure(
                    "--set \(Terminal.plain(pair)): write name=value with a name that newsreel config lists.",
                    exitCode: 2)
            }
            commandLine[parts[0]] = parts[1]
        }
        commandLine.merge(more) { $1 }
        let environment = ProcessInfo.processInfo.environment["NEWSREEL_DATA"]
        return try await Settings.load(data: data ?? environment, file: config, commandLine: commandLine)
    }
}
