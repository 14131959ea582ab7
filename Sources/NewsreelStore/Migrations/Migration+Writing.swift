extension Migration {
    /// Version 7: what is being written, by whom, and what they say to each other about it.
    static let writing: [String] = [
        """
        CREATE TABLE working_copies (
            story {key} NOT NULL REFERENCES stories (id), person {key} NOT NULL REFERENCES users (id),
            version {big} NOT NULL, content {json} NOT NULL, saved_ms {time} NOT NULL, PRIMARY KEY (story, person)
        ) {clustered}
        """,
        """
        CREATE TABLE presences (
            story {key} NOT NULL REFERENCES stories (id), person {key} NOT NULL REFERENCES users (id),
            seen_ms {time} NOT NULL, PRIMARY KEY (story, person)
        ) {clustered}
        """,
        """
        CREATE TABLE comments (
            id {key} NOT NULL PRIMARY KEY, story {key} NOT NULL REFERENCES stories (id),
            parent {key} REFERENCES comments (id), person {key} NOT NULL REFERENCES users (id), name {text} NOT NULL,
            text {text} NOT NULL, block {big}, quote {text}, prefix {text}, created_ms {time} NOT NULL,
            resolved_ms {time}, resolver {text}
        ) {table}
        """,
        "CREATE INDEX comments_story ON comments (story, id)",
    ]
}
