/// Links that lead nowhere, or there in the open.
struct LinkChecks {
    let story: Story

    var findings: [Finding] {
        var found: [Finding] = []
        for (index, block) in story.content.body.enumerated() {
            var reader = LinkReader(block: index)
            reader.read(block, 0, 0)
            found += reader.found
        }
        return found
    }
}

/// Walks the links of a block; offsets follow `Block.plainText`.
private struct LinkReader {
    let block: Int
    var found: [Finding] = []

    init(block: Int) { self.block = block }

    /// Returns the length of the block's plain text in UTF-16 units.
    @discardableResult
    mutating func read(_ block: Block, _ offset: Int, _ depth: Int) -> Int {
        guard depth < 40 else { return 0 }
        switch block {
        case .paragraph(let text), .heading(_, let text): return read(text, offset)
        case .quote(let paragraphs, let speaker):
            var length = 0
            for (number, paragraph) in paragraphs.enumerated() {
                if number > 0 { length += 1 }
                length += read(paragraph, offset + length)
            }
            if let speaker { length += (paragraphs.isEmpty ? 0 : 1) + speaker.utf16.count }
            return length
        case .list(_, let items):
            var length = 0
            for (number, item) in items.enumerated() {
                if number > 0 { length += 1 }
                length += read(item, offset + length, depth)
            }
            return length
        case .aside(let title, let blocks):
            var length = title.map { $0.utf16.count + (blocks.isEmpty ? 0 : 1) } ?? 0
            length += read(blocks, offset + length, depth)
            return length
        case .embed(let embed):
            judge(embed.url, words: embed.title, offset..<offset + embed.title.utf16.count)
            return embed.title.utf16.count
        case .image, .gallery, .video, .audio, .document, .rule: return 0
        }
    }

    private mutating func read(_ blocks: [Block], _ offset: Int, _ depth: Int) -> Int {
        var length = 0
        for (number, block) in blocks.enumerated() {
            if number > 0 { length += 1 }
            length += read(block, offset + length, depth + 1)
        }
        return length
    }

    private mutating func read(_ text: [Inline], _ offset: Int) -> Int {
        var length = 0
        var last: LinkTarget?
        for inline in text {
            let size = inline.text.utf16.count
            let target = inline.marks.lazy.compactMap { if case .link(let target) = $0 { target } else { nil } }.first
            // One link may run over several runs of text: bold in the middle.
            if let target, target != last {
                judge(target, words: inline.text, offset + length..<offset + length + size)
            }
            if let target, target == last { dropEmpty(target) }
            last = target
            length += size
        }
        return length
    }

    /// A link that looked empty goes on in the next run.
    private mutating func dropEmpty(_ target: LinkTarget) {
        if found.last?.code == .linkEmpty, found.last?.place.range.map({ $0.start == $0.end }) == true {
            found.removeLast()
        }
    }

    private mutating func judge(_ target: LinkTarget, words: String, _ range: Range<Int>) {
        let place = FindingPlace(
            .body, block: block, range: FindingPlace.TextRange(start: range.lowerBound, end: range.upperBound))
        if words.trimmingWhitespace().isEmpty {
            found.append(
                Finding(
                    .linkEmpty, at: place, words: target.description, reason: "The link has no words to follow it by."))
        }
        if let fault = LinkFault.of(target) {
            found.append(
                Finding(
                    .linkBroken, at: place, words: target.description, reason: fault.reason,
                    fix: fault.fix.map(Fix.link)))
        } else if let secure = LinkFault.secure(target) {
            found.append(
                Finding(
                    .linkInsecure, at: place, words: target.description,
                    reason: "The link leads there without encryption: everybody on the way can read and change it.",
                    fix: .link(secure)))
        }
    }
}

/// Why an address cannot work.
struct LinkFault {
    let reason: String
    var fix: LinkTarget?

    static func of(_ target: LinkTarget) -> LinkFault? {
        let text = target.description
        if text.hasPrefix("/") {
            return text == "/-" || text.hasPrefix("/undefined") || text.hasPrefix("/null")
                ? LinkFault(reason: "The link leads to a page of this site that cannot be there.") : nil
        }
        if text.hasPrefix("mailto:") {
            let address = text.dropFirst(7).prefix { $0 != "?" }
            let parts = address.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
                ? nil : LinkFault(reason: "The link writes to no mail address.")
        }
        if text.hasPrefix("tel:") {
            return text.utf8.count(where: { $0.isDigit }) >= 3 ? nil : LinkFault(reason: "The link calls no number.")
        }
        guard let rest = text.firstRange(of: "//").map({ text[$0.upperBound...] }) else {
            return LinkFault(reason: "The address has no host.")
        }
        let scheme = text.hasPrefix("https") ? "https://" : "http://"
        for double in ["http://", "https://", "http//", "https//", "http:/", "https:/"]
        where rest.lowercased().hasPrefix(double) {
            return LinkFault(
                reason: "The address begins twice.",
                fix: LinkTarget((double.hasPrefix("https") ? "https://" : scheme) + rest.dropFirst(double.count)))
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        var host = authority.split(separator: "@").last.map(String.init) ?? ""
        if host.hasPrefix("[") { return host.contains("]") ? nil : LinkFault(reason: "The address has no host.") }
        if let colon = host.lastIndex(of: ":") {
            let port = host[host.index(after: colon)...]
            guard port.isEmpty || Int(port).map({ (1...65_535).contains($0) }) == true else {
                return LinkFault(reason: "The address has a port that is no number.")
            }
            host = String(host[..<colon])
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if host.isEmpty { return LinkFault(reason: "The address has no host.") }
        guard labels.count > 1 else {
            return LinkFault(reason: "“\(host)” is no host that readers can reach.")
        }
        let isRooted = labels.count > 2 && labels[labels.count - 1].isEmpty
        let named = isRooted ? labels.dropLast() : labels[...]
        guard named.allSatisfy({ isLabel($0) }) else {
            return LinkFault(reason: "“\(host)” is no name of a host.")
        }
        if let last = named.last, last.utf8.allSatisfy({ $0.isDigit }), named.count != 4 {
            return LinkFault(reason: "“\(host)” is no name of a host.")
        }
        if let last = named.last,
            ["local", "localhost", "internal", "invalid", "test", "example"].contains(last.lowercased())
        {
            return LinkFault(reason: "“\(host)” is no host that readers can reach.")
        }
        return nil
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard !label.isEmpty, label.utf8.count <= 63, !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
        return label.unicodeScalars.allSatisfy {
            $0.value >= 128 || (48...57).contains($0.value) || (97...122).contains($0.value | 32) || $0 == "-"
                || $0 == "_"
        }
    }

    /// The same address over TLS; nil where it is so already, or cannot be.
    static func secure(_ target: LinkTarget) -> LinkTarget? {
        let text = target.description
        guard text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(7)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // An onion address is encrypted by its network; another port is another server.
        guard !host.hasSuffix(".onion"), !host.contains(":") else { return nil }
        return LinkTarget("https://" + rest)
    }
}
