/// A piece of a cue's text (WebVTT §6.4, "WebVTT Node Object").
package enum CueNode: Hashable, Sendable {
    case text(String)
    /// What follows is said from this moment on, in milliseconds from the beginning of the clip.
    case timestamp(Int)
    case span(CueSpan)
}

/// A marked part of a cue's text.
package struct CueSpan: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Marked for a style alone.
        case plain
        case italic, bold, underline
        /// Words with their reading beside them.
        case ruby
        /// The reading of a ruby's words.
        case rubyText
        /// Who speaks; empty where the file does not say.
        case voice(String)
        /// The language, supposedly in BCP 47; empty where the file does not say.
        case language(String)

        /// The name of its tag.
        package var tag: String {
            switch self {
            case .plain: "c"
            case .italic: "i"
            case .bold: "b"
            case .underline: "u"
            case .ruby: "ruby"
            case .rubyText: "rt"
            case .voice: "v"
            case .language: "lang"
            }
        }
    }

    package var kind: Kind
    package var classes: [String]
    package var children: [CueNode]

    package init(_ kind: Kind, classes: [String] = [], _ children: [CueNode]) {
        self.kind = kind
        self.classes = classes
        self.children = children
    }
}

/// The markup inside cues.
package enum CueText {
    /// The text with these pieces, which reads back to them, save that texts beside each other become one.
    package static func write(_ nodes: [CueNode]) -> String {
        var out: [UInt8] = []
        write(nodes, to: &out)
        // A line feed at the end of a cue would be lost in its file.
        if out.last == UInt8(ascii: "\n") { out.replaceSubrange((out.count - 1)..., with: "&#10;".utf8) }
        return String(decoding: out, as: UTF8.self)
    }

    private static func write(_ nodes: [CueNode], to out: inout [UInt8]) {
        for node in nodes {
            switch node {
            case .text(let text): escape(text, to: &out)
            case .timestamp(let time): out += "<\(WebVTT.timestamp(time))>".utf8
            case .span(let span):
                out += "<\(span.kind.tag)".utf8
                for name in span.classes { out += ".\(name)".utf8 }
                switch span.kind {
                case .voice(let words), .language(let words):
                    if !words.isEmpty {
                        out.append(UInt8(ascii: " "))
                        escape(words.split(whereSeparator: \.isNewline).joined(separator: " "), to: &out)
                    }
                default: break
                }
                out.append(UInt8(ascii: ">"))
                write(span.children, to: &out)
                out += "</\(span.kind.tag)>".utf8
            }
        }
    }

    private static func escape(_ text: String, to out: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\r"): out += "&#13;".utf8
            // An empty line would end the cue.
            case UInt8(ascii: "\n") where out.isEmpty || out.last == byte: out += "&#10;".utf8
            default: out.append(byte)
            }
        }
    }
}
