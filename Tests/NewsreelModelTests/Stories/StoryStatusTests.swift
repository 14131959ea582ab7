import NewsreelModel
import Testing

@Suite struct StoryStatusTests {
    static let allowed: [(StoryStatus, StoryStep, StoryStatus)] = [
        (.draft, .submit, .inReview), (.inReview, .sendBack, .draft), (.approved, .sendBack, .draft),
        (.inReview, .approve, .approved),
        (.draft, .approve, .approved), (.approved, .schedule, .scheduled), (.draft, .schedule, .scheduled),
        (.inReview, .schedule, .scheduled), (.scheduled, .schedule, .scheduled),
        (.scheduled, .unschedule, .approved), (.draft, .publish, .published), (.inReview, .publish, .published),
        (.approved, .publish, .published), (.scheduled, .publish, .published), (.published, .publish, .published),
        (.published, .kill, .killed), (.killed, .reinstate, .draft),
    ]

    @Test func `a story takes the steps of its status and no other`() {
        for status in StoryStatus.allCases {
            for step in StoryStep.allCases {
                let expected = Self.allowed.first { $0.0 == status && $0.1 == step }?.2
                #expect((try? status.taking(step)) == expected, "\(status) \(step)")
            }
        }
    }

    @Test func `a refused step says which and why`() {
        #expect(throws: StoryStepError(status: .killed, step: .publish)) { try StoryStatus.killed.taking(.publish) }
        #expect(
            StoryStepError(status: .draft, step: .kill).description
                == "A story that is draft does not take the step kill.")
    }

    @Test(arguments: [
        ("Éclair à la crème: N. Korea’s “liaison” office", "eclair-a-la-creme-n-koreas-liaison-office"),
        ("Мост через Йорту закрыт", "most-cherez-iortu-zakryt"), ("항구의 다리", "hangguui-dari"), ("الجسر", "aljsr"),
        ("港の橋", "港の橋"), ("Việt Nam", "viet-nam"), ("…!?", "story"), ("a -- b", "a-b"),
    ])
    func `a slug is readable in its script`(headline: String, slug: String) {
        #expect(Slug.make(headline) == slug)
        #expect(Slug.isValid(slug))
    }

    @Test(arguments: [
        "Ferry sinks: 14 dead", "  It's  late -- O'Neill's \"quote\" ", "A_b.c/d", "'", "", "-", "ABC123", "x\r\ny",
        String(repeating: "x", count: 500), String(repeating: "harbour ", count: 40),
        String(repeating: "y", count: 79) + " z", String(repeating: "y", count: 80) + " z",
        "one " + String(repeating: "w", count: 76), "one " + String(repeating: "w", count: 77) + " two",
    ])
    func `plain text takes a shorter way to the same slug`(text: String) {
        // A sign that is no letter, and not plain, takes the long way.
        #expect(Slug.make(text) == Slug.make(text + " \u{2019}"))
        #expect(Slug.isValid(Slug.make(text)))
        #expect(
            Slug.isValid(text) == Slug.isValid(text + "\u{301}") || text.isEmpty || text.hasSuffix("-")
                || text.count > 79)
    }

    @Test func `a slug ends at a word before its eighty characters`() {
        let slug = Slug.make(String(repeating: "harbour ", count: 40))
        #expect(slug.count <= 80 && slug.hasSuffix("harbour"))
        #expect(Slug.make(String(repeating: "x", count: 500)).count == 80)
    }
}
