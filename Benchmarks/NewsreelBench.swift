import Foundation

/// `newsreel-bench [NAME…]`: runs the named benchmarks, or all of them, and prints a line per figure;
/// `newsreel-bench soak` proves that reading and publishing at once is right.
@main
struct NewsreelBench {
    static func main() async {
        let cranfield = ProcessInfo.processInfo.environment["NEWSREEL_CRANFIELD"] ?? conformance("cranfield")
        let figures: [(name: String, run: () async throws -> [BenchReport])] = [
            ("render", render),
            ("search-relevance", { try await searchRelevance(cranfield: cranfield) }),
            ("search-latency", { try await searchLatency() }),
            ("images", images),
            ("video-first", videoFirst),
            ("video-ladder", videoLadder),
            ("import", { try await importing() }),
            ("upload", { try await upload() }),
            ("export", { try await export() }),
            ("checks", { try checks() }),
            ("live-fanout", { try await liveFanout() }),
            ("story-spread", { try await StoryServing.spread() }),
            ("stampede", { try await stampede() }),
            ("archive-growth", { try await archiveGrowth() }),
            ("publish", { try await publishing() }),
            ("memory", memory),
            ("start", { try await starting() }),
        ]
        let all = figures + StoryServing.all.map { serving in (serving.name, { try await serving.measure() }) }
        let wanted = Array(CommandLine.arguments.dropFirst())
        if wanted.first == "soak" { await soak(Array(wanted.dropFirst())) }
        let unknown = wanted.filter { name in !all.contains { $0.name == name } }
        guard unknown.isEmpty else {
            BenchReport.progress(
                "There is no benchmark \(unknown.joined(separator: ", ")); there are \(all.map(\.name).joined(separator: ", "))."
            )
            exit(2)
        }
        var failed = false
        for bench in all where wanted.isEmpty || wanted.contains(bench.name) {
            do {
                for report in try await bench.run() { print(report.line) }
                fflush(nil)
            } catch {
                BenchReport.progress("bench \(bench.name) could not be run: \(error)")
                failed = true
            }
        }
        exit(failed ? 1 : 0)
    }

    private static func soak(_ arguments: [String]) async -> Never {
        do {
            exit(try await Soak(arguments).soak() ? 0 : 1)
        } catch {
            BenchReport.progress("the soak could not be run: \(error)")
            exit(2)
        }
    }

    /// Outside test material, beside the checkout.
    private static func conformance(_ name: String) -> String { shared("conformance/" + name) }

    /// A file or folder of the material beside the checkout.
    static func shared(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/" + name).path
    }
}
