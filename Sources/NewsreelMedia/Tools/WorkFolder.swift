import FoundationEssentials

/// A private folder for the files of one piece of work.
package struct WorkFolder: Sendable {
    package let path: String

    private static let prefix = "media-"

    /// Makes a new folder in `parent`, readable by this user alone.
    package init(in parent: String) throws(MediaError) {
        let process = ProcessInfo.processInfo.processIdentifier
        let word = String(UInt64.random(in: .min ... .max), radix: 36)
        path = "\(parent)/\(Self.prefix)\(process)-\(word)"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw MediaError(
                .outOfSpace, "No temporary folder could be made. Tell whoever runs this Newsreel.",
                detail: "\(path): \(error)")
        }
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Removes it and everything in it.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Makes `name` stand for the file at `target`, so that no tool ever sees a name from outside.
    func link(_ name: String, to target: String) throws(MediaError) {
        let absolute: String =
            target.hasPrefix("/") ? target : "\(FileManager.default.currentDirectoryPath)/\(target)"
        do {
            try FileManager.default.createSymbolicLink(atPath: file(name), withDestinationPath: absolute)
        } catch {
            throw MediaError(.toolFailed, "The file could not be prepared for work.", detail: "\(error)")
        }
    }

    /// Removes the folders in `parent` that processes left behind which are gone.
    static func sweep(_ parent: String) {
        let names: [String] = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard let process = name.dropFirst(prefix.count).split(separator: "-").first.flatMap({ Int($0) }),
                !FileManager.default.fileExists(atPath: "/proc/\(process)")
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
        }
    }
}
