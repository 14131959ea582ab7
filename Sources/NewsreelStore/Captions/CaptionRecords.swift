import NewsreelModel

/// Captions as the tables have them: each track as the WebVTT file that readers get.
enum CaptionRecords {
    private static let columns = "media, kind, language, label, webvtt"

    /// The tracks of assets, captions before subtitles before chapters, then by language.
    static func tracks(
        of media: [MediaID], in transaction: ReadTransaction
    ) throws(StoreError) -> [MediaID: [CaptionTrack]] {
        var found: [MediaID: [CaptionTrack]] = [:]
        var rest = Array(Set(media)).sorted()[...]
        while !rest.isEmpty {
            let part = ValueList(rest.prefix(ValueList.longest).map { SQLValue.id($0) })
            rest = rest.dropFirst(ValueList.longest)
            try transaction.each(
                """
                SELECT \(columns) FROM captions WHERE media IN (\(part.parameters())) ORDER BY media, kind, language
                """, part.values
            ) { (row: borrowing RowView) throws(StoreError) -> Bool in
                let id: MediaID = row.id(0)
                found[id, default: []].append(try track(row, of: id))
                return true
            }
        }
        return found.mapValues { tracks in tracks.sorted { Self.order($0.kind) < Self.order($1.kind) } }
    }

    private static func order(_ kind: CaptionTrack.Kind) -> Int {
        CaptionTrack.Kind.allCases.firstIndex(of: kind) ?? 0
    }

    static func put(_ track: CaptionTrack, of media: MediaID, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO captions (media, kind, language, label, updated_ms, webvtt) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (media, kind, language) DO UPDATE SET label = excluded.label,
                updated_ms = excluded.updated_ms, webvtt = excluded.webvtt
            """,
            [
                .id(media), .text(track.kind.rawValue), .text(track.language.rawValue), .text(track.label),
                .time(transaction.now), .text(WebVTT.write(track)),
            ])
    }

    private static func track(_ row: borrowing RowView, of media: MediaID) throws(StoreError) -> CaptionTrack {
        guard let kind = CaptionTrack.Kind(rawValue: row.text(1)), let language = LanguageTag(row.text(2)) else {
            throw StoreError(.damaged, "The kind or language of captions of \(media) is none that this program knows.")
        }
        do {
            let file = try WebVTT.parse(Array(row.text(4).utf8), limits: CaptionLimits(bytes: .max, cues: .max))
            return file.track(kind, language: language, label: row.optionalText(3) ?? language.ownName)
        } catch {
            throw StoreError(
                .damaged, "The captions of \(media) in \(language) cannot be read. Hand them in again.",
                cause: error.description)
        }
    }
}
