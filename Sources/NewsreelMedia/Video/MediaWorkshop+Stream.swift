import FoundationEssentials
package import NewsreelModel

/// The adaptive stream of a clip and what is made from it, in the folder where it was asked for.
package struct MadeStream: Sendable, Hashable {
    /// A rung's file with the playlist that leads into it.
    package struct Variant: Sendable, Hashable {
        package let file: MadeRendition
        package let playlist: MediaPlaylist
        package let facts: StreamFacts
        /// What the playlist is to be called.
        package let playlistName: String
    }

    /// Largest first.
    package let variants: [Variant]
    /// A clip in one file, for browsers without streams and for downloads.
    package let progressive: MadeRendition
    /// Nil for a clip that is too short for one.
    package let storyboard: MadeStoryboard?
}

extension MediaWorkshop {
    /// Makes all rungs of a clip in one reading of it, then what is made from them. `progress` is 0 to 1. The rungs say
    /// nothing of themselves: who watches one cannot be given another when a credit is corrected, and who takes a clip
    /// away takes the whole file.
    package func stream(
        file: String, facts: MediaFacts, stamp: EmbeddedMetadata = EmbeddedMetadata(), into folder: String,
        progress: (Double) async -> Void = { _ in }
    ) async throws(MediaError) -> MadeStream {
        guard facts.kind == .video, let clip = facts.clip, let picture = clip.picture, let width = facts.width,
            let height = facts.height
        else { throw MediaError(.unsupported, "This is not a clip.") }
        let work = try WorkFolder(in: temporaryFolder)
        defer { work.remove() }
        try work.link(Self.original, to: file)
        let rungs = StreamLadder.rungs(width: width, height: height, frameRate: clip.frameRate)
        guard let top = rungs.first, let last = rungs.last else { throw MediaError.damaged("clip") }
        let loudness = try await loudness(facts, in: work)
        let milliseconds = facts.duration ?? 0
        let filters = PictureFilters(clip: clip, width: width, height: height)
        let storyboard = Storyboard(milliseconds: milliseconds, width: last.width, height: last.height)
        let bytes = top.mostBits / 8 * (milliseconds / 1000 + 10) * 2 + 50_000_000
        try await encode(
            Self.input(facts.format)
                + Self.ladder(
                    rungs, filters: filters, picture: picture, sound: clip.sound, loudness: loudness,
                    storyboard: storyboard)
                + EmbeddedMetadata().clipArguments + Self.segmenting(rungs, hasSound: clip.sound != nil)
                + (storyboard?.output ?? []),
            milliseconds: milliseconds, in: work,
            limits: .encoding(milliseconds: milliseconds, bytes: bytes, addressSpace: 12_000_000_000), noun: "clip",
            progress: { await progress(0.95 * $0) })

        let coded = Self.codecs(try text("ladder.m3u8", in: work))
        var variants: [(StreamRung, MediaPlaylist, StreamFacts)] = []
        for rung in rungs {
            guard let playlist = MediaPlaylist(try text("\(rung.name).m3u8", in: work)),
                let codecs = coded["\(rung.name).m3u8"]
            else { throw MediaError.damaged("clip", detail: "no playlist for \(rung.name)") }
            variants.append(
                (
                    rung, playlist,
                    StreamFacts(
                        codecs: codecs, frameRate: clip.frameRate, peakBandwidth: playlist.peakBandwidth,
                        averageBandwidth: playlist.averageBandwidth)
                ))
        }
        // The largest rung up to 720: what a desktop shows well and a phone still loads.
        let single = rungs.first { $0.shortSide <= 720 } ?? last
        try await copy(
            "\(single.name).mp4", to: "play.mp4", .mp4, stamp: stamp, milliseconds: milliseconds, bytes: bytes, in: work
        )
        await progress(0.98)
        var products: [Product] = rungs.map { Product("\($0.name).mp4", .variant, "video/mp4", $0.width, $0.height) }
        products.append(Product("play.mp4", .progressive, "video/mp4", single.width, single.height))
        if let storyboard {
            products.append(
                Product(Storyboard.sheet, .storyboard, "image/jpeg", storyboard.sheetWidth, storyboard.sheetHeight))
        }
        let made = try deliver(products, from: work, to: folder)
        await progress(1)
        return MadeStream(
            variants: zip(variants, made).map { variant, file in
                MadeStream.Variant(
                    file: file, playlist: variant.1, facts: variant.2, playlistName: "\(variant.0.name).m3u8")
            },
            progressive: made[rungs.count],
            storyboard: storyboard.map { MadeStoryboard(sheet: made[rungs.count + 1], storyboard: $0) })
    }

