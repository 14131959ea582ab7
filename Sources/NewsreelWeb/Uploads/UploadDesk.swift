import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes
import NewsreelModel
import NewsreelStore

/// Answers requests to the addresses of uploads (draft-ietf-httpbis-resumable-upload, interop version 8).
struct UploadDesk: Sendable {
    let newsroom: Newsroom
    /// For addresses that all editions share, so that it may be older than they are.
    let site: Site
    let clock: NewsClock
    let limits: UploadLimits
    let judge: FileJudge
    let gate: APIGate
    let turns = UploadTurns()

    /// Nil for a place that is none of uploads.
    func answer(
        _ place: SiteURL.Place, query: String, to request: Request, _ context: SiteContext
    ) async -> Response? {
        switch place {
        case .uploads, .upload: break
        default: return nil
        }
        var response: Response
        do {
            response = try await route(place, query, request, context)
        } catch {
            let problem = problem(for: error)
            if problem.kind == .failure {
                context.logger.error("upload request failed", metadata: ["error": "\(error)"])
            }
            response = problem.answer(instance: request.uri.path, id: context.id)
            response.leaveBody(of: request, context)
        }
        if request.method == .head { response.body = ResponseBody() }
        return response
    }

    private func route(
        _ place: SiteURL.Place, _ query: String, _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        if request.method == .options {
            return Response(
                status: .noContent,
                headers: [
                    .allow: place == .uploads ? "POST, OPTIONS" : "GET, HEAD, PATCH, DELETE, OPTIONS",
                    .acceptPatch: UploadFields.partial, .uploadLimit: "max-size=\(limits.mostBytes)",
                    .cacheControl: "no-store",
                ])
        }
        let caller = try await gate.caller(of: request, context)
        try caller.need(.upload, .reporter)
        guard case .upload(let id) = place else {
            guard request.method == .post else { throw notAllowed("POST, OPTIONS") }
            return try await create(by: caller, query, request, context)
        }
        guard let upload = try await newsroom.upload(id), upload.owner == caller.uploads else { throw Self.unknown }
        switch request.method {
        case .get: return try await report(upload)
        case .head: return try await offset(of: upload, context)
        case .patch: return try await append(to: upload, request, context)
        case .delete: return try await cancel(upload, context)
        default: throw notAllowed("GET, HEAD, PATCH, DELETE, OPTIONS")
        }
    }

    private func notAllowed(_ methods: String) -> Problem {
        Problem(.methodNotAllowed, "This address answers \(methods).", headers: [.allow: methods])
    }

    static let unknown = Problem(
        .notFound, "There is no such upload of yours: it was cancelled, has expired or never was.")

    /// `GET`: what is known, without disturbing a request that is under way.
    private func report(_ upload: Upload) async throws -> Response {
        try await finished(upload, status: .ok)
    }

    /// `HEAD`: the offset from which to go on (§4.3).
    private func offset(of upload: Upload, _ context: SiteContext) async throws -> Response {
        try await withTurn(upload.id, context) { _, file in
            let upload = try await current(upload.id)
            if case .refused(let refusal) = upload.state {
                return Problem(.completedUpload, refusal.reason).answer(instance: path(of: upload), id: context.id)
            }
            try await file?.sync()
            var response = Response(status: .noContent, headers: headers(of: upload, offset: file?.size))
            response.headers[.contentLength] = nil
            return response
        }
    }

    /// `DELETE`: the bytes are given up (§4.5); what came whole is the newsroom's.
    private func cancel(_ upload: Upload, _ context: SiteContext) async throws -> Response {
        try await withTurn(upload.id, context) { _, _ in
            let upload = try await current(upload.id)
            guard !upload.state.isUnfinished || upload.state == .receiving else { throw Self.complete(upload) }
            if case .done = upload.state { throw Self.complete(upload) }
            try await newsroom.cancelUpload(upload.id)
            return Response(status: .noContent, headers: [.cacheControl: "no-store"])
        }
    }

