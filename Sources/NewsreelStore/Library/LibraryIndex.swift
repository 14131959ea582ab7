import NewsreelModel

/// The words and credited parties by which the media library finds an asset, kept with every write of it.
struct LibraryIndex {
    private let transaction: WriteTransaction

    init(_ transaction: WriteTransaction) { self.transaction = transaction }

    /// Words of one asset that are looked for; a caption longer than this is found by its beginning.
    private static let mostWords = 200

    func put(_ asset: MediaAsset) throws(StoreError) {
        try putWords(of: asset)
        try putParties(of: asset)
    }

    private func putWords(of asset: MediaAsset) throws(StoreError) {
        let name = asset.original?.filename.replacing("_", with: " ").replacing(".", with: " ")
        let text = [asset.caption, asset.alt, asset.credit.text, name].compactMap { $0 }.joined(separator: "\n")
        let after = Set(Self.words(in: text, limit: Self.mostWords))
        let before = try values("SELECT word FROM media_words WHERE media = $1", of: asset.id)
        for word in before.subtracting(after) {
            try transaction.execute(
                "DELETE FROM media_words WHERE word = $1 AND created_ms = $2 AND media = $3",
                [.text(word), .time(asset.created), .id(asset.id)])
        }
        for word in after.subtracting(before) {
            try transaction.execute(
                "INSERT INTO media_words (word, created_ms, media) VALUES ($1, $2, $3)",
                [.text(word), .time(asset.created), .id(asset.id)])
        }
    }

    private func putParties(of asset: MediaAsset) throws(StoreError) {
        var parties: [String: CreditParty] = [:]
        for party in asset.credit.parties where !party.name.allSatisfy(\.isWhitespace) {
            parties[Slug.make(party.name)] = parties[Slug.make(party.name)] ?? party
        }
        let before = try values("SELECT party FROM media_parties WHERE media = $1", of: asset.id)
        for slug in before where parties[slug] == nil {
            try transaction.execute(
                "DELETE FROM media_parties WHERE party = $1 AND created_ms = $2 AND media = $3",
                [.text(slug), .time(asset.created), .id(asset.id)])
            try transaction.execute("UPDATE credit_parties SET media = media - 1 WHERE party = $1", [.text(slug)])
        }
        for (slug, party) in parties.sorted(by: { $0.key < $1.key }) where !before.contains(slug) {
            try transaction.execute(
                "INSERT INTO media_parties (party, created_ms, media) VALUES ($1, $2, $3)",
                [.text(slug), .time(asset.created), .id(asset.id)])
            try add(party, as: slug)
        }
    }

    private func add(_ party: CreditParty, as slug: String) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO credit_parties (party, name, abbreviation, role, media) VALUES ($1, $2, $3, $4, 1)
            ON CONFLICT (party) DO UPDATE SET media = credit_parties.media + 1, role = excluded.role,
                abbreviation = coalesce(excluded.abbreviation, credit_parties.abbreviation)
            """,
            [.text(slug), .text(party.name), .optional(party.abbreviation), .text(party.role.rawValue)])
        let starts = [party.name, party.abbreviation].compactMap { $0 }.flatMap { SearchTags.starts($0) }
        for start in Set(starts) {
            try transaction.execute(
                "INSERT INTO credit_party_starts (start, party) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.text(start), .text(slug)])
        }
    }

    private func values(_ sql: String, of id: MediaID) throws(StoreError) -> Set<String> {
        Set(try transaction.rows(sql, [.id(id)]) { (row: borrowing RowView) in row.text(0) })
    }

    /// The words of a text without their marks and capitals, as they are kept and looked for.
    static func words(in text: String, limit: Int) -> [String] {
        var scanner = WordScanner(keepsApostrophes: true)
        var text = TextAnalyzer.composed(text)
        text.withUTF8 { scanner.scan($0, limit: limit) }
        return scanner.words.map { TextAnalyzer.folded(Array(scanner.bytes[$0.from..<$0.to])) }
    }

    /// Fills the index of a newsroom that was written before there was one.
    static func rebuild(_ database: Database) throws(StoreError) {
        var last = ""
        while true {
            let from = last
            let next: String? = try database.writeNow("index the media library") {
                (transaction: WriteTransaction) throws(StoreError) -> String? in
                let ids: [MediaID] = try transaction.rows(
                    "SELECT id FROM media WHERE id > $1 ORDER BY id LIMIT 500", [.text(from)]
                ) { (row: borrowing RowView) in row.id(0) }
                let assets = try MediaRecords.assets(ids, in: transaction)
                for id in ids {
                    if let asset = assets[id] { try LibraryIndex(transaction).put(asset) }
                }
                return ids.last?.rawValue
            }
            guard let next else { return }
            last = next
        }
    }
}
