/// The text of SubRip cues: HTML's `b`, `i`, `u` and `font`, and the overrides in braces that subtitle editors write.
enum SubRipText {
    /// The lines as WebVTT cue text, and where an override puts them.
    static func convert(_ lines: [ArraySlice<UInt8>]) -> (text: String, settings: CueSettings) {
        var reader = SubRipTextReader()
        for (index, line) in lines.enumerated() {
            if index > 0 { reader.endLine() }
            reader.take(trim(line))
        }
        return (CueText.write(reader.finished()), reader.settings)
    }

    private static func trim(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line.drop { $0.isSpace }
        while let last = line.last, last.isSpace { line.removeLast() }
        return line
    }

    /// WebVTT's class for a colour that is among its own eight (WebVTT §5.1); nil for others.
    static func colour(_ name: String) -> String? {
        switch name.lowercased() {
        case "white", "#ffffff", "#fff": "white"
        case "lime", "#00ff00", "#0f0": "lime"
        case "cyan", "aqua", "#00ffff", "#0ff": "cyan"
        case "red", "#ff0000", "#f00": "red"
        case "yellow", "#ffff00", "#ff0": "yellow"
        case "magenta", "fuchsia", "#ff00ff", "#f0f": "magenta"
        case "blue", "#0000ff", "#00f": "blue"
        case "black", "#000000", "#000": "black"
        default: nil
        }
    }

    /// Where an alignment of the number pad stands: 1 to 3 at the bottom, 4 to 6 in the middle, 7 to 9 at the top.
    static func settings(alignment: Int) -> CueSettings {
        var settings = CueSettings()
        switch alignment {
        case 4...6: (settings.line, settings.lineAlign) = (.percentage(50), .center)
        case 7...9: settings.line = .number(0)
        default: break
        }
        switch alignment % 3 {
        case 1: (settings.position, settings.positionAlign, settings.align) = (0, .lineLeft, .left)
        case 0: (settings.position, settings.positionAlign, settings.align) = (100, .lineRight, .right)
        default: break
        }
        return settings
    }
}

/// Makes pieces of cue text from one cue's lines.
private struct SubRipTextReader {
    /// Spans inside each other that a cue may have; more say nothing.
    private static let deepest = 8
    /// Bytes that a tag or an override may have; what is longer is text.
    private static let longestTag = 200

    private(set) var settings = CueSettings()
    private var hasSettings = false
    private var tree = CueTree()
    /// The tags that are open, and what they mean; nil for those that mean nothing.
    private var open: [(tag: String, kind: CueSpan.Kind?, classes: [String])] = []
    private var text: [UInt8] = []

    mutating func endLine() {
        if text.isEmpty ? !tree.isEmpty : text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    }

    mutating func take(_ line: ArraySlice<UInt8>) {
        var place = line.startIndex
        while place < line.endIndex {
            let byte = line[place]
            if byte == UInt8(ascii: "<"), let end = end(of: UInt8(ascii: ">"), line, place),
                takeTag(line[(place + 1)..<end])
            {
                place = end + 1
            } else if byte == UInt8(ascii: "{"), let end = end(of: UInt8(ascii: "}"), line, place),
                takeOverride(line[(place + 1)..<end])
            {
                place = end + 1
            } else if byte == UInt8(ascii: "&"), let reference = CharacterReference.read(line, at: place, strict: true)
            {
                text += reference.text.utf8
                place = reference.next
            } else {
                text.append(byte)
                place += 1
            }
        }
    }

    /// Where what begins at `start` ends; nil where it begins once more before, so that no byte is looked at twice.
    private func end(of byte: UInt8, _ line: ArraySlice<UInt8>, _ start: Int) -> Int? {
        let inside = line[(start + 1)...].prefix(Self.longestTag)
        guard let end = inside.firstIndex(where: { $0 == byte || $0 == line[start] }), line[end] == byte else {
            return nil
        }
        return end
    }

