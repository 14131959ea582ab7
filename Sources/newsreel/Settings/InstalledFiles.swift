import Foundation

/// Where the files that come with Newsreel are: beside the binary, never in the working directory.
enum InstalledFiles {
    /// The reader's theme.
    static func theme() throws -> String { try folder("Themes/default") }

    /// The desk's templates and files.
    static func desk() throws -> String { try folder("Desk") }

    /// The demo newsroom's stories and pictures.
    static func demo() throws -> String { try folder("Demo") }

    /// Looks beside the binary (`share/newsreel`), then in the folders above it, as in a checkout.
    private static func folder(_ name: String) throws -> String {
        guard let binary = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw CommandFailure("The place of the newsreel binary cannot be read from /proc/self/exe.")
        }
        var place = URL(fileURLWithPath: binary).deletingLastPathComponent()
        var tried: [String] = []
        for _ in 0..<8 {
            for candidate in [place.appending(path: "share/newsreel/" + name), place.appending(path: name)] {
                if FileManager.default.fileExists(atPath: candidate.path) { return candidate.path }
                tried.append(candidate.path)
            }
            guard place.path != "/" else { break }
            place = place.deletingLastPathComponent()
        }
        throw CommandFailure("\(name) is not beside the newsreel binary; looked from \(tried.first ?? binary) upwards.")
    }
}
