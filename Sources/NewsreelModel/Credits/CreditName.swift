/// One name of a credit: what stands between two slashes.
struct CreditName {
    enum Kind { case agency, distributor, organisation, person, usage, licence }

    let kind: Kind
    let name: String
    let abbreviation: String?

    var isKnown: Bool { kind == .agency || kind == .distributor }

    /// Nil for text that cannot be a name: a sentence, a lower-case phrase, nothing.
    init?(_ raw: some StringProtocol) {
        var text = raw.trimmingWhitespace()
        while let last = text.last, last == "." || last == "," || last == ";" || last == ":" {
            if last == ".", Self.endsInAbbreviation(text) { break }
            text = text.dropLast().trimmingWhitespace()
        }
        guard !text.isEmpty, text.utf8.count <= 160 else { return nil }
        if Licence.isLicence(text) {
            (kind, name, abbreviation) = (.licence, text, nil)
            return
        }
        let lower = text.lowercased()
        if CreditWords.usages.contains(lower) {
            (kind, name, abbreviation) = (.usage, text, nil)
            return
        }
        var short: String?
        if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
            let inner = text[text.index(after: open)...].dropLast().trimmingWhitespace()
            if !inner.isEmpty, inner.count <= 12, !inner.contains(" "), inner.contains(where: \.isLetter),
                !inner.contains(where: \.isLowercase) || inner.first?.isUppercase == true
            {
                short = inner
                text = text[..<open].trimmingWhitespace()
            } else {
                return nil
            }
        }
        let named = Self.unqualified(text, abbreviation: short)
        guard Self.isName(named) else { return nil }
        name = named
        abbreviation = short
        let key = named.lowercased()
        if CreditWords.distributors.contains(key) {
            kind = .distributor
        } else if CreditWords.agencies.contains(key) {
            kind = .agency
        } else if short != nil || Self.isOrganisation(named) {
            kind = .organisation
        } else {
            kind = .person
        }
    }

    /// The name without `the` and without whose it is: `France's Agence Centrale (AC)` is `Agence Centrale`, because
    /// the letters of the abbreviation begin there or because the possessive is a country.
    static func unqualified(_ text: String, abbreviation: String?) -> String {
        let words = text.split(separator: " ").map(String.init)
        if let letters = abbreviation?.filter(\.isLetter), letters.count >= 2, words.count > letters.count {
            let tail = words.suffix(letters.count)
            let initials = String(tail.compactMap(\.first)).lowercased()
            let head = words.dropLast(letters.count)
            if initials == letters.lowercased(), head.last.map(isPossessive) == true || head.allSatisfy(isQualifier) {
                return tail.joined(separator: " ")
            }
        }
        for (place, word) in words.enumerated().prefix(3) where isPossessive(word) && place + 1 < words.count {
            let owner = (words[..<place] + [String(word.dropLast(2))]).joined(separator: " ").lowercased()
            let rest = owner.hasPrefix("the ") ? String(owner.dropFirst(4)) : owner
            if CreditWords.countries.contains(rest) {
                var named = words[(place + 1)...]
                while named.count > 1, let first = named.first, isQualifier(first) { named = named.dropFirst() }
                return named.joined(separator: " ")
            }
        }
        if words.count > 2, words[0] == "the" { return words.dropFirst().joined(separator: " ") }
        return text
    }

    private static func isPossessive(_ word: String) -> Bool {
        word.count > 2 && (word.hasSuffix("'s") || word.hasSuffix("\u{2019}s"))
    }

    private static func isQualifier(_ word: String) -> Bool {
        ["the", "state", "state-run", "state-owned", "official", "government", "local", "news", "agency", "national"]
            .contains(word) || isPossessive(word)
    }

    /// Every word capitalised, a particle or of a script without capitals; at most eight words and no sentence.
    private static func isName(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (1...8).contains(words.count), let first = text.first,
            first.isLetter || first.isNumber || first == "@" || first == "«" || first == "\"" || first == "“"
        else { return false }
        if text.contains(where: { "?!:;=()[]{}<>|©\n\t".contains($0) }) { return false }
        guard text.contains(where: \.isLetter) else { return false }
        var uncased = 0
        for (place, word) in words.enumerated() {
            let bare = word.drop { !$0.isLetter && !$0.isNumber && $0 != "&" && $0 != "@" }
            guard let letter = bare.first else { return false }
            if word.hasSuffix("."), place + 1 < words.count, !endsInAbbreviation(String(word)) { return false }
            if letter.isUppercase || letter.isNumber || letter == "@" || letter == "&" { continue }
            if letter.isLowercase {
                let lower = word.lowercased()
                guard
                    place > 0 && CreditWords.particles.contains(lower)
                        || CreditWords.distributors.contains(text.lowercased())
                        || CreditWords.agencies.contains(text.lowercased()) || lower.hasPrefix("al-")
                        || lower.hasPrefix("d'")
                        || bare.dropFirst().contains(where: \.isUppercase)
                        || CreditWords.organisationWords.contains(lower) || text.hasPrefix("@")
                else { return false }
            } else {
                uncased += 1
            }
        }
        return uncased <= 5
    }

    private static func isOrganisation(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        if words.contains(where: { CreditWords.organisationWords.contains($0.lowercased().filter { $0 != "." }) }) {
            return true
        }
        if let last = words.last, words.count == 1 {
            for ending in ["뉴스", "신문", "일보", "방송", "통신", "연합"] where last.hasSuffix(ending) { return true }
            return last.count >= 2 && last.count <= 6 && last.allSatisfy { $0.isUppercase || $0.isNumber }
        }
        return words.first.map { $0.lowercased() == "the" } ?? false
    }

    /// True for `J.`, `St.`, `Inc.`: a full stop that ends no sentence.
    static func endsInAbbreviation(_ text: String) -> Bool {
        guard text.hasSuffix(".") else { return false }
        let word = text.dropLast().reversed().prefix { !$0.isWhitespace && $0 != "." && $0 != "/" && $0 != "(" }
        if word.count == 1 { return word.first?.isLetter == true }
        return ["jr", "sr", "st", "dr", "mr", "mrs", "ms", "inc", "ltd", "co", "corp", "им", "г"]
            .contains(String(String(word).reversed()).lowercased())
    }
}

