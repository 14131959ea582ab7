import Foundation
import NewsreelModel
import NewsreelStore

/// Stories per second through `newsreel import --publish`, a third each of captured pages, HTML and Markdown, beside copying
/// the same files with an fsync for each: what any import that survives a power cut has to do at the least.
func importing(stories count: Int = 900) async throws -> [BenchReport] {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("newsreel").path
    guard FileManager.default.isExecutableFile(atPath: binary) else {
        throw BenchFailure("import needs \(binary): swift build -c release --product newsreel")
    }
    return try await withTemporaryFolder { folder in
        BenchReport.progress("import: writing \(count) stories")
        let material = folder + "/material"
        try FileManager.default.createDirectory(atPath: material, withIntermediateDirectories: true)
        var archive = InventedArchive(seed: 11)
        for number in 0..<count { try write(archive.story(number), number, in: material) }
        var ours: [Double] = []
        var copies: [Double] = []
        for round in 0..<3 {
            let data = folder + "/news\(round)"
            try run(binary, ["init", "--data", data])
            BenchReport.progress("import: round \(round + 1) of 3")
            let start = ContinuousClock.now
            try run(binary, ["import", "--data", data, "--publish", material])
            ours.append(Double(count) / seconds(since: start))
            let copyStart = ContinuousClock.now
            try copyDurably(material, to: folder + "/copy\(round)")
            copies.append(Double(count) / seconds(since: copyStart))
        }
        return [
            BenchReport(
                "import", percentile(ours, 0.5), "stories/s",
                peer: BenchReport.Peer(name: "fsynced copy", value: percentile(copies, 0.5)),
                aim: .atLeast(100))
        ]
    }
}

/// A benchmark that cannot be run, and what would let it.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

private func write(_ story: SearchableStory, _ number: Int, in folder: String) throws {
    let headline = story.headline.prefix(90).split(separator: ".").first.map(String.init) ?? "Story \(number)"
    let words = story.body.split(separator: ".").map { $0.trimmingCharacters(in: .whitespaces) + "." }
    let paragraphs = stride(from: 0, to: words.count, by: 4).map {
        words[$0..<min($0 + 4, words.count)].joined(separator: " ")
    }
    let text: String
    let name: String
    switch number % 3 {
    case 0:
        name = "capture\(number).txt"
        text =
            "menu home search share\nStory \(number) \(headline)\n\n17 Jun, 2020 07:55\nStory \(number) \(headline)\n"
            + paragraphs.joined(separator: "\n\n") + "\n\nRead more\nSubscribe\n"
    case 1:
        name = "page\(number).html"
        text =
            "<!doctype html><html lang=en><head><title>Story \(number) \(headline)</title></head><body><nav><a href=/>Home</a></nav><article><h1>Story \(number) \(headline)</h1>"
            + "<time datetime=\"2026-11-20T08:00:00Z\">20 November</time>" + paragraphs.map { "<p>\($0)</p>" }.joined()
            + "</article><footer>©</footer></body></html>"
    default:
        name = "story\(number).md"
        text =
            "---\nheadline: Story \(number) \(headline)\npublished: 2026-11-20T08:00\ntags: [One, Two]\n---\n"
            + paragraphs.joined(separator: "\n\n") + "\n"
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
}

private func copyDurably(_ folder: String, to copy: String) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        _ = FileManager.default.createFile(atPath: copy + "/" + name, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: copy + "/" + name) else {
            throw BenchFailure("cannot write \(copy)/\(name)")
        }
        try handle.write(contentsOf: data)
        try handle.synchronize()
        try handle.close()
    }
}
