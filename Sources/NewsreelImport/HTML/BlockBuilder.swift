import NewsreelModel

/// Turns the article's element into blocks. What it has no rule for is passed through as its words.
struct BlockBuilder {
    let tree: HTMLTree
    let skipped: Set<Int>
    let address: PageAddress
    var blocks: [Block] = []
    var media: [ImportedMedia] = []
    var diagnostics: [Diagnostic] = []
    /// The line of the material that each block begins on.
    var lines: [Int] = []

    var runs: [Inline] = []
    var marks: [Mark] = []
    private var runLine = 1
    /// How deep lists and quotes stand in each other.
    private var nesting = 0
    private static let deepest = 6

    init(tree: HTMLTree, skipped: Set<Int>, address: PageAddress) {
        self.tree = tree
        self.skipped = skipped
        self.address = address
    }

    mutating func build(_ index: Int) {
        for child in tree.children(of: index) { walk(child) }
        flush()
    }

    mutating func append(_ block: Block, line: Int) {
        blocks.append(block)
        lines.append(line)
    }

    /// Ends the paragraph that is being collected; two line breaks in it end one, too.
    mutating func flush() {
        guard !runs.isEmpty else { return }
        var paragraphs: [[Inline]] = [[]]
        for run in runs {
            let parts = run.text.replacing("\n \n", with: "\n\n").split(
                separator: "\n\n", omittingEmptySubsequences: false)
            for (place, part) in parts.enumerated() {
                if place > 0 { paragraphs.append([]) }
                if !part.isEmpty { paragraphs[paragraphs.count - 1].append(Inline(String(part), marks: run.marks)) }
            }
        }
        runs = []
        for paragraph in paragraphs {
            let clean = Cleaning.inlines(paragraph)
            if !clean.isEmpty { append(.paragraph(clean), line: runLine) }
        }
    }

    private mutating func add(_ text: String, line: Int) {
        guard !text.isEmpty else { return }
        if runs.isEmpty { runLine = line }
        if let last = runs.indices.last, runs[last].marks == marks {
            runs[last].text += text
        } else {
            runs.append(Inline(text, marks: marks))
        }
    }

    private mutating func walkChildren(_ index: Int) {
        for child in tree.children(of: index) { walk(child) }
    }

    private mutating func marked(_ mark: Mark, _ index: Int) {
        guard !marks.contains(mark) else { return walkChildren(index) }
        marks.append(mark)
        walkChildren(index)
        marks.removeAll { $0 == mark }
    }

    private mutating func walk(_ index: Int) {
        let node = tree.nodes[index]
        if node.isText { return add(Cleaning.collapsed(node.text), line: node.line) }
        if skipped.contains(index) { return }
        switch node.tag {
        case "script", "style", "noscript", "template", "svg", "math", "head", "title", "object", "applet", "form",
            "button", "input", "select", "textarea", "canvas",
            "link", "meta", "nav", "dialog", "map", "area", "param", "source", "track", "menu":
            if ["script", "object", "applet", "form"].contains(node.tag) { noteDropped(node) }
        case "br": add("\n", line: node.line)
        case "b", "strong": marked(.strong, index)
        case "i", "em", "cite", "dfn", "var": marked(.emphasis, index)
        case "code", "kbd", "samp", "tt": marked(.code, index)
        case "s", "del", "strike": marked(.strikethrough, index)
        case "sub": marked(.subscript, index)
        case "sup": marked(.superscript, index)
        case "a": link(index)
        case "h1", "h2", "h3", "h4", "h5", "h6": heading(index)
        case "ul", "ol": list(index)
        case "blockquote": quote(index)
        case "pre": preformatted(index)
        case "hr":
            flush()
            append(.rule, line: node.line)
        case "img", "picture", "amp-img": pictures(in: index)
        case "figure": figure(index)
        case "figcaption": break
        case "video", "audio", "amp-video": player(index)
        case "iframe", "embed", "amp-youtube": frame(index)
        case "table": table(index)
        case "aside":
            flush()
            diagnostics.append(
                Diagnostic(
                    .note, "dropped-aside",
                    "An aside on line \(node.line) was left out: “\(tree.text(of: index).prefix(60))”.", line: node.line
                ))
        default:
            if HTMLTree.blocks.contains(node.tag) {
                flush()
                let kept = marks
                marks = []
                walkChildren(index)
                flush()
                marks = kept
            } else {
                walkChildren(index)
            }
        }
    }

