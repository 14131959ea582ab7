import NewsreelModel

/// Uploads as the tables have them.
enum UploadRecords {
    private static let columns = """
        id, owner, state, filename, length, digest, caption, alt, credit, created_ms, touched_ms, checksum, bytes,
        kind, mime_type, kept_name, media, refusal, reason
        """

    static let unfinished = "SELECT \(columns) FROM uploads WHERE state IN ('receiving', 'finishing') ORDER BY id"
    static let unfinishedOfOwner = """
        SELECT count(*) FROM uploads WHERE owner = $1 AND state IN ('receiving', 'finishing')
        """

    static func upload(_ id: UploadID, in transaction: ReadTransaction) throws(StoreError) -> Upload? {
        try transaction.first("SELECT \(columns) FROM uploads WHERE id = $1", [.id(id)], upload)
    }

    static func put(_ upload: Upload, in transaction: WriteTransaction) throws(StoreError) {
        var arrival: Arrival?
        var media: MediaID?
        var refusal: UploadRefusal?
        switch upload.state {
        case .receiving: break
        case .finishing(let found): arrival = found
        case .done(let id, let found): (media, arrival) = (id, found)
        case .refused(let why): refusal = why
        }
        try transaction.execute(
            """
            INSERT INTO uploads (\(columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, length = excluded.length, digest = excluded.digest,
                touched_ms = excluded.touched_ms, checksum = excluded.checksum, bytes = excluded.bytes,
                kind = excluded.kind, mime_type = excluded.mime_type, kept_name = excluded.kept_name,
                media = excluded.media, refusal = excluded.refusal, reason = excluded.reason
            """,
            [
                .id(upload.id), .text(text(upload.owner)), .text(upload.state.name), .optional(upload.filename),
                .optional(upload.length), .optional(upload.digest?.rawValue), .optional(upload.caption),
                .optional(upload.alt), .text(try StoredJSON.text(upload.credit)), .time(upload.created),
                .time(upload.touched), .optional(arrival?.checksum.rawValue), .optional(arrival?.bytes),
                .optional(arrival?.kind.rawValue), .optional(arrival?.mimeType), .optional(arrival?.filename),
                .optional(media), .optional(refusal?.code.rawValue), .optional(refusal?.reason),
            ])
    }

    static func upload(_ row: borrowing RowView) throws(StoreError) -> Upload {
        guard let state = state(row) else {
            throw StoreError(.damaged, "The state of the upload \(row.text(0)) is none that this program knows.")
        }
        guard let owner = owner(row.text(1)) else {
            throw StoreError(.damaged, "The owner of the upload \(row.text(0)) is none that this program knows.")
        }
        return Upload(
            id: row.id(0), owner: owner, state: state, filename: row.optionalText(3), length: row.optionalInt(4),
            digest: row.optionalText(5).flatMap { Checksum(rawValue: $0) }, caption: row.optionalText(6),
            credit: try StoredJSON.value(CreditChain.self, row.text(8), of: "upload \(row.text(0))"),
            alt: row.optionalText(7), created: row.time(9), touched: row.time(10))
    }

    static func text(_ owner: UploadOwner) -> String {
        switch owner {
        case .key(let id): "key " + id.rawValue
        case .person(let id): "person " + id.rawValue
        }
    }

    private static func owner(_ text: String) -> UploadOwner? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2 else { return nil }
        return switch parts[0] {
        case "key": .key(APIKeyID(rawValue: parts[1]))
        case "person": .person(UserID(rawValue: parts[1]))
        default: nil
        }
    }

    private static func state(_ row: borrowing RowView) -> UploadState? {
        var arrival: Arrival?
        if let checksum = row.optionalText(11).flatMap({ Checksum(rawValue: $0) }),
            let kind = row.optionalText(13).flatMap({ MediaKind(rawValue: $0) })
        {
            arrival = Arrival(
                checksum: checksum, bytes: row.int(12), kind: kind, mimeType: row.text(14), filename: row.text(15))
        }
        let refusal = row.optionalText(17).flatMap { UploadRefusal.Code(rawValue: $0) }
        let media: MediaID? = row.optionalID(16)
        return switch row.text(2) {
        case "receiving": .receiving
        case "finishing": .finishing(arrival)
        case "done": media.flatMap { media in arrival.map { .done(media, $0) } }
        case "refused": refusal.map { .refused(UploadRefusal($0, row.text(18))) }
        default: nil
        }
    }
}
