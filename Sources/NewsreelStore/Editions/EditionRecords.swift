import NewsreelModel

/// Editions as the tables have them.
enum EditionRecords {
    /// All editions, the default one first.
    static func all(in transaction: ReadTransaction) throws(StoreError) -> [Edition] {
        var sections: [String: [Section]] = [:]
        try transaction.each("SELECT edition, slug, name FROM sections ORDER BY edition, position") {
            (row: borrowing RowView) in
            sections[row.text(0), default: []].append(Section(slug: row.text(1), name: row.text(2)))
            return true
        }
        return try transaction.rows(
            """
            SELECT code, is_default, language, direction, zone, name, masthead, tagline, is_open FROM editions
            ORDER BY is_default DESC, position, code
            """
        ) { (row: borrowing RowView) throws(StoreError) -> Edition in
            let code = row.text(0)
            guard let zone = Zone(row.text(4)) else {
                throw StoreError(
                    .damaged,
                    "The edition \(code) stands in the time zone \(row.text(4)), which this machine does not know. "
                        + "Install the package tzdata.")
            }
            return Edition(
                code: code, isDefault: row.bool(1), language: row.text(2),
                direction: Edition.Direction(rawValue: row.text(3)) ?? .ltr, zone: zone, name: row.text(5),
                masthead: row.text(6), tagline: row.optionalText(7), isOpen: row.bool(8), sections: sections[code] ?? []
            )
        }
    }

    /// The edition with this code, or an error that names those there are.
    static func edition(_ code: String, in transaction: ReadTransaction) throws(StoreError) -> Edition {
        let all = try all(in: transaction)
        if let edition = all.first(where: { $0.code == code }) { return edition }
        let codes = all.map(\.code).joined(separator: ", ")
        throw StoreError(
            .unknownEdition,
            codes.isEmpty
                ? "This newsroom has no edition yet. Make one first."
                : "This newsroom has no edition \(code). It has: \(codes).")
    }

    /// Notes that every page is another: all link to every edition and say what the newsroom says of itself.
    static func touchEveryPage(_ transaction: WriteTransaction) throws(StoreError) {
        for edition in try all(in: transaction) {
            transaction.changes.editions.insert(edition.code)
            transaction.changes.keys.insert(ChangeSet.edition(edition.code))
            transaction.changes.keys.insert(ChangeSet.front(edition.code))
        }
        transaction.changes.isEverything = true
    }

    /// The section that the stories of another went to; nil while it is itself.
    static func sectionMove(
        _ edition: String, _ slug: String, in transaction: ReadTransaction
    ) throws(StoreError) -> String? {
        try transaction.first(
            "SELECT target FROM section_moves WHERE edition = $1 AND slug = $2", [.text(edition), .text(slug)]
        ) { (row: borrowing RowView) in row.text(0) }
    }
}
