extension Migration {
    /// Version 12: editions that readers do not see yet, and sections whose stories went to another.
    static let openings: [String] = [
        "ALTER TABLE editions ADD COLUMN is_open {flag} NOT NULL DEFAULT 1",
        """
        CREATE TABLE section_moves (
            edition {key} NOT NULL REFERENCES editions (code), slug {key} NOT NULL, target {key} NOT NULL,
            PRIMARY KEY (edition, slug)
        ) {clustered}
        """,
    ]
}
