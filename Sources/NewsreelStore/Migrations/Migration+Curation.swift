extension Migration {
    /// Version 9: front pages with slots, drafts and versions, banners, live stories, embargoes.
    static let curation: [String] = [
        """
        CREATE TABLE curated_pages (
            edition {key} NOT NULL REFERENCES editions (code), section {key} NOT NULL, version {int} NOT NULL,
            pins {json} NOT NULL, live_pins {json} NOT NULL, live_version {int} NOT NULL, live_ms {time}, live_by {text},
            due_ms {time}, due_version {int}, due_pins {json}, due_by {text}, PRIMARY KEY (edition, section)
        ) {table}
        """,
        "CREATE INDEX curated_pages_due ON curated_pages (due_ms) WHERE due_ms IS NOT NULL",
        """
        CREATE TABLE curated_versions (
            edition {key} NOT NULL, section {key} NOT NULL, version {int} NOT NULL, pins {json} NOT NULL,
            previous {int}, author {text} NOT NULL, saved_ms {time} NOT NULL, change {text} NOT NULL,
            PRIMARY KEY (edition, section, version)
        ) {table}
        """,
        // What the desk had chosen until now: identities have 26 characters, so that a list of them can be cut.
        """
        INSERT INTO curated_pages (edition, section, version, pins, live_pins, live_version)
        SELECT edition, '', 1, pins, pins, 1 FROM (
            SELECT edition, '{"' || CASE WHEN lead IS NULL THEN '' ELSE 'lead":"' || lead END
                || CASE WHEN lead IS NULL OR length(seconds) < 30 THEN '' ELSE '","' END
                || CASE WHEN length(seconds) < 30 THEN '' ELSE 'seconds-1":"' || substr(seconds, 3, 26) END
                || CASE WHEN length(seconds) < 59 THEN '' ELSE '","seconds-2":"' || substr(seconds, 32, 26) END
                || CASE WHEN length(seconds) < 88 THEN '' ELSE '","seconds-3":"' || substr(seconds, 61, 26) END
                || '"}' AS pins
            FROM front_pages WHERE lead IS NOT NULL OR length(seconds) >= 30) carried
        """,
        """
        INSERT INTO curated_versions (edition, section, version, pins, author, saved_ms, change)
        SELECT edition, section, 1, pins, 'the desk', 0, 'What stood here before' FROM curated_pages
        """,
        "DROP TABLE front_pages",
        """
        CREATE TABLE banners (
            edition {key} NOT NULL PRIMARY KEY REFERENCES editions (code), id {key} NOT NULL, words {text} NOT NULL,
            story {key} REFERENCES stories (id), until_ms {time} NOT NULL, author {text} NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE live_stories (
            story {key} NOT NULL PRIMARY KEY REFERENCES stories (id), started_ms {time} NOT NULL, ended_ms {time},
            label_before {text}
        ) {table}
        """,
        """
        CREATE TABLE live_updates (
            id {key} NOT NULL PRIMARY KEY, story {key} NOT NULL REFERENCES stories (id), at_ms {time} NOT NULL,
            headline {text} NOT NULL, author {text} NOT NULL, is_key {flag} NOT NULL, corrections {json} NOT NULL,
            body {json} NOT NULL
        ) {table}
        """,
        "CREATE INDEX live_updates_story ON live_updates (story, at_ms DESC, id DESC)",
        """
        CREATE TABLE live_changes (
            number {rowid}, edition {key} NOT NULL, kind {key} NOT NULL, story {key}, item {key}, at_ms {time} NOT NULL
        ) {table}
        """,
        "ALTER TABLE stories ADD COLUMN embargo_ms {time}",
    ]
}
