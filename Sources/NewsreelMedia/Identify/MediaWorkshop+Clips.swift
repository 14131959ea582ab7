import FoundationEssentials
import NewsreelModel

extension MediaWorkshop {
    /// Facts about a clip or recording, from the one demuxer that its contents name.
    func clipFacts(_ known: MediaFacts, in work: WorkFolder) async throws(MediaError) -> MediaFacts {
        let noun = known.kind == .audio ? "recording" : "clip"
        let entries =
            "format=duration:stream=codec_type,codec_name,profile,pix_fmt,width,height,duration,sample_aspect_ratio"
            + ":stream_side_data=rotation:stream_disposition=attached_pic"
        let output = try await run(
            .ffprobe,
            ["-v", "error"] + Self.input(known.format) + ["-show_entries", entries, "-of", "json"],
            in: work, limits: .glance, noun: noun)
        guard let probe = try? JSONDecoder().decode(ClipProbe.self, from: Data(output.bytes)) else {
            throw MediaError.damaged(noun, detail: output.complaints)
        }
        var facts = known
        let picture: ClipProbe.Stream? = probe.streams?.first { $0.isMovingPicture }
        let sound: ClipProbe.Stream? = probe.streams?.first { $0.codec_type == "audio" }
        guard picture != nil || sound != nil else {
            throw MediaError(
                .damaged, "The \(noun) holds neither picture nor sound. Ask for another copy.",
                detail: output.complaints)
        }
        facts.videoCodec = picture?.codec_name
        facts.audioCodec = sound?.codec_name
        facts.duration = probe.duration
        if let picture {
            facts.kind = .video
            (facts.width, facts.height) = picture.uprightSize
            guard facts.width != nil else { throw MediaError.damaged(noun, detail: output.complaints) }
        } else {
            facts.kind = .audio
            facts.nameAsSound()
        }
        facts.playback = Playback(format: known.format, picture: picture, sound: sound)
        return facts
    }

    /// The words that let ffmpeg open `original` and nothing else.
    static func input(_ format: FileFormat) -> [String] {
        ["-protocol_whitelist", "file,pipe", "-f", format.demuxer ?? "mov", "-i", "file:\(original)"]
    }
}

extension MediaFacts {
    /// A container of clips that holds sound alone is a recording.
    fileprivate mutating func nameAsSound() {
        switch format {
        case .mp4, .quickTime: (mimeType, fileExtension) = ("audio/mp4", "m4a")
        case .webm: mimeType = "audio/webm"
        case .matroska: mimeType = "audio/matroska"
        default: break
        }
    }
}

/// What ffprobe says of a clip.
struct ClipProbe: Decodable, Sendable {
    struct Format: Decodable, Sendable {
        var duration: String?
    }

    struct Stream: Decodable, Sendable {
        struct Disposition: Decodable, Sendable { var attached_pic: Int? }
        struct SideData: Decodable, Sendable { var rotation: Double? }

        var codec_type: String?
        var codec_name: String?
        var profile: String?
        var pix_fmt: String?
        var width: Int?
        var height: Int?
        var duration: String?
        var sample_aspect_ratio: String?
        var disposition: Disposition?
        var side_data_list: [SideData]?

        /// False for sound, and for the cover of a record.
        var isMovingPicture: Bool { codec_type == "video" && disposition?.attached_pic != 1 }

        /// Pixels as seen: square, and turned as the file says.
        var uprightSize: (width: Int?, height: Int?) {
            guard let width, let height, width > 0, height > 0 else { return (nil, nil) }
            let shape: [Int] = (sample_aspect_ratio ?? "").split(separator: ":").compactMap { Int($0) }
            var wide = width
            if shape.count == 2, shape[0] > 0, shape[1] > 0, shape[0] != shape[1] {
                wide = max(1, Int((Double(width) * Double(shape[0]) / Double(shape[1])).rounded()))
            }
            let turn: Double = side_data_list?.compactMap(\.rotation).first ?? 0
            guard turn.isFinite, abs(turn) <= 3600 else { return (wide, height) }
            let isTurned = abs(Int(turn.rounded())) % 180 == 90
            return isTurned ? (height, wide) : (wide, height)
        }
    }

    var streams: [Stream]?
    var format: Format?

    /// Milliseconds; nil where the file does not say.
    var duration: Int? {
        let said: [String] = [format?.duration].compactMap { $0 } + (streams ?? []).compactMap(\.duration)
        let seconds: Double? = said.lazy.compactMap { Double($0) }.first { $0.isFinite && $0 > 0 && $0 < 1e9 }
        return seconds.map { Int(($0 * 1000).rounded()) }
    }
}

extension Playback {
    /// Whether the browsers of today play these streams in this container.
    init(format: FileFormat, picture: ClipProbe.Stream?, sound: ClipProbe.Stream?) {
        let heard = sound?.codec_name
        let seen = picture?.codec_name
        switch format {
        case .mp4, .m4a:
            if let seen, seen != "h264" {
                self = .needsConversion(reason: "Its picture is coded as \(seen), which not every browser plays.")
            } else if let pixels = picture?.pix_fmt, !["yuv420p", "yuvj420p"].contains(pixels) {
                self = .needsConversion(reason: "Its colours are stored as \(pixels), which browsers do not play.")
            } else if let heard, !["aac", "mp3"].contains(heard) {
                self = .needsConversion(reason: "Its sound is coded as \(heard), which not every browser plays.")
            } else {
                self = .direct
            }
        case .webm:
            if let seen, !["vp8", "vp9", "av1"].contains(seen) {
                self = .needsConversion(reason: "Its picture is coded as \(seen), which WebM does not allow.")
            } else if let heard, !["opus", "vorbis"].contains(heard) {
                self = .needsConversion(reason: "Its sound is coded as \(heard), which WebM does not allow.")
            } else {
                self = .direct
            }
        case .mp3, .aac, .flac:
            self = .direct
        case .ogg:
            let plays = picture == nil && ["opus", "vorbis", "flac"].contains(heard ?? "")
            self = plays ? .direct : .needsConversion(reason: "Ogg with these streams is not played by every browser.")
        case .wav:
            let plays = ["pcm_s16le", "pcm_u8", "pcm_s24le", "pcm_f32le"].contains(heard ?? "")
            self = plays ? .direct : .needsConversion(reason: "Its sound is coded as \(heard ?? "nothing known").")
        default:
            self = .needsConversion(
                reason: "Browsers do not play .\(format.fileExtension) files. The clip is converted first.")
        }
    }
}
