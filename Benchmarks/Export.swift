import Foundation
import NewsreelModel
import NewsreelStore

/// Pages per second of a full `newsreel export` (rendered, and compressed as gzip and Brotli) beside Hugo building the
/// same stories with the markup of our own story page as its template (rendered, not compressed).
func export(stories count: Int = 3000) async throws -> [BenchReport] {
    let programs = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let binary = programs.appendingPathComponent("newsreel").path
    let hugo = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(".venv/bin/hugo").path
    for program in [binary, hugo] where !FileManager.default.isExecutableFile(atPath: program) {
        throw BenchFailure("export needs \(program): make bench ONLY=export sets it up")
    }
    return try await withTemporaryFolder { folder in
        BenchReport.progress("export: writing \(count) stories")
        let data = folder + "/news"
        try run(binary, ["init", "--data", data])
        let site = HugoSite(folder: folder + "/hugo")
        try await fill(data, count, site)
        try run(binary, ["export", "--data", data, "--out", folder + "/first"])
        try site.write(template: folder + "/first/" + site.firstAddress + "/index.html")

        var ours: [Double] = []
        var peers: [Double] = []
        var again: [Double] = []
        for round in 0..<3 {
            BenchReport.progress("export: round \(round + 1) of 3")
            let out = folder + "/out\(round)"
            var start = ContinuousClock.now
            try run(binary, ["export", "--data", data, "--out", out])
            ours.append(Double(pages(in: out)) / seconds(since: start))
            start = ContinuousClock.now
            try run(binary, ["export", "--data", data, "--out", out])
            again.append(Double(pages(in: out)) / seconds(since: start))
            let built = folder + "/built\(round)"
            start = ContinuousClock.now
            try run(hugo, ["--quiet", "--source", site.folder, "--destination", built])
            peers.append(Double(pages(in: built)) / seconds(since: start))
        }
        let peer = percentile(peers, 0.5)
        return [
            BenchReport(
                "export", percentile(ours, 0.5), "pages/s", peer: .init(name: "Hugo", value: peer),
                aim: .ratioAtLeast(1)),
            BenchReport("export-unchanged", percentile(again, 0.5), "pages/s", peer: .init(name: "Hugo", value: peer)),
        ]
    }
}

/// The stories as Hugo takes them.
private final class HugoSite {
    let folder: String
    var firstAddress = ""
    var first: (headline: String, text: String) = ("", "")

    init(folder: String) { self.folder = folder }

    func add(_ story: Story, _ paragraphs: [String]) throws {
        let content = story.content
        if firstAddress.isEmpty, let publication = story.publication {
            firstAddress = publication.day.description.replacingOccurrences(of: "-", with: "/") + "/" + content.slug
            first = (content.headline, paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
        }
        let published = story.publication?.published.iso8601(in: .utc) ?? ""
        let text = """
            ---
            title: "\(content.headline)"
            date: \(published)
            slug: \(content.slug)
            tags: [\(content.tags.map { "\"\($0)\"" }.joined(separator: ", "))]
            authors: [\(content.bylines.map { "\"\($0.name)\"" }.joined(separator: ", "))]
            ---

            \(paragraphs.joined(separator: "\n\n"))
            """
        try write(text, "content/posts/\(content.slug).md")
    }

    /// Our own page with its words taken out is the template; lists have twenty stories, as ours.
    func write(template path: String) throws {
        var page = try String(contentsOfFile: path, encoding: .utf8)
        page = page.replacingOccurrences(of: "{{", with: "{ {")
        page = page.replacingOccurrences(of: first.text, with: "{{ .Content }}")
        page = page.replacingOccurrences(of: first.headline, with: "{{ .Title }}")
        guard page.contains("{{ .Content }}"), page.contains("{{ .Title }}") else {
            throw BenchFailure("the page of \(path) does not show its story as expected")
        }
        // What would differ from page to page beside them: two lists of cards, made from the same tag and the newest.
        let cards =
            "{{ range first 4 (where site.RegularPages \"Title\" \"ne\" .Title) }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}"
        page = page.replacingOccurrences(of: "</article>", with: cards + "</article>")
        try write(page, "layouts/_default/single.html")
        let list = page.replacingOccurrences(
            of: "{{ .Content }}",
            with:
                "{{ range first 20 .Pages }}<article><h3><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></h3><time>{{ .Date }}</time></article>{{ end }}"
        )
        try write(list, "layouts/_default/list.html")
        try write(list, "layouts/index.html")
        try write(
            """
            baseURL = "http://127.0.0.1/"
            title = "Bench"
            [taxonomies]
            tag = "tags"
            author = "authors"
            [services.rss]
            limit = 50
            [permalinks.page]
            posts = "/:year/:month/:day/:slug/"
            """, "hugo.toml")
    }

    private func write(_ text: String, _ name: String) throws {
        let file = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

/// Publishes `count` invented stories, forty a day, and hands each to `site`.
private func fill(_ data: String, _ count: Int, _ site: HugoSite) async throws {
    let newsroom = try Newsroom.open(at: data)
    let edition = try await newsroom.editions().first { $0.isDefault }?.code ?? "en"
    var archive = InventedArchive(seed: 23)
    let newest = Timestamp(milliseconds: 1_764_000_000_000)
    for number in 0..<count {
        let words = archive.story(number)
        let sentences = words.body.split(separator: ".").map { $0.trimmingCharacters(in: .whitespaces) + "." }
        let paragraphs = stride(from: 0, to: sentences.count, by: 4).map {
            sentences[$0..<min($0 + 4, sentences.count)].joined(separator: " ")
        }
        let headline =
            "Story \(number) "
            + String(words.headline.prefix(60)).replacingOccurrences(of: ".", with: "")
            .trimmingCharacters(in: .whitespaces)
        let content = StoryContent(
            headline: headline, bylines: [Byline("Writer \(number % 40)")], slug: "story-\(number)",
            body: paragraphs.map { .paragraph([Inline($0)]) }, tags: words.tags.map(\.name))
        let draft = try await newsroom.createStory(edition: edition, content: content, author: "bench")
        let story = try await newsroom.publish(
            draft.id, at: newest.adding(seconds: -Double(number) * 2160))
        try site.add(story, paragraphs)
    }
    try newsroom.close()
}

/// The pages and feeds of a built site, without the compressed forms beside them.
private func pages(in folder: String) -> Int {
    var count = 0
    guard let files = FileManager.default.enumerator(atPath: folder) else { return 0 }
    for case let name as String in files
    where name.hasSuffix(".html") || name.hasSuffix(".xml") || name.hasSuffix(".json") {
        count += 1
    }
    return count
}
