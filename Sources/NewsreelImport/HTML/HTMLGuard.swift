import NewsreelModel

/// Looks over markup before it is parsed, because a few forms of it cost the HTML5 algorithm time or memory without bound:
/// deep nesting, tags of thousands of attributes, formatting elements that are never closed.
struct HTMLGuard {
    static let deepest = 512
    static let mostTags = 200_000
    static let mostAttributes = 500
    /// Formatting elements still open, summed over all start tags: nodes that the parser would make again and again.
    static let mostReopened = 2_000_000

    private static let voids: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    /// Their end tags may be left out, so that they say nothing about depth.
    private static let optional: Set<String> = [
        "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead",
        "tfoot", "colgroup", "caption",
        "rb", "rt", "rtc", "rp",
    ]
    private static let formatting: Set<String> = [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    ]
    private static let raw: Set<String> = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    ]
    private static let scopes: Set<String> = [
        "applet", "object", "marquee", "table", "template", "svg", "math", "button",
    ]

    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var stack: [String] = []
    private var open: [String: Int] = [:]
    private var openCount = 0
    private var reopened = 0
    private var tags = 0
    private var foreign = 0

    static func check(_ text: String) throws(ImportError) {
        var guardian = HTMLGuard(bytes: Array(text.utf8))
        try guardian.run()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() throws(ImportError) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 10 { line += 1 }
            guard byte == UInt8(ascii: "<"), index + 1 < bytes.count else {
                index += 1
                continue
            }
            let next = bytes[index + 1]
            if isLetter(next) {
                index += 1
                try startTag()
            } else if next == UInt8(ascii: "/"), index + 2 < bytes.count, isLetter(bytes[index + 2]) {
                index += 2
                endTag()
            } else if next == UInt8(ascii: "!"), index + 3 < bytes.count, bytes[index + 2] == UInt8(ascii: "-"),
                bytes[index + 3] == UInt8(ascii: "-")
            {
                skip(past: [45, 45, 62])
            } else {
                index += 1
            }
        }
    }

    private mutating func startTag() throws(ImportError) {
        let place = line
        let name = takeName()
        let (attributes, closesItself) = skipAttributes()
        tags += 1
        guard tags <= Self.mostTags else {
            throw ImportError(
                "too-many-tags", "The page holds more than \(Self.mostTags) tags. Save only the story.", line: place)
        }
        guard attributes <= Self.mostAttributes else {
            throw ImportError(
                "too-many-attributes", "A tag on line \(place) has more than \(Self.mostAttributes) attributes.",
                line: place)
        }
        reopened += openCount
        guard reopened <= Self.mostReopened else {
            throw ImportError(
                "markup-tangled",
                "Formatting tags are opened over and over and never closed; by line \(place) there are too many.",
                line: place)
        }
        if Self.raw.contains(name) && foreign == 0 {
            skip(past: Array("</\(name)".utf8))
            return
        }
        if Self.voids.contains(name) || Self.optional.contains(name) || (foreign > 0 && closesItself) { return }
        if Self.formatting.contains(name) {
            let count = open[name, default: 0]
            // Of elements alike the parser keeps three (HTML §13.2.4.3); a link closes the link before it.
            if name == "a" ? count < 1 : (attributes > 0 || count < 3) {
                open[name] = count + 1
                openCount += 1
            }
        }
        if name == "svg" || name == "math" { foreign += 1 }
        stack.append(name)
        guard stack.count <= Self.deepest else {
            throw ImportError(
                "nested-too-deep",
                "The markup is nested more than \(Self.deepest) deep by line \(place). That is no page for readers; save it again or import its text.",
                line: place)
        }
    }

    private mutating func endTag() {
        let name = takeName()
        _ = skipAttributes()
        if Self.optional.contains(name) || Self.voids.contains(name) { return }
        let isFormatting = Self.formatting.contains(name)
        var place = stack.count - 1
        while place >= 0, stack[place] != name {
            if Self.scopes.contains(stack[place]) && !Self.scopes.contains(name) { return }
            place -= 1
        }
        guard place >= 0 else { return }
        if isFormatting {
            stack.remove(at: place)
            if let count = open[name], count > 0 {
                open[name] = count - 1
                openCount -= 1
            }
            return
        }
        if !isSpecial(name), stack[(place + 1)...].contains(where: { isSpecial($0) }) { return }
        for closed in stack[place...] {
            if closed == "svg" || closed == "math" { foreign -= 1 }
        }
        let kept = stack[place...].filter { Self.formatting.contains($0) }
        stack.removeSubrange(place...)
        // Formatting elements stay in the list of active ones and come back in the next block.
        stack += kept.prefix(3)
    }

    private func isSpecial(_ name: String) -> Bool {
        [
            "div", "section", "article", "aside", "header", "footer", "main", "nav", "ul", "ol", "dl", "table",
            "blockquote", "figure", "figcaption", "form", "details",
            "center", "address", "fieldset", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "select", "summary",
        ].contains(name) || Self.scopes.contains(name)
    }

    private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }

    private mutating func takeName() -> String {
        let start = index
        while index < bytes.count, ![32, 9, 10, 12, 13, 47, 62].contains(bytes[index]) { index += 1 }
        return String(
            decoding: bytes[start..<min(index, start + 24)].map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self
        )
    }

    /// Moves behind the tag's `>`; counts what may be attributes.
    private mutating func skipAttributes() -> (count: Int, closesItself: Bool) {
        var count = 0
        var wasSpace = true
        var previous: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 10 { line += 1 }
            switch byte {
            case UInt8(ascii: ">"): return (count, previous == UInt8(ascii: "/"))
            case 32, 9, 10, 12, 13, UInt8(ascii: "/"): wasSpace = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard previous == UInt8(ascii: "=") else {
                    wasSpace = false
                    break
                }
                while index < bytes.count, bytes[index] != byte {
                    if bytes[index] == 10 { line += 1 }
                    index += 1
                }
                index += 1
                wasSpace = true
            default:
                if wasSpace && previous != UInt8(ascii: "=") { count += 1 }
                wasSpace = false
            }
            if byte != 32 && byte != 10 && byte != 9 { previous = byte }
        }
        return (count, false)
    }

    /// Moves behind the next `mark`, letters in either case; to the end where there is none.
    private mutating func skip(past mark: [UInt8]) {
        while index < bytes.count {
            if bytes[index] == 10 { line += 1 }
            if bytes[index] == mark[0], index + mark.count <= bytes.count {
                var isMatch = true
                for (offset, byte) in mark.enumerated()
                where (bytes[index + offset] | (isLetter(bytes[index + offset]) ? 32 : 0)) != byte {
                    isMatch = false
                    break
                }
                if isMatch {
                    index += mark.count
                    while mark.count > 3, index < bytes.count, bytes[index - 1] != UInt8(ascii: ">") { index += 1 }
                    return
                }
            }
            index += 1
        }
    }
}
