/// A picture, clip, recording or document with everything known of it.
package struct MediaAsset: Hashable, Sendable, Codable {
    package let id: MediaID
    package var kind: MediaKind
    package var state: MediaState
    /// The file as it was handed in; nil while only its caption and credit are known.
    package var original: Original?
    /// Upright size in pixels; nil until probed, and for sound and documents.
    package var width: Int?
    package var height: Int?
    /// Milliseconds of playing time; nil for pictures and documents.
    package var duration: Int?
    package var caption: String?
    package var credit: CreditChain
    package var alt: String?
    package var rights: MediaRights
    /// The point that crops keep; nil is the middle.
    package var focus: FocalPoint?
    /// A `data:` URI of a picture a few hundred bytes small, shown until the real one is there.
    package var preview: String?
    package var renditions: [Rendition]
    /// When the camera says it was taken.
    package var captured: Timestamp?
    /// Where the camera says it was taken.
    package var place: CapturePlace?
    /// The still that the desk chose for a clip; nil leaves the choice to Newsreel.
    package var poster: PosterChoice?
    package let created: Timestamp
    package var updated: Timestamp

    package init(
        id: MediaID, kind: MediaKind, state: MediaState, original: Original? = nil, width: Int? = nil,
        height: Int? = nil, duration: Int? = nil, caption: String? = nil, credit: CreditChain = CreditChain(),
        alt: String? = nil, rights: MediaRights = MediaRights(), focus: FocalPoint? = nil, preview: String? = nil,
        renditions: [Rendition] = [], captured: Timestamp? = nil, place: CapturePlace? = nil,
        poster: PosterChoice? = nil, created: Timestamp, updated: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.original = original
        self.width = width
        self.height = height
        self.duration = duration
        self.caption = caption
        self.credit = credit
        self.alt = alt
        self.rights = rights
        self.focus = focus
        self.preview = preview
        self.renditions = renditions
        self.captured = captured
        self.place = place
        self.poster = poster
        self.created = created
        self.updated = updated
    }
}

extension MediaAsset {
    /// True for what is watched or heard.
    package var isPlayed: Bool { kind == .video || kind == .audio }
}

package enum MediaKind: String, Sendable, Codable, CaseIterable {
    case image, video, audio, document
}

/// Whether there is something to show yet.
package enum MediaState: Hashable, Sendable {
    /// Only caption and credit are known; the file has not been handed in.
    case awaited
    /// The file is here, its renditions are being made.
    case processing
    case ready
    /// Nothing can be shown of it, for the reason given in words for a reporter.
    case failed(reason: String)

    package var name: String {
        switch self {
        case .awaited: "awaited"
        case .processing: "processing"
        case .ready: "ready"
        case .failed: "failed"
        }
    }

    package var failure: String? {
        if case .failed(let reason) = self { reason } else { nil }
    }

    /// The state of a stored name and reason; nil for a name that is none.
    package init?(name: String, failure: String?) {
        switch name {
        case "awaited": self = .awaited
        case "processing": self = .processing
        case "ready": self = .ready
        case "failed": self = .failed(reason: failure ?? "")
        default: return nil
        }
    }
}

extension MediaState: Codable {
    private enum Key: String, CodingKey { case name, failure }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .name)
        let failure = try container.decodeIfPresent(String.self, forKey: .failure)
        guard let state = MediaState(name: name, failure: failure) else {
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: container, debugDescription: "no media state is called \(name)")
        }
        self = state
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(failure, forKey: .failure)
    }
}

/// The file as it came from the camera, the agency or the reporter.
package struct Original: Hashable, Sendable, Codable {
    package var checksum: Checksum
    package var bytes: Int
    /// By content, never by name: `image/jpeg`.
    package var mimeType: String
    /// The name it came with, for downloads; no path.
    package var filename: String

    package init(checksum: Checksum, bytes: Int, mimeType: String, filename: String) {
        self.checksum = checksum
        self.bytes = bytes
        self.mimeType = mimeType
        self.filename = filename
    }
}

/// The SHA-256 of some bytes as 64 lower-case hexadecimal digits: the name of a blob.
package struct Checksum: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    /// Nil for anything but 64 lower-case hexadecimal digits.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 64,
            rawValue.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}

/// What readers and partners may do with it.
package struct MediaRights: Hashable, Sendable, Codable {
    /// Readers may download the original.
    package var download: Bool
    /// Terms in words, from the file or the desk.
    package var usage: String?

    package init(download: Bool = false, usage: String? = nil) {
        self.download = download
        self.usage = usage
    }
}

/// A point of a picture as fractions from its left and top edges, each 0 to 1.
package struct FocalPoint: Hashable, Sendable, Codable {
    package let x: Double
    package let y: Double

    /// Nil outside 0...1.
    package init?(x: Double, y: Double) {
        guard (0...1).contains(x), (0...1).contains(y) else { return nil }
        self.x = x
        self.y = y
    }
}

/// Where a camera was, in degrees (WGS 84).
package struct CapturePlace: Hashable, Sendable, Codable {
    package let latitude: Double
    package let longitude: Double
    /// Whether readers may know it; the desk decides, and until then nobody outside learns of it.
    package var isPublic: Bool

    /// Nil for degrees that no place on Earth has.
    package init?(latitude: Double, longitude: Double, isPublic: Bool = false) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
        self.isPublic = isPublic
    }
}

/// The still that stands for a clip, as chosen by the desk.
package enum PosterChoice: Hashable, Sendable, Codable {
    /// The frame at this time, in milliseconds.
    case moment(Int)
    /// A picture of its own, by the blob that holds it.
    case picture(Checksum)
}
