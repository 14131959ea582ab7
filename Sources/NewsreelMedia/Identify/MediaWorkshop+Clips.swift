import FoundationEssentials
import NewsreelModel

extension MediaWorkshop {
    /// Facts about a clip or recording, from the one demuxer that its contents name.
    func clipFacts(_ known: MediaFacts, in work: WorkFolder) async throws(MediaError) -> MediaFacts {
        let noun = known.kind == .audio ? "recording" : "clip"
        let entries =
            "format=duration:stream=index,codec_type,codec_name,profile,pix_fmt,width,height,duration"
            + ",sample_aspect_ratio,avg_frame_rate,r_frame_rate,field_order,color_space,color_transfer,channels"
            + ":stream_side_data=rotation:stream_disposition=attached_pic,default"
        let output: ToolOutput
        do throws(MediaError) {
            output = try await run(
                .ffprobe,
                ["-v", "error"] + Self.input(known.format) + ["-show_entries", entries, "-of", "json"],
                in: work, limits: .probe, noun: noun)
        } catch {
            // ffprobe opens every stream before it says how many there are.
            if error.code == .timedOut || error.code == .outOfMemory { throw Self.tooMuch(noun, error.detail) }
            throw error
        }
        guard let probe = try? JSONDecoder().decode(ClipProbe.self, from: Data(output.bytes)) else {
            throw MediaError.damaged(noun, detail: output.complaints)
        }
        guard (probe.streams ?? []).count <= limits.streams else {
            throw MediaError(
                .tooManyStreams,
                "The \(noun) holds \((probe.streams ?? []).count) streams; Newsreel takes \(limits.streams). Export it "
                    + "with one picture and the sound tracks that are needed.")
        }
        let picture = probe.picture
        let sound = probe.sound
        guard picture != nil || sound != nil else {
            throw MediaError(
                .damaged, "The \(noun) holds neither picture nor sound. Ask for another copy.",
                detail: output.complaints)
        }
        var facts = known
        facts.videoCodec = picture?.codec_name
        facts.audioCodec = sound?.codec_name
        facts.duration = probe.duration
        if let picture {
            facts.kind = .video
            (facts.width, facts.height) = picture.uprightSize
            guard let width = facts.width, let height = facts.height else {
                throw MediaError.damaged(noun, detail: output.complaints)
            }
            guard width <= limits.framePixels, height <= limits.framePixels, width * height <= limits.framePixels else {
                throw MediaError(
                    .tooManyPixels,
                    "The clip's frames measure \(width) × \(height) pixels; Newsreel takes "
                        + "\(limits.framePixels / 1_000_000) million pixels. Export it at a smaller size.")
            }
        } else {
            facts.kind = .audio
            facts.nameAsSound()
        }
        facts.clip = ClipFacts(probe, format: known.format)
        if facts.duration == nil { facts.duration = try await measuredDuration(facts, noun, in: work) }
        guard (facts.duration ?? 0) <= limits.clipMilliseconds else {
            throw MediaError(
                .tooLong,
                "The \(noun) plays for \((facts.duration ?? 0) / 3_600_000) hours; Newsreel takes "
                    + "\(limits.clipMilliseconds / 3_600_000). Cut it into parts.")
        }
        return facts
    }

    private static func tooMuch(_ noun: String, _ detail: String?) -> MediaError {
        MediaError(
            .tooManyStreams,
            "The \(noun) could not be looked through in time: it holds more streams or headers than a camera writes. "
                + "Export it with one picture and one sound track.", detail: detail)
    }

    /// Milliseconds of a file that does not say how long it plays, such as a browser's own recording: its packets are
    /// counted through without being decoded.
    private func measuredDuration(
        _ facts: MediaFacts, _ noun: String, in work: WorkFolder
    ) async throws(MediaError) -> Int? {
        let stream = facts.clip?.picture ?? facts.clip?.sound ?? 0
        _ = try await run(
            .ffmpeg,
            ["-v", "error", "-nostdin", "-y"] + Self.input(facts.format)
                + ["-map", "0:\(stream)", "-c", "copy", "-progress", "file:length.txt", "-f", "null", "-"],
            in: work, limits: limits.work, noun: noun)
        return EncodingProgress.microseconds(in: work.file("length.txt")).map { Int($0 / 1000) }
    }

    /// The words that let ffmpeg open `original` and nothing else.
    static func input(_ format: FileFormat, _ name: String = original) -> [String] {
        ["-protocol_whitelist", "file,pipe", "-f", format.demuxer ?? "mov", "-i", "file:\(name)"]
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
        struct Disposition: Decodable, Sendable {
            var attached_pic: Int?
            var `default`: Int?
        }
        struct SideData: Decodable, Sendable { var rotation: Double? }

        var index: Int
        var codec_type: String?
        var codec_name: String?
        var profile: String?
        var pix_fmt: String?
        var width: Int?
        var height: Int?
        var duration: String?
        var sample_aspect_ratio: String?
        var avg_frame_rate: String?
        var r_frame_rate: String?
        var field_order: String?
        var color_space: String?
        var color_transfer: String?
        var channels: Int?
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

    /// The moving picture: the one that the file names as its default, else the first.
    var picture: Stream? { preferred { $0.isMovingPicture } }
    /// The sound, chosen in the same way.
    var sound: Stream? { preferred { $0.codec_type == "audio" && ($0.channels ?? 1) > 0 } }

    private func preferred(_ isWanted: (Stream) -> Bool) -> Stream? {
        let found: [Stream] = (streams ?? []).filter(isWanted)
        return found.first { $0.disposition?.default == 1 } ?? found.first
    }

    /// Milliseconds; nil where the file does not say.
    var duration: Int? {
        let said: [String] = [format?.duration].compactMap { $0 } + (streams ?? []).compactMap(\.duration)
        let seconds: Double? = said.lazy.compactMap { Double($0) }.first { $0.isFinite && $0 > 0 && $0 < 1e9 }
        return seconds.map { Int(($0 * 1000).rounded()) }
    }
}
