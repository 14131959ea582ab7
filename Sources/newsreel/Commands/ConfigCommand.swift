import ArgumentParser
import Foundation

/// `newsreel config`: each effective setting and where it came from.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print each effective setting and where it came from.")

    @OptionGroup var place: DataOptions

    @Flag(help: "Also say what each setting means.") var explain = false

    func run() async throws {
        let settings = try await place.settings()
        let width = Setting.all.map(\.key.count).max() ?? 0
        for one in settings.effective {
            let name = one.setting.key.padding(toLength: width, withPad: " ", startingAt: 0)
            let value = one.value.isEmpty ? "(empty)" : Terminal.plain(one.value)
            Terminal.say("\(name)  \(value)  [\(one.origin)]")
            if explain { Terminal.say(String(repeating: " ", count: width + 2) + one.setting.meaning) }
        }
    }
}
