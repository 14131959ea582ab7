extension Migration {
    /// Version 3: adaptive streams, captions, where clips were taken, and when jobs began.
    static let video: [String] = [
        "ALTER TABLE renditions ADD COLUMN stream {json}",
        "ALTER TABLE jobs ADD COLUMN started_ms {time}",
        "ALTER TABLE media ADD COLUMN latitude {real}",
        "ALTER TABLE media ADD COLUMN longitude {real}",
        "ALTER TABLE media ADD COLUMN place_public {flag} NOT NULL DEFAULT 0",
        "ALTER TABLE media ADD COLUMN poster_ms {big}",
        "ALTER TABLE media ADD COLUMN poster_checksum {key}",
        "CREATE INDEX media_recent ON media (created_ms DESC, id DESC)",
        // Until now clips and recordings were played as they came; what is played from here on has to be made of them.
        """
        INSERT INTO jobs (id, work, media, priority, state, attempts, created_ms, updated_ms)
        SELECT 'v3-' || m.id, 'renditions', m.id, 10, 'queued', 0, m.updated_ms, m.updated_ms FROM media m
        WHERE m.kind IN ('video', 'audio') AND m.checksum IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM jobs j WHERE j.media = m.id AND j.work = 'renditions' AND j.state IN ('queued', 'running'))
        """,
        """
        CREATE TABLE captions (
            media {key} NOT NULL REFERENCES media (id), kind {key} NOT NULL, language {key} NOT NULL, label {text},
            updated_ms {time} NOT NULL, webvtt {text} NOT NULL, PRIMARY KEY (media, kind, language)
        ) {table}
        """,
    ]
}
