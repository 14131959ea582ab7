import Foundation

/// One measured figure, beside what another program does and what was aimed for.
struct BenchReport: Sendable {
    enum Aim: Sendable {
        case atLeast(Double)
        case atMost(Double)
        case above(Double)
        case below(Double)
        /// Of the value to the peer's.
        case ratioAtLeast(Double)
        case ratioAtMost(Double)

        /// `ratio` is that to the peer's value; 0 where there is none.
        func isMet(by value: Double, ratio: Double) -> Bool {
            switch self {
            case .atLeast(let bound): value >= bound
            case .atMost(let bound): value <= bound
            case .above(let bound): value > bound
            case .below(let bound): value < bound
            case .ratioAtLeast(let bound): ratio >= bound
            case .ratioAtMost(let bound): ratio <= bound
            }
        }

        var text: String {
            switch self {
            case .atLeast(let bound): ">= \(BenchReport.number(bound))"
            case .atMost(let bound): "<= \(BenchReport.number(bound))"
            case .above(let bound): "> \(BenchReport.number(bound))"
            case .below(let bound): "< \(BenchReport.number(bound))"
            case .ratioAtLeast(let bound): "ratio >= \(BenchReport.number(bound))"
            case .ratioAtMost(let bound): "ratio <= \(BenchReport.number(bound))"
            }
        }
    }

    struct Peer: Sendable {
        var name: String
        var value: Double
    }

    var name: String
    var value: Double
    var unit: String
    var peer: Peer?
    var aim: Aim?
    /// The single measurements that the value stands for.
    var spread: [Double]

    init(
        _ name: String, _ value: Double, _ unit: String, peer: Peer? = nil, aim: Aim? = nil, spread: [Double] = []
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.peer = peer
        self.aim = aim
        self.spread = spread
    }

    /// `bench NAME: VALUE UNIT; PEER: VALUE; ratio R; aim A; met|missed; spread LEAST to MOST`, without the parts that are not known.
    var line: String {
        var parts = ["bench \(name): \(Self.number(value)) \(unit)"]
        var ratio = 0.0
        if let peer {
            parts.append("\(peer.name): \(Self.number(peer.value))")
            if peer.value != 0 {
                ratio = value / peer.value
                parts.append("ratio \(Self.number(ratio))")
            }
        }
        if let aim {
            parts.append("aim \(aim.text)")
            parts.append(aim.isMet(by: value, ratio: ratio) ? "met" : "missed")
        }
        if let least = spread.min(), let most = spread.max() {
            parts.append("spread \(Self.number(least)) to \(Self.number(most))")
        }
        return parts.joined(separator: "; ")
    }

    /// Three significant digits at least, no more decimals than they need.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4
        var text = String(format: "%.\(decimals)f", value)
        while text.contains("."), text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// What the bench is doing, for the person waiting; the figures alone go to standard output.
    static func progress(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// The value below which `share` of the samples lie, 0 to 1; 0 of nothing.
func percentile(_ samples: [Double], _ share: Double) -> Double {
    guard !samples.isEmpty else { return 0 }
    let sorted = samples.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
}

/// A folder that is gone when `body` is done.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("newsreel-bench-\(UUID().uuidString)")
        .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

func seconds(since start: ContinuousClock.Instant) -> Double {
    let time = ContinuousClock.now - start
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}

/// Runs a program to its end; returns what it printed, and throws where it failed.
@discardableResult
func run(_ binary: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BenchFailure("\(binary) \(arguments.first ?? "") ended with \(process.terminationStatus)")
    }
    return text
}
