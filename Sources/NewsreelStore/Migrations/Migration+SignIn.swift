extension Migration {
    /// Version 14: failures to sign in, counted for all processes of a newsroom.
    static let signIn: [String] = [
        """
        CREATE TABLE sign_in_tries (
            number {rowid}, name {key} NOT NULL UNIQUE, count {int} NOT NULL, since_ms {time} NOT NULL
        ) {table}
        """,
        "CREATE INDEX sign_in_tries_age ON sign_in_tries (since_ms)",
    ]
}
