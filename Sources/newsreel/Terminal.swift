import Foundation
import Synchronization

/// Writing to the terminal or the pipe that stands for it.
enum Terminal {
    static let showsProgress: Bool = isatty(2) == 1
    /// Why what was said could not be written; 0 while all could.
    private static let outputFault = Atomic<Int32>(0)

    /// A line on standard output.
    static func say(_ line: String) {
        let fault = write(line + "\n", to: STDOUT_FILENO)
        // Whoever reads no further has what they wanted.
        if fault != 0, fault != EPIPE { outputFault.store(fault, ordering: .relaxed) }
    }

    /// Throws in words where something that was said is lost, as on a full disk.
    static func checkOutput() throws {
        let fault = outputFault.load(ordering: .relaxed)
        guard fault != 0 else { return }
        throw CommandFailure(
            "What there was to say could not be written: \(String(cString: strerror(fault))). What the command did stays done."
        )
    }

    /// Text as it is on standard error. It is lost where nobody takes it, a full disk or an ended reader: no server stops
    /// for its log.
    static func complain(raw text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Writes all of `text`; answers the system's error, 0 where there is none.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count >= 0 {
                    written += count
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&ready, 1, 1000) > 0 else { return EAGAIN }
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }

    /// A value as one line of JSON, its keys in order.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A line on standard error.
    static func complain(_ line: String) {
        complain(raw: line + "\n")
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
        Terminal.complain(raw: line)
    }

    /// Takes the bar off the terminal.
    func clear() {
        guard Terminal.showsProgress else { return }
        Terminal.complain(raw: "\r\u{1B}[K")
    }
}
