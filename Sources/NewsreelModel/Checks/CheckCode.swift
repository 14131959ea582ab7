/// What is checked before publishing, by the stable name that programs and settings use.
package enum CheckCode: String, Sendable, Codable, CaseIterable {
    case headlineMissing = "headline-missing"
    case headlineCapitals = "headline-capitals"
    case headlineLongForPhone = "headline-long-for-phone"
    case headlineLongForSearch = "headline-long-for-search"
    case headlineOffText = "headline-off-text"
    case headlineTaken = "headline-taken"
    case hype
    case textMissing = "text-missing"
    case textTooLong = "text-too-long"
    case editionMissing = "edition-missing"
    case embargoAhead = "embargo-ahead"
    case embargoPassed = "embargo-passed"
    case embargoNote = "embargo-note"

    case creditMissing = "credit-missing"
    case creditWithoutSource = "credit-without-source"
    case originUnchecked = "origin-unchecked"
    case altMissing = "alt-missing"
    case captionMissing = "caption-missing"
    case captionsMissing = "captions-missing"
    case pictureTwice = "picture-twice"
    case paragraphTwice = "paragraph-twice"

    case dateImpossible = "date-impossible"
    case weekdayAndDate = "weekday-and-date"
    case weekdayAndToday = "weekday-and-today"
    case weekdayAhead = "weekday-ahead"
    case dateAhead = "date-ahead"
    case relativeDayStale = "relative-day-stale"

    case quoteUnbalanced = "quote-unbalanced"
    case quoteWithoutSpeaker = "quote-without-speaker"
    case nameTwoWays = "name-two-ways"
    case numberTwoWays = "number-two-ways"

    case linkBroken = "link-broken"
    case linkEmpty = "link-empty"
    case linkInsecure = "link-insecure"
}

extension CheckCode {
    /// How much a finding weighs unless it says otherwise: an error blocks publishing, the others do not.
    package var severity: Diagnostic.Severity {
        switch self {
        case .headlineMissing, .editionMissing, .embargoAhead, .creditMissing, .dateImpossible, .linkBroken: .error
        case .headlineLongForSearch, .embargoPassed, .hype, .textTooLong: .note
        default: .warning
        }
    }
}
