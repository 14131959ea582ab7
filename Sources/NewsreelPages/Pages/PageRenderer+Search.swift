internal import NewsreelModel

extension PageRenderer {
    /// The search page, asked or not.
    package func search(_ page: SearchPage) -> RenderedPage {
        let voice = voice(page.edition)
        let terms = page.terms
        var main = Fields()
        main.text("action", voice.path(.search()))
        main.text("words", terms.words)
        main.text("suggest", voice.path(.tagSuggestions("")))
        main.list(
            "sections",
            voice.edition.sections.map {
                Fields(["value": Shown($0.slug), "name": Shown($0.name), "selected": $0.slug == terms.section])
            })
        for kind in MediaKind.allCases { main.flag("\(kind.rawValue)Selected", terms.kind == kind) }
        main.text("tag", terms.tag.map { slug in page.tags.first { $0.slug == slug }?.name ?? slug })
        main.list("tags", page.tags.prefix(50).map { Fields(["name": Shown($0.name)]) })
        main.text("from", terms.from?.description)
        main.text("to", terms.to?.description)
        let filters = [terms.section, terms.tag, terms.kind?.rawValue, terms.from?.description, terms.to?.description]
            .count { $0 != nil }
        if filters > 0 { main.text("filters", voice.local.number(filters)) }
        let isAsked = !terms.words.isEmpty || filters > 0
        if isAsked {
            main.text("summary", summary(page, voice))
            if filters > 0 { main.text("clear", voice.path(.search(SearchTerms(words: terms.words)))) }
            if page.hits.isEmpty { main.text("none", voice.strings(.searchNone)) }
            let cards = CardFields(
                voice: voice,
                style: .init(place: .hit, classes: "card card-row card-hit", headingLevel: 2, clock: .day))
            main.list("cards", page.hits.map { cards.markup($0) })
            main.group("pages", pages(page, voice))
        }
        var head = PageHead(
            title: voice.strings(
                .formatTitle,
                [
                    "page": terms.words.isEmpty ? voice.strings(.searchTitle) : terms.words,
                    "name": voice.edition.masthead,
                ]),
            canonical: SiteURL(edition: page.edition, .search()))
        head.isIndexed = false
        // In another edition the same words are asked again; its sections and tags are others.
        let translations = order.filter { $0.code != page.edition }.map {
            SiteURL(
                edition: $0.code,
                .search(SearchTerms(words: terms.words, kind: terms.kind, from: terms.from, to: terms.to)))
        }
        let header = frame(page.edition).header(.search, translations: translations)
        let body = html("search", voice, head: head, header: header, main: main)
        return RenderedPage(
            contentType: Self.htmlType, body: body,
            dependsOn: [Dependency.stories(page.edition)], freshness: .never)
    }

    private func summary(_ page: SearchPage, _ voice: EditionVoice) -> String {
        let number = voice.local.number(page.total)
        let phrase: Phrase = page.terms.words.isEmpty ? .searchFoundAny : .searchFound
        let text = HTMLWriter.escaped(
            voice.strings(phrase, count: page.total, number: number))
        return Strings.fill(text, ["words": "<b><bdi>\(HTMLWriter.escaped(page.terms.words))</bdi></b>"])
    }

    private func pages(_ page: SearchPage, _ voice: EditionVoice) -> Fields? {
        let last = min(100, page.pages)
        guard last > 1 else { return nil }
        let current = min(max(1, page.terms.page), last)
        func path(_ number: Int) -> String {
            var terms = page.terms
            terms.page = number
            return voice.path(.search(terms))
        }
        var fields = Fields()
        fields.text("previousPage", current > 1 ? path(current - 1) : nil)
        fields.text("nextPage", current < last ? path(current + 1) : nil)
        var numbers: [Fields] = []
        var previous = 0
        for number in Set([1, current - 1, current, current + 1, last]).filter({ (1...last).contains($0) }).sorted() {
            if number > previous + 1 { numbers.append(Fields(["gap": true])) }
            let text = voice.local.number(number)
            var item = Fields()
            item.text("href", path(number))
            item.text("number", text)
            item.text("label", voice.strings(.pageNumber, ["n": text]))
            item.flag("current", number == current)
            numbers.append(item)
            previous = number
        }
        fields.list("numbers", numbers)
        return fields
    }
}
