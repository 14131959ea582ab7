/// The captions, subtitles or chapters of a clip in one language.
package struct CaptionTrack: Hashable, Sendable, Codable {
    /// What a track is for, as the `kind` of an HTML `track` element.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// What is said and heard, for those who cannot hear it.
        case captions
        /// What is said, for those who do not know the language.
        case subtitles
        /// Titles of the clip's parts, for finding one's way.
        case chapters
    }

    package var kind: Kind
    package var language: LanguageTag
    /// What readers choose it by: `English`, `Русский`.
    package var label: String
    /// In the order of the file.
    package var cues: [Cue]
    /// Areas of the picture that cues name in their settings; of two with one name the last counts.
    package var regions: [CaptionRegion]
    /// Style sheets for the cues, CSS as the file has it.
    package var styles: [String]

    package init(
        kind: Kind, language: LanguageTag, label: String, cues: [Cue], regions: [CaptionRegion] = [],
        styles: [String] = []
    ) {
        self.kind = kind
        self.language = language
        self.label = label
        self.cues = cues
        self.regions = regions
        self.styles = styles
    }
}

extension CaptionTrack {
    /// True for the words of a clip in this language (BCP 47), whatever the region.
    package func isSpoken(in language: String) -> Bool {
        kind != .chapters && self.language.primary == LanguageTag(language)?.primary
    }
}

/// Words that are shown for a while.
package struct Cue: Hashable, Sendable {
    /// The name that the file gives it, one line; nil where it has none.
    package var id: String?
    /// Milliseconds from the beginning of the clip.
    package var start: Int
    package var end: Int
    package var settings: CueSettings
    /// WebVTT cue text: lines with markup, as the file has it.
    package var text: String

    package init(
        id: String? = nil, start: Int, end: Int, settings: CueSettings = CueSettings(), text: String
    ) {
        self.id = id
        self.start = start
        self.end = end
        self.settings = settings
        self.text = text
    }

    /// What the markup says.
    package var nodes: [CueNode] { CueText.parse(text) }
}

extension Cue: Codable {
    private enum Key: String, CodingKey { case id, start, end, settings, text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            id: try container.decodeIfPresent(String.self, forKey: .id),
            start: try container.decode(Int.self, forKey: .start), end: try container.decode(Int.self, forKey: .end),
            settings: try container.decodeIfPresent(CueSettings.self, forKey: .settings) ?? CueSettings(),
            text: try container.decode(String.self, forKey: .text))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        if settings != CueSettings() { try container.encode(settings, forKey: .settings) }
        try container.encode(text, forKey: .text)
    }
}