    private mutating func noteDropped(_ node: HTMLTree.Node) {
        if diagnostics.contains(where: { $0.code == "dropped-\(node.tag)" }) { return }
        diagnostics.append(
            Diagnostic(.note, "dropped-\(node.tag)", "What <\(node.tag)> holds was left out.", line: node.line))
    }

    private mutating func link(_ index: Int) {
        let node = tree.nodes[index]
        guard let reference = node["href"], let target = address.resolve(reference),
            !marks.contains(where: { if case .link = $0 { true } else { false } })
        else {
            if let reference = node["href"], !reference.hasPrefix("#"), address.resolve(reference) == nil,
                diagnostics.count < 200
            {
                diagnostics.append(
                    Diagnostic(
                        .note, "bad-link",
                        "The link “\(reference.prefix(60))” leads nowhere that readers can go; its text was kept.",
                        line: node.line))
            }
            return walkChildren(index)
        }
        marked(.link(target), index)
    }

    private mutating func heading(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        var inner = nested()
        inner.walkChildren(index)
        inner.flush()
        take(mediaOf: inner)
        let text = inner.blocks.compactMap { block -> [Inline]? in
            if case .paragraph(let text) = block { text } else { nil }
        }.first
        guard let text, !text.isEmpty else { return }
        let level = min(4, max(2, Int(node.tag.dropFirst()) ?? 2))
        append(
            .heading(level: level, text.map { Inline($0.text, marks: $0.marks.filter { $0 != .strong }) }),
            line: node.line)
    }

    /// A builder for what stands inside a list item or quote; its media count on from here.
    func nested() -> BlockBuilder {
        var inner = BlockBuilder(tree: tree, skipped: skipped, address: address)
        inner.media = media
        inner.nesting = nesting + 1
        return inner
    }

    mutating func take(mediaOf inner: BlockBuilder) {
        media = inner.media
        diagnostics += inner.diagnostics
    }

    private mutating func list(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        let items = tree.children(of: index).filter { !tree.nodes[$0].isText && !skipped.contains($0) }
        if isLinkList(items) {
            diagnostics.append(
                Diagnostic(
                    .note, "dropped-links", "A list of links on line \(node.line) was left out.", line: node.line))
            return
        }
        guard nesting < Self.deepest else {
            for item in items { append(.paragraph([Inline(tree.text(of: item))]), line: tree.nodes[item].line) }
            return
        }
        var kept: [[Block]] = []
        var outside: [Block] = []
        for item in items {
            var inner = nested()
            inner.build(item)
            take(mediaOf: inner)
            let words = inner.blocks.filter { block in
                switch block {
                case .paragraph, .list: true
                default: false
                }
            }
            outside += inner.blocks.filter { !$0.media.isEmpty }
            if !words.isEmpty { kept.append(words) }
        }
        if !kept.isEmpty { append(.list(ordered: node.tag == "ol", items: kept), line: node.line) }
        for block in outside { append(block, line: node.line) }
    }

    /// Two items or more that are a link each and hardly anything else.
    private func isLinkList(_ items: [Int]) -> Bool {
        guard items.count >= 2 else { return false }
        let linked = items.count { item in
            let whole = tree.text(of: item).count
            var inLinks = 0
            var place = item
            while place < tree.nodes[item].end {
                if tree.nodes[place].tag == "a" {
                    inLinks += tree.text(of: place).count
                    place = tree.nodes[place].end
                } else {
                    place += 1
                }
            }
            return whole > 0 && inLinks * 10 >= whole * 9
        }
        return linked * 5 >= items.count * 4
    }

