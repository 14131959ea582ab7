package import NewsreelModel

/// A story as read from foreign material, before anything of it is stored.
package struct ImportedStory: Sendable {
    /// The code of the edition it is for.
    package var edition: String
    /// What was read; `body`, `lead` and `media` name the entries of `media` below by their provisional identities.
    package var story: StoryContent
    /// When it was first published; nil where the material does not say.
    package var published: Timestamp?
    /// When its text last changed; nil where the material does not say.
    package var updated: Timestamp?
    package var corrections: [Correction]
    /// In the order of the material, each once.
    package var media: [ImportedMedia]
    /// The key (file name without its extension) of the story that this one translates.
    package var translationOf: String?
    /// Keys of stories that the desk listed as related.
    package var relatedKeys: [String]
    /// Keys of stories that the text links to; the links stand in the body as `StoryLink.path(key)`.
    package var storyLinks: [String]
    /// Where the material says that it stands on the web.
    package var canonical: LinkTarget?
    /// What was dropped, doubted or missing, in the order of lines; never an error.
    package var diagnostics: [Diagnostic]

    package init(
        edition: String, story: StoryContent, published: Timestamp? = nil, updated: Timestamp? = nil,
        corrections: [Correction] = [], media: [ImportedMedia] = [], translationOf: String? = nil,
        relatedKeys: [String] = [], storyLinks: [String] = [], canonical: LinkTarget? = nil,
        diagnostics: [Diagnostic] = []
    ) {
        self.edition = edition
        self.story = story
        self.published = published
        self.updated = updated
        self.corrections = corrections
        self.media = media
        self.translationOf = translationOf
        self.relatedKeys = relatedKeys
        self.storyLinks = storyLinks
        self.canonical = canonical
        self.diagnostics = diagnostics
    }
}

/// A picture, clip, recording or document that the material names.
package struct ImportedMedia: Hashable, Sendable {
    /// `m1`, `m2`, … until the story is stored.
    package var id: MediaID
    package var kind: MediaKind
    package var caption: String?
    package var credit: CreditChain
    package var alt: String?
    package var focus: FocalPoint?
    /// Readers may download the original.
    package var download: Bool
    /// The file's name as the material gives it, relative to the material; nil for a placeholder.
    package var file: String?
    /// Where it stands on the web; nil where the material does not say.
    package var url: LinkTarget?
    /// Files of what is said in it, relative to the material, each with its language.
    package var captions: [ImportedCaptions]

    package init(
        id: MediaID, kind: MediaKind, caption: String? = nil, credit: CreditChain = CreditChain(), alt: String? = nil,
        focus: FocalPoint? = nil, download: Bool = false, file: String? = nil, url: LinkTarget? = nil,
        captions: [ImportedCaptions] = []
    ) {
        self.id = id
        self.kind = kind
        self.caption = caption
        self.credit = credit
        self.alt = alt
        self.focus = focus
        self.download = download
        self.file = file
        self.url = url
        self.captions = captions
    }
}

/// A file of captions that the material names for a clip or recording.
package struct ImportedCaptions: Hashable, Sendable {
    package var language: LanguageTag
    /// Relative to the material.
    package var file: String

    package init(language: LanguageTag, file: String) {
        self.language = language
        self.file = file
    }
}

/// Material that no story could be read from.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one of them is an error.
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One error that stands alone.
    package init(_ code: String, _ message: String, line: Int? = nil) {
        diagnostics = [Diagnostic(.error, code, message, line: line)]
    }

    package var description: String {
        diagnostics.filter { $0.severity == .error }.map(\.message).joined(separator: " ")
    }
}
