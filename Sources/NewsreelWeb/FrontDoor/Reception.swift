import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// What is done with a connection: TLS and HTTP/2 where there is a certificate, the front door, and behind it
/// Hummingbird's HTTP/1, which is set up only for connections that ask for what does not lie ready.
final class Reception: Sendable {
    /// A connection that tasks answer, until it ends.
    typealias Conversation = @Sendable () async -> Void

    /// Nil where every request goes to the router.
    let door: FrontDoor?
    let http1: HTTP1Channel
    let http2: HTTP2Channel
    let certificate: TLSCertificate?
    let logger: Logger
    let conversations: AsyncStream<Conversation>.Continuation

    /// True where the bytes of a connection are ciphered.
    var isSecure: Bool { certificate != nil }

    /// Who has not said which protocol to speak by then is no reader.
    private static let handshakeTime = TimeAmount.seconds(15)

    init(
        door: FrontDoor?, http1: HTTP1Channel, http2: HTTP2Channel, certificate: TLSCertificate?, logger: Logger,
        conversations: AsyncStream<Conversation>.Continuation
    ) {
        self.door = door
        self.http1 = http1
        self.http2 = http2
        self.certificate = certificate
        self.logger = logger
        self.conversations = conversations
    }

    /// Sets a new connection up, on its event loop.
    func welcome(_ channel: any Channel) throws {
        guard let certificate else { return try welcomeHTTP1(channel) }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
        // RFC 7301.
        let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Void> { [self] result in
            switch result {
            case .negotiated("h2"):
                http2.setup(channel: channel, logger: logger).map { [self] value in
                    conversations.yield { [http2, logger] in await http2.handle(value: value, logger: logger) }
                }
            case .negotiated, .fallback: channel.eventLoop.makeCompletedFuture { try welcomeHTTP1(channel) }
            }
        }
        try pipeline.addHandler(negotiation)
        let timer = channel.eventLoop.scheduleTask(in: Self.handshakeTime) { channel.close(promise: nil) }
        negotiation.protocolNegotiationResult.whenComplete { [logger] result in
            timer.cancel()
            guard case .failure(let error) = result else { return }
            // Scanners and readers who left in the middle of the handshake.
            logger.debug("no TLS connection", metadata: ["error": "\(error)"])
            channel.close(promise: nil)
        }
    }

    private func welcomeHTTP1(_ channel: any Channel) throws {
        guard let door else { return callRouter(channel, http1) }
        try channel.pipeline.syncOperations.addHandler(FrontDoorHandler(door, self))
    }

    /// Sets the router up behind the door of a connection.
    func callRouter(behind door: FrontDoorHandler, _ channel: any Channel) {
        let bell = NIOLoopBound(door, eventLoop: channel.eventLoop)
        // The door has already read every head, and it closes idle connections.
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ResponseBell(bell.value)], idleTimeout: nil,
            httpDecoderConfiguration: http1.configuration.httpDecoder)
        callRouter(channel, HTTP1Channel(responder: http1.responder, configuration: configuration))
    }

    private func callRouter(_ channel: any Channel, _ http: HTTP1Channel) {
        http.setup(channel: channel, logger: logger).whenComplete { [self] result in
            switch result {
            case .success(let value):
                conversations.yield { [logger] in await http.handle(value: value, logger: logger) }
            case .failure: channel.close(promise: nil)
            }
        }
    }
}
