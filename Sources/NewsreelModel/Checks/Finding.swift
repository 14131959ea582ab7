/// Something in a story that an editor should look at before readers do.
package struct Finding: Hashable, Sendable, Codable {
    package let code: CheckCode
    package let severity: Diagnostic.Severity
    package let place: FindingPlace
    /// The words at the place, as the story has them; nil where it is about something that is not there.
    package let words: String?
    /// One sentence for people: what cannot be so, and why.
    package let reason: String
    package let fix: Fix?

    package init(
        _ code: CheckCode, _ severity: Diagnostic.Severity? = nil, at place: FindingPlace, words: String? = nil,
        reason: String, fix: Fix? = nil
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.place = place
        self.words = words
        self.reason = reason
        self.fix = fix
    }

    /// True where the story must not be published unless an editor says why.
    package var blocksPublishing: Bool { severity == .error }
}

/// Where in a story a finding is.
package struct FindingPlace: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The part of a story that holds the words.
    package enum Part: String, Sendable, Codable {
        case story, edition, embargo, label, headline, standfirst, body
        case media, caption
    }

    /// A stretch of text in UTF-16 units, as editors in browsers count.
    package struct TextRange: Hashable, Sendable, Codable {
        package var start: Int
        /// Behind the last unit.
        package var end: Int

        package init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }

    package var part: Part
    /// The index of the block in the body; `range` counts in its `plainText`.
    package var block: Int?
    package var media: MediaID?
    package var range: TextRange?

    package init(_ part: Part, block: Int? = nil, media: MediaID? = nil, range: TextRange? = nil) {
        self.part = part
        self.block = block
        self.media = media
        self.range = range
    }

    /// `headline`, `block 3 at 12`, `caption of m1`, for people; blocks and characters count from 1.
    package var description: String {
        var text = block.map { "block \($0 + 1)" } ?? part.rawValue
        if let media, part == .caption { text = "caption of \(media)" } else if let media { text += " \(media)" }
        if let range { text += " at \(range.start + 1)" }
        return text
    }
}

/// What would put a finding right.
package enum Fix: Hashable, Sendable {
    /// These words in place of the ones at the finding's place.
    case text(String)
    /// This address in place of the one that the words lead to.
    case link(LinkTarget)

    /// What is put in.
    package var replacement: String {
        switch self {
        case .text(let text): text
        case .link(let target): target.description
        }
    }
}

extension Fix: Codable {
    private enum Key: String, CodingKey { case kind, replacement }
    private enum Kind: String, Codable { case text, link }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .text: self = .text(try container.decode(String.self, forKey: .replacement))
        case .link: self = .link(try container.decode(LinkTarget.self, forKey: .replacement))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .text: try container.encode(Kind.text, forKey: .kind)
        case .link: try container.encode(Kind.link, forKey: .kind)
        }
        try container.encode(replacement, forKey: .replacement)
    }
}
