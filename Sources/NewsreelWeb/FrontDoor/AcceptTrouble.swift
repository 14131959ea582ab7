import Foundation
import Logging
import NIOCore

/// Hears of connections that the system could not hand over, because it has no more files or memory for them.
final class AcceptTrouble: ChannelInboundHandler {
    typealias InboundIn = Channel

    /// Makes room for others.
    private let relieve: @Sendable () -> Void
    private let logger: Logger
    private var told: NIODeadline?

    init(_ logger: Logger, relieve: @escaping @Sendable () -> Void) {
        self.relieve = relieve
        self.logger = logger
    }

    /// How long to wait before connections are taken again; nil where the one who came has left already.
    static func pause(after error: IOError) -> TimeAmount? {
        [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) ? .milliseconds(100) : nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let fault = error as? IOError, Self.pause(after: fault) != nil else {
            return context.fireErrorCaught(error)
        }
        relieve()
        if let told, .now() - told < .minutes(1) { return }
        told = .now()
        logger.error(
            "connections cannot be taken; those that wait between two requests are let go. Where it goes on, allow more open files (ulimit -n, LimitNOFILE)",
            metadata: ["error": "\(String(cString: strerror(fault.errnoCode)))"])
    }
}
