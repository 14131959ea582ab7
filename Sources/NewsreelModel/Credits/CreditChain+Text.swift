extension CreditChain {
    /// The credit on one line, as readers see it; empty when there is nothing to say. `CreditParser.credit` reads it back.
    package var text: String { text() }

    /// The credit on one line, in the words of a language.
    package func text(suppliedBy: String = "Supplied by", via: String = "via") -> String {
        lines(suppliedBy: suppliedBy, via: via).joined(separator: ". ")
    }

    /// The clauses of the credit, for a page that sets them on lines of their own: who, whose rights, which licence.
    package func lines(suppliedBy: String = "Supplied by", via: String = "via") -> [String] {
        if let wording { return [wording] }
        let implied = copyright.flatMap { CreditGrammar.read($0, bare: true)?.chain.parties } ?? []
        let own = parties.filter { party in
            !implied.contains { $0.name == party.name || $0.name == party.abbreviation }
                || (party.abbreviation != nil && !implied.contains(party))
                || (party.role == .supplier && !implied.contains(party))
        }
        var clauses: [String] = []
        let creators = own.filter { $0.role == .creator }.map(\.printed).joined(separator: ", ")
        let agencies = own.filter { $0.role == .agency }.map(\.printed)
        let distributors = own.filter { $0.role == .distributor }.map(\.printed)
        let handout = usage.map { CreditWords.usages.contains($0.lowercased()) ? [$0] : [] } ?? []
        var makers = ([creators].filter { !$0.isEmpty } + handout + agencies).joined(separator: " / ")
        if !distributors.isEmpty {
            makers +=
                makers.isEmpty
                ? distributors.joined(separator: " / ") : " \(via) " + distributors.joined(separator: " / ")
        }
        let suppliers = own.filter { $0.role == .supplier }.map { "\(suppliedBy) \($0.printed)" }
        if !suppliers.isEmpty { clauses += suppliers }
        if !makers.isEmpty { clauses.append(makers) }
        if let copyright {
            clauses.append(copyright)
        } else {
            clauses += own.filter { $0.role == .rightsOwner }.map { "© \($0.printed)" }
        }
        if let licence, copyright?.contains(licence) != true { clauses.append(licence) }
        if let usage, handout.isEmpty { clauses.append(usage) }
        return clauses
    }
}

extension CreditChain {
    /// The same credit, keeping `source` where the parts alone would not print as its words.
    func worded(as source: String) -> CreditChain {
        var chain = self
        chain.wording = chain.text == source ? nil : source
        return chain
    }
}

extension CreditParty {
    /// The name, with its short form in brackets.
    package var printed: String { abbreviation.map { "\(name) (\($0))" } ?? name }
}
