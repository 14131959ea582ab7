import CCmark
import NewsreelModel

/// Reads a story from front matter and a CommonMark body.
struct MarkdownImport {
    let importer: Importer
    let source: SourceText
    let name: String

    func story() throws(ImportError) -> ImportedStory {
        let (matter, body) = try FrontMatter.split(source.text)
        var fields: StoryFields?
        if let matter {
            let read = StoryFields(matter, importer: importer)
            guard !read.diagnostics.contains(where: { $0.severity == .error }) else {
                throw ImportError((source.diagnostics + read.diagnostics).sorted { ($0.line ?? 0) < ($1.line ?? 0) })
            }
            fields = read
        }
        try guardDepth(body, lineOffset: matter?.lineCount ?? 0)
        var reader = MarkdownBody(media: fields?.media ?? [], lineOffset: matter?.lineCount ?? 0)
        reader.read(body)
        guard let headline = fields?.headline ?? reader.firstHeading else {
            throw ImportError(
                source.diagnostics + reader.diagnostics + [
                    Diagnostic(
                        .error, "no-headline",
                        "The story has no headline. Write `headline:` in the front matter or begin the text with `# Headline`.",
                        line: 1)
                ])
        }
        let (label, title) = fields?.headline == nil ? HeadlineLabel.split(headline) : (nil, headline)
        if reader.firstHeading == nil || fields?.headline == nil || reader.firstHeading == headline {
            if reader.firstHeading != nil { reader.dropFirstHeading() }
        }
        guard !reader.blocks.isEmpty || !reader.media.isEmpty else {
            throw ImportError(
                source.diagnostics + [
                    Diagnostic(
                        .error, "no-article", "There is no text under the headline “\(title.prefix(80))”.",
                        line: (matter?.lineCount ?? 0) + 1)
                ])
        }
        return finished(reader, fields, headline: title, label: fields?.label ?? label)
    }

    private func finished(
        _ reader: MarkdownBody, _ fields: StoryFields?, headline: String, label: String?
    ) -> ImportedStory {
        var reader = reader
        var lead: MediaID?
        if let wanted = fields?.lead {
            if let found = reader.media.first(where: { $0.file == wanted.file }) {
                lead = found.id
            } else {
                lead = reader.addMedia(file: wanted.file, alt: nil, line: wanted.line, lineIsFinal: true)
            }
        }
        let used = Set(reader.blocks.flatMap(\.media))
        if lead == nil {
            lead =
                reader.media.first { used.contains($0.id) && $0.kind == .image }?.id
                ?? reader.media.first { $0.kind == .image || $0.kind == .video }?.id
        }
        let content = StoryContent(
            label: label, headline: headline, standfirst: fields?.standfirst,
            bylines: (fields?.bylines ?? []).map { Byline($0) },
            dateline: fields?.dateline, section: fields?.section, slug: fields?.slug ?? Slug.make(headline),
            body: reader.blocks, lead: lead,
            media: reader.media.map { MediaUse($0.id) }, tags: fields?.tags ?? [])
        var diagnostics = source.diagnostics + (fields?.diagnostics ?? []) + reader.diagnostics
        if fields?.published == nil {
            diagnostics.append(
                Diagnostic(
                    .note, "no-date",
                    "The front matter names no time of publication; the story will carry the time at which it is published."
                ))
        }
        return ImportedStory(
            edition: fields?.edition.code ?? importer.edition.code, story: content, published: fields?.published,
            updated: fields?.updated,
            corrections: fields?.corrections ?? [], media: reader.media, translationOf: fields?.translationOf,
            relatedKeys: fields?.related ?? [],
            storyLinks: reader.storyLinks, diagnostics: diagnostics.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    /// Lists and quotes nested deeper than people write are refused before they are parsed.
    private func guardDepth(_ body: String, lineOffset: Int) throws(ImportError) {
        var line = 1
        var depth = 0
        var brackets = 0
        var isStart = true
        for byte in body.utf8 {
            switch byte {
            case 10:
                line += 1
                depth = 0
                brackets = 0
                isStart = true
            case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
                if isStart { depth += 1 }
            case 32, 9: break
            case UInt8(ascii: "["), UInt8(ascii: "("):
                isStart = false
                brackets += 1
            default:
                if !(48...57).contains(byte) && byte != UInt8(ascii: ".") { isStart = false }
            }
            // A rule may be a long row of dashes or stars.
            if (depth > 400 && byte == UInt8(ascii: ">")) || depth > 4000 || brackets > 20_000 {
                throw ImportError(
                    "nested-too-deep", "The text on line \(line + lineOffset) is nested too deep to be a story.",
                    line: line + lineOffset)
            }
        }
    }
}
