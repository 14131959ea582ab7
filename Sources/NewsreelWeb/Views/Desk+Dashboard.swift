import NewsreelModel
import NewsreelPages
import NewsreelStore

/// What an editor looks at first: the plan for today, what waits, what failed, what readers do.
extension Desk {
    private static let hoursCounted = 24
    private static let mostListed = 8

    /// The day's plan and numbers; nil for those who have their own stories to look at.
    func dashboard(_ asked: DeskRequest) async throws -> [String: DeskValue]? {
        guard try asked.person().role >= .editor else { return nil }
        let now = clock.now
        let zone = try await newsroom.editions().first { $0.isDefault }?.zone ?? .utc
        let today = zone.local(now).day
        let plan = try await newsroom.plan(
            until: zone.moment(of: LocalTime(day: today.adding(days: 1), secondOfDay: 0)))
        let waiting = try await newsroom.deskStories(.inReview, limit: Self.mostListed)
        let failed = try await newsroom.failedMedia(limit: Self.mostListed)
        let read = try await newsroom.mostRead(hours: Self.hoursCounted, limit: Self.mostListed)
        let watched = try await newsroom.mostWatched(hours: Self.hoursCounted, limit: 5)
        let hours = try await newsroom.viewsByHour(hours: Self.hoursCounted)
        var values: [String: DeskValue] = [
            "today": .text(Self.text(of: today)), "zone": .text(zone.identifier),
            "total": .text("\(hours.reduce(0, +))"), "bars": .list(Self.bars(hours)),
            "hasRead": .flag(!read.isEmpty), "hasWatched": .flag(!watched.isEmpty),
        ]
        values["plan"] = .list(
            plan.map { story in
                let what =
                    switch story.event {
                    case .published: "published"
                    case .scheduled: "will be published"
                    case .embargoEnds: "embargo ends"
                    }
                return [
                    "href": .text(path(.story(story.id))), "headline": .text(Self.headline(story.headline)),
                    "edition": .text(story.edition),
                    "time": .text(story.at.iso8601(in: zone).dropFirst(11).prefix(5).description),
                    "timeISO": .text(story.at.iso8601(in: zone)), "isOver": .flag(story.event == .published),
                    "what": .text(what),
                ]
            })
        values["waiting"] = .list(
            waiting.map { story in
                [
                    "href": .text(path(.story(story.id))), "headline": .text(Self.headline(story.headline)),
                    "edition": .text(story.edition), "since": .text(Self.ago(now.seconds(since: story.updated))),
                ]
            })
        values["failed"] = .list(
            failed.map { asset in
                [
                    "href": .text(path(.media(asset.id))), "title": .text(MediaRow.title(of: asset)),
                    "reason": .text(asset.state.failure ?? "Part of the work on it failed."),
                    "retry": .text(path(.media(asset.id, "retry"))), "token": .text(asked.formToken),
                ]
            })
        let mostViews = max(1, read.first?.views ?? 1)
        values["mostRead"] = .list(
            read.map { story in
                [
                    "href": .text(path(.story(story.id))), "headline": .text(story.headline),
                    "edition": .text(story.edition),
                    "views": .text("\(story.views)"), "width": .text("\(max(1, story.views * 100 / mostViews))"),
                ]
            })
        values["mostWatched"] = .list(
            watched.map { clip in
                let steps = Self.steps(clip)
                return [
                    "href": .text(path(.media(clip.id))), "title": .text(String(clip.title.prefix(80))),
                    "plays": .text("\(clip.plays)"), "steps": .list(steps.rows), "said": .text(steps.said),
                ]
            })
        return values
    }

    private static func headline(_ headline: String) -> String {
        headline.isEmpty ? "Without a headline" : headline
    }

    /// A bar for each hour, in a drawing of 240 by 48.
    private static func bars(_ hours: [Int]) -> [[String: DeskValue]] {
        let most = max(1, hours.max() ?? 1)
        return hours.enumerated().map { index, count in
            let height = count == 0 ? 0 : max(2, count * 48 / most)
            return [
                "x": .text("\(index * 10 + 1)"), "y": .text("\(48 - height)"), "height": .text("\(height)"),
            ]
        }
    }

    /// How many of those who began a clip came how far, in a drawing of 150 by 40.
    private static func steps(_ clip: WatchedClip) -> (rows: [[String: DeskValue]], said: String) {
        let parts = [clip.plays] + clip.reached
        let names = ["began", "25 %", "50 %", "75 %", "all of it"]
        let whole = max(1, parts.max() ?? 1)
        let rows: [[String: DeskValue]] = parts.enumerated().map { index, count in
            let height = count == 0 ? 0 : max(1, count * 40 / whole)
            return [
                "x": .text("\(index * 30 + 1)"), "y": .text("\(40 - height)"), "height": .text("\(height)"),
            ]
        }
        let said = zip(parts, names).map { "\($0) \($1)" }.joined(separator: ", ")
        return (rows, said)
    }

    /// `3 h ago`
    static func ago(_ seconds: Double) -> String {
        let minutes = max(0, Int(seconds / 60))
        if minutes < 60 { return "\(minutes) min" }
        return minutes < 48 * 60 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
    }

    private static func text(of day: LocalDay) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(day.day) \(months[day.month - 1]) \(day.year)"
    }
}
