import Foundation
import NewsreelModel
import NewsreelTesting
import Testing

func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

/// Texts that were made to be slow, deep or broken.
@Suite struct HostileStoryTests {
    private func check(_ body: [Block], _ language: String = "en") -> [Finding] {
        var story = StoryChecksTests.story([])
        story.content.body = body
        return StoryChecks(edition: StoryChecksTests.edition(language), now: StoryChecksTests.now).findings(in: story)
    }

    @Test(arguments: [
        "“", "”", "\"", "«", "„", "(", "1", "31 June ", "Thursday ", "Monday, 17 June 2020 ", "Kaesong Kaesung ", "а ",
        "Kim Jong-un ", "yesterday ", "and on Thursday, ", "34 people dead. 43 people dead. ", "17일(월) ",
        "اليوم الخميس ",
        "«Завод «", "2020-", "1,000", "\u{301}", "🛶", "A-", "Aa ", "Ab-Cd Ef ", "“He ran and ran and ran and ran.” ",
    ])
    func `a megabyte of the same is checked in a moment`(unit: String) {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let start = ContinuousClock.now
        let language =
            switch unit.unicodeScalars.first?.value ?? 0 {
            case 0x400..<0x600, 0xAB: "ru"
            case 0x600..<0x700: "ar"
            default: unit.contains("일") ? "ko" : "en"
            }
        let found = check([.paragraph([Inline(text)])], language)
        #expect(found.contains { $0.code == .textTooLong })
        #expect(ContinuousClock.now - start < .seconds(20), "\(unit)")
    }

    @Test func `a hundred thousand paragraphs and names are checked in a moment`() {
        let names = (0..<20_000).map { number -> Block in
            let letters = String(number, radix: 26).map {
                Character(Unicode.Scalar($0.asciiValue.map { $0 % 26 + 97 } ?? 97))
            }
            return .paragraph([
                Inline("In the Kal\(String(letters))ong mill 1\(number) people were killed on Thursday.")
            ])
        }
        let start = ContinuousClock.now
        _ = check(names)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `blocks inside blocks without end are read to a depth`() {
        var block: Block = .paragraph([Inline("On 31 June.")])
        for _ in 0..<300 { block = .aside(title: nil, [.list(ordered: false, items: [[block]])]) }
        #expect(check([block]).isEmpty)
    }

    @Test func `mutated stories do not bring the checks down`() throws {
        var generator = SplitMix(state: 7)
        let stories = try LabelledStory.all()
        let scalars: [Unicode.Scalar] = Array("“”\"«»()—,.:;!?0123456789٣ \n\u{200F}\u{301}ёЁйA-’'월일شь".unicodeScalars)
        for round in 0..<3000 {
            guard let base = stories.randomElement(using: &generator) else { return }
            var story = base.story
            for (index, block) in story.content.body.enumerated() {
                guard case .paragraph(let text) = block else { continue }
                var letters = Array(text.plainText.unicodeScalars)
                for _ in 0..<Int.random(in: 1...6, using: &generator) where !letters.isEmpty {
                    let place = Int.random(in: 0..<letters.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: letters.remove(at: place)
                    case 1: letters.insert(scalars[Int.random(in: 0..<scalars.count, using: &generator)], at: place)
                    case 2: letters.removeSubrange(place...)
                    default: letters.append(contentsOf: letters[place...])
                    }
                }
                var mutated = String.UnicodeScalarView()
                mutated.append(contentsOf: letters)
                story.content.body[index] = .paragraph([Inline(String(mutated))])
            }
            for finding in base.checks.findings(in: story) {
                guard let range = finding.place.range, finding.place.part == .body, let block = finding.place.block
                else { continue }
                #expect(range.start <= range.end, "\(round)")
                #expect(range.end <= story.content.body[block].plainText.utf16.count, "\(round)")
            }
        }
    }
}

/// Numbers that are the same each time (Steele, Lea and Flood).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
