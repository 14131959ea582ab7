package import NewsreelModel

extension Newsroom {
    /// All editions, the default one first.
    package func editions() async throws(StoreError) -> [Edition] {
        try await read("read the editions") { (transaction: ReadTransaction) throws(StoreError) in
            try EditionRecords.all(in: transaction)
        }
    }

    package func edition(_ code: String) async throws(StoreError) -> Edition? {
        try await editions().first { $0.code == code }
    }

    /// The site's addresses as the editions are now; `origin` is scheme and authority.
    package func site(origin: String) async throws(StoreError) -> Site {
        try Site(origin: origin, editions: try await editions())
    }

    /// Adds editions and changes those of the same code; `code` becomes the default. None is taken away.
    package func putEditions(_ editions: [Edition], default code: String) async throws(StoreError) {
        try await write("put the editions") { (transaction: WriteTransaction) throws(StoreError) in
            try Self.put(editions, default: code, in: transaction)
        }
    }

    private static func put(
        _ editions: [Edition], default code: String, in transaction: WriteTransaction
    ) throws(StoreError) {
        for (position, edition) in editions.enumerated() {
            guard Slug.isValid(edition.code), !edition.code.isEmpty else {
                throw StoreError(
                    .invalid,
                    "\(edition.code) cannot be the code of an edition: use lower-case letters, digits, hyphens.")
            }
            try transaction.execute(
                """
                INSERT INTO editions (code, position, is_default, language, direction, zone, name, masthead, tagline,
                    is_open)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (code) DO UPDATE SET position = excluded.position, language = excluded.language,
                    direction = excluded.direction, zone = excluded.zone, name = excluded.name,
                    masthead = excluded.masthead, tagline = excluded.tagline, is_open = excluded.is_open
                """,
                [
                    .text(edition.code), .integer(position), .flag(false), .text(edition.language),
                    .text(edition.direction.rawValue), .text(edition.zone.identifier), .text(edition.name),
                    .text(edition.masthead), .optional(edition.tagline),
                    .flag(edition.isOpen || edition.code == code),
                ])
            try transaction.execute("DELETE FROM sections WHERE edition = $1", [.text(edition.code)])
            var seen: Set<String> = []
            for (place, section) in edition.sections.enumerated() where seen.insert(section.slug).inserted {
                try transaction.execute(
                    "INSERT INTO sections (edition, slug, name, position) VALUES ($1, $2, $3, $4)",
                    [.text(edition.code), .text(section.slug), .text(section.name), .integer(place)])
            }
        }
        try transaction.execute("UPDATE editions SET is_default = 0 WHERE code <> $1", [.text(code)])
        guard try transaction.execute("UPDATE editions SET is_default = 1 WHERE code = $1", [.text(code)]) == 1 else {
            throw StoreError(.unknownEdition, "The default edition \(code) is not one of the newsroom's editions.")
        }
        try EditionRecords.touchEveryPage(transaction)
    }
}

extension Site {
    /// The addresses of a newsroom of these editions, of which readers reach those that are open.
    package init(origin: String, editions: [Edition]) throws(StoreError) {
        guard let first = editions.first(where: \.isDefault) ?? editions.first else {
            throw StoreError(
                .unknownEdition, "This newsroom has no edition yet. Make one first.", place: "read the site")
        }
        self.init(
            origin: origin, defaultEdition: first.code, editions: editions.filter(\.isOpen).map(\.code))
    }
}
