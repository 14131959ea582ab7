package import NewsreelModel

/// A section that was removed and whose stories went to another.
package struct SectionMove: Hashable, Sendable {
    package let slug: String
    /// The slug of the section that they went to.
    package let target: String
    /// Stories that have yet to go there, after the work was cut short.
    package let left: Int
}

extension Newsroom {
    /// Stories that are rewritten in one go, between which others may write.
    private static let batch = 100

    /// How many stories each section of an edition has, whatever their status; nobody counts further than `most`.
    package func sectionCounts(_ edition: Edition, upTo most: Int = .max) async throws(StoreError) -> [String: Int] {
        try await read("count the stories of sections") { (transaction: ReadTransaction) throws(StoreError) in
            var counts: [String: Int] = [:]
            for section in edition.sections {
                counts[section.slug] = try transaction.count(
                    """
                    SELECT count(*) FROM (SELECT 1 FROM stories s WHERE s.edition = $1 AND s.section = $2 LIMIT $3) few
                    """, [.text(edition.code), .text(section.slug), .integer(most)])
            }
            return counts
        }
    }

    /// The section that the stories of one that is gone went to; nil where there was none.
    package func movedSection(_ edition: String, _ slug: String) async throws(StoreError) -> String? {
        try await read("look where the section \(slug) went") { (transaction: ReadTransaction) throws(StoreError) in
            try EditionRecords.sectionMove(edition, slug, in: transaction)
        }
    }

    /// Sections of an edition that are gone and lead to another.
    package func sectionMoves(_ edition: String) async throws(StoreError) -> [SectionMove] {
        try await read("list the moved sections") { (transaction: ReadTransaction) throws(StoreError) in
            try transaction.rows(
                """
                SELECT m.slug, m.target,
                    (SELECT count(*) FROM stories s WHERE s.edition = m.edition AND s.section = m.slug)
                FROM section_moves m WHERE m.edition = $1 ORDER BY m.slug
                """, [.text(edition)]
            ) { (row: borrowing RowView) in SectionMove(slug: row.text(0), target: row.text(1), left: row.int(2)) }
        }
    }

    /// Adds a section behind the others.
    package func addSection(_ section: Section, to edition: String, by actor: Actor) async throws(StoreError) {
        try await changeEditions("add a section to \(edition)") { (writer: EditionWriter) throws(StoreError) in
            guard try writer.edition(edition).section(section.slug) == nil else {
                throw StoreError(
                    .alreadyExists,
                    "There is a section at \(section.slug) in this edition already. Give another address.")
            }
            try writer.transaction.execute(
                "DELETE FROM section_moves WHERE edition = $1 AND slug = $2", [.text(edition), .text(section.slug)])
            try writer.transaction.execute(
                """
                INSERT INTO sections (edition, slug, name, position)
                VALUES ($1, $2, $3, (SELECT COALESCE(max(position), -1) + 1 FROM sections WHERE edition = $1))
                """, [.text(edition), .text(section.slug), .text(section.name)])
            try writer.log(edition, "section “\(section.name)” added at \(section.slug)", by: actor)
        }
    }

    /// Gives a section another name; its address stays.
    package func renameSection(
        _ slug: String, of edition: String, to name: String, by actor: Actor
    ) async throws(StoreError) {
        try await changeEditions("rename the section \(slug)") { (writer: EditionWriter) throws(StoreError) in
            let old = try writer.section(slug, of: edition)
            guard old.name != name else { return }
            try writer.transaction.execute(
                "UPDATE sections SET name = $3 WHERE edition = $1 AND slug = $2",
                [.text(edition), .text(slug), .text(name)])
            try writer.log(edition, "section “\(old.name)” is now “\(name)”", by: actor)
        }
    }

