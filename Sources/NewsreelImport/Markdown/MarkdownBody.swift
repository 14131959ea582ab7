import CCmark
import NewsreelModel

/// Turns the CommonMark of a story's body into blocks.
struct MarkdownBody {
    /// Those of the front matter, then those that only the text names.
    var media: [ImportedMedia]
    var blocks: [Block] = []
    var storyLinks: [String] = []
    var diagnostics: [Diagnostic] = []
    /// The text of a `# heading` that begins the body.
    private(set) var firstHeading: String?
    /// Lines of the material above the body.
    private let lineOffset: Int
    /// How deep lists and quotes are followed; what is deeper becomes paragraphs.
    private static let deepest = 6

    init(media: [ImportedMedia], lineOffset: Int) {
        self.media = media
        self.lineOffset = lineOffset
    }

    mutating func read(_ text: String) {
        let parsed = Array(text.utf8).withUnsafeBytes { bytes in
            cmark_parse_document(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
        }
        guard let document = parsed else { return }
        defer { cmark_node_free(document) }
        blocks = children(of: document, depth: 0)
        if let first = cmark_node_first_child(document), cmark_node_get_type(first) == CMARK_NODE_HEADING,
            cmark_node_get_heading_level(first) == 1
        {
            var inlines = MarkdownInlines(node: first)
            inlines.read()
            firstHeading = Cleaning.line(inlines.runs.plainText)
        }
    }

    mutating func dropFirstHeading() {
        if case .heading? = blocks.first { blocks.removeFirst() }
    }

    private func line(_ node: OpaquePointer) -> Int { Int(cmark_node_get_start_line(node)) + lineOffset }

    private mutating func children(of node: OpaquePointer, depth: Int) -> [Block] {
        var blocks: [Block] = []
        var child = cmark_node_first_child(node)
        while let current = child {
            blocks += block(current, depth: depth)
            child = cmark_node_next(current)
        }
        return blocks
    }

    private mutating func block(_ node: OpaquePointer, depth: Int) -> [Block] {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH: return paragraph(node)
        case CMARK_NODE_HEADING:
            let text = inlines(node).runs
            let level = max(2, min(4, Int(cmark_node_get_heading_level(node))))
            return text.isEmpty ? [] : [.heading(level: level, text)]
        case CMARK_NODE_THEMATIC_BREAK: return [.rule]
        case CMARK_NODE_BLOCK_QUOTE: return quote(node, depth: depth)
        case CMARK_NODE_LIST:
            guard depth < Self.deepest else { return flattened(node) }
            var items: [[Block]] = []
            var item = cmark_node_first_child(node)
            while let current = item {
                let blocks = children(of: current, depth: depth + 1)
                if !blocks.isEmpty { items.append(blocks) }
                item = cmark_node_next(current)
            }
            return items.isEmpty
                ? [] : [.list(ordered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, items: items)]
        case CMARK_NODE_CODE_BLOCK:
            let text = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                Cleaning.collapsed(String($0))
            }
            let code = lines.joined(separator: "\n").trimmingWhitespace()
            return code.isEmpty ? [] : [.paragraph([Inline(code, marks: [.code])])]
        case CMARK_NODE_HTML_BLOCK:
            let markup = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
            diagnostics.append(
                Diagnostic(
                    .warning, "dropped-html", "HTML is not kept in Markdown; its text was kept.", line: line(node)))
            return HTMLTree.paragraphs(of: markup).map { .paragraph([Inline($0)]) }
        default: return flattened(node)
        }
    }

    private mutating func inlines(_ node: OpaquePointer) -> MarkdownInlines {
        var reader = MarkdownInlines(node: node)
        reader.read()
        for key in reader.storyLinks where !storyLinks.contains(key) { storyLinks.append(key) }
        for (code, message) in reader.warnings {
            diagnostics.append(Diagnostic(.warning, code, message, line: line(node)))
        }
        reader.runs = Cleaning.inlines(
            reader.runs.map { Inline($0.text.replacing(MarkdownInlines.softBreak, with: " "), marks: $0.marks) })
        return reader
    }

    /// A paragraph of pictures alone is a picture or a gallery; one that is a link to a file is that file.
    private mutating func paragraph(_ node: OpaquePointer) -> [Block] {
        if let file = linkedFile(node) { return [file] }
        let read = inlines(node)
        let pictures = read.pictures.map { addMedia(file: $0.file, alt: $0.alt, line: line(node) - lineOffset) }
        var blocks: [Block] = read.runs.isEmpty ? [] : [.paragraph(read.runs)]
        if pictures.count > 1, read.runs.isEmpty {
            blocks.append(.gallery(pictures))
        } else {
            blocks += pictures.map { id in
                switch media.first(where: { $0.id == id })?.kind {
                case .video: .video(id)
                case .audio: .audio(id)
                case .document: .document(id)
                case .image, nil: .image(id)
                }
            }
        }
        return blocks
    }

    /// The block for a paragraph that is nothing but a link to a clip, recording or document.
    private mutating func linkedFile(_ node: OpaquePointer) -> Block? {
        guard let link = cmark_node_first_child(node), cmark_node_next(link) == nil,
            cmark_node_get_type(link) == CMARK_NODE_LINK,
            let url = cmark_node_get_url(link).map({ String(cString: $0) })
        else { return nil }
        let listed = media.contains { $0.file == url }
        let kind = media.first { $0.file == url }?.kind ?? MediaKind(file: url)
        guard kind != .image, listed || !url.contains(":") && !url.hasPrefix("/") && !url.hasPrefix("#") else {
            return nil
        }
        let title = Cleaning.line(MarkdownInlines.text(of: link))
        let id = addMedia(file: url, alt: nil, line: line(node) - lineOffset)
        if let place = media.firstIndex(where: { $0.id == id }), media[place].caption == nil, !title.isEmpty {
            media[place].caption = title
        }
        switch kind {
        case .video: return .video(id)
        case .audio: return .audio(id)
        default: return .document(id)
        }
    }

    /// The media of that file, made with a warning where the front matter does not list it.
    mutating func addMedia(file: String, alt: String?, line: Int, lineIsFinal: Bool = false) -> MediaID {
        if let place = media.firstIndex(where: { $0.file == file || $0.url?.description == file }) {
            if media[place].alt == nil, let alt, !alt.isEmpty { media[place].alt = alt }
            return media[place].id
        }
        let id = MediaID(rawValue: "m\(media.count + 1)")
        let url = LinkTarget(file).flatMap { $0.isExternal ? $0 : nil }
        media.append(
            ImportedMedia(
                id: id, kind: MediaKind(file: file), alt: alt.flatMap { $0.isEmpty ? nil : $0 },
                file: url == nil ? file : nil, url: url))
        diagnostics.append(
            Diagnostic(
                .warning, "missing-credit",
                "“\(file.prefix(120))” is not listed under `media`, so it has no credit and cannot be published without one.",
                line: lineIsFinal ? line : line + lineOffset))
        return id
    }

    /// Paragraphs of a quote; a last line that begins with a dash names the speaker.
    private mutating func quote(_ node: OpaquePointer, depth: Int) -> [Block] {
        var paragraphs: [[Inline]] = []
        var others: [Block] = []
        var speaker: String?
        var child = cmark_node_first_child(node)
        while let current = child {
            child = cmark_node_next(current)
            guard cmark_node_get_type(current) == CMARK_NODE_PARAGRAPH else {
                let inner = depth < Self.deepest ? block(current, depth: depth + 1) : flattened(current)
                for case .paragraph(let text) in inner { paragraphs.append(text) }
                others += inner.filter { if case .paragraph = $0 { false } else { true } }
                continue
            }
            var reader = MarkdownInlines(node: current)
            reader.read()
            if child == nil, let (runs, name) = Self.withoutSpeaker(reader.runs) {
                speaker = name
                reader.runs = runs
            }
            for key in reader.storyLinks where !storyLinks.contains(key) { storyLinks.append(key) }
            for (code, message) in reader.warnings {
                diagnostics.append(Diagnostic(.warning, code, message, line: line(current)))
            }
            let runs = Cleaning.inlines(
                reader.runs.map { Inline($0.text.replacing(MarkdownInlines.softBreak, with: " "), marks: $0.marks) })
            if !runs.isEmpty { paragraphs.append(runs) }
            others += reader.pictures.map {
                .image(addMedia(file: $0.file, alt: $0.alt, line: line(current) - lineOffset))
            }
        }
        let quote: [Block] = paragraphs.isEmpty ? [] : [.quote(paragraphs, speaker: speaker)]
        return quote + others
    }

    private static func withoutSpeaker(_ runs: [Inline]) -> ([Inline], String)? {
        let breaks: Set<Character> = [Character(MarkdownInlines.softBreak), "\n"]
        var rest = runs
        var tail = ""
        while let last = rest.popLast() {
            if let place = last.text.lastIndex(where: { breaks.contains($0) }) {
                tail = last.text[last.text.index(after: place)...] + tail
                rest.append(Inline(String(last.text[..<place]), marks: last.marks))
                break
            }
            tail = last.text + tail
        }
        let line = tail.trimmingWhitespace()
        for dash in ["— ", "-- ", "– ", "― "] where line.hasPrefix(dash) {
            let name = Cleaning.line(String(line.dropFirst(dash.count)))
            return name.isEmpty ? nil : (rest, name)
        }
        return nil
    }

    /// The words under a node, a paragraph a line.
    private func flattened(_ node: OpaquePointer) -> [Block] {
        MarkdownInlines.text(of: node, separator: "\n").split(separator: "\n").map { Cleaning.line(String($0)) }.filter
        { !$0.isEmpty }
        .map { .paragraph([Inline($0)]) }
    }
}
