/// Something that was typed into a field and cannot be.
package struct FieldFault: Hashable, Sendable {
    /// The name of the field: `language`.
    package let field: String
    /// What to do about it, as a sentence.
    package let text: String

    package init(_ field: String, _ text: String) {
        self.field = field
        self.text = text
    }
}

/// What was typed and cannot be taken, field by field.
package struct InvalidFields: Error, Hashable, Sendable {
    package let faults: [FieldFault]

    package init(_ faults: [FieldFault]) { self.faults = faults }

    /// What to do about one field; nil where nothing is wrong with it.
    package func text(of field: String) -> String? { faults.first { $0.field == field }?.text }
}

/// What somebody wants an edition to be, as it was typed.
package struct EditionDraft: Hashable, Sendable {
    /// Empty: made from the language.
    package var code: String
    package var language: String
    /// Empty: that of the default edition.
    package var zone: String
    /// Empty: what the language calls itself.
    package var name: String
    /// Empty: that of the default edition.
    package var masthead: String
    package var tagline: String
    package var isOpen: Bool

    package init(
        code: String = "", language: String = "", zone: String = "", name: String = "", masthead: String = "",
        tagline: String = "", isOpen: Bool = false
    ) {
        self.code = code
        self.language = language
        self.zone = zone
        self.name = name
        self.masthead = masthead
        self.tagline = tagline
        self.isOpen = isOpen
    }

    package init(_ edition: Edition) {
        self.init(
            code: edition.code, language: edition.language, zone: edition.zone.identifier, name: edition.name,
            masthead: edition.masthead, tagline: edition.tagline ?? "", isOpen: edition.isOpen)
    }

    /// What is taken where a new edition's field was left empty.
    package struct Standards: Sendable {
        package let edition: Edition?
        /// What a language calls itself.
        package let name: @Sendable (_ language: String) -> String

        package init(edition: Edition?, name: @escaping @Sendable (_ language: String) -> String) {
            self.edition = edition
            self.name = name
        }
    }

    /// The new edition that this describes; `languages` are those that the theme has words for.
    package func edition(
        languages: [String], besides others: [Edition], _ standards: Standards
    ) throws(InvalidFields) -> Edition {
        var draft = self
        if draft.code.isBlank { draft.code = draft.language.trimmingWhitespace().lowercased() }
        if draft.zone.isBlank { draft.zone = standards.edition?.zone.identifier ?? "" }
        if draft.masthead.isBlank { draft.masthead = standards.edition?.masthead ?? "" }
        // Of a language that is none, that is told and not that its name is missing.
        if draft.name.isBlank {
            draft.name = LanguageTag(draft.language.trimmingWhitespace()).map { standards.name($0.rawValue) } ?? "?"
        }
        let code = draft.code.trimmingWhitespace()
        var faults: [FieldFault] = []
        if !Edition.isCode(code) {
            faults.append(
                FieldFault(
                    "code",
                    "Use two to twenty lower-case letters of English, digits and hyphens, a letter first, such as en or pt-br."
                ))
        } else if Site.isTaken(code) {
            faults.append(FieldFault("code", "/\(code) is an address of the site already. Choose another code."))
        } else if others.contains(where: { $0.code == code }) {
            faults.append(FieldFault("code", "There is an edition \(code) already. Choose another code."))
        }
        return try draft.checked(
            Edition(code: code, language: "", zone: .utc, name: "", masthead: ""), languages, faults)
    }

    /// `old` as this describes it; its code and its sections stay.
    package func change(of old: Edition, languages: [String]) throws(InvalidFields) -> Edition {
        try checked(old, languages, [])
    }

    private func checked(
        _ old: Edition, _ languages: [String], _ found: [FieldFault]
    ) throws(InvalidFields) -> Edition {
        var edition = old
        var faults = found
        func line(_ field: String, _ text: String, most: Int, what: String) -> String {
            let line = text.oneLine
            if line.isEmpty { faults.append(FieldFault(field, "Give \(what).")) }
            if line.count > most { faults.append(FieldFault(field, "Use at most \(most) characters.")) }
            return line
        }
        if let tag = LanguageTag(language.trimmingWhitespace()) {
            edition.language = tag.rawValue
            edition.direction = Edition.Direction(tag)
            if tag.nearest(among: languages) == nil {
                let known = languages.sorted().joined(separator: ", ")
                faults.append(
                    FieldFault(
                        "language",
                        "The theme has no words for \(tag); it has \(known). Add strings/\(tag.primary).yaml to the theme first."
                    ))
            }
        } else {
            faults.append(FieldFault("language", "Name a language by its BCP 47 tag, such as en, pt-BR or zh-Hant."))
        }
        if let zone = Zone(zone.trimmingWhitespace()) {
            edition.zone = zone
        } else {
            faults.append(FieldFault("zone", "Name a time zone by its IANA name, such as Europe/Amsterdam or UTC."))
        }
        edition.name = line("name", name, most: 60, what: "the name by which readers know the language")
        edition.masthead = line("masthead", masthead, most: 80, what: "the newspaper’s name")
        let tagline = tagline.oneLine
        if tagline.count > 200 { faults.append(FieldFault("tagline", "Use at most 200 characters.")) }
        edition.tagline = tagline.isEmpty ? nil : tagline
        edition.isOpen = isOpen
        if edition.isDefault, !isOpen {
            faults.append(
                FieldFault("isOpen", "Readers always see the default edition. Make another one the default first."))
        }
        guard faults.isEmpty else { throw InvalidFields(faults) }
        return edition
    }
}

