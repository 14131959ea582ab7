import HTTPTypes
import NewsreelModel
import NewsreelPages
import Testing

@testable import NewsreelWeb

@Suite struct HTTPRulesTests {
    @Test(arguments: [
        (nil, ByteRange.whole), ("bytes=0-", .part(0...99)), ("bytes=0-0", .part(0...0)),
        ("bytes=90-200", .part(90...99)),
        ("bytes=-10", .part(90...99)), ("bytes=-1000", .part(0...99)), ("bytes=100-", .unsatisfiable),
        ("bytes=-0", .unsatisfiable),
        ("bytes=5-4", .whole), ("bytes=0-1,3-4", .whole), ("items=0-1", .whole), ("bytes=a-b", .whole),
        ("bytes=-", .whole),
        ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=0-99999999999999999999", .part(0...99)),
        ("BYTES=1-2", .part(1...2)),
    ])
    func `a range is read as RFC 9110 says`(field: String?, expected: ByteRange) {
        #expect(ByteRange.parse(field, size: 100) == expected)
    }

    @Test func `an empty file satisfies no range`() {
        #expect(ByteRange.parse("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange.parse(nil, size: 0) == .whole)
    }

    @Test(
        arguments: [
            (nil, []), ("gzip", [.gzip]), ("gzip, deflate, br", [.brotli, .gzip]), ("br;q=0, gzip", [.gzip]),
            ("*", [.brotli, .gzip]), ("gzip;q=0.5, br;q=0.4", [.gzip, .brotli]), ("identity", []), ("br", [.brotli]),
            ("gzip;q=0, br;q=0", []), ("", []), ("GZIP", [.gzip]), ("*;q=0.1, gzip", [.gzip, .brotli]),
        ] as [(String?, AcceptedCodings)])
    func `the best coding that the reader takes is sent`(field: String?, expected: AcceptedCodings) {
        #expect(AcceptedCodings(field) == expected)
    }

    @Test func `a coding that the reader does not take is not sent, whatever there is`() {
        let forms: [Compressed.Coding] = [.identity, .gzip]
        func sent(_ field: String?) -> Compressed.Coding { forms[AcceptedCodings(field).index(in: forms) { $0 }] }
        #expect(sent("br") == .identity && sent("br, gzip") == .gzip && sent("gzip;q=0.1") == .gzip)
        #expect(sent(nil) == .identity)
    }

    @Test func `what the reader has is not sent again`() throws {
        let modified = try #require(Timestamp(iso8601: "2026-11-22T08:00:00.900Z"))
        func unchanged(_ fields: HTTPFields) -> Bool {
            Precondition.isUnchanged(fields, etag: "\"a-br\"", lastModified: modified)
        }
        #expect(unchanged([.ifNoneMatch: "\"a-br\""]))
        #expect(unchanged([.ifNoneMatch: "W/\"a-br\", \"b\""]))
        #expect(unchanged([.ifNoneMatch: "*"]))
        #expect(!unchanged([.ifNoneMatch: "\"b\""]))
        #expect(unchanged([.ifModifiedSince: "Sun, 22 Nov 2026 08:00:00 GMT"]))
        #expect(!unchanged([.ifModifiedSince: "Sun, 22 Nov 2026 07:59:59 GMT"]))
        #expect(!unchanged([.ifModifiedSince: "yesterday"]))
        // If-None-Match decides alone where it is present (RFC 9110 §13.1.3).
        #expect(!unchanged([.ifNoneMatch: "\"b\"", .ifModifiedSince: "Sun, 22 Nov 2026 09:00:00 GMT"]))
        #expect(!unchanged([:]))
    }

    @Test func `a range of another version is not honoured`() {
        #expect(Precondition.allowsRange([:], etag: "\"a\""))
        #expect(Precondition.allowsRange([.ifRange: "\"a\""], etag: "\"a\""))
        #expect(!Precondition.allowsRange([.ifRange: "\"b\""], etag: "\"a\""))
        #expect(!Precondition.allowsRange([.ifRange: "W/\"a\""], etag: "\"a\""))
    }
}
