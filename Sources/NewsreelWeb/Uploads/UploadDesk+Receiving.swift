import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes
import NewsreelModel
import NewsreelStore
import ServiceLifecycle

extension UploadDesk {
    /// `POST`: a new upload with the first bytes, or all of them (§4.2).
    func create(
        by caller: APICaller, _ query: String, _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        let fields = try UploadFields(request.headers)
        try checkContent(request.headers)
        let words = PercentEncoding.fields(of: query)
        func word(_ name: String) -> String? {
            words[name].map { String($0.prefix(4000)) }.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
        // A request that says nothing of uploads is one all the same, only that nobody can go on with it.
        let isComplete = fields.isComplete ?? true
        var whole = fields
        whole.isComplete = isComplete
        let upload = try await newsroom.beginUpload(
            by: caller.uploads, filename: fields.filename, length: try whole.wholeLength(from: 0),
            digest: fields.digest,
            caption: word("caption"), credit: word("credit").map { CreditParser.credit($0) } ?? CreditChain(),
            alt: word("alt"), limits: limits)
        context.logger.info("upload begun", metadata: ["upload": "\(upload.id)", "by": "\(caller.name)"])
        var response = try await withTurn(upload.id, context) { turn, file in
            guard let file else { throw Self.unknown }
            if fields.speaksDraft {
                try await interim(
                    104, "Upload Resumption Supported",
                    [
                        .location: path(of: upload), .uploadLimit: limit(of: upload),
                        .uploadInterop: UploadFields.interop,
                    ], context)
            }
            let came = try await receive(whole, request, upload, file, turn, context)
            if came == .interrupted, fields.isComplete == nil { try await newsroom.cancelUpload(upload.id) }
            return try await outcome(of: came, whole, upload.id, file, context, isCreation: true)
        }
        if response.headers[.location] == nil { response.headers[.location] = path(of: upload) }
        return response
    }

    /// `PATCH`: more bytes from where the last request ended (§4.4).
    func append(to upload: Upload, _ request: Request, _ context: SiteContext) async throws -> Response {
        let fields = try UploadFields(request.headers)
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == UploadFields.partial else {
            throw Problem(
                .mediaType, "Send more bytes as Content-Type: \(UploadFields.partial).",
                headers: [.acceptPatch: UploadFields.partial])
        }
        guard let offset = fields.offset, let isComplete = fields.isComplete else {
            throw Problem(.badRequest, "Say Upload-Offset: N and Upload-Complete: ?1 or ?0.")
        }
        return try await withTurn(upload.id, context) { turn, file in
            let upload = try await current(upload.id)
            switch upload.state {
            case .receiving: break
            case .refused(let refusal): throw problem(for: refusal)
            case .finishing, .done:
                // Without bytes it is the same request again, whose answer was lost.
                guard (fields.contentLength ?? 1) == 0 else {
                    throw Problem(
                        .inconsistentLength, "This upload is complete, so no bytes can be added to it.",
                        headers: [.uploadComplete: "?1"])
                }
                throw Self.complete(upload)
            }
            guard let file else { throw Self.unknown }
            if let length = upload.length, file.size > length { try await file.truncate(to: length) }
            guard file.size == offset else {
                try await file.sync()
                throw Problem(
                    .mismatchingOffset, "The upload has \(file.size) bytes; the request would go on from \(offset).",
                    headers: [.uploadOffset: String(file.size), .uploadComplete: "?0"],
                    members: ["expected-offset": file.size, "provided-offset": offset])
            }
            let told = try fields.wholeLength(from: offset)
            if let length = upload.length, let told, told != length {
                throw Problem(
                    .inconsistentLength,
                    "The upload has \(length) bytes by what was said before, \(told) by this request."
                )
            }
            if let length = upload.length ?? told, let more = fields.contentLength, offset + more > length {
                throw Problem(
                    .inconsistentLength,
                    "The upload has \(length) bytes; this request would make them \(offset + more).")
            }
            if let more = fields.contentLength, offset + more > limits.mostBytes {
                throw problem(for: tooMuch(upload))
            }
            if let digest = fields.digest, let known = upload.digest, digest != known {
                throw Problem(.digest, "Repr-Digest is another than the one that was given before.")
            }
            let touched = try await newsroom.touchUpload(
                upload.id, length: told, digest: fields.digest, limits: limits)
            var whole = fields
            whole.isComplete = isComplete
            let came = try await receive(whole, request, touched, file, turn, context)
            return try await outcome(of: came, whole, upload.id, file, context, isCreation: false)
        }
    }

    /// What is left of a request's content.
    private enum Came: Equatable {
        case all
        case interrupted
        case refused(UploadRefusal)
    }

    /// Bytes that wait in memory for the disk.
    private static let piece = 1 << 20
    /// Bytes after which the disk is waited for, so that no upload can fill the memory of the system.
    private static let stretch = 64 << 20
    /// Bytes by which nearly every file can be told.
    private static let telling = 65_536

    /// Writes the content to the file as it comes; what came is on the disk when this returns, however it ended.
    private func receive(
        _ fields: UploadFields, _ request: Request, _ upload: Upload, _ file: UploadFile, _ turn: UploadTurn,
        _ context: SiteContext
    ) async throws -> Came {
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await interim(100, "Continue", [:], context)
        }
        turn.receiving(true)
        defer { turn.receiving(false) }
        // A stopping server lets go of uploads at once: their clients go on when it is back.
        return try await withGracefulShutdownHandler {
            let came = try await take(fields, request, upload, file, turn, context)
            try await file.sync()
            if case .refused = came { return came }
            // A server that is being stopped takes no more notes.
            if !Task.isCancelled { try await newsroom.touchUpload(upload.id, limits: limits) }
            return came
        } onGracefulShutdown: {
            turn.end()
        }
    }

