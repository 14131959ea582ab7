import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Ends a body only when the socket has taken all of it: a stopping server closes connections at the end of their
/// response, and what still waits in memory then would never reach the reader.
struct DrainingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let channel: any Channel

    @concurrent mutating func write(_ buffer: ByteBuffer) async throws { try await parent.write(buffer) }

    @concurrent consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        // Writes keep their order, so an empty one is done when all before it are.
        try await channel.writeAndFlush(HTTPResponsePart.body(ByteBuffer())).get()
        try await parent.finish(trailingHeaders)
    }
}
