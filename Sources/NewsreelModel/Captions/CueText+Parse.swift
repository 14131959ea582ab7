extension CueText {
    /// Spans inside each other beyond which the innermost take in what follows: no cue means more, and a tree that people
    /// made to be deep must not be.
    static let deepest = 64

    /// What a cue's text says, read as browsers read it: every text says something (WebVTT §6.4, "WebVTT cue text parsing
    /// rules").
    package static func parse(_ text: String) -> [CueNode] {
        var tokens = CueTextTokens(bytes: Array(text.utf8)[...])
        var tree = CueTree()
        while let token = tokens.next() {
            switch token {
            case .text(let text): tree.append(.text(text))
            case .start(let name, let classes, let annotation):
                let kind: CueSpan.Kind? =
                    switch name {
                    case "c": .plain
                    case "i": .italic
                    case "b": .bold
                    case "u": .underline
                    case "ruby": .ruby
                    case "rt": tree.current == .ruby ? .rubyText : nil
                    case "v": .voice(annotation)
                    case "lang": .language(annotation)
                    default: nil
                    }
                if let kind { tree.open(kind, classes: classes.filter { !$0.isEmpty }) }
            case .end(let name):
                guard let current = tree.current else { break }
                if current.tag == name {
                    tree.close()
                } else if name == "ruby", current == .rubyText {
                    tree.close()
                    tree.close()
                }
            case .timestamp(let text):
                let bytes = Array(text.utf8)[...]
                var place = bytes.startIndex
                if let time = WebVTT.timestamp(bytes, at: &place), place == bytes.endIndex {
                    tree.append(.timestamp(time))
                }
            }
        }
        return tree.finished()
    }
}

/// A tree of spans that grows at its end.
struct CueTree {
    private struct Open {
        let kind: CueSpan.Kind?
        let classes: [String]
        var children: [CueNode] = []
    }

    private var open = [Open(kind: nil, classes: [])]
    /// Spans deeper than the deepest, kept by name so that their ends are known.
    private var beyond: [CueSpan.Kind] = []

    /// The innermost span; nil at the top.
    var current: CueSpan.Kind? { beyond.last ?? open[open.count - 1].kind }

    var isEmpty: Bool { open.count == 1 && open[0].children.isEmpty }

    mutating func append(_ node: CueNode) { open[open.count - 1].children.append(node) }

    mutating func open(_ kind: CueSpan.Kind, classes: [String] = []) {
        if open.count > CueText.deepest {
            beyond.append(kind)
        } else {
            open.append(Open(kind: kind, classes: classes))
        }
    }

    mutating func close() {
        if beyond.popLast() != nil { return }
        guard open.count > 1, let last = open.popLast(), let kind = last.kind else { return }
        append(.span(CueSpan(kind, classes: last.classes, last.children)))
    }

    mutating func finished() -> [CueNode] {
        beyond = []
        while open.count > 1 { close() }
        return open[0].children
    }
}

/// The tokens of a cue's text (WebVTT §6.4, "WebVTT cue text tokenizer").
struct CueTextTokens {
    enum Token: Equatable {
        case text(String)
        case start(name: String, classes: [String], annotation: String)
        case end(String)
        case timestamp(String)
    }

    let bytes: ArraySlice<UInt8>
    private var position: Int

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Token? {
        guard position < bytes.endIndex else { return nil }
        guard bytes[position] == UInt8(ascii: "<") else { return text() }
        position += 1
        guard let first = peek else { return .start(name: "", classes: [], annotation: "") }
        if first == UInt8(ascii: "/") {
            position += 1
            return .end(upToEnd())
        }
        return first.isDigit ? .timestamp(upToEnd()) : start()
    }

    private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func text() -> Token {
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "<") { take(byte, to: &text) }
        return .text(String(text[...]))
    }

    /// Adds the byte, or the character that a reference beginning with it stands for.
    private mutating func take(_ byte: UInt8, to text: inout [UInt8]) {
        if byte == UInt8(ascii: "&"), let reference = CharacterReference.read(bytes, at: position) {
            text += reference.text.utf8
            position = reference.next
        } else {
            text.append(byte)
            position += 1
        }
    }

    /// What stands before the next `>`, and moves behind it.
    private mutating func upToEnd() -> String {
        let start = position
        let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex
        position = min(end + 1, bytes.endIndex)
        return String(bytes[start..<end])
    }

    private mutating func start() -> Token {
        let begin = position
        while let byte = peek, byte != UInt8(ascii: "."), byte != UInt8(ascii: ">"), !byte.endsName { position += 1 }
        let name = String(bytes[begin..<position])
        var classes: [String] = []
        while peek == UInt8(ascii: ".") {
            position += 1
            let begin = position
            while let byte = peek, byte != UInt8(ascii: "."), byte != UInt8(ascii: ">"), !byte.endsName {
                position += 1
            }
            classes.append(String(bytes[begin..<position]))
        }
        var annotation: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: ">") { take(byte, to: &annotation) }
        if position < bytes.endIndex { position += 1 }
        let words = annotation.split { $0.isSpace }.joined(separator: CollectionOfOne(UInt8(ascii: " ")))
        return .start(name: name, classes: classes, annotation: String(Array(words)[...]))
    }
}

extension UInt8 {
    /// Tab, line feed, form feed and space end the name of a tag, a carriage return does not.
    fileprivate var endsName: Bool { self == 0x09 || self == 0x0A || self == 0x0C || self == 0x20 }
}
