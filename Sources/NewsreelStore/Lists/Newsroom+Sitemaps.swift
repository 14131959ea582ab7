package import NewsreelModel

/// One file of an edition's sitemaps.
package struct SitemapFile: Hashable, Sendable {
    package var range: SitemapRange
    /// When one of its stories last changed for readers.
    package var updated: Timestamp
}

extension Newsroom {
    /// The files that hold every story of an edition, the newest month first: a month, or where it has more than `most`
    /// stories, as many whole days of it as fit into one file.
    package func sitemaps(
        _ edition: String, most: Int = SitemapRange.most
    ) async throws(StoreError) -> [SitemapFile] {
        try await read("find the sitemaps of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            var files: [SitemapFile] = []
            for month in try ArchiveDays.months(edition, in: transaction) {
                guard let first = LocalDay(month.month + "-01") else { continue }
                let whole = SitemapRange(monthOf: first)
                if month.stories <= most {
                    files.append(SitemapFile(range: whole, updated: month.updated))
                } else {
                    let days = try ArchiveDays.days(edition, from: whole.first, to: whole.last, in: transaction)
                    files += try Self.files(of: whole, days.reversed(), edition, most: most, in: transaction)
                }
            }
            return files
        }
    }

    /// The files of news since `day`, the oldest first; none where the newest stories that one file holds are all.
    package func newsSitemaps(
        _ edition: String, since day: LocalDay, most: Int = SitemapRange.mostNews
    ) async throws(StoreError) -> [SitemapRange] {
        try await read("find the news sitemaps of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            let days = try ArchiveDays.days(edition, from: day, to: ArchiveDays.end, in: transaction)
            guard days.reduce(0, { $0 + $1.stories }) > most else { return [] }
            var ranges: [SitemapRange] = []
            for day in days.reversed() { ranges += try Self.parts(of: day.day, edition, most: most, in: transaction) }
            return ranges
        }
    }

    /// The stories of a file, the oldest first.
    package func sitemap(
        _ edition: String, _ range: SitemapRange, most: Int = SitemapRange.most
    ) async throws(StoreError) -> [StoryCard] {
        try await read("read the sitemap of \(range.name)") { (transaction: ReadTransaction) throws(StoreError) in
            guard let after = range.after else {
                let days: [SQLValue] = [.text(range.first.description), .text(range.last.description)]
                return try StoryCards.cards(
                    ListQueries.ofDays, [.text(edition)] + days + [.integer(most)], in: transaction)
            }
            return try StoryCards.cards(after: after, .day(edition: edition, range.first), most, in: transaction)
        }
    }

    /// The stories published since `moment`, the newest first.
    package func news(
        _ edition: String, since moment: Timestamp, most: Int = SitemapRange.mostNews
    ) async throws(StoreError) -> [StoryCard] {
        try await read("read the news of \(edition)") { (transaction: ReadTransaction) throws(StoreError) in
            try StoryCards.cards(
                ListQueries.since, [.text(edition), .time(moment), .integer(most)], in: transaction)
        }
    }

    /// Whole days as long as they fit. A file goes on to the day before the next one, so that what comes to an empty day
    /// has its place; the last one to the end of the month.
    private static func files(
        of month: SitemapRange, _ days: [ArchiveDay], _ edition: String, most: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [SitemapFile] {
        var files: [SitemapFile] = []
        var open: (start: LocalDay, stories: Int, updated: Timestamp?) = (month.first, 0, nil)
        func close(before day: LocalDay) {
            if let updated = open.updated, let range = SitemapRange(from: open.start, to: day.adding(days: -1)) {
                files.append(SitemapFile(range: range, updated: updated))
            }
            open = (day, 0, nil)
        }
        for day in days {
            if open.stories > 0, open.stories + day.stories > most { close(before: day.day) }
            if day.stories > most {
                close(before: day.day)
                // A story that goes leaves no trace of the part that it was in, so each may have changed with the day.
                files += try parts(of: day.day, edition, most: most, in: transaction).map {
                    SitemapFile(range: $0, updated: day.updated)
                }
                open.start = day.day.adding(days: 1)
            } else {
                open = (open.start, open.stories + day.stories, max(open.updated ?? day.updated, day.updated))
            }
        }
        close(before: month.last.adding(days: 1))
        return files
    }

    /// A day in files of `most` stories: what comes to it later changes the last file alone.
    private static func parts(
        of day: LocalDay, _ edition: String, most: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [SitemapRange] {
        let scope = ListScope.day(edition: edition, day)
        var parts = [SitemapRange(day: day)]
        while true {
            let positions = try scope.positions(
                .newer, of: parts[parts.count - 1].after, limit: most + 1, in: transaction)
            guard positions.count > most else { return parts }
            parts.append(SitemapRange(day: day, after: positions[most - 1]))
        }
    }
}
