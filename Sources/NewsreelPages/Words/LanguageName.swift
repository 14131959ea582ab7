internal import Foundation
package import NewsreelModel

/// Names of languages.
package enum LanguageName {
    /// What the language of a BCP 47 tag calls itself, as the head of a menu: `Русский`, `Português (Brasil)`.
    package static func own(_ tag: String) -> String {
        let name = Locale(identifier: tag).localizedString(forIdentifier: tag) ?? tag
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// What English calls it: `Russian`.
    package static func english(_ tag: String) -> String {
        Locale(identifier: "en").localizedString(forIdentifier: tag) ?? tag
    }
}

extension EditionDraft {
    /// What stands for the fields of a new edition that are left empty, in a newsroom of these.
    package static func standards(of editions: [Edition]) -> Standards {
        Standards(edition: editions.first, name: { LanguageName.own($0) })
    }
}
