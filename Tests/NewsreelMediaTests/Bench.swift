import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

/// A temporary workshop with the machine's real tools, and the means to make files for it.
struct Bench {
    let workshop: MediaWorkshop
    let folder: WorkFolder

    init(limits: MediaLimits = MediaLimits()) async throws {
        let root = FileManager.default.temporaryDirectory.path
        folder = try WorkFolder(in: root.hasSuffix("/") ? String(root.dropLast()) : root)
        workshop = MediaWorkshop(
            tools: try await MediaTools.find(), limits: limits, temporaryFolder: folder.file("tmp"))
        for name in ["tmp", "out"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
        }
    }

    var out: String { folder.file("out") }

    func remove() { folder.remove() }

    func file(_ name: String) -> String { folder.file(name) }

    @discardableResult
    func run(_ tool: MediaTools.Tool, _ arguments: [String]) async throws -> String {
        do throws(ToolFailure) {
            return try await workshop.tools.run(tool, arguments, in: folder.path, limits: ToolLimits(), modules: true)
                .text
        } catch {
            Issue.record("\(tool) \(arguments): \(error.complaints)")
            throw error
        }
    }

    func vips(_ arguments: String...) async throws { try await run(.vips, arguments) }

    /// A picture of `width` × `height` pixels with something to see in it, under `name`.
    @discardableResult
    func picture(_ name: String, width: Int, height: Int) async throws -> String {
        try await vips("zone", "zone.tif", "\(width)", "\(height)", "--uchar")
        try await vips("xyz", "xyz.tif", "\(width)", "\(height)")
        try await vips("extract_band", "xyz.tif", "x.tif", "0")
        try await vips("extract_band", "xyz.tif", "y.tif", "1")
        try await vips("linear", "x.tif", "red.tif", "\(255.0 / Double(width))", "0", "--uchar")
        try await vips("linear", "y.tif", "green.tif", "\(255.0 / Double(height))", "0", "--uchar")
        try await vips("bandjoin", "red.tif green.tif zone.tif", "rgb.tif")
        try await vips("copy", "rgb.tif", name, "--interpretation", "srgb")
        return file(name)
    }

    /// A picture whose left half is red and right half is blue.
    func halves(_ name: String, width: Int, height: Int) async throws -> String {
        try await vips("black", "black.tif", "\(width / 2)", "\(height)", "--bands", "3")
        try await vips("linear", "black.tif", "red.tif", "1", "230 10 10", "--uchar")
        try await vips("linear", "black.tif", "blue.tif", "1", "10 10 230", "--uchar")
        try await vips("join", "red.tif", "blue.tif", "joined.tif", "horizontal")
        try await vips("copy", "joined.tif", name, "--interpretation", "srgb")
        return file(name)
    }

    /// Colour values of a pixel.
    func pixel(_ path: String, _ x: Int, _ y: Int) async throws -> [Double] {
        let text = try await run(.vips, ["getpoint", path, "\(x)", "\(y)"])
        return text.split { $0.isWhitespace }.compactMap { Double($0) }
    }

    /// How far two pictures of one size lie apart, as the mean difference of their pixels (0 to 255).
    func difference(_ first: String, _ second: String) async throws -> Double {
        try await vips("subtract", first, second, "difference.tif")
        try await vips("abs", "difference.tif", "absolute.tif")
        return Double(try await run(.vips, ["avg", "absolute.tif"]).split { $0.isWhitespace }.first ?? "") ?? .infinity
    }

    /// Every field that exiftool finds, as `Group:Name: value` lines.
    func fields(_ path: String) async throws -> String {
        try await run(.exiftool, ["-config", "", "-a", "-G1", "-s", path])
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try #require(FileManager.default.contents(atPath: file(name))))
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        #expect(FileManager.default.createFile(atPath: file(name), contents: Data(bytes)))
        return file(name)
    }

    /// Identifies `path` and makes its renditions.
    func work(
        _ path: String, focus: FocalPoint? = nil, stamp: EmbeddedMetadata = EmbeddedMetadata(),
        which: RenditionSet = .first
    ) async throws -> PictureWork {
        let facts = try await workshop.identify(file: path)
        return try await workshop.pictureRenditions(
            file: path, facts: facts, focus: focus, stamp: stamp, into: out, which: which)
    }

    /// What is left in the temporary folder.
    var leftovers: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: workshop.temporaryFolder)) ?? []
    }

    /// Processes that work in the temporary folder still.
    var processes: [String] {
        let all: [String] = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { name in
            guard Int(name) != nil,
                let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
            else { return false }
            return place.hasPrefix(folder.path)
        }
    }
}

/// The outside test material beside the repository, where it is there.
enum Shared {
    static let folder: String? = {
        var path: [Substring] = #filePath.split(separator: "/").dropLast(4)
        // The package may stand in a folder of the repository, or be the repository.
        for _ in 0..<3 {
            let candidate = "/" + path.joined(separator: "/") + "/shared"
            if FileManager.default.fileExists(atPath: candidate + "/conformance") { return candidate }
            if path.isEmpty { break }
            path.removeLast()
        }
        return nil
    }()

    static var missing: Testing.Comment { "../shared is not there" }
}
