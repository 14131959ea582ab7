import NewsreelModel
import NewsreelPages
import NewsreelStore

extension DeskURL {
    static let media = DeskURL(["media"])
    static func media(_ id: MediaID) -> DeskURL { DeskURL(["media", id.rawValue]) }
    static func media(_ id: MediaID, _ what: String) -> DeskURL { DeskURL(["media", id.rawValue, what]) }
}

/// The media library: everything that came, to be searched and filtered.
extension Desk {
    private static let mostParties = 200

    func mediaPage(_ asked: DeskRequest) async throws -> DeskAnswer {
        let user = try asked.person()
        var fields = asked.query
        var query = MediaQuery()
        var error = ""
        do throws(StoreError) {
            query = try MediaQuery(fields: fields, uploader: user.id)
        } catch {
            guard error.isForPeople else { throw error }
            return .page(try await mediaView(.empty, fields, asked, error.message), status: 422)
        }
        let page = try await newsroom.library(query)
        if page.items.isEmpty, fields["after"] != nil { error = "There is nothing after this." }
        fields["after"] = nil
        return .page(try await mediaView(page, fields, asked, error))
    }

    private func mediaView(
        _ page: LibraryPage, _ fields: [String: String], _ asked: DeskRequest, _ error: String
    ) async throws -> DeskView {
        func field(_ name: String) -> String { fields[name] ?? "" }
        func options(_ name: String, _ choices: [(value: String, label: String)]) -> DeskValue {
            .list(
                choices.map { choice in
                    [
                        "value": .text(choice.value), "label": .text(choice.label),
                        "isChosen": .flag(choice.value == field(name)),
                    ]
                })
        }
        let isNarrowed = ["q", "kind", "credit", "used", "mine", "from", "to"].contains { !field($0).isEmpty }
        return DeskView(
            template: "media", title: "Media",
            values: [
                "error": .text(error), "here": .text(path(.media)), "q": .text(field("q")),
                "credit": .text(field("credit")), "from": .text(field("from")), "to": .text(field("to")),
                "isMine": .flag(field("mine") == "yes"), "isNarrowed": .flag(isNarrowed),
                "kinds": options(
                    "kind",
                    [("", "All kinds")] + MediaKind.allCases.map { ($0.rawValue, Self.plural(of: $0)) }),
                "uses": options("used", [("", "Used or not"), ("no", "Unused"), ("yes", "Used")]),
                "parties": try await parties(),
                "media": .list(page.items.map { card($0) }),
                "next": .text(page.next.map { link(.media, fields.merging(["after": $0.token]) { $1 }) } ?? ""),
                "newest": .text(asked.query["after"] == nil ? "" : link(.media, fields)),
            ])
    }

    /// Names for completion.
    func parties() async throws(StoreError) -> DeskValue {
        let known = try await newsroom.creditParties(limit: Self.mostParties)
        return .list(
            known.map { known in
                [
                    "name": .text(known.party.name), "short": .text(known.party.abbreviation ?? ""),
                    "role": .text(known.party.role.rawValue),
                ]
            })
    }

    /// An address of the desk with fields of a query, in one order.
    func link(_ url: DeskURL, _ fields: [String: String]) -> String {
        let pairs = fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { field in
            "\(PercentEncoding.encodeQuery(field.key))=\(PercentEncoding.encodeQuery(field.value))"
        }
        return path(url) + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    private func card(_ item: LibraryItem) -> [String: DeskValue] {
        let asset = item.asset
        let files = AssetPreview(asset)
        return [
            "id": .text(asset.id.rawValue), "href": .text(path(.media(asset.id))),
            "title": .text(MediaRow.title(of: asset)), "kind": .text(asset.kind.rawValue),
            "kindName": .text(Self.name(of: asset.kind)),
            "thumbnail": .text(files.thumbnail.map { site.path($0) } ?? asset.preview ?? ""),
            "focus": .text(Self.focusClass(asset.focus)),
            "duration": .text(asset.duration.map { Self.duration($0) } ?? ""),
            "state": .text(asset.state.name), "stateText": .text(Self.text(of: asset.state)),
            "credit": .text(asset.credit.isEmpty ? "no credit" : asset.credit.text),
            "isMissing": .flag(asset.credit.isEmpty),
            "use": .text(item.uses == 0 ? "unused" : item.uses == 1 ? "in 1 story" : "in \(item.uses) stories"),
        ]
    }

    static func name(of kind: MediaKind) -> String {
        switch kind {
        case .image: "Picture"
        case .video: "Clip"
        case .audio: "Recording"
        case .document: "Document"
        }
    }

    private static func plural(of kind: MediaKind) -> String { name(of: kind) + "s" }

    /// What keeps it from being shown; empty once it is ready.
    static func text(of state: MediaState) -> String {
        switch state {
        case .awaited: "The file has not come yet"
        case .processing: "Processing"
        case .ready: ""
        case .failed(let reason): "Failed: " + reason
        }
    }

    /// The classes of the style sheet for the point that crops keep, to a quarter of the picture.
    static func focusClass(_ point: FocalPoint?) -> String {
        guard let point else { return "" }
        return "fx-\(Int((point.x * 4).rounded())) fy-\(Int((point.y * 4).rounded()))"
    }

    /// `1:05`, `1:00:05`
    static func duration(_ milliseconds: Int) -> String {
        let seconds = (milliseconds + 500) / 1000
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = seconds / 60
        return minutes < 60
            ? "\(minutes):\(two(seconds % 60))" : "\(minutes / 60):\(two(minutes % 60)):\(two(seconds % 60))"
    }

    /// `2.2 MB`
    static func size(_ bytes: Int) -> String {
        var size = Double(bytes)
        var unit = 0
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        while size >= 1000, unit < units.count - 1 {
            size /= 1000
            unit += 1
        }
        let tenths = Int((size * 10).rounded())
        return unit == 0 || size >= 100
            ? "\(Int(size.rounded())) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
