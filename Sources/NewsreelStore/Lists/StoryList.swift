package import NewsreelModel

/// One page of a list for readers, newest first, and the pages beside it; nil where there is none.
package struct StoryList: Hashable, Sendable {
    package var cards: [StoryCard]
    package var newer: ListPage?
    package var older: ListPage?

    package init(cards: [StoryCard] = [], newer: ListPage? = nil, older: ListPage? = nil) {
        self.cards = cards
        self.newer = newer
        self.older = older
    }
}

/// A list that readers page through.
enum ListScope: Hashable, Sendable {
    case latest(edition: String)
    case section(edition: String, String)
    case tag(edition: String, String)
    case author(edition: String, String)
    /// The stories whose addresses have this day.
    case day(edition: String, LocalDay)

    /// What stands between SELECT and the page's own conditions; the parameters are `arguments`.
    var source: String {
        switch self {
        case .latest: "FROM stories s WHERE s.status = 'published' AND s.edition = $1"
        case .section: "FROM stories s WHERE s.status = 'published' AND s.edition = $1 AND s.section = $2"
        case .tag: "FROM story_tags l JOIN stories s ON s.id = l.story WHERE l.edition = $1 AND l.tag = $2"
        case .day: "FROM stories s WHERE s.status = 'published' AND s.edition = $1 AND s.day = $2"
        case .author: "FROM story_authors l JOIN stories s ON s.id = l.story WHERE l.edition = $1 AND l.author = $2"
        }
    }

    var arguments: [SQLValue] {
        switch self {
        case .latest(let edition): [.text(edition)]
        case .section(let edition, let slug), .tag(let edition, let slug), .author(let edition, let slug):
            [.text(edition), .text(slug)]
        case .day(let edition, let day): [.text(edition), .text(day.description)]
        }
    }

    /// The columns that order the list.
    var key: (published: String, id: String) {
        switch self {
        case .latest, .section, .day: ("s.published_ms", "s.id")
        case .tag, .author: ("l.published_ms", "l.story")
        }
    }

    enum Direction {
        case older, newer
    }

    /// The places of the list on one side of `position`, or from its end on.
    func positions(
        _ direction: Direction, of position: ListPosition?, limit: Int, in transaction: ReadTransaction
    ) throws(StoreError) -> [ListPosition] {
        var values = arguments
        if let position { values += [.time(position.published), .id(position.id)] }
        return try transaction.rows(
            query("\(key.published), \(key.id)", direction, isFromPosition: position != nil), values + [.integer(limit)]
        ) { (row: borrowing RowView) in ListPosition(published: row.time(0), id: row.id(1)) }
    }

    /// A query of the columns on one side of a position, or from the end of the list on; the last parameter is the limit.
    func query(_ columns: String, _ direction: Direction, isFromPosition: Bool) -> String {
        let first = arguments.count + 1
        let (sign, order) = direction == .older ? ("<", "DESC") : (">", "ASC")
        let position = isFromPosition ? " AND (\(key.published), \(key.id)) \(sign) ($\(first), $\(first + 1))" : ""
        return "SELECT \(columns) \(source)\(position) ORDER BY \(key.published) \(order), \(key.id) \(order) "
            + "LIMIT $\(isFromPosition ? first + 2 : first)"
    }
}
