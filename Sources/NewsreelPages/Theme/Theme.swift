internal import Mustache
package import NewsreelModel

/// The look of the reader site: templates and words in every language, compiled, and the files that browsers fetch.
package struct Theme: Sendable {
    /// Changes when any file of the assets does; the folder is served beneath `/assets/<fingerprint>/`.
    package let fingerprint: String
    package let assets: [String: ThemeAsset]
    /// The languages that there are words for, by the names of their files.
    package let strings: [String: Strings]
    /// True when the theme brings faces of its own.
    package let hasFonts: Bool
    /// What `sizes` pictures are given, by the place they stand in.
    let pictureSizes: [String: String]
    let libraries: [String: MustacheLibrary]
    /// The places of a front page that the desk fills, in their order.
    package let frontSlots: [PageSlot]
    /// The same of a section's page.
    package let sectionSlots: [PageSlot]
    /// The names of the sprite's icons.
    package let icons: Set<String>

    /// The asset at `path` beneath the folder.
    package func asset(_ path: String) -> ThemeAsset? { assets[path] }

    /// The languages that there are words for, in alphabetical order.
    package var languages: [String] { strings.keys.sorted() }

    /// The words for a BCP 47 language: its own file, or that of the language without region and script.
    package func strings(for language: String) -> Strings? {
        LanguageTag(language)?.nearest(among: strings.keys).flatMap { strings[$0] }
    }

    /// `/assets/<fingerprint>/`.
    var assetRoot: String { "/assets/\(fingerprint)/" }
}
