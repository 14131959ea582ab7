import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Takes connections and keeps account of them, until it is told to stop.
///
/// Each event loop has a listener of its own, so that a connection is taken, answered and closed on one thread; the
/// system spreads them over the listeners (`SO_REUSEPORT`).
struct SiteServer: Service {
    let host: String
    let port: Int
    let group: any EventLoopGroup
    let reception: @Sendable (AsyncStream<Reception.Conversation>.Continuation) -> Reception
    var onListening: @Sendable (Int) async -> Void
    let logger: Logger

    private static let backlog: Int32 = 1024

    func run() async throws {
        let (conversations, continuation) = AsyncStream.makeStream(of: Reception.Conversation.self)
        let connections = Connections { continuation.finish() }
        let port = try await listen(reception(continuation), connections)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onListening(port)
                await withDiscardingTaskGroup { group in
                    for await conversation in conversations { group.addTask { await conversation() } }
                }
            } onGracefulShutdown: {
                connections.finish()
            }
        } onCancel: {
            connections.cut()
        }
    }

    /// Answers the port.
    private func listen(_ reception: Reception, _ connections: Connections) async throws -> Int {
        let loops = Array(group.makeIterator())
        func bootstrap(_ loop: any EventLoop) -> ServerBootstrap {
            ServerBootstrap(group: loop, childGroup: loop)
                .serverChannelOption(.backlog, value: Self.backlog)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { [logger] listener in
                    listener.eventLoop.makeCompletedFuture {
                        try listener.pipeline.syncOperations.addHandlers(
                            AcceptBackoffHandler(backoffProvider: AcceptTrouble.pause),
                            AcceptTrouble(logger) { connections.relieve() })
                    }
                }
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try connections.add(channel)
                        try reception.welcome(channel)
                    }
                }
        }
        // The first is bound without sharing, so that a port which another program has is refused.
        let first = try await bootstrap(loops[0]).bind(host: host, port: port).get()
        connections.listen(first)
        guard let address = first.localAddress else { throw ChannelError.unknownLocalAddress }
        do {
            try await first.setOption(.socketOption(.reusePort), value: 1).get()
            for loop in loops.dropFirst() {
                connections.listen(
                    try await bootstrap(loop).serverChannelOption(.socketOption(.reusePort), value: 1)
                        .bind(to: address).get())
            }
        } catch {
            connections.cut()
            throw error
        }
        return address.port ?? port
    }
}

/// The listeners of a server, and the connections that they took.
private final class Connections: Sendable {
    private struct State {
        var listeners: [any Channel] = []
        var open: [ObjectIdentifier: (number: Int, channel: any Channel)] = [:]
        /// How many connections came.
        var came = 0
        var isStopping = false
    }

    private let state = Mutex(State())
    /// Called once, when the last connection has ended after the server was told to stop.
    private let onEnd: @Sendable () -> Void

    init(onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }

    func listen(_ listener: any Channel) { state.withLock { $0.listeners.append(listener) } }

    /// Takes a connection in; throws where the server takes none any more.
    func add(_ channel: any Channel) throws {
        let key = ObjectIdentifier(channel)
        let isTaken = state.withLock { state in
            guard !state.isStopping else { return false }
            state.came += 1
            state.open[key] = (state.came, channel)
            return true
        }
        guard isTaken else { throw ChannelError.ioOnClosedChannel }
        channel.closeFuture.whenComplete { _ in self.remove(key) }
    }

    private func remove(_ key: ObjectIdentifier) {
        let isLast = state.withLock { state in
            state.open[key] = nil
            return state.isStopping && state.open.isEmpty
        }
        if isLast { onEnd() }
    }

    /// Lets an eighth go, the oldest, as soon as they are between two requests, so that others can come.
    func relieve() {
        let open = state.withLock { Array($0.open.values) }.sorted { $0.number < $1.number }
        for (_, channel) in open.prefix(open.count / 8 + 1) { Self.quiesce(channel) }
    }

    /// Takes no more connections, and lets those that are here finish what they are about.
    func finish() {
        stop(Self.quiesce)
    }

    private static func quiesce(_ channel: any Channel) {
        channel.eventLoop.execute {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Ends everything at once.
    func cut() { stop { $0.close(promise: nil) } }

    private func stop(_ tell: (any Channel) -> Void) {
        let (listeners, open) = state.withLock { state in
            state.isStopping = true
            return (state.listeners, state.open.values.map(\.channel))
        }
        for listener in listeners { listener.close(promise: nil) }
        for channel in open { tell(channel) }
        if open.isEmpty { onEnd() }
    }
}

extension NIOBSDSocket.Option {
    fileprivate static let reusePort = NIOBSDSocket.Option(rawValue: SO_REUSEPORT)
}
