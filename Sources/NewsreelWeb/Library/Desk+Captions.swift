import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static func captions(_ id: MediaID) -> DeskURL { DeskURL(["media", id.rawValue, "captions"]) }
    static func captions(_ id: MediaID, _ key: CaptionKey, _ what: String...) -> DeskURL {
        DeskURL(["media", id.rawValue, "captions", "\(key)"] + what)
    }
}

/// What somebody says captions are, as a form has it.
struct TypedCaptions: Sendable {
    var kind = CaptionTrack.Kind.captions.rawValue
    var language = ""
    var label = ""
    var text = ""
}

/// Captions of a clip or recording: added, changed beside what plays, handed on and taken away.
extension Desk {
    private func played(_ asked: DeskRequest, toChange: Bool) async throws -> LibraryItem {
        guard let item = try await newsroom.libraryItem(MediaID(rawValue: asked.parameters["id"] ?? "")),
            item.asset.isPlayed
        else { throw DeskRefusal(.missing) }
        if toChange, try await !newsroom.mayDescribe(item, try asked.person()) { throw DeskRefusal(.role) }
        return item
    }

    private func track(_ asked: DeskRequest, of item: LibraryItem) async throws -> CaptionTrack {
        guard let track = try await newsroom.captions(item.asset.id, asked.parameters["track"] ?? "") else {
            throw DeskRefusal(.missing)
        }
        return track
    }

    private static func typed(_ asked: DeskRequest) -> TypedCaptions {
        TypedCaptions(
            kind: asked.field("kind"), language: asked.field("language"), label: asked.field("label"),
            text: asked.field("text").replacing("\r\n", with: "\n"))
    }

    private static func kind(_ text: String) throws(StoreError) -> CaptionTrack.Kind {
        guard let kind = CaptionTrack.Kind(rawValue: text) else {
            throw StoreError(.invalid, "Choose captions, subtitles or chapters.")
        }
        return kind
    }

