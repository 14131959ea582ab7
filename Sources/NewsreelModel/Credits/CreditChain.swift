/// Who made a picture or clip, who supplied it and through whom it came, in that order, kept apart from its caption.
package struct CreditChain: Hashable, Sendable, Codable {
    package var parties: [CreditParty]
    /// The copyright notice as given: `© KCNA via REUTERS`.
    package var copyright: String?
    /// The licence by its short name: `CC BY-SA 4.0`.
    package var licence: String?
    /// Terms of use in words.
    package var usage: String?
    /// The credit as its source worded it, where printing the parts would say it in other words; readers see this.
    package var wording: String?

    package init(
        parties: [CreditParty] = [], copyright: String? = nil, licence: String? = nil, usage: String? = nil,
        wording: String? = nil
    ) {
        self.parties = parties
        self.copyright = copyright
        self.licence = licence
        self.usage = usage
        self.wording = wording
    }

    /// True when it names nobody, so that nothing under it may be published.
    package var isEmpty: Bool { parties.isEmpty && copyright == nil }
}

/// A person or organisation in a credit chain.
package struct CreditParty: Hashable, Sendable, Codable {
    package enum Role: String, Sendable, Codable, CaseIterable {
        case creator, supplier, agency, distributor
        case rightsOwner = "rights-owner"
    }

    package var role: Role
    package var name: String
    /// The short form in brackets after the name: `KCNA`.
    package var abbreviation: String?

    package init(_ role: Role, _ name: String, abbreviation: String? = nil) {
        self.role = role
        self.name = name
        self.abbreviation = abbreviation
    }
}
