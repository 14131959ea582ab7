import NewsreelModel

/// One search in one edition: the query in the edition's terms, all segments scored, the best put in order.
struct EditionSearch {
    struct Answers {
        /// As many as the page and the feedback need, best first.
        var stories: [ScoredStory]
        var total: Int
        var isRelaxed: Bool
    }

    private let reading: SearchReading
    private let edition: SearchReading.EditionFacts
    private let request: SearchRequest
    private let plan: SearchPlan

    /// Terms that a begun word may stand for.
    private static let mostCompletions = 32
    /// Postings that are in memory at one time.
    private static let mostPostings = 1_024

    init(reading: SearchReading, edition: SearchReading.EditionFacts, request: SearchRequest) {
        self.reading = reading
        self.edition = edition
        self.request = request
        plan = SearchPlan(request.query, language: edition.language)
    }

    func answers() throws(StoreError) -> Answers {
        // A query of punctuation only has words for no story.
        guard !plan.groups.isEmpty || request.query.isEmpty else {
            return Answers(stories: [], total: 0, isRelaxed: false)
        }
        let pending = try reading.pending(edition.code)
        let query = try resolved(pending)
        let kept = max(Feedback.candidates, request.offset + request.limit)
        let takesAny = request.matching == .any
        var scan = try scanned(query, pending, keeping: kept, takesPartial: takesAny)
        // What has only some of the words is looked at where what has them all is not enough.
        if !takesAny, scan.completeCount < request.limit, query.groups.count > 1 {
            scan = try scanned(query, pending, keeping: kept, takesPartial: true)
        }

        let isFull = scan.completeCount >= request.limit || scan.completeCount == scan.partialCount
        var stories: [ScoredStory]
        if takesAny {
            stories = scan.partial.sorted
        } else if isFull {
            stories = scan.complete.sorted
        } else {
            stories = scan.complete.sorted + scan.partial.sorted.filter { !$0.isComplete }
        }
        if request.order == .relevance, plan.groups.filter({ !$0.isFixed }).count >= Feedback.fewestWords {
            stories = try reordered(stories, query, pending, completeFirst: !takesAny)
        }
        return Answers(
            stories: Array(stories.prefix(kept)), total: takesAny || !isFull ? scan.partialCount : scan.completeCount,
            isRelaxed: !takesAny && !isFull)
    }

    private func scanned(
        _ query: ResolvedQuery, _ pending: [PendingRow], keeping kept: Int, takesPartial: Bool
    ) throws(StoreError) -> SegmentScan {
        var scan = SegmentScan(query: query, keeping: kept, order: request.order, takesPartial: takesPartial)
        let sequences = (query.groups + query.excluded).flatMap(\.sequences)
        let placed = Set(sequences.filter { $0.count > 1 }.flatMap { $0.map(\.id) })
        let plain = Set(sequences.flatMap { $0.map(\.id) } + query.filters).subtracting(placed)
        let segments = try reading.segments(edition.code, minutes: query.minutes)
        let step = max(1, Self.mostPostings / max(1, plain.count + placed.count))
        for start in stride(from: 0, to: segments.count, by: step) {
            let part = segments[start..<min(segments.count, start + step)]
            var found = try reading.postings(of: plain, in: part, withPlaces: false)
            if !placed.isEmpty {
                found.merge(try reading.postings(of: placed, in: part, withPlaces: true)) { _, new in new }
            }
            for segment in part {
                scan.scan(segment.columns, minutes: segment.minutes, postings: .segment(segment.id, found))
            }
        }
        scan.scan(pending.columns.kept(), minutes: nil, postings: .pending(pending))
        return scan
    }

