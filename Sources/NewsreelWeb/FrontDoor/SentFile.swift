import Foundation
import NIOCore
import NIOPosix

/// A file that the system hands from its disk to the socket (`sendfile`), past this program's memory.
///
/// The response has said its length, so its body needs no frame and can go around Hummingbird's encoder. TLS and HTTP/2
/// have to see the bytes and take them in another way.
final class SentFile: Sendable {
    private let file: NIOFileHandle
    private let door: NIOLoopBound<FrontDoorHandler>

    /// So much is given to the socket at once; the next piece is fetched from the disk before it is needed.
    private static let piece = 1 << 20

    private init(file: NIOFileHandle, door: NIOLoopBound<FrontDoorHandler>) {
        self.file = file
        self.door = door
    }

    deinit { try? file.close() }

    /// Opens the file for a connection; nil where that cannot take files.
    static func open(_ path: String, for channel: any Channel) async throws -> SentFile? {
        let door = try await channel.eventLoop.submit {
            let door = try? channel.pipeline.syncOperations.handler(type: FrontDoorHandler.self)
            return door.flatMap { $0.takesFiles ? NIOLoopBound($0, eventLoop: channel.eventLoop) : nil }
        }.get()
        guard let door else { return nil }
        let file = try await NIOThreadPool.singleton.runIfActive {
            let file = Foundation.open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw IOError(errnoCode: errno, reason: "open") }
            return NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file)
        }
        return SentFile(file: file, door: door)
    }

    func send(_ range: ClosedRange<Int>) async throws {
        var start = range.lowerBound
        while start <= range.upperBound {
            let end = min(start + Self.piece, range.upperBound + 1)
            try await fetch(start..<end, most: range.upperBound + 1)
            let region = FileRegion(fileHandle: file, readerIndex: start, endIndex: end)
            try await door.eventLoop.submit { [door] in try door.value.send(region) }.flatMap { $0 }.get()
            start = end
        }
    }

    /// Waits on a thread of its own kind until the piece is in the system's memory, so that no event loop waits for the
    /// disk, and has the disk begin with the one after it.
    private func fetch(_ part: Range<Int>, most: Int) async throws {
        try await NIOThreadPool.singleton.runIfActive { [file] in
            try file.withUnsafeFileDescriptor { file in
                #if canImport(Glibc)
                posix_fadvise(
                    file, off_t(part.lowerBound), off_t(min(2 * Self.piece, most - part.lowerBound)),
                    POSIX_FADV_WILLNEED)
                #endif
                var byte: UInt8 = 0
                _ = pread(file, &byte, 1, off_t(part.upperBound - 1))
            }
        }
    }
}
