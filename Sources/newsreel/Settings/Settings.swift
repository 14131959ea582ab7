import Configuration
import Foundation
import Logging
import NewsreelWeb
import SystemPackage

/// The effective settings: defaults, `newsreel.yaml`, environment, command line, the later before the earlier.
struct Settings: Sendable {
    /// A setting's effective value and the layer it came from.
    struct Effective: Sendable {
        let setting: Setting
        let value: String
        let origin: String
    }

    let effective: [Effective]
    private let values: [String: String]

    /// Reads every layer; `commandLine` holds settings by key. Throws `CommandFailure` naming the setting and the layer that is wrong.
    static func load(data: String?, file: String? = nil, commandLine: [String: String] = [:]) async throws -> Settings {
        var layers: [(origin: String, provider: any ConfigProvider)] = []
        let given = commandLine.map {
            (
                AbsoluteConfigKey($0.key.split(separator: ".").map(String.init)),
                ConfigValue(.string($0.value), isSecret: false)
            )
        }
        layers.append(("command line", InMemoryProvider(values: Dictionary(given) { $1 })))
        layers.append(("environment", EnvironmentVariablesProvider().prefixKeys(with: "newsreel")))
        if let path = file ?? data.map({ $0 + "/newsreel.yaml" }),
            file != nil || FileManager.default.fileExists(atPath: path)
        {
            do {
                if try holdsSettings(path) {
                    layers.append((path, try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))))
                }
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                throw CommandFailure(
                    "The settings in \(path) cannot be read (\(error)). Correct the file or move it away.", exitCode: 2)
            }
        }
        var effective: [Effective] = []
        for setting in Setting.all {
            effective.append(try Self.effective(setting, layers))
        }
        return Settings(effective: effective)
    }

    private init(effective: [Effective]) {
        self.effective = effective
        values = Dictionary(uniqueKeysWithValues: effective.map { ($0.setting.key, $0.value) })
    }

    /// For administrators to look at in the desk.
    var server: [ServerSetting] {
        effective.map {
            ServerSetting(
                name: $0.setting.key, value: $0.value, meaning: $0.setting.meaning, origin: $0.origin)
        }
    }

    func string(_ key: String) -> String { values[key] ?? "" }
    func int(_ key: String) -> Int { Int(values[key] ?? "") ?? 0 }
    func bool(_ key: String) -> Bool { values[key] == "true" }

    private static func effective(
        _ setting: Setting, _ layers: [(origin: String, provider: any ConfigProvider)]
    ) throws -> Effective {
        let key = AbsoluteConfigKey(setting.key.split(separator: ".").map(String.init))
        for layer in layers {
            guard let text = text(of: key, setting.kind, in: layer.provider) else { continue }
            let origin = layer.origin == "environment" ? "environment \(setting.environmentName)" : layer.origin
            guard isValid(text, setting) else {
                throw CommandFailure(
                    "\(setting.key) is “\(Terminal.plain(text))” (from \(origin)), which is \(expectation(setting)). \(setting.meaning)",
                    exitCode: 2)
            }
            return Effective(setting: setting, value: text, origin: origin)
        }
        return Effective(setting: setting, value: setting.standard, origin: "default")
    }

    /// A layer's value as text, whatever type the layer keeps it in.
    private static func text(
        of key: AbsoluteConfigKey, _ kind: Setting.Kind, in provider: any ConfigProvider
    ) -> String? {
        for type in [ConfigType.string, .int, .bool, .double] {
            guard let value = try? provider.value(forKey: key, type: type).value else { continue }
            switch value.content {
            case .string(let text): return text
            case .int(let number): return String(number)
            case .bool(let flag): return String(flag)
            case .double(let number): return String(number)
            default: continue
            }
        }
        return nil
    }

    private static func isValid(_ text: String, _ setting: Setting) -> Bool {
        switch (setting.kind, setting.key) {
        case (.int(let most), _): Int(text).map { (0...most).contains($0) } ?? false
        case (.bool, _): text == "true" || text == "false"
        case (.string, "log.level"): Logger.Level(rawValue: text) != nil
        case (.string, "log.format"): text == "text" || text == "json"
        case (.string, "server.trusted-proxies"): TrustedProxies(text) != nil
        case (.string, "site.origin"): text.isEmpty || text.hasPrefix("http://") || text.hasPrefix("https://")
        case (.string, _): true
        }
    }

    private static func expectation(_ setting: Setting) -> String {
        switch setting.kind {
        case .int(let most): "not a whole number from 0 to \(most)"
        case .bool: "neither true nor false"
        case .string: "not one of its values"
        }
    }
}
