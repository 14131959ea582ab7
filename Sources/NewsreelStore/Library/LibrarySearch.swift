package import NewsreelModel

/// What somebody looks for in the media library; nil leaves a thing open.
package struct MediaQuery: Hashable, Sendable {
    /// Beginnings of words of the caption, the credit, the alternative text or the file's name, all of which must be there.
    package var words: String
    /// Any of these; none leaves it open.
    package var kinds: [MediaKind]
    /// The slug of a credited party's name.
    package var party: String?
    package var uploader: UserID?
    package var isUsed: Bool?
    /// When it came: from this moment on.
    package var from: Timestamp?
    /// Before this moment.
    package var to: Timestamp?
    package var after: MediaPosition?
    package var limit: Int

    package init(
        words: String = "", kinds: [MediaKind] = [], party: String? = nil, uploader: UserID? = nil,
        isUsed: Bool? = nil, from: Timestamp? = nil, to: Timestamp? = nil, after: MediaPosition? = nil, limit: Int = 48
    ) {
        self.words = words
        self.kinds = kinds
        self.party = party
        self.uploader = uploader
        self.isUsed = isUsed
        self.from = from
        self.to = to
        self.after = after
        self.limit = limit
    }
}

/// A place in the media library, which has the newest first.
package struct MediaPosition: Hashable, Sendable {
    package let created: Timestamp
    package let id: MediaID

    init(created: Timestamp, id: MediaID) {
        self.created = created
        self.id = id
    }

    /// `kbf0q8c0-01h…`, as the lists of the site write their places.
    package var token: String { ListPosition(published: created, id: StoryID(rawValue: id.rawValue)).token }

    /// Nil for what is no place.
    package init?(token: String) {
        guard let position = ListPosition(token: token) else { return nil }
        self.init(created: position.published, id: MediaID(rawValue: position.id.rawValue))
    }

    fileprivate func isNewer(than other: MediaPosition) -> Bool { (created, id) > (other.created, other.id) }
}

/// One asset in the library.
package struct LibraryItem: Sendable {
    package let asset: MediaAsset
    /// Stories that use it, published or not.
    package let uses: Int
    /// Who sent it; nil for what came by a key or an import.
    package let uploader: UserID?
}

/// A page of the library.
package struct LibraryPage: Sendable {
    package let items: [LibraryItem]
    /// Where the next page begins; nil on the last.
    package let next: MediaPosition?

    package static let empty = LibraryPage(items: [], next: nil)
}

/// Walks along the narrowest of the indexes that a query names, the newest first, and asks the rest of each asset.
struct LibrarySearch {
    private let query: MediaQuery
    private let transaction: ReadTransaction

    /// Words of the library that one typed beginning may stand for.
    static let mostWords = 24
    /// How far an index is counted to find the narrowest.
    private static let mostCounted = 2000

    /// One thing that an asset must have, and the values that will do.
    private struct Demand {
        let table: String
        let column: String
        let values: [String]
    }

    init(_ query: MediaQuery, in transaction: ReadTransaction) {
        self.query = query
        self.transaction = transaction
    }

    /// The positions of one page and one more.
    func positions() throws(StoreError) -> [MediaPosition] {
        var demands = try demands()
        guard demands.allSatisfy({ !$0.values.isEmpty }) else { return [] }
        var narrowest: (index: Int, count: Int)?
        if demands.count > 1 {
            for (index, demand) in demands.enumerated() {
                var count = 0
                for value in demand.values {
                    count += try transaction.count(
                        LibraryQueries.count(demand.table, demand.column, most: Self.mostCounted), [.text(value)])
                }
                if narrowest.map({ count < $0.count }) ?? true { narrowest = (index, count) }
            }
        }
        guard !demands.isEmpty else { return try walk(nil, nil, []) }
        let driver = demands.remove(at: narrowest?.index ?? 0)
        var found: Set<MediaPosition> = []
        for value in driver.values { found.formUnion(try walk(driver, value, demands)) }
        return Array(found.sorted { $0.isNewer(than: $1) }.prefix(query.limit + 1))
    }

    private func demands() throws(StoreError) -> [Demand] {
        var demands: [Demand] = []
        if let party = query.party { demands.append(Demand(table: "media_parties", column: "party", values: [party])) }
        for word in Set(LibraryIndex.words(in: query.words, limit: 12)).sorted() {
            demands.append(Demand(table: "media_words", column: "word", values: try words(from: word)))
        }
        return demands
    }

