extension Migration {
    /// Version 8: uploads of people at the desk beside those of keys, lists by change, requests that are done once,
    /// webhooks.
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
        "CREATE INDEX stories_changed ON stories (updated_ms, id)",
        "CREATE INDEX revisions_author ON revisions (author, story)",
        """
        CREATE TABLE api_requests (
            owner {key} NOT NULL, name {key} NOT NULL, digest {key} NOT NULL, begun_ms {time} NOT NULL, status {int},
            headers {json}, content {blob}, PRIMARY KEY (owner, name)
        ) {table}
        """,
        "CREATE INDEX api_requests_age ON api_requests (begun_ms)",
        """
        CREATE TABLE webhooks (
            id {key} NOT NULL PRIMARY KEY, url {text} NOT NULL, events {text} NOT NULL, secret {text} NOT NULL,
            created_ms {time} NOT NULL, removed_ms {time}
        ) {table}
        """,
        """
        CREATE TABLE webhook_deliveries (
            id {key} NOT NULL PRIMARY KEY, webhook {key} NOT NULL REFERENCES webhooks (id), event {key} NOT NULL,
            body {json} NOT NULL, state {key} NOT NULL, created_ms {time} NOT NULL, due_ms {time} NOT NULL,
            attempts {int} NOT NULL, tried_ms {time}, status {int}, failure {text}
        ) {table}
        """,
        "CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (state, due_ms, id)",
        "CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook, id DESC)",
    ]
}
