extension Migration {
    /// Version 8: uploads of people at the desk beside those of keys.
    static let api: [String] = [
        "ALTER TABLE uploads RENAME TO uploads_of_keys",
        "DROP INDEX uploads_state",
        "DROP INDEX uploads_key",
        """
        CREATE TABLE uploads (
            id {key} NOT NULL PRIMARY KEY, owner {key} NOT NULL, state {key} NOT NULL, filename {text}, length {big},
            digest {key}, caption {text}, alt {text}, credit {json} NOT NULL, created_ms {time} NOT NULL,
            touched_ms {time} NOT NULL, checksum {key}, bytes {big}, kind {key}, mime_type {text}, kept_name {text},
            media {key} REFERENCES media (id), refusal {key}, reason {text}
        ) {table}
        """,
        """
        INSERT INTO uploads (id, owner, state, filename, length, digest, caption, alt, credit, created_ms, touched_ms,
            checksum, bytes, kind, mime_type, kept_name, media, refusal, reason)
        SELECT id, 'key ' || api_key, state, filename, length, digest, caption, alt, credit, created_ms, touched_ms,
            checksum, bytes, kind, mime_type, kept_name, media, refusal, reason FROM uploads_of_keys
        """,
        "DROP TABLE uploads_of_keys",
        "CREATE INDEX uploads_state ON uploads (state, touched_ms)",
        "CREATE INDEX uploads_owner ON uploads (owner, state)",
    ]
}
