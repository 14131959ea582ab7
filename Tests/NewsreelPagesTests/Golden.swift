import Foundation
import NewsreelModel
import NewsreelPages
import Testing

/// Compares a whole page with the file that pins it; `NEWSREEL_UPDATE_GOLDEN=1` writes the files anew, on purpose.
func expectGolden(_ page: RenderedPage, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let theme = try Samples.theme.get()
    // Faces are cut at set-up and may not be there; the fingerprint changes with every asset.
    let text = String(decoding: page.body, as: UTF8.self).replacing(theme.fingerprint, with: "FINGERPRINT")
        .replacing("<link rel=\"stylesheet\" href=\"/assets/FINGERPRINT/fonts.css\">\n", with: "")
    let head = """
        status: \(page.status)
        content-type: \(page.contentType)
        last-modified: \(page.lastModified?.rfc822 ?? "none")
        cache-control: \(page.freshness.cacheControl)
        depends-on: \(page.dependsOn.joined(separator: " "))


        """
    let actual = head + text
    let file = Samples.root.appendingPathComponent("Tests/NewsreelPagesTests/Golden/\(name)")
    if ProcessInfo.processInfo.environment["NEWSREEL_UPDATE_GOLDEN"] == "1" {
        try Data(actual.utf8).write(to: file)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record(
            "There is no \(file.path). Run the tests with NEWSREEL_UPDATE_GOLDEN=1 and look at what they write.",
            sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != actual else { return }
    let pairs = zip(
        expected.split(separator: "\n", omittingEmptySubsequences: false),
        actual.split(separator: "\n", omittingEmptySubsequences: false))
    let difference = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
        "\(name) differs from line \((difference?.offset ?? 0) + 1): expected \(difference?.element.0 ?? ""), got \(difference?.element.1 ?? "")",
        sourceLocation: sourceLocation)
}

/// Walks a page's tags as a strict reader would: every element closed in its turn, attributes quoted and each once.
struct Markup {
    var elements: [(name: String, attributes: [String: String])] = []
    var problems: [String] = []
    var scripts: [(attributes: [String: String], text: String)] = []

    private static let void: Set<String> = ["meta", "link", "img", "br", "hr", "input", "source", "use", "!doctype"]

    init(_ page: RenderedPage) { self.init(String(decoding: page.body, as: UTF8.self)) }

    init(_ html: String) {
        var open: [String] = []
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let end = Self.end(of: rest) else {
                problems.append("a tag is never closed")
                return
            }
            var tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                let name = tag.dropFirst()
                if open.last.map({ $0 == name }) ?? false {
                    open.removeLast()
                } else {
                    problems.append("</\(name)> closes \(open.last ?? "nothing")")
                }
                continue
            }
            let isEmpty = tag.hasSuffix("/")
            if isEmpty { tag = tag.dropLast() }
            let name = tag.prefix { !$0.isWhitespace }.lowercased()
            let attributes = self.attributes(tag.dropFirst(name.count))
            elements.append((name, attributes))
            if name == "script" {
                let close = rest.range(of: "</script>") ?? rest.endIndex..<rest.endIndex
                scripts.append((attributes, String(rest[..<close.lowerBound])))
                rest = rest[close.upperBound...]
            } else if !Self.void.contains(name), !isEmpty {
                open.append(name)
            }
        }
        if !open.isEmpty { problems.append("never closed: \(open)") }
    }

    private static func end(of text: Substring) -> Substring.Index? {
        var quoted = false
        for index in text.indices {
            if text[index] == "\"" { quoted.toggle() }
            if text[index] == ">", !quoted { return index }
        }
        return nil
    }

    private mutating func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text.drop(while: \.isWhitespace)
        while !rest.isEmpty {
            let name = String(rest.prefix { $0 != "=" && !$0.isWhitespace })
            rest = rest.dropFirst(name.count)
            var value = ""
            if rest.hasPrefix("=\"") {
                rest = rest.dropFirst(2)
                value = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(value.count + 1)
            } else if rest.hasPrefix("=") {
                problems.append("\(name) is not quoted")
                return found
            }
            if found[name] != nil { problems.append("\(name) stands twice") }
            found[name] = value
            rest = rest.drop(while: \.isWhitespace)
        }
        return found
    }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
}
