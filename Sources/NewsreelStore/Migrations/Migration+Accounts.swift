extension Migration {
    /// Version 6: passwords, second factors, sessions, one-time links and the log of who did what.
    static let accounts: [String] = [
        "ALTER TABLE users ADD COLUMN removed_ms {time}",
        """
        CREATE TABLE accounts (
            person {key} NOT NULL PRIMARY KEY REFERENCES users (id), password {text} NOT NULL, factor {text},
            factor_step {big} NOT NULL DEFAULT 0, changed_ms {time} NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE recovery_codes (
            person {key} NOT NULL REFERENCES users (id), code_sha256 {key} NOT NULL, used_ms {time},
            PRIMARY KEY (person, code_sha256)
        ) {clustered}
        """,
        """
        CREATE TABLE sessions (
            id {key} NOT NULL PRIMARY KEY, person {key} NOT NULL REFERENCES users (id),
            secret_sha256 {key} NOT NULL UNIQUE, is_pending {flag} NOT NULL, created_ms {time} NOT NULL,
            seen_ms {time} NOT NULL, expires_ms {time} NOT NULL, device {text} NOT NULL, address {text} NOT NULL
        ) {table}
        """,
        "CREATE INDEX sessions_person ON sessions (person, seen_ms)",
        "CREATE INDEX sessions_expiry ON sessions (expires_ms)",
        """
        CREATE TABLE account_links (
            id {key} NOT NULL PRIMARY KEY, secret_sha256 {key} NOT NULL UNIQUE, person {key} REFERENCES users (id),
            email {key}, role {key}, created_ms {time} NOT NULL, expires_ms {time} NOT NULL, used_ms {time}
        ) {table}
        """,
        "CREATE INDEX account_links_open ON account_links (expires_ms) WHERE used_ms IS NULL",
        """
        CREATE TABLE acts (
            id {key} NOT NULL PRIMARY KEY, at_ms {time} NOT NULL, person {key}, name {text}, act {key} NOT NULL,
            subject {text} NOT NULL, address {text} NOT NULL
        ) {table}
        """,
        "CREATE INDEX stories_status ON stories (status, updated_ms DESC, id DESC)",
    ]
}
