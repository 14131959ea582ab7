import NewsreelModel

/// Takes out of the blocks what is no text of the story, and finds the standfirst, byline and date that stand among them.
struct PageSweep {
    let tree: HTMLTree
    let body: Int
    /// The headline with and without its label.
    let headlines: [String]
    var facts: PageFacts
    let zone: Zone
    private(set) var standfirst: String?

    init(tree: HTMLTree, body: Int, headlines: [String], facts: PageFacts, zone: Zone) {
        self.tree = tree
        self.body = body
        self.headlines = headlines
        self.facts = facts
        self.zone = zone
    }

    mutating func run(_ builder: inout BlockBuilder) {
        findByline()
        findDate()
        var kept: [Block] = []
        var lines: [Int] = []
        for (place, block) in builder.blocks.enumerated() {
            let line = builder.lines[place]
            switch block {
            case .paragraph(let text):
                if let reason = reasonToDrop(text, isEarly: kept.count < 3) {
                    builder.diagnostics.append(
                        Diagnostic(.note, reason, "Left out: “\(text.plainText.prefix(60))”.", line: line))
                    continue
                }
            case .heading(_, let text):
                if headlines.contains(Cleaning.line(text.plainText)) { continue }
                if let residue = Residue.of(CaptureLine(number: line, raw: text.plainText)),
                    residue == .related || residue == .controls || residue == .comments
                {
                    builder.diagnostics.append(
                        Diagnostic(.note, residue.code, "Left out: “\(text.plainText.prefix(60))”.", line: line))
                    continue
                }
            default: break
            }
            kept.append(block)
            lines.append(line)
        }
        while let last = kept.last {
            switch last {
            case .heading, .rule:
                kept.removeLast()
                lines.removeLast()
                continue
            default: break
            }
            break
        }
        while case .rule? = kept.first {
            kept.removeFirst()
            lines.removeFirst()
        }
        findStandfirst(&kept, &lines)
        builder.blocks = kept
        builder.lines = lines
    }

    /// Nil for a paragraph of the story.
    private mutating func reasonToDrop(_ text: [Inline], isEarly: Bool) -> String? {
        let words = text.plainText
        let line = CaptureLine(number: 1, raw: words)
        if headlines.contains(line.text) { return "repeated-headline" }
        let isLinked = text.contains { inline in inline.marks.contains { if case .link = $0 { true } else { false } } }
        let isAllLink =
            isLinked
            && text.allSatisfy { inline in
                inline.marks.contains { if case .link = $0 { true } else { false } }
                    || !inline.text.contains(where: \.isLetter)
            }
        if let residue = Residue.of(line) {
            if !line.isParagraph || isAllLink || [.related, .consent, .legal].contains(residue) { return residue.code }
        }
        if isAllLink, line.wordCount <= 4, !line.endsSentence { return "dropped-links" }
        guard isEarly else { return nil }
        if line.weight <= 120 {
            if let names = BylineReader.names(line.text) {
                if facts.authors.isEmpty { facts.authors = names }
                return "taken-byline"
            }
            if facts.authors.contains(where: { $0 == line.text }) { return "taken-byline" }
            let read = DateReader(zone: zone).read(line.text)
            if let date = read.dates.first, read.rest.count <= 2 {
                if facts.published == nil {
                    facts.published = date.moment
                    facts.publishedDoubt = date.doubt
                }
                return "taken-date"
            }
        }
        return nil
    }

    private mutating func findByline() {
        guard facts.authors.isEmpty else { return }
        for (index, node) in tree.nodes.enumerated() where !node.isText {
            let hint = ((node["class"] ?? "") + " " + (node["itemprop"] ?? "") + " " + (node["rel"] ?? "")).lowercased()
            guard ["byline", "author"].contains(where: { hint.holds($0) }), !hint.holds("bio"), node.tag != "img",
                node.tag != "meta"
            else { continue }
            let text = tree.text(of: index)
            guard text.count >= 3, text.count <= 120 else { continue }
            if let names = BylineReader.names(text) ?? BylineReader.list(text) {
                facts.authors = names
                return
            }
        }
        if let names = shortTextsUnderHeadline().lazy.compactMap({ BylineReader.names($0) }).first {
            facts.authors = names
        }
    }