    private func take(
        _ fields: UploadFields, _ request: Request, _ upload: Upload, _ file: UploadFile, _ turn: UploadTurn,
        _ context: SiteContext
    ) async throws -> Came {
        let most = upload.length ?? limits.mostBytes
        let start = file.size
        var mustTell = start < Self.telling
        var synced = start
        var waiting: [ByteBufferView] = []
        var count = 0
        func write() async throws(StoreError) {
            guard count > 0 else { return }
            try await file.append(waiting)
            waiting.removeAll(keepingCapacity: true)
            count = 0
        }
        do {
            for try await buffer in request.body {
                waiting.append(buffer.readableBytesView)
                count += buffer.readableBytes
                guard count >= Self.piece || file.size + count > most || mustTell && file.size + count >= Self.telling
                else { continue }
                if file.size + count > most { return .refused(tooMuch(upload)) }
                try await write()
                if mustTell, file.size >= Self.telling {
                    mustTell = false
                    if case .refused(let reason) = try await newsroom.judgeUpload(upload.id, judge) {
                        return .refused(UploadRefusal(.type, reason))
                    }
                }
                if file.size - synced >= Self.stretch {
                    try await file.sync()
                    synced = file.size
                    if upload.length == nil { try await newsroom.checkUploadRoom(limits) }
                    if fields.speaksDraft {
                        try await interim(
                            104, "Upload Resumption Supported",
                            [.uploadOffset: String(synced), .uploadInterop: UploadFields.interop], context)
                    }
                }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            context.logger.debug("upload interrupted", metadata: ["upload": "\(upload.id)", "error": "\(error)"])
            try await write()
            return .interrupted
        }
        try await write()
        // The stream also ends, without an error, when the connection does.
        if let told = fields.contentLength, file.size - start < told { return .interrupted }
        return turn.isEnded ? .interrupted : .all
    }

    private func tooMuch(_ upload: Upload) -> UploadRefusal {
        if let length = upload.length {
            return UploadRefusal(.length, "More than the \(length) bytes came that the upload was to have.")
        }
        return UploadRefusal(
            .size, "More than \(limits.mostBytes) bytes came, which is the most that one file may have.")
    }

    /// The answer to a request whose content was dealt with.
    private func outcome(
        of came: Came, _ fields: UploadFields, _ id: UploadID, _ file: UploadFile, _ context: SiteContext,
        isCreation: Bool
    ) async throws -> Response {
        switch came {
        case .interrupted: throw Problem(.badRequest, "The content ended too early. Ask for the offset and go on.")
        case .refused(let refusal):
            try await newsroom.refuseUpload(id, refusal)
            throw problem(for: refusal)
        case .all: break
        }
        let upload = try await current(id)
        guard fields.isComplete == true else {
            if isCreation { return try await finished(upload, status: .created) }
            return Response(status: .noContent, headers: headers(of: upload, offset: file.size))
        }
        if let length = upload.length, length != file.size {
            throw Problem(
                .inconsistentLength, "The upload was to have \(length) bytes and has \(file.size).",
                headers: [.uploadOffset: String(file.size), .uploadComplete: "?0"])
        }
        let done = try await newsroom.finishUpload(id, file: file, judge: judge)
        if case .refused(let refusal) = done.state {
            var problem = problem(for: refusal)
            problem.headers[.uploadComplete] = "?1"
            throw problem
        }
        context.logger.info("upload kept", metadata: ["upload": "\(id)", "bytes": "\(file.size)"])
        return try await finished(done, status: isCreation ? .created : .ok)
    }

    private func problem(for refusal: UploadRefusal) -> Problem {
        switch refusal.code {
        case .type: Problem(.refusedType, refusal.reason)
        case .digest: Problem(.digest, refusal.reason)
        case .length: Problem(.inconsistentLength, refusal.reason)
        case .size:
            Problem(
                .tooLarge, refusal.reason, headers: [.uploadLimit: "max-size=\(limits.mostBytes)"],
                members: ["max-size": limits.mostBytes])
        }
    }

    private func checkContent(_ headers: HTTPFields) throws(Problem) {
        if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
            throw Problem(.mediaType, "Send the file as it is, without Content-Encoding.")
        }
        if headers[.contentType]?.lowercased().hasPrefix("multipart/") == true {
            throw Problem(.mediaType, "Send the file's bytes alone as the content, not a form around them.")
        }
    }

    /// A response before the response (RFC 9110 §15.2).
    private func interim(_ code: Int, _ phrase: String, _ headers: HTTPFields, _ context: SiteContext) async throws {
        try await context.channel.writeAndFlush(
            HTTPResponsePart.head(
                HTTPResponse(status: .init(code: code, reasonPhrase: phrase), headerFields: headers))
        ).get()
    }
}
