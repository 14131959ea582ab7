/// Reads a text that is nothing but a credit, clause by clause.
struct CreditGrammar {
    private var chain = CreditChain()
    /// True when something in it can only be a credit: a label, a copyright sign, a known agency with a maker.
    private(set) var isExplicit = false
    private var fromCopyright: [CreditParty] = []

    /// Nil when a part of `text` is no credit. With `bare`, names stand for themselves without label or agency.
    static func read(_ text: String, bare: Bool) -> (chain: CreditChain, isExplicit: Bool)? {
        var grammar = CreditGrammar()
        let clauses = Self.clauses(text)
        guard !clauses.isEmpty, clauses.count <= 8 else { return nil }
        for clause in clauses {
            guard grammar.take(clause, bare: bare) else { return nil }
        }
        for party in grammar.fromCopyright { grammar.add(party) }
        let order: [CreditParty.Role] = [.creator, .supplier, .agency, .distributor, .rightsOwner]
        var chain = grammar.chain
        chain.parties = order.flatMap { role in grammar.chain.parties.filter { $0.role == role } }
        guard !chain.parties.isEmpty || chain.copyright != nil || chain.licence != nil else { return nil }
        return (chain, grammar.isExplicit)
    }

    /// Splits at full stops that end a clause, semicolons, bars and line breaks, and before a copyright sign.
    private static func clauses(_ text: String) -> [String] {
        var clauses: [String] = []
        var clause = ""
        func close() {
            let trimmed = clause.trimmingWhitespace()
            if trimmed.contains(where: { $0.isLetter || $0.isNumber }) { clauses.append(trimmed) }
            clause = ""
        }
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            let next = place + 1 < characters.count ? characters[place + 1] : "\n"
            switch character {
            case ";", "|", "\n", "•", "·": close()
            case ".":
                clause.append(character)
                if next.isWhitespace, !CreditName.endsInAbbreviation(clause) { close() }
            case "©", "ⓒ":
                close()
                clause.append(character)
            default: clause.append(character)
            }
        }
        close()
        return clauses
    }

    private mutating func take(_ raw: String, bare: Bool) -> Bool {
        let clause = Self.unbracketed(raw)
        if let owner = Self.afterCopyrightSign(clause) { return takeCopyright(clause, owner) }
        let lower = clause.lowercased()
        if ["all rights reserved", "все права защищены", "무단 전재 및 재배포 금지", "جميع الحقوق محفوظة"].contains(
            lower.filter { $0 != "." })
        {
            chain.usage = clause.hasSuffix(".") ? String(clause.dropLast()) : clause
            return true
        }
        if let rest = Self.afterHanding(clause, lower) {
            guard let name = CreditName(Self.withoutVia(rest).name) else { return false }
            guard name.kind != .licence, name.kind != .usage else { return false }
            add(CreditParty(.supplier, name.name, abbreviation: name.abbreviation))
            isExplicit = true
            return takeVia(Self.withoutVia(rest).via)
        }
        if lower.hasPrefix("handout via ") || lower.hasPrefix("handout/") || lower.hasPrefix("handout /") {
            chain.usage = String(clause.prefix(7))
            isExplicit = true
            let rest = clause.dropFirst(7).drop { $0 == "/" || $0.isWhitespace }
            return rest.lowercased().hasPrefix("via ")
                ? takeVia([String(rest.dropFirst(4))]) : takeNames(String(rest), bare: true)
        }
        if let rest = Self.after(CreditWords.suppliers, clause, lower) {
            let (name, via) = Self.withoutVia(rest)
            guard let supplier = CreditName(name), supplier.kind != .licence, supplier.kind != .usage else {
                return false
            }
            add(CreditParty(.supplier, supplier.name, abbreviation: supplier.abbreviation))
            isExplicit = true
            return takeVia(via)
        }
        if clause.hasSuffix(" 제공"), let supplier = CreditName(clause.dropLast(3)) {
            add(CreditParty(.supplier, supplier.name, abbreviation: supplier.abbreviation))
            isExplicit = true
            return true
        }
        if let rest = Self.after(CreditWords.makers, clause, lower) {
            isExplicit = true
            return takeNames(rest, bare: true)
        }
        if takeKoreanDesk(clause) { return true }
        return takeNames(clause, bare: bare)
    }

    /// `(서울=연합뉴스) 홍길동 기자`, `홍길동 기자`: the desk, then the reporter.
    private mutating func takeKoreanDesk(_ clause: String) -> Bool {
        if clause.hasPrefix("("), let close = clause.firstIndex(of: ")"), let equals = clause.firstIndex(of: "="),
            equals < close
        {
            guard let agency = CreditName(clause[clause.index(after: equals)..<close]),
                agency.isKnown || agency.kind == .organisation
            else { return false }
            let rest = clause[clause.index(after: close)...].trimmingWhitespace()
            guard rest.isEmpty || rest.hasSuffix("기자") else { return false }
            if !rest.isEmpty {
                guard let reporter = CreditName(rest.dropLast(2)) else { return false }
                add(CreditParty(.creator, reporter.name))
            }
            add(CreditParty(.agency, agency.name, abbreviation: agency.abbreviation))
            isExplicit = true
            return true
        }
        return false
    }

    private mutating func takeCopyright(_ clause: String, _ owner: String) -> Bool {
        let sign = clause.hasPrefix("ⓒ") ? "©" + clause.dropFirst() : clause
        var notice = sign
        while let last = notice.last, last == "." || last == "," || last.isWhitespace { notice.removeLast() }
        var rest = owner
        for ending in [
            ". All rights reserved", ", all rights reserved", " All rights reserved", " all rights reserved",
        ] where rest.hasSuffix(ending) {
            rest = String(rest.dropLast(ending.count))
        }
        let (left, via) = Self.withoutVia(rest)
        let names = Self.split(left).map { CreditName($0) }
        guard names.allSatisfy({ $0 != nil }) else { return false }
        let known = names.compactMap { $0 }
        let hasAgency = known.contains { $0.isKnown } || !via.isEmpty
        for name in known {
            switch name.kind {
            case .agency: fromCopyright.append(CreditParty(.agency, name.name, abbreviation: name.abbreviation))
            case .distributor:
                fromCopyright.append(CreditParty(.distributor, name.name, abbreviation: name.abbreviation))
            case .licence: chain.licence = name.name
            case .usage: chain.usage = name.name
            case .person where hasAgency && via.isEmpty:
                fromCopyright.append(CreditParty(.creator, Self.withoutDesk(name.name)))
            case .organisation, .person:
                fromCopyright.append(CreditParty(.rightsOwner, name.name, abbreviation: name.abbreviation))
            }
        }
        if known.count == 1, let only = known.first, only.kind == .agency, !via.isEmpty, !chain.parties.isEmpty,
            chain.parties.contains(where: { Self.same($0, only) })
        {
            fromCopyright.removeAll { $0.name == only.name }
        } else if known.count == 1, let only = known.first, only.kind == .agency, !via.isEmpty,
            !via.contains(where: { CreditName($0)?.kind == .distributor })
        {
            fromCopyright = fromCopyright.map { $0.name == only.name ? CreditParty(.rightsOwner, only.name) : $0 }
        }
        chain.copyright = notice
        isExplicit = true
        guard let parties = Self.viaParties(via) else { return false }
        fromCopyright += parties
        return true
    }

    /// Names with slashes between them, makers and agencies in any order, then those it came through.
    private mutating func takeNames(_ text: String, bare: Bool) -> Bool {
        let (left, via) = Self.withoutVia(text)
        if via.isEmpty, let (maker, paper) = Self.madeFor(left) {
            add(CreditParty(.creator, maker.name))
            add(CreditParty(.agency, paper.name, abbreviation: paper.abbreviation))
            isExplicit = true
            return true
        }
        let names = Self.split(left).map { CreditName($0) }
        guard !names.isEmpty, names.count <= 6, names.allSatisfy({ $0 != nil }) else { return false }
        let all = names.compactMap { $0 }
        let isLicence = all.contains { $0.kind == .licence }
        let isKnown = all.contains { $0.isKnown } || via.contains { CreditName($0)?.isKnown == true }
        guard bare || isKnown || (isLicence && all.count <= 3) else { return false }
        if (isKnown && all.count + via.count > 1) || isLicence { isExplicit = true }
        let commas = !left.contains("/")
        var seenMaker = false
        for name in all {
            let party: CreditParty
            switch name.kind {
            case .licence:
                chain.licence = name.name
                continue
            case .usage:
                chain.usage = name.name
                continue
            case .agency: party = CreditParty(.agency, name.name, abbreviation: name.abbreviation)
            case .distributor: party = CreditParty(.distributor, name.name, abbreviation: name.abbreviation)
            case .organisation: party = CreditParty(.agency, name.name, abbreviation: name.abbreviation)
            case .person where seenMaker && !isKnown && !commas: party = CreditParty(.agency, name.name)
            case .person:
                seenMaker = true
                for maker in Self.makers(name.name) { add(CreditParty(.creator, maker)) }
                continue
            }
            add(party)
        }
        return takeVia(via)
    }

    private mutating func takeVia(_ via: [String]) -> Bool {
        guard let parties = Self.viaParties(via) else { return false }
        if !parties.isEmpty { isExplicit = true }
        for party in parties { add(party) }
        return true
    }

    private static func viaParties(_ via: [String]) -> [CreditParty]? {
        var parties: [CreditParty] = []
        for part in via {
            guard let name = CreditName(part), name.kind != .usage, name.kind != .licence else { return nil }
            parties.append(
                CreditParty(
                    name.kind == .distributor ? .distributor : .agency, name.name, abbreviation: name.abbreviation))
        }
        return parties
    }

    /// Adds a party unless the chain names it already, by name or abbreviation.
    private mutating func add(_ party: CreditParty) {
        let key = party.name.lowercased()
        if chain.parties.contains(where: { $0.name.lowercased() == key || $0.abbreviation?.lowercased() == key }) {
            return
        }
        chain.parties.append(party)
    }

    private static func same(_ party: CreditParty, _ name: CreditName) -> Bool {
        party.name.lowercased() == name.name.lowercased() || party.abbreviation?.lowercased() == name.name.lowercased()
    }

    private static func makers(_ name: String) -> [String] {
        let plain = withoutDesk(name)
        for joint in [" and ", " & ", " и ", " und ", " et "] {
            let parts = plain.parts(by: joint)
            if parts.count == 2, parts.allSatisfy({ $0.split(separator: " ").count >= 2 }) { return parts }
        }
        return [plain]
    }

    /// `홍길동 기자` is the reporter 홍길동.
    private static func withoutDesk(_ name: String) -> String {
        for title in [" 기자", " 특파원", " 사진기자"] where name.hasSuffix(title) { return String(name.dropLast(title.count)) }
        return name
    }

    /// `Jane Doe for The Paper`: a maker of two to four words, and a paper that is known or says `The`.
    private static func madeFor(_ text: String) -> (CreditName, CreditName)? {
        let parts = text.parts(by: " for ")
        guard parts.count == 2, let maker = CreditName(parts[0]), let paper = CreditName(parts[1]),
            maker.kind == .person,
            (2...4).contains(maker.name.split(separator: " ").count), !maker.name.lowercased().hasPrefix("the "),
            paper.isKnown || paper.kind == .organisation
        else { return nil }
        return (maker, paper)
    }

    /// The parts between slashes, or between commas where there is no slash; `r/o` and dates stay whole.
    private static func split(_ text: String) -> [String] {
        let bySlash = text.split(separator: "/", omittingEmptySubsequences: true).map { $0.trimmingWhitespace() }
        return bySlash.flatMap { part -> [String] in
            part.split(separator: ",").map { $0.trimmingWhitespace() }
        }.filter { !$0.isEmpty }
    }

    private static func withoutVia(_ text: String) -> (name: String, via: [String]) {
        var parts = [text]
        for word in [" via ", " Via ", " VIA ", " через ", " / via ", " عبر "] {
            parts = parts.flatMap { $0.parts(by: word) }
        }
        let trimmed = parts.map { part in
            String(part.trimmingWhitespace().drop { $0 == "/" })
        }
        return (trimmed[0], trimmed.dropFirst().flatMap { split($0) })
    }

    static func unbracketed(_ text: String) -> String {
        let pairs: [(Character, Character)] = [("(", ")"), ("[", "]"), ("【", "】"), ("<", ">")]
        for (open, close) in pairs where text.first == open {
            guard let end = text.lastIndex(of: close),
                text.firstIndex(of: close) == end || text.hasSuffix(String(close))
            else { continue }
            let after = text[text.index(after: end)...]
            if after.allSatisfy({ $0 == "." || $0.isWhitespace }) {
                let inner = text[text.index(after: text.startIndex)..<end]
                if !inner.contains(open) || inner.filter({ $0 == open }).count == inner.filter({ $0 == close }).count {
                    return inner.trimmingWhitespace()
                }
            }
        }
        return text
    }

    /// What follows `©`, `(c)` or `Copyright` and the years; nil where there is no such sign.
    static func afterCopyrightSign(_ clause: String) -> String? {
        var rest = Substring(clause)
        if let first = rest.first, first == "©" || first == "ⓒ" {
            rest = rest.dropFirst()
        } else if rest.lowercased().hasPrefix("(c) ") {
            rest = rest.dropFirst(4)
        } else if rest.lowercased().hasPrefix("copyright ") {
            rest = rest.dropFirst(10).drop { $0 == "©" || $0.isWhitespace }
        } else {
            return nil
        }
        rest = rest.drop { $0.isWhitespace || $0 == "\u{FE0F}" }
        let years = rest.prefix { $0.isNumber || $0 == "-" || $0 == "–" || $0 == "," || $0.isWhitespace }
        if years.contains(where: \.isNumber), years.last.map({ $0.isWhitespace || $0 == "," }) == true {
            rest = rest.dropFirst(years.count)
        }
        let text = rest.trimmingWhitespace()
        return text.isEmpty ? nil : text
    }

    private static func afterHanding(_ clause: String, _ lower: String) -> String? {
        for noun in CreditWords.pictureNouns where lower.hasPrefix(noun + " ") {
            let rest = lower.dropFirst(noun.count + 1)
            for handing in CreditWords.handings where rest.hasPrefix(handing + " ") {
                return clause.dropFirst(noun.count + 1 + handing.count).trimmingWhitespace()
            }
        }
        return nil
    }

    /// What follows the longest of `openers` that the clause begins with.
    private static func after(_ openers: [String], _ clause: String, _ lower: String) -> String? {
        var longest = 0
        for opener in openers where opener.count > longest && lower.hasPrefix(opener) {
            if let last = opener.last, last.isLetter {
                guard lower.dropFirst(opener.count).first.map({ $0.isWhitespace }) == true else { continue }
            }
            longest = opener.count
        }
        guard longest > 0 else { return nil }
        return clause.dropFirst(longest).trimmingWhitespace()
    }

    /// True where `text` begins as a labelled or signed credit begins.
    static func opens(_ text: Substring) -> Bool {
        guard let letter = text.first?.lowercased().first, let openings = CreditWords.openings[letter] else {
            return false
        }
        let head = String(text.prefix(48))
        let start = head.lowercased()
        guard openings.contains(where: { start.utf8.starts(with: $0.utf8) }) else { return false }
        if afterCopyrightSign(head) != nil { return true }
        return after(CreditWords.makers, head, start) != nil || after(CreditWords.suppliers, head, start) != nil
            || afterHanding(head, start) != nil || start.hasPrefix("handout via ") || start.hasPrefix("handout/")
    }
}

extension StringProtocol {
    /// The parts between each `separator`, empty ones too.
    func parts(by separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }
}
