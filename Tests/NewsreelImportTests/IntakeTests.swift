import NewsreelImport
import NewsreelModel
import Testing

struct IntakeTests {
    @Test func `bad bytes fail with a clear reason`() {
        #expect(Fixture.failure([]).first?.code == "empty")
        #expect(Fixture.failure(Array(" \n\t\n ".utf8)).first?.code == "empty")
        #expect(Fixture.failure([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]).first?.message.contains("PNG") == true)
        #expect(Fixture.failure(Array("%PDF-1.7 text".utf8)).first?.code == "binary")
        #expect(Fixture.failure(Array("text\0text".utf8)).first?.code == "binary")
        let cut = Fixture.failure(Array("A line.\nПривет".utf8).dropLast())
        #expect(cut.first?.code == "truncated" && cut.first?.line == 2)
        let broken = Fixture.failure(Array("One.\nTwo ".utf8) + [0xC3, 0x28] + Array(" three.".utf8))
        #expect(broken.first?.code == "bad-encoding" && broken.first?.line == 2)
        let unknown = Fixture.failure(Array("<html><meta charset=\"klingon\"><p>".utf8) + [0xFF, 0xFE, 0xFD])
        #expect(unknown.first?.code == "unknown-encoding")
    }

    @Test func `fifty megabytes are refused at once`() {
        let bytes = [UInt8](repeating: 0x41, count: 50_000_000)
        let time = ContinuousClock().measure {
            let diagnostics = Fixture.failure(bytes)
            #expect(diagnostics.first?.code == "too-large")
            #expect(
                diagnostics.first?.message.contains("50 MB") == true
                    && diagnostics.first?.message.contains("10 MB") == true)
        }
        #expect(time < .seconds(1))
    }

    @Test func `byte order marks and foreign line ends are read`() throws {
        let text =
            "A headline over the story\r\n17 June 2020 10:00\r\n"
            + String(repeating: "A sentence of the story, long enough to be one. ", count: 3) + "\r\n"
        let plain = try Fixture.story(text: text)
        let marked = try Fixture.importer().importStory([0xEF, 0xBB, 0xBF] + Array(text.utf8), name: "x.txt")
        let little = try Fixture.importer().importStory(
            [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, name: "x.txt")
        let big = try Fixture.importer().importStory(
            [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }, name: "x.txt")
        for other in [marked, little, big] {
            #expect(other.story == plain.story)
            #expect(other.published == plain.published)
        }
        #expect(plain.story.headline == "A headline over the story")
    }

    @Test(arguments: [
        ("<!DOCTYPE html><p>x", "a", "html"), ("<div><p>x</p></div>", "a", "html"),
        ("---\ntitle: x\n---\n", "a", "markdown"), ("# Head\n\ntext", "a", "markdown"),
        ("Plain text", "a.md", "markdown"), ("Plain text < 5", "a.txt", "capture"),
    ]) func `the format is found by looking`(_ text: String, _ name: String, _ format: String) {
        var kinds: Set<String> = []
        for candidate in ImportFormat.allCases where candidate != .auto {
            let auto = Result { try Fixture.story(text: text, name: name) }
            let forced = Result { try Fixture.story(text: text, name: name, format: candidate) }
            if "\(auto)" == "\(forced)" { kinds.insert(candidate.rawValue) }
        }
        #expect(kinds.contains(format))
    }

    @Test func `markup a hundred thousand deep fails in a moment`() {
        let shapes = [
            "<div>", "<b>", "<ul><li>", "<table><tr><td>", "<x><div></x>", "<font color=red>", "<b><object></b>",
            "<svg><g>",
        ]
        for shape in shapes {
            let text = "<html><body>" + String(repeating: shape, count: 100_000) + "text of the story, with a comma."
            let time = ContinuousClock().measure {
                let diagnostics = Fixture.failure(Array(text.utf8), format: .html)
                #expect(
                    diagnostics.contains {
                        ["nested-too-deep", "too-many-tags", "markup-tangled", "no-article"].contains($0.code)
                    }, "\(shape): \(diagnostics.first?.code ?? "")")
            }
            #expect(time < .seconds(5), "\(shape) took \(time)")
        }
    }

    @Test func `tangled material of other kinds ends in a moment`() {
        let fills: [(String, ImportFormat)] = [
            (String(repeating: "> ", count: 100_000), .markdown), (String(repeating: "- ", count: 100_000), .markdown),
            (String(repeating: "[", count: 100_000), .markdown),
            (String(repeating: "*a **b ", count: 50_000), .markdown),
            (String(repeating: "a\n", count: 500_000), .capture), (String(repeating: "a\n", count: 19_000), .capture),
            (String(repeating: "x y z, ", count: 200_000), .capture),
            (String(repeating: "<p>a<b>b", count: 20_000), .html),
            ("<p " + String(repeating: "a=1 ", count: 100_000) + ">", .html),
            (String(repeating: "&amp;", count: 200_000), .html),
            (String(repeating: "<table><br>", count: 30_000), .html),
            ("<table>" + String(repeating: "<br>", count: 50_000), .html),
            (String(repeating: "<img src=http://a.example/\u{61}>", count: 50_000), .html),
            (String(repeating: "© AFP / Jane Doe via Getty Images. ", count: 50_000), .capture),
            (String(repeating: "icon share 17 Jun 2020 ", count: 100_000), .capture),
            ("<script type=application/ld+json>" + String(repeating: "[", count: 100_000) + "</script><p>x", .html),
        ]
        for (text, format) in fills {
            let time = ContinuousClock().measure { _ = try? Fixture.story(text: text, format: format) }
            #expect(time < .seconds(20), "\(text.prefix(12)) took \(time)")
        }
    }
}
