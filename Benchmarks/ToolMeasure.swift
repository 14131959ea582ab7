import Foundation

/// What a piece of work took, with its child processes.
struct ToolMeasure: Sendable {
    var seconds: Double
    /// The highest sum, at any one moment, of the high-water marks of the children running then: an upper bound.
    var megabytes: Double

    static func of(_ work: () async throws -> Void) async throws -> ToolMeasure {
        let watch = Task.detached {
            var most = 0
            while !Task.isCancelled {
                most = max(most, childrenHighWater())
                try? await Task.sleep(for: .milliseconds(4))
            }
            return most
        }
        let clock = ContinuousClock()
        let start = clock.now
        do {
            try await work()
        } catch {
            watch.cancel()
            throw error
        }
        let taken = clock.now - start
        watch.cancel()
        return ToolMeasure(seconds: taken / .seconds(1), megabytes: Double(await watch.value) / 1024)
    }

    /// Kilobytes.
    private static func childrenHighWater() -> Int {
        let threads: [String] = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        let children: [Substring] = threads.flatMap { thread in
            ((try? String(contentsOfFile: "/proc/self/task/\(thread)/children", encoding: .utf8)) ?? "")
                .split { $0 == " " || $0 == "\n" }.map { Substring($0) }
        }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return children.reduce(0) { sum, child in
            // Between fork and exec a child has this program's own memory and not its own.
            guard (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child)/exe")) != own else {
                return sum
            }
            let status: String = (try? String(contentsOfFile: "/proc/\(child)/status", encoding: .utf8)) ?? ""
            let line: Substring? = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return sum + (line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0)
        }
    }
}