    func addCaptions(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await played(asked, toChange: true)
        let typed = Self.typed(asked)
        let added: (key: CaptionKey, notes: [Diagnostic])
        do throws(StoreError) {
            let language = try SentCaptions.language(typed.language)
            guard let file = try SentCaptions(text: typed.text, base64: asked.form["file"]) else {
                throw StoreError(.invalid, "Choose the file of captions, or paste what it says.")
            }
            let read = try file.read(in: language)
            let track = read.track(try Self.kind(typed.kind), language: language, label: typed.label)
            try await newsroom.addCaptions(item.asset.id, track, by: asked.actor)
            added = (track.key, read.diagnostics)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await assetView(item, asked, captions: typed, captionError: error.message), status: 422)
        }
        return try await changed(item, added.key, added.notes, asked)
    }

    /// The page of the captions; what is to be said of the file that they came from is said there.
    private func changed(
        _ item: LibraryItem, _ key: CaptionKey, _ notes: [Diagnostic], _ asked: DeskRequest
    ) async throws -> DeskAnswer {
        let doubts = notes.filter { $0.severity > .note }
        guard !doubts.isEmpty, let track = try await newsroom.captions(item.asset.id, "\(key)") else {
            return .see(.captions(item.asset.id, key))
        }
        return .page(try await captionsView(track, of: item, asked, notes: doubts))
    }

    func captionsPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await played(asked, toChange: false)
        return .page(try await captionsView(try await track(asked, of: item), of: item, asked))
    }

    func captionsFile(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await played(asked, toChange: false)
        let text = WebVTT.write(try await track(asked, of: item))
        return DeskAnswer(
            body: .bytes(RenderedPage(contentType: "text/vtt; charset=utf-8", body: Array(text.utf8), dependsOn: [])))
    }

    /// Saves the form: names, and the whole file where one is sent or its text was changed.
    func changeCaptions(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await played(asked, toChange: true)
        let old = try await track(asked, of: item)
        let typed = Self.typed(asked)
        let kept: (key: CaptionKey, notes: [Diagnostic])
        do throws(StoreError) {
            var track = old
            track.kind = try Self.kind(typed.kind)
            track.language = try SentCaptions.language(typed.language)
            track.label = typed.label
            var notes: [Diagnostic] = []
            let file = try SentCaptions(
                text: typed.text == WebVTT.write(old) ? "" : typed.text, base64: asked.form["file"])
            if let file {
                let read = try file.read(in: track.language)
                track = read.track(track.kind, language: track.language, label: track.label)
                notes = read.diagnostics
            }
            try await newsroom.changeCaptions(
                item.asset.id, old.key, onto: asked.field("version"), to: track, by: asked.actor)
            kept = (track.key, notes)
        } catch {
            guard error.isForPeople else { throw error }
            let view = try await captionsView(old, of: item, asked, typed: typed, error: error.message)
            return .page(view, status: error.code == .conflict ? 409 : 422)
        }
        return try await changed(item, kept.key, kept.notes, asked)
    }

    func removeCaptions(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await played(asked, toChange: true)
        let old = try await track(asked, of: item)
        do throws(StoreError) {
            try await newsroom.removeCaptions(item.asset.id, old.key, onto: asked.field("version"), by: asked.actor)
            return .see(.media(item.asset.id))
        } catch {
            guard error.isForPeople else { throw error }
            let view = try await captionsView(old, of: item, asked, error: error.message)
            return .page(view, status: error.code == .conflict ? 409 : 422)
        }
    }

    static func kinds(_ chosen: String) -> DeskValue {
        .list(
            CaptionTrack.Kind.allCases.map { kind in
                [
                    "value": .text(kind.rawValue), "label": .text(name(of: kind)),
                    "isChosen": .flag(kind.rawValue == chosen),
                ]
            })
    }

    private static func name(of kind: CaptionTrack.Kind) -> String {
        switch kind {
        case .captions: "Captions: what is said and heard"
        case .subtitles: "Subtitles: a translation of what is said"
        case .chapters: "Chapters: titles of the parts"
        }
    }

    private func captionsView(
        _ track: CaptionTrack, of item: LibraryItem, _ asked: DeskRequest, typed: TypedCaptions? = nil,
        error: String = "", notes: [Diagnostic] = []
    ) async throws -> DeskView {
        let asset = item.asset
        let user = try asked.person()
        let files = AssetPreview(asset)
        let stored = WebVTT.write(track)
        let words = track.key.words
        let zone = try await times().zone()
        let data = CaptionPageData(
            media: asset.id.rawValue, user: user.id.rawValue, duration: asset.duration,
            captions: try CaptionAnswer(track, of: asset.id, site: site), zone: zone.identifier, zoneName: zone.name)
        return DeskView(
            template: "captions", title: words.prefix(1).uppercased() + words.dropFirst(),
            values: [
                "error": .text(error), "token": .text(asked.formToken), "clip": .text(path(.media(asset.id))),
                "clipTitle": .text(MediaRow.title(of: asset)), "here": .text(path(.captions(asset.id, track.key))),
                "mayChange": .flag(try await newsroom.mayDescribe(item, user)),
                "isClip": .flag(asset.kind == .video && files.player != nil),
                "isRecording": .flag(asset.kind == .audio && files.player != nil),
                "player": .text(files.player.map { site.path($0) } ?? ""),
                "picture": .text(files.picture.map { site.path($0) } ?? ""),
                "version": .text(try track.version), "kinds": Self.kinds(typed?.kind ?? track.kind.rawValue),
                "language": .text(typed?.language ?? track.language.rawValue),
                "label": .text(typed?.label ?? track.label),
                "spoken": .text(track.language.rawValue),
                "text": .text(typed.map(\.text).flatMap { $0.isEmpty ? nil : $0 } ?? stored),
                "count": .text("\(track.cues.count)"),
                "file": .text(path(.captions(asset.id, track.key, "file"))),
                "fileName": .text(Self.fileName(asset, track.key)),
                "delete": .text(path(.captions(asset.id, track.key, "delete"))), "words": .text(words),
                "uses": .text(Self.uses(item.uses)),
                "notes": .list(
                    notes.map { note in
                        [
                            "line": .text(note.line.map { "Line \($0): " } ?? ""), "message": .text(note.message),
                        ]
                    }),
                "data": .text(String(decoding: try APIAnswer.bytes(data), as: UTF8.self)),
            ])
    }

    private static func uses(_ count: Int) -> String {
        switch count {
        case 0: "No story uses the clip yet."
        case 1: "The one story that uses the clip loses them at once, and search no longer finds it by them."
        default:
            "The \(count) stories that use the clip lose them at once, and search no longer finds them by these words."
        }
    }

    /// `gate-en.vtt`
    private static func fileName(_ asset: MediaAsset, _ key: CaptionKey) -> String {
        let name = asset.original?.filename ?? asset.id.rawValue
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        return "\(stem)-\(key.kind == .captions ? key.language.rawValue : "\(key)").vtt"
    }
}

/// What the script of the page of captions begins with.
private struct CaptionPageData: Encodable {
    let media: String
    let user: String
    /// Milliseconds.
    let duration: Int?
    let captions: CaptionAnswer<[Cue]>
    /// The zone in which the page writes its times, and what people call it.
    let zone: String
    let zoneName: String
}
