package import NewsreelModel

extension Newsroom {
    /// Adds an edition behind those there are; its sections come with it.
    package func addEdition(_ edition: Edition, by actor: Actor) async throws(StoreError) {
        try await changeEditions("add the edition \(edition.code)") { (writer: EditionWriter) throws(StoreError) in
            guard !writer.editions.contains(where: { $0.code == edition.code }) else {
                throw StoreError(.alreadyExists, "There is an edition \(edition.code) already. Choose another code.")
            }
            try writer.insert(edition)
            let sight = edition.isOpen ? "open to readers" : "not open to readers yet"
            try writer.log(edition.code, "added, \(edition.name) in \(edition.language), \(sight)", by: actor)
        }
    }

    /// Changes the facts of an edition, not its sections; refused where `old` is not what it is any more. With `isDefault`
    /// it is put at the root of the site besides.
    package func changeEdition(
        from old: Edition, to new: Edition, isDefault: Bool = false, by actor: Actor
    ) async throws(StoreError) {
        try await changeEditions("change the edition \(old.code)") { (writer: EditionWriter) throws(StoreError) in
            let current = try writer.edition(old.code)
            guard current == old else {
                throw StoreError(
                    .conflict, "Somebody else changed this edition meanwhile. Look at it and change it again.")
            }
            try writer.update(current, to: new, by: actor)
            if isDefault { try EditionWriter(writer.transaction).makeDefault(old.code, by: actor) }
        }
    }

    /// Makes an edition the one at the root of the site; readers see it already.
    package func makeDefault(_ code: String, by actor: Actor) async throws(StoreError) {
        try await changeEditions("make \(code) the default edition") { (writer: EditionWriter) throws(StoreError) in
            try writer.makeDefault(code, by: actor)
        }
    }

    /// Puts the editions in the order of `codes`, which name each once. The default one stands first wherever it is named.
    package func orderEditions(_ codes: [String], by actor: Actor) async throws(StoreError) {
        try await changeEditions("put the editions in order") { (writer: EditionWriter) throws(StoreError) in
            guard codes.sorted() == writer.editions.map(\.code).sorted() else {
                throw StoreError(
                    .invalid,
                    "Name each edition once: \(writer.editions.map(\.code).joined(separator: ", ")).")
            }
            try writer.order(codes)
            try writer.log(codes.joined(separator: ", "), "is the order now", by: actor)
        }
    }

    /// Takes an edition away that has no story, with its sections and what was arranged for it.
    package func removeEdition(_ code: String, by actor: Actor) async throws(StoreError) {
        try await changeEditions("remove the edition \(code)") { (writer: EditionWriter) throws(StoreError) in
            try writer.remove(code, by: actor)
        }
    }

    /// How many stories each edition has, whatever their status; none is left out of the answer that has one.
    package func storyCounts() async throws(StoreError) -> [String: Int] {
        try await read("count the stories of the editions") { (transaction: ReadTransaction) throws(StoreError) in
            // What is published is counted by months; the rest is little.
            let editions = try transaction.rows("SELECT code FROM editions") { (row: borrowing RowView) in row.text(0) }
            let others = StoryStatus.allCases.filter { $0 != .published }.map { "'\($0.rawValue)'" }
            var counts: [String: Int] = [:]
            for edition in editions {
                let count = try transaction.count(
                    """
                    SELECT coalesce((SELECT sum(m.stories) FROM story_months m WHERE m.edition = $1), 0)
                        + (SELECT count(*) FROM stories s WHERE s.edition = $1
                            AND s.status IN (\(others.joined(separator: ", "))))
                    """, [.text(edition)])
                if count > 0 { counts[edition] = count }
            }
            return counts
        }
    }

    func changeEditions(
        _ place: String, _ body: @Sendable @escaping (EditionWriter) throws(StoreError) -> Void
    ) async throws(StoreError) {
        try await write(place) { (transaction: WriteTransaction) throws(StoreError) in
            try body(try EditionWriter(transaction))
            try EditionRecords.touchEveryPage(transaction)
        }
    }
}

/// Changes of editions inside a write.
struct EditionWriter {
    let transaction: WriteTransaction
    /// As they were when the write began.
    let editions: [Edition]

    init(_ transaction: WriteTransaction) throws(StoreError) {
        self.transaction = transaction
        editions = try EditionRecords.all(in: transaction)
    }

    func log(_ subject: String, _ what: String, by actor: Actor) throws(StoreError) {
        try transaction.log(.editionChanged, of: "\(subject): \(what)", by: actor)
    }

    func edition(_ code: String) throws(StoreError) -> Edition {
        guard let edition = editions.first(where: { $0.code == code }) else {
            throw StoreError(.notFound, "There is no edition “\(code)” in this newsroom any more.")
        }
        return edition
    }

