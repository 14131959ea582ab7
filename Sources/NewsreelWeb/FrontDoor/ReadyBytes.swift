import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NewsreelModel
import Synchronization

/// A response as it goes to the socket; of all its bytes only those of `Date` ever change.
struct ReadyBytes: Sendable {
    private var bytes: ByteBuffer
    /// The length of the head with its empty line.
    let headLength: Int
    private let datePosition: Int
    private var second: Int

    /// The router's own head: `Date` comes last.
    init(_ status: Int, _ fields: HTTPFields, body: [UInt8] = []) {
        let line = DateLine.now
        var fields = fields
        fields[.date] = line.text
        let head = Self.head(status, fields)
        headLength = head.utf8.count
        datePosition = headLength - 4 - line.text.utf8.count
        second = line.second
        bytes = ByteBufferAllocator().buffer(capacity: headLength + body.count)
        bytes.writeString(head)
        bytes.writeBytes(body)
    }

    /// Where the bytes lie in a longer row of them.
    struct Extent: Sendable {
        let start: Int32
        let length: Int32
        let headLength: Int32
        let datePosition: Int32
    }

    /// Bytes that were appended before.
    init(_ bytes: ByteBuffer, _ extent: Extent) {
        self.bytes = bytes
        headLength = Int(extent.headLength)
        datePosition = Int(extent.datePosition)
        // The date that they hold is of no known second.
        second = 0
    }

    func append(to row: inout ByteBuffer) -> Extent {
        let extent = Extent(
            start: Int32(row.readableBytes), length: Int32(bytes.readableBytes), headLength: Int32(headLength),
            datePosition: Int32(datePosition))
        row.writeImmutableBuffer(bytes)
        return extent
    }

    /// Bytes that it takes in memory, which are given out in powers of two.
    var count: Int { bytes.storageCapacity }

    var body: ByteBuffer { bytes.getSlice(at: headLength, length: bytes.readableBytes - headLength) ?? ByteBuffer() }

    /// The whole response with the date of `second`.
    mutating func whole(_ second: Int) -> ByteBuffer {
        if second != self.second {
            let line = DateLine.now
            // Copies where an answer of an earlier second is still on its way.
            bytes.setString(line.text, at: datePosition)
            self.second = line.second
        }
        return bytes
    }

    static func head(_ status: Int, _ fields: HTTPFields) -> String {
        var text = "HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n"
        for field in fields { text += "\(field.name.rawName): \(field.value)\r\n" }
        return text + "\r\n"
    }
}

/// The time of day as `Date` says it (RFC 9110 §6.6.1), written once a second.
struct DateLine: Sendable {
    let second: Int
    let text: String

    private static let last = Mutex(DateLine(second: 0, text: ""))

    static var second: Int { time(nil) }

    static var now: DateLine {
        let second = Self.second
        return last.withLock { last in
            if last.second != second {
                last = DateLine(second: second, text: Timestamp(milliseconds: Int64(second) * 1000).rfc822)
            }
            return last
        }
    }
}