    private mutating func quote(_ index: Int, speaker given: String? = nil) {
        flush()
        let node = tree.nodes[index]
        let hint = (node["class"] ?? "").lowercased()
        if ["twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "telegram", "fb-post"].contains(
            where: { hint.holds($0) })
        {
            if post(index, node) { return }
        }
        var inner = nested()
        var speaker = given
        if nesting < Self.deepest {
            inner.build(index)
        } else {
            inner.append(.paragraph([Inline(tree.text(of: index))]), line: node.line)
        }
        take(mediaOf: inner)
        var paragraphs = inner.blocks.flatMap { block -> [[Inline]] in
            switch block {
            case .paragraph(let text), .heading(_, let text): [text]
            case .quote(let inside, _): inside
            case .list(_, let items): items.map { $0.map { [Inline($0.plainText)] }.flatMap { $0 } }
            default: []
            }
        }
        let cite = tree.first(under: index) { ["cite", "footer"].contains($0.tag) }
        if let cite, speaker == nil {
            let name = tree.text(of: cite)
            if !name.isEmpty {
                speaker = Self.withoutDash(name)
                if let last = paragraphs.last, Cleaning.line(last.plainText).hasSuffix(name) {
                    let rest = Cleaning.line(last.plainText).dropLast(name.count).trimmingWhitespace()
                    paragraphs.removeLast()
                    if !rest.isEmpty, rest.contains(where: \.isLetter) {
                        paragraphs.append(last.count == 1 ? [Inline(rest)] : Cleaning.inlines(last.dropLast() + []))
                    }
                }
            }
        } else if speaker == nil, paragraphs.count > 1, let last = paragraphs.last?.plainText, last.count < 120,
            ["— ", "– ", "-- ", "― "].contains(where: { last.hasPrefix($0) })
        {
            speaker = Self.withoutDash(last)
            paragraphs.removeLast()
        }
        if speaker == nil, let last = paragraphs.last, let tail = last.last, let cut = tail.text.lastIndex(of: "\n") {
            let line = tail.text[tail.text.index(after: cut)...].trimmingWhitespace()
            if line.count < 120, ["— ", "– ", "-- ", "― "].contains(where: { line.hasPrefix($0) }) {
                speaker = Self.withoutDash(line)
                paragraphs[paragraphs.count - 1] = Cleaning.inlines(
                    last.dropLast() + [Inline(String(tail.text[..<cut]), marks: tail.marks)])
                paragraphs.removeAll { $0.isEmpty }
            }
        }
        if !paragraphs.isEmpty { append(.quote(paragraphs, speaker: speaker), line: node.line) }
        for block in inner.blocks where !block.media.isEmpty { append(block, line: node.line) }
    }

    static func withoutDash(_ text: String) -> String {
        String(text.drop { "—–-―~ ".contains($0) }).trimmingWhitespace()
    }

    /// A post of another site becomes a card.
    private mutating func post(_ index: Int, _ node: HTMLTree.Node) -> Bool {
        let links = (index..<node.end).reversed().filter { tree.nodes[$0].tag == "a" }.compactMap {
            tree.nodes[$0]["href"]
        }
        let given = [node["data-instgrm-permalink"], node["cite"]].compactMap { $0 } + links
        for reference in given {
            if let target = address.resolve(reference),
                let card = EmbedProvider.card(target, title: tree.text(of: index))
            {
                append(.embed(card), line: node.line)
                return true
            }
        }
        return false
    }

    private mutating func preformatted(_ index: Int) {
        flush()
        let raw = (index..<tree.nodes[index].end).map { tree.nodes[$0].text }.joined()
        let text = raw.split(separator: "\n", omittingEmptySubsequences: false).map { Cleaning.collapsed(String($0)) }
            .joined(separator: "\n").trimmingWhitespace()
        if !text.isEmpty { append(.paragraph([Inline(text, marks: [.code])]), line: tree.nodes[index].line) }
    }

    private mutating func table(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        let cells = (index..<node.end).count { ["td", "th"].contains(tree.nodes[$0].tag) }
        let hasBlocks = (index..<node.end).contains {
            ["p", "h2", "figure", "table"].contains(tree.nodes[$0].tag) && $0 != index
        }
        if cells <= 2 || hasBlocks {
            walkChildren(index)
            return flush()
        }
        for row in index..<node.end where tree.nodes[row].tag == "tr" {
            let words = tree.children(of: row).filter { !tree.nodes[$0].isText }.map { tree.text(of: $0) }.filter {
                !$0.isEmpty
            }
            if !words.isEmpty {
                append(.paragraph([Inline(words.joined(separator: " · "))]), line: tree.nodes[row].line)
            }
        }
        diagnostics.append(
            Diagnostic(
                .warning, "flattened-table", "The table on line \(node.line) became a paragraph for each row.",
                line: node.line))
    }

    private mutating func frame(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        if node.tag == "amp-youtube", let id = node["data-videoid"],
            let target = LinkTarget("https://www.youtube.com/watch?v=\(id)"),
            let card = EmbedProvider.card(target, title: node["title"])
        {
            return append(.embed(card), line: node.line)
        }
        if let reference = node["src"] ?? node["data-src"], let target = address.resolve(reference),
            let card = EmbedProvider.card(target, title: node["title"])
        {
            return append(.embed(card), line: node.line)
        }
        diagnostics.append(
            Diagnostic(
                .note, "dropped-frame", "A frame of another site on line \(node.line) was left out.", line: node.line))
    }
}
