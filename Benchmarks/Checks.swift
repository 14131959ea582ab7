import Foundation
import NewsreelModel
import NewsreelTesting

/// Precision and recall of each check on the labelled stories of `Benchmarks/Checks`, and how long a story takes.
///
/// The stories were written for the set, and the checks were tuned on them, except on those of `Unseen`, whose figures stand
/// on lines of their own; most of them have nothing to find. There is no peer: style checkers know neither
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
    let scores = CheckScore.scores(of: stories)
    var reports: [BenchReport] = []
    for (code, score) in scores {
        reports += figures("checks", "-\(code.rawValue)", score)
    }
    reports += figures("checks", "", CheckScore.sum(of: scores.map(\.score)))
    let unseen = CheckScore.scores(of: try LabelledStory.unseen())
    reports += figures("checks-unseen", "", CheckScore.sum(of: unseen.map(\.score)))
    reports += [try time(stories)]
    return reports
}

private func figures(_ name: String, _ code: String, _ score: CheckScore) -> [BenchReport] {
    [
        BenchReport("\(name)-precision\(code)", score.precision, "of \(score.found)", aim: .atLeast(0.95)),
        BenchReport("\(name)-recall\(code)", score.recall, "of \(score.wanted)", aim: .atLeast(0.8)),
    ]
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
