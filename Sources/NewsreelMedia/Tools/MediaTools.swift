import FoundationEssentials

/// The programs that open media files, each at the place where it was found.
package struct MediaTools: Sendable, Hashable {
    /// A program of the system, run apart from this process.
    package enum Tool: String, Sendable, CaseIterable {
        case vips, vipsheader, ffmpeg, ffprobe, exiftool, prlimit

        /// The Debian package that carries it.
        package var debianPackage: String {
            switch self {
            case .vips, .vipsheader: "libvips-tools"
            case .ffmpeg, .ffprobe: "ffmpeg"
            case .exiftool: "libimage-exiftool-perl"
            case .prlimit: "util-linux"
            }
        }
    }

    private let paths: [Tool: String]
    /// Words that put a program into a network of its own with nothing in it; empty where this system forbids that.
    let isolation: [String]

    /// The absolute path of `tool`.
    package func path(of tool: Tool) -> String { paths[tool] ?? tool.rawValue }

    /// True when tools run without a network.
    package var isIsolated: Bool { !isolation.isEmpty }

    /// Finds every tool in the folders of `searchPath` (the form of `PATH`; nil takes this process's own).
    package static func find(path searchPath: String? = nil) async throws(MediaToolsMissing) -> MediaTools {
        let environment = ProcessInfo.processInfo.environment["PATH"]
        let folders: [String] = (searchPath ?? environment ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        func find(_ name: String) -> String? {
            folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        var paths: [Tool: String] = [:]
        var missing: [Tool] = []
        for tool in Tool.allCases {
            if let path = find(tool.rawValue) { paths[tool] = path } else { missing.append(tool) }
        }
        guard missing.isEmpty else { throw MediaToolsMissing(tools: missing) }
        let open = MediaTools(paths: paths, isolation: [])
        guard let unshare = find("unshare") else { return open }
        // Root makes an empty network directly; everybody else through a user namespace, where the system allows it.
        for words in [[unshare, "--net", "--"], [unshare, "--user", "--map-current-user", "--net", "--"]] {
            let closed = MediaTools(paths: paths, isolation: words)
            let limits = ToolLimits(wallSeconds: 5, cpuSeconds: 5)
            if (try? await closed.run(.prlimit, ["--version"], in: "/", limits: limits)) != nil { return closed }
        }
        return open
    }
}

/// Programs that this machine lacks, and the packages that carry them.
package struct MediaToolsMissing: Error, Hashable, Sendable, CustomStringConvertible {
    package let tools: [MediaTools.Tool]

    package var description: String {
        let names: String = tools.map(\.rawValue).joined(separator: ", ")
        let packages: String = Set(tools.map(\.debianPackage)).sorted().joined(separator: " ")
        return "Pictures and clips need programs that this machine lacks: \(names). "
            + "On Debian install them with: apt-get install \(packages)"
    }
}
