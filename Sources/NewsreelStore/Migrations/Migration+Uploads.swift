extension Migration {
    /// Version 4: keys for programs, and files on their way in.
    static let uploads: [String] = [
        """
        CREATE TABLE api_keys (
            id {key} NOT NULL PRIMARY KEY, name {key} NOT NULL, scope {key} NOT NULL, secret_sha256 {key} NOT NULL UNIQUE,
            created_ms {time} NOT NULL, used_ms {time}, revoked_ms {time}
        ) {table}
        """,
        "CREATE UNIQUE INDEX api_keys_name ON api_keys (name) WHERE revoked_ms IS NULL",
        """
        CREATE TABLE uploads (
            id {key} NOT NULL PRIMARY KEY, api_key {key} NOT NULL REFERENCES api_keys (id), state {key} NOT NULL,
            filename {text}, length {big}, digest {key}, caption {text}, alt {text}, credit {json} NOT NULL,
            created_ms {time} NOT NULL, touched_ms {time} NOT NULL, checksum {key}, bytes {big}, kind {key},
            mime_type {text}, kept_name {text}, media {key} REFERENCES media (id), refusal {key}, reason {text}
        ) {table}
        """,
        "CREATE INDEX uploads_state ON uploads (state, touched_ms)",
        "CREATE INDEX uploads_key ON uploads (api_key, state)",
    ]
}
