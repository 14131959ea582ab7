import Foundation
import NewsreelModel
import NewsreelStore
import Synchronization

/// An invented newspaper that publishes 300 stories a day up to the end of 2024: the more stories, the further back it
/// begins, but not before 2015. The same number of stories gives the same stories.
///
/// Words are as unevenly common as real ones (Zipf), a third of a story's words come from its subject, and each of 400
/// subjects is a tag. Stories come in the order of their publication.
struct SeedArchive: Sendable {
    /// Stories of the whole archive.
    let count: Int

    /// The end of 2024.
    private static let end: Int64 = 1_735_689_600_000
    private static let storiesPerDay = 300.0
    private static let mostDays = 3_653.0
    private static let subjects = 400
    private static let words: [[UInt8]] = (0..<20_000).map { Array(word($0).utf8) }
    private static let sums: [Double] = {
        var sum = 0.0
        return (0..<20_000).map { (rank: Int) -> Double in
            sum += 1 / (Double(rank) + 2.7)
            return sum
        }
    }()

    /// The first rank whose sum reaches each of so many equal steps: where the search for a rank begins.
    private static let guide: [Int] = {
        let steps = 16_384
        var rank = 0
        return (0...steps).map { (step: Int) -> Int in
            while rank < sums.count - 1, sums[rank] < (sums.last ?? 1) * Double(step) / Double(steps) { rank += 1 }
            return rank
        } + [sums.count - 1]
    }()

    static let sections: [Section] = ["World", "Politics", "Economy", "Culture", "Science", "Sport"]
        .map { Section(slug: Slug.make($0), name: $0) }

    /// The editions of a newsroom that has none yet.
    static let editions: [Edition] = [
        Edition(
            code: "en", isDefault: true, language: "en", zone: .utc, name: "English", masthead: "The Invented Times",
            sections: sections),
        Edition(
            code: "ru", language: "ru", zone: .utc, name: "Русский", masthead: "The Invented Times",
            sections: sections),
    ]

    /// A clock that stands after the last story; `stories` that are there already move it, so that identities differ.
    static func clock(following stories: Int) -> NewsClock {
        let now = Timestamp(milliseconds: end + Int64(stories))
        return NewsClock { now }
    }

    /// Identities in order that are the same each time: of the clock's moment, of a count, and of 40 bits that look random.
    static func identities() -> IdentifierSource {
        let count = Atomic<UInt64>(0)
        return IdentifierSource { now in
            let number = count.wrappingAdd(1, ordering: .relaxed).newValue
            var random = SeededNumbers(state: number)
            var text: [UInt8] = []
            text.reserveCapacity(26)
            append(UInt64(clamping: now.milliseconds), digits: 10, to: &text)
            append(number, digits: 8, to: &text)
            append(random.next(), digits: 8, to: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Base 32 as identities are written in it, the highest digit first.
    private static func append(_ value: UInt64, digits: Int, to text: inout [UInt8]) {
        for shift in stride(from: (digits - 1) * 5, through: 0, by: -5) {
            let digit = UInt8((value >> UInt64(shift)) & 31)
            text.append(digit < 10 ? 0x30 + digit : letters[Int(digit) - 10])
        }
    }

    private static let letters = Array("abcdefghjkmnpqrstvwxyz".utf8)

    /// How many stories each of `editions` gets: the first three quarters, the others the rest.
    func shares(editions: Int) -> [Int] {
        guard editions > 1 else { return [count] }
        let rest = count / 4 / (editions - 1)
        return [count - rest * (editions - 1)] + Array(repeating: rest, count: editions - 1)
    }

    /// The stories with these numbers among the `share` of an edition.
    func stories(_ numbers: Range<Int>, of share: Int, in edition: Edition) -> [ArchiveStory] {
        numbers.map { story($0, of: share, in: edition) }
    }

    private func story(_ number: Int, of share: Int, in edition: Edition) -> ArchiveStory {
        var random = SeededNumbers(state: UInt64(number) &* 0x9E37_79B9 &+ UInt64(edition.language.utf8.first ?? 0))
        let subject = Int(random.fraction() * Double(Self.subjects))
        let headline = Self.text(7, subject, &random, end: "")
        let paragraphs = (0..<3).map { _ in Block.paragraph([Inline(Self.sentence(24, subject, &random))]) }
        let section = edition.sections.isEmpty ? nil : edition.sections[subject % edition.sections.count].slug
        let content = StoryContent(
            headline: headline, standfirst: Self.sentence(12, subject, &random),
            bylines: [Byline("Writer \(1 + Int(random.fraction() * 200))")], section: section,
            slug: "invented-\(number + 1)", body: paragraphs,
            tags: ["Subject \(subject + 1)", "Place \(1 + Int(random.fraction() * 300))"])
        let days = min(Self.mostDays, Double(count) / Self.storiesPerDay)
        let published = Self.end - Int64((1 - Double(number) / Double(share)) * days * 86_400_000)
        return ArchiveStory(content, published: Timestamp(milliseconds: published))
    }

    private static func sentence(_ count: Int, _ subject: Int, _ random: inout SeededNumbers) -> String {
        text(count, subject, &random, end: ".")
    }

    private static func text(
        _ count: Int, _ subject: Int, _ random: inout SeededNumbers, end: String
    ) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(count * 10)
        for index in 0..<count {
            if index > 0 { text.append(0x20) }
            let isOfSubject = random.fraction() < 0.33
            text += words[isOfSubject ? 200 + subject * 40 + Int(random.fraction() * 40) : commonRank(&random)]
        }
        // The first letter of a word, which are all of a to z, as a capital.
        text[0] &= 0xDF
        text.append(contentsOf: end.utf8)
        return String(decoding: text, as: UTF8.self)
    }

    private static func commonRank(_ random: inout SeededNumbers) -> Int {
        let wanted = random.fraction() * (sums.last ?? 1)
        let step = Int(wanted / (sums.last ?? 1) * Double(guide.count - 2))
        var low = guide[step]
        var high = guide[step + 1]
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A word of syllables, another for every rank.
    private static func word(_ rank: Int) -> String {
        let onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "br"]
        let vowels = ["a", "e", "i", "o", "u"]
        var rest = rank
        var word = ""
        repeat {
            word += onsets[rest % 16] + vowels[rest / 16 % 5]
            rest /= 80
        } while rest > 0
        return word + "n"
    }
}

/// SplitMix64: small, fast and the same everywhere.
private struct SeededNumbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// From 0 up to 1, 1 excluded.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
