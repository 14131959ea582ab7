import NewsreelModel

/// Reads the story out of the visible text of a news page, as a crawler saved it.
struct CaptureImport {
    let importer: Importer
    let source: SourceText

    /// More lines than any page of a story shows.
    static let mostLines = 20_000

    func story() throws(ImportError) -> ImportedStory {
        guard source.lineCount <= Self.mostLines else {
            throw ImportError(
                "too-many-lines",
                "The text has \(source.lineCount) lines; a captured page has at most \(Self.mostLines). Cut it down to the story.",
                line: Self.mostLines + 1)
        }
        let page = CapturePage(source)
        var reading = CaptureReading(page: page, zone: importer.edition.zone)
        reading.markCaptions()
        reading.markDates()
        reading.markEnd()
        let paragraphs = reading.paragraphs
        let weight = paragraphs.reduce(0) { $0 + page.lines[$1].weight }
        guard weight >= 80 else {
            throw ImportError(
                source.diagnostics + reading.dropped(keeping: []) + [
                    Diagnostic(
                        .error, "no-article",
                        "There is no article in this text: nothing in it reads like the paragraphs of a story. Check that the page was captured whole."
                    )
                ])
        }
        guard
            let headline = CaptureHeadline.find(
                page, paragraphs: paragraphs, dates: reading.dates.map(\.index), captions: Set(reading.captions.keys))
        else {
            throw ImportError(
                source.diagnostics + [
                    Diagnostic(
                        .error, "no-headline",
                        "There is text but no headline over it. Add the headline as the first line.",
                        line: paragraphs.first.map { $0 + 1 })
                ])
        }
        reading.headline = headline
        reading.assemble()
        guard reading.body.contains(where: { if case .paragraph = $0 { true } else { false } }) else {
            throw ImportError(
                source.diagnostics + [
                    Diagnostic(
                        .error, "no-article", "Nothing reads like the paragraphs of a story under the headline.",
                        line: headline.index + 1)
                ])
        }
        return finished(reading, headline)
    }

    private func finished(_ reading: CaptureReading, _ headline: CaptureHeadline) -> ImportedStory {
        var reading = reading
        let (label, title) = HeadlineLabel.split(headline.text)
        let published = publication(&reading)
        let content = StoryContent(
            label: label, headline: title, standfirst: reading.standfirst, bylines: reading.bylines.map { Byline($0) },
            slug: Slug.make(title), body: reading.body, lead: reading.media.first { $0.kind == .image }?.id,
            media: reading.media.map { MediaUse($0.id) }, tags: reading.tags)
        let diagnostics = source.diagnostics + reading.notes + reading.dropped(keeping: reading.used)
        return ImportedStory(
            edition: importer.edition.code, story: content, published: published.published, updated: published.updated,
            media: reading.media,
            canonical: reading.page.address, diagnostics: diagnostics.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }

    /// The times on the page, checked against the day that the crawler noted.
    private func publication(_ reading: inout CaptureReading) -> (published: Timestamp?, updated: Timestamp?) {
        let crawled = reading.page.crawledDay
        let own = reading.usedDates
        var published = own.first { !$0.found.isUpdate }
        if published == nil, let only = own.first {
            published = only
            reading.notes.append(
                Diagnostic(
                    .note, "date-of-update",
                    "The only date on the page is that of an update; the story is dated by it.", line: only.index + 1))
        }
        guard let published else {
            for line in reading.page.lines where DateReader.isRelative(line.text) {
                reading.notes.append(
                    Diagnostic(
                        .warning, "relative-date",
                        "“\(line.text.prefix(60))” counts back from a time that is not known.", line: line.number))
                break
            }
            if let crawled {
                reading.notes.append(
                    Diagnostic(
                        .warning, "date-from-metadata",
                        "The page shows no date; the story is dated \(crawled), the day in the metadata.",
                        line: reading.page.crawledLine))
                return (importer.edition.zone.moment(of: LocalTime(day: crawled, secondOfDay: 0)), nil)
            }
            reading.notes.append(
                Diagnostic(.warning, "no-date", "The page shows no date. Set the time of publication by hand."))
            return (nil, nil)
        }
        if let doubt = published.found.doubt {
            reading.notes.append(
                Diagnostic(
                    .warning, "doubtful-date", "The date may be read wrongly: \(doubt).", line: published.index + 1))
        }
        if !published.found.hasTime {
            reading.notes.append(
                Diagnostic(
                    .note, "no-time", "The page shows a day but no time of day; midnight was taken.",
                    line: published.index + 1))
        }
        if let crawled, abs(crawled.daysSince1970 - published.found.day.daysSince1970) > 1 {
            reading.notes.append(
                Diagnostic(
                    .warning, "date-mismatch",
                    "The page says \(published.found.day), the metadata say \(crawled). The page's date was taken.",
                    line: published.index + 1))
        }
        if published.found.moment > importer.now.adding(seconds: 86_400) {
            reading.notes.append(
                Diagnostic(.warning, "future-date", "The date lies in the future.", line: published.index + 1))
        }
        let updated = own.first { $0.found.isUpdate && $0.found.moment > published.found.moment }
        return (published.found.moment, updated?.found.moment)
    }
}
