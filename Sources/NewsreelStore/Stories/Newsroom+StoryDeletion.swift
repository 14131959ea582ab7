package import NewsreelModel

extension Newsroom {
    /// Whether somebody may delete a story that readers never had: editors may, and others the drafts that they began.
    package func mayDelete(_ story: Story, _ user: User) async throws(StoreError) -> Bool {
        guard story.publication == nil else { return false }
        guard user.role < .editor else { return true }
        guard story.status == .draft else { return false }
        return try await read("ask who began story \(story.id)") { (transaction: ReadTransaction) throws(StoreError) in
            let first = try transaction.first(
                "SELECT author FROM revisions WHERE story = $1 ORDER BY version LIMIT 1", [.id(story.id)]
            ) { (row: borrowing RowView) in row.text(0) }
            return first == user.id.rawValue || first == user.name
        }
    }

    /// Deletes a story that readers never had, with its history and all that was said about it; its media stay in the
    /// library and the log keeps its name. With `version` it is refused where somebody saved another since.
    package func deleteStory(_ id: StoryID, version: Int? = nil, by actor: Actor) async throws(StoreError) {
        try await write("delete story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let story = try StoryRecords.existing(id, in: transaction)
            guard story.publication == nil else {
                throw StoreError(
                    .stepRefused,
                    story.status == .published
                        ? "Readers have this story, so it is not deleted but withdrawn: kill it, and its address says so."
                        : "Readers have had this story, so it is not deleted: its address goes on to say what became of it."
                )
            }
            if let version, version != story.version {
                throw StoreError(
                    .conflict,
                    "Somebody saved version \(story.version) of this story since. Look at it before you delete it.")
            }
            try StoryDeletion(story, transaction).run()
            let name = story.content.headline.isEmpty ? "without a headline" : story.content.headline
            try transaction.log(.storyDeleted, of: "\(story.edition) \(id): \(name)", by: actor)
        }
    }
}

/// Takes a story that never was public out of every table that knows it.
struct StoryDeletion {
    private let story: Story
    private let transaction: WriteTransaction

    /// The tables whose rows belong to a story, those that others point to last.
    static let tables = [
        "revisions", "redirects", "awaited_links", "story_media", "imported_media", "working_copies", "presences",
        "live_updates", "live_stories",
    ]

    init(_ story: Story, _ transaction: WriteTransaction) {
        (self.story, self.transaction) = (story, transaction)
    }

    func run() throws(StoreError) {
        let id = SQLValue.id(story.id)
        try CurationWriter.release(story, in: transaction)
        try LiveRecords.release(story, in: transaction)
        try SearchIndex.remove(story.id, in: transaction)
        try transaction.execute(
            "UPDATE media SET uses = uses - 1 WHERE id IN (SELECT media FROM story_media WHERE story = $1)", [id])
        // Answers before what they answer.
        try transaction.execute("DELETE FROM comments WHERE story = $1 AND parent IS NOT NULL", [id])
        try transaction.execute("DELETE FROM comments WHERE story = $1", [id])
        for table in Self.tables { try transaction.execute("DELETE FROM \(table) WHERE story = $1", [id]) }
        try transaction.execute("DELETE FROM stories WHERE id = $1", [id])
        transaction.changes.keys.insert(ChangeSet.story(story.id))
    }
}
