import NewsreelModel

extension BlockBuilder {
    /// A figure: its pictures or player with caption and credit, or the quote that it frames.
    mutating func figure(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        let (caption, credit) = captionParts(of: index)
        let before = Set(media.map(\.id))
        var inner = nested()
        inner.build(index)
        take(mediaOf: inner)
        var isFirst = true
        for id in media.map(\.id) where !before.contains(id) {
            guard let place = media.firstIndex(where: { $0.id == id }) else { continue }
            if isFirst || media[place].kind != .image {
                if let caption { media[place].caption = caption }
                if !credit.isEmpty || credit.licence != nil { media[place].credit = credit }
            } else if media[place].credit.isEmpty {
                media[place].credit = credit
            }
            isFirst = false
        }
        let ids = inner.blocks.flatMap(\.media)
        if ids.count > 1, inner.blocks.allSatisfy({ if case .image = $0 { true } else { false } }) {
            return append(.gallery(ids), line: node.line)
        }
        for (place, block) in inner.blocks.enumerated() {
            if case .quote(let text, nil) = block, let caption {
                append(.quote(text, speaker: Self.withoutDash(caption)), line: inner.lines[place])
            } else {
                append(block, line: inner.lines[place])
            }
        }
    }

    /// Caption and credit under a figure; an element that is called a credit is one.
    private func captionParts(of index: Int) -> (caption: String?, credit: CreditChain) {
        let wanted =
            tree.first(under: index) { $0.tag == "figcaption" }
            ?? tree.first(under: index) { node in
                ["caption", "photo-desc"].contains { (node["class"] ?? "").lowercased().holds($0) }
                    && node.tag != "figure"
            }
        guard let wanted else { return (nil, CreditChain()) }
        let creditPlace = tree.first(under: wanted) { node in
            let hint = ((node["class"] ?? "") + " " + (node["itemprop"] ?? "")).lowercased()
            return ["credit", "copyright", "source", "photographer"].contains { hint.holds($0) }
                && node.tag != "figcaption"
        }
        guard let creditPlace else {
            let (caption, credit) = CreditParser.parse(tree.text(of: wanted))
            return (caption, credit)
        }
        let creditText = tree.text(of: creditPlace)
        var words = ""
        var place = wanted + 1
        while place < tree.nodes[wanted].end {
            if place == creditPlace {
                place = tree.nodes[place].end
                continue
            }
            words += tree.nodes[place].isText ? tree.nodes[place].text : " "
            place += 1
        }
        let caption = Cleaning.line(words)
        return (caption.isEmpty ? nil : caption, CreditParser.credit(creditText))
    }

    /// The picture of an `img` or `picture` element, at its largest.
    mutating func pictures(in index: Int) {
        let node = tree.nodes[index]
        let places =
            node.tag == "picture"
            ? (index..<node.end).filter { tree.nodes[$0].tag == "img" || tree.nodes[$0].tag == "source" } : [index]
        var best: (url: LinkTarget, size: Double)?
        var alt: String?
        for place in places {
            let element = tree.nodes[place]
            if element.tag != "source" { alt = alt ?? element["alt"].map { Cleaning.line($0) } }
            for (url, size) in candidates(element) where best.map({ size > $0.size }) ?? true { best = (url, size) }
            if isDecoration(element) { return }
        }
        guard let best else { return }
        flush()
        let kind = MediaKind.image
        if let known = media.first(where: { $0.url.map { PageFacts.same($0, best.url) } ?? false }) {
            if !blocks.contains(where: { $0.media.contains(known.id) }) && nestedIsEmpty {
                append(.image(known.id), line: node.line)
            }
            return
        }
        guard hasRoom(node.line) else { return }
        let id = MediaID(rawValue: "m\(media.count + 1)")
        media.append(ImportedMedia(id: id, kind: kind, alt: alt.flatMap { $0.isEmpty ? nil : $0 }, url: best.url))
        append(.image(id), line: node.line)
    }

    private var nestedIsEmpty: Bool { blocks.isEmpty }

    /// A story has at most 500 pictures and clips; the rest of a longer page is left out.
    private mutating func hasRoom(_ line: Int) -> Bool {
        if media.count < 500 { return true }
        if !diagnostics.contains(where: { $0.code == "too-many-media" }) {
            diagnostics.append(
                Diagnostic(
                    .warning, "too-many-media",
                    "The page shows more than 500 pictures and clips; the rest was left out.", line: line))
        }
        return false
    }

    /// Addresses with what is known of their width; a plain `src` counts little, since it may be a stand-in.
    private func candidates(_ node: HTMLTree.Node) -> [(LinkTarget, Double)] {
        var found: [(LinkTarget, Double)] = []
        for name in ["srcset", "data-srcset", "data-lazy-srcset"] {
            guard let set = node[name] else { continue }
            for part in set.split(separator: ",").prefix(40) {
                let words = part.split(whereSeparator: \.isWhitespace)
                guard let first = words.first, let url = address.resolve(String(first)),
                    url.description.hasPrefix("http")
                else { continue }
                var size = 1.0
                if words.count > 1, let number = Double(words[1].dropLast()) {
                    size = words[1].hasSuffix("x") ? number * 500 : number
                }
                found.append((url, size))
            }
        }
        if node.tag != "source" {
            for (name, size) in [("data-src", 3.0), ("data-original", 3.0), ("data-lazy-src", 3.0), ("src", 2.0)] {
                if let value = node[name], !value.hasPrefix("data:"), let url = address.resolve(value),
                    url.description.hasPrefix("http")
                {
                    found.append((url, size))
                }
            }
        }
        return found
    }

    /// Counters, logos, portraits of authors and other pictures of the site's own.
    private func isDecoration(_ node: HTMLTree.Node) -> Bool {
        for name in ["width", "height"] {
            if let size = node[name].flatMap({ Int($0) }), size > 0, size < 60 { return true }
        }
        let hint = ((node["class"] ?? "") + " " + (node["id"] ?? "")).lowercased()
        if ["logo", "avatar", "icon", "pixel", "emoji", "author"].contains(where: { hint.holds($0) }) { return true }
        let source = (node["src"] ?? "").lowercased()
        return ["pixel.", "/pixel", "spacer.", "blank.gif", "counter", "1x1", "/emoji/"].contains { source.holds($0) }
    }

    /// A clip or recording with its address.
    mutating func player(_ index: Int) {
        flush()
        let node = tree.nodes[index]
        let kind: MediaKind = node.tag == "audio" ? .audio : .video
        let sources =
            [node["src"], node["data-src"]]
            + (index..<node.end).filter { tree.nodes[$0].tag == "source" }.map { tree.nodes[$0]["src"] }
        let address = address
        guard
            let url = sources.compactMap({ $0 }).compactMap({ address.resolve($0) }).first(where: {
                $0.description.hasPrefix("http")
            })
        else {
            diagnostics.append(
                Diagnostic(
                    .note, "dropped-player", "A player on line \(node.line) names no file and was left out.",
                    line: node.line))
            return
        }
        if media.contains(where: { $0.url == url }) { return }
        guard hasRoom(node.line) else { return }
        let id = MediaID(rawValue: "m\(media.count + 1)")
        let title = (node["title"] ?? node["aria-label"]).map { Cleaning.line($0) }
        media.append(ImportedMedia(id: id, kind: kind, caption: title.flatMap { $0.isEmpty ? nil : $0 }, url: url))
        append(kind == .audio ? .audio(id) : .video(id), line: node.line)
    }
}
