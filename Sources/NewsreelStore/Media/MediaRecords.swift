import NewsreelModel

/// Media assets as the tables have them.
enum MediaRecords {
    private static let columns = """
        id, kind, state, failure, checksum, bytes, mime_type, filename, width, height, duration_ms, caption, alt,
        download, usage_terms, focus_x, focus_y, captured_ms, created_ms, updated_ms, credit, preview,
        latitude, longitude, place_public, poster_ms, poster_checksum
        """

    /// Assets with their renditions, by identity; two queries for up to `ValueList.longest`.
    static func assets(_ ids: [MediaID], in transaction: ReadTransaction) throws(StoreError) -> [MediaID: MediaAsset] {
        var found: [MediaID: MediaAsset] = [:]
        var rest = Array(Set(ids)).sorted()[...]
        while !rest.isEmpty {
            let part = ValueList(rest.prefix(ValueList.longest).map { SQLValue.id($0) })
            rest = rest.dropFirst(ValueList.longest)
            try transaction.each("SELECT \(columns) FROM media WHERE id IN (\(part.parameters()))", part.values) {
                (row: borrowing RowView) throws(StoreError) -> Bool in
                let asset = try asset(row)
                found[asset.id] = asset
                return true
            }
            try transaction.each(
                """
                SELECT media, name, purpose, mime_type, width, height, bytes, checksum, stream FROM renditions
                WHERE media IN (\(part.parameters())) ORDER BY media, width, name
                """, part.values
            ) { (row: borrowing RowView) throws(StoreError) -> Bool in
                let id: MediaID = row.id(0)
                found[id]?.renditions.append(try rendition(row))
                return true
            }
        }
        return found
    }

    static func asset(_ id: MediaID, in transaction: ReadTransaction) throws(StoreError) -> MediaAsset? {
        try assets([id], in: transaction)[id]
    }

    /// The asset, or an error that says it is not there.
    static func existing(_ id: MediaID, in transaction: ReadTransaction) throws(StoreError) -> MediaAsset {
        guard let asset = try asset(id, in: transaction) else {
            throw StoreError(.notFound, "There is no picture, clip or document \(id) in this newsroom.")
        }
        return asset
    }

    /// Writes the asset without its renditions.
    static func put(_ asset: MediaAsset, in transaction: WriteTransaction) throws(StoreError) {
        try transaction.execute(
            """
            INSERT INTO media (\(columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23, $24, $25, $26, $27)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, failure = excluded.failure,
                checksum = excluded.checksum, bytes = excluded.bytes, mime_type = excluded.mime_type,
                filename = excluded.filename, width = excluded.width, height = excluded.height,
                duration_ms = excluded.duration_ms, caption = excluded.caption, alt = excluded.alt,
                download = excluded.download, usage_terms = excluded.usage_terms, focus_x = excluded.focus_x,
                focus_y = excluded.focus_y, captured_ms = excluded.captured_ms, updated_ms = excluded.updated_ms,
                credit = excluded.credit, preview = excluded.preview, latitude = excluded.latitude,
                longitude = excluded.longitude, place_public = excluded.place_public, poster_ms = excluded.poster_ms,
                poster_checksum = excluded.poster_checksum
            """,
            [
                .id(asset.id), .text(asset.kind.rawValue), .text(asset.state.name), .optional(asset.state.failure),
                .optional(asset.original?.checksum.rawValue), .optional(asset.original?.bytes),
                .optional(asset.original?.mimeType), .optional(asset.original?.filename), .optional(asset.width),
                .optional(asset.height), .optional(asset.duration), .optional(asset.caption), .optional(asset.alt),
                .flag(asset.rights.download), .optional(asset.rights.usage), .optional(asset.focus?.x),
                .optional(asset.focus?.y), .optional(asset.captured), .time(asset.created), .time(asset.updated),
                .text(try StoredJSON.text(asset.credit)), .optional(asset.preview), .optional(asset.place?.latitude),
                .optional(asset.place?.longitude), .flag(asset.place?.isPublic ?? false),
                .optional(asset.poster?.milliseconds), .optional(asset.poster?.checksum?.rawValue),
            ])
        try LibraryIndex(transaction).put(asset)
    }

