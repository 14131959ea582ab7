import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

/// Real sources, made odd on purpose, and what ffprobe says of their renditions.
@Suite(.serialized) struct StreamTests {
    /// A source with something to see, and a beep and a white flash at the start of each second.
    private func source(
        _ name: String, _ bench: Bench, size: String = "640x360", rate: String = "25", seconds: Double = 9,
        video: [String] = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast"],
        audio: [String]? = ["-c:a", "aac"], filter: String = "null"
    ) async throws -> String {
        let flash = "drawbox=enable='lt(mod(t,1),0.04)':color=white:t=fill"
        var words = [
            "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=\(rate):duration=\(seconds)",
        ]
        if audio != nil {
            words += ["-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*880*t)*lt(mod(t,1),0.04)':s=48000:d=\(seconds)"]
        }
        words += ["-vf", "\(flash),\(filter)"] + video
        if let audio { words += audio }
        try await bench.run(.ffmpeg, words + [name])
        return bench.file(name)
    }

    private struct Probed: Decodable {
        struct Stream: Decodable {
            var codec_type: String?
            var codec_name: String?
            var width: Int?
            var height: Int?
            var pix_fmt: String?
            var color_space: String?
            var duration: String?
            var side_data_list: [[String: Never?]]?
        }
        struct Format: Decodable {
            var duration: String?
            var tags: [String: String]?
        }
        var streams: [Stream]
        var format: Format
        var video: Stream? { streams.first { $0.codec_type == "video" } }
        var audio: Stream? { streams.first { $0.codec_type == "audio" } }
        var seconds: Double { Double(format.duration ?? "") ?? 0 }
    }

    private func probe(_ path: String, _ bench: Bench) async throws -> Probed {
        let text = try await bench.run(
            .ffprobe,
            [
                "-v", "error", "-show_entries",
                "stream=codec_type,codec_name,width,height,pix_fmt,color_space,duration:format=duration:format_tags",
                "-of",
                "json", path,
            ])
        return try JSONDecoder().decode(Probed.self, from: Data(text.utf8))
    }

    /// Seconds of the keyframes of a file's picture.
    private func keyframes(_ path: String, _ bench: Bench) async throws -> [Double] {
        let text = try await bench.run(
            .ffprobe,
            ["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", path])
        return text.split(separator: "\n").filter { $0.contains("K") }.compactMap {
            Double($0.prefix { $0 != "," })
        }
    }

    /// Seconds between the white flashes and the beeps of a rendition.
    private func lag(_ path: String, _ bench: Bench) async throws -> Double {
        let seen = try await bench.run(
            .ffprobe,
            [
                "-v", "error", "-f", "lavfi", "-i", "movie=\(path),scale=64:36:flags=neighbor,signalstats",
                "-show_entries",
                "frame=pts_time:frame_tags=lavfi.signalstats.YAVG", "-of", "csv=p=0",
            ])
        let flashes: [Double] = seen.split(separator: "\n").compactMap { line in
            let parts: [Double] = line.split(separator: ",").compactMap { Double($0) }
            return parts.count == 2 && parts[1] > 215 ? parts[0] : nil
        }
        let heard = try await bench.run(
            .ffprobe,
            [
                "-v", "error", "-f", "lavfi", "-i",
                "amovie=\(path),asetnsamples=n=240:p=0,astats=metadata=1:reset=1", "-show_entries",
                "frame=pts_time:frame_tags=lavfi.astats.Overall.Peak_level", "-of", "csv=p=0",
            ])
        let beeps: [Double] = heard.split(separator: "\n").compactMap { line in
            let parts: [Substring] = line.split(separator: ",")
            guard parts.count == 2, let time = Double(parts[0]), let level = Double(parts[1]), level > -30 else {
                return nil
            }
            return time
        }
        // The second after the first, where nothing of the start blurs it.
        let flash = try #require(flashes.first { $0 > 0.5 }, "no flash in \(seen.prefix(300))")
        let beep = try #require(beeps.first { $0 > 0.5 }, "no beep in \(heard.prefix(300))")
        return beep - flash
    }

