import Foundation
import NewsreelModel
import NewsreelPages
import NewsreelStore
import Synchronization

/// The folder of a mirror: what was written into it, so that the next export can take away what is no more.
final class MirrorFolder: Sendable {
    struct Counts: Sendable {
        var written = 0
        var unchanged = 0
    }

    private struct State {
        var paths: Set<String> = []
        var folders: Set<String> = []
        var counts = Counts()
    }

    let folder: String
    private let before: Set<String>
    private let state = Mutex(State())

    static let listName = ".newsreel-export"
    private static let listHead = "newsreel export 1"

    /// Opens `folder`, which is missing, empty, or an earlier export's.
    init(_ folder: String) throws {
        self.folder = folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        if let list = FileManager.default.contents(atPath: folder + "/" + Self.listName) {
            let lines = String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init)
            guard lines.first == Self.listHead else {
                throw MirrorError(
                    "\(folder) was exported by another version of Newsreel. Export into an empty folder.")
            }
            before = Set(lines.dropFirst())
        } else if names.isEmpty {
            before = []
        } else {
            throw MirrorError(
                "\(folder) holds files that no export wrote. Name an empty folder, or the one of an earlier export.")
        }
        try Self.make(folder)
    }

    private static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw MirrorError(
                "The folder \(folder) cannot be made: a file has its name, the disk is full, or nobody may "
                    + "write into the folder above it.")
        }
    }

    var counts: Counts { state.withLock { $0.counts } }

    /// Puts a page at the address `path`, with its smaller forms beside it; what is there already stays untouched.
    func put(_ page: RenderedPage, at path: String) throws {
        guard let file = Self.file(of: path, isHTML: page.contentType.hasPrefix("text/html")) else { return }
        try put(page.body, file) { Compressed(page.body, contentType: page.contentType) }
    }

    func put(_ asset: ThemeAsset, at path: String) throws {
        guard let file = Self.file(of: path, isHTML: false) else { return }
        try put(asset.bytes, file) { asset.body }
    }

    /// The smaller forms are made for what is written alone.
    private func put(_ body: [UInt8], _ file: String, forms: () -> Compressed) throws {
        if note(file), FileManager.default.contents(atPath: full(file)).map({ [UInt8]($0) }) == body {
            for ending in [".gz", ".br"] where before.contains(file + ending) { _ = note(file + ending) }
            return count(isWritten: false)
        }
        try write(forms(), file)
    }

    /// Puts a kept file at the address `path`, as a second name of it where the file systems allow that.
    /// `isVersioned` where the address never stands for another file.
    func put(file source: String, isVersioned: Bool, at path: String) throws {
        guard let file = Self.file(of: path, isHTML: false) else { return }
        let target = full(file)
        if note(file), let old = identity(target), let new = identity(source),
            old == new || isVersioned && old.bytes == new.bytes
        {
            return count(isWritten: false)
        }
        try makeFolder(of: file)
        let temporary = target + ".part"
        unlink(temporary)
        if link(source, temporary) != 0 { try FileManager.default.copyItem(atPath: source, toPath: temporary) }
        try rename(temporary, target)
        count(isWritten: true)
    }

    /// Marks the folder as an export's before the first write, so that one that was cut short can be gone on with.
    func begin() throws { try keepList(before) }

    /// Takes away what the site has no more; returns how many files that were.
    func finish() throws -> Int {
        let now = state.withLock { $0.paths }
        let stale = before.subtracting(now)
        for file in stale { unlink(full(file)) }
        for folder in Set(stale.map(Self.parent)).sorted(by: { $0.count > $1.count }) {
            var folder = folder
            // A folder that still holds something stays: rmdir says no.
            while !folder.isEmpty, rmdir(full(folder)) == 0 { folder = Self.parent(folder) }
        }
        try keepList(now)
        return stale.count
    }

    private func keepList(_ paths: Set<String>) throws {
        let text = ([Self.listHead] + paths.sorted()).joined(separator: "\n") + "\n"
        let target = full(Self.listName)
        try Data(text.utf8).write(to: URL(fileURLWithPath: target), options: .atomic)
    }

    private func write(_ body: Compressed, _ file: String) throws {
        try makeFolder(of: file)
        try write(body.identity, full(file))
        for (ending, bytes) in [(".gz", body.gzip), (".br", body.brotli)] {
            if let bytes {
                _ = note(file + ending)
                try write(bytes, full(file + ending))
            } else {
                unlink(full(file + ending))
            }
        }
        count(isWritten: true)
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        let temporary = path + ".part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            guard count > 0 else {
                close(descriptor)
                throw Self.failure(path)
            }
            done += count
        }
        close(descriptor)
        try rename(temporary, path)
    }

    private func rename(_ old: String, _ new: String) throws {
        guard Glibc.rename(old, new) == 0 else { throw Self.failure(new) }
    }

    private static func failure(_ path: String) -> MirrorError {
        MirrorError("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }

    /// Known as made once it is: of two that write into a new folder at the same time, the second waits for it.
    private func makeFolder(of file: String) throws {
        let folder = Self.parent(file)
        let path = full(folder)
        try state.withLock { state in
            guard !state.folders.contains(folder) else { return }
            try Self.make(path)
            state.folders.insert(folder)
        }
    }

    /// Counts `file` to what there is; true where an earlier export wrote it.
    private func note(_ file: String) -> Bool {
        _ = state.withLock { $0.paths.insert(file) }
        return before.contains(file)
    }

    private func count(isWritten: Bool) {
        state.withLock {
            if isWritten { $0.counts.written += 1 } else { $0.counts.unchanged += 1 }
        }
    }

    private func full(_ file: String) -> String { folder + "/" + file }

    private static func parent(_ file: String) -> String {
        file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    }

    private struct FileIdentity: Equatable {
        var device: UInt64
        var number: UInt64
        var bytes: Int
    }

    private func identity(_ path: String) -> FileIdentity? {
        var status = Glibc.stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileIdentity(
            device: UInt64(status.st_dev), number: UInt64(status.st_ino), bytes: Int(status.st_size))
    }

    /// Where a static server finds the address: `/2020/06/17/slug` in `2020/06/17/slug/index.html`. Nil for an address
    /// that asks something.
    static func file(of path: String, isHTML: Bool) -> String? {
        guard !path.contains("?"), let segments = PercentEncoding.segments(of: path) else { return nil }
        return (segments + (isHTML ? ["index.html"] : [])).joined(separator: "/")
    }
}

/// Why a mirror could not be written, in words.
package struct MirrorError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
