package import NewsreelModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A blob on its way to the disk; end it with `finish` or `cancel`.
package struct BlobWriter: ~Copyable {
    static let prefix = "blob-"

    private let store: BlobStore
    private let path: String
    private var descriptor: Int32
    private var hash = BlobHash()
    private var count = 0

    init(store: BlobStore) throws(StoreError) {
        self.store = store
        var random = SystemRandomNumberGenerator()
        while true {
            let path = "\(store.temporaryFolder)/\(Self.prefix)\(String(random.next(), radix: 36))"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw FileSync.failure("create", path) }
            // The lock says that somebody is writing; it ends with the process. A sweep that came between the two calls
            // has the lock, or had it and took the file away.
            var status = stat()
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(path)
    }

    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        var rest = bytes
        hash.update(bytes)
        count += bytes.count
        while !rest.isEmpty {
            let written = systemWrite(descriptor, rest.baseAddress, rest.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileSync.failure("write", path) }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    package mutating func write(_ bytes: [UInt8]) throws(StoreError) {
        try bytes.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) throws(StoreError) in
            try write(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Puts the bytes under their name; when this returns they are on the disk.
    package mutating func finish() throws(StoreError) -> Blob {
        let checksum = try hash.checksum()
        let blob = Blob(checksum: checksum, bytes: count)
        if store.size(of: checksum) == count {
            cancel()
            return blob
        }
        guard fsync(descriptor) == 0 else { throw FileSync.failure("sync", path) }
        try store.makeShelf(of: checksum)
        // Closed only then, since a sweep takes what nobody has locked.
        try FileSync.rename(path, to: store.path(of: checksum))
        close(descriptor)
        descriptor = -1
        return blob
    }

    /// Leaves nothing behind; after `finish` it does nothing.
    package mutating func cancel() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(path)
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
