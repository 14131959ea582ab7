package import NewsreelModel

extension Newsroom {
    /// What the checks find in a story of the newsroom, with all that they may know beside it; an embargo that ends before
    /// `moment` does not stand in the way of a story that is to be published then.
    package func findings(in story: Story, at moment: Timestamp? = nil) async throws(StoreError) -> [Finding] {
        let key = try await key(story, at: moment)
        if let known = keptFindings.findings(key) { return known }
        var others = try await headlines(edition: story.edition)
        others[story.id] = nil
        let found = try await findings(in: story, at: moment, beside: others)
        keptFindings.keep(found, key)
        return found
    }

    /// The number comes before what it stands for, so that a change meanwhile has findings looked for again.
    private func key(_ story: Story, at moment: Timestamp?) async throws(StoreError) -> KeptFindings.Key {
        KeptFindings.Key(story, at: moment, change: try await lastChange(), now: clock.now)
    }

    private func findings(
        in story: Story, at moment: Timestamp?, beside others: [StoryID: String]
    ) async throws(StoreError) -> [Finding] {
        let edition = try await editions().first { $0.code == story.edition }
        let media = try await media(for: story)
        let captions = try await captions(Array(media.keys))
        return StoryChecks(
            edition: edition, now: clock.now, media: media,
            captioned: Set(captions.filter { $0.value.contains { $0.kind != .chapters } }.keys),
            otherHeadlines: others, embargo: moment.map { $0 >= story.embargo ?? $0 } == true ? nil : story.embargo
        ).findings(in: story)
    }

    /// The errors of a story that nobody has given a reason to overrule; empty where it may be published.
    package func blockers(
        of story: Story, at moment: Timestamp? = nil, despite reason: String?
    ) async throws(StoreError) -> [Finding] {
        guard (reason ?? "").trimmingWhitespace().isEmpty else { return [] }
        let known = keptFindings.findings(try await key(story, at: moment))
        // Of a headline that another story has, an editor is told; it stands in nobody's way, so nobody waits for it here.
        let found = if let known { known } else { try await findings(in: story, at: moment, beside: [:]) }
        return found.filter(\.blocksPublishing)
    }
}
