internal import NewsreelModel

extension PageRenderer {
    /// A page of a section, a tag, an author, a day, or of everything.
    package func listing(_ page: ListingPage) -> RenderedPage {
        let voice = voice(page.edition)
        let subject = ListingSubject(page, voice)
        var main = Fields()
        main.text("label", subject.label)
        main.text("headline", subject.title)
        main.text("headlineDir", TextDirection.override(subject.title, in: voice.edition.direction)?.rawValue)
        if let scope = subject.feed {
            main.group(
                "feeds",
                Fields([
                    "rss": Shown(voice.path(.feed(.rss, scope))), "json": Shown(voice.path(.feed(.json, scope))),
                ]))
        }
        if let total = page.total {
            main.text("count", voice.strings(.listingCount, count: total, number: voice.local.number(total)))
        }
        main.list("groups", groups(page, voice))
        main.flag("empty", page.cards.isEmpty)
        main.group("pages", pages(page, subject, voice))

        var head = PageHead(
            title: voice.strings(.formatTitle, ["page": subject.title, "name": voice.edition.masthead]),
            description: voice.strings(.formatTitle, ["page": subject.title, "name": voice.edition.masthead]),
            canonical: SiteURL(edition: page.edition, subject.place(page.page)))
        head.newer = page.newer.map { SiteURL(edition: page.edition, subject.place($0)) }
        head.older = page.older.map { SiteURL(edition: page.edition, subject.place($0)) }
        if case .day(_, let earlier, let later) = page.subject {
            head.newer = later.map { SiteURL(edition: page.edition, .day($0)) }
            head.older = earlier.map { SiteURL(edition: page.edition, .day($0)) }
        }
        if let scope = subject.feed, scope != .edition { head.feeds = [(subject.title, scope)] }
        head.isIndexed = page.page == .newest && !page.cards.isEmpty
        let header = frame(page.edition).header(subject.navigation, translations: [])
        let body = html("listing", voice, head: head, header: header, main: main)
        return RenderedPage(
            contentType: Self.htmlType, body: body,
            lastModified: page.cards.map { $0.publication.updated ?? $0.publication.published }.max(),
            dependsOn: [subject.dependency]
                + page.cards.map { Dependency.story($0.id) })
    }

    /// The cards by day; a page of one day needs no headings for it.
    private func groups(_ page: ListingPage, _ voice: EditionVoice) -> [Fields] {
        var isDay = false
        if case .day = page.subject { isDay = true }
        let cards = CardFields(
            voice: voice, style: .init(place: .list, classes: "card card-row", headingLevel: isDay ? 2 : 3))
        var groups: [(day: LocalDay, cards: [Shown])] = []
        for (index, card) in page.cards.enumerated() {
            let markup = cards.markup(card, isEager: index == 0)
            if let last = groups.last,
                last.day == card.publication.day && index != page.top || isDay || index < page.top
            {
                groups[groups.count - 1].cards.append(markup)
            } else {
                groups.append((card.publication.day, [markup]))
            }
        }
        return groups.enumerated().map { number, group in
            var fields = Fields(["cards": group.cards])
            let heading = Fields([
                "href": Shown(voice.path(.day(group.day))), "date": Shown(group.day.description),
                "text": Shown(voice.local.weekday(group.day)),
            ])
            fields.group("day", isDay || number == 0 && page.top > 0 ? nil : heading)
            return fields
        }
    }

    private func pages(_ page: ListingPage, _ subject: ListingSubject, _ voice: EditionVoice) -> Fields? {
        var fields = Fields()
        if case .day(_, let earlier, let later) = page.subject {
            guard earlier != nil || later != nil else { return nil }
            fields.group("newerDay", later.map { day($0, voice) })
            fields.group("olderDay", earlier.map { day($0, voice) })
            return fields
        }
        guard page.newer != nil || page.older != nil || page.goesOnAt != nil else { return nil }
        fields.group("olderDay", page.goesOnAt.map { day($0, voice) })
        fields.text("newer", page.newer.map { voice.path(subject.place($0)) })
        fields.text("older", page.older.map { voice.path(subject.place($0)) })
        return fields
    }

    private func day(_ day: LocalDay, _ voice: EditionVoice) -> Fields {
        Fields(["href": Shown(voice.path(.day(day))), "text": Shown(voice.local.day(day))])
    }
}

/// What a list is a list of.
private struct ListingSubject {
    let label: String
    let title: String
    let feed: FeedScope?
    let dependency: String
    let navigation: PageFrame.Place
    let place: (ListPage) -> SiteURL.Place

    init(_ page: ListingPage, _ voice: EditionVoice) {
        let edition = page.edition
        switch page.subject {
        case .latest:
            label = voice.strings(.listingLatestLabel)
            title = voice.strings(.listingLatest)
            feed = .edition
            dependency = Dependency.stories(edition)
            navigation = .latest
            place = { .latest($0) }
        case .section(let section):
            label = voice.strings(.listingSection)
            title = section.name
            feed = .section(section.slug)
            dependency = Dependency.section(edition, section.slug)
            navigation = .section(section.slug)
            place = { .section(section.slug, $0) }
        case .tag(let tag):
            label = voice.strings(.listingTag)
            title = tag.name
            feed = .tag(tag.slug)
            dependency = Dependency.tag(edition, tag.slug)
            navigation = .nowhere
            place = { .tag(tag.slug, $0) }
        case .author(let byline):
            label = voice.strings(.listingAuthor)
            title = byline.name
            feed = nil
            dependency = Dependency.author(edition, byline.slug)
            navigation = .nowhere
            place = { .author(byline.slug, $0) }
        case .day(let day, _, _):
            label = voice.strings(.listingDay)
            title = voice.local.weekday(day)
            feed = nil
            dependency = Dependency.day(edition, day)
            navigation = .nowhere
            place = { _ in .day(day) }
        }
    }
}
