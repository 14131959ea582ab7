import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NewsreelModel

/// Stands behind the HTTP codec and takes a connection over that asks for the events, before the router sees it.
///
/// A response body of Hummingbird is a task, a stream and three writes of the encoder for each connection and event; here
/// an event is one write of shared bytes to the socket. An answer without `Content-Length` ends with its connection
/// (RFC 9112 §6.3), so nothing needs to be framed.
final class LiveHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let hub: LiveHub
    private let site: Site
    /// Requests of this connection whose answers have not ended: what is pipelined behind them is not ours to answer.
    private var underWay = 0

    init(hub: LiveHub, site: Site) {
        self.hub = hub
        self.site = site
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if underWay == 0, head.method == .get, let topic = topic(of: head) {
            return take(topic, after: head.headerFields[.lastEventID].flatMap { Int64($0) }, context)
        }
        underWay += 1
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { underWay -= 1 }
        context.write(data, promise: promise)
    }

    private func topic(of head: HTTPRequest) -> LiveTopic? {
        guard let target = head.path, target.hasPrefix("/live/events") else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard case .events(let topic)? = site.url(path: parts[0], query: parts.count > 1 ? parts[1] : "")?.place,
            site.editions.contains(topic.edition)
        else { return nil }
        return topic
    }

    private func take(_ topic: LiveTopic, after last: Int64?, _ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        let connection = LiveConnection(topic: topic, hub: hub)
        do {
            // In front of everything that speaks HTTP, behind what may encrypt.
            let encoder = try? pipeline.handler(type: HTTPResponseEncoder.self)
            try pipeline.addHandler(connection, position: encoder.map { .before($0) } ?? .first)
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

/// A reader's open page: gets events until it goes, or until it cannot keep up.
final class LiveConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let topic: LiveTopic
    /// The number of the event that it was told last.
    var newest: Int64 = 0
    private let hub: LiveHub
    private var shard: LiveShard?
    private var context: ChannelHandlerContext?

    /// Bytes that may wait for a reader beyond what the system's own buffer holds.
    private static let mostWaiting = 64 << 10
    private static let systemBuffer = 64 << 10

    init(topic: LiveTopic, hub: LiveHub) {
        self.topic = topic
        self.hub = hub
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
            var start = Self.welcome
            for bytes in missed { start.writeImmutableBuffer(bytes) }
            shard.add(self)
            send(start)
        }
    }

    /// One who has not taken what was sent before is let go, and comes back when there is room.
    func send(_ bytes: ByteBuffer) {
        guard let context else { return }
        guard context.channel.isWritable else { return close() }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
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

    private func refuse(_ context: ChannelHandlerContext, seconds: Int) {
        let head =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: \(seconds)\r\nCache-Control: no-store\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: done)
    }

    /// Browsers come back after `retry` milliseconds.
    private static let welcome = ByteBuffer(
        string: "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
            + "X-Content-Type-Options: nosniff\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\nretry: 3000\n\n")

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
}
