extension Migration {
    /// Version 13: months counted by themselves, large segments of the search index on their way to huge ones, and
    /// indexes for the desk's narrowed lists.
    static let archive: [String] = [
        """
        CREATE TABLE story_months (
            edition {key} NOT NULL, month {key} NOT NULL, stories {int} NOT NULL, updated_ms {time} NOT NULL,
            PRIMARY KEY (edition, month)
        ) {clustered}
        """,
        """
        INSERT INTO story_months (edition, month, stories, updated_ms)
        SELECT edition, substr(day, 1, 7), sum(stories), max(updated_ms) FROM story_days
        GROUP BY edition, substr(day, 1, 7)
        """,
        SearchSchema.merge,
        "CREATE INDEX stories_standing ON stories (edition, status, updated_ms DESC, id DESC)",
        "CREATE INDEX stories_of_section ON stories (edition, section, updated_ms DESC, id DESC)",
    ]
}
