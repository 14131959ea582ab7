import Foundation
import NIOCore

/// A file's bytes from `offset` to its end, in pieces, read as they are asked for.
struct FileSlice: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String
    let offset: Int
    let end: Int
    /// Called with how many bytes of the file have been handed out.
    let onProgress: @Sendable (Int) -> Void

    static let piece = 256 << 10

    func makeAsyncIterator() -> Iterator { Iterator(slice: self, position: offset) }

    struct Iterator: AsyncIteratorProtocol {
        let slice: FileSlice
        var position: Int
        var handle: FileHandle?

        mutating func next() async throws -> ByteBuffer? {
            let handle = try self.handle ?? open()
            self.handle = handle
            guard position < slice.end else { return nil }
            let data = try handle.read(upToCount: Swift.min(FileSlice.piece, slice.end - position)) ?? Data()
            guard !data.isEmpty else {
                throw CommandFailure("\(slice.path) became shorter while it was sent. Start again with the whole file.")
            }
            position += data.count
            slice.onProgress(position)
            return ByteBuffer(bytes: data)
        }

        private func open() throws -> FileHandle {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: slice.path))
            try handle.seek(toOffset: UInt64(position))
            return handle
        }
    }
}
