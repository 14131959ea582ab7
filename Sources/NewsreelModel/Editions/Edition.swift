/// A language of the newsroom with its own front page, sections, clock and addresses.
package struct Edition: Hashable, Sendable, Codable {
    package enum Direction: String, Sendable, Codable { case ltr, rtl }

    /// The name in addresses and on the command line: `en`, `ru`, `pt-br`.
    package var code: String
    /// The default edition stands at the root of the site, without a prefix.
    package var isDefault: Bool
    /// BCP 47.
    package var language: String
    package var direction: Direction
    package var zone: Zone
    /// What readers call the language: `Русский`.
    package var name: String
    /// The newspaper's name at the head of the page.
    package var masthead: String
    package var tagline: String?
    /// Whether readers see it; the desk works on one that they do not, until it is ready.
    package var isOpen: Bool
    package var sections: [Section]

    package init(
        code: String, isDefault: Bool = false, language: String, direction: Direction = .ltr, zone: Zone,
        name: String, masthead: String, tagline: String? = nil, isOpen: Bool = true, sections: [Section] = []
    ) {
        self.code = code
        self.isDefault = isDefault
        self.language = language
        self.direction = direction
        self.zone = zone
        self.name = name
        self.masthead = masthead
        self.tagline = tagline
        self.isOpen = isOpen
        self.sections = sections
    }

    /// The section with this slug.
    package func section(_ slug: String) -> Section? { sections.first { $0.slug == slug } }
}

/// A standing department of an edition, in the order of its navigation.
package struct Section: Hashable, Sendable, Codable {
    package var slug: String
    package var name: String

    package init(slug: String, name: String) {
        self.slug = slug
        self.name = name
    }
}

/// A subject that stories of one edition share; its slug is made from its name.
package struct Tag: Hashable, Sendable, Codable {
    package var edition: String
    package var slug: String
    package var name: String

    package init(edition: String, name: String) {
        self.edition = edition
        self.name = name
        slug = Slug.make(name)
    }
}
