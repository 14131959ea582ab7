import HummingbirdCore
import Logging
import NIOCore

/// Hummingbird's HTTP/1 channel behind the front door.
struct FrontDoorChannel: ServerChildChannel {
    let door: FrontDoor
    let http: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let handler = FrontDoorHandler(door)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        // The door has already read every head, and it closes idle connections.
        let bell = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        let additional = http.configuration.additionalChannelHandlers
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: additional() + [ResponseBell(bell.value)], idleTimeout: nil,
            httpDecoderConfiguration: http.configuration.httpDecoder)
        return HTTP1Channel(responder: http.responder, configuration: configuration)
            .setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}