/// Licences by their short names.
enum Licence {
    static func isLicence(_ text: String) -> Bool {
        let upper = text.uppercased()
        guard upper.utf8.count <= 60 else { return false }
        let words = [
            "PUBLIC DOMAIN", "PUBLIC DOMAIN MARK", "PUBLIC DOMAIN MARK 1.0", "IN THE PUBLIC DOMAIN",
            "ОБЩЕСТВЕННОЕ ДОСТОЯНИЕ", "퍼블릭 도메인", "المجال العام", "GFDL", "OGL 3.0", "CROWN COPYRIGHT",
        ]
        if words.contains(upper) { return true }
        if isGNU(upper) { return true }
        guard upper.hasPrefix("CC") else { return false }
        let parts = upper.dropFirst(2).split(whereSeparator: { $0 == " " || $0 == "-" })
        if upper.hasPrefix("CC0") { return parts.count <= 2 }
        guard upper.dropFirst(2).first.map({ $0 == " " || $0 == "-" }) == true, !parts.isEmpty, parts.count <= 6,
            parts[0] == "BY" || parts[0] == "PDM" || parts[0] == "PDM1.0"
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            ["SA", "NC", "ND", "INTL", "IGO"].contains(part) || part.allSatisfy { $0.isNumber || $0 == "." }
                || part.count == 2
        }
    }

    /// `GPL 2+`, `LGPL-3.0`, `AGPL`: photographs that come with free software stand under its licences.
    private static func isGNU(_ upper: String) -> Bool {
        guard let family = ["LGPL", "AGPL", "GPL"].first(where: upper.hasPrefix) else { return false }
        let version = upper.dropFirst(family.count).drop { $0 == " " || $0 == "-" || $0 == "V" }
        return version.count <= 5 && version.allSatisfy { $0.isNumber || $0 == "." || $0 == "+" }
    }
}
