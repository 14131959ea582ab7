import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import NewsreelModel

/// Takes over a stream of HTTP/2 that asks for the events, before the router sees it; on HTTP/1 the front door does.
final class LiveHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let hub: LiveHub
    private let pressroom: Pressroom

    init(hub: LiveHub, pressroom: Pressroom) {
        self.hub = hub
        self.pressroom = pressroom
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data), head.method == .get, let path = head.path,
            let topic = pressroom.site.liveTopic(target: path)
        else { return context.fireChannelRead(data) }
        take(topic, after: head.headerFields[.lastEventID].flatMap { Int64($0) }, context)
    }

    private func take(_ topic: LiveTopic, after last: Int64?, _ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        let connection = LiveConnection(topic: topic, hub: hub, isRaw: false)
        do {
            try pipeline.addHandler(connection, position: .before(self))
        } catch {
            return context.close(promise: nil)
        }
        // It counts requests that it will never see, and would take the silence for idleness.
        if let idle = try? pipeline.context(handlerType: HTTPConnectionStateHandler.self) {
            pipeline.removeHandler(context: idle, promise: nil)
        }
        connection.begin(after: last)
    }
}

extension Site {
    /// What a request for `target` wants to be told of; nil where it is none for events.
    func liveTopic(target: String) -> LiveTopic? {
        guard target.hasPrefix("/live/events") else { return nil }
        guard case .events(let topic)? = url(RequestTarget(target))?.place, editions.contains(topic.edition) else {
            return nil
        }
        return topic
    }
}

/// A reader's open page: gets events until it goes, or until it cannot keep up.
///
/// A response body of Hummingbird is a task, a stream and three writes of the encoder for each connection and event; here
/// an event is one write of shared bytes to the socket. An answer without `Content-Length` ends with its connection
/// (RFC 9112 §6.3), so nothing needs to be framed.
final class LiveConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let topic: LiveTopic
    /// The number of the event that it was told last.
    var newest: Int64 = 0
    private let hub: LiveHub
    /// True where it writes bytes of HTTP/1 to the socket, false where parts of a response to a stream of HTTP/2.
    private let isRaw: Bool
    private var shard: LiveShard?
    private var context: ChannelHandlerContext?

    /// Bytes that may wait for a reader beyond what the system's own buffer holds.
    private static let mostWaiting = 64 << 10
    private static let systemBuffer = 64 << 10

    init(topic: LiveTopic, hub: LiveHub, isRaw: Bool) {
        self.topic = topic
        self.hub = hub
        self.isRaw = isRaw
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    func begin(after last: Int64?) {
        guard let context else { return }
        switch hub.admit(topic, after: last, on: context.eventLoop) {
        case .full: refuse(context, seconds: Int.random(in: 10...40))
        case .closed: refuse(context, seconds: Int.random(in: 1...5))
        case .welcome(let shard, let missed, let newest):
            if let options = context.channel.syncOptions {
                try? options.setOption(.writeBufferWaterMark, value: .init(low: 1, high: Self.mostWaiting))
                try? options.setOption(.socketOption(.so_sndbuf), value: Self.systemBuffer)
            }
            self.shard = shard
            self.newest = newest
            begin(context, .ok, Self.fields)
            var start = Self.retry
            for bytes in missed { start.writeImmutableBuffer(bytes) }
            shard.add(self)
            send(start)
        }
    }

    /// One who has not taken what was sent before is let go, and comes back when there is room.
    func send(_ bytes: ByteBuffer) {
        guard let context else { return }
        guard context.channel.isWritable else { return close() }
        context.writeAndFlush(isRaw ? wrapOutboundOut(bytes) : NIOAny(HTTPResponsePart.body(bytes)), promise: nil)
    }

    func close() {
        leave()
        context?.close(promise: nil)
    }

    private func leave() {
        guard let shard else { return }
        self.shard = nil
        if shard.remove(self) { hub.leave() }
    }

    private func begin(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status, _ fields: HTTPFields) {
        guard isRaw else {
            return context.write(
                NIOAny(HTTPResponsePart.head(HTTPResponse(status: status, headerFields: fields))), promise: nil)
        }
        var fields = fields
        fields[.connection] = "close"
        context.write(wrapOutboundOut(ByteBuffer(string: ReadyBytes.head(status.code, fields))), promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext, seconds: Int) {
        begin(
            context, .serviceUnavailable,
            [.retryAfter: "\(seconds)", .cacheControl: "no-store", .contentLength: "0"])
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(isRaw ? wrapOutboundOut(ByteBuffer()) : NIOAny(HTTPResponsePart.end(nil)), promise: done)
    }

    private static let fields: HTTPFields = [
        .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff", .acceptBuffering: "no",
    ]

    /// Browsers come back after `retry` milliseconds.
    private static let retry = ByteBuffer(string: "retry: 3000\n\n")

    // MARK: What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelReadComplete(context: ChannelHandlerContext) { context.read() }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed { return close() }
        context.fireUserInboundEventTriggered(event)
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .via
    /// Tells a proxy in front not to hold events back.
    static let acceptBuffering = HTTPField.Name("X-Accel-Buffering") ?? .via
}
