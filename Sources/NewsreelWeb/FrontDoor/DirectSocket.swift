import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The socket of a connection, for short answers: they go to it past the channel's queue while nothing stands in that,
/// since queueing and flushing cost as much as finding the answer. Belongs to the connection's event loop.
struct DirectSocket {
    private let handle: NIOBSDSocket.Handle
    /// False where the channel was given something that it may not have sent yet.
    var isQueueEmpty = true

    /// Nil where the channel has no socket of its own.
    init?(of context: ChannelHandlerContext) {
        let handle = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
        guard let handle else { return nil }
        self.handle = handle
    }

    /// True where the socket took all of `bytes`; else what is left of them has to go through the channel, which also
    /// finds out what is wrong with the connection.
    mutating func send(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        let channel = context.channel
        // The system gives the number of a closed socket to the next that is opened.
        guard channel.isActive else { return false }
        if !isQueueEmpty {
            let count = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
            guard count == 0 else { return false }
            isQueueEmpty = true
        }
        let sent = bytes.withUnsafeReadableBytes { Self.write(handle, $0) }
        if sent > 0 { bytes.moveReaderIndex(forwardBy: sent) }
        return bytes.readableBytes == 0
    }

    private static func write(_ handle: NIOBSDSocket.Handle, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
        // The channel's sockets raise no signal there.
        Darwin.send(handle, bytes.baseAddress, bytes.count, 0)
        #elseif canImport(Glibc)
        Glibc.send(handle, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
        Musl.send(handle, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }
}
