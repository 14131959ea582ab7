import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Sends one file to a newsroom and goes on after interruptions (draft-ietf-httpbis-resumable-upload).
struct UploadClient: Sendable {
    let http: HTTPClient
    /// Scheme, host and port, without a slash at the end.
    let site: String
    let key: String
    let memory: UploadMemory
    /// Seconds before the first try again; doubled with each.
    var patience = 1.0

    /// Interruptions in a row without a byte of progress before it gives up.
    private static let mostFailures = 10

    struct Words: Sendable {
        var caption: String?
        var credit: String?
        var alt: String?

        var query: String {
            var items = URLComponents()
            items.queryItems = [("caption", caption), ("credit", credit), ("alt", alt)].compactMap { name, value in
                value.map { URLQueryItem(name: name, value: $0) }
            }
            guard let query = items.percentEncodedQuery, !query.isEmpty else { return "" }
            // A plus would be read as a space.
            return "?" + query.replacing("+", with: "%2B")
        }
    }

    /// What the newsroom made of the file.
    struct Outcome: Decodable, Sendable {
        struct Media: Decodable, Sendable {
            let id: String
            let kind: String
            let checksum: String
        }

        let state: String
        let failure: String?
        let media: Media?
    }

    private struct Answer {
        let status: UInt
        let headers: HTTPHeaders
        let body: Data

        var isComplete: Bool { headers.first(name: "Upload-Complete") == "?1" }
        var offset: Int? { headers.first(name: "Upload-Offset").flatMap { Int($0) } }
        var detail: String {
            struct Problem: Decodable { let detail: String? }
            return (try? JSONDecoder().decode(Problem.self, from: body))?.detail ?? "the site answered \(status)"
        }
    }

    func send(
        _ source: UploadSource, _ words: Words, note: @escaping @Sendable (String) -> Void
    ) async throws -> Outcome {
        let identity = source.identity(at: site)
        var address = memory.address(of: identity)
        var offset: Int?
        var failures = 0
        while true {
            do {
                if let known = address, offset == nil {
                    let head = try await ask(.HEAD, known)
                    switch head.status {
                    case 200..<300 where head.isComplete: return try await outcome(of: known, identity)
                    case 200..<300: offset = head.offset
                    case 404, 410: address = nil  // expired or cancelled
                    case 400: return try await outcome(of: known, identity)
                    default: try refuse(head, source, identity)
                    }
                }
                if address == nil {
                    (address, offset) = (try await begin(source, words, identity), 0)
                    if let address { memory.remember(address, of: identity) }
                }
                guard let known = address, let start = offset else { continue }
                let bar = UploadBar(source.name, total: source.bytes, from: start)
                defer { bar.clear() }
                let sent = try await append(source, to: known, from: start, bar)
                if sent.status == 409, let right = sent.offset {
                    offset = right
                    failures += 1
                    guard failures < Self.mostFailures else {
                        try refuse(sent, source, identity)
                        continue
                    }
                    continue
                }
                if (200..<300).contains(sent.status) || sent.isComplete {
                    return try await outcome(of: known, identity)
                }
                try refuse(sent, source, identity)
            } catch let failure as CommandFailure {
                throw failure
            } catch {
                let before = offset
                offset = nil
                // Whoever gets on does not run out of tries.
                if let known = address, let head = try? await ask(.HEAD, known), (200..<300).contains(head.status),
                    let now = head.offset, now > before ?? 0
                {
                    failures = 0
                }
                failures += 1
                guard failures < Self.mostFailures else {
                    throw CommandFailure(
                        "\(Terminal.plain(source.name)): the connection was lost \(failures) times (\(error)). Start the "
                            + "same command again later: it goes on where it stopped.")
                }
                let pause = min(30, patience * pow(2, Double(failures - 1)))
                note("\(Terminal.plain(source.name)): interrupted, goes on in \(Int(pause.rounded(.up))) s")
                try await Task.sleep(for: .seconds(pause))
            }
        }
    }

    /// A new upload without bytes; its path.
    private func begin(_ source: UploadSource, _ words: Words, _ identity: String) async throws -> String {
        let bar = UploadBar("Reading " + source.name, total: source.bytes, from: 0)
        let digest = try source.digest { bar.show($0) }
        bar.clear()
        let name = source.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "file"
        let answer = try await ask(
            .POST, "/api/v1/uploads" + words.query,
            [
                ("Upload-Complete", "?0"), ("Upload-Length", "\(source.bytes)"), ("Repr-Digest", "sha-256=:\(digest):"),
                ("Content-Disposition", "inline; filename*=UTF-8''\(name)"),
            ])
        guard answer.status == 201, let location = answer.headers.first(name: "Location"),
            let path = URLComponents(string: location)?.percentEncodedPath, path.hasPrefix("/")
        else {
            try refuse(answer, source, identity)
            throw CommandFailure("\(site) does not take uploads: it answered \(answer.status).")
        }
        return path
    }

    private func append(
        _ source: UploadSource, to path: String, from offset: Int, _ bar: UploadBar
    ) async throws -> Answer {
        let slice = FileSlice(path: source.path, offset: offset, end: source.bytes) { bar.show($0) }
        return try await ask(
            .PATCH, path,
            [
                ("Upload-Offset", "\(offset)"), ("Upload-Complete", "?1"),
                ("Content-Type", "application/partial-upload"),
            ],
            body: .stream(slice, length: .known(Int64(source.bytes - offset))))
    }

    /// What became of an upload that is complete.
    private func outcome(of path: String, _ identity: String) async throws -> Outcome {
        let answer = try await ask(.GET, path)
        let outcome = try JSONDecoder().decode(Outcome.self, from: answer.body)
        if outcome.state == "done" || outcome.state == "refused" { memory.forget(identity) }
        return outcome
    }

    /// Throws in words where asking again would be in vain; else as an interruption.
    private func refuse(_ answer: Answer, _ source: UploadSource, _ identity: String) throws {
        if [400, 404, 409, 410, 413, 415, 422].contains(answer.status) { memory.forget(identity) }
        switch answer.status {
        case 503, 500, 502, 504: throw Interruption(description: answer.detail)
        default: throw CommandFailure("\(Terminal.plain(source.name)): \(Terminal.plain(answer.detail))")
        }
    }

    private struct Interruption: Error, CustomStringConvertible { let description: String }

    private func ask(
        _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: site + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        request.headers.add(name: "User-Agent", value: "newsreel/\(NewsreelVersion.current)")
        request.headers.add(name: "Upload-Draft-Interop-Version", value: "8")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = body
        let response = try await http.execute(request, deadline: .distantFuture)
        let content = method == .HEAD ? ByteBuffer() : try await response.body.collect(upTo: 1 << 20)
        return Answer(status: response.status.code, headers: response.headers, body: Data(content.readableBytesView))
    }
}