    func insert(_ edition: Edition) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO editions (code, position, is_default, language, direction, zone, name, masthead, tagline, is_open)
            VALUES ($1, (SELECT COALESCE(max(position), 0) + 1 FROM editions), $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(edition.code), .flag(editions.isEmpty), .text(edition.language),
                .text(edition.direction.rawValue), .text(edition.zone.identifier), .text(edition.name),
                .text(edition.masthead), .optional(edition.tagline), .flag(edition.isOpen || editions.isEmpty),
            ])
        for (place, section) in edition.sections.enumerated() {
            try transaction.execute(
                "INSERT INTO sections (edition, slug, name, position) VALUES ($1, $2, $3, $4)",
                [.text(edition.code), .text(section.slug), .text(section.name), .integer(place)])
        }
    }

    func update(_ old: Edition, to new: Edition, by actor: Actor) throws(StoreError) {
        let differences = Self.differences(old, new)
        guard !differences.isEmpty else { return }
        if old.language.prefix(while: { $0 != "-" }) != new.language.prefix(while: { $0 != "-" }) {
            let stories = try stories(of: old.code)
            guard stories == 0 else {
                throw StoreError(
                    .stepRefused,
                    "The edition \(old.code) has \(Self.count(stories)), which search knows by the rules of \(old.language). "
                        + "Add an edition for the other language.")
            }
        }
        guard new.isOpen || !old.isDefault else {
            throw StoreError(
                .stepRefused, "Readers always see the default edition. Make another one the default first.")
        }
        if old.isOpen, !new.isOpen { transaction.changes.isWithdrawal = true }
        try transaction.execute(
            """
            UPDATE editions SET language = $2, direction = $3, zone = $4, name = $5, masthead = $6, tagline = $7,
                is_open = $8 WHERE code = $1
            """,
            [
                .text(old.code), .text(new.language), .text(new.direction.rawValue), .text(new.zone.identifier),
                .text(new.name), .text(new.masthead), .optional(new.tagline), .flag(new.isOpen),
            ])
        try log(old.code, differences.joined(separator: "; "), by: actor)
    }

    private static func differences(_ old: Edition, _ new: Edition) -> [String] {
        var parts: [String] = []
        func compare(_ name: String, _ before: String?, _ after: String?) {
            guard before != after else { return }
            parts.append("\(name) “\(after ?? "")”, before “\(before ?? "")”")
        }
        compare("language", old.language, new.language)
        compare("time zone", old.zone.identifier, new.zone.identifier)
        compare("name", old.name, new.name)
        compare("masthead", old.masthead, new.masthead)
        compare("strapline", old.tagline, new.tagline)
        if old.isOpen != new.isOpen { parts.append(new.isOpen ? "opened to readers" : "closed to readers") }
        return parts
    }

    func makeDefault(_ code: String, by actor: Actor) throws(StoreError) {
        let edition = try edition(code)
        guard !edition.isDefault else { return }
        guard edition.isOpen else {
            throw StoreError(
                .stepRefused, "Readers do not see \(edition.name) yet. Open it to them before it becomes the default.")
        }
        try transaction.execute("UPDATE editions SET is_default = 0 WHERE code <> $1", [.text(code)])
        try transaction.execute("UPDATE editions SET is_default = 1 WHERE code = $1", [.text(code)])
        let before = editions.first { $0.isDefault }.map { ", which \($0.code) was before" } ?? ""
        try log(code, "made the default edition\(before)", by: actor)
    }

    func order(_ codes: [String]) throws(StoreError) {
        for (position, code) in codes.enumerated() {
            try transaction.execute(
                "UPDATE editions SET position = $2 WHERE code = $1", [.text(code), .integer(position)])
        }
    }

    /// Where the code of an edition stands; a table of them without `edition` of its own would be left over.
    static let tables = [
        "sections", "section_moves", "curated_pages", "curated_versions", "banners", "tag_moves",
        "tags",
        "search_tag", "search_tag_start", "search_edition", "redirects", "awaited_links",
    ]

    func remove(_ code: String, by actor: Actor) throws(StoreError) {
        let edition = try edition(code)
        guard !edition.isDefault else {
            throw StoreError(
                .stepRefused, "\(edition.name) is the default edition. Make another one the default first.")
        }
        let stories = try stories(of: code)
        guard stories == 0 else {
            throw StoreError(
                .stepRefused,
                "\(edition.name) has \(Self.count(stories)), drafts and withdrawn ones among them, and none is ever "
                    + "thrown away. Close the edition instead: readers do not see it then.")
        }
        for table in Self.tables { try transaction.execute("DELETE FROM \(table) WHERE edition = $1", [.text(code)]) }
        try LiveRecords.remove(code, in: transaction)
        try transaction.execute("DELETE FROM editions WHERE code = $1", [.text(code)])
        transaction.changes.isWithdrawal = true
        try log(code, "removed, \(edition.name)", by: actor)
    }

    private func stories(of code: String) throws(StoreError) -> Int {
        try transaction.count("SELECT count(*) FROM stories WHERE edition = $1", [.text(code)])
    }

    static func count(_ stories: Int) -> String { stories == 1 ? "1 story" : "\(stories) stories" }
}
