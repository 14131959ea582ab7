import Foundation
import NewsreelModel
import Testing

/// Cue texts of the Web Platform Tests and what they mean (WebVTT §6.4 and §6.5).
@Suite struct CueTextTests {
    static let kind = "wpt-cue-parsing"

    private struct Expected: Decodable {
        let text: String
        let expectedTree: String
    }

    /// The tree as those tests draw the DOM that it becomes.
    static func draw(_ nodes: [CueNode], depth: Int = 0) -> String {
        let indent = "| " + String(repeating: "  ", count: depth)
        return nodes.map { node in
            switch node {
            case .text(let text): return "\(indent)\"\(text)\"\n"
            case .timestamp(let time): return "\(indent)<?timestamp \(WebVTT.timestamp(time))>\n"
            case .span(let span):
                var attributes: [String] = []
                if !span.classes.isEmpty { attributes.append("class=\"\(span.classes.joined(separator: " "))\"") }
                let element: String
                switch span.kind {
                case .plain: element = "span"
                case .voice(let name):
                    element = "span"
                    attributes.append("title=\"\(name)\"")
                case .language(let tag):
                    element = "span"
                    attributes.append("lang=\"\(tag)\"")
                default: element = span.kind.tag
                }
                return "\(indent)<\(element)>\n" + attributes.map { "\(indent)  \($0)\n" }.joined()
                    + draw(span.children, depth: depth + 1)
            }
        }.joined()
    }

    @Test(arguments: SharedCaptions.names(kind))
    func `the cue texts of the standard's tests mean what browsers make of them`(name: String) throws {
        let file = try WebVTT.parse(SharedCaptions.bytes(Self.kind, name))
        let json = Data(try SharedCaptions.bytes(Self.kind, name, "json"))
        let expected = try JSONDecoder().decode([Expected].self, from: json)
        #expect(file.cues.count == expected.count)
        for (cue, expected) in zip(file.cues, expected) {
            #expect(Self.draw(cue.nodes) == expected.expectedTree, "\(expected.text)")
        }
    }

    @Test(arguments: SharedCaptions.names(kind))
    func `a cue text that is written anew means the same`(name: String) throws {
        for cue in try WebVTT.parse(SharedCaptions.bytes(Self.kind, name)).cues {
            let again = CueText.parse(CueText.write(cue.nodes))
            #expect(again == Self.merged(cue.nodes), "\(cue.text)")
        }
    }

    /// The pieces with texts beside each other as one.
    static func merged(_ nodes: [CueNode]) -> [CueNode] {
        var merged: [CueNode] = []
        for node in nodes {
            switch (merged.last, node) {
            case (.text(let before), .text(let text)): merged[merged.count - 1] = .text(before + text)
            case (_, .span(var span)):
                span.children = Self.merged(span.children)
                merged.append(.span(span))
            default: merged.append(node)
            }
        }
        return merged
    }

    private func cue(_ text: String) -> Cue { Cue(start: 0, end: 1000, text: text) }

    @Test func `the words of a cue stand on one line without their markup`() {
        #expect(cue("<v Ana><i>We&nbsp;win</i>,\n  she &lt;said&gt;</v>").plainText == "We win, she <said>")
        #expect(cue("<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>を\n読む").plainText == "漢字を読む")
        #expect(cue("Fish &amp; chips &hellip; <00:00:00.500>now").plainText == "Fish & chips … now")
        #expect(cue("<c.loud></c>\n \n").plainText == "")
        #expect(cue("Привет,\nмир").plainText == "Привет, мир")
    }

    @Test func `a cue tells who speaks`() {
        let talk = cue("<v.loud Mary Ann>Hi!</v>\n<v Bob>Hello.</v> <v>?</v>\n<v Mary Ann>How are you?")
        #expect(talk.voices == ["Mary Ann", "Bob"])
        #expect(
            talk.lines == [
                Cue.Line(speaker: "Mary Ann", text: "Hi!"), Cue.Line(speaker: "Bob", text: "Hello."),
                Cue.Line(text: "?"), Cue.Line(speaker: "Mary Ann", text: "How are you?"),
            ])
        #expect(cue("Nobody knows").voices == [])
    }

    @Test(arguments: [
        ("&#128;&#x92;", "€’"), ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("&#;&#x;&#xg;", "&#;&#x;&#xg;"), ("&ampx;&notin;&notinx", "&x;∉¬inx"), ("&AMP&LT&GT", "&<>"),
        ("&ThickSpace;&fjlig;", "\u{205F}\u{200A}fj"), ("&unknown; & &", "&unknown; & &"),
        ("&#65", "A"), ("&#x41B;", "Л"), ("&CounterClockwiseContourIntegral;", "∳"),
    ])
    func `a character reference is read as HTML reads it`(text: String, meaning: String) {
        #expect(CueText.parse(text) == [.text(meaning)])
    }

    @Test func `spans inside each other without end make no deep tree`() {
        let nodes = CueText.parse(
            String(repeating: "<b><c>", count: 100_000) + "x" + String(repeating: "</c></b>", count: 100_000) + "y")
        var depth = 0
        var place = nodes
        while case .span(let span)? = place.first {
            depth += 1
            place = span.children
        }
        #expect(depth == 64 && place == [.text("x")])
        #expect(nodes.last == .text("y"))
    }
}