    @discardableResult
    private func check(
        _ path: String, _ bench: Bench, rungs: [String], seconds: Double, hasSound: Bool = true, isInSync: Bool = true
    ) async throws -> MadeStream {
        let facts = try await bench.workshop.identify(file: path)
        let made = try await bench.workshop.stream(file: path, facts: facts, into: bench.out)
        #expect(made.variants.map { "\($0.file.width)x\($0.file.height)" } == rungs)
        let isLarge = (facts.width ?? 0) * (facts.height ?? 0) >= 1280 * 720
        var starts: Set<[Int]> = []
        for variant in made.variants {
            let found = try await probe(variant.file.path, bench)
            #expect(found.video?.codec_name == "h264" && found.video?.pix_fmt == "yuv420p")
            #expect(
                found.video?.color_space == (facts.clip?.isHighDynamicRange == true || isLarge ? "bt709" : "smpte170m"))
            #expect(found.video?.width == variant.file.width && found.video?.height == variant.file.height)
            #expect((found.audio?.codec_name == "aac") == hasSound)
            #expect(abs(variant.playlist.duration - seconds) < 0.08, "\(variant.playlist.duration)")
            let keys = try await keyframes(variant.file.path, bench)
            starts.insert(keys.map { Int((($0 - keys[0]) * 1000).rounded()) })
            #expect(keys.count == variant.playlist.segments.count, "a keyframe for each segment")
            #expect(variant.facts.codecs.hasPrefix("avc1.") && variant.facts.codecs.contains("mp4a") == hasSound)
            #expect(variant.facts.peakBandwidth >= variant.facts.averageBandwidth)
        }
        if hasSound, isInSync, let last = made.variants.last {
            #expect(abs(try await lag(last.file.path, bench)) < 0.04)
        }
        #expect(starts.count == 1, "segments start at the same times in all rungs: \(starts)")
        let whole = try await probe(made.progressive.path, bench)
        #expect(abs(whole.seconds - seconds) < 0.12, "\(whole.seconds)")
        if hasSound, isInSync { #expect(abs(try await lag(made.progressive.path, bench)) < 0.04) }
        #expect(bench.leftovers.isEmpty)
        return made
    }

