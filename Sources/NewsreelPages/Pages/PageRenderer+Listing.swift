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
        main.group("days", days(page, voice))

        var head = PageHead(
            title: voice.strings(.formatTitle, ["page": subject.title, "name": voice.edition.masthead]),
            description: voice.strings(.formatTitle, ["page": subject.title, "name": voice.edition.masthead]),
            canonical: SiteURL(edition: page.edition, subject.place(page.page)))
        head.newer = page.newer.map { SiteURL(edition: page.edition, subject.place($0)) }
        head.older = page.older.map { SiteURL(edition: page.edition, subject.place($0)) }
        if case .day(_, let earlier, let later) = page.subject {
            head.newer = head.newer ?? later.map { SiteURL(edition: page.edition, .day($0)) }
            head.older = head.older ?? earlier.map { SiteURL(edition: page.edition, .day($0)) }
        }
        if let scope = subject.feed, scope != .edition { head.feeds = [(subject.title, scope)] }
        head.isIndexed = page.page == .newest && !page.cards.isEmpty
        let header = frame(page.edition).header(subject.navigation, translations: [])
        let body = html("listing", voice, head: head, header: header, main: main)
        return RenderedPage(
            contentType: Self.htmlType, body: body,
            lastModified: page.cards.map { $0.publication.updated ?? $0.publication.published }.max(),
            dependsOn: subject.dependencies
                + page.cards.map { Dependency.story($0.id) })
    }

    /// The cards by day; a page of one day needs no headings for it.
    private func groups(_ page: ListingPage, _ voice: EditionVoice) -> [Fields] {
        let isDay = page.subject.isDay
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
        guard page.newer != nil || page.older != nil else { return nil }
        var fields = Fields()
        fields.text("newer", page.newer.map { voice.path(subject.place($0)) })
        fields.text("older", page.older.map { voice.path(subject.place($0)) })
        return fields
    }

    /// The days beside a day, and the one at which a list goes on that ends here.
    private func days(_ page: ListingPage, _ voice: EditionVoice) -> Fields? {
        var (year, newer, older) = (Int?.none, LocalDay?.none, page.goesOnAt)
        if case .day(let day, let earlier, let later) = page.subject {
            (year, newer, older) = (day.year, later, earlier)
        }
        guard newer != nil || older != nil else { return nil }
        func link(_ day: LocalDay) -> Fields {
            let text = day.year == year ? voice.local.monthDay(day) : voice.local.day(day)
            return Fields(["href": Shown(voice.path(.day(day))), "text": Shown(text)])
        }
        var fields = Fields()
        fields.group("newerDay", newer.map(link))
        fields.group("olderDay", older.map(link))
        return fields
    }
}

/// What a list is a list of.
private struct ListingSubject {
    let label: String
    let title: String
    let feed: FeedScope?
    let dependencies: [String]
    let navigation: PageFrame.Place
    let place: (ListPage) -> SiteURL.Place

    init(_ page: ListingPage, _ voice: EditionVoice) {
        let edition = page.edition
        switch page.subject {
        case .latest:
            label = voice.strings(.listingLatestLabel)
            title = voice.strings(.listingLatest)
            feed = .edition
            dependencies = [Dependency.stories(edition)]
            navigation = .latest
            place = { .latest($0) }
        case .section(let section):
            label = voice.strings(.listingSection)
            title = section.name
            feed = .section(section.slug)
            dependencies = [Dependency.section(edition, section.slug)]
            navigation = .section(section.slug)
            place = { .section(section.slug, $0) }
        case .tag(let tag):
            label = voice.strings(.listingTag)
            title = tag.name
            feed = .tag(tag.slug)
            dependencies = [Dependency.tag(edition, tag.slug)]
            navigation = .nowhere
            place = { .tag(tag.slug, $0) }
        case .author(let byline):
            label = voice.strings(.listingAuthor)
            title = byline.name
            feed = nil
            dependencies = [Dependency.author(edition, byline.slug)]
            navigation = .nowhere
            place = { .author(byline.slug, $0) }
        case .day(let day, _, _):
            label = voice.strings(.listingDay)
            title = voice.local.weekday(day)
            feed = nil
            dependencies = [Dependency.day(edition, day), Dependency.besideDay(edition, day)]
            navigation = .nowhere
            place = { .day(day, $0) }
        }
    }
}