extension Edition {
    /// True for what may stand in addresses as the code of an edition.
    package static func isCode(_ code: String) -> Bool {
        (2...20).contains(code.utf8.count) && Slug.isValid(code) && code.utf8.allSatisfy { $0 < 0x80 }
            && code.first?.isLetter == true
    }
}

extension Edition.Direction {
    private static let rightToLeft: (scripts: Set<String>, languages: Set<String>) = (
        ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"],
        ["ar", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
    )

    /// How a language is written: the script that its tag names, else the one that it usually has.
    package init(_ tag: LanguageTag) {
        let parts = tag.rawValue.split(separator: "-").map { $0.lowercased() }
        let script = parts.dropFirst().first { $0.count == 4 && $0.allSatisfy(\.isLetter) }
        let isRightToLeft =
            script.map(Self.rightToLeft.scripts.contains) ?? Self.rightToLeft.languages.contains(tag.primary)
        self = isRightToLeft ? .rtl : .ltr
    }
}

extension Section {
    /// The section that somebody typed; an empty slug is made from the name. `others` are those of the edition.
    package init(name: String, slug: String = "", besides others: [Section]) throws(InvalidFields) {
        let name = name.oneLine
        let typed = slug.trimmingWhitespace()
        let slug = typed.isEmpty ? Slug.make(name) : typed
        var faults: [FieldFault] = []
        if name.isEmpty { faults.append(FieldFault("name", "Give the section a name.")) }
        if name.count > 60 { faults.append(FieldFault("name", "Use at most 60 characters.")) }
        if !Slug.isValid(slug) || slug.count > 60 {
            faults.append(FieldFault("slug", "Use lower-case letters, digits and single hyphens, at most 60."))
        } else if let other = others.first(where: { $0.slug == slug }) {
            faults.append(FieldFault("slug", "The section “\(other.name)” has the address \(slug). Give another one."))
        }
        guard faults.isEmpty else { throw InvalidFields(faults) }
        self.init(slug: slug, name: name)
    }
}

extension LanguageTag {
    /// The one of `languages` that is this language, or it without its region or script; nil where there is none.
    package func nearest(among languages: some Sequence<String>) -> String? {
        var tag = rawValue[...]
        while true {
            if let found = languages.first(where: { $0.lowercased() == tag.lowercased() }) { return found }
            guard let hyphen = tag.lastIndex(of: "-") else { return nil }
            tag = tag[..<hyphen]
        }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Without line breaks, other control characters and those of private use, single spaces between words.
    package var oneLine: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: text += " "
            case .privateUse: break
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
