package import NewsreelModel

extension Newsroom {
    /// Starts a draft; `author` is who appears in its history.
    package func createStory(
        edition: String, content: StoryContent, author: String, translationKey: String? = nil
    ) async throws(StoreError) -> Story {
        try await write("create a story") { (transaction: WriteTransaction) throws(StoreError) in
            let writer = try StoryWriter(transaction, edition: edition)
            let story = Story(
                id: transaction.newID(), edition: edition, content: content, created: transaction.now,
                updated: transaction.now, translationKey: translationKey)
            return try writer.put(story, replacing: nil, author: author)
        }
    }

    /// Saves a new version made from version `version`; refused as a conflict when somebody saved another since.
    ///
    /// A published story changes for readers at once, and says when it was updated.
    package func save(
        _ id: StoryID, _ content: StoryContent, basedOn version: Int, author: String
    ) async throws(StoreError) -> Story {
        try await write("save story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            try Self.checkVersion(old, version)
            guard StoryRecords.normalised(content) != old.content else { return old }
            var story = old
            story.take(content, at: transaction.now)
            return try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: author)
        }
    }

    /// Brings a story to readers. Without `moment` it keeps the time of its first publication, or takes the one that
    /// its material came with, or now.
    package func publish(
        _ id: StoryID, at moment: Timestamp? = nil, liftingEmbargo: Bool = false, noting note: ActNote? = nil
    ) async throws(StoreError) -> Story {
        try await write("publish story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            try transaction.log(note)
            return try StoryPublishing.publish(old, at: moment, liftingEmbargo: liftingEmbargo, in: transaction)
        }
    }

    /// Holds a story that is not published back until `moment`; nil ends the embargo. A scheduled story must not be due
    /// before it.
    package func embargo(_ id: StoryID, until moment: Timestamp?) async throws(StoreError) -> Story {
        try await write("put an embargo on story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            guard old.status != .published || moment == nil else {
                throw StoreError(.stepRefused, "Readers have this story already; an embargo would come too late.")
            }
            var story = old
            story.embargo = moment
            if let due = story.scheduled { try StoryPublishing.checkEmbargo(story, until: due, in: transaction) }
            story.updated = transaction.now
            return try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
        }
    }

    /// Puts a public note on a published story and, with `content`, saves the corrected version.
    package func correct(
        _ id: StoryID, note: String, content: StoryContent? = nil, basedOn version: Int? = nil, author: String = "desk",
        noting act: ActNote? = nil
    ) async throws(StoreError) -> Story {
        try await write("correct story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            try transaction.log(act)
            let note = note.trimmingWhitespace()
            guard !note.isEmpty else {
                throw StoreError(.invalid, "A correction says in words what was wrong. Write its note.")
            }
            guard old.status == .published else {
                throw StoreError(
                    .stepRefused, "Only a published story takes a correction; this one is \(old.status.rawValue).")
            }
            var story = old
            var isChanged = false
            if let content, StoryRecords.normalised(content) != old.content {
                try Self.checkVersion(old, version)
                story.take(content, at: transaction.now)
                isChanged = true
            }
            story.corrections.append(Correction(at: transaction.now, note: note))
            story.publication?.updated = transaction.now
            story.updated = transaction.now
            return try StoryWriter(transaction, edition: old.edition)
                .put(story, replacing: old, author: isChanged ? author : nil)
        }
    }

    /// Withdraws a published story: its address answers that it is gone, with `notice` for readers, and it stands in no
    /// list, feed or search any more. What only it shows is gone with it.
    package func kill(
        _ id: StoryID, notice: String? = nil, noting act: ActNote? = nil
    ) async throws(StoreError) -> Story {
        try await take(.kill, id, note: notice, noting: act)
    }

    /// Makes a killed story a draft again; its address stays reserved for it.
    package func reinstate(_ id: StoryID) async throws(StoreError) -> Story { try await take(.reinstate, id) }

    /// Moves a story a step between desk and reader, where its status allows it; `note` is public.
    package func take(
        _ step: StoryStep, _ id: StoryID, note: String? = nil, liftingEmbargo: Bool = false, noting act: ActNote? = nil
    ) async throws(StoreError) -> Story {
        if step == .publish { return try await publish(id, liftingEmbargo: liftingEmbargo, noting: act) }
        return try await write("\(step.rawValue) story \(id)") { (transaction: WriteTransaction) throws(StoreError) in
            let old = try StoryRecords.existing(id, in: transaction)
            try transaction.log(act)
            var story = old
            story.status = try StoryPublishing.status(after: step, from: old.status)
            guard step != .schedule else {
                throw StoreError(.invalid, "A story is scheduled for a time. Say which.")
            }
            story.scheduled = nil
            if let note = note?.trimmingWhitespace(), !note.isEmpty {
                story.corrections.append(Correction(at: transaction.now, note: note))
            }
            story.updated = transaction.now
            return try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
        }
    }

    /// Makes stories translations of each other, each in an edition of its own.
    package func linkTranslations(_ ids: [StoryID], key: String) async throws(StoreError) {
        try await write("link translations") { (transaction: WriteTransaction) throws(StoreError) in
            for id in ids {
                let old = try StoryRecords.existing(id, in: transaction)
                var story = old
                story.translationKey = key
                _ = try StoryWriter(transaction, edition: old.edition).put(story, replacing: old, author: nil)
            }
            for id in ids { transaction.changes.keys.insert(ChangeSet.story(id)) }
        }
    }

    private static func checkVersion(_ story: Story, _ version: Int?) throws(StoreError) {
        guard let version, version != story.version else { return }
        throw StoreError(
            .conflict,
            "Somebody saved version \(story.version) of this story while you worked on version \(version). "
                + "Compare the two and save again on top of version \(story.version).")
    }
}

extension Story {
    /// Takes new content as its next version.
    mutating func take(_ content: StoryContent, at moment: Timestamp) {
        self.content = content
        version += 1
        updated = moment
        if status == .published { publication?.updated = moment }
    }
}
