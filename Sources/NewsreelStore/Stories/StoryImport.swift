package import NewsreelModel

/// Raw material read into a story, on its way into the newsroom.
package struct StoryImport: Hashable, Sendable, Codable {
    package var edition: String
    /// Names the material, so that importing it again updates the same story.
    package var sourceKey: String
    /// Media identities in it are the provisional ones of `media`, or those of assets the newsroom has.
    package var content: StoryContent
    /// When the material says it was published and last changed.
    package var published: Timestamp?
    package var updated: Timestamp?
    package var corrections: [Correction]
    package var media: [MediaImport]
    package var translationKey: String?
    /// Source keys of stories that belong to this one, imported already or still to come.
    package var relatedKeys: [String]

    package init(
        edition: String, sourceKey: String, content: StoryContent, published: Timestamp? = nil,
        updated: Timestamp? = nil, corrections: [Correction] = [], media: [MediaImport] = [],
        translationKey: String? = nil, relatedKeys: [String] = []
    ) {
        self.edition = edition
        self.sourceKey = sourceKey
        self.content = content
        self.published = published
        self.updated = updated
        self.corrections = corrections
        self.media = media
        self.translationKey = translationKey
        self.relatedKeys = relatedKeys
    }
}

/// A picture, clip, recording or document that comes with raw material.
package struct MediaImport: Hashable, Sendable, Codable {
    /// Provisional, such as `m1`: what the material's content calls it.
    package var id: MediaID
    package var kind: MediaKind
    package var caption: String?
    package var credit: CreditChain
    package var alt: String?
    package var focus: FocalPoint?
    package var rights: MediaRights
    package var captured: Timestamp?
    /// The file, already put into the blob store; nil makes a placeholder.
    package var original: Original?
    /// What is said in it; nil leaves what the newsroom has.
    package var captions: [CaptionTrack]?

    package init(
        id: MediaID, kind: MediaKind, caption: String? = nil, credit: CreditChain = CreditChain(), alt: String? = nil,
        focus: FocalPoint? = nil, rights: MediaRights = MediaRights(), captured: Timestamp? = nil,
        original: Original? = nil, captions: [CaptionTrack]? = nil
    ) {
        self.id = id
        self.kind = kind
        self.caption = caption
        self.credit = credit
        self.alt = alt
        self.focus = focus
        self.rights = rights
        self.captured = captured
        self.original = original
        self.captions = captions
    }
}

/// What became of imported material.
package struct ImportOutcome: Hashable, Sendable {
    package enum Change: String, Sendable {
        case created, updated, unchanged
    }

    package var story: Story
    package var change: Change
    /// Why the story was kept as it is but not published, where that was asked for.
    package var refusal: StoreError?
}
