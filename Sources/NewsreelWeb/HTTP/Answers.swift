import HTTPTypes
import Hummingbird
import NIOCore
import NewsreelModel
import NewsreelPages

/// Turning finished pages and files into HTTP responses.
enum Answers {
    /// The page in the coding that the reader takes, or 304 where the reader has it.
    static func page(_ finished: FinishedPage, to request: Request) -> Response {
        let form = finished.form(AcceptedCodings(request.headers[.acceptEncoding]))
        let isUnchanged =
            finished.status == 200
            && Precondition.isUnchanged(request.headers, etag: form.etag, lastModified: finished.lastModified)
        let fields = finished.fields(form, isUnchanged: isUnchanged)
        if isUnchanged { return bare(.notModified, fields) }
        return Response(
            status: .init(code: finished.status), headers: fields,
            body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: form.whole.body))
    }

    /// A file of the theme, kept by readers for a year since its address changes with it.
    static func asset(_ asset: ThemeAsset, to request: Request, immutable: Bool) -> Response {
        let body = asset.body
        let codings = Compressed.Coding.allCases.filter { body.body($0) != nil }
        let sent = codings[AcceptedCodings(request.headers[.acceptEncoding]).index(in: codings) { $0 }]
        let etag = body.etag(for: sent)
        var headers = FinishedPage.fields(of: asset, isVersioned: immutable)
        headers[.eTag] = etag
        if Precondition.isUnchanged(request.headers, etag: etag, lastModified: nil) {
            return bare(.notModified, headers)
        }
        if sent != .identity { headers[.contentEncoding] = sent.rawValue }
        return whole(.ok, headers, body.body(sent) ?? body.identity, to: request)
    }

    /// A short text for machines and people who ask without a page around it.
    static func text(
        _ status: HTTPResponse.Status, _ text: String, to request: Request, forAnySite: Bool = false
    ) -> Response {
        var headers = HTTPFields.fileSecurity
        if forAnySite { headers.allowAnySite() }
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return whole(status, headers, Array((text + "\n").utf8), to: request)
    }

    /// The answer to a browser that asks whether a script of another site may read media in parts (Fetch §3.2.2).
    static func preflight() -> Response {
        var headers = HTTPFields.fileSecurity
        headers.allowAnySite()
        headers[.allow] = "GET, HEAD, OPTIONS"
        headers[.accessControlAllowMethods] = "GET, HEAD"
        headers[.accessControlAllowHeaders] = "Range, If-Range, If-None-Match"
        headers[.accessControlMaxAge] = "86400"
        return bare(.noContent, headers)
    }

    static func moved(to path: String) -> Response {
        bare(.movedPermanently, [.location: path, .cacheControl: "public, max-age=3600"])
    }

    /// Leads to a newer version of a file, which may itself be replaced.
    static func replaced(by path: String) -> Response {
        var headers = HTTPFields.fileSecurity
        headers.allowAnySite()
        headers[.location] = path
        headers[.cacheControl] = "no-cache"
        return bare(.found, headers)
    }

    /// A response without a body. 304 names no length of its own (RFC 9110 §8.6).
    static func bare(_ status: HTTPResponse.Status, _ headers: HTTPFields) -> Response {
        guard status == .notModified else { return Response(status: status, headers: headers) }
        var response = Response(status: status, headers: headers.ofUnchanged)
        response.headers[.contentLength] = nil
        return response
    }

    /// A response with `bytes`, or with their length alone for HEAD.
    private static func whole(
        _ status: HTTPResponse.Status, _ headers: HTTPFields, _ bytes: [UInt8], to request: Request
    ) -> Response {
        var headers = headers
        headers[.contentLength] = String(bytes.count)
        return Response(
            status: status, headers: headers,
            body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
