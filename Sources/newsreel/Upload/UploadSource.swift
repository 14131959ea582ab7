import Crypto
import Foundation

/// A file on this machine that is to go to a newsroom.
struct UploadSource: Sendable {
    let path: String
    let name: String
    let bytes: Int
    private let modified: Date

    init(_ file: String) throws {
        let url = URL(fileURLWithPath: file).standardizedFileURL
        path = url.path
        name = url.lastPathComponent
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? Int
        else { throw CommandFailure("\(Terminal.plain(file)) is no file that can be read.") }
        bytes = size
        modified = facts[.modificationDate] as? Date ?? .distantPast
    }

    /// The same for the same file on its way to the same site, as long as the file does not change.
    func identity(at site: String) -> String {
        let text = "\(site)\n\(path)\n\(bytes)\n\(modified.timeIntervalSince1970)"
        return SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    /// The SHA-256 in base 64, as `Repr-Digest` has it.
    func digest(_ onProgress: (Int) -> Void) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var hash = SHA256()
        var done = 0
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
            done += piece.count
            onProgress(done)
        }
        return Data(hash.finalize()).base64EncodedString()
    }
}

/// Where unfinished uploads of this user are remembered: `$XDG_STATE_HOME/newsreel/uploads`.
struct UploadMemory: Sendable {
    private let folder: URL

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let base =
            environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
            ?? URL(fileURLWithPath: environment["HOME"] ?? NSHomeDirectory()).appending(path: ".local/state")
        folder = base.appending(path: "newsreel/uploads")
    }

    /// The upload's path on its site.
    func address(of identity: String) -> String? {
        (try? String(contentsOf: folder.appending(path: identity), encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// An upload that cannot be remembered goes on all the same.
    func remember(_ address: String, of identity: String) {
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try? Data((address + "\n").utf8).write(to: folder.appending(path: identity), options: .atomic)
    }

    func forget(_ identity: String) { try? FileManager.default.removeItem(at: folder.appending(path: identity)) }
}
