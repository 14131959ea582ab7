import Foundation
import NewsreelModel
import NewsreelStore

/// A newspaper's archive of invented words that are as common and as bound to their subjects as real ones.
///
/// Word frequencies follow Zipf and Mandelbrot behind the English function words; four words in ten of a story come
/// from its subject; lengths are log-normal around 330 words. The same number gives the same archive.
struct InventedArchive {
    struct Question {
        var words: [String]
        var section: String?
        var tag: String?
        var media: MediaKind?
        var published: Range<Int64>?
    }

    private var random: SplitMix
    private let words: [String]
    private let frequencies: [Double]
    private let subjects: [[Int]]
    private static let functionWords =
        "the of to and a in that for is on was with as by at it from his be have are not he had they"
        .split(separator: " ").map(String.init)
    private static let sections = ["world", "politics", "economy", "culture", "science", "sport", "local", "opinion"]
    private static let day: Int64 = 86_400_000
    private static let firstDay: Int64 = 1_262_304_000_000

    init(seed: UInt64, vocabulary: Int = 60_000) {
        random = SplitMix(state: seed)
        let common = Self.functionWords
        words = (0..<vocabulary).map { $0 < common.count ? common[$0] : Self.word($0) }
        var sum = 0.0
        frequencies = (0..<vocabulary).map { rank in
            sum += 1 / pow(Double(rank) + 2.7, 1.05)
            return sum
        }
        var random = SplitMix(state: seed ^ 0x5EED)
        subjects = (0..<800).map { _ in
            (0..<150).map { _ in 40 + Int(random.fraction() * random.fraction() * Double(vocabulary - 41)) }
        }
    }

    /// Syllables, so that stemming has endings to find.
    private static func word(_ rank: Int) -> String {
        let onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "br"]
        let vowels = ["a", "e", "i", "o", "u"]
        let endings = ["", "s", "ed", "ing", "er", "tion", "al", "ly", "ment", ""]
        var rest = rank
        var word = ""
        repeat {
            word += onsets[rest % 16] + vowels[rest / 16 % 5]
            rest /= 80
        } while rest > 0
        return word + "n" + endings[(rank &* 7) % endings.count]
    }

    private mutating func commonRank() -> Int {
        let wanted = random.fraction() * (frequencies.last ?? 1)
        var low = 0
        var high = frequencies.count - 1
        while low < high {
            let middle = (low + high) / 2
            if frequencies[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func text(_ count: Int, subject: [Int]) -> String {
        var text = ""
        for index in 0..<count {
            let rank: Int
            if random.fraction() < 0.4 {
                let square = random.fraction() * random.fraction()
                rank = subject[Int(square * Double(subject.count))]
            } else {
                rank = commonRank()
            }
            text += index % 17 == 16 ? words[rank] + ". " : words[rank] + " "
        }
        return text
    }

    mutating func story(_ number: Int) -> SearchableStory {
        let subject = Int(random.fraction() * Double(subjects.count))
        let length = min(2_500, max(40, Int(exp(5.8 + 0.6 * random.normal()))))
        let kinds = MediaKind.allCases
        return SearchableStory(
            id: StoryID(rawValue: "story-\(number)"), edition: "en", language: "en",
            published: Timestamp(milliseconds: Self.firstDay + Int64(random.fraction() * 5_000 * Double(Self.day))),
            section: Self.sections[subject % Self.sections.count],
            tags: [
                Tag(edition: "en", name: "subject \(subject)"),
                Tag(edition: "en", name: "place \(Int(random.fraction() * 300))"),
            ],
            media: random.fraction() < 0.9
                ? [kinds[Int(random.fraction() * random.fraction() * Double(kinds.count))]] : [],
            headline: text(9, subject: subjects[subject]), standfirst: text(24, subject: subjects[subject]),
            captions: [text(15, subject: subjects[subject])], body: text(length, subject: subjects[subject]))
    }

    /// What a reader might ask: one to three words, common or rare, often of one subject, half of them with a filter.
    mutating func question(_ number: Int) -> Question {
        let subject = Int(random.fraction() * Double(subjects.count))
        let bands: [Range<Double>] = [40..<300, 300..<3_000, 3_000..<40_000]
        let words = (0..<(1 + number % 3)).map { _ -> String in
            if random.fraction() < 0.5 { return self.words[subjects[subject][Int(random.fraction() * 150)]] }
            let band = bands[Int(random.fraction() * 3)]
            return self.words[Int(band.lowerBound + random.fraction() * (band.upperBound - band.lowerBound))]
        }
        var question = Question(words: words)
        switch number % 8 {
        case 1: question.section = Self.sections[subject % Self.sections.count]
        case 3: question.media = .video
        case 5, 7:
            let start = Self.firstDay + Int64(random.fraction() * 4_000) * Self.day
            question.published = start..<(start + 365 * Self.day)
        default: break
        }
        return question
    }
}

/// Small, fast and the same everywhere.
struct SplitMix {
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

    /// Around 0 with deviation 1.
    mutating func normal() -> Double {
        (-2 * log(1 - fraction())).squareRoot() * cos(2 * Double.pi * fraction())
    }
}
