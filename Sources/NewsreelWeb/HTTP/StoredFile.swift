import HTTPTypes
import Hummingbird
import NewsreelModel

/// A file of the blob store as an HTTP answer, with ranges and without passing through memory as a whole.
struct StoredFile {
    let path: String
    let bytes: Int
    let mimeType: String
    let checksum: Checksum
    /// Immutable files are kept by readers for a year.
    let isImmutable: Bool
    /// The name that a download gets; nil for what is shown in the page.
    let downloadName: String?
    /// Players and scripts of other sites may read it.
    var isForAnySite = false

    func answer(to request: Request, _ context: SiteContext) async throws -> Response {
        let etag = "\"\(checksum.rawValue.prefix(32))\""
        var headers = HTTPFields.fileSecurity
        headers[.contentType] = mimeType
        headers[.cacheControl] = isImmutable ? "public, max-age=31536000, immutable" : "public, no-cache"
        headers[.eTag] = etag
        headers[.acceptRanges] = "bytes"
        if isForAnySite { headers.allowAnySite() }
        if let downloadName { headers[.contentDisposition] = Self.disposition(downloadName) }
        if Precondition.isUnchanged(request.headers, etag: etag, lastModified: nil) {
            return Answers.bare(.notModified, headers)
        }
        let asked = Precondition.allowsRange(request.headers, etag: etag) ? request.headers[.range] : nil
        var status = HTTPResponse.Status.ok
        var range = 0...max(0, bytes - 1)
        switch ByteRange.parse(asked, size: bytes) {
        case .whole: break
        case .part(let part):
            status = .partialContent
            range = part
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(bytes)"
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(bytes)"
            return Answers.bare(.rangeNotSatisfiable, headers)
        }
        headers[.contentLength] = String(bytes == 0 ? 0 : range.count)
        guard request.method != .head, bytes > 0 else { return Response(status: status, headers: headers) }
        if let file = try await SentFile.open(path, for: context.channel) {
            let body = ResponseBody(contentLength: range.count) { [range] writer in
                try await file.send(range)
                try await writer.finish(nil)
            }
            return Response(status: status, headers: headers, body: body)
        }
        let file = try await FileIO().loadFile(path: path, range: range, context: context)
        let body = ResponseBody(contentLength: range.count) { writer in
            try await file.write(DrainingWriter(parent: writer, channel: context.channel))
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// `attachment` with the name in ASCII and in UTF-8 (RFC 6266 §4.3, RFC 8187).
    private static func disposition(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\"" && scalar != "\\"
                    ? Character(scalar) : "_"
            })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encode(name))"
    }
}
