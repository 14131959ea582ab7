/// The checks before publishing, with what they may know beside the story itself.
///
/// They read no clock, no file and no store: `now` and everything around the story are handed in. A fresh value with
/// the same parts gives the same findings in the same order.
package struct StoryChecks: Sendable {
    /// The story's edition; nil where the newsroom has none of its code.
    package var edition: Edition?
    package var now: Timestamp
    /// The zone that the story's days are told in; the edition's, else UTC.
    package var zone: Zone
    /// Every asset that the story names and that is known.
    package var media: [MediaID: MediaAsset]
    /// The clips and recordings that have captions or subtitles.
    package var captioned: Set<MediaID>
    /// Headlines of other stories of the edition.
    package var otherHeadlines: [StoryID: String]
    /// The moment before which it must not be published.
    package var embargo: Timestamp?

    package init(
        edition: Edition?, now: Timestamp, zone: Zone? = nil, media: [MediaID: MediaAsset] = [:],
        captioned: Set<MediaID> = [], otherHeadlines: [StoryID: String] = [:], embargo: Timestamp? = nil
    ) {
        self.edition = edition
        self.now = now
        self.zone = zone ?? edition?.zone ?? .utc
        self.media = media
        self.captioned = captioned
        self.otherHeadlines = otherHeadlines
        self.embargo = embargo
    }

    /// Everything worth looking at in `story`, in reading order; nothing twice.
    package func findings(in story: Story) -> [Finding] {
        let text = CheckedText(story, language: edition?.language ?? story.edition, media: media)
        let frame = StoryDays(story, now: now, zone: zone)
        var found: [Finding] = []
        found += standing(story)
        found += HeadlineChecks(story: story, text: text, others: otherHeadlines).findings
        found += MediaChecks(story: story, media: media, captioned: captioned).findings
        found += RepetitionChecks(story: story, text: text, media: media).findings
        if let words = text.words {
            let dates = DateChecks(text: text, words: words, days: frame)
            found += dates.findings
            found += QuoteChecks(text: text, words: words).findings
            found += NumberChecks(text: text, words: words).findings
        }
        found += NameChecks(text: text).findings
        found += LinkChecks(story: story).findings
        return Self.ordered(found)
    }

    /// The findings of the checks on `story` when only its text is at hand.
    package static func findings(
        in story: Story, edition: Edition?, media: [MediaID: MediaAsset] = [:], captioned: Set<MediaID> = [],
        otherHeadlines: [StoryID: String] = [:], embargo: Timestamp? = nil, now: Timestamp, zone: Zone? = nil
    ) -> [Finding] {
        StoryChecks(
            edition: edition, now: now, zone: zone, media: media, captioned: captioned,
            otherHeadlines: otherHeadlines, embargo: embargo
        ).findings(in: story)
    }

    /// Where the story stands: its edition, its embargo, whether it says anything.
    private func standing(_ story: Story) -> [Finding] {
        var found: [Finding] = []
        if edition == nil {
            let code = story.edition.trimmingWhitespace()
            found.append(
                Finding(
                    .editionMissing, at: FindingPlace(.edition), words: code.isEmpty ? nil : code,
                    reason: code.isEmpty
                        ? "The story belongs to no edition." : "The newsroom has no edition “\(code)”."))
        }
        if let embargo, embargo > now {
            found.append(
                Finding(
                    .embargoAhead, at: FindingPlace(.embargo), words: embargo.iso8601(in: zone),
                    reason: "The story is under embargo until \(embargo.iso8601(in: zone))."))
        } else if let embargo, story.publication == nil {
            found.append(
                Finding(
                    .embargoPassed, at: FindingPlace(.embargo), words: embargo.iso8601(in: zone),
                    reason: "The embargo ended at \(embargo.iso8601(in: zone)); the story can go out."))
        }
        let content = story.content
        if content.bodyText.trimmingWhitespace().isEmpty, content.lead == nil,
            !content.body.contains(where: { !$0.media.isEmpty })
        {
            found.append(
                Finding(.textMissing, at: FindingPlace(.body), reason: "The story has no text and shows nothing."))
        }
        return found
    }

    /// Nobody reads more of one kind; they say that the text is no story.
    private static let most = 100

    private static func ordered(_ found: [Finding]) -> [Finding] {
        var seen: Set<Finding> = []
        var counts: [CheckCode: Int] = [:]
        func rank(_ finding: Finding) -> (Int, Int, Int) {
            let part: Int =
                switch finding.place.part {
                case .story, .edition, .embargo: 0
                case .label: 1
                case .headline: 2
                case .standfirst: 3
                case .body: 4
                case .media, .caption: 5
                }
            return (part, finding.place.block ?? 0, finding.place.range?.start ?? -1)
        }
        let few = found.filter { finding in
            guard seen.insert(finding).inserted else { return false }
            counts[finding.code, default: 0] += 1
            return counts[finding.code, default: 0] <= most
        }
        return few.enumerated()
            .sorted { left, right in
                let (first, second) = (rank(left.element), rank(right.element))
                return first == second ? left.offset < right.offset : first < second
            }
            .map(\.element)
    }
}

/// The days that a story's words count from.
struct StoryDays {
    /// The day it is published, in its zone.
    let day: LocalDay
    /// Days that may be meant by `today`: a desk at midnight and a correspondent far away have another one.
    let todays: Set<LocalDay>
    /// The last day that can be told of in the past tense.
    let latest: LocalDay
    /// The day of its last change, where that is a later one.
    let updated: LocalDay?

    /// How far the clock at the place of the news may differ from the edition's.
    private static let farZones: Double = 6 * 3600

    init(_ story: Story, now: Timestamp, zone: Zone) {
        let published = story.publication?.published ?? now
        day = zone.local(published).day
        var todays = Self.days(around: published, zone)
        let changed = story.publication?.updated.flatMap { $0 > published ? $0 : nil }
        if let changed { todays.formUnion(Self.days(around: changed, zone)) }
        self.todays = todays
        latest = todays.max() ?? day
        updated = changed.map { zone.local($0).day }.flatMap { $0 > zone.local(published).day ? $0 : nil }
    }

    private static func days(around moment: Timestamp, _ zone: Zone) -> Set<LocalDay> {
        [
            zone.local(moment.adding(seconds: -farZones)).day, zone.local(moment).day,
            zone.local(moment.adding(seconds: farZones)).day,
        ]
    }

    /// The occurrence of a day of a year that is nearest to the story's.
    func nearest(month: Int, day number: Int) -> LocalDay? {
        let candidates: [LocalDay] = (-1...1).compactMap {
            LocalDay(year: day.year + $0, month: month, day: number)
        }
        return candidates.min { distance($0) < distance($1) }
    }

    /// Days from the story's day to `other`, either way.
    func distance(_ other: LocalDay) -> Int { Int(abs(other.daysSince1970 - day.daysSince1970)) }

    /// Days from the story's day forward to the next `weekday`, 0 to 6.
    func ahead(_ weekday: Int) -> Int { (weekday - day.weekday + 7) % 7 }
}
