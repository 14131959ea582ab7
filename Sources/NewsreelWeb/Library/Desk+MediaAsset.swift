import NewsreelModel
import NewsreelPages
import NewsreelStore

/// One asset: what it shows, what is said of it, where it is used, and the work on it.
extension Desk {
    /// Empty rows for parties that a form without scripts can add at once.
    private static let spareParties = 2

    func mediaAssetPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        .page(try await assetView(try await item(asked), asked))
    }

    private func item(_ asked: DeskRequest) async throws -> LibraryItem {
        guard let item = try await newsroom.libraryItem(MediaID(rawValue: asked.parameters["id"] ?? "")) else {
            throw DeskRefusal(.missing)
        }
        return item
    }

    func describeMedia(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await item(asked)
        guard try await newsroom.mayDescribe(item, try asked.person()) else { throw DeskRefusal(.role) }
        var typed = MediaDescription(item.asset)
        var status = 422
        do throws(StoreError) {
            try typed.take(asked)
            _ = try await newsroom.describe(
                item.asset.id, as: typed, onto: asked.field("version"), by: asked.actor)
            return .see(.media(item.asset.id))
        } catch {
            guard error.isForPeople || error.code == .mediaWithoutCredit else { throw error }
            if error.code == .conflict { status = 409 }
            let now = try await self.item(asked)
            let view = try await assetView(
                now, asked, typed: typed, error: error.message, isConflict: error.code == .conflict)
            return .page(view, status: status)
        }
    }

    func retryMedia(_ asked: DeskRequest) async throws -> DeskAnswer {
        let item = try await item(asked)
        guard try await newsroom.mayDescribe(item, try asked.person()) else { throw DeskRefusal(.role) }
        _ = try await newsroom.retryJobs(of: item.asset.id, by: asked.actor)
        return .see(.media(item.asset.id))
    }

    func assetView(
        _ item: LibraryItem, _ asked: DeskRequest, typed: MediaDescription? = nil, error: String = "",
        isConflict: Bool = false, captions: TypedCaptions = TypedCaptions(), captionError: String = ""
    ) async throws -> DeskView {
        let asset = item.asset
        let stored = MediaDescription(asset)
        let shown = typed ?? stored
        let files = AssetPreview(asset)
        let jobs = try await newsroom.jobs(JobFilter(media: asset.id, limit: 20))
        let stories = try await newsroom.stories(using: asset.id)
        let tracks = try await newsroom.captions([asset.id])[asset.id] ?? []
        let people = try await newsroom.users()
        let times = try await times()
        let uploader = item.uploader.flatMap { id in people.first { $0.id == id }?.name }
        let isVisual = asset.kind == .image || asset.kind == .video
        var values: [String: DeskValue] = [
            "error": .text(error), "isConflict": .flag(isConflict), "here": .text(path(.media(asset.id))),
            "library": .text(path(.media)), "id": .text(asset.id.rawValue), "token": .text(asked.formToken),
            "mayDescribe": .flag(try await newsroom.mayDescribe(item, try asked.person())),
            "version": .text(try stored.version), "state": .text(asset.state.name),
            "stateText": .text(Self.text(of: asset.state)), "kindName": .text(Self.name(of: asset.kind)),
            "picture": .text(asset.kind == .document ? "" : files.picture.map { site.path($0) } ?? asset.preview ?? ""),
            "hasPoint": .flag(isVisual && files.picture != nil), "alt": .text(shown.alt ?? ""),
            "isClip": .flag(asset.kind == .video && files.player != nil),
            "isRecording": .flag(asset.kind == .audio && files.player != nil),
            "player": .text(files.player.map { site.path($0) } ?? ""), "playerType": .text(files.playerType),
            "original": .text(files.original.map { site.path($0) } ?? ""), "isVisual": .flag(isVisual),
            "caption": .text(shown.caption ?? ""), "copyright": .text(shown.credit.copyright ?? ""),
            "licence": .text(shown.credit.licence ?? ""), "usage": .text(shown.credit.usage ?? ""),
            "wording": .text(shown.credit.wording ?? ""), "terms": .text(shown.rights.usage ?? ""),
            "download": .flag(shown.rights.download), "printed": .text(shown.credit.text),
            "focusX": .text(Self.percent(shown.focus?.x ?? 0.5)), "focusY": .text(Self.percent(shown.focus?.y ?? 0.5)),
            "retry": .text(path(.media(asset.id, "retry"))),
            "hasFailed": .flag(jobs.contains { $0.state.name == "failed" }),
        ]
        values["partyRows"] = .list(partyRows(shown.credit))
        values["parties"] = try await parties()
        values["now"] = .list(isConflict ? Self.differences(stored, shown) : [])
        values["facts"] = .list(facts(of: asset, uploader: uploader, times))
        values["jobs"] = .list(jobs.map { job($0, times) })
        values["stories"] = .list(
            stories.map { use in
                [
                    "href": .text(path(.story(use.story))), "edition": .text(use.edition),
                    "headline": .text(use.headline.isEmpty ? "Without a headline" : use.headline),
                    "status": .text(use.status.rawValue.replacing("-", with: " ")),
                ]
            })
        values["zone"] = .text(times.zone().identifier)
        values["zoneName"] = .text(times.zone().name)
        values["isPlayed"] = .flag(asset.isPlayed)
        values["tracks"] = .list(
            tracks.map { track in
                [
                    "label": .text(track.label), "language": .text(track.language.description),
                    "kind": .text(track.kind.rawValue), "cues": .text("\(track.cues.count)"),
                    "href": .text(path(.captions(asset.id, track.key))),
                ]
            })
        values["addCaptions"] = .text(path(.captions(asset.id)))
        values["captionError"] = .text(captionError)
        values["captionKinds"] = Self.kinds(captions.kind)
        values["captionLanguage"] = .text(captions.language)
        values["captionLabel"] = .text(captions.label)
        values["captionText"] = .text(captions.text)
        values["isAdding"] = .flag(!captionError.isEmpty || asked.query["add"] == "captions")
        return DeskView(template: "media-asset", title: MediaRow.title(of: asset), values: values)
    }

    private func partyRows(_ credit: CreditChain) -> [[String: DeskValue]] {
        let spare = Array(repeating: CreditParty(.creator, ""), count: Self.spareParties)
        return (credit.parties + spare).enumerated().map { index, party in
            let roles: [[String: DeskValue]] = CreditParty.Role.allCases.map { role in
                [
                    "value": .text(role.rawValue), "label": .text(Self.name(of: role)),
                    "isChosen": .flag(role == party.role),
                ]
            }
            return [
                "number": .text("\(index + 1)"), "name": .text(party.name), "short": .text(party.abbreviation ?? ""),
                "roles": .list(roles),
            ]
        }
    }

    private static func name(of role: CreditParty.Role) -> String {
        switch role {
        case .creator: "Made by"
        case .supplier: "Supplied by"
        case .agency: "Agency"
        case .distributor: "Distributed by"
        case .rightsOwner: "Rights owner"
        }
    }

    private func job(_ job: Job, _ times: DeskTimes) -> [String: DeskValue] {
        var percent = ""
        var reason = ""
        if case .running(_, _, let progress) = job.state { percent = String(Int((progress * 100).rounded())) }
        if case .failed(let why) = job.state { reason = why }
        return [
            "work": .text(Self.name(of: job.work)), "state": .text(job.state.name), "percent": .text(percent),
            "reason": .text(reason), "left": .text(job.secondsLeft(at: clock.now).map { "\($0) s left" } ?? ""),
            "changed": .text(times.text(job.updated)),
        ]
    }

    static func name(of work: Job.Work) -> String {
        switch work {
        case .renditions: "Reading the file, first pictures"
        case .stream: "Stream in several sizes"
        case .poster: "Stills and cuts made anew"
        case .compactRenditions: "Smaller pictures"
        case .stamp: "Description and credit in the files"
        }
    }

    private func facts(of asset: MediaAsset, uploader: String?, _ times: DeskTimes) -> [[String: DeskValue]] {
        var rows: [(String, String)] = [("Kind", Self.name(of: asset.kind))]
        if let original = asset.original {
            rows.append(("File", original.filename))
            rows.append(("Format", original.mimeType))
            rows.append(("Size", Self.size(original.bytes)))
        }
        if let width = asset.width, let height = asset.height { rows.append(("Pixels", "\(width) × \(height)")) }
        if let duration = asset.duration { rows.append(("Length", Self.duration(duration))) }
        if let captured = asset.captured { rows.append(("Taken", times.text(captured))) }
        if let place = asset.place {
            let known = place.isPublic ? "readers may know it" : "only the newsroom knows it"
            rows.append(("Place", "\(place.latitude), \(place.longitude); \(known)"))
        }
        rows.append(("Came", times.text(asset.created) + (uploader.map { ", sent by \($0)" } ?? "")))
        if !asset.renditions.isEmpty {
            let bytes = asset.renditions.reduce(0) { $0 + $1.bytes }
            rows.append(("Made of it", "\(asset.renditions.count) files, \(Self.size(bytes))"))
        }
        if let checksum = asset.original?.checksum { rows.append(("SHA-256", checksum.rawValue)) }
        rows.append(("Identity", asset.id.rawValue))
        return rows.map { ["term": .text($0.0), "value": .text($0.1)] }
    }

    /// What is stored where it is not what was typed.
    private static func differences(_ stored: MediaDescription, _ typed: MediaDescription) -> [[String: DeskValue]] {
        var rows: [(String, String)] = []
        if stored.caption != typed.caption { rows.append(("Caption", stored.caption ?? "none")) }
        if stored.alt != typed.alt { rows.append(("Alternative text", stored.alt ?? "none")) }
        if stored.credit != typed.credit { rows.append(("Credit", stored.credit.text)) }
        if stored.rights != typed.rights { rows.append(("Terms", stored.rights.usage ?? "none")) }
        if stored.focus != typed.focus { rows.append(("Focal point", "moved")) }
        return rows.map { ["field": .text($0.0), "text": .text($0.1)] }
    }

    private static func percent(_ fraction: Double) -> String { String(Int((fraction * 100).rounded())) }
}

