/// Looks at the best answers to a query of several words, and brings forward stories about the same.
///
/// Pseudo-relevance feedback after Rocchio, over a first page's worth of candidates: terms that the best stories share
/// join the query with a fraction of its weight. A story that does not answer the query is never brought in.
struct Feedback {
    struct Candidate {
        var story: ScoredStory
        var length: Int
        /// As `StoryTerms.vector` writes it.
        var vector: [UInt8]
    }

    /// Shorter queries say exactly what they want.
    static let fewestWords = 3
    /// The best answers that are trusted, and how many are put in order anew.
    static let trusted = 5
    static let candidates = 60
    /// A term must stand in so many of the trusted stories.
    private static let sharedBy = 2
    /// Terms whose rarity is looked up, and terms that join the query.
    private static let considered = 64
    private static let added = 20
    /// The weight of the strongest new term; the reader's own words have 1.
    private static let strength: Float = 1

    /// The terms of the trusted stories that may join, heaviest first, with their weight before rarity.
    static func terms(of best: some Collection<Candidate>, _ query: ResolvedQuery) -> [(id: TermID, weight: Float)] {
        guard best.count >= sharedBy, let top = best.first?.story.score, top > 0 else { return [] }
        var weights: [TermID: (weight: Float, stories: Int)] = [:]
        weights.reserveCapacity(best.reduce(0) { $0 + $1.vector.count / StoryTerms.vectorEntry })
        for candidate in best {
            let norm = query.norm(length: candidate.length)
            let trust = candidate.story.score / top
            StoryTerms.vector(candidate.vector) { id, weight in
                let more = trust * ResolvedQuery.contribution(weight: weight, norm: norm)
                let so = weights[id] ?? (0, 0)
                weights[id] = (so.weight + more, so.stories + 1)
            }
        }
        return weights.filter { $0.value.stories >= sharedBy }
            .map { (id: $0.key, weight: $0.value.weight) }
            .sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.id < $1.id }
            .prefix(considered).map { $0 }
    }

    /// The candidates in their new order; `rarities` are those of `terms`.
    static func reordered(
        _ candidates: [Candidate], by terms: [(id: TermID, weight: Float)], rarities: [TermID: Float],
        _ query: ResolvedQuery
    ) -> [ScoredStory] {
        let chosen = terms.sorted { $0.weight * (rarities[$0.id] ?? 0) > $1.weight * (rarities[$1.id] ?? 0) }.prefix(
            added)
        guard let heaviest = chosen.map(\.weight).max(), heaviest > 0 else { return candidates.map(\.story) }
        let worth = chosen.map { (id: $0.id, value: strength * $0.weight / heaviest * (rarities[$0.id] ?? 0)) }
        return candidates.map { candidate in
            var story = candidate.story
            let norm = query.norm(length: candidate.length)
            for term in worth {
                let weight = StoryTerms.weight(of: term.id, in: candidate.vector)
                if weight > 0 { story.score += term.value * ResolvedQuery.contribution(weight: weight, norm: norm) }
            }
            return story
        }
    }
}