    /// Short texts from the headline down to the first long one: where bylines and dates stand.
    private func shortTextsUnderHeadline() -> [String] {
        guard let head = tree.nodes.indices.first(where: { tree.nodes[$0].tag == "h1" }) else { return [] }
        var texts: [String] = []
        var place = tree.nodes[head].end
        while place < tree.nodes.count, texts.count < 40 {
            let node = tree.nodes[place]
            if HTMLTree.silent.contains(node.tag) {
                place = node.end
                continue
            }
            if node.isText {
                if node.text.utf8.count > 240 { break }
                let text = Cleaning.line(node.text)
                if text.count >= 5 { texts.append(text) }
            }
            place += 1
        }
        return texts
    }

    private mutating func findDate() {
        guard facts.published == nil else { return }
        for node in tree.nodes where node.tag == "time" {
            if let text = node["datetime"] ?? node["content"],
                let moment = Timestamp(iso8601: text.trimmingWhitespace(), in: zone)
                    ?? DateReader(zone: zone).read(text).dates.first?.moment
            {
                facts.published = moment
                return
            }
        }
        for (index, node) in tree.nodes.enumerated() where !node.isText {
            let hint = ((node["class"] ?? "") + " " + (node["itemprop"] ?? "") + " " + (node["id"] ?? "")).lowercased()
            guard node.tag == "time" || ["date", "time", "published"].contains(where: { hint.holds($0) }) else {
                continue
            }
            let text = tree.text(of: index)
            guard text.count >= 6, text.count <= 120, let found = DateReader(zone: zone).read(text).dates.first else {
                continue
            }
            facts.published = found.moment
            facts.publishedDoubt = found.doubt
            return
        }
        for text in shortTextsUnderHeadline() {
            let read = DateReader(zone: zone).read(text)
            guard let found = read.dates.first, read.rest.count <= 2 || BylineReader.names(text) != nil else {
                continue
            }
            facts.published = found.moment
            facts.publishedDoubt = found.doubt
            return
        }
    }

    /// An element that is called so, else the page's description where it is more than the beginning of the text.
    private mutating func findStandfirst(_ blocks: inout [Block], _ lines: inout [Int]) {
        let firstText =
            blocks.lazy.compactMap { block -> String? in
                if case .paragraph(let text) = block { text.plainText } else { nil }
            }.first ?? ""
        for (index, node) in tree.nodes.enumerated() where !node.isText {
            let hint = ((node["class"] ?? "") + " " + (node["itemprop"] ?? "")).lowercased()
            guard
                [
                    "standfirst", "subtitle", "subhead", "dek", "lede", "article-lead", "article__lead", "summary",
                    "intro", "alternativeheadline",
                ].contains(where: { hint.holds($0) }),
                !tree.isInside(body, index)
            else { continue }
            let text = tree.text(of: index)
            guard text.count >= 20, text.count <= 500, !headlines.contains(text) else { continue }
            standfirst = text
            if let place = blocks.prefix(3).firstIndex(where: { $0.plainText == text }) {
                blocks.remove(at: place)
                lines.remove(at: place)
            }
            return
        }
        guard let description = facts.description, (40...320).contains(description.count),
            !headlines.contains(description)
        else { return }
        let bare = description.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed()
        let head = String(bare.prefix(40)).lowercased()
        if firstText.lowercased().hasPrefix(head) || description.hasSuffix("…") || description.hasSuffix("...") {
            return
        }
        standfirst = description
        if let place = blocks.prefix(3).firstIndex(where: { $0.plainText == description }) {
            blocks.remove(at: place)
            lines.remove(at: place)
        }
    }
}
