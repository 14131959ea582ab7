import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a program's request was not done (RFC 9457).
struct Problem: Error, Sendable {
    /// Types of the resumable upload draft, and Newsreel's own beneath `urn:newsreel:problem:`.
    enum Kind: String, Sendable {
        case unauthorized, tooManyAttempts, notFound, methodNotAllowed, badRequest, mediaType, tooLarge, overQuota
        case tooManyUploads, diskFull, refusedType, digest, busy, failure
        case forbidden, invalid, stepRefused, checks, stale, versionNeeded, exists
        case idempotency, idempotencyReused
        case mismatchingOffset, completedUpload, inconsistentLength
    }

    let kind: Kind
    let detail: String
    var headers: HTTPFields = [:]
    /// Members beside the standard ones.
    var members: [String: any Encodable & Sendable] = [:]

    init(
        _ kind: Kind, _ detail: String, headers: HTTPFields = [:], members: [String: any Encodable & Sendable] = [:]
    ) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.members = members
    }

    /// Something in the request's content or query that cannot be, and where.
    struct Fault: Error, Encodable, Hashable, Sendable {
        /// A JSON pointer into the content (RFC 6901), or the name of the query parameter.
        let pointer: String
        let detail: String
    }

    /// Content or query that was read and cannot be taken.
    static func invalid(_ faults: [Fault]) -> Problem {
        let more = faults.count > 1 ? " There are \(faults.count) such places." : ""
        let first = faults.first.map { "\($0.pointer.isEmpty ? "The content" : $0.pointer) \($0.detail)." } ?? ""
        return Problem(.invalid, first + more, members: ["errors": faults])
    }

    /// `instance` is the path that was asked; `id` names the log line.
    func answer(instance: String, id: String) -> Response {
        let (name, title, status) = facts
        let standard: [String: any Encodable & Sendable] = [
            "type": name, "title": title, "status": status.code, "detail": detail, "instance": instance, "request": id,
        ]
        let members = standard.merging(members) { own, _ in own }.mapValues(Member.init)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(members)) ?? Data("{}".utf8)
        var headers = headers
        headers.append(contentsOf: HTTPFields.fileSecurity)
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        headers[.contentLength] = String(bytes.count)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private struct Member: Encodable {
        let value: any Encodable & Sendable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    private var facts: (type: String, title: String, status: HTTPResponse.Status) {
        func own(_ name: String) -> String { "urn:newsreel:problem:" + name }
        func registered(_ name: String) -> String { "https://iana.org/assignments/http-problem-types#" + name }
        return switch kind {
        case .unauthorized: (own("key"), "A key is needed", .unauthorized)
        case .tooManyAttempts: (own("attempts"), "Too many attempts", .tooManyRequests)
        case .notFound: (own("not-found"), "There is no such thing", .notFound)
        case .methodNotAllowed: (own("method"), "The address does not answer this method", .methodNotAllowed)
        case .badRequest: (own("request"), "The request cannot be read", .badRequest)
        case .mediaType: (own("content"), "The content is not of the right kind", .unsupportedMediaType)
        case .tooLarge: (own("too-large"), "Too large", .contentTooLarge)
        case .overQuota:
            (own("quota"), "The uploads' room is used up", .init(code: 507, reasonPhrase: "Insufficient Storage"))
        case .tooManyUploads: (own("too-many"), "Too many unfinished uploads", .tooManyRequests)
        case .diskFull: (own("disk-full"), "The disk is full", .init(code: 507, reasonPhrase: "Insufficient Storage"))
        case .refusedType: (own("refused-type"), "Newsreel does not take this file", .unsupportedMediaType)
        case .digest: (own("digest"), "The file did not come as it was sent", .unprocessableContent)
        case .forbidden: (own("forbidden"), "Not allowed", .forbidden)
        case .invalid: (own("invalid"), "Something in it cannot be", .unprocessableContent)
        case .stepRefused: (own("step"), "The story does not take this step now", .conflict)
        case .checks: (own("checks"), "The checks found errors", .conflict)
        case .exists: (own("exists"), "There is one already", .conflict)
        case .stale: (own("stale"), "Somebody saved in between", .preconditionFailed)
        case .idempotency: (own("idempotency"), "The outcome of this request is not known", .conflict)
        case .idempotencyReused: (own("idempotency-reused"), "The key was another request's", .unprocessableContent)
        case .versionNeeded: (own("version"), "Say which version this is made from", .preconditionRequired)
        case .busy: (own("busy"), "Somebody else is at it", .serviceUnavailable)
        case .failure: (own("failure"), "The request could not be done", .internalServerError)
        case .mismatchingOffset: (registered("mismatching-upload-offset"), "Mismatching Upload Offset", .conflict)
        case .completedUpload: (registered("completed-upload"), "Upload Is Completed", .badRequest)
        case .inconsistentLength:
            (registered("inconsistent-upload-length"), "Inconsistent Upload Length Values", .badRequest)
        }
    }
}
