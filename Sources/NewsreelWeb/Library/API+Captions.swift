import FoundationEssentials
import HTTPTypes
import NewsreelModel
import NewsreelStore

extension APISchemas {
    static let captions: [(name: String, schema: APISchema)] = [
        ("CaptionTrack", .object(track + [APIField("cues", .integer, "How many.")])),
        (
            "Captions",
            .object(
                track + [
                    APIField("cues", .list(.object(cue), most: CaptionLimits().cues)),
                    .optional("notes", .list(.object(note)), "What was doubted or left out of a file that was sent."),
                ])
        ),
    ]

    static let captionKind = APISchema.text(choices: CaptionTrack.Kind.allCases.map(\.rawValue))

    private static let track: [APIField] = [
        APIField("id", .text, "Kind and language, as addresses have them: captions-en."),
        APIField("kind", captionKind), APIField("language", .text, "BCP 47."), APIField("label", .text),
        APIField("version", .text, "Names what they say; the ETag."),
        APIField("file", .text, "The path of the WebVTT file that readers get."),
    ]

    private static let cue: [APIField] = [
        .optional("id", .text(most: 500), "The name that the file gives it."),
        APIField("start", .integer(0...1_000_000_000), "Milliseconds from the beginning of the clip."),
        APIField("end", .integer(0...1_000_000_000), "Milliseconds."),
        .optional("settings", .text(most: 500), "WebVTT cue settings: line:0 align:start."),
        APIField("text", .text(most: 10_000), "WebVTT cue text: words, and markup such as <v Ana>."),
    ]

    private static let note: [APIField] = [
        APIField("severity", .text(choices: ["note", "warning", "error"])), APIField("code", .text),
        APIField("message", .text), .optional("line", .integer, "The line of the file, from 1."),
    ]

    static let sentFile: [APIField] = [
        .optional("text", .text, "A WebVTT or SubRip file."),
        .optional("file", .text, "The same in base 64, for a file that may not be in UTF-8."),
    ]
    fileprivate static let cues = APISchema.list(.object(cue), most: CaptionLimits().cues)
}

extension APIRoutes {
    /// A file of captions in base 64, with room for what JSON adds.
    private static let mostBytes = 12 << 20

    /// Captions of clips and recordings.
    static let captions: [APIRoute] = [
        APIRoute(
            .get, "media/:media/captions", .reporter, .read, "List the captions of a clip or recording.",
            gives: .object([APIField("captions", .list(.named("CaptionTrack")))])
        ) { try await $0.listCaptions($1) },
        APIRoute(
            .post, "media/:media/captions", .reporter, .write,
            "Add captions in a language, from a WebVTT or SubRip file.",
            takes: .object(
                [
                    .optional("kind", APISchemas.captionKind, fallback: .text("captions")), APIField("language", .text),
                    .optional("label", .text(most: 100), "What readers choose them by."),
                ] + APISchemas.sentFile), gives: .named("Captions"), status: 201, mostBytes: mostBytes
        ) { try await $0.addCaptions($1) },
        APIRoute(
            .get, "media/:media/captions/:track", .reporter, .read, "Read captions: captions-en, chapters-pt-BR.",
            gives: .named("Captions")
        ) { try await $0.readCaptions($1) },
        APIRoute(
            .patch, "media/:media/captions/:track", .reporter, .write,
            "Change captions: their cues, or all of them by a file, their label, language or kind. What is left out stays.",
            takes: .object(
                [
                    .optional("kind", APISchemas.captionKind), .optional("language", .text),
                    .optional("label", .text(most: 100)), .optional("cues", APISchemas.cues),
                ] + APISchemas.sentFile), gives: .named("Captions"), needsVersion: true, mostBytes: mostBytes
        ) { try await $0.changeCaptions($1) },
        APIRoute(
            .delete, "media/:media/captions/:track", .reporter, .write, "Delete captions.", gives: nil, status: 204,
            needsVersion: true
        ) { try await $0.removeCaptions($1) },
    ]
}

/// Captions as the API and the desk's scripts have them; lists have the number of their cues instead of them.
struct CaptionAnswer<Cues: Encodable & Sendable>: Encodable, Sendable {
    let id: String
    let kind: String
    let language: String
    let label: String
    let version: String
    let file: String
    let cues: Cues
    var notes: [Diagnostic]?

    init(_ track: CaptionTrack, of media: MediaID, cues: Cues, site: Site) throws(StoreError) {
        id = track.key.description
        kind = track.kind.rawValue
        language = track.language.rawValue
        label = track.label
        version = try track.version
        file = site.path(SiteURL(edition: nil, .captions(media, CaptionName(track, .webVTT))))
        self.cues = cues
    }
}

extension CaptionAnswer<[Cue]> {
    init(_ track: CaptionTrack, of media: MediaID, site: Site) throws(StoreError) {
        try self.init(track, of: media, cues: track.cues, site: site)
    }
}

/// A file of captions that somebody sent, as text or in base 64.
struct SentCaptions: Sendable {
    let bytes: [UInt8]

    /// Nil where none was sent.
    init?(text: String?, base64: String?) throws(StoreError) {
        if let base64, !base64.isEmpty {
            guard let data = Data(base64Encoded: base64) else {
                throw StoreError(.invalid, "The file of captions is not in base 64.")
            }
            bytes = [UInt8](data)
        } else if let text, !text.isEmpty {
            bytes = Array(text.utf8)
        } else {
            return nil
        }
    }

    /// What the file says; throws in words, with the line, where it holds no captions.
    func read(in language: LanguageTag) throws(StoreError) -> CaptionFile {
        do {
            return try CaptionReader.read(bytes, language: language)
        } catch {
            throw StoreError(.invalid, error.description)
        }
    }

