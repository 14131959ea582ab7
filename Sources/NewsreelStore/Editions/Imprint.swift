package import NewsreelModel

/// What every page takes from the newsroom itself, as it was at one moment.
package struct Imprint: Hashable, Sendable {
    /// The default one first, those that readers do not see among them.
    package let editions: [Edition]
    package let publisher: Publisher
    /// Rises with every change of the newsroom, so that of two imprints the newer can be told.
    package let number: Int64
}

enum PublisherRecords {
    static func publisher(in transaction: ReadTransaction) throws(StoreError) -> Publisher {
        let text = try transaction.first("SELECT value FROM meta WHERE name = 'publisher'") {
            (row: borrowing RowView) in row.text(0)
        }
        guard let text else { return Publisher() }
        return try StoredJSON.value(Publisher.self, text, of: "what the newsroom says of itself")
    }
}

extension Newsroom {
    /// Editions and publisher in one view.
    package func imprint() async throws(StoreError) -> Imprint {
        try await read("read the imprint") { (transaction: ReadTransaction) throws(StoreError) in
            Imprint(
                editions: try EditionRecords.all(in: transaction),
                publisher: try PublisherRecords.publisher(in: transaction),
                number: Int64(try transaction.count("SELECT COALESCE(max(number), 0) FROM changes")))
        }
    }

    /// What the newsroom says of itself.
    package func publisher() async throws(StoreError) -> Publisher {
        try await read("read the publisher") { (transaction: ReadTransaction) throws(StoreError) in
            try PublisherRecords.publisher(in: transaction)
        }
    }

    /// Says something else of the newsroom than `old`; refused where that is not what it says any more.
    package func changePublisher(
        from old: Publisher, to new: Publisher, by actor: Actor
    ) async throws(StoreError) {
        try await write("change the settings") { (transaction: WriteTransaction) throws(StoreError) in
            guard try PublisherRecords.publisher(in: transaction) == old else {
                throw StoreError(
                    .conflict, "Somebody else changed the settings meanwhile. Look at them and change them again.")
            }
            guard new != old else { return }
            try transaction.execute(
                """
                INSERT INTO meta (name, value) VALUES ('publisher', $1)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, [.text(try StoredJSON.text(new))])
            try EditionRecords.touchEveryPage(transaction)
            try transaction.log(.settingsChanged, of: Self.differences(old, new), by: actor)
        }
    }

    private static func differences(_ old: Publisher, _ new: Publisher) -> String {
        var parts: [String] = []
        func compare(_ name: String, _ before: String?, _ after: String?) {
            guard before != after else { return }
            parts.append("\(name): \(after.map { "“\($0.prefix(60))”" } ?? "none")")
        }
        compare("owner of the rights", old.owner, new.owner)
        compare("contact", old.contact, new.contact)
        compare("licence", old.licence, new.licence)
        for code in Set(old.colophon.keys).union(new.colophon.keys).sorted() {
            compare("colophon of \(code)", old.colophon[code], new.colophon[code])
        }
        if old.accounts != new.accounts {
            parts.append("accounts: \(new.accounts.map(\.name).joined(separator: ", "))")
        }
        if old.fullFeeds != new.fullFeeds { parts.append("feeds: \(new.fullFeeds ? "whole stories" : "standfirsts")") }
        return parts.joined(separator: "; ")
    }
}
