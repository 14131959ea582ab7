import Foundation

/// Writing to the terminal or the pipe that stands for it.
enum Terminal {
    static let showsProgress: Bool = isatty(2) == 1

    /// A line on standard output.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// A value as one line of JSON, its keys in order.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A line on standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Goes on only where somebody at the terminal answers yes; throws in words otherwise.
    static func confirm(_ question: String) throws {
        guard isatty(0) == 1 else {
            throw CommandFailure("Nobody is there to be asked, so nothing was done. Say --yes.", exitCode: 2)
        }
        complain("\(question) [y/N]")
        guard ["y", "yes"].contains(readLine()?.lowercased()) else { throw CommandFailure("Nothing was done.") }
    }

    /// Text for one line: control characters, which could steer a terminal, are shown as `�`.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}

/// A bar on the terminal's last line with what is done, how much there is and how long is left; silent elsewhere.
struct ProgressBar {
    private let title: String
    private let total: Int
    private let started = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?

    init(_ title: String, total: Int) {
        self.title = title
        self.total = max(1, total)
    }

    /// Shows that `done` of the total are done, as a number or in per cent; draws at most ten times a second. How long is
    /// left is told by what has been done so far, unless the caller knows better.
    mutating func show(_ done: Int, percent: Bool = false, secondsLeft: Int? = nil) {
        guard Terminal.showsProgress else { return }
        let now = ContinuousClock.now
        if let drawn, now - drawn < .milliseconds(100), done < total { return }
        drawn = now
        let fraction = Double(done) / Double(total)
        let width = 24
        let filled = Int(fraction * Double(width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let count = percent ? "\(Int(fraction * 100)) %" : "\(done)/\(total)"
        var line = "\r\u{1B}[K\(title) \(bar) \(count)"
        if let secondsLeft {
            line += ", \(secondsLeft) s left"
        } else if done > 0, done < total, !percent {
            let elapsed = now - started
            let left = elapsed / done * (total - done)
            line += ", \(max(1, left.components.seconds)) s left"
        }
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// Takes the bar off the terminal.
    func clear() {
        guard Terminal.showsProgress else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
