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
            let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { piece.deallocate() }
            while true {
                let count = read(descriptor, piece.baseAddress, piece.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw FileSync.failure("read", path) }
                if count == 0 { break }
                try writer.write(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            }
            return try writer.finish()
        } catch {
            writer.cancel()
            throw error
        }
    }

    /// Takes bytes as they come, such as an upload.
    package func writer() throws(StoreError) -> BlobWriter { try BlobWriter(store: self) }

    /// Removes temporary files that nobody has written to for `seconds`: what a crash left.
    @discardableResult
    package func sweep(olderThan seconds: Double) throws(StoreError) -> Int {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: temporaryFolder)
        } catch {
            throw StoreError(
                .io, "The folder \(temporaryFolder) cannot be read. Check its owner and rights.",
                cause: String(describing: error))
        }
        let now = Double(time(nil))
        var removed = 0
        for name in names where name.hasPrefix(BlobWriter.prefix) {
            let path = temporaryFolder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, now - Double(status.st_mtim.tv_sec) >= seconds else { continue }
            if unlink(path) == 0 { removed += 1 }
        }
        return removed
    }
}
