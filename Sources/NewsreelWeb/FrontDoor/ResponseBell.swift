import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells the front door when the router has answered, so that the next request of the connection can be read.
final class ResponseBell: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let door: FrontDoorHandler

    init(_ door: FrontDoorHandler) { self.door = door }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            door.answerBegan()
            guard door.closesAfterAnswer else { return context.write(data, promise: promise) }
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            door.answerEnded()
        case .head, .body: context.write(data, promise: promise)
        }
    }
}