    /// The words of the library that begin so, each found by a step down the index.
    private func words(from start: String) throws(StoreError) -> [String] {
        var words: [String] = []
        while words.count < Self.mostWords {
            let next: String? =
                if let last = words.last {
                    try word(LibraryQueries.nextWord, last, start)
                } else {
                    try word(LibraryQueries.firstWord, start, start)
                }
            guard let next else { break }
            words.append(next)
        }
        return words
    }

    private func word(_ sql: String, _ from: String, _ start: String) throws(StoreError) -> String? {
        try transaction.first(sql, [.text(from), .text(start + "\u{10FFFF}")]) { (row: borrowing RowView) in
            row.text(0)
        }
    }

    private func walk(_ driver: Demand?, _ value: String?, _ rest: [Demand]) throws(StoreError) -> [MediaPosition] {
        var arguments: [SQLValue] = []
        func parameter(_ value: SQLValue) -> String {
            arguments.append(value)
            return "$\(arguments.count)"
        }
        let (created, id) = driver == nil ? ("m.created_ms", "m.id") : ("l.created_ms", "l.media")
        var conditions: [String] = []
        if let driver, let value { conditions.append("l.\(driver.column) = \(parameter(.text(value)))") }
        if let after = query.after {
            conditions.append("(\(created), \(id)) < (\(parameter(.time(after.created))), \(parameter(.id(after.id))))")
        }
        if let from = query.from { conditions.append("\(created) >= \(parameter(.time(from)))") }
        if let to = query.to { conditions.append("\(created) < \(parameter(.time(to)))") }
        if !query.kinds.isEmpty {
            let all = query.kinds.map { parameter(.text($0.rawValue)) }
            conditions.append(all.count == 1 ? "m.kind = \(all[0])" : "m.kind IN (\(all.joined(separator: ", ")))")
        }
        if let uploader = query.uploader { conditions.append("m.uploader = \(parameter(.id(uploader)))") }
        if let isUsed = query.isUsed { conditions.append(isUsed ? "m.uses > 0" : "m.uses = 0") }
        for demand in rest {
            let values = demand.values.map { parameter(.text($0)) }.joined(separator: ", ")
            conditions.append(
                """
                EXISTS (SELECT 1 FROM \(demand.table) r WHERE r.media = m.id AND r.\(demand.column) IN (\(values)))
                """)
        }
        // The order of the join is fixed: the index of the words has the order of the list.
        let source =
            driver.map { "\($0.table) l CROSS JOIN media m ON m.id = l.media" } ?? "media m"
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try transaction.rows(
            """
            SELECT \(created), \(id) FROM \(source) \(condition)
            ORDER BY \(created) DESC, \(id) DESC LIMIT \(parameter(.integer(query.limit + 1)))
            """, arguments
        ) { (row: borrowing RowView) in MediaPosition(created: row.time(0), id: row.id(1)) }
    }
}

/// The queries of the library that are the same every time; a test pins how the engine runs each of them.
enum LibraryQueries {
    static let firstWord = "SELECT word FROM media_words WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 1"
    static let nextWord = "SELECT word FROM media_words WHERE word > $1 AND word < $2 ORDER BY word LIMIT 1"

    static func count(_ table: String, _ column: String, most: Int) -> String {
        "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(column) = $1 LIMIT \(most))"
    }

    static let partiesByUse = """
        SELECT name, abbreviation, role, media, party FROM credit_parties ORDER BY media DESC, party LIMIT $1
        """

    /// Few parties begin so, and they are put in order.
    static let partiesFrom = """
        SELECT p.name, p.abbreviation, p.role, p.media, p.party FROM credit_parties p
        WHERE p.media > 0 AND p.party IN (SELECT s.party FROM credit_party_starts s WHERE s.start >= $1 AND s.start < $2)
        ORDER BY p.media DESC, p.party LIMIT $3
        """

    /// The newest stories that use an asset.
    static let uses = """
        SELECT s.id, s.edition, s.headline, s.status, s.updated_ms FROM story_media m
        CROSS JOIN stories s WHERE m.media = $1 AND s.id = m.story
        """

    /// Whether somebody wrote a story that uses an asset.
    static let isOwn = """
        SELECT 1 FROM story_media m CROSS JOIN revisions r
        WHERE m.media = $1 AND r.story = m.story AND r.author IN ($2, $3)
        """
}
