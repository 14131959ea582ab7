/// The tables of search, in the SQL of both engines; they can be dropped and filled again from the stories at any time.
///
/// A published story is first a row of its own in `search_pending`; 128 of them become a segment, 16 such segments one
/// large segment, and 16 large ones a huge one, slice by slice (`HugeMerge`). A segment never changes except for the bits
/// of stories that were removed since.
///
/// These tables stand in place of FTS5 and tsvector, because both engines then find the same stories in the same order,
/// with the languages of Snowball, and because FTS5 ranks by visiting each match: measured on 100,000 stories, 34 ms for
/// a word that a third of them have and 74 ms for one in two thirds, where these take two to three, snippets included.
enum SearchSchema {
    static let version1: [String] = [
        """
        CREATE TABLE search_edition (
            edition {key} NOT NULL PRIMARY KEY,
            language {text} NOT NULL,
            stories {big} NOT NULL,
            words {big} NOT NULL
        ) {table}
        """,
        "CREATE TABLE search_counter (name {key} NOT NULL PRIMARY KEY, value {big} NOT NULL) {table}",
        "INSERT INTO search_counter (name, value) VALUES ('document', 0), ('segment', 0)",
        """
        CREATE TABLE search_document (
            id {big} NOT NULL PRIMARY KEY,
            story {key} NOT NULL UNIQUE,
            edition {key} NOT NULL,
            words {big} NOT NULL,
            vector {blob} NOT NULL,
            tags {text} NOT NULL,
            text {text} NOT NULL
        ) {table}
        """,
        """
        CREATE TABLE search_pending (
            document {big} NOT NULL PRIMARY KEY,
            edition {key} NOT NULL,
            words {big} NOT NULL,
            minute {big} NOT NULL,
            terms {blob} NOT NULL
        ) {table}
        """,
        "CREATE INDEX search_pending_edition ON search_pending (edition, document)",
        """
        CREATE TABLE search_segment (
            id {big} NOT NULL PRIMARY KEY,
            edition {key} NOT NULL,
            level {big} NOT NULL,
            first_document {big} NOT NULL,
            first_minute {big} NOT NULL,
            last_minute {big} NOT NULL,
            removed {blob} NOT NULL,
            minutes {blob} NOT NULL,
            words {blob} NOT NULL,
            documents {blob} NOT NULL
        ) {table}
        """,
        "CREATE INDEX search_segment_place ON search_segment (edition, first_document)",
        "CREATE TABLE search_posting (key {big} NOT NULL PRIMARY KEY, documents {blob} NOT NULL, places {blob} NOT NULL) {table}",
        """
        CREATE TABLE search_term (
            id {big} NOT NULL PRIMARY KEY,
            edition {key} NOT NULL,
            spelling {key} NOT NULL,
            stories {big} NOT NULL
        ) {table}
        """,
        "CREATE INDEX search_term_spelling ON search_term (edition, spelling)",
        """
        CREATE TABLE search_tag (
            edition {key} NOT NULL,
            slug {key} NOT NULL,
            name {text} NOT NULL,
            stories {big} NOT NULL,
            PRIMARY KEY (edition, slug)
        ) {clustered}
        """,
        """
        CREATE TABLE search_tag_start (
            edition {key} NOT NULL,
            start {key} NOT NULL,
            slug {key} NOT NULL,
            PRIMARY KEY (edition, start, slug)
        ) {clustered}
        """,
    ]

    /// Every table, so that the index can be emptied before it is made anew.
    static let tables = [
        "search_edition", "search_document", "search_pending", "search_segment", "search_posting", "search_term",
        "search_tag", "search_tag_start", "search_merge",
    ]

    /// Large segments on their way to become a huge one.
    static let merge = """
        CREATE TABLE search_merge (
            edition {key} NOT NULL PRIMARY KEY, segment {big} NOT NULL, parts {text} NOT NULL, done {int} NOT NULL
        ) {table}
        """
}
