package import NewsreelModel

/// What a write changed, in the words that rendered pages say they depend on.
package struct ChangeSet: Hashable, Sendable {
    package var keys: Set<String>
    /// Editions of which readers see something different.
    package var editions: Set<String>
    /// What changed cannot be told: take everything as changed.
    package var isEverything: Bool
    /// Something was taken from readers: what shows it may not be served until it is made again.
    package var isWithdrawal: Bool

    package init(
        keys: Set<String> = [], editions: Set<String> = [], isEverything: Bool = false, isWithdrawal: Bool = false
    ) {
        self.keys = keys
        self.editions = editions
        self.isEverything = isEverything
        self.isWithdrawal = isWithdrawal
    }

    package static let everything = ChangeSet(isEverything: true)

    package var isEmpty: Bool { keys.isEmpty && editions.isEmpty && !isEverything }

    /// True where no page can be told from others by what it depends on, as after a change of an edition's own facts.
    package var touchesEverything: Bool { isEverything || keys.contains { $0.hasPrefix("edition:") } }

    package static func story(_ id: StoryID) -> String { "story:\(id)" }
    /// The links of a story's page to its neighbours and translations.
    package static func beside(_ id: StoryID) -> String { "beside:\(id)" }
    package static func media(_ id: MediaID) -> String { "media:\(id)" }
    /// The facts of an edition (name, sections, clock) or of the newsroom, not its stories.
    package static func edition(_ code: String) -> String { "edition:\(code)" }
    /// Everything published in an edition: any story that comes, changes or goes.
    package static func stories(_ edition: String) -> String { "stories:\(edition)" }
    package static func front(_ edition: String) -> String { "front:\(edition)" }
    package static func banner(_ edition: String) -> String { "banner:\(edition)" }
    package static func section(_ edition: String, _ slug: String) -> String { "section:\(edition)/\(slug)" }
    package static func tag(_ edition: String, _ slug: String) -> String { "tag:\(edition)/\(slug)" }
    package static func author(_ edition: String, _ slug: String) -> String { "author:\(edition)/\(slug)" }
    package static func day(_ edition: String, _ day: LocalDay) -> String { "day:\(edition)/\(day)" }
    /// The links of a day's pages to the days beside it.
    package static func besideDay(_ edition: String, _ day: LocalDay) -> String { "beside-day:\(edition)/\(day)" }
}
