/// What the checks know of a language: how it writes dates, and which words tell past from future and who speaks.
///
/// All words are folded as `CheckToken.fold` does it.
struct CheckWords: Sendable {
    struct Weekday: Sendable {
        /// 1 is Monday.
        let number: Int
        /// Which of `weekdayForms`.
        let form: Int
        /// `Thu`: counts only beside a date.
        let isShort: Bool
    }

    let language: String
    /// Seven words each, Monday first: cases of the word, or the word with what grows onto it.
    let weekdayForms: [[String]]
    let weekdays: [String: Weekday]
    let months: [String: Int]
    /// Months of two words, by the first.
    var monthPairs: [String: [String: Int]] = [:]
    /// Names of days and months are written with a capital.
    var hasCapitals = false
    /// `yesterday` is -1.
    let relatives: [String: Int]
    /// Before a weekday: a name, `Black Friday`.
    var namedBefore: Set<String> = []
    /// Behind a weekday: a name, `Sunday Times`.
    var namedAfter: Set<String> = []
    /// Beside a weekday: which week, or every week.
    var qualifiers: Set<String> = []
    /// Between a later event and the earlier one that it follows: `after`, `since`.
    var backward: Set<String> = []
    /// Between an event and the one that follows it: `then`, `and`.
    var forward: Set<String> = []
    /// Words of plans and of what may be.
    var future: Set<String> = []
    /// Beginnings of words for the start of what then goes on.
    var beginnings: [String] = []
    /// Words that say something: exact.
    var speech: Set<String> = []
    /// Beginnings of words that say something.
    var speechStems: [String] = []
    /// Words that stand for one person: `he`, `Mrs`.
    var persons: Set<String> = []
    /// What may stand between a weekday and its date, or between `yesterday` and its weekday.
    var between: Set<String> = []
    /// Nouns that are counted in the news of an event, by their beginnings, with the name they share.
    var counted: [String: String] = [:]
    /// Verbs before what they count, with the same names: `killed 12 people`.
    var countedBefore: [String: String] = [:]
    /// Numbers in words, below a hundred.
    var numerals: [String: Int] = [:]
    /// True for a verb of the past.
    let isPast: @Sendable (CheckToken) -> Bool
    /// True for a verb of the future.
    var isFuture: @Sendable (CheckToken) -> Bool = { _ in false }

    func isFutureWord(_ token: CheckToken) -> Bool { future.contains(token.text) || isFuture(token) }

    func speaks(_ text: String) -> Bool {
        if speech.contains(text) { return true }
        // An infinitive names nobody who spoke: «перестала отвечать».
        if language == "ru", text.hasSuffix("ть") || text.hasSuffix("ться") { return false }
        return speechStems.contains { text.hasPrefix($0) }
    }

    func begins(_ text: String) -> Bool { beginnings.contains { text.hasPrefix($0) } }

    static func of(_ language: String) -> CheckWords? {
        switch language {
        case "en": english
        case "ru": russian
        case "ko": korean
        case "ar": arabic
        default: nil
        }
    }

    static func set(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map { CheckToken.fold(String($0)) })
    }

    static func months(_ lists: [String]) -> [String: Int] {
        var table: [String: Int] = [:]
        for (index, list) in lists.enumerated() {
            for word in list.split(separator: " ") { table[CheckToken.fold(String(word))] = index + 1 }
        }
        return table
    }

    /// The table of the forms; forms from `short` on are short.
    static func weekdays(_ forms: [[String]], short: Int) -> [String: Weekday] {
        var table: [String: Weekday] = [:]
        for (form, words) in forms.enumerated().reversed() {
            for (index, word) in words.enumerated() {
                table[CheckToken.fold(word)] = Weekday(number: index + 1, form: form, isShort: form >= short)
            }
        }
        return table
    }

    /// Words of one number, apart by spaces, in the order of the numbers: from 1 to 20, then 30 to 90.
    static func numerals(_ lists: [String]) -> [String: Int] {
        var table: [String: Int] = [:]
        for (index, list) in lists.enumerated() {
            for word in list.split(separator: " ") {
                table[CheckToken.fold(String(word))] = index < 20 ? index + 1 : (index - 17) * 10
            }
        }
        return table
    }

    static func counted(_ groups: [String: String]) -> [String: String] {
        var table: [String: String] = [:]
        for (name, words) in groups {
            for word in words.split(separator: " ") { table[CheckToken.fold(String(word))] = name }
        }
        return table
    }
}
