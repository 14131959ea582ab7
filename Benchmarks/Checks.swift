import Foundation
import NewsreelModel
import NewsreelTesting

/// Precision and recall of each check on the labelled stories of `Benchmarks/Checks`, and how long a story takes.
///
/// The stories were written for the set; most of them have nothing to find. There is no peer: style checkers know neither
/// the day of a story nor who its pictures are from.
func checks() throws -> [BenchReport] {
    let stories = try LabelledStory.all()
    let labels = stories.reduce(0) { $0 + $1.labels.count }
    BenchReport.progress("checks: \(stories.count) stories, \(labels) labels")
    for story in stories {
        let outcome = story.outcome()
        for label in outcome.missed {
            BenchReport.progress("checks: \(story.id): missed \(label.code.rawValue) \(label.words ?? "")")
        }
        for finding in outcome.unasked {
            BenchReport.progress("checks: \(story.id): unasked \(finding.code.rawValue) \(finding.words ?? "")")
        }
    }
    var reports: [BenchReport] = []
    var hits = 0
    var found = 0
    var wanted = 0
    for (code, score) in CheckScore.scores(of: stories) {
        reports.append(
            BenchReport(
                "checks-precision-\(code.rawValue)", score.precision, "of \(score.found)", aim: .atLeast(0.95)))
        reports.append(
            BenchReport("checks-recall-\(code.rawValue)", score.recall, "of \(score.wanted)", aim: .atLeast(0.8)))
        hits += score.hits
        found += score.found
        wanted += score.wanted
    }
    reports.append(
        BenchReport("checks-precision", Double(hits) / Double(max(1, found)), "of \(found)", aim: .atLeast(0.95)))
    reports.append(
        BenchReport("checks-recall", Double(hits) / Double(max(1, wanted)), "of \(wanted)", aim: .atLeast(0.8)))
    reports += [try time(stories)]
    return reports
}

/// Milliseconds for a story of some thousand words: every story of the set's English part in one.
private func time(_ stories: [LabelledStory]) throws -> BenchReport {
    guard let first = stories.first(where: { $0.story.edition == "en" }) else {
        throw BenchFailure("checks needs the stories of Benchmarks/Checks")
    }
    var story = first.story
    story.content.body = stories.filter { $0.story.edition == "en" }.flatMap(\.story.content.body)
    let words = story.content.bodyText.split { $0.isWhitespace }.count
    var samples: [Double] = []
    for _ in 0..<50 {
        let start = ContinuousClock.now
        _ = first.checks.findings(in: story)
        let time = ContinuousClock.now - start
        samples.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
    }
    return BenchReport("checks-time", percentile(samples, 0.5), "ms for \(words) words", aim: .atMost(50))
}
