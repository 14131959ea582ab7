package import NewsreelModel

/// What a write changed, in the words that rendered pages say they depend on.
package struct ChangeSet: Hashable, Sendable {
    package var keys: Set<String>
    /// Editions of which readers see something different.
    package var editions: Set<String>
    /// Some announcements were lost to a slow listener: take everything as changed.
    package var isEverything: Bool

    package init(keys: Set<String> = [], editions: Set<String> = [], isEverything: Bool = false) {
        self.keys = keys
        self.editions = editions
        self.isEverything = isEverything
    }

    package static let everything = ChangeSet(isEverything: true)

    package var isEmpty: Bool { keys.isEmpty && editions.isEmpty && !isEverything }

    package static func story(_ id: StoryID) -> String { "story:\(id)" }
    package static func media(_ id: MediaID) -> String { "media:\(id)" }
    /// The facts of an edition (name, sections, clock), not its stories.
    package static func edition(_ code: String) -> String { "edition:\(code)" }
    /// Everything published in an edition: any story that comes, changes or goes.
    package static func stories(_ edition: String) -> String { "stories:\(edition)" }
    package static func front(_ edition: String) -> String { "front:\(edition)" }
    package static func banner(_ edition: String) -> String { "banner:\(edition)" }
    package static func section(_ edition: String, _ slug: String) -> String { "section:\(edition)/\(slug)" }
    package static func tag(_ edition: String, _ slug: String) -> String { "tag:\(edition)/\(slug)" }
    package static func author(_ edition: String, _ slug: String) -> String { "author:\(edition)/\(slug)" }
    package static func day(_ edition: String, _ day: LocalDay) -> String { "day:\(edition)/\(day)" }
}