    static func language(_ text: String) throws(StoreError) -> LanguageTag {
        guard let tag = LanguageTag(text.trimmingWhitespace()) else {
            throw StoreError(
                .invalid, "“\(text.prefix(40))” is no language. Write a tag such as en, ru or pt-BR (BCP 47).")
        }
        return tag
    }
}

extension Newsroom {
    /// The captions of this name; nil where there are none.
    func captions(_ media: MediaID, _ name: String) async throws(StoreError) -> CaptionTrack? {
        guard let key = CaptionKey(name) else { return nil }
        return try await captions([media])[media]?.first { $0.key == key }
    }
}

extension API {
    private func played(_ asked: APIRequest) async throws -> LibraryItem {
        let id = MediaID(rawValue: asked.parameter("media"))
        guard let item = try await newsroom.libraryItem(id) else {
            throw Problem(.notFound, "There is no clip or recording \(id) in this newsroom.")
        }
        return item
    }

    private func track(_ asked: APIRequest, of item: LibraryItem) async throws -> CaptionTrack {
        let name = asked.parameter("track")
        guard let track = try await newsroom.captions(item.asset.id, name) else {
            throw Problem(.notFound, "\(item.asset.id) has no captions \(name).")
        }
        return track
    }

    private func answer(
        _ track: CaptionTrack, of media: MediaID, notes: [Diagnostic]? = nil, status: Int = 200
    ) throws -> APIAnswer {
        var body = try CaptionAnswer(track, of: media, site: site)
        body.notes = notes
        var answer = try APIAnswer.json(body, status: status)
        answer.etag = "\"\(body.version)\""
        return answer
    }

    func listCaptions(_ asked: APIRequest) async throws -> APIAnswer {
        let media = try await played(asked).asset.id
        let tracks = try await newsroom.captions([media])[media] ?? []
        return try .json([
            "captions": try tracks.map { try CaptionAnswer($0, of: media, cues: $0.cues.count, site: site) }
        ])
    }

    func readCaptions(_ asked: APIRequest) async throws -> APIAnswer {
        let item = try await played(asked)
        return try answer(try await track(asked, of: item), of: item.asset.id)
    }

    private struct Sent: Decodable {
        let kind: CaptionTrack.Kind?
        let language: String?
        let label: String?
        let cues: [Cue]?
        let text: String?
        let file: String?
    }

    func addCaptions(_ asked: APIRequest) async throws -> APIAnswer {
        let sent = try asked.content.value(Sent.self)
        let item = try await played(asked)
        try await need(asked, for: item)
        let language = try SentCaptions.language(sent.language ?? "")
        guard let file = try SentCaptions(text: sent.text, base64: sent.file) else {
            throw Problem(.invalid, "Send the captions as “text”, or their file in base 64 as “file”.")
        }
        let read = try file.read(in: language)
        let track = read.track(sent.kind ?? .captions, language: language, label: sent.label ?? language.ownName)
        try await newsroom.addCaptions(item.asset.id, track, by: asked.caller.actor)
        let kept = try await newsroom.captions(item.asset.id, "\(track.key)") ?? track
        var answer = try answer(kept, of: item.asset.id, notes: read.diagnostics, status: 201)
        answer.location = path("media", item.asset.id.rawValue, "captions", "\(track.key)")
        return answer
    }

    func changeCaptions(_ asked: APIRequest) async throws -> APIAnswer {
        let known = try asked.knownVersions()
        let sent = try asked.content.value(Sent.self)
        let item = try await played(asked)
        try await need(asked, for: item)
        let old = try await track(asked, of: item)
        let version = try old.version
        guard known.contains("*") || known.contains("\"\(version)\"") else { throw try stale(old, of: item.asset.id) }
        var track = old
        track.kind = sent.kind ?? old.kind
        track.language =
            try sent.language.map { text throws(StoreError) in try SentCaptions.language(text) } ?? old.language
        track.label = sent.label ?? old.label
        track.cues = sent.cues ?? old.cues
        if sent.cues != nil { try track.checkCues() }
        var notes: [Diagnostic]?
        if let file = try SentCaptions(text: sent.text, base64: sent.file) {
            let read = try file.read(in: track.language)
            track = read.track(track.kind, language: track.language, label: track.label)
            notes = read.diagnostics
        }
        do throws(StoreError) {
            try await newsroom.changeCaptions(
                item.asset.id, old.key, onto: version, to: track, by: asked.caller.actor)
        } catch {
            guard error.code == .conflict else { throw error }
            throw try stale(try await self.track(asked, of: item), of: item.asset.id)
        }
        let kept = try await newsroom.captions(item.asset.id, "\(track.key)") ?? track
        return try answer(kept, of: item.asset.id, notes: notes)
    }

    func removeCaptions(_ asked: APIRequest) async throws -> APIAnswer {
        let known = try asked.knownVersions()
        let item = try await played(asked)
        try await need(asked, for: item)
        let old = try await track(asked, of: item)
        let version = try old.version
        guard known.contains("*") || known.contains("\"\(version)\"") else { throw try stale(old, of: item.asset.id) }
        try await newsroom.removeCaptions(item.asset.id, old.key, onto: version, by: asked.caller.actor)
        return .nothing
    }

    /// Tells whoever would have overwritten something what it is, so that the two can be put together.
    private func stale(_ track: CaptionTrack, of media: MediaID) throws -> Problem {
        let now = try CaptionAnswer(track, of: media, site: site)
        return Problem(
            .stale, "Somebody saved these captions since. Put the two together and save on top of it.",
            headers: [.eTag: "\"\(now.version)\""], members: ["version": now.version, "captions": now])
    }
}
