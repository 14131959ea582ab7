import Foundation
import NewsreelMedia
import NewsreelModel

/// From a clip's file to what can be watched of it: told apart, read for its credit, remuxed with that credit in it.
/// Beside it a bare `ffmpeg -c copy` of the same file.
func videoFirst() async throws -> [BenchReport] {
    try await withClip { clip in
        var ours: [Double] = []
        var bare: [Double] = []
        for round in 1...9 {
            BenchReport.progress("video-first: round \(round) of 9")
            ours.append(
                try await ToolMeasure.of {
                    let facts = try await clip.workshop.identify(file: clip.path)
                    let embedded = try await clip.workshop.readMetadata(file: clip.path, facts: facts)
                    _ = try await clip.workshop.firstClip(
                        file: clip.path, facts: facts, stamp: embedded, into: clip.out)
                }.seconds)
            bare.append(
                try await ToolMeasure.of {
                    try clip.ffmpeg([
                        "-i", clip.path, "-map", "0:v:0", "-map", "0:a:0", "-c", "copy", "-movflags", "+faststart",
                        "bare.mp4",
                    ])
                }.seconds)
        }
        return [
            BenchReport(
                "video-first", percentile(ours, 0.5) * 1000, "ms",
                peer: BenchReport.Peer(name: "ffmpeg -c copy", value: percentile(bare, 0.5) * 1000))
        ]
    }
}

/// A clip's whole stream (loudness measured and set, all rungs, the single file, the storyboard) beside one bare ffmpeg
/// run that codes the same rungs: wall seconds, and the memory of all tools that run at the same time.
func videoLadder() async throws -> [BenchReport] {
    try await withClip { clip in
        let facts = try await clip.workshop.identify(file: clip.path)
        var ours: [ToolMeasure] = []
        var bare: [ToolMeasure] = []
        for round in 1...3 {
            BenchReport.progress("video-ladder: round \(round) of 3")
            ours.append(
                try await ToolMeasure.of {
                    _ = try await clip.workshop.stream(file: clip.path, facts: facts, into: clip.out)
                })
            bare.append(try await ToolMeasure.of { try clip.ffmpeg(bareLadder(clip.path)) })
        }
        func seconds(_ measures: [ToolMeasure]) -> Double { percentile(measures.map(\.seconds), 0.5) }
        func megabytes(_ measures: [ToolMeasure]) -> Double { percentile(measures.map(\.megabytes), 0.5) }
        return [
            BenchReport(
                "video-ladder", seconds(ours) / seconds(bare), "times",
                peer: BenchReport.Peer(name: "one ffmpeg run", value: 1), aim: .atMost(1.1)),
            BenchReport(
                "video-ladder-seconds", seconds(ours), "s",
                peer: BenchReport.Peer(name: "one ffmpeg run", value: seconds(bare))),
            BenchReport(
                "video-ladder-memory", megabytes(ours), "MB",
                peer: BenchReport.Peer(name: "one ffmpeg run", value: megabytes(bare)),
                aim: .atMost(1.1 * megabytes(bare))),
        ]
    }
}

/// The rungs of an 854 × 480 clip as somebody would type them.
private func bareLadder(_ path: String) -> [String] {
    let sizes = [(854, 480, 1_530_000), (640, 360, 1_050_000), (426, 240, 630_000)]
    var graph = "[0:v]fps=24,split=3[s0][s1][s2]"
    for (number, size) in sizes.enumerated() {
        graph += ";[s\(number)]scale=\(size.0):\(size.1):flags=bicubic,setsar=1,format=yuv420p[v\(number)]"
    }
    var words = ["-i", path, "-filter_complex", graph]
    for number in 0..<3 { words += ["-map", "[v\(number)]", "-map", "0:a:0"] }
    words += ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "22"]
    for (number, size) in sizes.enumerated() {
        words += ["-maxrate:v:\(number)", "\(size.2)", "-bufsize:v:\(number)", "\(size.2 * 3 / 2)"]
    }
    return words + [
        "-force_key_frames", "expr:gte(t,n_forced*4)", "-sc_threshold", "0", "-g", "1000", "-c:a", "aac", "-b:a",
        "128k",
        "-ac", "2", "-ar", "48000", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", "-hls_segment_type",
        "fmp4", "-hls_flags", "single_file", "-var_stream_map", "v:0,a:0,name:480 v:1,a:1,name:360 v:2,a:2,name:240",
        "-master_pl_name", "bare.m3u8", "-hls_segment_filename", "bare%v.mp4", "bare%v.m3u8",
    ]
}

/// A clip of thirty seconds to measure with.
private struct BenchClip: Sendable {
    let path: String
    let folder: String
    let workshop: MediaWorkshop
    let tool: String

    var out: String { folder + "/out" }

    func ffmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["-v", "error", "-nostdin", "-y"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}

/// Hands over the shared film, or a made one where that is not beside the checkout.
private func withClip(_ body: (BenchClip) async throws -> [BenchReport]) async throws -> [BenchReport] {
    let tools = try await MediaTools.find()
    return try await withTemporaryFolder { folder in
        for name in ["out", "tmp"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        var path = NewsreelBench.shared("media/big-buck-bunny-480p-30s.mp4")
        let isShared = FileManager.default.isReadableFile(atPath: path)
        if !isShared { path = folder + "/made.mp4" }
        let clip = BenchClip(
            path: path, folder: folder, workshop: MediaWorkshop(tools: tools, temporaryFolder: folder + "/tmp"),
            tool: tools.path(of: .ffmpeg))
        if !isShared {
            BenchReport.progress("the shared film is not beside the checkout: measuring with a test picture")
            try clip.ffmpeg([
                "-f", "lavfi", "-i", "testsrc2=size=854x480:rate=24:duration=30", "-f", "lavfi", "-i",
                "sine=duration=30",
                "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", path,
            ])
        }
        return try await body(clip)
    }
}