    /// Puts the sections of an edition in the order of `slugs`, which name each once.
    package func orderSections(_ slugs: [String], of edition: String, by actor: Actor) async throws(StoreError) {
        try await changeEditions("put sections in order") { (writer: EditionWriter) throws(StoreError) in
            let sections = try writer.edition(edition).sections.map(\.slug)
            guard slugs.sorted() == sections.sorted() else {
                throw StoreError(
                    .invalid, "Name each section once: \(sections.joined(separator: ", ")).")
            }
            for (place, slug) in slugs.enumerated() {
                try writer.transaction.execute(
                    "UPDATE sections SET position = $3 WHERE edition = $1 AND slug = $2",
                    [.text(edition), .text(slug), .integer(place)])
            }
            try writer.log(edition, "sections in the order \(slugs.joined(separator: ", "))", by: actor)
        }
    }

    /// Takes a section away. Its stories go to `target`, and so does whoever has its address; without one it must have
    /// none.
    package func removeSection(
        _ slug: String, of edition: String, into target: String? = nil, by actor: Actor
    ) async throws(StoreError) {
        try await changeEditions("remove the section \(slug)") { (writer: EditionWriter) throws(StoreError) in
            try writer.removeSection(slug, of: edition, into: target, by: actor)
        }
        guard target != nil else { return }
        try await finishSectionMove(slug, of: edition)
    }

    /// Goes on with the moving of a section's stories that was cut short. What saves one of them meanwhile moves it too.
    package func finishSectionMove(_ slug: String, of edition: String) async throws(StoreError) {
        guard try await movedSection(edition, slug) != nil else { return }
        let stories = try await read("find the stories of a section") {
            (transaction: ReadTransaction) throws(StoreError) in
            let ids: [StoryID] = try transaction.rows(
                "SELECT id FROM stories WHERE edition = $1 AND section = $2", [.text(edition), .text(slug)]
            ) { (row: borrowing RowView) in row.id(0) }
            return ids
        }
        for start in stride(from: 0, to: stories.count, by: Self.batch) {
            let batch = stories[start..<min(stories.count, start + Self.batch)]
            try await write("move stories of the section \(slug)") {
                (transaction: WriteTransaction) throws(StoreError) in
                for id in batch {
                    guard let story = try StoryRecords.story(id, in: transaction), story.content.section == slug else {
                        continue
                    }
                    _ = try StoryWriter(transaction, edition: edition).put(story, replacing: story, author: nil)
                }
            }
        }
    }
}

extension EditionWriter {
    func section(_ slug: String, of code: String) throws(StoreError) -> Section {
        guard let section = try edition(code).section(slug) else {
            throw StoreError(.notFound, "The edition \(code) has no section “\(slug)” any more.")
        }
        return section
    }

    func removeSection(_ slug: String, of code: String, into target: String?, by actor: Actor) throws(StoreError) {
        let section = try section(slug, of: code)
        let place: [SQLValue] = [.text(code), .text(slug)]
        var what = "section “\(section.name)” removed"
        if let target {
            guard target != slug else {
                throw StoreError(.invalid, "Choose another section for the stories of “\(section.name)”.")
            }
            let other = try self.section(target, of: code)
            try transaction.execute(
                "UPDATE section_moves SET target = $3 WHERE edition = $1 AND target = $2", place + [.text(target)])
            try transaction.execute(
                "INSERT INTO section_moves (edition, slug, target) VALUES ($1, $2, $3)", place + [.text(target)])
            what += ", its stories are in “\(other.name)”"
        } else {
            let stories = try transaction.count(
                "SELECT count(*) FROM stories WHERE edition = $1 AND section = $2", place)
            guard stories == 0 else {
                throw StoreError(
                    .stepRefused,
                    "“\(section.name)” has \(Self.count(stories)). Say which section takes them, and then it can go.")
            }
            // What led here leads nowhere any more.
            try transaction.execute("DELETE FROM section_moves WHERE edition = $1 AND target = $2", place)
        }
        for table in ["curated_pages", "curated_versions"] {
            try transaction.execute("DELETE FROM \(table) WHERE edition = $1 AND section = $2", place)
        }
        try transaction.execute("DELETE FROM sections WHERE edition = $1 AND slug = $2", place)
        transaction.changes.keys.insert(ChangeSet.section(code, slug))
        try log(code, what, by: actor)
    }
}