    /// False where it is no tag, as in `a < b > c`.
    private mutating func takeTag(_ tag: ArraySlice<UInt8>) -> Bool {
        let isEnd = tag.first == UInt8(ascii: "/")
        let rest = isEnd ? tag.dropFirst() : tag
        let name = String(rest.prefix { $0.isLetter }).lowercased()
        let attributes = rest.dropFirst(name.utf8.count)
        guard attributes.isEmpty || attributes.first?.isSpace == true || attributes.first == UInt8(ascii: "/")
        else { return false }
        switch name {
        case "b", "strong": change("b", .bold, isEnd)
        case "i", "em": change("i", .italic, isEnd)
        case "u": change("u", .underline, isEnd)
        case "font":
            let colour = isEnd ? nil : colour(attributes)
            change("font", colour == nil ? nil : .plain, isEnd, classes: colour.map { [$0] } ?? [])
        case "br": endLine()
        case "s", "strike", "span", "p", "div", "center", "c", "v", "lang", "ruby", "rt": break
        default: return false
        }
        return true
    }

    /// The colour that a `font` names, if it is one of WebVTT's.
    private func colour(_ attributes: ArraySlice<UInt8>) -> String? {
        let words = String(attributes).lowercased()
        guard let name = words.firstRange(of: "color=") else { return nil }
        let value = words[name.upperBound...].drop { $0 == "\"" || $0 == "'" }
        return SubRipText.colour(String(value.prefix { !"\"' />".contains($0) }))
    }

    /// What stands in braces: `\an8` and its like, or a tag; false where it is text.
    private mutating func takeOverride(_ braces: ArraySlice<UInt8>) -> Bool {
        guard braces.first == UInt8(ascii: "\\") else {
            let isEnd = braces.first == UInt8(ascii: "/")
            switch String(isEnd ? braces.dropFirst() : braces).lowercased() {
            case "b": change("b", .bold, isEnd)
            case "i": change("i", .italic, isEnd)
            case "u": change("u", .underline, isEnd)
            default: return false
            }
            return true
        }
        for part in braces.split(separator: UInt8(ascii: "\\")) {
            switch String(part) {
            case "b0": change("b", .bold, true)
            case "b1": change("b", .bold, false)
            case "i0": change("i", .italic, true)
            case "i1": change("i", .italic, false)
            case "u0": change("u", .underline, true)
            case "u1": change("u", .underline, false)
            case let part where part.hasPrefix("an"):
                if let number = Int(part.dropFirst(2)), (1...9).contains(number) { align(number) }
            case let part where part.hasPrefix("a"):
                // The older numbers: 1 to 3 at the bottom, 5 to 7 at the top, 9 to 11 in the middle.
                switch Int(part.dropFirst()) {
                case let number? where (1...3).contains(number): align(number)
                case let number? where (5...7).contains(number): align(number + 2)
                case let number? where (9...11).contains(number): align(number - 5)
                default: break
                }
            default: break
            }
        }
        return true
    }

    /// The first alignment of a cue counts.
    private mutating func align(_ number: Int) {
        guard !hasSettings else { return }
        hasSettings = true
        settings = SubRipText.settings(alignment: number)
    }

    private mutating func change(_ tag: String, _ kind: CueSpan.Kind?, _ isEnd: Bool, classes: [String] = []) {
        flush()
        guard isEnd else {
            guard open.count < Self.deepest else { return }
            let isNew = kind == .plain || !open.contains { $0.kind == kind }
            let kind = isNew ? kind : nil
            open.append((tag, kind, classes))
            if let kind { tree.open(kind, classes: classes) }
            return
        }
        guard let index = open.lastIndex(where: { $0.tag == tag }) else { return }
        // `<b><i></b></i>`: what is inside goes on behind the end.
        for span in open[index...] where span.kind != nil { tree.close() }
        let inside = open[(index + 1)...]
        open.removeSubrange(index...)
        open += inside
        for span in inside {
            if let kind = span.kind { tree.open(kind, classes: span.classes) }
        }
    }

    private mutating func flush() {
        guard !text.isEmpty else { return }
        tree.append(.text(String(text[...])))
        text = []
    }

    mutating func finished() -> [CueNode] {
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        flush()
        return SubRipTextReader.filled(tree.finished())
    }

    /// The pieces without spans that mark nothing.
    private static func filled(_ nodes: [CueNode]) -> [CueNode] {
        nodes.compactMap { node in
            guard case .span(var span) = node else { return node }
            span.children = filled(span.children)
            return span.children.isEmpty ? nil : .span(span)
        }
    }
}
