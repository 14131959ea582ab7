import Foundation
import NewsreelModel
import NewsreelStore
import Subprocess
import SystemPackage
import Testing

/// Clips through the whole newsroom: added, worked on, interrupted, served.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ClipJobTests {
    private func ffmpeg(_ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name("ffmpeg"), arguments: Arguments(["-v", "error", "-y"] + arguments), environment: .inherit,
            output: .discarded, error: .string(limit: 65_536))
        try #require(result.terminationStatus == .exited(0), "\(result.standardError ?? "")")
    }

    /// A clip with picture and sound.
    private func clip(
        _ name: String, size: String = "640x360", seconds: Int = 9, codec: String = "libx264", in folder: TestFolder
    ) async throws -> String {
        let path = folder.path + "/" + name
        try await ffmpeg([
            "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=25:duration=\(seconds)", "-f", "lavfi", "-i",
            "sine=frequency=440:duration=\(seconds)", "-c:v", codec, "-pix_fmt", "yuv420p", "-c:a", "aac", path,
        ])
        return path
    }

    private func add(_ data: String, _ arguments: String...) async throws -> [String: Any] {
        let run = try await Binary.run(["media", "add", "--data", data, "--json"] + arguments)
        try #require(run.code == 0, "\(run.errors)")
        return try #require(try run.objects().first)
    }

    private func show(_ data: String, _ id: String) async throws -> [String: Any] {
        let run = try await Binary.run("media", "show", "--data", data, "--json", id)
        try #require(run.code == 0, "\(run.errors)")
        return try #require(try run.objects().first)
    }

    /// The names of an asset's renditions with their sizes in bytes.
    private func renditions(_ asset: [String: Any]) -> [String: Int] {
        let list = asset["renditions"] as? [[String: Any]] ?? []
        return Dictionary(
            list.map { ($0["name"] as? String ?? "", $0["bytes"] as? Int ?? 0) },
            uniquingKeysWith: { first, _ in first })
    }

    private func jobs(_ data: String, _ arguments: String...) async throws -> [String] {
        let run = try await Binary.run(["jobs", "--data", data] + arguments)
        try #require(run.code == 0, "\(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    @Test func `a clip that was added leads a story and is served as a stream of ranges`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await clip("gate.mp4", in: folder)
        let asset = try await add(data, "--caption", "The gate falls.", "--credit", "Ines Marr/Coastwire", file)
        let id = try #require(asset["id"] as? String)
        #expect(asset["state"] as? String == "ready" && asset["kind"] as? String == "video")
        #expect(asset["duration"] as? Double ?? 0 > 8.9)
        let made = renditions(asset)
        for name in ["first.mp4", "play.mp4", "v360.mp4", "v360.m3u8", "v240.mp4", "storyboard.jpg", "storyboard.vtt"] {
            #expect(made[name, default: 0] > 0, "\(name) in \(made.keys.sorted())")
        }
        let story = try await folder.publish("The gate falls", in: data, media: ["--media", id])
        let server = try await ServerProcess(data: data, in: folder, "worker.enabled=false")
        #expect(try server.page(story).contains("Ines Marr"))

        let master = try server.get("/media/\(id)/stream/master.m3u8")
        #expect(master.status == 200 && master.headers["content-type"] == "application/vnd.apple.mpegurl")
        let lines = master.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("#EXT-X-STREAM-INF:") }.count == 2)
        #expect(
            lines.contains {
                $0.contains("RESOLUTION=640x360") && $0.contains("FRAME-RATE=25.000") && $0.contains("avc1.")
                    && $0.contains("AVERAGE-BANDWIDTH=")
            }, "\(master.text)")
        let list = try #require(lines.last { $0.hasPrefix("/media/") })
        let playlist = try server.get(list)
        #expect(playlist.status == 200 && playlist.headers["content-type"] == "application/vnd.apple.mpegurl")
        #expect(playlist.headers["cache-control"]?.contains("immutable") == true)
        let uri = try #require(
            playlist.text.split(separator: "\n").last { !$0.hasPrefix("#") }.map { String($0.dropFirst(2)) })
        #expect(try server.get("/media/\(id)\(uri)").status == 200, "\(uri)")
        #expect(try server.get("/media/nothing/stream/master.m3u8").status == 404)
    }

    @Test func `a credit that is corrected is corrected in the files that readers download`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await clip("gate.mp4", seconds: 3, in: folder)
        let tone = folder.path + "/tone.wav"
        try await ffmpeg(["-f", "lavfi", "-i", "sine=frequency=440:duration=3", tone])
        let ids = [
            try #require(try await add(data, "--credit", "Ines Marr/Coastwire", file)["id"] as? String),
            try #require(try await add(data, "--credit", "Ines Marr/Coastwire", tone)["id"] as? String),
        ]
        let server = try await ServerProcess(data: data, in: folder)
        let newsroom = try await Newsroom.open(at: data)
        for id in ids {
            let asset = try #require(try await newsroom.media(MediaID(rawValue: id)))
            #expect(try await artists(of: asset, in: newsroom) == ["Ines Marr", "Ines Marr"])
            let before = MediaDescription(asset)
            var after = before
            after.credit = CreditParser.credit("Vera Olsen/Coastwire")
            _ = try await newsroom.describe(
                asset.id, as: after, onto: try before.version, by: Actor(name: "Test", address: ""))
            try await eventually("no job is left", within: 60) {
                let counts = try await newsroom.jobCounts()
                return Set(counts.keys) == ["done"] ? true : nil
            }
            let stamped = try #require(try await newsroom.media(asset.id))
            #expect(try await artists(of: stamped, in: newsroom) == ["Vera Olsen", "Vera Olsen"])
            #expect(Set(stamped.renditions.map(\.name)).isSuperset(of: asset.renditions.map(\.name)))
        }
        try await newsroom.close()
        _ = server
    }

    /// Who made it, as each file says that plays in one piece.
    private func artists(of asset: MediaAsset, in newsroom: Newsroom) async throws -> [String] {
        var found: [String] = []
        for rendition in asset.renditions where rendition.purpose == .progressive {
            let result = try await Subprocess.run(
                .name("ffprobe"),
                arguments: [
                    "-v", "error", "-show_entries", "format_tags=artist", "-of", "csv=p=0",
                    newsroom.blobs.path(of: rendition.checksum),
                ], environment: .inherit, output: .string(limit: 4096), error: .discarded)
            found.append((result.standardOutput ?? "").trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return found
    }

    @Test func `servers killed at twenty moments of a transcode leave every job done and nothing made twice`()
        async throws
    {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await clip("long.mov", size: "854x480", seconds: 14, codec: "mpeg4", in: folder)
        let id = try #require(try await add(data, "--no-wait", "--credit", "Nobody", file)["id"] as? String)
        var seen: [String: Int] = [:]
        var log = ""
        var generator = SystemRandomNumberGenerator()
        var cutOff = 0
        for round in 1...20 {
            let server = try await ServerProcess(data: data, in: folder)
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...1200, using: &generator)))
            if !programs(in: data).isEmpty { cutOff += 1 }
            server.process.signal(SIGKILL)
            #expect(try await server.process.end(within: 5) == 128 + SIGKILL)
            log += server.process.errors
            let now = renditions(try await show(data, id))
            for (name, bytes) in seen { #expect(now[name] == bytes, "\(name) in round \(round)") }
            seen = now
        }
        #expect(cutOff >= 3, "hardly any of the twenty met a tool at work")
        let server = try await ServerProcess(data: data, in: folder)
        var all: [String] = []
        do {
            _ = try await eventually("all jobs are done", within: 90) {
                all = try await jobs(data)
                return all.allSatisfy { $0.contains("  done  ") } && all.count == 3 ? true : nil
            }
        } catch {
            server.process.signal(SIGKILL)
            let found = ["\(error)"] + all + [log + server.process.errors]
            Issue.record(Comment(rawValue: found.joined(separator: "\n")))
            return
        }
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 20) == 0, "\(server.process.errors)")
        log += server.process.errors
        #expect(programs(in: data) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/tmp") == [])
        let made = renditions(try await show(data, id))
        for name in [
            "first.mp4", "play.mp4", "v480.mp4", "v360.mp4", "v240.mp4", "poster-w320.webp", "poster-w320.avif",
        ] {
            #expect(made[name, default: 0] > 0, "\(name)")
            let notes = log.split(separator: "\n").filter { line in
                line.contains("renditions kept") && line.split { " \"=".contains($0) }.contains { $0 == name }
            }
            #expect(notes.count <= 1, "\(name) was made \(notes.count) times")
        }
    }

    @Test func `a running job tells how far it is, and stops soon when it is cancelled`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let file = try await clip("large.mp4", size: "1280x720", seconds: 120, in: folder)
        let id = try #require(try await add(data, "--no-wait", "--credit", "Nobody", file)["id"] as? String)
        let server = try await ServerProcess(data: data, in: folder)
        let line = try await eventually("the stream tells per cent and seconds", within: 60) {
            try await jobs(data, "--state", "running").first {
                $0.contains("  stream  ") && $0.contains(" %") && $0.contains(" s left")
            }
        }
        #expect(renditions(try await show(data, id)).keys.contains("first.mp4"), "it can be watched meanwhile")
        let job = try #require(line.split(separator: " ").first.map(String.init))
        _ = try await jobs(data, "--cancel", job)
        _ = try await eventually("the encoder is gone", within: 8) {
            programs(in: data).isEmpty && server.process.errors.contains("job cancelled") ? true : nil
        }
        #expect(try await jobs(data, "--state", "cancelled").count == 1)
        _ = try await jobs(data, "--retry", job)
        _ = try await eventually("it runs again", within: 10) {
            try await jobs(data, "--state", "running").contains { $0.contains(job) } ? true : nil
        }
        server.process.signal(SIGTERM)
        #expect(try await server.process.end(within: 20) == 0, "\(server.process.errors)")
    }

    @Test func `a second worker makes what can be seen soon while the first is long at a stream`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let long = try await clip("long.mp4", size: "1280x720", seconds: 120, in: folder)
        _ = try await add(data, "--no-wait", "--credit", "Nobody", long)
        let server = try await ServerProcess(data: data, in: folder)
        _ = try await eventually("the long stream is under way", within: 60) {
            try await jobs(data, "--state", "running").contains { $0.contains("  stream  ") } ? true : nil
        }
        let brief = try await clip("brief.mp4", seconds: 2, in: folder)
        let id = try #require(try await add(data, "--no-wait", "--credit", "Nobody", brief)["id"] as? String)
        _ = try await eventually("the later clip can be watched", within: 60) {
            renditions(try await show(data, id)).keys.contains("first.mp4") ? true : nil
        }
        #expect(try await jobs(data, "--state", "running").contains { $0.contains("  stream  ") })
        server.process.signal(SIGKILL)
        _ = try await server.process.end(within: 5)
        for program in programs(in: data) { kill(Int32(program) ?? 0, SIGKILL) }
    }

    @Test func `what is no clip is told in a sentence, and the command line helps who mistypes`() async throws {
        let folder = try TestFolder()
        let data = try await folder.newsroom()
        let list = try folder.write("#EXTM3U\n#EXTINF:4,\n/etc/passwd\n", "clip.avi")
        let refused = try await Binary.run("media", "add", "--data", data, list)
        #expect(refused.code == 1 && refused.errors.contains("a list that points to clips elsewhere"))
        let whole = try await clip("whole.mp4", seconds: 3, in: folder)
        let half = folder.path + "/half.mp4"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: half))
        let torn = try await Binary.run("media", "add", "--data", data, half)
        #expect(torn.code == 1 && torn.errors.contains("ends in the middle"), "\(torn.output)\(torn.errors)")
        #expect(try await Binary.run("media", "show", "--data", data, "nothing").errors.contains("newsreel media list"))
        let clip = try #require(try await add(data, "--credit", "Nobody", whole)["id"] as? String)
        for time in ["1:75", "x", "-3", ""] {
            #expect(try await Binary.run("media", "poster", "--data", data, "--at=\(time)", clip).code == 2, "\(time)")
        }
        let late = try await Binary.run("media", "poster", "--data", data, "--at", "1:00", clip)
        #expect(late.code == 1 && late.errors.contains("over by then"))
        let before = renditions(try await show(data, clip))
        #expect(try await Binary.run("media", "poster", "--data", data, "--at", "2.5", clip).code == 0)
        #expect(try await Binary.run("worker", "--data", data, "--once").code == 0)
        let after = renditions(try await show(data, clip))
        #expect(before["poster-w640.jpg"] != nil && before["poster-w640.jpg"] != after["poster-w640.jpg"])
        #expect(after.keys.contains("poster-w640.avif"))
    }
}
