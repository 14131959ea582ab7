import NewsreelModel

/// A story as the API tells it.
struct StoryAnswer: Encodable, Sendable {
    let id: StoryID
    let edition: String
    let status: StoryStatus
    let version: Int
    let created: Timestamp
    let updated: Timestamp
    let scheduled: Timestamp?
    let scheduleRefusal: String?
    let publication: Publication?
    /// The path of its page; nil before its first publication.
    let address: String?
    let corrections: [Correction]
    let translationKey: String?
    let content: StoryContent

    init(_ story: Story, site: Site) {
        id = story.id
        edition = story.edition
        status = story.status
        version = story.version
        created = story.created
        updated = story.updated
        scheduled = story.scheduled
        scheduleRefusal = story.scheduleRefusal
        publication = story.publication
        address = story.url.map(site.path)
        corrections = story.corrections
        translationKey = story.translationKey
        content = story.content
    }
}

/// What the checks find in a story.
struct FindingsAnswer: Encodable, Sendable {
    let findings: [Finding]
}

/// A saved version of a story; without its content in lists.
struct RevisionAnswer: Encodable, Sendable {
    let version: Int
    let saved: Timestamp
    /// The name of whoever saved it.
    let author: String
    let headline: String
    var content: StoryContent?
}

/// Every saved version of a story, the newest first.
struct RevisionsAnswer: Encodable, Sendable {
    let revisions: [RevisionAnswer]
}
