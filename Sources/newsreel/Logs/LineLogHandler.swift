import Foundation
import Logging
import NewsreelModel

/// Writes each log message as one line on standard error, as text or as a JSON object.
struct LineLogHandler: LogHandler {
    enum Format: String, Sendable { case text, json }

    let label: String
    let format: Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let more = event.metadata { fields.merge(more) { $1 } }
        let time = NewsClock.system.now.iso8601(in: .utc)
        let line: String
        switch format {
        case .text:
            let rest = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
            line = "\(time) \(event.level) \(Terminal.plain("\(event.message)"))\(rest)"
        case .json:
            var object: [String: String] = [
                "time": time, "level": "\(event.level)", "message": "\(event.message)", "from": label,
            ]
            for (key, value) in fields { object[key] = "\(value)" }
            let data = (try? JSONEncoder.logs.encode(object)) ?? Data()
            line = String(decoding: data, as: UTF8.self)
        }
        Terminal.complain(line)
    }

    private static func quoted(_ value: String) -> String {
        let plain = Terminal.plain(value)
        return plain.contains(where: { $0 == " " || $0 == "\"" })
            ? "\"" + plain.replacing("\"", with: "'") + "\"" : plain
    }
}

extension JSONEncoder {
    fileprivate static var logs: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

extension Settings {
    /// A logger with the level and form that the settings ask for.
    /// A logger as the settings want it; a quiet one, beside a progress bar, says no less than warnings.
    func logger(_ label: String, quiet: Bool = false) -> Logger {
        let chosen = Logger.Level(rawValue: string("log.level")) ?? .info
        let level = quiet ? max(chosen, .warning) : chosen
        let format = LineLogHandler.Format(rawValue: string("log.format")) ?? .text
        return Logger(label: label) { LineLogHandler(label: $0, format: format, logLevel: level) }
    }
}
