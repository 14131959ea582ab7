import FoundationEssentials
import NewsreelModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder where files grow until they are whole: `uploads/ID`, on the disk of the blobs.
final class UploadFiles: Sendable {
    private let folder: String
    /// Checksums of what has come so far, so that a file that came while this process ran need not be read again.
    private let hashes = Mutex<[UploadID: (hash: BlobHash, count: Int)]>([:])

    init(folder: String) { self.folder = folder }

    func path(of id: UploadID) -> String { "\(folder)/\(id.rawValue)" }

    /// Makes an empty file; it is on the disk when this returns.
    func create(_ id: UploadID) throws(StoreError) {
        try FileSync.makeFolder(folder)
        let path = path(of: id)
        let descriptor = systemCreate(path)
        guard descriptor >= 0 else { throw FileSync.failure("create", path) }
        close(descriptor)
        try FileSync.folder(folder)
    }

    /// Opens the file for one writer; nil where it is not there. Throws `busy` while somebody else has it.
    func open(_ id: UploadID) throws(StoreError) -> UploadFile? {
        let path = path(of: id)
        let descriptor = systemOpen(path)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw FileSync.failure("open", path)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(.busy, "Another request is writing to this upload. Try again in a moment.")
        }
        var status = stat()
        // The one who had the lock before may have taken the file away.
        guard fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            close(descriptor)
            return nil
        }
        let size = Int(status.st_size)
        let known = hashes.withLock { $0.removeValue(forKey: id) }
        let hash = known?.count == size ? known?.hash : size == 0 ? BlobHash() : nil
        return UploadFile(id: id, path: path, descriptor: descriptor, size: size, hash: hash, files: self)
    }

    /// Bytes that are in the file now; nil where it is not there.
    func size(of id: UploadID) -> Int? {
        var status = stat()
        guard stat(path(of: id), &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// Takes the file away.
    func remove(_ id: UploadID) {
        unlink(path(of: id))
        forget(id)
    }

    func remember(_ id: UploadID, _ hash: BlobHash, count: Int) {
        hashes.withLock { $0[id] = (hash, count) }
    }

    func forget(_ id: UploadID) { _ = hashes.withLock { $0.removeValue(forKey: id) } }

    /// Removes files that have been in no upload's name for an hour: what a crash left between the file and the table.
    func sweep(keeping known: Set<UploadID>) {
        let names: [String] = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names {
            let id = UploadID(rawValue: name)
            var status = stat()
            guard !known.contains(id), stat(path(of: id), &status) == 0, time(nil) - status.st_mtim.tv_sec > 3600
            else { continue }
            if let file = try? open(id) {
                remove(id)
                file.close()
            }
        }
    }

    /// Bytes that a file may still take on this disk.
    func room() throws(StoreError) -> Int {
        try FileSync.makeFolder(folder)
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw FileSync.failure("look at", folder) }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}

private func systemOpen(_ path: String) -> Int32 { open(path, O_RDWR | O_CLOEXEC) }
private func systemCreate(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
