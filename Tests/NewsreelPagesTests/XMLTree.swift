import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// An XML document as Foundation's parser reads it.
final class XMLTree: NSObject, XMLParserDelegate {
    final class Node {
        let name: String
        let attributes: [String: String]
        var text = ""
        var children: [Node] = []

        init(_ name: String, _ attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        func all(_ name: String) -> [Node] { children.filter { $0.name == name } }
        func first(_ name: String) -> Node? { children.first { $0.name == name } }
        func value(_ name: String) -> String? { first(name)?.text.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private let root = Node("", [:])
    private var open: [Node] = []

    static func parse(_ bytes: [UInt8]) throws -> Node {
        let tree = XMLTree()
        tree.open = [tree.root]
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = tree
        guard parser.parse(), let document = tree.root.children.first else {
            throw Malformed(description: "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        }
        return document
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let node = Node(qualifiedName ?? name, attributes)
        open.last?.children.append(node)
        open.append(node)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }
}
