extension Migration {
    /// Version 10: how the media library finds assets, who sent them, tags that became others, what is read and watched.
    static let library: [String] = [
        "ALTER TABLE media ADD COLUMN uploader {key}",
        "ALTER TABLE media ADD COLUMN uses {int} NOT NULL DEFAULT 0",
        "UPDATE media SET uses = (SELECT count(*) FROM story_media s WHERE s.media = media.id)",
        "CREATE INDEX media_kind ON media (kind, created_ms DESC, id DESC)",
        "CREATE INDEX media_unused ON media (created_ms DESC, id DESC) WHERE uses = 0",
        "CREATE INDEX media_uploader ON media (uploader, created_ms DESC, id DESC) WHERE uploader IS NOT NULL",
        """
        CREATE TABLE media_words (
            word {key} NOT NULL, created_ms {time} NOT NULL, media {key} NOT NULL REFERENCES media (id),
            PRIMARY KEY (word, created_ms, media)
        ) {clustered}
        """,
        "CREATE INDEX media_words_media ON media_words (media, word)",
        """
        CREATE TABLE media_parties (
            party {key} NOT NULL, created_ms {time} NOT NULL, media {key} NOT NULL REFERENCES media (id),
            PRIMARY KEY (party, created_ms, media)
        ) {clustered}
        """,
        "CREATE INDEX media_parties_media ON media_parties (media, party)",
        """
        CREATE TABLE credit_parties (
            party {key} NOT NULL PRIMARY KEY, name {text} NOT NULL, abbreviation {text}, role {key} NOT NULL,
            media {int} NOT NULL
        ) {table}
        """,
        "CREATE INDEX credit_parties_most ON credit_parties (media DESC, party)",
        """
        CREATE TABLE credit_party_starts (
            start {key} NOT NULL, party {key} NOT NULL REFERENCES credit_parties (party), PRIMARY KEY (start, party)
        ) {clustered}
        """,
        """
        CREATE TABLE tag_moves (
            edition {key} NOT NULL REFERENCES editions (code), slug {key} NOT NULL, target {key} NOT NULL,
            target_name {text} NOT NULL, PRIMARY KEY (edition, slug)
        ) {clustered}
        """,
        "CREATE INDEX stories_embargo ON stories (embargo_ms) WHERE embargo_ms IS NOT NULL",
        """
        CREATE TABLE views (
            kind {key} NOT NULL, hour {int} NOT NULL, subject {key} NOT NULL, count {int} NOT NULL,
            PRIMARY KEY (kind, hour, subject)
        ) {clustered}
        """,
    ]
}