    /// The query's terms by identity, each with its rarity among all stories of the edition.
    private func resolved(_ pending: [PendingRow]) throws(StoreError) -> ResolvedQuery {
        var groups: [[SearchPlan.Sequence]] = []
        for group in plan.groups { groups.append(try completed(group, pending)) }
        var excluded: [[SearchPlan.Sequence]] = []
        for group in plan.excluded { excluded.append(try completed(group, pending)) }
        let all = Set(groups.flatMap { $0.flatMap { $0.elements.map { TermID($0.term, edition: edition.code) } } })
        let having = try having(all, pending)
        func elements(_ sequences: [SearchPlan.Sequence]) -> [[ResolvedQuery.Element]] {
            sequences.map { sequence in
                sequence.elements.map {
                    ResolvedQuery.Element(id: TermID($0.term, edition: edition.code), offset: $0.offset)
                }
            }
        }
        var filters: [TermID] = []
        if let section = request.section { filters.append(.section(section, edition: edition.code)) }
        if let tag = request.tag { filters.append(.tag(tag, edition: edition.code)) }
        if let media = request.media { filters.append(.media(media.rawValue, edition: edition.code)) }
        var minutes: Range<Int32>?
        if request.from != nil || request.to != nil {
            let from = request.from.map(PreparedStory.minute) ?? Int32.min
            let to = request.to.map(PreparedStory.minute) ?? Int32.max
            minutes = from..<max(from, to)
        }
        return ResolvedQuery(
            groups: zip(plan.groups, groups).map { group, sequences in
                // A sequence is as rare as its rarest term at least; what any of several terms answers, as common as all.
                let stories = sequences.map { sequence in
                    sequence.elements.map { having[TermID($0.term, edition: edition.code)] ?? 0 }.min() ?? 0
                }
                return ResolvedQuery.Group(
                    sequences: elements(sequences), isFixed: group.isFixed,
                    rarity: ResolvedQuery.rarity(having: stories.reduce(0, +), of: edition.stories))
            },
            excluded: excluded.map { ResolvedQuery.Group(sequences: elements($0), isFixed: true, rarity: 0) },
            filters: filters, minutes: minutes, averageLength: Float(edition.words) / Float(max(1, edition.stories)))
    }

    /// A group's sequences, with the terms that a begun word may stand for.
    private func completed(
        _ group: SearchPlan.Group, _ pending: [PendingRow]
    ) throws(StoreError) -> [SearchPlan.Sequence] {
        guard let beginning = group.beginning, beginning.count > 1 else { return group.sequences }
        var terms = Set(try reading.spellings(beginning: beginning, edition: edition.code, limit: Self.mostCompletions))
        let bytes = Array(beginning.utf8)
        for story in pending where terms.count < Self.mostCompletions {
            terms.formUnion(story.terms.spellings(beginning: bytes))
        }
        // Terms are stems: `electio` is on its way to a word whose stem is shorter than what is typed.
        for shorter in 1...3 where beginning.count - shorter >= 4 { terms.insert(String(beginning.dropLast(shorter))) }
        return group.sequences
            + terms.sorted().map { SearchPlan.Sequence(term: $0) }.filter { !group.sequences.contains($0) }
    }

    private func having(_ terms: Set<TermID>, _ pending: [PendingRow]) throws(StoreError) -> [TermID: Int] {
        var having = try reading.stories(having: Array(terms))
        for term in terms {
            let waiting = pending.reduce(0) { $0 + ($1.terms.find(term) == nil ? 0 : 1) }
            having[term, default: 0] += waiting
        }
        return having
    }

    private func reordered(
        _ stories: [ScoredStory], _ query: ResolvedQuery, _ pending: [PendingRow], completeFirst: Bool
    ) throws(StoreError) -> [ScoredStory] {
        let first = Array(stories.prefix(Feedback.candidates))
        let vectors = try reading.vectors(first.map(\.document))
        let candidates = first.map { story in
            let found = vectors[story.document] ?? (words: 0, vector: [])
            return Feedback.Candidate(story: story, length: found.words, vector: found.vector)
        }
        let best = candidates.sorted { $0.story.score > $1.story.score }.prefix(Feedback.trusted)
        let terms = Feedback.terms(of: best, query)
        let having = try having(Set(terms.map(\.id)), pending)
        let rarities = having.mapValues { ResolvedQuery.rarity(having: $0, of: edition.stories) }
        let anew = Feedback.reordered(candidates, by: terms, rarities: rarities, query).sorted { left, right in
            if completeFirst, left.isComplete != right.isComplete { return left.isComplete }
            return left.stands(before: right, by: .relevance)
        }
        return anew + stories.dropFirst(Feedback.candidates)
    }
}
