import Foundation
import NewsreelMedia
import NewsreelModel

/// A 24-megapixel JPEG of 9 MB to its renditions, through the workshop, against bare `vipsthumbnail` making the same
/// files: wall seconds, and the memory of all tools that run at the same time.
func images() async throws -> [BenchReport] {
    let tools = try await MediaTools.find()
    return try await withTemporaryFolder { folder in
        BenchReport.progress("images: making a 24-megapixel photograph")
        let photograph = try Photograph(folder: folder, vips: tools.path(of: .vips))
        let workshop = MediaWorkshop(tools: tools, temporaryFolder: folder + "/tmp")
        let out = folder + "/out"
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        let facts = try await workshop.identify(file: photograph.path)
        let stamp = EmbeddedMetadata(
            caption: "A bench picture", credit: CreditChain(parties: [CreditParty(.creator, "Newsreel")]))
        let widths = [1920, 1280, 960, 640, 320]

        var ours: [ToolMeasure] = []
        var bare: [ToolMeasure] = []
        var compact: [ToolMeasure] = []
        var bytes: [String: Int] = [:]
        for round in 1...5 {
            BenchReport.progress("images: round \(round) of 5")
            ours.append(
                try await ToolMeasure.of {
                    let work = try await workshop.pictureRenditions(
                        file: photograph.path, facts: facts, stamp: stamp, into: out)
                    for file in work.renditions { bytes[file.mimeType, default: 0] += round == 1 ? file.bytes : 0 }
                })
            bare.append(
                try await ToolMeasure.of {
                    for width in widths {
                        for options in [".jpg[Q=80,optimize-coding,interlace]", ".webp[Q=76,effort=4]"] {
                            try photograph.run(
                                "vipsthumbnail",
                                [
                                    photograph.path, "-s", "\(width)x100000", "--export-profile", "srgb", "-o",
                                    "\(out)/bare-w\(width)\(options)",
                                ])
                        }
                    }
                })
            compact.append(
                try await ToolMeasure.of {
                    let work = try await workshop.pictureRenditions(
                        file: photograph.path, facts: facts, stamp: stamp, into: out, which: .compact)
                    for file in work.renditions { bytes[file.mimeType, default: 0] += round == 1 ? file.bytes : 0 }
                })
        }
        func seconds(_ measures: [ToolMeasure]) -> Double { percentile(measures.map(\.seconds), 0.5) }
        func megabytes(_ measures: [ToolMeasure]) -> Double { percentile(measures.map(\.megabytes), 0.5) }
        let sizes: String = bytes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value / 1000) kB" }.joined(
            separator: ", ")
        BenchReport.progress("images: all widths of one format together: \(sizes)")
        return [
            BenchReport(
                "images-seconds", seconds(ours), "s",
                peer: BenchReport.Peer(name: "vipsthumbnail", value: seconds(bare)), aim: .below(2.5)),
            BenchReport(
                "images-memory", megabytes(ours), "MB",
                peer: BenchReport.Peer(name: "vipsthumbnail", value: megabytes(bare)), aim: .below(100)),
            BenchReport("images-avif", seconds(compact), "s"),
            BenchReport("images-avif-memory", megabytes(compact), "MB"),
        ]
    }
}

/// A made picture with the detail and the grain of a photograph; the same every time.
private struct Photograph {
    let path: String
    private let folder: String
    private let vips: String

    init(folder: String, vips: String) throws {
        self.folder = folder
        self.vips = vips
        path = folder + "/photograph.jpg"
        let (width, height) = ("6000", "4000")
        try make(["perlin", "hills.v", width, height, "--cell-size", "700", "--seed", "1"])
        try make(["perlin", "leaves.v", width, height, "--cell-size", "90", "--seed", "2"])
        try make(["gaussnoise", "grain.v", width, height, "--mean", "0", "--sigma", "12", "--seed", "3"])
        try make(["linear", "hills.v", "light.v", "60", "120"])
        try make(["linear", "leaves.v", "texture.v", "40", "0"])
        try make(["add", "light.v", "texture.v", "scene.v"])
        try make(["add", "scene.v", "grain.v", "red.v"])
        try make(["linear", "red.v", "green.v", "0.8", "20"])
        try make(["linear", "red.v", "blue.v", "0.9", "10"])
        try make(["bandjoin", "red.v green.v blue.v", "float.v"])
        try make(["cast", "float.v", "bytes.v", "uchar"])
        try make(["copy", "bytes.v", "rgb.v", "--interpretation", "srgb"])
        try make(["jpegsave", "rgb.v", path, "--Q", "90"])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".v") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private func make(_ arguments: [String]) throws { try run("vips", arguments) }

    /// Runs a tool that stands beside `vips`.
    func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: vips).deletingLastPathComponent().appendingPathComponent(tool)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