    static func complete(_ upload: Upload) -> Problem {
        Problem(
            .completedUpload, "This upload is complete, so it can neither grow nor be cancelled.",
            headers: [.uploadComplete: "?1"])
    }

    /// The upload as it is now that no other request has it.
    func current(_ id: UploadID) async throws -> Upload {
        guard let upload = try await newsroom.upload(id) else { throw Self.unknown }
        return upload
    }

    /// Runs `body` with the upload to itself, its file open where there still is one.
    func withTurn(
        _ id: UploadID, _ context: SiteContext,
        _ body: (UploadTurn, UploadFile?) async throws -> Response
    ) async throws -> Response {
        let turn = await turns.begin(id, on: context.channel)
        let result: Result<Response, any Error>
        do {
            let file = try await newsroom.openUpload(id)
            defer { file?.close() }
            result = .success(try await body(turn, file))
        } catch {
            result = .failure(error)
        }
        await turns.leave(id, turn)
        return try result.get()
    }

    /// What headers say of an upload; `offset` is nil for one that holds no bytes of its own any more.
    func headers(of upload: Upload, offset: Int?) -> HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        var length = upload.length
        var bytes = offset ?? 0
        switch upload.state {
        case .done(_, let arrival), .finishing(let arrival?):
            length = arrival.bytes
            bytes = arrival.bytes
            headers[.reprDigest] = UploadFields.digest(arrival.checksum)
        case .receiving, .finishing(nil), .refused: break
        }
        headers[.uploadComplete] = upload.state == .receiving ? "?0" : "?1"
        headers[.uploadOffset] = String(bytes)
        if let length { headers[.uploadLength] = String(length) }
        headers[.uploadLimit] = limit(of: upload)
        return headers
    }

    func limit(of upload: Upload) -> String {
        let left = Double(limits.lifetime) - clock.now.seconds(since: upload.touched)
        return "max-size=\(limits.mostBytes), max-age=\(max(0, Int(left)))"
    }

    func path(of upload: Upload) -> String { site.path(SiteURL(edition: nil, .upload(upload.id))) }

    /// The upload as JSON, with its headers.
    func finished(_ upload: Upload, status: HTTPResponse.Status) async throws -> Response {
        var asset: MediaAsset?
        var original: String?
        var jobs: [Job] = []
        if case .done(let id, let arrival) = upload.state {
            asset = try await newsroom.media(id)
            jobs = try await newsroom.jobs(JobFilter(media: id))
            original = site.path(SiteURL(edition: nil, .original(id, filename: arrival.filename)))
        }
        let offset = newsroom.uploadedBytes(upload.id)
        var headers = headers(of: upload, offset: offset)
        let bytes = try UploadReport(
            upload, offset: headers[.uploadOffset].flatMap { Int($0) } ?? 0, address: path(of: upload),
            lifetime: limits.lifetime, asset: asset, original: original, jobs: jobs, now: clock.now
        ).json()
        headers.append(contentsOf: HTTPFields.fileSecurity)
        headers[.contentType] = "application/json"
        headers[.contentLength] = String(bytes.count)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as StoreError:
            return switch error.code {
            case .tooLarge:
                Problem(
                    .tooLarge, error.message, headers: [.uploadLimit: "max-size=\(limits.mostBytes)"],
                    members: ["max-size": limits.mostBytes])
            case .overQuota: Problem(.overQuota, error.message)
            case .tooMany: Problem(.tooManyUploads, error.message)
            case .full: Problem(.diskFull, error.message)
            case .notFound: Self.unknown
            case .busy: Problem(.busy, error.message, headers: [.retryAfter: "5"])
            default:
                Problem(.failure, "The newsroom could not do it. The log says why; the bytes that came are kept.")
            }
        default: return Problem(.failure, "The newsroom could not do it. The log says why.")
        }
    }
}
