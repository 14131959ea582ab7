import FoundationEssentials
import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct MediaToolTests {
    @Test func `a missing tool is named with the Debian package that carries it`() async throws {
        let empty = try WorkFolder(in: FileManager.default.temporaryDirectory.path)
        defer { empty.remove() }
        await #expect(
            performing: { try await MediaTools.find(path: empty.path) },
            throws: { error in
                let text = "\(error)"
                return text.contains("vipsthumbnail") == false && text.contains("ffprobe")
                    && text.contains("apt-get install ffmpeg libimage-exiftool-perl libvips-tools util-linux")
            })
    }

    @Test func `tools see none of this process's environment`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let seen = try await bench.run(.prlimit, ["env"])
        #expect(!seen.contains("SWIFT") && seen.contains("VIPS_BLOCK_UNTRUSTED=1"))
        #expect(seen.split(separator: "\n").count < 12)
    }

    @Test func `tools have no network where the system allows that`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        guard bench.workshop.tools.isIsolated else {
            print("skipped: this system lets nobody make a network of their own")
            return
        }
        let devices = try await bench.run(.prlimit, ["cat", "/proc/self/net/dev"])
        #expect(devices.split(separator: "\n").count == 3 && devices.contains("lo:"))
    }

    @Test func `tools have limits`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let limits = try await bench.run(.prlimit, ["--raw", "--noheadings", "--output", "RESOURCE,HARD"])
        let lines: [[Substring]] = limits.split(separator: "\n").map { $0.split { $0 == " " } }
        func hard(_ name: String) -> Substring? { lines.first { $0.first == Substring(name) }?.last }
        #expect(hard("AS") == "2000000000" && hard("CPU") == "60" && hard("CORE") == "0")
        #expect(hard("NOFILE") == "128" && hard("FSIZE") == "512000000")
    }

    @Test func `a tool that talks without end is ended`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        var limits = ToolLimits(wallSeconds: 20)
        limits.outputSize = 10_000
        await #expect(
            performing: {
                try await bench.workshop.tools.run(.prlimit, ["yes"], in: bench.folder.path, limits: limits)
            }, throws: { ($0 as? ToolFailure)?.end == .talkedTooMuch })
        #expect(bench.processes.isEmpty)
    }

    @Test func `failures become sentences without a word of the tool`() {
        let cases: [(ToolFailure.End, String, MediaError.Code)] = [
            (.exited(1), "VipsJpeg: Premature end of JPEG file", .truncated),
            (.exited(1), "pngload: libspng read error", .damaged),
            (.exited(1), "out of memory -- size == 4GB", .outOfMemory),
            (.exited(1), "write: No space left on device", .outOfSpace),
            (.killed(signal: 11), "", .damaged), (.killed(signal: 24), "", .timedOut), (.overtime, "", .timedOut),
            (.killed(signal: 25), "", .tooManyBytes), (.cancelled, "", .cancelled), (.notStarted, "", .toolFailed),
            (.talkedTooMuch, "", .damaged),
        ]
        for (end, complaints, code) in cases {
            let error = ToolFailure(tool: .vips, end: end, complaints: complaints).error(about: "picture")
            #expect(error.code == code, "\(end) \(complaints)")
            #expect(error.message.hasSuffix(".") && error.message.first?.isUppercase == true)
            #expect(complaints.isEmpty || !error.message.contains(complaints))
        }
    }
}
