import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct PosterTests {
    @Test func `a clip that fades in from black has a poster that shows something`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "color=black:size=640x360:rate=10:duration=4", "-f", "lavfi", "-i",
                "testsrc=size=640x360:rate=10:duration=4", "-filter_complex", "[0][1]concat=n=2:v=1:a=0", "-c:v",
                "libx264",
                "-pix_fmt", "yuv420p", "fade.mp4",
            ])
        let path = bench.file("fade.mp4")
        let facts = try await bench.workshop.identify(file: path)
        let work = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        let posters = work.renditions.filter { $0.purpose == .poster }
        #expect(
            Set(posters.map(\.name)) == ["poster-w640.jpg", "poster-w640.webp", "poster-w320.jpg", "poster-w320.webp"])
        #expect(posters.allSatisfy { $0.height * 16 == $0.width * 9 })
        #expect(work.preview != nil && work.renditions.contains { $0.purpose == .crop })
        let spread = try await bench.run(.vips, ["deviate", try #require(posters.first).path])
        #expect(try #require(Double(spread.split { $0.isWhitespace }.first ?? "")) > 12)
        let compact = try await bench.workshop.posterRenditions(
            file: path, facts: facts, into: bench.out, which: .compact)
        #expect(compact.renditions.map(\.name) == ["poster-w640.avif", "poster-w320.avif"])
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `a clip that is black all through has a poster all the same`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "color=black:size=320x240:rate=10:duration=1", "-c:v", "libvpx-vp9",
                "b.webm",
            ])
        let path = bench.file("b.webm")
        let facts = try await bench.workshop.identify(file: path)
        let work = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        #expect(work.renditions.contains { $0.name == "poster-w320.jpg" })
    }

    @Test func `a sideways clip has an upright poster`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=640x360:rate=10:duration=1", "-c:v", "libx264",
                "-pix_fmt", "yuv420p", "flat.mp4",
            ])
        try await bench.run(
            .ffmpeg, ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", "turned.mp4"])
        let path = bench.file("turned.mp4")
        let facts = try await bench.workshop.identify(file: path)
        let work = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        #expect(work.renditions.filter { $0.purpose == .poster }.allSatisfy { $0.height > $0.width })
    }

    @Test func `a clip cut short says that it is incomplete`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=2", "-c:v", "libx264",
                "whole.mp4",
            ])
        let bytes = try bench.bytes("whole.mp4")
        let path = try bench.write(Array(bytes.prefix(bytes.count / 2)), to: "cut.mp4")
        await #expect(
            performing: { try await bench.workshop.identify(file: path) },
            throws: {
                ($0 as? MediaError)?.message == "The clip ends in the middle: the file is incomplete. Ask for it again."
            })
        #expect(bench.leftovers.isEmpty)
    }

    @Test func `a real film has facts and a poster`() async throws {
        guard let shared = Shared.folder else {
            print("skipped: \(Shared.missing)")
            return
        }
        let bench = try await Bench()
        defer { bench.remove() }
        let path = "\(shared)/media/big-buck-bunny-480p-30s.mp4"
        let facts = try await bench.workshop.identify(file: path)
        #expect(facts.kind == .video && facts.width == 854 && facts.height == 480)
        #expect(facts.clip?.remux?.container == .mp4 && facts.clip?.frameRate == 24)
        #expect(facts.videoCodec == "h264" && facts.audioCodec == "aac")
        #expect(try abs(#require(facts.duration) - 30_000) < 100)
        let work = try await bench.workshop.posterRenditions(file: path, facts: facts, into: bench.out)
        #expect(work.renditions.contains { $0.name == "poster-w854.jpg" && $0.height == 480 })
    }
}
