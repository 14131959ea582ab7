package import NewsreelModel

/// What the makers of renditions have to know of a clip's or recording's streams.
package struct ClipFacts: Hashable, Sendable {
    /// The index of the moving picture among the file's streams; nil for sound alone.
    package var picture: Int?
    /// The index of the sound that is heard unless another is asked for; nil for silent clips.
    package var sound: Int?
    /// How many sound tracks there are.
    package var sounds: Int
    /// Frames a second that renditions keep, 1 to 60.
    package var frameRate: Double
    package var isInterlaced: Bool
    /// HDR (PQ or HLG), which has to be brought down for ordinary screens.
    package var isHighDynamicRange: Bool
    /// How the file says that its colours are to be read (ffmpeg's name of the matrix); nil where it does not.
    package var colours: String?
    /// What the streams can become without encoding their picture again.
    package var remux: Remux?

    /// A container that takes the streams as they are, and what becomes of the sound on the way.
    package struct Remux: Hashable, Sendable {
        package enum Container: Sendable, Hashable { case mp4, webm, mp3, m4a }
        package var container: Container
        /// False where the sound is coded anew for it.
        package var copiesSound: Bool
    }
}

extension ClipFacts {
    /// The facts of the streams that `probe` found.
    init(_ probe: ClipProbe, format: FileFormat) {
        let picture: ClipProbe.Stream? = probe.picture
        let sound: ClipProbe.Stream? = probe.sound
        self.picture = picture?.index
        self.sound = sound?.index
        sounds = (probe.streams ?? []).count { $0.codec_type == "audio" }
        frameRate = Self.frameRate(picture)
        isInterlaced = ["tt", "bb", "tb", "bt"].contains(picture?.field_order ?? "")
        isHighDynamicRange = ["smpte2084", "arib-std-b67"].contains(picture?.color_transfer ?? "")
        colours = picture?.color_space == "unknown" ? nil : picture?.color_space
        remux = nil
        remux = Self.remux(picture, sound, format: format, isInterlaced: isInterlaced)
    }

    /// The mean rate, brought to a usual one where it lies next to it; phones vary theirs from frame to frame.
    private static func frameRate(_ picture: ClipProbe.Stream?) -> Double {
        let mean: Double = fraction(picture?.avg_frame_rate) ?? fraction(picture?.r_frame_rate) ?? 25
        let usual: [Double] = [
            24_000.0 / 1001, 24, 25, 30_000.0 / 1001, 30, 48, 50, 60_000.0 / 1001, 60, 12, 12.5, 15, 10,
        ]
        if let near = usual.filter({ abs($0 - mean) / $0 < 0.02 }).min(by: { abs($0 - mean) < abs($1 - mean) }) {
            return near
        }
        // Twice the frames of a slow-motion camera are more than any screen here shows.
        if mean > 60 { return mean.truncatingRemainder(dividingBy: 50) == 0 ? 50 : 60 }
        return max(1, mean)
    }

    private static func fraction(_ text: String?) -> Double? {
        let parts: [Double] = (text ?? "").split(separator: "/").compactMap { Double($0) }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0, parts[0] / parts[1] <= 1000 else { return nil }
        return parts[0] / parts[1]
    }

    private static func remux(
        _ picture: ClipProbe.Stream?, _ sound: ClipProbe.Stream?, format: FileFormat, isInterlaced: Bool
    ) -> Remux? {
        let heard = sound?.codec_name
        guard let picture else {
            switch heard {
            case "aac": return Remux(container: .m4a, copiesSound: true)
            case "mp3": return Remux(container: .mp3, copiesSound: true)
            default: return nil
            }
        }
        let pixels = picture.pix_fmt ?? ""
        switch picture.codec_name {
        // AVI has no times of presentation, so that pictures which are coded out of order would come out of order.
        case "h264" where !isInterlaced && format != .avi && ["yuv420p", "yuvj420p"].contains(pixels):
            return Remux(container: .mp4, copiesSound: heard == nil || ["aac", "mp3"].contains(heard))
        case "vp8", "vp9", "av1":
            guard [.webm, .matroska].contains(format), pixels == "yuv420p" else { return nil }
            return Remux(container: .webm, copiesSound: heard == nil || ["opus", "vorbis"].contains(heard))
        default: return nil
        }
    }
}
