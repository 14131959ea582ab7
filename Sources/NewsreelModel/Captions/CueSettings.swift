/// Where and how a cue stands on the picture (WebVTT §4.4, "WebVTT cue settings").
package struct CueSettings: Hashable, Sendable {
    /// Which way the columns of vertical text follow each other.
    package enum Vertical: String, Sendable { case rightToLeft = "rl", leftToRight = "lr" }

    package enum Line: Hashable, Sendable {
        /// Lines of text from the top, the first is 0; negative ones count from the bottom, the last is -1.
        case number(Double)
        /// Per cent of the picture's height, 0 to 100.
        case percentage(Double)
    }

    /// Which edge of the cue stands on its line.
    package enum LineAlign: String, Sendable { case start, center, end }

    /// Which edge of the cue stands at its position.
    package enum PositionAlign: String, Sendable { case lineLeft = "line-left", center, lineRight = "line-right" }

    package enum Align: String, Sendable { case start, center, end, left, right }

    /// Nil for horizontal text.
    package var vertical: Vertical?
    /// Nil is at the bottom, above what is there already.
    package var line: Line?
    package var lineAlign: LineAlign
    /// Per cent of the picture's width, 0 to 100; nil follows the alignment.
    package var position: Double?
    /// Nil follows the alignment.
    package var positionAlign: PositionAlign?
    /// Per cent of the picture's width, 0 to 100.
    package var size: Double
    package var align: Align
    /// The name of the region that it is shown in.
    package var region: String?

    package init(
        vertical: Vertical? = nil, line: Line? = nil, lineAlign: LineAlign = .start, position: Double? = nil,
        positionAlign: PositionAlign? = nil, size: Double = 100, align: Align = .center, region: String? = nil
    ) {
        self.vertical = vertical
        self.line = line
        self.lineAlign = lineAlign
        self.position = position
        self.positionAlign = positionAlign
        self.size = size
        self.align = align
        self.region = region
    }
}

extension CueSettings: CustomStringConvertible {
    /// The settings as a WebVTT file has them, in an order that reads back to the same; empty where all is as usual.
    package var description: String {
        var words: [String] = []
        if let vertical { words.append("vertical:\(vertical.rawValue)") }
        if let line {
            let align = lineAlign == .start ? "" : ",\(lineAlign.rawValue)"
            switch line {
            case .number(let number): words.append("line:\(DecimalText.plain(number))\(align)")
            case .percentage(let number): words.append("line:\(DecimalText.percentage(number))\(align)")
            }
        }
        if let position {
            let align = positionAlign.map { ",\($0.rawValue)" } ?? ""
            words.append("position:\(DecimalText.percentage(position))\(align)")
        }
        if size != 100 { words.append("size:\(DecimalText.percentage(size))") }
        if align != .center { words.append("align:\(align.rawValue)") }
        // The last, because a line or a size that comes later takes a cue out of its region.
        if let region, CaptionRegion.isName(region) { words.append("region:\(region)") }
        return words.joined(separator: " ")
    }
}

extension CueSettings: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self.init(text[...])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
