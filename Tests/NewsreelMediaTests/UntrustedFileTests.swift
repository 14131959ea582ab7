import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct UntrustedFileTests {
    private func failure(_ work: () async throws -> Void) async -> MediaError? {
        do {
            try await work()
            return nil
        } catch {
            return error as? MediaError
        }
    }

    /// The error of working on a file from start to end, which must come within `seconds`.
    private func failure(of path: String, _ bench: Bench, within seconds: Double = 15) async -> MediaError? {
        let clock = ContinuousClock()
        let start = clock.now
        let error = await failure { _ = try await bench.work(path) }
        #expect(clock.now - start < .seconds(seconds))
        #expect(bench.leftovers.isEmpty && bench.processes.isEmpty)
        #expect((try? FileManager.default.contentsOfDirectory(atPath: bench.out)) == [])
        return error
    }

    @Test func `a bomb of two and a half thousand million pixels is refused by its header`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.vips("black", "bomb.png[bitdepth=1,compression=9]", "50000", "50000")
        #expect(try bench.bytes("bomb.png").count < 2_000_000)
        let error = await failure(of: bench.file("bomb.png"), bench)
        #expect(error?.code == .tooManyPixels)
        #expect(error?.message.contains("50000 × 50000") == true)
    }

    @Test func `a header that claims less than the file holds does not unpack it all`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.png", width: 800, height: 600)
        var bytes = try bench.bytes("p.png")
        // IHDR width 800 becomes 80, with the wrong checksum that comes of it.
        bytes.replaceSubrange(16..<20, with: [0, 0, 0, 80])
        try bench.write(bytes, to: "p.png")
        #expect(await failure(of: path, bench) != nil)
    }

    @Test func `a JPEG whose header claims more than there is ends as incomplete`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.jpg", width: 400, height: 300)
        var bytes = try bench.bytes("p.jpg")
        let frame = try #require(bytes.indices.dropLast(9).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x3A, 0x98, 0x3A, 0x98])  // 15,000 × 15,000
        try bench.write(bytes, to: "p.jpg")
        let error = await failure(of: path, bench)
        #expect(error?.code == .truncated || error?.code == .damaged)
    }

    @Test(arguments: ["p.jpg", "p.png", "p.webp", "p.gif", "p.tif", "p.avif"])
    func `a file cut in the middle says that it is incomplete`(name: String) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture(name, width: 900, height: 700)
        let bytes = try bench.bytes(name)
        for share in [0.2, 0.6, 0.9] {
            try bench.write(Array(bytes.prefix(Int(Double(bytes.count) * share))), to: name)
            let error = await failure(of: path, bench)
            #expect(
                error?.code == .truncated || error?.code == .damaged, "\(name) \(share): \(error?.detail ?? "no error")"
            )
            #expect(error?.message.contains("Ask for it again") == true)
            if name == "p.jpg" || name == "p.png" {
                #expect(error?.code == .truncated, "\(name) \(share): \(error?.detail ?? "")")
            }
        }
    }

    @Test func `a PNG with broken chunks is damaged`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.png", width: 900, height: 700)
        var bytes = try bench.bytes("p.png")
        for index in stride(from: 400, to: bytes.count - 100, by: 97) { bytes[index] ^= 0x5A }
        try bench.write(bytes, to: "p.png")
        let error = await failure(of: path, bench)
        #expect(error != nil)
        #expect(error?.message.contains("vips") == false && error?.message.contains("png") == false)
    }

    @Test func `thousands of broken pictures never take the workshop down`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.picture("source.png", width: 60, height: 40)
        var random = Deterministic(state: 7)
        for name in ["p.jpg", "p.png", "p.webp", "p.gif", "p.tif"] {
            try await bench.vips("copy", "source.png", name)
            let whole = try bench.bytes(name)
            for round in 0..<6 {
                var bytes = whole
                for _ in 0..<(1 + round * 3) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                let path = try bench.write(bytes, to: "broken")
                let error = await failure { _ = try await bench.work(path) }
                if let error { #expect(error.code != .toolFailed, "\(error.detail ?? "")") }
            }
        }
        #expect(bench.leftovers.isEmpty && bench.processes.isEmpty)
    }

    @Test func `the first bytes of anything are told in no time`() {
        var random = Deterministic(state: 11)
        let starts: [[UInt8]] = [
            [], [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("RIFF".utf8),
            Array("ID3".utf8),
            [0, 0, 0, 24] + Array("ftypmp42".utf8), OLE2.magic, [0x50, 0x4B, 3, 4], Array("<?xml ".utf8),
            [0x1A, 0x45, 0xDF, 0xA3],
        ]
        for round in 0..<20_000 {
            let count = Int.random(in: 0..<60, using: &random)
            let rest: [UInt8] = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = FileSignature(FileSample(head: starts[round % starts.count] + rest))
            _ = OLE2.directorySector(starts[round % starts.count] + rest)
        }
    }

    @Test func `a limit on frames holds`() async throws {
        var limits = MediaLimits()
        limits.frames = 2
        let bench = try await Bench(limits: limits)
        defer { bench.remove() }
        try await bench.picture("p.tif", width: 40, height: 90)
        try await bench.vips("gifsave", "p.tif", "three.gif", "--page-height", "30")
        let error = await failure(of: bench.file("three.gif"), bench)
        #expect(error?.code == .tooManyFrames && error?.message.contains("3 frames") == true)
    }

    @Test func `work that takes too long or too much is ended with a reason`() async throws {
        var limits = MediaLimits()
        limits.work.wallSeconds = 0.05
        let slow = try await Bench(limits: limits)
        defer { slow.remove() }
        let path = try await slow.picture("p.png", width: 3000, height: 2000)
        #expect(await failure(of: path, slow)?.code == .timedOut)

        limits = MediaLimits()
        limits.work.fileSize = 10_000
        let small = try await Bench(limits: limits)
        defer { small.remove() }
        let other = try await small.picture("p.png", width: 1000, height: 1000)
        let error = await failure(of: other, small)
        #expect(error != nil && error?.code != .toolFailed)
    }

    @Test func `cancelling kills the tool and leaves nothing`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let tools = bench.workshop.tools
        let place = bench.folder.path
        let task = Task {
            try await tools.run(
                .ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "testsrc", "-f", "null", "-"], in: place,
                limits: ToolLimits())
        }
        for _ in 0..<100 where bench.processes.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        #expect(!bench.processes.isEmpty)
        let clock = ContinuousClock()
        let start = clock.now
        task.cancel()
        let result = await task.result
        #expect(clock.now - start < .seconds(2))
        #expect(throws: ToolFailure.self) { try result.get() }
        #expect(bench.processes.isEmpty)
    }

    @Test func `cancelled work on a picture says so and leaves nothing`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let path = try await bench.picture("p.png", width: 3000, height: 2000)
        let facts = try await bench.workshop.identify(file: path)
        let (workshop, out) = (bench.workshop, bench.out)
        let task = Task { try await workshop.pictureRenditions(file: path, facts: facts, into: out) }
        for _ in 0..<100 where bench.processes.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        let error = await failure { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(bench.leftovers.isEmpty && bench.processes.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: out) == [])
    }

    @Test func `folders of processes that are gone are swept, those of living ones stay`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let mine = try WorkFolder(in: bench.workshop.temporaryFolder)
        let gone = bench.workshop.temporaryFolder + "/media-4194400-abc"
        try FileManager.default.createDirectory(atPath: gone, withIntermediateDirectories: false)
        try bench.write([1], to: "tmp/other")
        bench.workshop.sweep()
        #expect(Set(bench.leftovers) == [mine.path.split(separator: "/").last.map(String.init), "other"])
    }
}

/// A generator whose numbers are the same every time (SplitMix64).
struct Deterministic: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
