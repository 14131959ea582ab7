import NewsreelModel
import NewsreelTesting
import Testing

/// The labelled set of `Benchmarks/Checks`: what a change to a check must not lose.
@Suite struct LabelledSetTests {
    static let stories: [LabelledStory] = (try? LabelledStory.all()) ?? []

    @Test func `the set has hundreds of stories in four languages, and most have nothing to find`() throws {
        let stories = try LabelledStory.all()
        #expect(stories.count >= 300)
        #expect(Set(stories.map(\.story.edition)) == ["en", "ru", "ko", "ar"])
        #expect(Set(stories.map(\.id)).count == stories.count)
        #expect(stories.count { $0.labels.isEmpty } * 2 > stories.count)
    }

    @Test func `the stories that no check was changed for can be read and are not of the set`() throws {
        let unseen = try LabelledStory.unseen()
        #expect(unseen.count >= 30)
        #expect(unseen.contains { !$0.labels.isEmpty })
        #expect(Set(unseen.map(\.id)).isDisjoint(with: Self.stories.map(\.id)))
    }

    @Test func `no check cries wolf more than once in twenty times`() {
        for (code, score) in Self.scores where score.found > 0 {
            #expect(score.precision >= 0.95, "\(code.rawValue): \(score.precision)")
        }
    }

    @Test func `every check finds most of what it is for`() {
        for (code, score) in Self.scores where score.wanted > 0 {
            #expect(score.recall >= 0.8, "\(code.rawValue): \(score.recall)")
        }
    }

    @Test func `every check but the one on length has a labelled story`() {
        let labelled = Set(Self.stories.flatMap { $0.labels.map(\.code) })
        #expect(Set(CheckCode.allCases).subtracting(labelled) == [.textTooLong])
    }

    @Test func `every finding quotes the words that stand at its place`() {
        for labelled in Self.stories {
            for finding in labelled.checks.findings(in: labelled.story) {
                guard let range = finding.place.range, let words = finding.words,
                    !finding.code.rawValue.hasPrefix("link-")
                else { continue }
                let text: String
                switch finding.place.part {
                case .label: text = labelled.story.content.label ?? ""
                case .headline: text = labelled.story.content.headline
                case .standfirst: text = labelled.story.content.standfirst ?? ""
                case .body: text = labelled.story.content.body[finding.place.block ?? 0].plainText
                default: continue
                }
                let units = Array(text.utf16)
                #expect(
                    String(decoding: units[range.start..<range.end], as: UTF16.self) == words, "\(labelled.id)")
            }
        }
    }

    @Test func `a text with its fixes put in has nothing left to fix there`() {
        for labelled in Self.stories {
            for finding in labelled.checks.findings(in: labelled.story) {
                guard case .text(let replacement)? = finding.fix, finding.place.part == .body,
                    let range = finding.place.range, let block = finding.place.block
                else { continue }
                var story = labelled.story
                let units = Array(story.content.body[block].plainText.utf16)
                let fixed =
                    String(decoding: units[..<range.start], as: UTF16.self) + replacement
                    + String(decoding: units[range.end...], as: UTF16.self)
                story.content.body[block] = .paragraph([Inline(fixed)])
                let left = labelled.checks.findings(in: story).filter {
                    $0.code == finding.code && $0.place.block == block && $0.words == finding.words
                }
                #expect(left.isEmpty, "\(labelled.id): \(fixed)")
            }
        }
    }

    private static let scores = CheckScore.scores(of: stories)
}
