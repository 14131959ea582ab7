import CLibrary
import Dispatch
import Foundation
import NIOCore
import Synchronization

/// Where pages lie for which memory has no room: two files that are filled in turn. When the younger is full, the older
/// goes with all that is in it.
///
/// The files have no names, so nothing is left of them however the process ends.
final class DiskShelf: Sendable {
    /// A file of pages, closed when nobody reads in it any more.
    final class Volume: Sendable {
        private let file: Int32

        init(_ file: Int32) { self.file = file }

        deinit { close(file) }

        /// Bytes that the system holds in memory; nil where the disk would have to be waited for.
        func readNow(_ count: Int, at offset: Int) -> ByteBuffer? {
            bytes(count) { read_now(file, $0.baseAddress, count, offset) }
        }

        func read(_ count: Int, at offset: Int) -> ByteBuffer? {
            bytes(count) { pread(file, $0.baseAddress, count, offset) }
        }

        private func bytes(_ count: Int, _ read: (UnsafeMutableRawBufferPointer) -> Int) -> ByteBuffer? {
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { max(0, read($0)) }
            return got == count ? buffer : nil
        }

        fileprivate func write(_ bytes: ByteBuffer, at offset: Int) -> Bool {
            bytes.withUnsafeReadableBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let count = pwrite(file, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
                    guard count > 0 else { return false }
                    done += count
                }
                return true
            }
        }
    }

    private struct Files {
        /// The oldest first.
        var volumes: [Volume] = []
        var end = 0
    }

    private let folder: String
    private let mostBytesOfVolume: Int
    private let files = Mutex(Files())
    private let queue = DispatchQueue(label: "newsreel.pages")

    /// Files in `folder` that hold `mostBytes` together.
    init(folder: String, mostBytes: Int) {
        self.folder = folder
        mostBytesOfVolume = mostBytes / 2
    }

    /// What became of pages that were to be stored.
    struct Outcome: Sendable {
        /// In the order of the pages; nil for those that the disk did not take.
        var stored: [StoredPage?] = []
        /// Volumes that went to make room.
        var gone: [Volume] = []
        /// Why the disk did not take all.
        var failure: String?
    }

    func store(_ pages: [FinishedPage]) async -> Outcome {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.stored(pages)) }
        }
    }

    /// Runs on the queue alone.
    private func stored(_ pages: [FinishedPage]) -> Outcome {
        var outcome = Outcome()
        for page in pages {
            guard outcome.failure == nil, let record = page.record(),
                record.bytes.readableBytes <= mostBytesOfVolume
            else {
                outcome.stored.append(nil)
                continue
            }
            do throws(DiskFailure) {
                let (volume, offset) = try room(record.bytes.readableBytes, &outcome.gone)
                guard volume.write(record.bytes, at: offset) else { throw .ofSystem() }
                outcome.stored.append(StoredPage(volume: volume, offset: offset, layout: record.layout))
            } catch {
                outcome.failure = error.reason
                outcome.stored.append(nil)
            }
        }
        return outcome
    }

    private struct DiskFailure: Error {
        let reason: String

        static func ofSystem() -> DiskFailure { DiskFailure(reason: String(cString: strerror(errno))) }
    }

    /// A place for so many bytes, in a new volume where the last has no room.
    private func room(_ count: Int, _ gone: inout [Volume]) throws(DiskFailure) -> (Volume, offset: Int) {
        let (volume, end) = files.withLock { ($0.volumes.last, $0.end) }
        if let volume, end + count <= mostBytesOfVolume {
            files.withLock { $0.end += count }
            return (volume, end)
        }
        let path = folder + "/pages-" + UUID().uuidString
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .ofSystem() }
        unlink(path)
        let next = Volume(file)
        files.withLock { files in
            if files.volumes.count > 1 { gone.append(files.volumes.removeFirst()) }
            files.volumes.append(next)
            files.end = count
        }
        return (next, 0)
    }
}