    /// Adds a rendition, in place of one of the same name.
    static func put(_ rendition: Rendition, of id: MediaID, in transaction: WriteTransaction) throws(StoreError) {
        var stream: String?
        if let facts = rendition.stream { stream = try StoredJSON.text(facts) }
        try transaction.execute(
            """
            INSERT INTO renditions (media, name, purpose, mime_type, width, height, bytes, checksum, stream)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (media, name) DO UPDATE SET purpose = excluded.purpose, mime_type = excluded.mime_type,
                width = excluded.width, height = excluded.height, bytes = excluded.bytes, checksum = excluded.checksum,
                stream = excluded.stream
            """,
            [
                .id(id), .text(rendition.name), .text(rendition.purpose.rawValue), .text(rendition.mimeType),
                .integer(rendition.width), .integer(rendition.height), .integer(rendition.bytes),
                .text(rendition.checksum.rawValue), .optional(stream),
            ])
    }

    private static func asset(_ row: borrowing RowView) throws(StoreError) -> MediaAsset {
        let id: MediaID = row.id(0)
        guard let kind = MediaKind(rawValue: row.text(1)),
            let state = MediaState(name: row.text(2), failure: row.optionalText(3))
        else {
            throw StoreError(.damaged, "The kind or state of the media asset \(id) is none that this program knows.")
        }
        var original: Original?
        if let name = row.optionalText(4) {
            original = Original(
                checksum: try checksum(name, of: id), bytes: row.int(5), mimeType: row.text(6), filename: row.text(7))
        }
        var focus: FocalPoint?
        if let x = row.optionalDouble(15), let y = row.optionalDouble(16) { focus = FocalPoint(x: x, y: y) }
        var place: CapturePlace?
        if let latitude = row.optionalDouble(22), let longitude = row.optionalDouble(23) {
            place = CapturePlace(latitude: latitude, longitude: longitude, isPublic: row.bool(24))
        }
        var poster: PosterChoice?
        if let name = row.optionalText(26) {
            poster = .picture(try checksum(name, of: id))
        } else if let moment = row.optionalInt(25) {
            poster = .moment(moment)
        }
        return MediaAsset(
            id: id, kind: kind, state: state, original: original, width: row.optionalInt(8), height: row.optionalInt(9),
            duration: row.optionalInt(10), caption: row.optionalText(11),
            credit: try StoredJSON.value(CreditChain.self, row.text(20), of: "media asset \(id)"),
            alt: row.optionalText(12), rights: MediaRights(download: row.bool(13), usage: row.optionalText(14)),
            focus: focus, preview: row.optionalText(21), captured: row.optionalTime(17), place: place,
            poster: poster, created: row.time(18), updated: row.time(19))
    }

    private static func rendition(_ row: borrowing RowView) throws(StoreError) -> Rendition {
        let id: MediaID = row.id(0)
        guard let purpose = Rendition.Purpose(rawValue: row.text(2)) else {
            throw StoreError(
                .damaged, "A rendition of the media asset \(id) is for something this program does not know.")
        }
        var stream: StreamFacts?
        if let text = row.optionalText(8) {
            stream = try StoredJSON.value(StreamFacts.self, text, of: "media asset \(id)")
        }
        return Rendition(
            name: row.text(1), purpose: purpose, mimeType: row.text(3), width: row.int(4), height: row.int(5),
            bytes: row.int(6), checksum: try checksum(row.text(7), of: id),
            stream: stream)
    }

    private static func checksum(_ text: String, of id: MediaID) throws(StoreError) -> Checksum {
        guard let checksum = Checksum(rawValue: text) else {
            throw StoreError(.damaged, "A checksum of the media asset \(id) cannot be read.")
        }
        return checksum
    }
}

extension PosterChoice {
    fileprivate var milliseconds: Int? { if case .moment(let time) = self { time } else { nil } }
    fileprivate var checksum: Checksum? { if case .picture(let checksum) = self { checksum } else { nil } }
}
