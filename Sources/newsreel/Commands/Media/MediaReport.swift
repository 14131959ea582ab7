import Foundation
import NewsreelModel

/// What the command line says of a media asset.
struct MediaReport: Encodable {
    struct File: Encodable {
        let name: String
        let purpose: String
        let type: String
        let width: Int?
        let height: Int?
        let bytes: Int
    }

    struct Captions: Encodable {
        let kind: String
        let language: String
        let label: String
        let cues: Int
    }

    let id: String
    let kind: String
    let state: String
    let failure: String?
    let filename: String?
    let type: String?
    let bytes: Int?
    let checksum: String?
    let width: Int?
    let height: Int?
    /// Seconds.
    let duration: Double?
    let caption: String?
    let credit: String
    let alt: String?
    let captured: String?
    let placeIsPublic: Bool?
    let renditions: [File]
    /// Only where they were looked for.
    let captions: [Captions]?

    init(_ asset: MediaAsset, captions: [CaptionTrack]? = nil) {
        self.captions = captions?.map {
            Captions(kind: $0.kind.rawValue, language: $0.language.rawValue, label: $0.label, cues: $0.cues.count)
        }
        id = asset.id.rawValue
        kind = asset.kind.rawValue
        state = asset.state.name
        failure = asset.state.failure
        filename = asset.original?.filename
        type = asset.original?.mimeType
        bytes = asset.original?.bytes
        checksum = asset.original?.checksum.rawValue
        width = asset.width
        height = asset.height
        duration = asset.duration.map { Double($0) / 1000 }
        caption = asset.caption
        credit = asset.credit.text
        alt = asset.alt
        captured = asset.captured?.iso8601(in: .utc)
        placeIsPublic = asset.place?.isPublic
        renditions = asset.renditions.map { rendition in
            File(
                name: rendition.name, purpose: rendition.purpose.rawValue, type: rendition.mimeType,
                width: rendition.width > 0 ? rendition.width : nil,
                height: rendition.height > 0 ? rendition.height : nil, bytes: rendition.bytes)
        }
    }

    /// One line for people.
    static func text(_ asset: MediaAsset) -> String {
        func column(_ text: String, _ width: Int) -> String {
            text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
        }
        return [
            asset.id.rawValue, column(asset.kind.rawValue, 8), column(asset.state.name, 10),
            column(facts(asset), 20), Terminal.plain(asset.original?.filename ?? asset.caption ?? ""),
        ].joined(separator: "  ")
    }

    /// `854 × 480, 0:30`.
    private static func facts(_ asset: MediaAsset) -> String {
        var parts: [String] = []
        if let width = asset.width, let height = asset.height { parts.append("\(width) × \(height)") }
        if let duration = asset.duration { parts.append(clock(duration)) }
        return parts.joined(separator: ", ")
    }

    private static func clock(_ milliseconds: Int) -> String {
        let seconds = (milliseconds + 500) / 1000
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return seconds >= 3600
            ? "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
            : "\(seconds / 60):\(two(seconds % 60))"
    }

    /// All that is known, a line each.
    static func details(_ asset: MediaAsset) -> [String] {
        var lines: [String] = []
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(name.padding(toLength: 12, withPad: " ", startingAt: 0) + Terminal.plain(value))
        }
        add("id", asset.id.rawValue)
        add("kind", asset.kind.rawValue)
        add("state", asset.state.failure.map { "failed: \($0)" } ?? asset.state.name)
        add("file", asset.original.map { "\($0.filename), \($0.mimeType), \($0.bytes) bytes" })
        add("sha-256", asset.original?.checksum.rawValue)
        add("size", facts(asset))
        add("taken", asset.captured?.iso8601(in: .utc))
        add(
            "place",
            asset.place.map { "\($0.latitude), \($0.longitude) (\($0.isPublic ? "shown" : "kept from readers"))" })
        add("caption", asset.caption)
        add("credit", asset.credit.text)
        add("alt", asset.alt)
        for rendition in asset.renditions {
            let size = rendition.width > 0 ? "\(rendition.width) × \(rendition.height), " : ""
            add("rendition", "\(rendition.name)  \(rendition.purpose.rawValue), \(size)\(rendition.bytes) bytes")
        }
        return lines
    }
}
