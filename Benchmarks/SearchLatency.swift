import Foundation
import NewsreelModel
import NewsreelStore

/// How long a reader waits for a page of 20 results with snippets from 100,000 stories, half the time and at worst.
///
/// One to three words, common and rare, half of the questions with a filter, on a warm newsroom; each is asked three
/// times and the middle time counts, so that a machine with other work measures the search and not its queue. The peer
/// is SQLite's FTS5 ordered by its bm25, asked the same without snippets in the same run.
func searchLatency(stories count: Int = 100_000, questions: Int = 600) async throws -> [BenchReport] {
    try await withTemporaryFolder { folder in
        let newsroom = try Newsroom.create(at: folder + "/newsroom")
        let plain = try PlainFTS(file: folder + "/plain.sqlite")
        var archive = InventedArchive(seed: 2_026)
        var number = 0
        let clock = ContinuousClock()
        let start = clock.now
        var indexing = Duration.zero
        while number < count {
            let batch = (number..<min(count, number + 1_000)).map { archive.story($0) }
            number += batch.count
            indexing += try await clock.measure { try await newsroom.indexForSearch(batch) }
            try plain.add(
                batch.map { story in
                    PlainFTS.Row(
                        id: story.id.rawValue, section: story.section ?? "", kind: story.media.first?.rawValue ?? "",
                        published: story.published.milliseconds, headline: story.headline,
                        body: [story.standfirst ?? "", story.captions.joined(separator: " "), story.body].joined(
                            separator: " "))
                })
            if number % 10_000 == 0 {
                let spent = start.duration(to: clock.now) / .seconds(1)
                let left = Int(spent / Double(number) * Double(count - number))
                BenchReport.progress("search-latency: \(number) of \(count) stories, about \(left) s left")
            }
        }
        BenchReport.progress(
            "search-latency: \(BenchReport.number(Double(count) / (indexing / .seconds(1)))) stories a second into the index"
        )

        var ours: [Double] = []
        var theirs: [Double] = []
        let warming = 100
        for index in 0..<(questions + warming) {
            let question = archive.question(index)
            let request = SearchRequest(
                SearchQuery(question.words.joined(separator: " ")), edition: "en", section: question.section,
                media: question.media, from: question.published.map { Timestamp(milliseconds: $0.lowerBound) },
                to: question.published.map { Timestamp(milliseconds: $0.upperBound) })
            var our: [Double] = []
            var their: [Double] = []
            for _ in 0..<3 {
                our.append(try await clock.measure { _ = try await newsroom.search(request) } / .milliseconds(1))
                let time = try clock.measure {
                    _ = try plain.search(
                        question.words, any: false, section: question.section, kind: question.media?.rawValue,
                        published: question.published, limit: 20)
                }
                their.append(time / .milliseconds(1))
            }
            guard index >= warming else { continue }
            ours.append(percentile(our, 0.5))
            theirs.append(percentile(their, 0.5))
        }
        try newsroom.close()
        return [(0.5, "p50"), (0.99, "p99")].map { share, name in
            BenchReport(
                "search-latency \(name)", percentile(ours, share), "ms",
                peer: BenchReport.Peer(name: "FTS5 bm25", value: percentile(theirs, share)), aim: .below(10))
        }
    }
}
