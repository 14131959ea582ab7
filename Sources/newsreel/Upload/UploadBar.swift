import Foundation
import Synchronization

/// A bar on the terminal's last line in per cent, with the time left by the speed since it began; silent elsewhere.
final class UploadBar: Sendable {
    private let title: String
    private let total: Int
    private let first: Int
    private let started = ContinuousClock.now
    private let drawn = Mutex<ContinuousClock.Instant?>(nil)

    init(_ title: String, total: Int, from first: Int) {
        self.title = Terminal.plain(title)
        self.total = max(1, total)
        self.first = first
    }

    func show(_ done: Int) {
        guard Terminal.showsProgress else { return }
        let now = ContinuousClock.now
        let mayDraw = drawn.withLock { drawn in
            if let drawn, now - drawn < .milliseconds(100), done < total { return false }
            drawn = now
            return true
        }
        guard mayDraw else { return }
        let fraction = Double(done) / Double(total)
        let filled = Int(fraction * 24)
        var line =
            "\r\u{1B}[K\(title) " + String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            + " \(Int(fraction * 100)) %"
        if done > first, done < total {
            let spent = now - started
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
            line += ", \(max(1, Int(seconds * Double(total - done) / Double(done - first)))) s left"
        }
        Terminal.complain(raw: line)
    }

    func clear() {
        guard Terminal.showsProgress else { return }
        Terminal.complain(raw: "\r\u{1B}[K")
    }
}
