import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// File operations that are on the disk when they return.
enum FileSync {
    /// Makes `path` and the folders above it where they are missing.
    static func makeFolder(_ path: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .io, "The folder \(path) cannot be made. Check the rights of the folder above it.",
                cause: String(describing: error))
        }
    }

    static func file(_ path: String) throws(StoreError) {
        try sync(path, flags: O_RDONLY)
    }

    /// Names made or changed in a folder last through a power cut only once the folder itself is written.
    static func folder(_ path: String) throws(StoreError) {
        try sync(path, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Renames over whatever stands there, and writes the folder.
    static func rename(_ old: String, to new: String) throws(StoreError) {
        guard systemRename(old, new) == 0 else { throw failure("rename", old) }
        try folder(parent(of: new))
    }

    /// Hands the file's bytes on in pieces of 1 MiB; returns how many there are.
    static func read(
        _ descriptor: Int32, _ path: String, _ take: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> Int {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        var total = 0
        while true {
            let count = systemRead(descriptor, piece.baseAddress, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            if count == 0 { return total }
            total += count
            try take(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// An error that carries what the system said of the last call.
    static func failure(_ verb: String, _ path: String) -> StoreError {
        let number = errno
        let cause = "\(verb) \(path): \(String(cString: strerror(number)))"
        return switch number {
        case ENOSPC, EDQUOT:
            StoreError(.full, "The disk is full, so nothing was saved. Make room and try again.", cause: cause)
        default:
            StoreError(
                .io, "The file \(path) cannot be read or written. Check the folder's owner and rights.", cause: cause)
        }
    }

    private static func sync(_ path: String, flags: Int32) throws(StoreError) {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }
}

private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