    @Test func `a clip becomes rungs with segments that start together, whole, coloured and in sync`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source("a.mp4", bench, size: "1280x720")
        let made = try await check(
            path, bench, rungs: ["1280x720", "960x540", "640x360", "426x240"], seconds: 9)
        #expect(made.variants[0].playlist.segments.map { Int($0.duration.rounded()) } == [4, 4, 1])
        #expect(made.variants[0].facts.frameRate == 25)
        let board = try #require(made.storyboard)
        #expect(board.sheet.width == 1440 && board.sheet.height == 90)
        let sheet = try await probe(board.sheet.path, bench)
        #expect(sheet.video?.width == 1440 && sheet.video?.height == 90)
    }

    @Test func `a telephone's clip that was held upright stands upright in every rung`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        _ = try await source("flat.mp4", bench)
        try await bench.run(
            .ffmpeg, ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", "turned.mp4"])
        try await check(bench.file("turned.mp4"), bench, rungs: ["360x640", "240x426"], seconds: 9)
    }

    @Test func `a clip without sound has a stream without sound`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source("mute.mp4", bench, seconds: 5, audio: nil)
        try await check(path, bench, rungs: ["640x360", "426x240"], seconds: 5, hasSound: false)
    }

    @Test func `frames that come unevenly are spaced evenly and stay with their sound`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(
            "vfr.mkv", bench,
            video: ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-fps_mode", "vfr"],
            filter: "select='not(between(mod(n,25),8,16))'")
        try await check(path, bench, rungs: ["640x360", "426x240"], seconds: 9)
    }

    @Test func `ten bits of HEVC become eight of H264`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(
            "ten.mkv", bench, seconds: 5,
            video: [
                "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-preset", "ultrafast", "-x265-params", "log-level=error",
            ])
        try await check(path, bench, rungs: ["640x360", "426x240"], seconds: 5)
    }

    @Test func `high dynamic range comes down to what ordinary screens show`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(
            "hdr.mkv", bench, seconds: 4,
            video: [
                "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-preset", "ultrafast", "-x265-params",
                "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
            ], audio: nil)
        let facts = try await bench.workshop.identify(file: path)
        #expect(facts.clip?.isHighDynamicRange == true)
        try await check(path, bench, rungs: ["640x360", "426x240"], seconds: 4, hasSound: false)
        let poster = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        #expect(poster.renditions.contains { $0.name == "poster-w640.jpg" })
    }

    @Test func `interlaced fields become whole frames`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(
            "fields.ts", bench, size: "720x576", seconds: 5,
            video: ["-c:v", "mpeg2video", "-b:v", "6M", "-flags", "+ilme+ildct", "-top", "1"], audio: ["-c:a", "mp2"],
            filter: "setfield=tff")
        #expect(try await bench.workshop.identify(file: path).clip?.isInterlaced == true)
        try await check(path, bench, rungs: ["674x540", "450x360", "300x240"], seconds: 5)
    }

    @Test func `odd sizes and a clip of two frames are streamed`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let odd = try await source(
            "odd.mkv", bench, size: "321x243", seconds: 4,
            video: ["-c:v", "libx264", "-pix_fmt", "yuv444p", "-preset", "ultrafast"])
        try await check(odd, bench, rungs: ["316x240"], seconds: 4)
        let brief = try await source("brief.mp4", bench, seconds: 0.08, audio: nil)
        let made = try await check(
            brief, bench, rungs: ["640x360", "426x240"], seconds: 0.08, hasSound: false)
        #expect(made.storyboard == nil)
    }

    @Test func `of many sound tracks the one that is meant to be heard is taken`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        _ = try await source("one.mkv", bench)
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-i", "one.mkv", "-f", "lavfi", "-i", "anullsrc=d=9", "-map", "0:v", "-map", "1:a",
                "-map",
                "0:a", "-c:v", "copy", "-c:a", "aac", "-disposition:a:0", "0", "-disposition:a:1", "default",
                "many.mkv",
            ])
        let facts = try await bench.workshop.identify(file: bench.file("many.mkv"))
        #expect(facts.clip?.sounds == 2 && facts.clip?.sound == 2)
        try await check(bench.file("many.mkv"), bench, rungs: ["640x360", "426x240"], seconds: 9)
    }

    @Test func `streams that browsers play are watchable at once, upright and without the place they were taken at`()
        async throws
    {
        let bench = try await Bench()
        defer { bench.remove() }
        _ = try await source("flat.mp4", bench)
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", "-metadata",
                "location=+50.1109+008.6821/", "-metadata", "artist=Somebody", "a.mov",
            ])
        let facts = try await bench.workshop.identify(file: bench.file("a.mov"))
        let embedded = try await bench.workshop.readMetadata(file: bench.file("a.mov"), facts: facts)
        #expect(embedded.hasLocation)
        #expect(abs((embedded.place?.latitude ?? 0) - 50.1109) < 0.001)
        #expect(embedded.place?.isPublic == false)
        var stamp = embedded
        stamp.credit = CreditParser.credit("Ana Roos / Northwire. © Northwire")
        let first = try await bench.workshop.firstClip(
            file: bench.file("a.mov"), facts: facts, stamp: stamp, into: bench.out)
        #expect(first.name == "first.mp4" && first.mimeType == "video/mp4")
        let found = try await probe(first.path, bench)
        #expect(found.format.tags?["location"] == nil)
        #expect(found.format.tags?["artist"] == "Ana Roos" && found.format.tags?["copyright"] == "© Northwire")
        #expect(abs(found.seconds - 9) < 0.1)
        let again = try await bench.workshop.identify(file: first.path)
        #expect(again.width == 360 && again.height == 640, "upright")
        stamp.credit = CreditParser.credit("Ida Holm / Coastwire. © Coastwire")
        let rendition = Rendition(
            name: first.name, purpose: .progressive, mimeType: first.mimeType, width: first.width, height: first.height,
            bytes: 1_000_000, checksum: try #require(Checksum(rawValue: String(repeating: "0", count: 64))))
        let later = bench.file("later")
        try FileManager.default.createDirectory(atPath: later, withIntermediateDirectories: false)
        let corrected = try await bench.workshop.stamped(
            rendition, file: first.path, stamp: stamp, milliseconds: 9000, into: later)
        #expect(corrected.name == first.name && corrected.width == first.width)
        let said = try await probe(corrected.path, bench)
        #expect(said.format.tags?["artist"] == "Ida Holm" && said.format.tags?["copyright"] == "© Coastwire")
        #expect(abs(said.seconds - 9) < 0.1 && said.video?.width == found.video?.width)
        let report = try await bench.run(.exiftool, ["-G1", "-s", "-GPS*", first.path])
        #expect(report.isEmpty, "\(report)")
    }

    @Test(arguments: [
        (
            "vp9.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"], ["-c:a", "libopus"],
            "first.webm"
        ),
        ("pcm.mov", ["-c:v", "libx264", "-pix_fmt", "yuv420p"], ["-c:a", "pcm_s16le"], "first.mp4"),
        ("old.avi", ["-c:v", "mpeg4"], ["-c:a", "mp2"], "first.mp4"),
        ("prores.mov", ["-c:v", "prores_ks", "-profile:v", "3"], ["-c:a", "pcm_s16le"], "first.mp4"),
    ])
    func `other cameras' clips are watchable first in a quick form`(
        name: String, video: [String], audio: [String], made: String
    ) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(name, bench, seconds: 4, video: video, audio: audio)
        let facts = try await bench.workshop.identify(file: path)
        var last = 0.0
        let first = try await bench.workshop.firstClip(file: path, facts: facts, into: bench.out) { last = $0 }
        #expect(first.name == made && last <= 1)
        let found = try await probe(first.path, bench)
        #expect(
            ["h264", "vp9"].contains(found.video?.codec_name) && ["aac", "opus"].contains(found.audio?.codec_name))
        #expect(abs(found.seconds - 4) < 0.12)
        #expect(abs(try await lag(first.path, bench)) < 0.04)
    }

    @Test(arguments: ["a.mp3", "a.flac", "a.opus", "a.wav"])
    func `a recording is heard in every browser, as loud as others, with its waveform`(name: String) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            ["-v", "error", "-f", "lavfi", "-i", "aevalsrc='0.02*sin(2*PI*440*t)*gt(t,3)':s=48000:d=8", name])
        let facts = try await bench.workshop.identify(file: bench.file(name))
        let first = try await bench.workshop.firstClip(file: bench.file(name), facts: facts, into: bench.out)
        #expect(first.name == (name == "a.mp3" ? "first.mp3" : "first.m4a"))
        let made = try await bench.workshop.sound(file: bench.file(name), facts: facts, into: bench.out)
        let found = try await probe(made.progressive.path, bench)
        #expect(found.audio?.codec_name == "aac" && abs(found.seconds - 8) < 0.15)
        let work = try WorkFolder(in: bench.out)
        defer { work.remove() }
        try work.link(MediaWorkshop.original, to: made.progressive.path)
        let again = try await bench.workshop.identify(file: made.progressive.path)
        let loudness = try #require(try await bench.workshop.loudness(again, in: work))
        #expect(abs(loudness.integrated - Loudness.target) < 1, "\(loudness)")
        let drawing = String(decoding: try Data(contentsOf: URL(filePath: made.waveform.path)), as: UTF8.self)
        #expect(drawing.contains("M0 31h3v2h-3z"), "quiet at first")
        #expect(drawing.contains("M956 "), "to the end")
    }

    @Test func `a chosen moment and a picture of the desk's stand for a clip`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source("a.mp4", bench, seconds: 5)
        let facts = try await bench.workshop.identify(file: path)
        let moment = try await bench.workshop.posterRenditions(
            file: path, facts: facts, from: .moment(3000), into: bench.out)
        #expect(moment.renditions.contains { $0.name == "poster-w640.jpg" })
        await #expect(throws: MediaError.self) {
            try await bench.workshop.posterRenditions(file: path, facts: facts, from: .moment(60_000), into: bench.out)
        }
        let picture = try await bench.picture("still.jpg", width: 900, height: 600)
        let own = try await bench.workshop.posterRenditions(
            file: path, facts: facts, from: .picture(picture), into: bench.out)
        #expect(own.renditions.contains { $0.name == "poster-w640.jpg" && $0.height == 427 })
        await #expect(throws: MediaError.self) {
            try await bench.workshop.posterRenditions(file: path, facts: facts, from: .picture(path), into: bench.out)
        }
    }

    @Test func `of blurred and sharp frames the poster takes a sharp one`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await source(
            "soft.mp4", bench, seconds: 10, audio: nil, filter: "gblur=sigma=12:enable='lt(t,6.5)'")
        let facts = try await bench.workshop.identify(file: path)
        let made = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        let poster = try #require(made.renditions.first { $0.name == "poster-w640.jpg" })
        try await bench.run(.ffmpeg, ["-v", "error", "-ss", "2", "-i", "soft.mp4", "-frames:v", "1", "soft.png"])
        try await bench.run(.ffmpeg, ["-v", "error", "-i", poster.path, "poster.png"])
        func edges(_ name: String) async throws -> Double {
            try await bench.vips("sobel", name, "edges.tif")
            return try #require(Double(try await bench.run(.vips, ["avg", "edges.tif"]).split { $0.isWhitespace }[0]))
        }
        #expect(try await edges("poster.png") > 1.5 * edges("soft.png"))
    }
}

