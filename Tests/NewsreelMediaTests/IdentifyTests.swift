import NewsreelModel
import Testing

@testable import NewsreelMedia

@Suite struct IdentifyTests {
    @Test(arguments: [
        ("p.jpg", FileFormat.jpeg), ("p.png", .png), ("p.webp", .webp), ("p.gif", .gif), ("p.tif", .tiff),
        ("p.avif", .avif), ("p.heic", .heic),
    ])
    func `pictures are known by their contents whatever their name`(name: String, format: FileFormat) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.picture("source.png", width: 64, height: 48)
        switch format {
        case .avif: try await bench.vips("heifsave", "source.png", name, "--compression", "av1")
        case .heic: try await bench.vips("heifsave", "source.png", name, "--compression", "hevc")
        default: try await bench.vips("copy", "source.png", name)
        }
        for other in ["plain", "lie.txt", "lie.mp4", "a [b]%03d.jpg", "-v"] {
            try bench.write(try bench.bytes(name), to: other)
            let facts = try await bench.workshop.identify(file: bench.file(other))
            #expect(facts.format == format && facts.kind == .image && facts.mimeType == format.mimeType)
            #expect(facts.width == 64 && facts.height == 48 && facts.frames == 1 && facts.bytes > 100)
        }
        #expect(bench.leftovers.isEmpty)
    }

    @Test(arguments: [
        ("a.mp4", "libx264", "aac", FileFormat.mp4, "video/mp4", true),
        ("a.mov", "libx264", "aac", .quickTime, "video/quicktime", true),
        ("a.webm", "libvpx-vp9", "libopus", .webm, "video/webm", true),
        ("a.mkv", "libx264", "aac", .matroska, "video/matroska", true),
        ("hevc.mp4", "libx265", "aac", .mp4, "video/mp4", false),
        ("a.avi", "mpeg4", "mp2", .avi, "video/vnd.avi", false),
        ("a.ts", "mpeg2video", "mp2", .mpegTransport, "video/mp2t", false),
        ("a.mts", "libx264", "ac3", .mpegTransport, "video/mp2t", true),
        ("a.wmv", "wmv2", "wmav2", .asf, "video/x-ms-asf", false),
        ("a.mpg", "mpeg2video", "mp2", .mpegProgram, "video/mpeg", false),
        ("a.flv", "flv", "libmp3lame", .flv, "video/x-flv", false),
        ("a.3gp", "h263", "aac", .mp4, "video/mp4", false),
    ])
    func `clips tell their size, length and whether browsers play their streams`(
        name: String, video: String, audio: String, format: FileFormat, mimeType: String, plays: Bool
    ) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=128x96:rate=10:duration=1", "-f", "lavfi", "-i",
                "sine=duration=1:sample_rate=44100", "-c:v", video, "-pix_fmt", "yuv420p", "-c:a", audio, "-strict",
                "-2",
            ] + (name.hasSuffix(".mts") ? ["-mpegts_m2ts_mode", "1"] : []) + [name])
        let facts = try await bench.workshop.identify(file: bench.file(name))
        #expect(facts.kind == .video && facts.format == format && facts.mimeType == mimeType)
        #expect(facts.width == 128 && facts.height == 96)
        #expect(try abs(#require(facts.duration) - 1000) < 150)
        #expect((facts.clip?.remux != nil) == plays)
    }

    @Test(arguments: [
        ("a.mp3", "libmp3lame", "audio/mpeg"), ("a.m4a", "aac", "audio/mp4"), ("a.aac", "aac", "audio/aac"),
        ("a.flac", "flac", "audio/flac"), ("a.opus", "libopus", "audio/ogg"), ("a.wav", "pcm_s16le", "audio/wav"),
        ("a.aiff", "pcm_s16be", "audio/aiff"), ("a.caf", "pcm_s16le", "audio/x-caf"), ("a.ac3", "ac3", "audio/ac3"),
        ("sound.mp4", "aac", "audio/mp4"), ("sound.webm", "libopus", "audio/webm"),
    ])
    func `recordings tell their length`(name: String, codec: String, mimeType: String) async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg, ["-v", "error", "-f", "lavfi", "-i", "sine=duration=2", "-c:a", codec, name])
        let facts = try await bench.workshop.identify(file: bench.file(name))
        #expect(facts.kind == .audio && facts.mimeType == mimeType && facts.clip?.sound == 0)
        #expect(facts.width == nil && facts.height == nil)
        #expect(try abs(#require(facts.duration) - 2000) < 200)
    }

    @Test func `a clip that was held sideways is upright`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        try await bench.run(
            .ffmpeg,
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=128x96:rate=10:duration=1", "-c:v", "libx264",
                "flat.mp4",
            ])
        try await bench.run(
            .ffmpeg, ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", "turned.mp4"])
        let facts = try await bench.workshop.identify(file: bench.file("turned.mp4"))
        #expect(facts.width == 96 && facts.height == 128)
    }

    @Test func `documents are known by their contents`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let pdf =
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        let trailer = "trailer<</Root 1 0 R/Size 4>>\nstartxref\n\(pdf.utf8.count)\n%%EOF\n"
        let table = "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000107 00000 n \n"
        let cases: [(String, [UInt8], FileFormat)] = [
            ("a.pdf", Array((pdf + table + trailer).utf8), .pdf),
            ("a.txt", Array("Ordinary words, ordinäre Wörter, 평범한 말.\n".utf8), .plainText),
            ("a.jpg", Array("this is not a picture\n".utf8), .plainText),
            ("a.vtt", Array("WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n".utf8), .webVTT),
            ("a.rtf", Array("{\\rtf1 Hello}".utf8), .rtf),
            ("a.csv", Array("a;b\r\n1;2\r\n".utf8), .plainText),
            ("a.docx", Archive.stored(["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), .word),
            ("a.xlsx", Archive.stored(["[Content_Types].xml", "xl/workbook.xml"]), .excel),
            ("a.pptx", Archive.stored(["[Content_Types].xml", "ppt/presentation.xml"]), .powerPoint),
            ("a.odt", Archive.stored(["mimetype"], text: "application/vnd.oasis.opendocument.text"), .openText),
        ]
        for (name, bytes, format) in cases {
            let facts = try await bench.workshop.identify(file: try bench.write(bytes, to: name))
            #expect(facts.kind == .document && facts.format == format, "\(name)")
            if format == .pdf { #expect(facts.pages == 2) }
        }
    }

    @Test func `what is not taken is refused with what to do`() async throws {
        let bench = try await Bench()
        defer { bench.remove() }
        let cases: [(String, [UInt8], String)] = [
            ("drawing.svg", Array("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8), "PNG"),
            ("drawing.png", Array("  <svg onload=\"alert(1)\"/>".utf8), "PNG"),
            ("list.mp4", Array("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n".utf8), "clip itself"),
            ("list.txt", Array("ffconcat version 1.0\nfile /etc/passwd\n".utf8), "clip itself"),
            ("dash.mp4", Array("<?xml version=\"1.0\"?><MPD></MPD>".utf8), "clip itself"),
            ("page.jpg", Array("<!DOCTYPE html><script>alert(1)</script>".utf8), "as a story"),
            ("files.zip", Archive.stored(["one.txt", "two.txt"]), "Unpack"),
            ("bomb.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "Unpack"),
            (
                "cut.docx", Array(Archive.stored(["[Content_Types].xml", "word/document.xml"]).dropLast(60)),
                "incomplete"
            ),
            ("program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], "program"),
            ("photo.psd", Array("8BPS".utf8) + [0, 1, 0, 0], "JPEG"),
            ("noise.jpg", (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 / 7) }, "no kind"),
            ("empty.jpg", [], "empty"),
        ]
        for (name, bytes, words) in cases {
            let path = try bench.write(bytes, to: name)
            await #expect(
                performing: { try await bench.workshop.identify(file: path) },
                throws: { error in
                    guard let error = error as? MediaError else { return false }
                    return error.message.contains(words)
                })
        }
        for path in [bench.file("nothing"), bench.folder.path, "/dev/null", "/dev/zero"] {
            await #expect(throws: MediaError.self) { try await bench.workshop.identify(file: path) }
        }
        #expect(bench.leftovers.isEmpty)
    }
}

/// ZIP archives of stored entries, for files that are told by the names in them.
enum Archive {
    static func stored(_ names: [String], text: String = "") -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for name in names {
            let place = bytes.count
            let common: [UInt8] =
                number(10, 2) + number(0, 10) + number(text.utf8.count, 4) + number(text.utf8.count, 4)
                + number(name.utf8.count, 2) + number(0, 2)
            bytes += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + Array(text.utf8)
            directory +=
                [0x50, 0x4B, 1, 2] + number(10, 2) + common + number(0, 10) + number(place, 4) + Array(name.utf8)
        }
        let start = bytes.count
        bytes += directory + [0x50, 0x4B, 5, 6] + number(0, 4) + number(names.count, 2) + number(names.count, 2)
        return bytes + number(directory.count, 4) + number(start, 4) + number(0, 2)
    }
}
