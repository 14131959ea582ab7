import FoundationEssentials
package import NewsreelModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Bytes that are stored, by their checksum.
package struct Blob: Hashable, Sendable {
    package let checksum: Checksum
    package let bytes: Int
}

/// Immutable files named by the SHA-256 of their bytes: `blobs/ab/abcd…`.
///
/// A blob is written under a temporary name, synced, then renamed, so that a name never stands for half a file, and
/// the same bytes are stored once.
package struct BlobStore: Sendable {
    let folder: String
    let temporaryFolder: String

    init(folder: String, temporaryFolder: String) throws(StoreError) {
        self.folder = folder
        self.temporaryFolder = temporaryFolder
        try FileSync.makeFolder(folder)
        try FileSync.makeFolder(temporaryFolder)
    }

    /// Where the blob stands, whether it is there or not.
    package func path(of checksum: Checksum) -> String {
        "\(folder)/\(checksum.rawValue.prefix(2))/\(checksum.rawValue)"
    }

    package func contains(_ checksum: Checksum) -> Bool { size(of: checksum) != nil }

    /// The blob's length in bytes; nil where it is not there.
    package func size(of checksum: Checksum) -> Int? {
        var status = stat()
        guard stat(path(of: checksum), &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// The bytes of a small blob; nil where it is not there or cannot be read.
    package func bytes(of checksum: Checksum) -> [UInt8]? {
        (try? Data(contentsOf: URL(filePath: path(of: checksum)))).map { [UInt8]($0) }
    }

    package func put(_ bytes: [UInt8]) throws(StoreError) -> Blob {
        var writer = try writer()
        do throws(StoreError) {
            try bytes.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) throws(StoreError) in
                try writer.write(UnsafeRawBufferPointer(buffer))
            }
            return try writer.finish()
        } catch {
            writer.cancel()
            throw error
        }
    }

    /// Stores a copy of a file, in pieces of 1 MiB.
    package func put(file path: String) throws(StoreError) -> Blob {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSync.failure("open", path) }
        defer { close(descriptor) }
        var writer = try writer()
        do throws(StoreError) {
            _ = try FileSync.read(descriptor, path) { (piece: UnsafeRawBufferPointer) throws(StoreError) in
                try writer.write(piece)
            }
            return try writer.finish()
        } catch {
            writer.cancel()
            throw error
        }
    }

    /// Takes bytes as they come, such as an upload.
    package func writer() throws(StoreError) -> BlobWriter { try BlobWriter(store: self) }

    /// Stores a file that is to be nothing else: where it stands on the same disk it is renamed, not copied.
    package func take(file path: String) throws(StoreError) -> Blob {
        let blob = try Self.blob(of: path)
        try take(file: path, as: blob)
        return blob
    }

    /// What a file would be as a blob.
    static func blob(of path: String) throws(StoreError) -> Blob {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileSync.failure("open", path) }
        defer { close(descriptor) }
        var hash = BlobHash()
        let bytes = try FileSync.read(descriptor, path) { hash.update($0) }
        return Blob(checksum: try hash.checksum(), bytes: bytes)
    }

    /// The same for a file whose checksum is known.
    func take(file path: String, as blob: Blob) throws(StoreError) {
        if size(of: blob.checksum) == blob.bytes {
            unlink(path)
            return
        }
        try FileSync.file(path)
        try makeShelf(of: blob.checksum)
        let final = self.path(of: blob.checksum)
        if rename(path, final) != 0 {
            guard errno == EXDEV else { throw FileSync.failure("rename", path) }
            _ = try put(file: path)
            unlink(path)
            return
        }
        try FileSync.folder(FileSync.parent(of: final))
    }

    /// Makes the folder in which a blob is to stand.
    func makeShelf(of checksum: Checksum) throws(StoreError) {
        let shelf = FileSync.parent(of: path(of: checksum))
        guard access(shelf, F_OK) != 0 else { return }
        try FileSync.makeFolder(shelf)
        try FileSync.folder(folder)
    }

    /// Removes temporary files whose writers are gone: what a crash left.
    @discardableResult
    package func sweep() throws(StoreError) -> Int {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: temporaryFolder)
        } catch {
            throw StoreError(
                .io, "The folder \(temporaryFolder) cannot be read. Check its owner and rights.",
                cause: String(describing: error))
        }
        var removed = 0
        for name in names where name.hasPrefix(BlobWriter.prefix) {
            let path = temporaryFolder + "/" + name
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, unlink(path) == 0 { removed += 1 }
            close(descriptor)
        }
        return removed
    }
}