/// Files that lie about what they are.
@Suite(.serialized) struct HostileClipTests {
    private func failure(of path: String, _ bench: Bench) async -> MediaError? {
        do throws(MediaError) {
            let facts = try await bench.workshop.identify(file: path)
            _ = try await bench.workshop.firstClip(file: path, facts: facts, into: bench.out)
            _ = try await bench.workshop.stream(file: path, facts: facts, into: bench.out)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a clip cut off in the middle says so`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4", "-c:v", "libx264",
                "-pix_fmt", "yuv420p", "whole.mp4",
            ])
        let whole = try Data(contentsOf: URL(filePath: bench.file("whole.mp4")))
        try whole.prefix(whole.count / 2).write(to: URL(filePath: bench.file("half.mp4")))
        #expect(await failure(of: bench.file("half.mp4"), bench)?.code == .truncated)
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `a thousand streams are refused`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(.ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "sine=duration=0.1", "one.wav"])
        var words: [String] = ["-v", "error", "-i", "one.wav"]
        for _ in 0..<1000 { words += ["-map", "0:a"] }
        try await bench.run(.ffmpeg, words + ["-c", "copy", "thousand.mkv"])
        let error = await failure(of: bench.file("thousand.mkv"), bench)
        #expect(error?.code == .tooManyStreams, "\(String(describing: error?.message)) \(error?.detail ?? "")")
    }

    @Test(arguments: ["#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n", "ffconcat version 1.0\nfile /etc/passwd\n"])
    func `a playlist is no clip, whatever it calls itself`(text: String) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try Data(text.utf8).write(to: URL(filePath: bench.file("clip.avi")))
        #expect(await failure(of: bench.file("clip.avi"), bench)?.code == .unsupported)
        // With the first bytes of an AVI the AVI demuxer alone sees it, and finds nothing.
        try Data("RIFF\u{10}\u{10}\u{0}\u{0}AVI LIST\(text)".utf8).write(to: URL(filePath: bench.file("worse.avi")))
        let error = await failure(of: bench.file("worse.avi"), bench)
        #expect(error != nil && error?.code != .toolFailed)
    }

    @Test func `an MP4 whose data lies in another file gives nothing of that file away`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-c:v", "rawvideo",
                "-pix_fmt", "yuv420p", "secret.mov",
            ])
        // The data reference says that the samples are in this file; here it is made to name another (QTFF dref/alis).
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: bench.file("secret.mov"))))
        let mark = Array("url ".utf8)
        let place = try #require(bytes.indices.first { $0 + 8 < bytes.count && bytes[$0..<$0 + 4].elementsEqual(mark) })
        bytes[place + 7] = 0
        try Data(bytes).write(to: URL(filePath: bench.file("outside.mov")))
        let error = await failure(of: bench.file("outside.mov"), bench)
        // Read as its own data or refused: either way no other file was opened.
        #expect(error == nil || error?.code == .damaged || error?.code == .truncated, "\(String(describing: error))")
    }

    @Test func `limits on frames' size and on length hold`() async throws {
        let bench = try await Bench(limits: MediaLimits(framePixels: 50_000, clipMilliseconds: 3000))
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=5:duration=1", "large.webm"])
        #expect(await failure(of: bench.file("large.webm"), bench)?.code == .tooManyPixels)
        try await bench.run(
            .ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=5", "long.webm"])
        #expect(await failure(of: bench.file("long.webm"), bench)?.code == .tooLong)
    }

    @Test func `mutated clips end as clips or with a reason and leave nothing behind`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1", "-f", "lavfi", "-i",
                "sine=duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "seed.mp4",
            ])
        let seed = [UInt8](try Data(contentsOf: URL(filePath: bench.file("seed.mp4"))))
        var state: UInt64 = 0x2545_F491_4F6C_DD1D
        func random(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
        for round in 0..<24 {
            var bytes = seed
            for _ in 0..<(1 + random(12)) { bytes[random(bytes.count)] = UInt8(random(256)) }
            if round % 5 == 0 { bytes.removeLast(random(bytes.count / 2)) }
            try Data(bytes).write(to: URL(filePath: bench.file("mutated.mp4")))
            if let error = await failure(of: bench.file("mutated.mp4"), bench) {
                #expect(error.code != .toolFailed, "round \(round): \(error.detail ?? "")")
            }
        }
        #expect(bench.leftovers.isEmpty)
    }
}
