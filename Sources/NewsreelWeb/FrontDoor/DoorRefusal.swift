import HTTPTypes
import NIOCore

/// Why a request is not answered and its connection closed.
struct DoorRefusal: Error, Equatable {
    let status: Int
    let words: String

    init(_ status: Int, _ words: String) {
        self.status = status
        self.words = words
    }

    static func malformed(_ words: String) -> DoorRefusal { DoorRefusal(400, words) }

    /// The whole answer.
    var bytes: ByteBuffer {
        let body = words + "\n"
        var fields = HTTPFields.fileSecurity
        fields[.contentType] = "text/plain; charset=utf-8"
        fields[.cacheControl] = "no-store"
        if status == 405 { fields[.allow] = "GET, HEAD" }
        fields[.contentLength] = String(body.utf8.count)
        fields[.date] = DateLine.now.text
        fields[.connection] = "close"
        return ByteBuffer(string: ReadyBytes.head(status, fields) + body)
    }
}
