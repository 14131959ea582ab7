import Foundation
import NewsreelModel
import NewsreelPages
import Testing

@Suite struct `A theme` {
    /// A copy of the default theme to spoil.
    private func copy() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "newsreel-theme-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: Samples.themeFolder), to: folder)
        return folder
    }

    private func expectError(
        _ folder: URL, file: String, line: Int? = nil, saying words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(ThemeError) {
            _ = try Theme.load(folder: folder.path)
            Issue.record("the theme was taken", sourceLocation: sourceLocation)
        } catch {
            #expect(error.file.hasSuffix(file), "\(error)", sourceLocation: sourceLocation)
            #expect(error.line == line, "\(error)", sourceLocation: sourceLocation)
            #expect(error.message.contains(words), "\(error)", sourceLocation: sourceLocation)
        }
    }

    @Test func `a copied theme changes the page without a rebuild`() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        let template = folder.appendingPathComponent("templates/footer.mustache")
        let text = try String(contentsOf: template, encoding: .utf8)
        try text.replacing("<p class=\"masthead\">", with: "<p class=\"ours\">").write(
            to: template, atomically: true, encoding: .utf8)
        let theme = try Theme.load(folder: folder.path)
        let pages = try PageRenderer(theme: theme, site: Samples.site, editions: [Samples.english])
        #expect(
            String(decoding: pages.bookmarks(edition: "en").body, as: UTF8.self).contains(
                "<p class=\"ours\">The Harbour Record"))
        #expect(theme.fingerprint == (try Samples.theme.get().fingerprint))
    }

    @Test func `a changed asset changes the fingerprint`() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        try "/* ours */".write(
            to: folder.appendingPathComponent("assets/tokens.css"), atomically: true, encoding: .utf8)
        let theme = try Theme.load(folder: folder.path)
        #expect(theme.fingerprint != (try Samples.theme.get().fingerprint))
        #expect(theme.asset("tokens.css")?.contentType == "text/css; charset=utf-8")
        #expect(theme.asset("../strings/en.yaml") == nil)
    }

    @Test func `mistakes are named with their file and line`() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        func spoil(_ path: String, _ change: (String) -> String) throws -> () throws -> Void {
            let file = folder.appendingPathComponent(path)
            let before = try String(contentsOf: file, encoding: .utf8)
            try change(before).write(to: file, atomically: true, encoding: .utf8)
            return { try before.write(to: file, atomically: true, encoding: .utf8) }
        }
        var mend = try spoil("templates/card.mustache") { "one\ntwo {{t.no.such.word}}\n" + $0 }
        expectError(folder, file: "templates/card.mustache", line: 2, saying: "no.such.word")
        try mend()
        mend = try spoil("templates/story.mustache") { $0 + "\n{{icon.unicorn}}" }
        expectError(folder, file: "templates/story.mustache", line: try lines("story") + 1, saying: "unicorn")
        try mend()
        mend = try spoil("templates/error.mustache") { "{{> nowhere}}" + $0 }
        expectError(folder, file: "templates/error.mustache", line: 1, saying: "nowhere")
        try mend()
        mend = try spoil("templates/search.mustache") { "{{#open}}" + $0 }
        do {
            _ = try Theme.load(folder: folder.path)
            Issue.record("taken")
        } catch { #expect(error.description.contains("templates/search.mustache")) }
        try mend()
        mend = try spoil("strings/ru.yaml") { $0.replacing("    few: \"{n} материала\"\n", with: "") }
        expectError(folder, file: "strings/ru.yaml", saying: "`few`")
        try mend()
        mend = try spoil("strings/ko.yaml") { $0.replacing("  updated:", with: "  updatedd:") }
        expectError(folder, file: "strings/ko.yaml", saying: "story.updated")
        try mend()
        mend = try spoil("strings/en.yaml") { $0 + "\n  - [" }
        do {
            _ = try Theme.load(folder: folder.path)
            Issue.record("taken")
        } catch { #expect(error.file.hasSuffix("strings/en.yaml")) }
        try mend()
        try FileManager.default.removeItem(at: folder.appendingPathComponent("templates/front.mustache"))
        expectError(folder, file: "templates/front.mustache", saying: "no such template")
    }

    private func lines(_ template: String) throws -> Int {
        let text = try String(contentsOfFile: Samples.themeFolder + "/templates/\(template).mustache", encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).count
    }

    @Test func `a folder that is none says so`() {
        expectError(URL(fileURLWithPath: "/nowhere/theme"), file: "/nowhere/theme/assets", saying: "missing or empty")
    }

    @Test func `an edition without words is refused`() throws {
        var edition = Samples.english
        edition.language = "sw"
        do throws(ThemeError) {
            _ = try PageRenderer(theme: try Samples.theme.get(), site: Samples.site, editions: [edition])
            Issue.record("taken")
        } catch {
            #expect(error.description.contains("strings/sw.yaml"))
        }
        edition.language = "en-US"
        #expect(throws: Never.self) {
            try PageRenderer(theme: try Samples.theme.get(), site: Samples.site, editions: [edition])
        }
    }
}

@Suite struct `Compressed bodies` {
    @Test func `each form gives back the same bytes to its decoder and has its own validator`() throws {
        let page = try Samples.renderer().story(Samples.clipStory)
        let body = Compressed(page.body, contentType: page.contentType)
        let gzip = try #require(body.gzip)
        #expect(gzip.starts(with: [0x1F, 0x8B]))
        #expect(gzip.count < page.body.count / 3)
        #expect(try #require(body.brotli).count <= gzip.count)
        #expect(try run("/usr/bin/gzip", ["-dc"], gzip) == page.body)
        #expect(Set(Compressed.Coding.allCases.map { body.etag(for: $0) }).count == 3)
        #expect(body.etag.hasPrefix("\"") && body.etag.hasSuffix("\""))
        #expect(Compressed(page.body, contentType: page.contentType).etag == body.etag)
        #expect(Compressed(page.body + [0], contentType: page.contentType).etag != body.etag)
        #expect(Compressed(page.body, contentType: page.contentType).gzip == gzip)
    }

    @Test func `what would not shrink is left alone`() {
        let noise = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        #expect(Compressed(noise, contentType: "image/png").gzip == nil)
        #expect(Compressed([1, 2, 3], contentType: "text/plain").brotli == nil)
        #expect(Compressed([], contentType: "text/html").identity.isEmpty)
    }

    private func run(_ tool: String, _ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".gz")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments + [file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](data)
    }
}
