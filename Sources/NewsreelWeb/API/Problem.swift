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
        case mismatchingOffset, completedUpload, inconsistentLength
    }

    let kind: Kind
    let detail: String
    var headers: HTTPFields = [:]
    /// Members beside the standard ones.
    var numbers: [String: Int] = [:]

    init(_ kind: Kind, _ detail: String, headers: HTTPFields = [:], numbers: [String: Int] = [:]) {
        self.kind = kind
        self.detail = detail
        self.headers = headers
        self.numbers = numbers
    }

    /// `instance` is the path that was asked; `id` names the log line.
    func answer(instance: String, id: String) -> Response {
        let (name, title, status) = facts
        var members: [String: Member] = [
            "type": .text(name), "title": .text(title), "status": .number(status.code), "detail": .text(detail),
            "instance": .text(instance), "request": .text(id),
        ]
        for (key, number) in numbers { members[key] = .number(number) }
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

    private enum Member: Encodable {
        case text(String)
        case number(Int)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private var facts: (type: String, title: String, status: HTTPResponse.Status) {
        func own(_ name: String) -> String { "urn:newsreel:problem:" + name }
        func registered(_ name: String) -> String { "https://iana.org/assignments/http-problem-types#" + name }
        return switch kind {
        case .unauthorized: (own("key"), "A key is needed", .unauthorized)
        case .tooManyAttempts: (own("attempts"), "Too many attempts", .tooManyRequests)
        case .notFound: (own("not-found"), "There is no such upload", .notFound)
        case .methodNotAllowed: (own("method"), "The address does not answer this method", .methodNotAllowed)
        case .badRequest: (own("request"), "The request cannot be read", .badRequest)
        case .mediaType: (own("content"), "The content is not of the right kind", .unsupportedMediaType)
        case .tooLarge: (own("too-large"), "The file is too large", .contentTooLarge)
        case .overQuota:
            (own("quota"), "The uploads' room is used up", .init(code: 507, reasonPhrase: "Insufficient Storage"))
        case .tooManyUploads: (own("too-many"), "Too many unfinished uploads", .tooManyRequests)
        case .diskFull: (own("disk-full"), "The disk is full", .init(code: 507, reasonPhrase: "Insufficient Storage"))
        case .refusedType: (own("refused-type"), "Newsreel does not take this file", .unsupportedMediaType)
        case .digest: (own("digest"), "The file did not come as it was sent", .unprocessableContent)
        case .busy: (own("busy"), "Somebody else is at it", .serviceUnavailable)
        case .failure: (own("failure"), "The request could not be done", .internalServerError)
        case .mismatchingOffset: (registered("mismatching-upload-offset"), "Mismatching Upload Offset", .conflict)
        case .completedUpload: (registered("completed-upload"), "Upload Is Completed", .badRequest)
        case .inconsistentLength:
            (registered("inconsistent-upload-length"), "Inconsistent Upload Length Values", .badRequest)
        }
    }
}
