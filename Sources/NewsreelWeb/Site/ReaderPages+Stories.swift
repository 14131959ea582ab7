import NewsreelModel
import NewsreelPages
import NewsreelStore

extension ReaderPages {
    func story(_ edition: Edition, _ day: LocalDay, _ slug: String) async throws -> Making {
        switch try await newsroom.story(edition: edition.code, day: day, slug: slug) {
        case .none: return .missing
        case .moved(let url): return .moved(url)
        case .killed(let story): return .withdrawn(story.corrections)
        case .found(let story):
            let media = try await newsroom.media(for: story)
            let neighbours = try await newsroom.neighbours(story)
            var page = StoryPage(
                story: story, media: media,
                captions: try await newsroom.captions(media.values.filter(\.isPlayed).map(\.id)),
                related: try await newsroom.related(story, limit: 4),
                previous: neighbours.older, next: neighbours.newer,
                translations: try await newsroom.translations(story).map(\.url))
            page.live = try await newsroom.coverage(of: story.id)
            return .page(pages.story(page))
        }
    }

    /// An edition's front page with these pins; nil takes those that the desk published.
    func front(_ edition: Edition, pins: PagePins? = nil) async throws -> RenderedPage {
        let pins = try await given(pins, of: CuratedPage(edition.code))
        var bySection: [String: [StoryCard]] = [:]
        for section in edition.sections {
            bySection[section.slug] = try await newsroom.section(edition.code, section.slug, .newest, limit: 12).cards
        }
        let latest = try await newsroom.latest(edition.code, .newest, limit: 30).cards
        return pages.front(
            FrontPageLayout.filled(
                edition: edition, now: clock.now, slots: theme.frontSlots, pins: pins,
                pinned: try await newsroom.cards(Array(pins.values)), latest: latest, bySection: bySection))
    }

    /// A page of a section; the first begins with these pins, or with those that the desk published.
    func section(
        _ edition: Edition, _ section: Section, _ page: ListPage, pins: PagePins? = nil
    ) async throws -> Making {
        let list = try await newsroom.section(edition.code, section.slug, page, limit: Self.listLength)
        guard page == .newest else { return listing(edition, .section(section), page, list) }
        let pins = try await given(pins, of: CuratedPage(edition.code, section: section.slug))
        return listing(
            edition, .section(section), page, list, pins: pins, pinned: try await newsroom.cards(Array(pins.values)))
    }

    private func given(_ pins: PagePins?, of page: CuratedPage) async throws -> PagePins {
        if let pins { return pins }
        return try await newsroom.curation(of: page).livePins
    }

    func archive(_ edition: Edition, _ day: LocalDay, _ page: ListPage) async throws -> Making {
        let list = try await newsroom.day(edition.code, day, page, limit: Self.listLength)
        guard !list.cards.isEmpty else { return .missing }
        let beside = try await newsroom.adjacentDays(edition.code, day)
        return listing(edition, .day(day, earlier: beside.older, later: beside.newer), page, list)
    }

    func search(_ edition: Edition, _ terms: SearchTerms) async throws -> RenderedPage {
        let tags = try await newsroom.suggestTags("", edition: edition.code, limit: 20).map(\.tag)
        if terms.isEmpty { return pages.search(SearchPage(edition: edition.code, terms: terms, tags: tags)) }
        let results = try await newsroom.search(Self.request(terms, in: edition))
        let cards = try await newsroom.cards(results.stories.map(\.id))
        let highlighter = SearchHighlighter(SearchQuery(terms.words), language: edition.language)
        let spoken = try await newsroom.spoken(in: results.stories.map(\.id), language: edition.language)
        let hits = results.stories.compactMap { found in
            cards.first { $0.id == found.id }.map { card in
                SearchHit(
                    card: card, headline: Self.marked(highlighter.runs(in: card.headline)),
                    snippet: Self.marked(found.snippet),
                    moment: spoken[found.id].flatMap { Self.moment(in: $0, highlighter) })
            }
        }
        let pageCount = (results.total + Self.searchLength - 1) / Self.searchLength
        return pages.search(
            SearchPage(
                edition: edition.code, terms: terms, hits: hits, total: results.total,
                pages: min(SearchRequest.deepest / Self.searchLength, pageCount), tags: tags))
    }

    /// The paragraph of what is said that has most of the words, the first of several; nil where none has any.
    private static func moment(in track: CaptionTrack, _ highlighter: SearchHighlighter) -> SpokenMoment? {
        var best: (second: Int, text: String, count: Int)?
        for paragraph in Transcript(track.cues).paragraphs {
            let words = highlighter.runs(in: paragraph.text).filter(\.isMarked).map { $0.text.lowercased() }
            let count = Set(words).count
            if count > best?.count ?? 0 { best = (paragraph.start / 1000, paragraph.text, count) }
        }
        return best.map {
            SpokenMoment(second: $0.second, words: marked(highlighter.snippet(of: $0.text, length: 140)))
        }
    }

    private static func marked(_ runs: [SearchRun]) -> MarkedText {
        MarkedText(runs.map { MarkedText.Run($0.text, isMarked: $0.isMarked) })
    }

    /// What the address asks, with its days as moments of the edition's zone.
    private static func request(_ terms: SearchTerms, in edition: Edition) -> SearchRequest {
        func midnight(_ day: LocalDay) -> Timestamp { edition.zone.moment(of: LocalTime(day: day, secondOfDay: 0)) }
        return SearchRequest(
            SearchQuery(terms.words), edition: edition.code, section: terms.section, tag: terms.tag.map(Slug.make),
            media: terms.kind,
            from: terms.from.map(midnight), to: terms.to.map { midnight($0.adding(days: 1)) },
            offset: (terms.page - 1) * searchLength, limit: searchLength)
    }
}

extension SearchTerms {
    /// True when nothing was asked, so that there is nothing to look for.
    var isEmpty: Bool {
        words.allSatisfy(\.isWhitespace) && section == nil && tag == nil && kind == nil && from == nil && to == nil
    }
}