    /// The words that scale and code every rung, hear the sound once for all of them, and put stills on the storyboard.
    private static func ladder(
        _ rungs: [StreamRung], filters: PictureFilters, picture: Int, sound: Int?, loudness: Loudness?,
        storyboard: Storyboard?
    ) -> [String] {
        let outlets: [String] = rungs.indices.map { "[s\($0)]" } + (storyboard == nil ? [] : ["[stills]"])
        var graph = "[0:\(picture)]" + (filters.frames + ["split=\(outlets.count)"]).joined(separator: ",")
        graph += outlets.joined()
        for (number, rung) in rungs.enumerated() {
            graph += ";[s\(number)]" + filters.scaled(rung).joined(separator: ",") + "[v\(number)]"
        }
        if let storyboard { graph += ";[stills]" + storyboard.filters(filters).joined(separator: ",") + "[board]" }
        if let sound {
            let heard: [String] = (loudness?.filters ?? []) + [Loudness.stereo, "asplit=\(rungs.count)"]
            graph += ";[0:\(sound)]" + heard.joined(separator: ",") + rungs.indices.map { "[a\($0)]" }.joined()
        }
        var words: [String] = ["-filter_complex", graph]
        for number in rungs.indices {
            words += ["-map", "[v\(number)]"]
            if sound != nil { words += ["-map", "[a\(number)]"] }
        }
        words += ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "22"]
        for (number, rung) in rungs.enumerated() {
            words += ["-maxrate:v:\(number)", "\(rung.mostBits)", "-bufsize:v:\(number)", "\(rung.mostBits * 3 / 2)"]
        }
        // Keyframes at the same times in all rungs, and only where a segment begins or a scene is very long.
        words += [
            "-force_key_frames", "expr:gte(t,n_forced*\(StreamLadder.segment))", "-sc_threshold", "0", "-g", "1000",
        ]
        words += filters.colourTags
        if sound != nil {
            words += ["-c:a", "aac", "-b:a", "128k"]
        }
        return words
    }

    /// The words that cut every rung into segments of one file each.
    private static func segmenting(_ rungs: [StreamRung], hasSound: Bool) -> [String] {
        let streams: [String] = rungs.enumerated().map { number, rung in
            "v:\(number)" + (hasSound ? ",a:\(number)" : "") + ",name:\(rung.shortSide)"
        }
        return [
            "-f", "hls", "-hls_time", "\(StreamLadder.segment)", "-hls_playlist_type", "vod", "-hls_segment_type",
            "fmp4",
            "-hls_flags", "single_file+independent_segments", "-var_stream_map", streams.joined(separator: " "),
            "-master_pl_name", "ladder.m3u8", "-hls_segment_filename", "v%v.mp4", "v%v.m3u8",
        ]
    }

    /// The `CODECS` of each playlist that ffmpeg's own list of rungs names (RFC 8216 §4.3.4.2), by its URI.
    private static func codecs(_ list: String) -> [String: String] {
        var found: [String: String] = [:]
        var codecs: String?
        for line in list.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#EXT-X-STREAM-INF:"), let quoted = line.split(separator: "CODECS=\"").last {
                codecs = String(quoted.prefix { $0 != "\"" })
            } else if !line.hasPrefix("#"), let known = codecs {
                found[String(line)] = known
                codecs = nil
            }
        }
        return found
    }

    private func text(_ name: String, in work: WorkFolder) throws(MediaError) -> String {
        guard let bytes = FileManager.default.contents(atPath: work.file(name)) else {
            throw MediaError.damaged("clip", detail: "ffmpeg wrote no \(name)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
