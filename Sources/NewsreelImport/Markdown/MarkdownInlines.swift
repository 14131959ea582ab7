import CCmark
import NewsreelModel

/// Reads the inline text under one block of CommonMark.
struct MarkdownInlines {
    /// Stands for a line end of the material within a paragraph.
    static let softBreak = "\u{E000}"

    let node: OpaquePointer
    var runs: [Inline] = []
    var pictures: [(file: String, alt: String)] = []
    var storyLinks: [String] = []
    var warnings: [(code: String, message: String)] = []
    private var marks: [Mark] = []
    /// Whether each open link carries a mark.
    private var openLinks: [Bool] = []
    private var hiddenDepth = 0

    init(node: OpaquePointer) { self.node = node }

    mutating func read() {
        let iterator = cmark_iter_new(node)
        defer { cmark_iter_free(iterator) }
        var droppedMarkup = false
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { break }
            guard let current = cmark_iter_get_node(iterator), current != node else { continue }
            let isEntering = event == CMARK_EVENT_ENTER
            let literal = { cmark_node_get_literal(current).map { String(cString: $0) } ?? "" }
            switch cmark_node_get_type(current) {
            case CMARK_NODE_TEXT: if hiddenDepth == 0 { add(Cleaning.collapsed(literal())) }
            case CMARK_NODE_SOFTBREAK: if hiddenDepth == 0 { add(Self.softBreak) }
            case CMARK_NODE_LINEBREAK: if hiddenDepth == 0 { add("\n") }
            case CMARK_NODE_CODE: if hiddenDepth == 0 { add(Cleaning.collapsed(literal()), extra: .code) }
            case CMARK_NODE_HTML_INLINE:
                if Cleaning.line(literal()).lowercased().hasPrefix("<br") { add("\n") } else { droppedMarkup = true }
            case CMARK_NODE_EMPH: mark(.emphasis, isEntering)
            case CMARK_NODE_STRONG: mark(.strong, isEntering)
            case CMARK_NODE_LINK: isEntering ? openLink(current) : closeLink()
            case CMARK_NODE_IMAGE:
                if isEntering {
                    if hiddenDepth == 0 {
                        let file = cmark_node_get_url(current).map { String(cString: $0) } ?? ""
                        if !file.isEmpty { pictures.append((file, Cleaning.line(Self.text(of: current)))) }
                    }
                    hiddenDepth += 1
                } else {
                    hiddenDepth -= 1
                }
            default: break
            }
        }
        if droppedMarkup { warnings.append(("dropped-html", "HTML is not kept in Markdown; its text was kept.")) }
    }

    private mutating func add(_ text: String, extra: Mark? = nil) {
        guard !text.isEmpty else { return }
        let all = marks + (extra.map { [$0] } ?? [])
        if let last = runs.indices.last, runs[last].marks == all {
            runs[last].text += text
        } else {
            runs.append(Inline(text, marks: all))
        }
    }

    /// A mark inside the same mark says nothing more.
    private var counts: [Mark: Int] = [:]

    private mutating func mark(_ mark: Mark, _ isEntering: Bool) {
        if isEntering {
            counts[mark, default: 0] += 1
            if counts[mark] == 1 { marks.append(mark) }
        } else {
            counts[mark, default: 1] -= 1
            if counts[mark] == 0 { marks.removeAll { $0 == mark } }
        }
    }

    private mutating func openLink(_ node: OpaquePointer) {
        let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
        var target: LinkTarget?
        if url.lowercased().hasPrefix("story:") {
            let key = String(url.dropFirst(6))
            target = StoryLink.path(key)
            if target != nil { storyLinks.append(key) }
        } else {
            target = LinkTarget(url)
        }
        if let target {
            marks.append(.link(target))
        } else {
            warnings.append(("bad-link", "“\(url.prefix(80))” is no link for readers; its text was kept."))
        }
        openLinks.append(target != nil)
    }

    private mutating func closeLink() {
        guard openLinks.popLast() == true else { return }
        marks.removeAll { if case .link = $0 { true } else { false } }
    }

    /// The words under a node without marks; `separator` stands between its blocks.
    static func text(of node: OpaquePointer, separator: String = " ") -> String {
        let iterator = cmark_iter_new(node)
        defer { cmark_iter_free(iterator) }
        var text = ""
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return text }
            guard let current = cmark_iter_get_node(iterator) else { return text }
            switch cmark_node_get_type(current) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE:
                text += cmark_node_get_literal(current).map { String(cString: $0) } ?? ""
            case CMARK_NODE_CODE_BLOCK:
                text += separator + (cmark_node_get_literal(current).map { String(cString: $0) } ?? "") + separator
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING, CMARK_NODE_ITEM: text += separator
            default: break
            }
        }
    }
}
