/// The plural category of a count (CLDR, Language Plural Rules, cardinals of whole numbers).
package enum PluralCategory: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
}

/// Which plural categories a language has, and which of them a count takes.
package struct PluralRule: Sendable {
    package let categories: [PluralCategory]
    private let choose: @Sendable (Int) -> PluralCategory

    /// The category of `count`; its sign does not matter.
    package func category(of count: Int) -> PluralCategory { choose(count == .min ? .max : abs(count)) }

    /// The rule of a language by its BCP 47 tag; a language that is not known here is taken to have one and other.
    package init(language: String) {
        switch language.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
        case "ko", "ja", "zh", "vi", "th", "id", "ms", "lo", "my":
            self.init([.other]) { _ in .other }
        case "ru", "uk", "be", "sr", "hr", "bs":
            self.init([.one, .few, .many]) { count in
                let tail = count % 10
                let teens = count % 100
                if tail == 1, teens != 11 { return .one }
                if (2...4).contains(tail), !(12...14).contains(teens) { return .few }
                return .many
            }
        case "pl":
            self.init([.one, .few, .many]) { count in
                if count == 1 { return .one }
                return (2...4).contains(count % 10) && !(12...14).contains(count % 100) ? .few : .many
            }
        case "cs", "sk":
            self.init([.one, .few, .other]) { $0 == 1 ? .one : (2...4).contains($0) ? .few : .other }
        case "ar":
            self.init([.zero, .one, .two, .few, .many, .other]) { count in
                switch count {
                case 0: return .zero
                case 1: return .one
                case 2: return .two
                default: break
                }
                let tail = count % 100
                if (3...10).contains(tail) { return .few }
                return (11...99).contains(tail) ? .many : .other
            }
        case "fr", "pt", "hy":
            self.init([.one, .other]) { $0 <= 1 ? .one : .other }
        default:
            self.init([.one, .other]) { $0 == 1 ? .one : .other }
        }
    }

    private init(_ categories: [PluralCategory], _ choose: @escaping @Sendable (Int) -> PluralCategory) {
        self.categories = categories
        self.choose = choose
    }
}
