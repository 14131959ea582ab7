import CGumbo
import NewsreelModel

/// A parsed page as a flat list of nodes in document order; `nodes[0]` is the `html` element.
struct HTMLTree {
    struct Node {
        /// The element's name in lower case; empty for text.
        let tag: String
        let text: String
        let attributes: [(name: String, value: String)]
        let parent: Int
        /// The first node after this one's subtree.
        var end: Int
        /// Of the material, from 1.
        let line: Int

        var isText: Bool { tag.isEmpty }

        subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    private(set) var nodes: [Node] = []

    /// Parses `text`, whose forms `HTMLGuard` has found harmless.
    init(_ text: String) {
        let arena = Arena()
        var text = text
        withExtendedLifetime(arena) {
            text.withUTF8 { bytes in
                var options = kGumboDefaultOptions
                options.max_errors = 0
                options.userdata = Unmanaged.passUnretained(arena).toOpaque()
                options.allocator = { userdata, size in
                    guard let userdata else { return nil }
                    return Unmanaged<Arena>.fromOpaque(userdata).takeUnretainedValue().allocate(size)
                }
                // The arena frees everything at once: gumbo's own way walks the tree recursively.
                options.deallocator = { _, _ in }
                let base = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
                guard let output = gumbo_parse_with_options(&options, base, bytes.count), let root = output.pointee.root
                else { return }
                flatten(root)
            }
        }
    }

    private mutating func flatten(_ root: UnsafeMutablePointer<GumboNode>) {
        var stack: [(node: UnsafeMutablePointer<GumboNode>, parent: Int, isClosing: Bool, place: Int)] = [
            (root, -1, false, 0)
        ]
        while let (pointer, parent, isClosing, place) = stack.popLast() {
            if isClosing {
                nodes[place].end = nodes.count
                continue
            }
            let node = pointer.pointee
            switch node.type {
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
                let element = node.v.element
                let index = nodes.count
                nodes.append(
                    Node(
                        tag: Self.name(of: element), text: "", attributes: Self.attributes(of: element), parent: parent,
                        end: index + 1,
                        line: max(1, Int(element.start_pos.line))))
                stack.append((pointer, parent, true, index))
                var child = Int(element.children.length) - 1
                while child >= 0 {
                    if let raw = element.children.data[child] {
                        stack.append((raw.assumingMemoryBound(to: GumboNode.self), index, false, 0))
                    }
                    child -= 1
                }
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                let text = node.v.text
                nodes.append(
                    Node(
                        tag: "", text: text.text.map { String(cString: $0) } ?? "", attributes: [], parent: parent,
                        end: nodes.count + 1,
                        line: max(1, Int(text.start_pos.line))))
            default: break
            }
        }
    }

    private static let names: [String] = (0..<Int(GUMBO_TAG_UNKNOWN.rawValue)).map { number in
        gumbo_normalized_tagname(GumboTag(rawValue: UInt32(number))).map { String(cString: $0) } ?? ""
    }

    private static func name(of element: GumboElement) -> String {
        let number = Int(element.tag.rawValue)
        if number < names.count, !names[number].isEmpty { return names[number] }
        var piece = element.original_tag
        gumbo_tag_from_original_text(&piece)
        guard let data = piece.data, piece.length > 0 else { return "unknown" }
        let raw = UnsafeRawBufferPointer(start: data, count: min(piece.length, 40))
        return String(decoding: raw, as: UTF8.self).lowercased()
    }

    private static func attributes(of element: GumboElement) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        for index in 0..<Int(element.attributes.length) {
            guard let raw = element.attributes.data[index] else { continue }
            let attribute = raw.assumingMemoryBound(to: GumboAttribute.self).pointee
            attributes.append((String(cString: attribute.name), String(cString: attribute.value)))
        }
        return attributes
    }

    // MARK: Looking around

    /// The places of a node's children, in order.
    func children(of index: Int) -> [Int] {
        var children: [Int] = []
        var child = index + 1
        while child < nodes[index].end {
            children.append(child)
            child = nodes[child].end
        }
        return children
    }

    /// Elements whose words are none for readers.
    static let silent: Set<String> = [
        "script", "style", "noscript", "template", "svg", "math", "head", "object", "select", "textarea", "canvas",
        "title",
    ]

    /// The words under a node, white space as one space.
    func text(of index: Int) -> String {
        var text = ""
        var place = index
        while place < nodes[index].end {
            let node = nodes[place]
            if node.isText {
                text += node.text
            } else if place != index && Self.silent.contains(node.tag) {
                place = node.end
                continue
            } else if Self.blocks.contains(node.tag) || node.tag == "br" {
                text += " "
            }
            place += 1
        }
        return Cleaning.line(text)
    }

    /// The first element under `index` that `isWanted`.
    func first(under index: Int = 0, where isWanted: (Node) -> Bool) -> Int? {
        guard index < nodes.count else { return nil }
        return (index..<nodes[index].end).first { !nodes[$0].isText && isWanted(nodes[$0]) }
    }

    func isInside(_ index: Int, _ outer: Int) -> Bool { index >= outer && index < nodes[outer].end }

    /// Elements that stand on lines of their own.
    static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "nav", "ol", "p",
        "pre", "section", "summary", "table", "tbody",
        "td", "tfoot", "th", "thead", "tr", "ul",
    ]

    /// The words of a piece of markup, a block a paragraph; nothing where the markup is too tangled to be read.
    static func paragraphs(of markup: String) -> [String] {
        guard (try? HTMLGuard.check(markup)) != nil else { return [] }
        let tree = HTMLTree(markup)
        var paragraphs: [String] = []
        var text = ""
        var place = 0
        while place < tree.nodes.count {
            let node = tree.nodes[place]
            if node.isText {
                text += node.text
            } else if silent.contains(node.tag) && node.tag != "head" {
                place = node.end
                continue
            } else if blocks.contains(node.tag) {
                paragraphs.append(Cleaning.line(text))
                text = ""
            }
            place += 1
        }
        return (paragraphs + [Cleaning.line(text)]).filter { !$0.isEmpty }
    }
}

/// Memory for one parse, freed as a whole.
private final class Arena {
    private var chunks: [UnsafeMutableRawPointer] = []
    private var next: UnsafeMutableRawPointer?
    private var left = 0

    func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let wanted = (max(1, size) + 15) & ~15
        if wanted > left || next == nil {
            let count = max(wanted, 1 << 18)
            let chunk = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
            chunks.append(chunk)
            next = chunk
            left = count
        }
        guard let start = next else { return UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16) }
        next = start + wanted
        left -= wanted
        return start
    }

    deinit { for chunk in chunks { chunk.deallocate() } }
}
