import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// TLS, and behind it HTTP/2 or the channel of HTTP/1, as the reader's program wishes (RFC 7301).
struct SecureChannel<HTTP1: ServerChildChannel>: ServerChildChannel {
    enum Negotiated: Sendable {
        case http1(HTTP1.Value)
        case http2(HTTP2Channel.Value)
    }

    struct Value: ServerChildChannelValue {
        let negotiated: EventLoopFuture<Negotiated>
        let channel: any Channel
    }

    /// Who has not said which protocol to speak by then is no reader.
    private static var handshakeTime: TimeAmount { .seconds(15) }

    let certificate: TLSCertificate
    let http1: HTTP1
    let http2: HTTP2Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Negotiated> { result in
                switch result {
                case .negotiated("h2"): self.http2.setup(channel: channel, logger: logger).map { .http2($0) }
                case .negotiated, .fallback:
                    self.http1.setup(channel: channel, logger: logger).map { .http1($0) }
                }
            }
            try pipeline.addHandler(negotiation)
            let timer = channel.eventLoop.scheduleTask(in: Self.handshakeTime) { channel.close(promise: nil) }
            negotiation.protocolNegotiationResult.whenComplete { _ in timer.cancel() }
            return Value(negotiated: negotiation.protocolNegotiationResult, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http1(let channel): await http1.handle(value: channel, logger: logger)
            case .http2(let channel): await http2.handle(value: channel, logger: logger)
            }
        } catch {
            // Scanners and readers who left in the middle of the handshake.
            logger.debug("no TLS connection", metadata: ["error": "\(error)"])
        }
    }
}
