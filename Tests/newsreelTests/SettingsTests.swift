import Foundation
import NewsreelTesting
import Testing

@testable import newsreel

@Suite struct SettingsTests {
    @Test func `every setting is documented with its default and its name in the environment`() throws {
        let page = try String(
            contentsOf: ArchitectureTests.root.appending(path: "Documentation/settings.md"), encoding: .utf8)
        for setting in Setting.all {
            let standard = setting.standard.isEmpty ? "(empty)" : setting.standard
            #expect(
                page.contains(
                    "| `\(setting.key)` | `\(setting.environmentName)` | `\(standard)` | \(setting.meaning) |"),
                "\(setting.key)")
        }
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == Setting.all.count, "a documented setting is none any more")
    }

    @Test func `each layer comes before the one beneath it`() async throws {
        let folder = try TestFolder()
        let file = folder.path + "/newsreel.yaml"
        try Data("server:\n  port: 9001\n  host: 0.0.0.0\nworker:\n  enabled: false\n".utf8).write(
            to: URL(fileURLWithPath: file))
        let settings = try await Settings.load(data: folder.path, commandLine: ["server.port": "9002"])
        #expect(settings.int("server.port") == 9002)
        #expect(settings.string("server.host") == "0.0.0.0")
        #expect(settings.bool("worker.enabled") == false)
        #expect(settings.string("log.level") == "info")
        let origins = Dictionary(uniqueKeysWithValues: settings.effective.map { ($0.setting.key, $0.origin) })
        #expect(origins["server.port"] == "command line")
        #expect(origins["server.host"] == file)
        #expect(origins["log.level"] == "default")
    }

    @Test(arguments: [
        ("server:\n  prot: 1\n", "server.prot"), ("server:\n  port: many\n", "server.port"),
        ("server:\n  port: 99999\n", "server.port"), ("worker:\n  parallel: 1000000\n", "worker.parallel"),
        ("uploads:\n  expire-hours: 9223372036854775807\n", "uploads.expire-hours"),
        ("log:\n  level: loud\n", "log.level"),
        ("worker:\n  enabled: perhaps\n", "worker.enabled"), ("- a\n", "newsreel.yaml"),
        ("site:\n  origin: ftp://x\n", "site.origin"),
        ("server: [\n", "newsreel.yaml"),
    ])
    func `a wrong setting is refused by name`(yaml: String, named: String) async throws {
        let folder = try TestFolder()
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.path + "/newsreel.yaml"))
        let failure = await #expect(throws: CommandFailure.self) { try await Settings.load(data: folder.path) }
        #expect(failure?.description.contains(named) == true, "\(failure?.description ?? "")")
        #expect(failure?.exitCode == 2)
    }

    @Test func `options after a file describe it`() throws {
        let groups = try HandedMedia.groups(in: [
            "import", "--media", "a.jpg", "--caption", "A", "--credit=B", "--media=b.jpg", "--alt", "C", "story.md",
        ])
        #expect(
            groups == [HandedMedia(file: "a.jpg", caption: "A", credit: "B"), HandedMedia(file: "b.jpg", alt: "C")])
        #expect(throws: CommandFailure.self) { try HandedMedia.groups(in: ["--caption", "A", "--media", "a.jpg"]) }
        #expect(throws: CommandFailure.self) {
            try HandedMedia.groups(in: ["--media", "a.jpg", "--alt", "1", "--alt", "2"])
        }
        #expect(throws: CommandFailure.self) { try HandedMedia.groups(in: ["--media"]) }
    }
}
