/// The stories of one sitemap: those of some days of a month, or a part of a day that has too many for one file. What an
/// address names does not depend on how many stories other days have.
package struct SitemapRange: Hashable, Sendable {
    package let first: LocalDay
    package let last: LocalDay
    /// The story of the day behind which the file begins; nil where it begins with the first.
    package let after: ListPosition?

    /// Stories that one file holds at most. By the protocol it may have 50,000 addresses and 50 MB (sitemaps.org 0.9); a
    /// story that a clip leads can take 10 KB, and what is published renews the whole file.
    package static let most = 5_000
    /// Stories that one file of news holds at most, by the rule of those who read them.
    package static let mostNews = 1_000

    private init(_ first: LocalDay, _ last: LocalDay, after: ListPosition? = nil) {
        self.first = first
        self.last = last
        self.after = after
    }

    /// The whole month of `day`.
    package init(monthOf day: LocalDay) {
        let start = day.adding(days: 1 - day.day)
        self.init(start, start.adding(days: LocalDay.length(ofMonth: day.month, in: day.year) - 1))
    }

    /// One day, or what is published on it later than the story at `after`.
    package init(day: LocalDay, after: ListPosition? = nil) {
        self.init(day, day, after: after)
    }

    /// Days of one month; nil where these are none.
    package init?(from first: LocalDay, to last: LocalDay) {
        guard first <= last, first.year == last.year, first.month == last.month else { return nil }
        self.init(first, last)
    }

    /// Reads `2026-11`, `2026-11-01-16`, `2026-11-14` and `2026-11-14-kbf0q8c0-01h…`; nil for anything else.
    package init?(name: String) {
        let parts = name.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, let day = LocalDay("\(parts[0])-\(parts[1])-\(parts.count > 2 ? parts[2] : "01")")
        else {
            return nil
        }
        switch parts.count {
        case 2: self.init(monthOf: day)
        case 3: self.init(day: day)
        default:
            if let after = ListPosition(token: parts[3]) {
                self.init(day: day, after: after)
            } else if let number = Int(parts[3]), let last = LocalDay(year: day.year, month: day.month, day: number) {
                self.init(day, last)
            } else {
                return nil
            }
        }
        // One address for one file.
        guard first <= last, self.name == name else { return nil }
    }

    /// The range as addresses name it.
    package var name: String {
        let day = first.description
        if let after { return day + "-" + after.token }
        if self == SitemapRange(monthOf: first) { return String(day.prefix(7)) }
        return first == last ? day : day + "-" + padded(last.day, 2)
    }

    /// Every day of the range, the first one first.
    package var days: [LocalDay] {
        (first.daysSince1970...last.daysSince1970).map { LocalDay(daysSince1970: $0) }
    }
}
