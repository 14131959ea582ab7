import Foundation
import HTTPTypes
import NIOCore
import NewsreelModel
import NewsreelPages
import Synchronization

/// A page as the bytes of its answers, in every coding that there is of it.
final class FinishedPage: Sendable {
    /// One coding of the page.
    struct Form: Sendable {
        let coding: Compressed.Coding
        let etag: String
        var whole: ReadyBytes
        /// The answer to a reader who has it; nil for pages that are no answer to a condition.
        var unchanged: ReadyBytes?
    }

    let status: Int
    /// The fields of every form: all but those that tell the forms apart.
    let fields: HTTPFields
    let lastModified: Timestamp?
    let dependsOn: [String]
    let expires: Timestamp?
    private let ready: Mutex<[Form]>

    init(
        status: Int = 200, fields: HTTPFields, body: Compressed, lastModified: Timestamp? = nil,
        dependsOn: [String] = [], expires: Timestamp? = nil
    ) {
        self.status = status
        self.fields = fields
        self.lastModified = lastModified
        self.dependsOn = dependsOn
        self.expires = expires
        let forms: [Form] = Compressed.Coding.allCases.compactMap { coding in
            guard let bytes = body.body(coding) else { return nil }
            let etag = body.etag(for: coding)
            let fields = Self.fields(fields, status, etag, lastModified)
            return Form(
                coding: coding, etag: etag,
                whole: ReadyBytes(status, Self.whole(fields, coding, bytes.count), body: bytes),
                unchanged: status == 200 ? ReadyBytes(304, fields.ofUnchanged) : nil)
        }
        ready = Mutex(forms)
    }

    /// A page as it was before it was stored.
    init(fields: HTTPFields, forms: [Form], lastModified: Timestamp?, dependsOn: [String], expires: Timestamp?) {
        status = 200
        self.fields = fields
        self.lastModified = lastModified
        self.dependsOn = dependsOn
        self.expires = expires
        ready = Mutex(forms)
    }

    /// `page` with its body in every coding.
    convenience init(_ page: RenderedPage) {
        var fields = page.audience.headers
        fields[.contentType] = page.contentType
        fields[.cacheControl] = page.freshness.cacheControl
        fields[.vary] = "Accept-Encoding"
        self.init(
            status: page.status, fields: fields, body: Compressed(page.body, contentType: page.contentType),
            lastModified: page.lastModified, dependsOn: page.dependsOn, expires: page.expires)
    }

    /// A file of the theme; `isVersioned` where its address changes with it, so that readers keep it for a year.
    convenience init(_ asset: ThemeAsset, isVersioned: Bool) {
        self.init(fields: Self.fields(of: asset, isVersioned: isVersioned), body: asset.body)
    }

    static func fields(of asset: ThemeAsset, isVersioned: Bool) -> HTTPFields {
        var fields = HTTPFields.fileSecurity
        fields[.contentType] = asset.contentType
        fields[.cacheControl] = isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=86400"
        fields[.vary] = "Accept-Encoding"
        return fields
    }

    var forms: [Form] { ready.withLock { $0 } }

    /// Bytes that it takes in memory.
    var weight: Int { ready.withLock { $0.reduce(1000) { $0 + $1.whole.count + ($1.unchanged?.count ?? 0) } } }

    /// The form for a reader who takes these codings.
    func form(_ codings: AcceptedCodings) -> Form { ready.withLock { $0[codings.index(in: $0) { $0.coding }] } }

    /// The whole answer as the socket takes it, and how much of it is the head.
    func answer(
        _ codings: AcceptedCodings, isHead: Bool, ifNoneMatch: UnsafeRawBufferPointer?,
        ifModifiedSince: UnsafeRawBufferPointer?
    ) -> (bytes: ByteBuffer, headLength: Int) {
        let second = DateLine.second
        return ready.withLock { forms in
            let index = codings.index(in: forms) { $0.coding }
            if isUnchanged(forms[index].etag, ifNoneMatch, ifModifiedSince),
                let bytes = forms[index].unchanged?.whole(second)
            {
                return (bytes, bytes.readableBytes)
            }
            let bytes = forms[index].whole.whole(second)
            let length = forms[index].whole.headLength
            return (isHead ? bytes.getSlice(at: 0, length: length) ?? bytes : bytes, length)
        }
    }

    private func isUnchanged(
        _ etag: String, _ ifNoneMatch: UnsafeRawBufferPointer?, _ ifModifiedSince: UnsafeRawBufferPointer?
    ) -> Bool {
        status == 200
            && Precondition.isUnchanged(
                ifNoneMatch: ifNoneMatch, ifModifiedSince: ifModifiedSince, etag: etag, lastModified: lastModified)
    }

    private static func fields(
        _ fields: HTTPFields, _ status: Int, _ etag: String, _ lastModified: Timestamp?
    ) -> HTTPFields {
        guard status == 200 else { return fields }
        var fields = fields
        fields[.eTag] = etag
        if let lastModified { fields[.lastModified] = lastModified.rfc822 }
        return fields
    }

    private static func whole(_ fields: HTTPFields, _ coding: Compressed.Coding, _ count: Int) -> HTTPFields {
        var fields = fields
        if coding != .identity { fields[.contentEncoding] = coding.rawValue }
        fields[.contentLength] = String(count)
        return fields
    }

    /// The fields of the answer in `form`, as the router sends them.
    func fields(_ form: Form, isUnchanged: Bool) -> HTTPFields {
        let fields = Self.fields(fields, status, form.etag, lastModified)
        return isUnchanged ? fields : Self.whole(fields, form.coding, form.whole.body.readableBytes)
    }
}

/// What the making of a page ended in.
enum PageOutcome: Sendable {
    case finished(FinishedPage)
    /// The path that the story has moved to for good.
    case moved(to: String)
    /// There is no such page in the edition.
    case missing(edition: String)
}
