import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A refusal that is final leaves a body unread: the connection ends soon, however much of it is still to come.
    mutating func leaveBody(of request: Request, _ context: SiteContext) {
        let isShort = UploadFields.number(request.headers[.contentLength]).map { $0 <= 65_536 }
        guard isShort == false || request.headers[.transferEncoding] != nil else { return }
        headers[.connection] = "close"
        let channel = context.channel
        // Time to read the answer: a connection that is cut with bytes unread takes the answer with it.
        channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }
}