extension MediaDescription {
    /// Takes what a form of the desk says; what is not in the form stays.
    fileprivate mutating func take(_ asked: DeskRequest) throws(StoreError) {
        caption = asked.form["caption"] ?? caption
        alt = asked.form["alt"] ?? alt
        rights.usage = asked.form["terms"] ?? rights.usage
        rights.download = asked.field("download") == "yes"
        var chain = credit
        chain.copyright = asked.form["copyright"] ?? chain.copyright
        chain.licence = asked.form["licence"] ?? chain.licence
        chain.usage = asked.form["usage"] ?? chain.usage
        chain.wording = asked.form["wording"] ?? chain.wording
        var parties: [CreditParty] = []
        for number in 1...40 {
            let name = asked.field("party-\(number)-name").trimmingWhitespace()
            guard !name.isEmpty else { continue }
            guard let role = CreditParty.Role(rawValue: asked.field("party-\(number)-role")) else {
                throw StoreError(.invalid, "Say what \(name) did: made it, supplied it, or owns its rights.")
            }
            parties.append(CreditParty(role, name, abbreviation: asked.form["party-\(number)-short"]))
        }
        chain.parties = parties
        credit = chain
        guard let x = Double(asked.field("focus-x")), let y = Double(asked.field("focus-y")) else { return }
        guard let point = FocalPoint(x: x / 100, y: y / 100) else {
            throw StoreError(.invalid, "The focal point is two numbers from 0 to 100, from the left and from the top.")
        }
        focus = focus == nil && x == 50 && y == 50 ? nil : point
    }
}
