/// An area of the picture that cues are shown in and may scroll up in (WebVTT §4.3, "WebVTT region settings").
package struct CaptionRegion: Hashable, Sendable, Codable {
    /// A point as per cent from left and top, each 0 to 100.
    package struct Point: Hashable, Sendable, Codable {
        package var x: Double
        package var y: Double

        package init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// The name that cues call it by; empty where they cannot.
    package var id: String
    /// Per cent of the picture's width, 0 to 100.
    package var width: Double
    /// Its height in lines of text; more lines than `Int` holds are as many as it holds.
    package var lines: Int
    /// The point of the region that stands at the picture's `viewportAnchor`.
    package var anchor: Point
    package var viewportAnchor: Point
    /// New lines push the ones above them up.
    package var scrollsUp: Bool

    package init(
        id: String = "", width: Double = 100, lines: Int = 3, anchor: Point = Point(x: 0, y: 100),
        viewportAnchor: Point = Point(x: 0, y: 100), scrollsUp: Bool = false
    ) {
        self.id = id
        self.width = width
        self.lines = lines
        self.anchor = anchor
        self.viewportAnchor = viewportAnchor
        self.scrollsUp = scrollsUp
    }

    /// True for a name that a file can hold.
    package static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { $0.isSpace || $0 == 0 } && !name.contains("-->")
    }
}

extension CaptionRegion: CustomStringConvertible {
    /// The settings as a WebVTT file has them, one a line.
    package var description: String {
        var words: [String] = []
        if CaptionRegion.isName(id) { words.append("id:\(id)") }
        words.append("width:\(DecimalText.percentage(width))")
        words.append("lines:\(max(0, lines))")
        words.append("regionanchor:\(CaptionRegion.text(anchor))")
        words.append("viewportanchor:\(CaptionRegion.text(viewportAnchor))")
        if scrollsUp { words.append("scroll:up") }
        return words.joined(separator: "\n")
    }

    private static func text(_ point: Point) -> String {
        "\(DecimalText.percentage(point.x)),\(DecimalText.percentage(point.y))"
    }
}

extension CaptionRegion {
    /// Takes one word of a region's settings, `name:value`; false where it says nothing and is left out (WebVTT §6.2).
    mutating func take(_ word: ArraySlice<UInt8>) -> Bool {
        guard let (name, value) = CueSettings.pair(word) else { return false }
        switch String(name) {
        case "id": id = String(value)
        case "width":
            guard let number = DecimalText.percentage(value) else { return false }
            width = number
        case "lines":
            guard value.allSatisfy({ $0.isDigit }) else { return false }
            lines = Int(String(value)) ?? .max
        case "regionanchor":
            guard let point = CaptionRegion.point(value) else { return false }
            anchor = point
        case "viewportanchor":
            guard let point = CaptionRegion.point(value) else { return false }
            viewportAnchor = point
        case "scroll":
            guard value.elementsEqual("up".utf8) else { return false }
            scrollsUp = true
        default: return false
        }
        return true
    }

    private static func point(_ value: ArraySlice<UInt8>) -> Point? {
        let (left, top) = CueSettings.halves(value)
        guard let top, let x = DecimalText.percentage(left), let y = DecimalText.percentage(top) else { return nil }
        return Point(x: x, y: y)
    }
}
